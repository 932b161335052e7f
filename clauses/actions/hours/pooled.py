"""How does one entry for a person feed every lot of a pool? Split by R15, each part a line of its lot's month.

The lines are those that any month has: the holder of each lot confirms its own, the resource person validates them,
and the ledger of each lot counts them. Once some are decided, the resource person alone corrects the entry: it is split
again, and what had been counted is reversed, never edited.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from clauses.access.gate import OutOfReach, load
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, check_version, civil_day, journal
from clauses.actions.hours.held import OPEN, lock_people, lock_proofs, report_of
from clauses.actions.hours.pooled_parts import DECIDED, Month, apart, decide_again, whose, write_part
from clauses.domain import pooling
from clauses.domain.errors import DomainError, IllegalMove, Refused, Several
from clauses.domain.kinds import ReportState, Role
from clauses.domain.kinds_pooling import PoolState
from clauses.extensions import db
from clauses.models.hours import EmploymentContract
from clauses.models.markets import Lot
from clauses.models.pooling import HoursPool, PooledHours, PoolLot, PoolPart, PoolPerson
from clauses.queries import hours_counters, hours_facts, hours_limits, hours_pooled, hours_pools


@dataclass(frozen=True, slots=True)
class Shared:
    """What was typed once for one person of a pool in a month: hundredths, None where nothing stands."""

    person_id: int
    worked: int | None
    training: int | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What an entry gave: the hours typed, the part of each lot in the order of the pool, what no lot could take."""

    pooled: PooledHours
    parts: tuple[int, ...]
    unplaced: int


@action
def enter_pooled(
    actor: Actor, pool_id: int, month: date, rows: Sequence[Shared], *, version: int | None = None, now: datetime
) -> list[Given]:  # fmt: skip
    """Keep the hours of the people of a pool, typed once, and give each lot its part.

    Refused before every holder and every buyer has agreed, for a month that began before the last agreement or after
    the end, and where the month of a lot was already sent or decided.
    """
    pool = load(actor, Permission.HOURS_ENTER, HoursPool, pool_id)
    check_version(pool, version)
    return share_hours(actor, pool, month, rows, now)


@action
def correct_pooled(
    actor: Actor, pool_id: int, month: date, rows: Sequence[Shared], reason: str | None, *,
    version: int | None = None, now: datetime,
) -> list[Given]:  # fmt: skip
    """Change an entry whose lots are already decided: every part is split again, what counted is reversed and counted
    anew in the same act, with the reason."""
    pool = load(actor, Permission.HOURS_VALIDATE, HoursPool, pool_id)
    check_version(pool, version)
    if not reason:
        raise Refused("pooled_reason", field="pooled_reason")
    return share_hours(actor, pool, month, rows, now, reason=reason)


def lock_lots(lot_ids: Collection[int], pool_ids: Collection[int]) -> None:
    """Within an act on several lots: lock them and every lot of these pools, in the one order of all acts."""
    of_pools = db.session.scalars(select(PoolLot.lot_id).where(PoolLot.pool_id.in_(set(pool_ids) or {0})))
    ids = {*lot_ids, *of_pools}
    db.session.execute(select(Lot.id).where(Lot.id.in_(ids or {0})).order_by(Lot.id).with_for_update())


def share_hours(
    actor: Actor, pool: HoursPool, month: date, rows: Sequence[Shared], now: datetime, *, reason: str | None = None
) -> list[Given]:  # fmt: skip
    """Within an act on a pool: split these entries between its lots. `reason`: lots already decided are corrected."""
    _refuse_month(pool, month, civil_day(now))
    people = _people(actor, pool, rows)
    held = _locked(pool, month)
    lock_people({person.participant_id for person in people.values()})
    proofs = lock_proofs({person.participant_id for person in people.values()}) if reason else {}
    known = hours_pooled.of_month(pool.id, month)
    asked = [row for row in rows if _changes(row, known.get(whose(people[row.person_id])))]
    if not asked:
        code = "pooled_same" if known else "h_nothing"
        raise Refused(code, field=f"h_worked-{rows[0].person_id}" if rows else None)
    if reason:
        for one in pool.lots:
            held.before[one.lot_id] = hours_counters.counted_on(one.lot_id)
    answers, refusals = [], []
    for row in asked:
        person = people[row.person_id]
        pooled = known.get(whose(person)) or _opened(actor, pool, person, month)
        pooled.entered_by_id = (
            person.employer_id if actor.role is Role.RESOURCE_PERSON else actor.organization_id
        )
        try:
            answers.append(_split(actor, held, person, pooled, row, now, reason))
        except Several as several:
            refusals += several.refusals
        except Refused as refusal:
            refusals.append(refusal)
    if refusals:
        raise Several(refusals)
    if reason:
        decide_again(actor, held, proofs, reason, now)
    pool.version += 1
    _tell(actor, held, answers, now)
    return answers


