"""How many hours does a clause ask for, and how was the figure found?

Amounts are cents, without tax; rates and shares are basis points; hours are hundredths. Each formula is one of
F1-F12 of the domain rules. Nothing is rounded before the end.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from clauses.domain.values import half_up

if TYPE_CHECKING:
    from clauses.domain.rules import SizingRule

_BP = 10_000
_HOUR = 100
WEEK = 35 * _HOUR


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the demonstration shown to the buyer; `unit` is `cents` or `hundredths` (of an hour)."""

    code: str
    value: int
    unit: str


@dataclass(frozen=True, slots=True)
class Sized:
    """A volume: `computed` to the hundredth of an hour, `proposed` as R2 writes it, `raw` before any rounding."""

    computed: int
    proposed: int
    raw: Fraction
    steps: tuple[Step, ...]


def effort(
    *,
    amount: int,
    labour_share: int,
    hourly_cost: int,
    integration_rate: int,
    rule: "SizingRule",
    taken_over: int = 0,
) -> Sized:
    """F1 and R1: amount x labour share / hourly cost x integration rate, with every step.

    `amount` in cents without tax, `labour_share` and `integration_rate` in basis points, `hourly_cost` in cents.
    `taken_over`, in hundredths, are the hours of staff who keep their post: F7 leaves them out of the base.
    """
    if hourly_cost <= 0:
        raise ValueError("an hour of work has a cost: the caller checks it first")
    labour = Fraction(amount * labour_share, _BP)
    labour_hours = labour / hourly_cost * _HOUR
    assigned = max(Fraction(0), labour_hours - taken_over)
    raw = assigned * integration_rate / _BP
    proposed = propose(raw, rule)
    kept = (
        (
            Step("taken_over", taken_over, "hundredths"),
            Step("assigned_hours", half_up(assigned), "hundredths"),
        )
        if taken_over
        else ()
    )
    steps = (
        Step("labour_amount", half_up(labour), "cents"),
        Step("labour_hours", half_up(labour_hours), "hundredths"),
        *kept,
        Step("effort_amount", half_up(labour * integration_rate / _BP), "cents"),
        Step("computed_hours", half_up(raw), "hundredths"),
        Step("proposed_hours", proposed, "hundredths"),
    )
    return Sized(half_up(raw), proposed, raw, steps)


def labour_hours(*, amount: int, labour_share: int, hourly_cost: int) -> int:
    """The labour hours of a whole lot, rounded half up: amount x labour share / hourly cost (F1', first step)."""
    return half_up(Fraction(amount * labour_share, _BP) / hourly_cost * _HOUR)


def propose(computed: Fraction | int, rule: "SizingRule") -> int:
    """R2: the nearest whole number of steps (weeks of 35 h), half up; below one week, the nearest whole hour.

    A volume that is not zero never becomes zero: one hour at least.
    """
    if computed <= 0:
        return 0
    step = rule.rounding_step if computed >= rule.small_below else _HOUR
    return max(1, half_up(Fraction(computed) / step)) * step


def deviation(retained: int, computed: int) -> Fraction:
    """How far the volume retained is from the computed one, up or down, as a share of one (300 for 242.11: 23.9 %)."""
    if not computed:
        return Fraction(1 if retained else 0)
    return Fraction(abs(retained - computed), computed)


def must_explain(retained: int, computed: int, rule: "SizingRule") -> bool:
    """True beyond the gap where a reason is asked; exactly the gap asks nothing."""
    return deviation(retained, computed) * _BP > rule.deviation_question_bp


def is_high_rate(integration_rate: int, rule: "SizingRule") -> bool:
    """True when the integration rate (basis points) is beyond what a lot usually bears: a warning, no refusal."""
    return integration_rate > rule.rate_warn_bp


def from_hours(total_hours: int, rate: int, *, taken_over: int = 0) -> int:
    """F2, F6 and F7: a share of the labour hours, from the estimate or from the offer.

    `taken_over` are the hours of staff who keep their post when the contract changes hands: they are not in the base.
    """
    return half_up(Fraction(max(0, total_hours - taken_over) * rate, _BP))


