"""Is the lot under a thing closed? Then everything about it is read only, whoever asks (ux/5.10).

Asked by `load()` of every act on a thing that sits on one lot. Persons are not frozen with a lot: their contracts, their
eligibility and their path go on. What is counted on several lots at once (the ledger) is held at its own writing.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import select

from clauses.access.policy import ON_A_CLOSED_LOT, WRITES, Permission
from clauses.domain.errors import IllegalMove
from clauses.extensions import db
from clauses.models.allocation import AllocationLine, AllocationPlan, Commitment
from clauses.models.decisions import Decision
from clauses.models.files import MarketDocument
from clauses.models.follow_up import Difficulty, RecoveryAction
from clauses.models.hours import HoursEntry, LedgerLine, MonthlyReport, Relay
from clauses.models.markets import Lot
from clauses.models.partner_requests import PartnerRequest
from clauses.models.relays import HeldHours


def _of_plan(plan_id: int) -> int | None:
    return db.session.scalar(
        select(Commitment.lot_id)
        .join(AllocationPlan, AllocationPlan.commitment_id == Commitment.id)
        .where(AllocationPlan.id == plan_id)
    )


def _of_entry(entry: HoursEntry) -> int | None:
    return db.session.scalar(select(MonthlyReport.lot_id).where(MonthlyReport.id == entry.report_id))


_LOOKED_AT = (Decision, RecoveryAction)


def _own_column(thing: Any) -> int | None:
    found: int | None = thing.lot_id
    return found


_LOT_OF: dict[type, Callable[[Any], int | None]] = {
    Lot: lambda lot: lot.id,
    AllocationPlan: lambda plan: _of_plan(plan.id),
    AllocationLine: lambda line: _of_plan(line.plan_id),
    HoursEntry: _of_entry,
    **dict.fromkeys(
        (
            Commitment,
            MonthlyReport,
            Relay,
            HeldHours,
            Difficulty,
            MarketDocument,
            PartnerRequest,
            Decision,
            RecoveryAction,
        ),
        _own_column,
    ),
}


def closed_on(lot_id: int | None, *, held: bool = False) -> date | None:
    """The day a lot was closed; None while it is open. `held`: under a shared lock, until the end of the act."""
    if not lot_id:
        return None
    question = select(Lot.closed_on).where(Lot.id == lot_id)
    return db.session.scalar(question.with_for_update(read=True, of=Lot) if held else question)


def freezes(permission: Permission) -> bool:
    """Does closing a lot end what this permission allows on it?"""
    return permission in WRITES and permission not in ON_A_CLOSED_LOT


def since(permission: Permission, thing: Any) -> date | None:
    """Since when this act on this thing is over, because its lot is closed; None while it is possible."""
    lot_of = _LOT_OF.get(type(thing))
    if lot_of is None or not freezes(permission):
        return None
    return closed_on(lot_of(thing))


def refuse_closed(permission: Permission, thing: Any) -> None:
    """Raises IllegalMove, with the day, for an act on a closed lot.

    What a closing looks at (a penalty that waits, an action that is open) holds the lot: the two pass one after the other.
    """
    if isinstance(thing, _LOOKED_AT) and freezes(permission):
        closed_on(thing.lot_id, held=True)
    day = since(permission, thing)
    if day is not None:
        raise IllegalMove("lot_frozen", day=day)


def refuse_lines(session: Any) -> None:
    """Hours of a closed lot are neither typed nor counted nor taken back, by whatever way they come.

    The lot is read under a shared lock: an act on its hours and its closing pass one after the other.
    """
    touched = [one for one in (*session.new, *session.dirty) if isinstance(one, HoursEntry | LedgerLine)]
    if not touched:
        return
    lots = {one.lot_id for one in touched if isinstance(one, LedgerLine)}
    reports = {one.report_id for one in touched if isinstance(one, HoursEntry)} - {None}
    if reports:
        lots |= set(session.scalars(select(MonthlyReport.lot_id).where(MonthlyReport.id.in_(reports))))
    days = session.scalars(
        select(Lot.closed_on).where(Lot.id.in_(lots)).with_for_update(read=True, of=Lot)
    ).all()
    closed = [day for day in days if day is not None]
    if closed:
        raise IllegalMove("lot_frozen", day=closed[0])