def _refuse_month(pool: HoursPool, month: date, on: date) -> None:
    """A pool shares nothing before the last agreement, nor after its end."""
    if pool.state is PoolState.PROPOSED:
        names = ", ".join(one.organization.name for one in hours_pools.missing(pool))
        raise Refused("pool_not_agreed", name=names)
    if pool.state not in hours_pools.SHARING or pool.effective_on is None:
        raise IllegalMove("pool_over", state=pool.state)
    if month > on:
        raise Refused("month_future")
    if month < pool.effective_on:
        last = max(one.signed_on for one in pool.agreements if one.signed_on)
        code = "pool_before_agreement" if month >= pool.starts_on else "pool_before_start"
        raise Refused(code, month=month, day=last, start=pool.effective_on)
    if month > pool.ends_on:
        raise Refused("pool_after_end", month=month, end=pool.ends_on)


def _people(actor: Actor, pool: HoursPool, rows: Sequence[Shared]) -> dict[int, PoolPerson]:
    """The people of these rows; an employer types its own, the resource person anybody's."""
    known = {one.id: one for one in pool.people}
    for row in rows:
        person = known.get(row.person_id)
        theirs = person is not None and person.employer_id != actor.organization_id
        if person is None or (theirs and actor.role in (Role.SIAE, Role.COMPANY)):
            raise OutOfReach
    return {row.person_id: known[row.person_id] for row in rows}


def _locked(pool: HoursPool, month: date) -> Month:
    """Lots in the order of their numbers, then the reports: acts on their months pass one after the other."""
    held = Month(pool, month)
    ids = sorted(one.lot_id for one in pool.lots)
    db.session.execute(select(Lot.id).where(Lot.id.in_(ids)).order_by(Lot.id).with_for_update())
    lots = {one.lot_id: one.lot for one in pool.lots}
    for lot_id in ids:
        held.reports[lot_id] = report_of(lots[lot_id], month)
    return held


def _changes(row: Shared, pooled: PooledHours | None) -> bool:
    if pooled is None:
        return bool(row.worked or row.training)
    said = next((part.entry.comment for part in pooled.parts), None)
    return (row.worked or 0, row.training or 0, row.comment) != (pooled.worked, pooled.training, said)


