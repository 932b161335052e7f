"""Two fiches of one person are put together by the resource person, and may be taken apart again (trap 27).

Every row that names the person moves, and is written down with what it was. Hours that count move by counter-lines of
the ledger: the line of the one is reversed and the same hours are written for the other, in the month they were worked;
nothing is edited, no total changes. Taken apart, each row goes back where it was, and what was typed since on the
contracts that go back goes with them.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint, inspect, select, update
from sqlalchemy.orm import joinedload

from clauses.access.gate import OutOfReach, load
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, civil_day, journal
from clauses.actions.hours import watching
from clauses.actions.hours.held import lock_people
from clauses.domain.errors import IllegalMove, Refused
from clauses.domain.kinds import LedgerKind, RelayState
from clauses.domain.values import month_of
from clauses.extensions import db
from clauses.models.cooperation import CooperationEvent
from clauses.models.evidence import EvidenceCover
from clauses.models.follow_up import Difficulty
from clauses.models.hours import (
    Eligibility,
    EmploymentContract,
    HoursEntry,
    LedgerLine,
    MonthlyReport,
    Participant,
    Relay,
)
from clauses.models.markets import Lot
from clauses.models.participants import Immersion, ParticipantMerge, PassIae
from clauses.models.pathways import PathwayEmployee
from clauses.models.personal_data import DataRequest, RetentionHold
from clauses.models.pooling import PooledHours, PoolPerson
from clauses.models.relays import CeilingAlert, EarlierHours, HeldHours
from clauses.queries import hours_fiches

# Every table that names a person, save the ledger (append-only: counter-lines) and the merges themselves.
MOVED: tuple[Any, ...] = (
    EmploymentContract, Eligibility, HoursEntry, Relay, EarlierHours, HeldHours, CeilingAlert, CooperationEvent,
    EvidenceCover, PoolPerson, PooledHours, DataRequest, RetentionHold, Difficulty, PassIae, Immersion, PathwayEmployee,
)  # fmt: skip
MOVED_WORDS = "participant:merge"  # why a line of the ledger is taken back
OPEN_RELAYS = (RelayState.TO_PREPARE, RelayState.PROPOSED, RelayState.AGREED)


@dataclass(frozen=True, slots=True)
class Together:
    """What the resource person said when putting two fiches together."""

    reason: str
    shared_months_seen: (
        bool  # the months in which both have hours were shown, and it is the same person all the same
    )


@action
def merge(
    actor: Actor, kept_id: int, absorbed_id: int, said: Together, *, now: datetime
) -> tuple[ParticipantMerge, int]:
    """Put a fiche into another; returns the merge, and the hours that moved (hundredths).

    Refuses two fiches with hours on the same lot, month, employer and way of working (one of the two lines is wrong:
    that is corrected first), with a relay open on the same lot, and two fiches that share a month unless it was seen.
    """
    kept, absorbed = _both(actor, kept_id, absorbed_id)
    if not said.reason.strip():
        raise Refused("merge_reason", field="merge_reason")
    crossed = hours_fiches.crossed(kept.id, absorbed.id)
    if crossed:
        raise Refused("merge_overlap", month=crossed[0].month, lot=crossed[0].lot, name=crossed[0].employer)
    if hours_fiches.shared_months(kept.id, absorbed.id) and not said.shared_months_seen:
        raise Refused("merge_shared", field="merge_shared")
    _refuse_two_relays(kept.id, absorbed.id)
    own = list(db.session.scalars(select(HoursEntry.id).where(HoursEntry.participant_id == kept.id)))
    twins = _drop_twins(kept.id, absorbed.id)
    rows: dict[str, list[int]] = {}
    for model in MOVED:
        ids = _movable(model, kept.id, absorbed.id)
        rows[model.__tablename__] = ids
        _point(model, ids, kept.id)
    hours = _carry(actor, rows[HoursEntry.__tablename__], kept.id, now)
    absorbed.merged_into_id = kept.id
    found = ParticipantMerge(
        kept_id=kept.id, absorbed_id=absorbed.id, merged_at=now, merged_by_id=actor.user_id, reason=said.reason.strip(),
        moved={"rows": rows, "twins": twins, "own": own},
    )  # fmt: skip
    db.session.add(found)
    db.session.flush()
    db.session.expire_all()
    journal(actor, "participant:merge", found, now=now, kept=kept_id, absorbed=absorbed_id, hours=hours,
            rows={name: len(ids) for name, ids in rows.items() if ids})  # fmt: skip
    watching.watch(actor, {kept_id}, month_of(civil_day(now)), now)
    return found, hours


@action
def take_apart(actor: Actor, kept_id: int, merge_id: int, *, now: datetime) -> tuple[ParticipantMerge, int]:
    """Undo a merge; returns it, and the hours that went back (hundredths). Refuses one undone or forgotten already,
    and one over which another merge was made since: that one first."""
    kept = load(actor, Permission.PARTICIPANT_MERGE, Participant, kept_id)
    found = db.session.scalars(
        select(ParticipantMerge).where(ParticipantMerge.id == merge_id).with_for_update()
    ).first()
    if found is None or found.kept_id != kept.id:
        raise OutOfReach
    if found.undone_at is not None or not found.moved:
        raise IllegalMove("fiches_apart")
    later = select(ParticipantMerge.id).where(
        ParticipantMerge.kept_id == kept.id, ParticipantMerge.id > found.id, ParticipantMerge.undone_at.is_(None)
    )  # fmt: skip
    if kept.merged_into_id is not None or db.session.scalars(later).first() is not None:
        raise IllegalMove("merge_later")
    absorbed_id = found.absorbed_id
    _lock_lots(kept.id, absorbed_id)
    lock_people({kept.id, absorbed_id})
    rows: dict[str, list[int]] = {name: list(ids) for name, ids in found.moved["rows"].items()}
    rows[HoursEntry.__tablename__] += _typed_since(kept.id, found.moved)
    for model in MOVED:
        _point(model, _still(model, rows.get(model.__tablename__, []), kept.id), absorbed_id)
    _put_twins_back(found.moved["twins"])
    hours = _carry(actor, rows[HoursEntry.__tablename__], absorbed_id, now)
    absorbed = db.session.get_one(Participant, absorbed_id)
    absorbed.merged_into_id = None
    found.undone_at, found.undone_by_id = now, actor.user_id
    db.session.flush()
    db.session.expire_all()
    journal(actor, "participant:unmerge", found, now=now, kept=kept_id, absorbed=absorbed_id, hours=hours)
    watching.watch(actor, {kept_id, absorbed_id}, month_of(civil_day(now)), now)
    return found, hours


@action
def say_distinct(actor: Actor, first_id: int, second_id: int, *, now: datetime) -> None:
    """Two fiches that look alike are two people: they are not shown together again."""
    first, second = _both(actor, first_id, second_id)
    journal(actor, "participant:distinct", first, now=now, other=second.id)


def _both(actor: Actor, kept_id: int, absorbed_id: int) -> tuple[Participant, Participant]:
    """Two different fiches, both within reach, still standing, locked with their lots in the order of every act."""
    if kept_id == absorbed_id:
        raise OutOfReach
    _lock_lots(kept_id, absorbed_id)
    one, two = (
        load(actor, Permission.PARTICIPANT_MERGE, Participant, number)
        for number in sorted((kept_id, absorbed_id))
    )
    if any(person.merged_into_id or person.pseudonymised_on for person in (one, two)):
        raise IllegalMove("merge_gone")
    return (one, two) if one.id == kept_id else (two, one)


def _lock_lots(*people: int) -> None:
    lots = select(EmploymentContract.lot_id).where(EmploymentContract.participant_id.in_(people))
    typed = (
        select(MonthlyReport.lot_id)
        .join(HoursEntry, HoursEntry.report_id == MonthlyReport.id)
        .where(HoursEntry.participant_id.in_(people))
    )
    db.session.execute(
        select(Lot.id).where(Lot.id.in_(lots) | Lot.id.in_(typed)).order_by(Lot.id).with_for_update(of=Lot)
    )


def _refuse_two_relays(kept_id: int, absorbed_id: int) -> None:
    mine = select(Relay.lot_id).where(Relay.participant_id == kept_id, Relay.state.in_(OPEN_RELAYS))
    both = select(Relay.id).where(
        Relay.participant_id == absorbed_id, Relay.lot_id.in_(mine), Relay.state.in_(OPEN_RELAYS)
    )
    if db.session.scalars(both).first() is not None:
        raise Refused("merge_relay")


def _drop_twins(kept_id: int, absorbed_id: int) -> list[dict[str, Any]]:
    """One contract written on both fiches (same lot, employer and first day) is kept once, the later row of the two,
    so that its number is never given again; the other is written down whole."""
    found = []
    contracts = db.session.scalars(
        select(EmploymentContract).where(EmploymentContract.participant_id == kept_id)
    ).all()
    others = db.session.scalars(
        select(EmploymentContract).where(EmploymentContract.participant_id == absorbed_id)
    ).all()
    known = {(c.lot_id, c.employer_id, c.starts_on): c for c in contracts}
    for other in others:
        twin = known.get((other.lot_id, other.employer_id, other.starts_on))
        if twin is None:
            continue
        if twin.modality is not other.modality:
            raise Refused("merge_contracts", day=other.starts_on)
        gone, left = sorted((twin, other), key=lambda contract: contract.id)
        found.append({"row": _written(gone), "left": left.id, "ends_on": _text(left.ends_on)})
        open_ended = gone.ends_on is None or left.ends_on is None
        left.ends_on = None if open_ended else max(gone.ends_on, left.ends_on)  # type: ignore[type-var]
        db.session.execute(update(Relay).where(Relay.contract_id == gone.id).values(contract_id=left.id))
        db.session.delete(gone)
        db.session.flush()
    return found


def _written(row: Any) -> dict[str, Any]:
    return {c.key: _text(getattr(row, c.key)) for c in inspect(type(row)).column_attrs}


def _text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _put_twins_back(twins: Iterable[dict[str, Any]]) -> None:
    for twin in twins:
        left = db.session.get_one(EmploymentContract, twin["left"], populate_existing=True)
        row = dict(twin["row"])
        for name in ("starts_on", "ends_on"):
            row[name] = date.fromisoformat(row[name]) if row[name] else None
        left.ends_on = date.fromisoformat(twin["ends_on"]) if twin["ends_on"] else None
        db.session.add(EmploymentContract(**row))
        db.session.flush()


def _movable(model: Any, kept_id: int, absorbed_id: int) -> list[int]:
    """The rows of the absorbed fiche, save those that the kept one already has its like of: they stay, and say nothing
    (an alert already told, a seat already held, a line at zero that the ledger remembers)."""
    rows = db.session.scalars(
        select(model).where(model.participant_id == absorbed_id).order_by(model.id).with_for_update()
    ).all()
    keys = [
        [column.name for column in one.columns if column.name != "participant_id"]
        for one in model.__table__.constraints
        if isinstance(one, UniqueConstraint) and "participant_id" in one.columns
    ]
    if not keys:
        return [row.id for row in rows]
    taken = {
        tuple(getattr(row, name) for name in key)
        for key in keys
        for row in db.session.scalars(select(model).where(model.participant_id == kept_id))
    }
    return [row.id for row in rows if not any(tuple(getattr(row, n) for n in key) in taken for key in keys)]


def _point(model: Any, ids: Iterable[int], participant_id: int) -> None:
    """These rows name this person from now on."""
    some = list(ids)
    if some:
        db.session.execute(
            update(model).where(model.id.in_(some)).values(participant_id=participant_id)
            .execution_options(synchronize_session=False)
        )  # fmt: skip


def _still(model: Any, ids: Iterable[int], kept_id: int) -> list[int]:
    """Of these rows, those that are still there and still the kept fiche's."""
    return list(
        db.session.scalars(select(model.id).where(model.id.in_(list(ids)), model.participant_id == kept_id))
    )


