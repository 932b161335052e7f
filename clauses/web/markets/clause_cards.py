"""What does the page of the hours show: one card a lot, its calculation step by step, and the whole effort?"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from clauses.actions.markets import ClauseFields, sized
from clauses.actions.markets.sizing import TYPED_BASES, asked_of, settled, volume_of
from clauses.domain import bases, sizing, sub_targets
from clauses.domain.filing import FREE_CHOICE_TYPES, HOURS_TYPES
from clauses.domain.kinds import ClauseType, HoursBasis, Modality, TrancheKind
from clauses.domain.kinds_eligibility import USUAL, JobseekerDefinition
from clauses.domain.levers import IN_WEEKS, OWN_ACTIVITY, SCORED, WITHOUT_VOLUME
from clauses.models.markets import Clause, Lot, Market
from clauses.queries.reference_values import Values, values_on
from clauses.queries.volumes import terms
from clauses.reference import rulebook, trades
from clauses.web.markets.forms_lots import NEVER_OFFERED, ClauseCard
from clauses.web.markets.rows import Rows
from clauses.wording import advice as words_advice
from clauses.wording import bases as words_bases
from clauses.wording import formats
from clauses.wording import markets as words

DEFAULT_RATE = 500
DEFAULT_PENALTY = 5000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the arithmetic, written."""

    words: str
    sum: str
    value: str


@dataclass(frozen=True, slots=True)
class Card:
    """What is shown of one lot: its form, and its calculation as it stands."""

    lot: Lot
    form: ClauseCard
    lines: tuple[Line, ...]
    computed: int | None
    proposed: int | None
    retained: int | None
    deviation: str | None  # how far the retained volume is from the computed one, when a reason is asked
    high_rate: bool
    trade: str | None
    missing: str | None  # why nothing is computed
    basis: str
    states_volume: bool
    follows: str | None  # what the volume follows, where the buyer does not type one
    shown: frozenset[str]  # the parts of the card that its lever asks for
    sub_targets: tuple[str, ...]  # each sub-target, written with the hours it stands for


@dataclass(frozen=True, slots=True)
class Effort:
    """The whole effort of the market, written with the base of its figures."""

    hours: int
    fte: str
    base: int
    per_thousand: str | None
    amount: int


