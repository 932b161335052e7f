"""Which lot and which month does an act about hours hold, and may they still change? Locks, in one order.

The lots first, then the report, then the people and their proofs: two acts that meet wait for each other, never
cross.
"""

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from clauses.access.gate import OutOfReach, load
from clauses.access.policy import Actor, Permission
from clauses.domain.errors import IllegalMove, Refused
from clauses.domain.kinds import EntryState, MarketState, ReportState
from clauses.extensions import db
from clauses.models.hours import (
    Eligibility,
    EmploymentContract,
    HoursEntry,
    LedgerLine,
    MonthlyReport,
    Participant,
)
from clauses.models.markets import Lot
from clauses.models.validation import ControlPick, HoursClaim, HoursMatch
from clauses.queries import hours_contests
from clauses.queries.hours_facts import lot_period

OPEN = frozenset({ReportState.TO_ENTER, ReportState.DRAFT, ReportState.TO_CORRECT})  # may still be typed in


def held_lot(actor: Actor, permission: Permission, lot_id: int) -> Lot:
    """The lot, locked: acts about its hours pass one after the other. Refuses a closed lot."""
    lot = load(
        actor, permission, Lot, lot_id,
        selectinload(Lot.targets), selectinload(Lot.clause), selectinload(Lot.award), selectinload(Lot.market),
    )  # fmt: skip
    if lot.market.state in (MarketState.CLOSED, MarketState.CANCELLED):
        raise IllegalMove("lot_closed")
    return lot


def held_lots(actor: Actor, permission: Permission, lot_ids: Iterable[int]) -> list[Lot]:
    """The lots of an act on several, each once and in order, all locked before anything else is."""
    return [held_lot(actor, permission, lot_id) for lot_id in sorted(set(lot_ids))]


def in_turn(actor: Actor, permission: Permission, lot_ids: Iterable[int]) -> list[int]:
    """The numbers of these lots, locked in order."""
    return [lot.id for lot in held_lots(actor, permission, lot_ids)]


def lock_people(participant_ids: Collection[int]) -> None:
    """Hours of one person on several lots are counted one act after the other: R7 and R9 look at all of them."""
    if participant_ids:
        db.session.execute(
            select(Participant.id)
            .where(Participant.id.in_(set(participant_ids)))
            .order_by(Participant.id)
            .with_for_update(key_share=True)
        )


def people_of_lots(lot_ids: Collection[int]) -> set[int]:
    """Everybody with a contract on these lots."""
    return set(
        db.session.scalars(
            select(EmploymentContract.participant_id).where(EmploymentContract.lot_id.in_(set(lot_ids)))
        )
    )


def refuse_outside(lot: Lot, month: date, on: date, field: str | None = None) -> None:
    """Refuse a month not begun yet, or outside the execution of the lot."""
    if month > on:
        raise Refused("month_future", field=field)
    period = lot_period(lot)
    if period is None:
        raise Refused("k_no_award", field=field)
    if not period[0] <= month <= period[1]:
        raise Refused("month_out_of_lot", field=field, start=period[0], end=period[1])


def report_of(lot: Lot, month: date) -> MonthlyReport | None:
    """The report of a month, locked, with its entries as they stand now."""
    return db.session.scalars(
        select(MonthlyReport)
        .where(MonthlyReport.lot_id == lot.id, MonthlyReport.month == month)
        .with_for_update(of=MonthlyReport)
        .execution_options(populate_existing=True)
        .options(
            selectinload(MonthlyReport.entries).options(
                selectinload(HoursEntry.participant), selectinload(HoursEntry.employer)
            )
        )
    ).one_or_none()


def existing_report(lot: Lot, month: date) -> MonthlyReport:
    found = report_of(lot, month)
    if found is None:
        raise OutOfReach
    return found


def opened_report(lot: Lot, month: date) -> MonthlyReport:
    """The report of a month, made when nobody has typed anything yet."""
    found = report_of(lot, month)
    if found is None:
        found = MonthlyReport(lot_id=lot.id, month=month, state=ReportState.TO_ENTER, entries=[])
        db.session.add(found)
        db.session.flush()
    return found


def entry_of(report: MonthlyReport, entry_id: int) -> HoursEntry:
    found = next((entry for entry in report.entries if entry.id == entry_id), None)
    if found is None:
        raise OutOfReach
    return found


def clear_entry(report: MonthlyReport, entry: HoursEntry) -> None:
    """A line emptied disappears, unless the ledger, a contest, a claim or a check remembers it: then it stays, at zero."""
    if is_remembered(entry):
        entry.worked = entry.training = 0
        entry.state, entry.refusal_reason = EntryState.DRAFT, None
        return
    report.entries.remove(entry)
    db.session.delete(entry)


def is_remembered(entry: HoursEntry) -> bool:
    """Does anything that is never removed speak of this line: the ledger, a contest, a claim, a pair, a check?"""
    if entry.id is None:
        return False
    spoken_of = or_(
        exists().where(LedgerLine.entry_id == entry.id),
        exists().where(HoursClaim.entry_id == entry.id),
        exists().where(or_(HoursMatch.first_id == entry.id, HoursMatch.second_id == entry.id)),
        exists().where(ControlPick.entry_id == entry.id),
    )
    return bool(db.session.scalar(select(spoken_of))) or hours_contests.was_contested(entry.id)


def contracts_on(lot: Lot) -> dict[int, EmploymentContract]:
    """The contracts of a lot by number, with the person and the employer."""
    rows = db.session.scalars(
        select(EmploymentContract)
        .where(EmploymentContract.lot_id == lot.id)
        .options(joinedload(EmploymentContract.participant), joinedload(EmploymentContract.employer))
    )
    return {contract.id: contract for contract in rows}


def lock_proofs(participant_ids: Collection[int]) -> dict[int, list[Eligibility]]:
    """The proofs of these people, locked in the order of their numbers: a decision about one waits, or is seen."""
    found: dict[int, list[Eligibility]] = {participant_id: [] for participant_id in participant_ids}
    if found:
        for proof in db.session.scalars(
            select(Eligibility)
            .where(Eligibility.participant_id.in_(found))
            .order_by(Eligibility.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ):
            found[proof.participant_id].append(proof)
    return found
