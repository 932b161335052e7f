"""What was written in the ledger for a line, what is asked of it since, and what do two sides say of a pair?"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from clauses.access.gate import load, may
from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.kinds import EntryState, MarketState, ReportState, Role
from clauses.domain.kinds_validation import ClaimState, MatchState
from clauses.extensions import db
from clauses.models.hours import HoursEntry, LedgerLine
from clauses.models.markets import Award, Lot
from clauses.models.validation import HoursClaim, HoursMatch
from clauses.queries import hours_counters
from clauses.queries.hours_facts import declared
from clauses.queries.hours_months import month_sheet

DECIDED = (ReportState.VALIDATED, ReportState.PARTLY_VALIDATED)
CLAIMABLE = (EntryState.VALIDATED, EntryState.REFUSED)
UNSETTLED = (MatchState.ASKED, MatchState.DISPUTED)
_OVER = (MarketState.CLOSED, MarketState.CANCELLED)

_ENTRY = (joinedload(HoursEntry.participant), joinedload(HoursEntry.employer), joinedload(HoursEntry.report))
_LOT = (joinedload(Lot.market), joinedload(Lot.clause), joinedload(Lot.award).joinedload(Award.awardee))


@dataclass(frozen=True, slots=True)
class Written:
    """One line of the ledger: signed hours (hundredths), the day it was written, and why when it takes back."""

    hours: int
    on: date
    reason: str | None


@dataclass(frozen=True, slots=True)
class ClaimSheet:
    """A claim with what counted, what is asked, and what this person may do about it."""

    claim: HoursClaim
    declared: int
    counted: int
    written: list[Written]
    may_decide: bool
    may_confirm: bool


@dataclass(frozen=True, slots=True)
class MatchSheet:
    match: HoursMatch
    mine: HoursEntry | None  # the line of the organization that reads, when it is one of the two
    may_answer: bool


@dataclass(frozen=True, slots=True)
class Claimable:
    """A decided line that this person may contest or ask to correct."""

    entry: HoursEntry
    declared: int
    counted: int


def written_for(entry_ids: Collection[int]) -> dict[int, list[Written]]:
    """The original, the counter-lines and what came after, line by line, as they were written."""
    found: dict[int, list[Written]] = defaultdict(list)
    if entry_ids:
        for line in db.session.scalars(
            select(LedgerLine).where(LedgerLine.entry_id.in_(set(entry_ids))).order_by(LedgerLine.id)
        ):
            found[line.entry_id].append(Written(line.hours, line.recorded_on, line.reason))
    return found


def claims_for(entry_ids: Collection[int]) -> dict[int, list[HoursClaim]]:
    """What was asked of these lines, the oldest first."""
    found: dict[int, list[HoursClaim]] = defaultdict(list)
    if entry_ids:
        for claim in db.session.scalars(
            select(HoursClaim).where(HoursClaim.entry_id.in_(set(entry_ids))).order_by(HoursClaim.id)
        ):
            found[claim.entry_id].append(claim)
    return found


def claimable(actor: Actor, lot_id: int, month: date, on: date) -> tuple[Lot, list[Claimable]]:
    """The lot, and its decided lines of a month that this person may contest or ask to correct."""
    sheet = month_sheet(actor, lot_id, month, on)
    if sheet.state not in DECIDED or not sheet.names:
        return sheet.lot, []
    asked = claims_for([line.entry_id for line in sheet.lines if line.entry_id])
    busy = {entry_id for entry_id, rows in asked.items() if any(c.state is ClaimState.OPEN for c in rows)}
    return sheet.lot, [
        Claimable(line.entry, declared(line.entry, sheet.lot), line.counted)
        for line in sheet.lines
        if line.entry is not None and line.entry.state in CLAIMABLE and line.entry.id not in busy
    ]


def claim_sheet(actor: Actor, claim_id: int) -> ClaimSheet:
    claim = load(
        actor, Permission.PARTICIPANT_IDENTIFY, HoursClaim, claim_id,
        joinedload(HoursClaim.entry).options(*_ENTRY), joinedload(HoursClaim.lot).options(*_LOT),
        joinedload(HoursClaim.organization),
    )  # fmt: skip
    entry, lot = claim.entry, claim.lot
    open_ = claim.state is ClaimState.OPEN and claim.asked_by_id != actor.user_id
    open_ = open_ and lot.market.state not in _OVER
    declarers = (entry.employer_id, lot.award.awardee_id if lot.award else None)
    decides = open_ and may(actor, Permission.HOURS_VALIDATE, HoursClaim, claim_id)
    confirms = (
        open_ and not decides and actor.role is not Role.RESOURCE_PERSON and claim.organization_id not in declarers
        and may(actor, Permission.HOURS_ENTER, HoursClaim, claim_id)
    )  # fmt: skip
    return ClaimSheet(
        claim, declared(entry, lot), hours_counters.counted_by_entry([entry.id]).get(entry.id, 0),
        written_for([entry.id])[entry.id], decides, confirms,
    )  # fmt: skip


def match_sheet(actor: Actor, match_id: int) -> MatchSheet:
    match = load(
        actor, Permission.PARTICIPANT_IDENTIFY, HoursMatch, match_id,
        joinedload(HoursMatch.first).options(*_ENTRY), joinedload(HoursMatch.second).options(*_ENTRY),
        joinedload(HoursMatch.lot).options(*_LOT),
    )  # fmt: skip
    mine = _mine(actor, match)
    undecided = match.first.report.decided_on is None or match.first.report.state not in DECIDED
    answers = mine is not None and match.state in UNSETTLED and undecided
    return MatchSheet(match, mine, answers and may(actor, Permission.HOURS_ENTER, HoursMatch, match_id))


def _mine(actor: Actor, match: HoursMatch) -> HoursEntry | None:
    own = [e for e in (match.first, match.second) if e.employer_id == actor.organization_id]
    return own[0] if len(own) == 1 else None


def matches_to_answer(actor: Actor) -> list[HoursMatch]:
    """The pairs of sent reports in which one line is of this organization, which has not answered."""
    rows = db.session.scalars(
        select(HoursMatch)
        .where(within_reach(actor, Permission.HOURS_ENTER, HoursMatch), HoursMatch.state == MatchState.ASKED)
        .options(
            joinedload(HoursMatch.first).options(*_ENTRY), joinedload(HoursMatch.second).options(*_ENTRY),
            joinedload(HoursMatch.lot).options(*_LOT),
        )
        .order_by(HoursMatch.id)
    ).all()  # fmt: skip
    found = []
    for match in rows:
        mine = _mine(actor, match)
        report = match.first.report
        answered = match.first_answer if mine is match.first else match.second_answer
        stands = all(e.state is not EntryState.REFUSED for e in (match.first, match.second))
        same = match.first.worked == match.second.worked
        if (
            mine is not None
            and answered is None
            and stands
            and same
            and report.state is ReportState.SUBMITTED
        ):
            found.append(match)
    return found


def open_claims(actor: Actor, permission: Permission) -> Sequence[HoursClaim]:
    """The claims that wait for somebody else than this person, the oldest first."""
    return (
        db.session.scalars(
            select(HoursClaim)
            .join(Lot, Lot.id == HoursClaim.lot_id)
            .where(
                within_reach(actor, permission, HoursClaim),
                HoursClaim.state == ClaimState.OPEN,
                HoursClaim.asked_by_id != actor.user_id,
            )
            .options(
                joinedload(HoursClaim.entry).options(*_ENTRY), joinedload(HoursClaim.lot).options(*_LOT),
                joinedload(HoursClaim.organization),
            )
            .order_by(HoursClaim.asked_on, HoursClaim.id)
        )
        .unique()
        .all()
    )  # fmt: skip


def to_confirm(actor: Actor) -> list[HoursClaim]:
    """The corrections that whoever follows the lot asked, and that this declarer may confirm."""
    return [
        claim
        for claim in open_claims(actor, Permission.HOURS_ENTER)
        if claim.organization_id
        not in (claim.entry.employer_id, claim.lot.award.awardee_id if claim.lot.award else None)
    ]


def matches_beside(entry_ids: Iterable[int]) -> list[HoursMatch]:
    """The pairs of these lines that are not settled."""
    ids = set(entry_ids)
    return list(
        db.session.scalars(
            select(HoursMatch)
            .where(
                or_(HoursMatch.first_id.in_(ids), HoursMatch.second_id.in_(ids)),
                HoursMatch.state.in_(UNSETTLED),
            )
            .order_by(HoursMatch.id)
        )
        if ids
        else []
    )