class ClauseCards(Rows[ClauseCard]):
    def __init__(self, market: Market, on: date, formdata: Any = None, hours_base: int | None = None) -> None:
        self.lots = [lot for lot in market.lots if lot.has_clause]
        self.on, self.rule, self.months = on, rulebook.sizing(on), market.exec_months
        self._ids = {lot.number: lot.id for lot in self.lots}
        self._typed = formdata is not None
        proposed = values_on(on)
        super().__init__(ClauseCard(lot.number, formdata, **_values(lot, proposed)) for lot in self.lots)

    def key_of(self, row: ClauseCard) -> int:
        return self._ids[row.row]

    def fields(self) -> list[ClauseFields]:
        """What goes to the action: an empty volume is the proposed one, as the card shows it."""
        return [self._fields(lot, row) for lot, row in zip(self.lots, self.rows, strict=True)]

    def _fields(self, lot: Lot, row: ClauseCard) -> ClauseFields:
        found = ClauseFields(
            lot_id=lot.id, clause_type=row.clause_type.member or ClauseType.EXECUTION_CONDITION,
            hours_basis=row.hours_basis.member or HoursBasis.FIXED, labour_share=row.labour_share.data,
            hourly_cost=row.hourly_cost.data, integration_rate=row.integration_rate.data,
            slice_amount=row.slice_amount.data, slice_hours=row.slice_hours.data, target_hours=row.target_hours.data,
            period_months=row.period_months.data, firm_hours=row.tranche_firm.data,
            optional=tuple(row.tranches.data or ()), year_hours=tuple(row.year_hours.data or ()),
            year_rates=tuple(row.year_rates.data or ()),
            deviation_reason=row.deviation_reason.data, publics=tuple(p.value for p in row.publics.members),
            modalities=row.modalities.members, training_counts=bool(row.training_counts.answer),
            jobseeker_definition=row.jobseeker_definition.member or JobseekerDefinition.RUNNING,
            penalty_hour=row.penalty_hour.data, experience_weeks=row.experience_weeks.data,
            criterion_weight=row.criterion_weight.data, taken_over=row.taken_over.data,
            base_amount=row.base_amount.data, base_reason=row.base_reason.data, sub_targets=row.asked,
            hours_confirmed=bool(row.hours_confirmed.data),
        )  # fmt: skip
        return settled(found)

    def facts(self) -> list[tuple[Lot, ClauseFields]]:
        """Each lot and what its card says as it stands."""
        return [(lot, self._fields(lot, row)) for lot, row in zip(self.lots, self.rows, strict=True)]

    def take(self, number: int, lever: ClauseType) -> None:
        """Take the lever advised on a lot; nothing is saved."""
        for lot, row in zip(self.lots, self.rows, strict=True):
            if lot.number == number:
                row.clause_type.data = lever.value

    def follow_proposals(self) -> None:
        """Where the volume is empty, or still the one proposed before, retain the one proposed now.

        A lever that owes no volume of the buyer's retains none, unless it was typed or confirmed.
        """
        for lot, row in zip(self.lots, self.rows, strict=True):
            target, fields = row.target_hours, self._fields(lot, row)
            untouched = target.data is not None and str(target.data) == row.proposed.data
            empty = target.data is None and not (target.raw_text or "").strip()
            calculated = sized(lot.amount, fields, self.rule)
            if fields.clause_type not in HOURS_TYPES:
                if untouched and not row.hours_confirmed.data:
                    target.data, target.raw_text = None, None
                row.proposed.data = str(calculated.proposed) if calculated else ""
                continue
            if calculated and (empty or untouched):
                target.data, target.raw_text = calculated.proposed, None
            row.proposed.data = str(calculated.proposed) if calculated else ""

    def cards(self) -> list[Card]:
        return [self._card(lot, row) for lot, row in zip(self.lots, self.rows, strict=True)]

    def _card(self, lot: Lot, row: ClauseCard) -> Card:
        fields = self._fields(lot, row)
        calculated = sized(lot.amount, fields, self.rule)
        trade = trades.trade(lot.trade, self.on) if lot.trade else None
        far = None
        volume, asked, lever = volume_of(fields), asked_of(fields), fields.clause_type
        if (
            lever in HOURS_TYPES
            and calculated
            and asked
            and sizing.must_explain(asked, calculated.computed, self.rule)
        ):
            far = formats.percent(sizing.deviation(asked, calculated.computed))
        return Card(
            lot=lot, form=row, lines=_lines(lot, fields, calculated),
            computed=calculated.computed if calculated else None, proposed=calculated.proposed if calculated else None,
            retained=asked or None, deviation=far,
            high_rate=bool(fields.integration_rate and sizing.is_high_rate(fields.integration_rate, self.rule)),
            trade=trade.label if trade else None,
            missing=None if calculated else words.NO_VALUES if lot.amount else words.NO_AMOUNT,
            basis=fields.hours_basis.value,
            states_volume=fields.hours_basis in TYPED_BASES and lever not in WITHOUT_VOLUME,
            follows=words_bases.FOLLOWS.get(fields.hours_basis) if lever in HOURS_TYPES else None,
            shown=_parts(lever),
            sub_targets=tuple(
                words_advice.sub_target(one, sub_targets.hours_asked(one, volume)) for one in fields.sub_targets
            ),
        )  # fmt: skip

    def _expected(self, lot: Lot, row: ClauseCard) -> int:
        return _whole(self._fields(lot, row), self.months)

    def effort(self) -> Effort:
        """Totals of the volumes retained, with their base."""
        hours = sum(self._expected(lot, row) for lot, row in zip(self.lots, self.rows, strict=True))
        amount = sum(lot.amount or 0 for lot in self.lots)
        base = rulebook.fte(self.on).base_hours
        return effort_of(hours, amount, base)


_PARTS = {
    "basis": HOURS_TYPES, "confirm": OWN_ACTIVITY, "weeks": IN_WEEKS, "weight": SCORED, "sub_targets": FREE_CHOICE_TYPES,
    "calculation": frozenset(ClauseType) - IN_WEEKS, "mark": frozenset(ClauseType) - HOURS_TYPES,
}  # fmt: skip


def _parts(lever: ClauseType) -> frozenset[str]:
    return frozenset(name for name, levers in _PARTS.items() if lever in levers)


def _whole(fields: ClauseFields, exec_months: int | None) -> int:
    """The volume over the whole contract that a card leads to, converted from years, optional tranches left out."""
    volume = volume_of(fields)
    if fields.hours_basis is not HoursBasis.PER_YEAR:
        return volume or 0
    years = tuple(bases.YearTerms(n, hours) for n, hours in enumerate(fields.year_hours, start=1))
    said = bases.Terms(HoursBasis.PER_YEAR, hours=volume, years=years)
    return bases.hours_owed(said, exec_start=None, exec_months=exec_months or 12, as_of=date.max)


def effort_of(hours: int, amount: int, base: int) -> Effort:
    """`hours` and `base` in hundredths, `amount` in cents."""
    ratio = sizing.ratio_per_1000_eur(hours, amount)
    return Effort(
        hours=hours,
        fte=_decimals(sizing.full_time(hours, base), 2),
        base=base,
        per_thousand=_decimals(ratio, 3) if ratio is not None else None,
        amount=amount,
    )