def _typed_since(kept_id: int, moved: dict[str, Any]) -> list[int]:
    """Lines typed after the merge on a lot and with an employer that only the contracts going back explain; where both
    fiches had the same contract, they stay."""
    contract_ids = moved["rows"][EmploymentContract.__tablename__]
    twins = {twin["left"] for twin in moved["twins"]}
    rows = db.session.execute(
        select(
            EmploymentContract.id, EmploymentContract.lot_id, EmploymentContract.employer_id,
            EmploymentContract.modality,
        ).where(EmploymentContract.participant_id == kept_id)
    ).all()  # fmt: skip
    back = {tuple(place) for number, *place in rows if number in contract_ids}
    stay = {tuple(place) for number, *place in rows if number not in contract_ids or number in twins}
    entries = db.session.execute(
        select(HoursEntry.id, MonthlyReport.lot_id, HoursEntry.employer_id, HoursEntry.modality)
        .join(MonthlyReport, MonthlyReport.id == HoursEntry.report_id)
        .where(HoursEntry.participant_id == kept_id, HoursEntry.id.not_in(moved["own"]))
    )
    return [number for number, *place in entries if tuple(place) in back - stay]


def _carry(actor: Actor, entry_ids: Iterable[int], participant_id: int, now: datetime) -> int:
    """The hours of these lines that count, taken from whoever had them and written for this person, month by month."""
    lines = list(
        db.session.scalars(
            select(LedgerLine).where(LedgerLine.entry_id.in_(set(entry_ids))).order_by(LedgerLine.id)
        )
    )
    reversed_ids = {line.reverses_id for line in lines}
    moved: dict[int, int] = defaultdict(int)
    for line in lines:
        live = line.kind is LedgerKind.VALIDATION and line.id not in reversed_ids
        if not live or line.participant_id == participant_id:
            continue
        same = {
            "entry_id": line.entry_id, "lot_id": line.lot_id, "employer_id": line.employer_id,
            "modality": line.modality, "month": line.month, "recorded_on": civil_day(now), "recorded_at": now,
            "recorded_by_id": actor.user_id,
        }  # fmt: skip
        db.session.add(
            LedgerLine(
                kind=LedgerKind.REVERSAL, participant_id=line.participant_id, hours=-line.hours, reverses_id=line.id,
                reason=MOVED_WORDS,
                **same,
            )
        )  # fmt: skip
        db.session.add(
            LedgerLine(kind=LedgerKind.VALIDATION, participant_id=participant_id, hours=line.hours, **same)
        )
        moved[line.entry_id] += line.hours
    db.session.flush()
    _tell_reports(actor, moved, participant_id, now)
    return sum(moved.values())


def _tell_reports(actor: Actor, moved: dict[int, int], participant_id: int, now: datetime) -> None:
    """Each month whose lines were carried says so in the history of its lot."""
    hours: dict[int, int] = defaultdict(int)
    reports: dict[int, MonthlyReport] = {}
    for entry in db.session.scalars(
        select(HoursEntry).where(HoursEntry.id.in_(moved or {0})).options(joinedload(HoursEntry.report))
    ):
        hours[entry.report_id] += moved[entry.id]
        reports[entry.report_id] = entry.report
    for number in sorted(reports):
        report = reports[number]
        journal(actor, "report:carry", report, now=now, lot_id=report.lot_id, month=report.month,
                participant=participant_id, hours=hours[number])  # fmt: skip