def _opened(actor: Actor, pool: HoursPool, person: PoolPerson, month: date) -> PooledHours:
    made = PooledHours(
        pool_id=pool.id, participant_id=person.participant_id, employer_id=person.employer_id,
        modality=person.modality, month=month, worked=0, training=0, entered_by_id=actor.organization_id, parts=[],
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def _split(
    actor: Actor, held: Month, person: PoolPerson, pooled: PooledHours, row: Shared, now: datetime,
    reason: str | None,
) -> Given:  # fmt: skip
    """Write one entry and its parts; refuses what the trade refuses of a month, at the field of its person."""
    pool, month = held.pool, held.month
    worked, training = row.worked or 0, row.training or 0
    lots = hours_pooled.lots_in(pool, month, without=[pooled.id])
    parts = pooling.split(worked, lots)
    taught = pooling.split(training, [_trained(pool, lots, place, parts) for place in range(len(lots))])
    why = pooling.unshared(lots)
    known = {part.entry.report.lot_id: part for part in pooled.parts}
    refusals = _refused(
        person, pooled, row, held, dict(zip([o.lot_id for o in pool.lots], parts, strict=True))
    )
    for one, hours, lesson in zip(pool.lots, parts, taught, strict=True):
        refusal = _not_open(held, one, person, known.get(one.lot_id), hours, lesson, row.comment, reason)
        if refusal is not None:
            refusals.append(refusal)
    if training and not sum(taught):
        refusals.append(Refused("h_training", field=f"h_training-{person.id}"))
    if refusals:
        raise Several(refusals)
    pooled.worked, pooled.training = worked, training
    for one, lot, hours, lesson, barred in zip(pool.lots, lots, parts, taught, why, strict=True):
        part = known.get(one.lot_id)
        if part is None and not lot.running:
            continue
        write_part(actor, held, one, person, pooled, part, (hours, lesson, row.comment), now, reason)
        for written in pooled.parts:
            if written.entry.report.lot_id == one.lot_id:
                written.weight = 0 if barred else lot.key
    db.session.flush()
    placed = tuple(h + t for h, t in zip(parts, taught, strict=True))
    return Given(pooled, placed, worked + training - sum(placed))


def _trained(
    pool: HoursPool, lots: Sequence[pooling.PooledLot], place: int, parts: Sequence[int]
) -> pooling.PooledLot:
    """A lot as the hours of training see it: only where its clause counts them, in the room that is left."""
    lot, clause = lots[place], pool.lots[place].lot.clause
    room = None if lot.room is None else lot.room - parts[place]
    return pooling.PooledLot(lot.key, lot.done, room, lot.running and bool(clause and clause.training_counts))


def _refused(
    person: PoolPerson, pooled: PooledHours, row: Shared, held: Month, parts: dict[int, int]
) -> list[DomainError]:
    """The month of the person (R9), the law (R7), and contracts that cover the month."""
    touched = [part.entry_id for part in pooled.parts]
    planned = hours_limits.Planned(
        person.id, person.participant, person.employer_id, person.modality, row.worked or 0, row.training or 0,
        row.comment,
    )  # fmt: skip
    found = hours_limits.of_pooled(held.month, planned, parts, touched=touched) if row.worked else []
    contracts = db.session.scalars(
        select(EmploymentContract).where(
            EmploymentContract.participant_id == person.participant_id,
            EmploymentContract.employer_id == person.employer_id,
            EmploymentContract.lot_id.in_([lot_id for lot_id, hours in parts.items() if hours] or [0]),
        )
    ).all()
    covered = {one.lot_id for one in contracts if hours_facts.covers(one, held.month)}
    if any(hours and lot_id not in covered for lot_id, hours in parts.items()):
        facts = {"name": person.participant.short, "month": held.month}
        found.append(Refused("h_period", field=f"h_worked-{person.id}", **facts))
    return found


def _not_open(
    held: Month, one: PoolLot, person: PoolPerson, part: PoolPart | None, hours: int, lesson: int,
    comment: str | None, reason: str | None,
) -> Refused | None:  # fmt: skip
    """Why the part of this lot may not be written: its month is closed to it, or the person is typed there apart."""
    field_, lot = f"h_worked-{person.id}", one.lot
    facts = {"lot": lot.number, "ref": lot.market.reference, "month": held.month}
    report = held.reports[one.lot_id]
    if part is None and report is not None:
        alone = apart(report, person)
        if alone is not None and (alone.worked or alone.training):
            return Refused("pooled_apart", field=field_, name=person.participant.short, **facts)
    before = (part.entry.worked, part.entry.training, part.entry.comment) if part else (0, 0, comment)
    if report is None or before == (hours, lesson, comment) or report.state in OPEN:
        return None
    if report.state is ReportState.SUBMITTED:
        return None if reason else Refused("pooled_sent", field=field_, **facts)
    if reason and report.state in DECIDED:
        return None
    return Refused("pooled_settled", field=field_, state=report.state, **facts)


def _tell(actor: Actor, held: Month, answers: Sequence[Given], now: datetime) -> None:
    """The history of each lot says its own part; that of the entry says the whole."""
    for one in held.pool.lots:
        report = held.reports[one.lot_id]
        if one.lot_id not in held.changed or report is None:
            continue
        report.version += 1
        mine = sum(
            part.entry.worked + part.entry.training
            for given in answers
            for part in given.pooled.parts
            if part.entry.report_id == report.id
        )
        journal(actor, "pool:enter", report, now=now, lot_id=one.lot_id, month=held.month, hours=mine)
    for given in answers:
        journal(
            actor, "pool:share", given.pooled, now=now, month=held.month,
            hours=given.pooled.worked + given.pooled.training, lots=len(given.pooled.parts),
        )  # fmt: skip