def by_slice(ordered: int, step: int, hours_per_step: int) -> int:
    """F3 and F10: complete slices only; 49 999 € with slices of 50 000 € owe nothing. Amounts in cents."""
    return ordered // step * hours_per_step


@dataclass(frozen=True, slots=True)
class Bracket:
    """From this amount (cents, included) on, this many hours, until the next bracket."""

    from_amount: int
    hours: int


# Guide for buyers of the clause of training under school status, December 2019: 100 000 € opens the next bracket.
SCHOOL_TRAINING: tuple[Bracket, ...] = (
    Bracket(0, 15000),
    Bracket(100_000_00, 30000),
    Bracket(200_000_00, 45000),
    Bracket(400_000_00, 90000),
)


def by_bracket(amount: int, brackets: Sequence[Bracket] = SCHOOL_TRAINING) -> int:
    """F4: hours of the bracket holding the amount of the firm period, renewals left out; 0 below the first."""
    reached = [bracket for bracket in brackets if bracket.from_amount <= amount]
    return max(reached, key=lambda bracket: bracket.from_amount).hours if reached else 0


def of_hours_worked(rate: int, hours_worked: int) -> int:
    """F5: a share of the hours really worked in a period; unknown at award, computed again each period."""
    return from_hours(hours_worked, rate)


def by_year(rates: Sequence[int], totals: Sequence[int]) -> list[int]:
    """F8: hours of each year, when the rate changes with the years (6 % then 9 %)."""
    return [of_hours_worked(rate, hours) for rate, hours in zip(rates, totals, strict=True)]


def by_tranche(firm: int, optional: Mapping[str, int], confirmed: Collection[str]) -> int:
    """F9: the firm tranche and the optional ones that are confirmed; never the others."""
    unknown = set(confirmed) - set(optional)
    if unknown:
        raise KeyError(f"confirmed but not in the lot: {', '.join(sorted(unknown))}")
    return firm + sum(hours for name, hours in optional.items() if name in confirmed)


def ratio_per_1000_eur(hours: int, amount: int) -> Fraction | None:
    """Hours for 1 000 € of a lot: most works stand between 0.2 and 0.9. None without an amount."""
    return Fraction(hours * 1000, amount) if amount else None


def full_time(hours: int, base_hours: int) -> Fraction:
    """R22: full-time equivalents over one year on the given base; the base is printed beside the figure."""
    return Fraction(hours, base_hours)


@dataclass(frozen=True, slots=True)
class Equivalents:
    """The same hours told otherwise: days of 7 h, weeks of 35 h, months of one person (151.67 h)."""

    days: Fraction
    weeks: Fraction
    person_months: Fraction


def equivalents(hours: int) -> Equivalents:
    """What a volume means for the people: 1 190 h are 170 days, 34 weeks, nearly 8 months of one person."""
    weeks = Fraction(hours, WEEK)
    return Equivalents(days=weeks * 5, weeks=weeks, person_months=weeks * 12 / 52)


@dataclass(frozen=True, slots=True)
class Potential:
    """A figure to talk with, never a target: hours of one month, or full-time jobs during one month."""

    hours_per_month: int | None
    jobs_per_month: int | None

    @property
    def jobs_per_year(self) -> Fraction | None:
        return None if self.jobs_per_month is None else Fraction(self.jobs_per_month, 12)


def potential(amount: int, *, hourly_price: int = 2600, job_price: int = 370000) -> Potential:
    """F12: what a purchase to a structure stands for: 26 € an hour, then 3 700 € a month of full time. Cents.

    `hours_per_month` is in hundredths, whole hours; a half goes to the even figure, as the State's tool does.
    """
    if amount < job_price:
        return Potential(round(Fraction(amount, hourly_price)) * _HOUR, None)
    return Potential(None, round(Fraction(amount, job_price)))