def _decimals(value: Fraction, digits: int) -> str:
    """With all its decimals, so that figures of a series read alike: « 1,48 », « 0,750 »."""
    written = formats.percent(value / 100, digits).removesuffix("%")
    return written.strip().rstrip(formats.NARROW)


def _values(lot: Lot, proposed: Values) -> dict[str, Any]:
    """What a card holds when it is opened: what was saved, or what is proposed."""
    clause = lot.clause
    if clause is not None:
        return {
            "clause_type": clause.clause_type, "hours_basis": clause.hours_basis, "labour_share": clause.labour_share,
            "hourly_cost": clause.hourly_cost, "integration_rate": clause.integration_rate,
            "target_hours": clause.target_hours, "deviation_reason": clause.deviation_reason,
            "publics": clause.publics, "modalities": clause.modalities, "training_counts": clause.training_counts,
            "jobseeker_definition": clause.jobseeker_definition,
            "penalty_hour": clause.penalty_hour, "slice_amount": clause.slice_amount,
            "slice_hours": clause.slice_hours, "period_months": clause.period_months,
            "experience_weeks": clause.experience_weeks, "criterion_weight": clause.criterion_weight,
            "taken_over": clause.taken_over, "base_amount": clause.base_amount, "base_reason": clause.base_reason,
            "hours_confirmed": bool((clause.sizing or {}).get("hours_confirmed")), **_sub_targets(clause), **_terms(lot),
        }  # fmt: skip
    share = proposed.share(lot.trade)
    return {
        "clause_type": ClauseType.EXECUTION_CONDITION, "hours_basis": HoursBasis.FIXED,
        "labour_share": share.value if share else None, "hourly_cost": proposed.cost(lot.trade).value,
        "integration_rate": DEFAULT_RATE, "publics": [one.value for one in USUAL],
        "modalities": [one.value for one in Modality if one not in NEVER_OFFERED], "training_counts": False,
        "jobseeker_definition": JobseekerDefinition.RUNNING,
        "penalty_hour": DEFAULT_PENALTY,
    }  # fmt: skip


def _sub_targets(clause: Clause) -> dict[str, Any]:
    typed: dict[str, Any] = {
        f"sub_{one.audience.value}": ("hours", one.hours) if one.hours is not None else ("share", one.share)
        for one in clause.sub_targets
    }
    return {**typed, "sub_mandatory": [one.audience.value for one in clause.sub_targets if one.mandatory]}


def _terms(lot: Lot) -> dict[str, Any]:
    said = terms(lot)
    if said is None:
        return {}
    firm = sum(one.hours for one in said.tranches if one.kind is TrancheKind.FIRM)
    return {
        "tranche_firm": firm or None,
        "tranches": [(one.label, one.hours) for one in said.tranches if one.kind is TrancheKind.OPTIONAL]
        or None,
        "year_hours": [one.hours for one in said.years if one.hours] or None,
        "year_rates": [one.rate for one in said.years if one.rate] or None,
    }


def _lines(lot: Lot, fields: ClauseFields, calculated: sizing.Sized | None) -> tuple[Line, ...]:
    if calculated is None or lot.amount is None:
        return ()
    base = fields.base_amount or lot.amount
    lines = arithmetic(
        base, fields.labour_share or 0, fields.hourly_cost or 0, fields.integration_rate or 0, calculated
    )
    if base == lot.amount:
        return lines
    left = f"{formats.euros(lot.amount)} − {formats.euros(lot.amount - base)}"
    return (
        Line(
            words.BASE, f"{left} ({fields.base_reason})" if fields.base_reason else left, formats.euros(base)
        ),
        *lines,
    )


def arithmetic(amount: int, share: int, cost: int, rate: int, calculated: sizing.Sized) -> tuple[Line, ...]:
    """The calculation as one would write it on paper."""
    value = {step.code: step.value for step in calculated.steps}
    labour, hours = formats.euros(value["labour_amount"]), formats.hours(value["labour_hours"])
    lines = [
        Line(words.LABOUR, f"{formats.euros(amount)} × {formats.rate(share)}", labour),
        Line(words.LABOUR_HOURS, f"{labour} ÷ {formats.euros(cost)}", hours),
    ]
    if "taken_over" in value:
        assigned = formats.hours(value["assigned_hours"])
        lines.append(Line(words.ASSIGNED, f"{hours} − {formats.hours(value['taken_over'])}", assigned))
        hours = assigned
    return (
        *lines,
        Line(words.INTEGRATION, f"{hours} × {formats.rate(rate)}", formats.hours(calculated.computed)),
    )
