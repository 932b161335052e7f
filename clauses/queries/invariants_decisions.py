"""Is every penalty what its contract and the ledger lead to, to the cent; and does every target keep what was taken off?"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from sqlalchemy import func, select

from clauses.domain.compliance import missing, penalty
from clauses.domain.kinds_decisions import DecisionKind, PenaltyBase
from clauses.extensions import db
from clauses.models.decisions import Decision
from clauses.models.hours import LedgerLine
from clauses.models.markets import HoursTarget
from clauses.wording.invariants import broken


def penalties() -> Iterator[str]:
    """I8: the hours validated are those of the ledger when it was prepared, and the proposal is their price."""
    rows = db.session.scalars(
        select(Decision)
        .where(Decision.kind.in_((DecisionKind.PENALTY, DecisionKind.WAIVER)))
        .order_by(Decision.id)
    )
    for one in rows:
        counted = (
            db.session.scalar(
                select(func.coalesce(func.sum(LedgerLine.hours), 0)).where(
                    LedgerLine.lot_id == one.lot_id, LedgerLine.id <= (one.ledger_id or 0)
                )
            )
            or 0
        )
        if counted != one.validated:
            yield broken("penalty_hours", decision=one.id, said=one.validated, counted=counted)
        kept = one.proposal or []
        hours = next((row for row in kept if row["base"] == PenaltyBase.HOURS), None)
        short = missing(target=one.target, validated=one.validated, neutralised=one.neutralised)
        wrong = hours is not None and bool(hours["amount"]) and _wrong(hours, short)
        if wrong or sum(row["amount"] for row in kept) != (one.proposed_amount or 0):
            yield broken("penalty_amount", decision=one.id)


def _wrong(hours: dict[str, Any], short: int) -> bool:
    """The hours or the amount are not those of the figures kept beside them, as one or member by member."""
    price, members = Fraction(*hours["price"]), hours.get("members") or []
    if not members:
        return hours["quantity"] > short or hours["amount"] != penalty(hours["quantity"], price)
    lacks = [
        max(0, one["member"]["part"] - one["member"]["validated"] - one["member"]["already"])
        for one in members
    ]
    return (
        [one["missing"] for one in members] != lacks
        or hours["quantity"] != sum(lacks)
        or any(one["amount"] != penalty(one["missing"], price) for one in members)
        or hours["amount"] != sum(one["amount"] for one in members)
    )


def neutralised() -> Iterator[str]:
    """I8: what a target says was taken off is the sum of the decisions that took it off."""
    sums = dict(
        db.session.execute(
            select(Decision.lot_id, func.sum(Decision.hours))
            .where(Decision.kind == DecisionKind.NEUTRALISATION)
            .group_by(Decision.lot_id)
        ).all()
    )
    last = dict(
        db.session.execute(
            select(HoursTarget.lot_id, func.max(HoursTarget.neutralised)).group_by(HoursTarget.lot_id)
        ).all()
    )
    for lot_id in sorted({*sums, *(lot for lot, hours in last.items() if hours)}):
        if sums.get(lot_id, 0) != last.get(lot_id, 0):
            yield broken("neutralised_sum", lot=lot_id, said=last.get(lot_id, 0), decided=sums.get(lot_id, 0))
