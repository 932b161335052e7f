"""How is the clause of a lot written: the calculation as it was made, and what the buyer retains?"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete

from clauses.access.policy import Actor
from clauses.actions.base import action, civil_day, journal
from clauses.actions.markets.filing import editable, touch
from clauses.domain import sizing
from clauses.domain.errors import DomainError, Refused, Several
from clauses.domain.filing import FREE_CHOICE_TYPES, HOURS_TYPES, families
from clauses.domain.kinds import ClauseType, HoursBasis, Modality, TrancheKind
from clauses.domain.kinds_eligibility import JobseekerDefinition
from clauses.domain.levers import IN_WEEKS, OWN_ACTIVITY, SCORED, WITHOUT_VOLUME
from clauses.domain.rules import SizingRule
from clauses.domain.sub_targets import Asked, beyond
from clauses.extensions import db
from clauses.models.markets import Clause, Lot, Market, SubTarget, Tranche, YearTerm
from clauses.queries.reference_values import Values, values_on
from clauses.reference import rulebook
from clauses.wording.bases import FIRM_TRANCHE

FEWEST_PUBLICS = 3
# The volume is written in the clause by its buyer; elsewhere it follows the tranches, the orders, the hours or the offer.
TYPED_BASES = frozenset({HoursBasis.FIXED, HoursBasis.PER_YEAR, HoursBasis.PER_FIRST_PERIOD})


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
    period_months: int | None = None
    firm_hours: int | None = None
    optional: tuple[tuple[str, int], ...] = ()  # optional tranches: label, hours
    year_hours: tuple[int, ...] = ()
    year_rates: tuple[int, ...] = ()
    target_hours: int | None = None
    deviation_reason: str | None = None
    publics: tuple[str, ...] = ()
    modalities: tuple[Modality, ...] = ()
    training_counts: bool = False
    jobseeker_definition: JobseekerDefinition = JobseekerDefinition.RUNNING
    penalty_hour: int | None = None
    experience_weeks: int | None = None
    criterion_weight: int | None = None
    taken_over: int | None = None
    base_amount: int | None = None
    base_reason: str | None = None
    sub_targets: tuple[Asked, ...] = ()
    hours_confirmed: bool = False  # hours on top of the holder's own activity, wanted all the same


@action
def save_clauses(
    actor: Actor, market_id: int, rows: list[ClauseFields], *, seen_version: int | None, now: datetime
) -> Market:
    """Write the clause of each lot that has one: the calculation as it was made, and what the buyer retains."""
    market = editable(actor, market_id, seen_version)
    on = civil_day(now)
    rule, proposed = rulebook.sizing(on), values_on(on)
    lots = {lot.id: lot for lot in market.lots if lot.has_clause}
    pairs = [(lots[row.lot_id], settled(row)) for row in rows if row.lot_id in lots]
    refusals = [refusal for lot, row in pairs for refusal in _wrong_clause(lot, row, rule)]
    if refusals:
        raise Several(refusals)
    for lot, row in pairs:
        clause = lot.clause or Clause(lot_id=lot.id)
        lot.clause = clause
        before = clause.target_hours
        _write_clause(clause, lot, row, rule, proposed)
        _write_terms(lot, row)
        journal(actor, "clause:save", lot, now=now, lot_id=lot.id, before=before, target_hours=row.target_hours,
                computed_hours=clause.computed_hours, reason=row.deviation_reason, lever=str(row.clause_type),
                weeks=row.experience_weeks, weight=row.criterion_weight, base_amount=row.base_amount,
                taken_over=row.taken_over, hours_confirmed=row.hours_confirmed)  # fmt: skip
    touch(market, actor, now)
    return market


def settled(row: ClauseFields) -> ClauseFields:
    """A card without what its lever does not know: a criterion owes what the offer promises, a placement counts weeks."""
    lever, kept = row.clause_type, row
    if lever not in HOURS_TYPES:
        basis = HoursBasis.CANDIDATE_FILLED if lever is ClauseType.AWARD_CRITERION else HoursBasis.FIXED
        kept = replace(kept, hours_basis=basis)
    if lever in WITHOUT_VOLUME:
        kept = replace(kept, target_hours=None, deviation_reason=None)
    if lever not in IN_WEEKS:
        kept = replace(kept, experience_weeks=None)
    if lever not in SCORED:
        kept = replace(kept, criterion_weight=None)
    if lever not in FREE_CHOICE_TYPES:
        kept = replace(kept, sub_targets=())
    if lever not in OWN_ACTIVITY or not asked_of(kept):
        kept = replace(kept, hours_confirmed=False)
    if kept.hours_basis is not HoursBasis.PER_TRANCHE:
        kept = replace(kept, firm_hours=None, optional=())
    return kept if kept.base_amount else replace(kept, base_amount=None, base_reason=None)


def asked_of(row: ClauseFields) -> int:
    """Everything a card asks in hundredths of an hour, optional tranches included."""
    return (volume_of(row) or 0) + sum(hours for _, hours in row.optional)


def volume_of(row: ClauseFields) -> int | None:
    """The volume a card states: typed, that of the firm tranche, that of the first year; None where none is written."""
    match row.hours_basis:
        case HoursBasis.PER_TRANCHE:
            return row.firm_hours
        case HoursBasis.PER_YEAR if row.year_hours:
            return row.year_hours[0]
        case HoursBasis.PER_AMOUNT | HoursBasis.PCT_OF_HOURS | HoursBasis.CANDIDATE_FILLED:
            return None
    return row.target_hours


def sized(lot_amount: int | None, row: ClauseFields, rule: SizingRule) -> sizing.Sized | None:
    """The calculation of a card, or None while one of its four values is missing."""
    base = row.base_amount or lot_amount
    if not (base and row.labour_share and row.hourly_cost and row.integration_rate):
        return None
    return sizing.effort(
        amount=base, labour_share=row.labour_share, hourly_cost=row.hourly_cost,
        integration_rate=row.integration_rate, taken_over=row.taken_over or 0, rule=rule,
    )  # fmt: skip


def _wrong_clause(lot: Lot, row: ClauseFields, rule: SizingRule) -> list[DomainError]:
    found: list[DomainError] = []

    def refuse(code: str, at: str, **facts: object) -> None:
        found.append(Refused(code, field=at, row=lot.id, **facts))

    volume = volume_of(row)
    if row.clause_type in HOURS_TYPES and volume is None and row.hours_basis in TYPED_BASES:
        refuse("target_missing", "target_hours", n=lot.number)
    match row.hours_basis:
        case HoursBasis.PER_AMOUNT if not (row.slice_amount and row.slice_hours):
            refuse("slice", "slice_amount")
        case HoursBasis.PER_TRANCHE if not (row.firm_hours or row.optional):
            refuse("tranches", "tranche_firm")
        case HoursBasis.PER_FIRST_PERIOD if not row.period_months:
            refuse("period_months", "period_months")
        case HoursBasis.PCT_OF_HOURS if not (row.integration_rate or row.year_rates):
            refuse("pct_rate", "integration_rate")
    calculated = sized(lot.amount, row, rule)
    asked = asked_of(row)
    explained = (
        bool(row.deviation_reason) or calculated is None or not asked or row.clause_type not in HOURS_TYPES
    )
    if not explained and sizing.must_explain(asked, calculated.computed if calculated else 0, rule):
        refuse("target_deviation", "deviation_reason")
    if row.clause_type in IN_WEEKS and not row.experience_weeks:
        refuse("experience_weeks", "experience_weeks")
    if row.clause_type in OWN_ACTIVITY and asked and not row.hours_confirmed:
        refuse("reserved_hours", "hours_confirmed")
    found += _wrong_base(lot, row, calculated)
    for one in row.sub_targets:
        if beyond(one, volume):
            refuse("sub_target_beyond", f"sub_{one.audience}", hours=volume)
    if row.clause_type in FREE_CHOICE_TYPES:
        if len(row.publics) < FEWEST_PUBLICS:
            refuse("publics", "publics")
        if len(families(row.modalities)) < 2:
            refuse("modalities", "modalities")
    return found


def _wrong_base(lot: Lot, row: ClauseFields, calculated: sizing.Sized | None) -> list[DomainError]:
    """R3-2 and F7: a base within the amount of the lot, with what is left out of it, and some hours left to it."""
    found: list[DomainError] = []
    if row.base_amount and (lot.amount is None or row.base_amount > lot.amount):
        code = "base_beyond" if lot.amount else "base_without_amount"
        found.append(Refused(code, field="base_amount", row=lot.id, amount=lot.amount))
    elif row.base_amount and row.base_amount != lot.amount and not row.base_reason:
        found.append(Refused("base_reason", field="base_reason", row=lot.id))
    if row.taken_over and calculated is not None and not calculated.computed:
        found.append(Refused("taken_over_all", field="taken_over", row=lot.id))
    return found


def _write_clause(clause: Clause, lot: Lot, row: ClauseFields, rule: SizingRule, proposed: Values) -> None:
    calculated = sized(lot.amount, row, rule)
    for name in ("clause_type", "hours_basis", "labour_share", "hourly_cost", "integration_rate", "slice_amount",
                 "slice_hours", "period_months", "deviation_reason", "training_counts", "jobseeker_definition", "penalty_hour",
                 "experience_weeks", "criterion_weight", "taken_over", "base_amount", "base_reason"):  # fmt: skip
        setattr(clause, name, getattr(row, name))
    clause.target_hours = volume_of(row)
    clause.publics = list(row.publics)
    clause.modalities = [modality.value for modality in row.modalities]
    clause.computed_hours = calculated.computed if calculated else None
    clause.proposed_hours = calculated.proposed if calculated else None
    clause.sizing = {
        "amount": lot.amount,
        "trade": lot.trade,
        "rule_from": rule.effective_from.isoformat(),
        "rule_source": rule.source,
        "proposed": proposed.snapshot(lot.trade),
        "steps": [(step.code, step.value, step.unit) for step in calculated.steps] if calculated else [],
        "slice_amount": row.slice_amount,
        "slice_hours": row.slice_hours,
        "base_amount": row.base_amount,
        "base_reason": row.base_reason,
        "taken_over": row.taken_over,
        "experience_weeks": row.experience_weeks,
        "criterion_weight": row.criterion_weight,
        "hours_confirmed": row.hours_confirmed,
        "sub_targets": [[one.audience.value, one.share, one.hours, one.mandatory] for one in row.sub_targets],
    }


def _write_terms(lot: Lot, row: ClauseFields) -> None:
    """The tranches, years and sub-targets of a lot still being written; what does not fit the basis is removed."""
    db.session.flush()
    for model in (Tranche, YearTerm):
        db.session.execute(delete(model).where(model.lot_id == lot.id))
    assert lot.clause is not None
    db.session.execute(delete(SubTarget).where(SubTarget.clause_id == lot.clause.id))
    db.session.expire(lot.clause, ["sub_targets"])
    rows: list[Tranche | YearTerm | SubTarget] = [
        SubTarget(clause_id=lot.clause.id, audience=one.audience, share=one.share, hours=one.hours, mandatory=one.mandatory)
        for one in row.sub_targets
    ]  # fmt: skip
    if row.hours_basis is HoursBasis.PER_TRANCHE:
        firm = [(TrancheKind.FIRM, FIRM_TRANCHE, row.firm_hours)] if row.firm_hours else []
        optional = [(TrancheKind.OPTIONAL, label, hours) for label, hours in row.optional]
        rows += [
            Tranche(lot_id=lot.id, position=i, kind=kind, label=label, hours=hours)
            for i, (kind, label, hours) in enumerate([*firm, *optional], start=1)
        ]
    if row.hours_basis is HoursBasis.PER_YEAR and len(row.year_hours) > 1:
        rows += [YearTerm(lot_id=lot.id, year=n, hours=h) for n, h in enumerate(row.year_hours, start=1)]
    if row.hours_basis is HoursBasis.PCT_OF_HOURS and len(row.year_rates) > 1:
        rows += [YearTerm(lot_id=lot.id, year=n, rate=r) for n, r in enumerate(row.year_rates, start=1)]
    db.session.add_all(rows)
