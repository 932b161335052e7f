"""How is the clause of a lot written: the calculation as it was made, and what the buyer retains?"""

from dataclasses import dataclass
from datetime import datetime

from clauses.access.policy import Actor
from clauses.actions.base import action, civil_day, journal
from clauses.actions.markets.filing import editable, touch
from clauses.domain import sizing
from clauses.domain.errors import DomainError, Refused, Several
from clauses.domain.filing import FREE_CHOICE_TYPES, HOURS_TYPES, families
from clauses.domain.kinds import ClauseType, HoursBasis, Modality
from clauses.domain.rules import SizingRule
from clauses.models.markets import Clause, Lot, Market
from clauses.reference import rulebook

FEWEST_PUBLICS = 3


@dataclass(frozen=True, slots=True)
class ClauseFields:
    """One card of step 3; rates in basis points, euros in cents, hours in hundredths."""

    lot_id: int
    clause_type: ClauseType = ClauseType.EXECUTION_CONDITION
    hours_basis: HoursBasis = HoursBasis.FIXED
    labour_share: int | None = None
    hourly_cost: int | None = None
    integration_rate: int | None = None
    slice_amount: int | None = None
    slice_hours: int | None = None
    target_hours: int | None = None
    deviation_reason: str | None = None
    publics: tuple[str, ...] = ()
    modalities: tuple[Modality, ...] = ()
    training_counts: bool = False
    penalty_hour: int | None = None


@action
def save_clauses(
    actor: Actor, market_id: int, rows: list[ClauseFields], *, seen_version: int | None, now: datetime
) -> Market:
    """Write the clause of each lot that has one: the calculation as it was made, and what the buyer retains."""
    market = editable(actor, market_id, seen_version)
    on = civil_day(now)
    rule = rulebook.sizing(on)
    lots = {lot.id: lot for lot in market.lots if lot.has_clause}
    pairs = [(lots[row.lot_id], row) for row in rows if row.lot_id in lots]
    refusals = [refusal for lot, row in pairs for refusal in _wrong_clause(lot, row, rule)]
    if refusals:
        raise Several(refusals)
    for lot, row in pairs:
        clause = lot.clause or Clause(lot_id=lot.id)
        lot.clause = clause
        before = clause.target_hours
        _write_clause(clause, lot, row, rule)
        journal(actor, "clause:save", lot, now=now, lot_id=lot.id, before=before, target_hours=row.target_hours,
                computed_hours=clause.computed_hours, reason=row.deviation_reason)  # fmt: skip
    touch(market, actor, now)
    return market


def sized(lot_amount: int | None, row: ClauseFields, rule: SizingRule) -> sizing.Sized | None:
    """The calculation of a card, or None while one of its four values is missing."""
    if not (lot_amount and row.labour_share and row.hourly_cost and row.integration_rate):
        return None
    return sizing.effort(
        amount=lot_amount, labour_share=row.labour_share, hourly_cost=row.hourly_cost,
        integration_rate=row.integration_rate, rule=rule,
    )  # fmt: skip


def _wrong_clause(lot: Lot, row: ClauseFields, rule: SizingRule) -> list[DomainError]:
    found: list[DomainError] = []

    def refuse(code: str, at: str, **facts: object) -> None:
        found.append(Refused(code, field=at, row=lot.id, **facts))

    if row.clause_type in HOURS_TYPES and row.target_hours is None:
        refuse("target_missing", "target_hours", n=lot.number)
    if row.hours_basis is HoursBasis.PER_AMOUNT and not (row.slice_amount and row.slice_hours):
        refuse("slice", "slice_amount")
    calculated = sized(lot.amount, row, rule)
    explained = bool(row.deviation_reason) or calculated is None or not row.target_hours
    if not explained and sizing.must_explain(
        row.target_hours or 0, calculated.computed if calculated else 0, rule
    ):
        refuse("target_deviation", "deviation_reason")
    if row.clause_type in FREE_CHOICE_TYPES:
        if len(row.publics) < FEWEST_PUBLICS:
            refuse("publics", "publics")
        if len(families(row.modalities)) < 2:
            refuse("modalities", "modalities")
    return found


def _write_clause(clause: Clause, lot: Lot, row: ClauseFields, rule: SizingRule) -> None:
    calculated = sized(lot.amount, row, rule)
    for name in ("clause_type", "hours_basis", "labour_share", "hourly_cost", "integration_rate", "target_hours",
                 "deviation_reason", "training_counts", "penalty_hour"):  # fmt: skip
        setattr(clause, name, getattr(row, name))
    clause.publics = list(row.publics)
    clause.modalities = [modality.value for modality in row.modalities]
    clause.computed_hours = calculated.computed if calculated else None
    clause.proposed_hours = calculated.proposed if calculated else None
    clause.sizing = {
        "amount": lot.amount,
        "trade": lot.trade,
        "rule_from": rule.effective_from.isoformat(),
        "rule_source": rule.source,
        "steps": [(step.code, step.value, step.unit) for step in calculated.steps] if calculated else [],
        "slice_amount": row.slice_amount,
        "slice_hours": row.slice_hours,
    }
