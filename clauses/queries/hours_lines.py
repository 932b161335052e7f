"""What is a line of a month: a person under contract, what was typed, and the counters that go with it?"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from clauses.access.policy import Actor
from clauses.domain import ai_cap
from clauses.domain.kinds import EntryState, Modality, RelayState, ReportState, Role
from clauses.domain.kinds_months import ContestState
from clauses.domain.kinds_relays import HeldState
from clauses.domain.values import last_day
from clauses.extensions import db
from clauses.models.contests import LineContest
from clauses.models.hours import EmploymentContract, HoursEntry, Relay
from clauses.models.markets import Lot
from clauses.models.relays import HeldHours
from clauses.queries import hours_contests, hours_counters, hours_pooled, hours_pools
from clauses.queries.hours_facts import covers
from clauses.reference import rulebook
from clauses.wording import sentences


@dataclass(frozen=True, slots=True)
class Counters:
    """The two counters of a person in an AI, never merged: the relay of the convention, the ceiling of the law."""

    done: int
    left: int
    max_hours: int
    alert_at: int
    legal_done: int
    legal_max: int


@dataclass(frozen=True, slots=True)
class Line:
    """A person of the month, with what was typed and what may be typed."""

    key: int | None  # the contract, when the hours may be typed
    person: tuple[int, int, Modality]  # who, employed by whom and how: the same on each lot
    entry_id: int | None
    name: str
    full_name: str
    employer: str
    modality: Modality
    worked: int | None
    training: int | None
    comment: str | None
    entered_by: str | None
    contest: LineContest | None  # the last one, answered or not
    contestable: bool
    answerable: bool  # its structure reads this, and has not answered yet
    closable: bool  # the holder reads this, and may be content with the answer
    entry: HoursEntry | None
    counters: Counters | None
    state: EntryState | ReportState | None  # what the badge says: an entry of a report sent is « Transmis »
    warning: str | None
    splittable: bool
    counted: int
    own: bool  # of a person whom the reader employs
    held: int  # hours beyond the legal ceiling that wait for a decision
    pool_id: int | None = None  # the hours come by this pool, and are typed there


@dataclass(frozen=True, slots=True)
class Context:
    """What the lines of a lot share: may they be typed, is the user exempt of the AI counters, where is the report?

    `pooled`: the pool of each (person, employer) whose hours come by one, unless typed apart before.
    """

    lot_id: int
    may_type: bool
    exempt: bool
    state: ReportState
    whole: bool  # everybody of the lot, or one's own employees alone
    pooled: Mapping[tuple[int, int], int] = field(default_factory=dict)


Standing = tuple[int, int, int, str]  # a contract, and what stands typed for it


def standing(contract_id: int, entry: HoursEntry | None) -> Standing:
    if entry is None:
        return contract_id, 0, 0, ""
    return contract_id, entry.worked, entry.training, entry.comment or ""


def digest(stands: Iterable[Standing]) -> str:
    """What tells one state of these lines from another."""
    return hashlib.sha256(repr(sorted(stands)).encode()).hexdigest()[:16]


Pooled = dict[int, dict[tuple[int, int], int]]


def context_of(
    lot: Lot, month: date, state: ReportState, may_type: bool, pooled: Pooled, *, whole: bool
) -> Context:
    user = hours_counters.user_kind(lot.award.awardee.buyer_kind) if lot.award else None
    return Context(lot.id, may_type, hours_counters.exempt(user, month), state, whole, pooled.get(lot.id, {}))


def pooled_on(lot_ids: Collection[int], month: date, entries: Iterable[HoursEntry]) -> Pooled:
    """The people of these lots whose hours come by a pool in the month, lot by lot."""
    found = hours_pools.pooled_people(lot_ids, month)
    if not found:
        return {}
    typed = {(e.report.lot_id, e.participant_id, e.employer_id): e.id for e in entries}
    fed = hours_pooled.part_entries(typed.values())
    lots: Pooled = defaultdict(dict)
    for key, pool_id in found.items():
        if key not in typed or typed[key] in fed:
            lots[key[0]][key[1:]] = pool_id
    return lots


def _shown_state(entry: HoursEntry | None, report: ReportState) -> EntryState | ReportState | None:
    if entry is None:
        return None
    return report if entry.state is EntryState.DRAFT and report is ReportState.SUBMITTED else entry.state


Held = dict[tuple[int, int, int, date], int]  # by lot, person, employer and month
AiFacts = tuple[dict[int, list[ai_cap.Placement]], set[int], Held]


def ai_facts(contracts: list[EmploymentContract], entries: list[HoursEntry]) -> AiFacts:
    """What the people of these rows did in an AI, those whose relay was overridden with a reason, and hours held."""
    everybody: list[EmploymentContract | HoursEntry] = [*contracts, *entries]
    placed = {one.participant_id for one in everybody if one.modality is Modality.AI_PLACEMENT}
    overridden = select(Relay.participant_id).where(
        Relay.participant_id.in_(placed or {0}), Relay.state == RelayState.OVERRIDDEN
    )
    held = {
        (one.lot_id, one.participant_id, one.employer_id, one.month): one.hours
        for one in db.session.scalars(
            select(HeldHours).where(
                HeldHours.participant_id.in_(placed or {0}), HeldHours.state == HeldState.PENDING
            )
        )
    }
    return hours_counters.ai_hours(placed), set(db.session.scalars(overridden)), held


def lines_of(
    actor: Actor, month: date, contracts: list[EmploymentContract], entries: list[HoursEntry], counted: dict[int, int],
    sheet: Context, facts: AiFacts | None = None, contests: Mapping[int, LineContest] | None = None,
) -> list[Line]:  # fmt: skip
    """Everybody under contract in the month, typed or not, and what was typed without a contract."""
    own = [c for c in contracts if covers(c, month)]
    if not sheet.whole:
        own = [c for c in own if c.employer_id == actor.organization_id]
        entries = [e for e in entries if e.employer_id == actor.organization_id]
    left = {(e.participant_id, e.employer_id, e.modality): e for e in entries}
    shown: dict[tuple[int, int, Modality], tuple[EmploymentContract | None, HoursEntry | None]] = {}
    for contract in own:
        key = (contract.participant_id, contract.employer_id, contract.modality)
        shown.setdefault(key, (contract, left.pop(key, None)))
    shown |= {key: (None, entry) for key, entry in left.items()}
    facts = facts or ai_facts(own, entries)
    if contests is None:
        contests = hours_contests.latest([entry.id for entry in entries])
    rows = [_line(actor, month, c, e, counted, sheet, contests, *facts) for c, e in shown.values()]
    return sorted(rows, key=lambda line: (line.employer, line.full_name))


def _line(
    actor: Actor, month: date, contract: EmploymentContract | None, entry: HoursEntry | None, counted: dict[int, int],
    sheet: Context, contests: Mapping[int, LineContest], placements: dict[int, list[ai_cap.Placement]], overridden: set[int], held: Held,
) -> Line:  # fmt: skip
    who = contract or entry
    assert who is not None
    counters, warning, splittable = None, None, False
    if who.modality is Modality.AI_PLACEMENT:
        rows = placements[who.participant_id]
        relay_rule, ceiling_rule = rulebook.relay(last_day(month)), rulebook.ceiling(last_day(month))
        relay = ai_cap.relay_counter(rows, month, relay_rule)
        legal = ai_cap.ceiling_counter(rows, month, ceiling_rule)
        counters = Counters(
            relay.done, relay.left, relay.max_hours, relay.alert_at, legal.done, legal.max_hours
        )
        kept = sheet.exempt or who.participant_id in overridden
        if relay.over and entry is not None and entry.worked and not kept:
            before = relay.done - entry.worked
            left = max(0, relay.max_hours - before)
            facts = {
                "name": who.participant.short,
                "done": before,
                "left": left,
                "excess": entry.worked - left,
            }
            warning = sentences.refusal("h_relay", **facts)
            splittable = sheet.may_type
    pool_id = sheet.pooled.get((who.participant_id, who.employer_id))
    theirs = (
        actor.role in (Role.COMPANY, Role.SIAE)
        and entry is not None
        and entry.employer_id != actor.organization_id
        and entry.entered_by_id == entry.employer_id
    )
    contest = contests.get(entry.id) if entry is not None else None
    mine = who.employer_id == actor.organization_id
    undecided = sheet.may_type or sheet.state is ReportState.SUBMITTED
    return Line(
        key=contract.id if contract is not None and sheet.may_type and not theirs and pool_id is None else None,
        person=(who.participant_id, who.employer_id, who.modality),
        entry_id=entry.id if entry else None, name=who.participant.short, full_name=who.participant.name,
        employer=who.employer.name, modality=who.modality, worked=entry.worked if entry else None,
        training=entry.training if entry else None, comment=entry.comment if entry else None,
        entered_by=entry.entered_by.name if entry else None, contest=contest,
        contestable=theirs and sheet.may_type and (contest is None or contest.state is not ContestState.OPEN),
        answerable=contest is not None and contest.state is ContestState.OPEN and mine and undecided,
        closable=contest is not None and contest.state is ContestState.KEPT and theirs and undecided, entry=entry, counters=counters,
        state=_shown_state(entry, sheet.state), warning=warning, splittable=splittable and pool_id is None,
        counted=counted.get(entry.id, 0) if entry else 0, pool_id=pool_id, own=mine,
        held=held.get((sheet.lot_id, who.participant_id, who.employer_id, month), 0)
        if who.modality is Modality.AI_PLACEMENT else 0,
    )  # fmt: skip
