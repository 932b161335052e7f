"""How is the volume of a lot expressed, and what has happened to it: tranches, years, orders, hours worked?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from sqlalchemy import select, true

from clauses.domain import bases
from clauses.domain import compliance as rules
from clauses.domain.changes import Owed
from clauses.domain.kinds import ChangeKind, ClauseType, HoursBasis
from clauses.domain.paces import PaceTerm, ProgressTerm
from clauses.domain.rules import ComplianceRule
from clauses.domain.values import half_up
from clauses.extensions import db
from clauses.models.markets import (
    Clause,
    ContractChange,
    HoursTarget,
    Lot,
    Order,
    Tranche,
    WorkedHours,
    YearTerm,
)
from clauses.reference import rulebook


@dataclass(frozen=True, slots=True)
class Place:
    """What is owed on a lot at a day and where it stands; `due` is what should be done by then."""

    owed: int
    due: int
    standing: rules.Standing
    incalculable: bool = False
    without_order: bool = False


def terms_of(lots: Iterable[Lot], known_on: date | None = None) -> dict[int, bases.Terms]:
    """The terms of each lot with a clause; statements are sent only for the bases that have rows of their own.

    `known_on` leaves out the orders, their cancellations and the hours worked recorded later.
    """
    clauses = {lot.id: lot.clause for lot in lots if lot.clause is not None}
    tranches = _rows(Tranche, clauses, HoursBasis.PER_TRANCHE, order=Tranche.position)
    years = _rows(YearTerm, clauses, HoursBasis.PER_YEAR, HoursBasis.PCT_OF_HOURS, order=YearTerm.year)
    orders = _rows(Order, clauses, HoursBasis.PER_AMOUNT, order=Order.number)
    worked = _rows(WorkedHours, clauses, HoursBasis.PCT_OF_HOURS, order=WorkedHours.starts_on)
    paced = _paced(clauses, known_on)
    return {
        lot_id: _terms(
            clause, tranches.get(lot_id, ()), years.get(lot_id, ()), orders.get(lot_id, ()), worked.get(lot_id, ()),
            known_on, *paced.get(lot_id, ((), ())),
        )
        for lot_id, clause in clauses.items()
    }  # fmt: skip


def terms(lot: Lot) -> bases.Terms | None:
    """The terms of one lot, as they are known today."""
    return terms_of([lot]).get(lot.id)


def place(owed: Owed, terms: bases.Terms | None, validated: int, day: date) -> Place:
    """Where a lot stands on a day (R4, R5)."""
    return _place(owed, terms, validated, day, rulebook.compliance(day))


@lru_cache(maxsize=8192)  # the lots of a region: the same question on the same figures has the same answer
def _place(owed: Owed, terms: bases.Terms | None, validated: int, day: date, rule: ComplianceRule) -> Place:
    basis = terms.basis if terms else HoursBasis.FIXED
    elapsed = owed.elapsed(day)
    if terms is None or basis not in bases.OPEN_BASES:
        own = basis in (HoursBasis.PER_YEAR, HoursBasis.PER_FIRST_PERIOD) or (terms and terms.paces)
        shaped = terms if own else None
        found = rules.standing(
            target=owed.hours, validated=validated, exec_start=owed.exec_start, exec_months=owed.exec_months,
            as_of=day, rule=rule, suspended_on=owed.suspended_on, suspended_days=owed.suspended_days,
            share_of=(lambda _: asked_share(owed, shaped, day)) if shaped else None,
        )  # fmt: skip
        return Place(owed.hours, half_up(owed.hours * found.time_rate), found)
    whole = bases.hours_owed(terms, exec_start=owed.exec_start, exec_months=owed.exec_months, as_of=day)
    asked = bases.hours_due(
        terms, exec_start=owed.exec_start, exec_months=owed.exec_months, elapsed=elapsed, as_of=day
    )
    ordered, due = max(0, whole - owed.neutralised), max(0, asked - owed.neutralised)
    ended = elapsed >= owed.exec_months
    found = rules.standing_on_orders(
        due=due, ordered=ordered if basis is HoursBasis.PER_AMOUNT or ended else 0, validated=validated,
        exec_start=owed.exec_start, exec_months=owed.exec_months, as_of=day, rule=rule, elapsed=elapsed,
    )  # fmt: skip
    return Place(
        ordered, due, found,
        incalculable=bases.incalculable(terms, day), without_order=bases.without_order(terms, day),
    )  # fmt: skip


def asked_share(owed: Owed, terms: bases.Terms, day: date) -> Fraction:
    """The share of its volume that a lot asks for by the end of a day, whatever its pace (R4)."""
    return bases.due_share(
        terms,
        elapsed=owed.elapsed(day),
        exec_months=owed.exec_months,
        as_of=day,
        stopped_on=owed.suspended_on,
    )


def owed_by(version: HoursTarget) -> Owed:
    """A stored version, as the trade counts with it."""
    return Owed(
        version.hours,
        version.exec_start,
        version.exec_months,
        version.suspended_on,
        version.suspended_days or 0,
        version.neutralised or 0,
    )


def _rows(model: Any, clauses: dict[int, Clause], *kinds: HoursBasis, order: Any) -> dict[int, list[Any]]:
    ids = [lot_id for lot_id, clause in clauses.items() if clause.hours_basis in kinds]
    found: dict[int, list[Any]] = {}
    if ids:
        for row in db.session.scalars(select(model).where(model.lot_id.in_(ids)).order_by(order)):
            found.setdefault(row.lot_id, []).append(row)
    return found


def _paced(
    clauses: dict[int, Clause], known_on: date | None
) -> dict[int, tuple[tuple[PaceTerm, ...], tuple[ProgressTerm, ...]]]:
    """The paces and the progress of the works of the lots that have a pace of their own, as they were recorded."""
    ids = [lot_id for lot_id, clause in clauses.items() if clause.paced]
    if not ids:
        return {}
    kinds = ContractChange.kind.in_((ChangeKind.PACE, ChangeKind.PROGRESS))
    known = true() if known_on is None else ContractChange.recorded_on <= known_on
    found: dict[int, tuple[tuple[PaceTerm, ...], tuple[ProgressTerm, ...]]] = {}
    asked = select(ContractChange).where(ContractChange.lot_id.in_(ids), kinds, known)
    for one in db.session.scalars(asked.order_by(ContractChange.number)):
        paces, progress = found.get(one.lot_id, ((), ()))
        if one.pace is not None:
            paces = (*paces, PaceTerm(one.pace, one.effective_on, tuple(one.schedule or ())))
        elif one.progress is not None:
            progress = (*progress, ProgressTerm(one.effective_on, one.progress))
        found[one.lot_id] = paces, progress
    return found


def _terms(
    clause: Clause,
    tranches: Iterable[Tranche],
    years: Iterable[YearTerm],
    orders: Iterable[Order],
    worked: Iterable[WorkedHours],
    known_on: date | None,
    paces: tuple[PaceTerm, ...] = (),
    progress: tuple[ProgressTerm, ...] = (),
) -> bases.Terms:
    def known(day: date | None) -> bool:
        return known_on is None or (day is not None and day <= known_on)

    return bases.Terms(
        paces=paces,
        progress=progress,
        basis=clause.hours_basis,
        hours=clause.target_hours,
        # A criterion alone sets no floor: its rate is a mark for the buyer, not something owed.
        rate=None if clause.clause_type is ClauseType.AWARD_CRITERION else clause.integration_rate,
        slice_amount=clause.slice_amount,
        slice_hours=clause.slice_hours,
        period_months=clause.period_months,
        taken_over=clause.taken_over,
        tranches=tuple(bases.TrancheTerm(t.kind, t.label, t.hours, t.confirmed_on) for t in tranches),
        years=tuple(bases.YearTerms(y.year, y.hours, y.rate) for y in years),
        orders=tuple(
            bases.OrderTerm(o.amount, o.ordered_on, o.cancelled_on if known(o.cancel_recorded_on) else None)
            for o in orders
            if known(o.recorded_on)
        ),
        worked=tuple(
            bases.WorkedTerm(w.starts_on, w.ends_on, w.hours, w.taken_over)
            for w in worked
            if known(w.recorded_on)
        ),
    )
