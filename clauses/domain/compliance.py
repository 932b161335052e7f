"""Is a lot keeping its word, and where is it going? (R4, R5, R17)

The share of hours is set against the share of time, on exact fractions: rounding is for the eye, after the judgement.
Nothing is capped: 1 191 h of 1 190 are 100.1 %. Hours are hundredths.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from clauses.domain.kinds import ComplianceStatus
from clauses.domain.values import add_months, half_up, month_of, months, months_between, ratio

if TYPE_CHECKING:
    from clauses.domain.rules import ComplianceRule


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a lot stands on a day: rates and gap are shares of one, `elapsed` and `total` are full months."""

    status: ComplianceStatus
    hours_rate: Fraction | None
    time_rate: Fraction
    gap: Fraction
    elapsed: int
    total: int

    @property
    def gap_points(self) -> Fraction:
        """The gap in points of percentage: -10.8 for a lot at 39.2 % of hours and 50 % of time."""
        return self.gap * 100


def elapsed_months(
    exec_start: date,
    exec_months: int,
    as_of: date,
    suspended_on: date | None = None,
    suspended_days: int = 0,
) -> int:
    """Full months gone by at the end of the day `as_of`, from 0 to the whole length of the execution.

    Time stands still from `suspended_on`; `suspended_days` are those of the suspensions that ended before.
    """
    if suspended_on is not None and as_of >= suspended_on:
        as_of = suspended_on - timedelta(days=1)
    after = as_of + timedelta(days=1 - suspended_days)
    n = max(0, months_between(exec_start, after))
    if n and add_months(exec_start, n) > after:
        n -= 1
    return min(n, exec_months)


def standing(
    *,
    target: int,
    validated: int,
    exec_start: date | None,
    exec_months: int,
    as_of: date,
    rule: "ComplianceRule",
    suspended_on: date | None = None,
    suspended_days: int = 0,
    share_of: Callable[[int], Fraction] | None = None,
) -> Standing:
    """R4 and R5 for a volume known at award. `exec_start` is None while the lot has no start.

    A target of zero owes nothing: on track, without a rate. `share_of` says which share of the volume a number of
    full months asks for, where it is not simply that of the months.
    """
    elapsed = (
        elapsed_months(exec_start, exec_months, as_of, suspended_on, suspended_days) if exec_start else 0
    )
    time_rate = share_of(elapsed) if share_of else ratio(elapsed, exec_months) or Fraction(0)
    hours_rate = ratio(validated, target)
    gap = Fraction(0) if hours_rate is None else hours_rate - time_rate
    if exec_start is None or as_of < exec_start:
        status = ComplianceStatus.NOT_STARTED
    elif target > 0 and validated >= target:
        status = ComplianceStatus.REACHED
    else:
        status = _from_gap(gap, rule)
    return Standing(status, hours_rate, time_rate, gap, elapsed, exec_months)


def standing_on_orders(
    *,
    due: int,
    ordered: int,
    validated: int,
    exec_start: date | None,
    exec_months: int,
    as_of: date,
    rule: "ComplianceRule",
    elapsed: int | None = None,
) -> Standing:
    """R4 for a volume per amount ordered: `due` comes from the orders up to the month before, and is due in full.

    Reached against every slice ordered. Nothing is late while nothing is ordered. `elapsed` says the full months gone
    by where works stopped for a time.
    """
    if elapsed is None:
        elapsed = elapsed_months(exec_start, exec_months, as_of) if exec_start else 0
    hours_rate = ratio(validated, due)
    gap = Fraction(0) if hours_rate is None else hours_rate - 1
    if exec_start is None or as_of < exec_start:
        status = ComplianceStatus.NOT_STARTED
    elif ordered > 0 and validated >= ordered:
        status = ComplianceStatus.REACHED
    else:
        status = _from_gap(gap, rule)
    return Standing(status, hours_rate, Fraction(1), gap, elapsed, exec_months)


@dataclass(frozen=True, slots=True)
class Rates:
    """Three readings of the same hours (domain rules 6.3), shares of one, never capped; None where nothing is owed or due."""

    of_target: Fraction | None
    of_due: Fraction | None  # against what should be done by that day
    with_pending: Fraction | None  # the same, hours sent and not decided yet besides


def rates(*, target: int, due: int, validated: int, pending: int) -> Rates:
    """The three rates of a lot: hours validated of the target, of what is due to date, and with those that wait."""
    return Rates(ratio(validated, target), ratio(validated, due), ratio(validated + pending, due))


def closing_status(
    *, target: int, validated: int, rule: "ComplianceRule", sub_objectives_met: bool = True
) -> ComplianceStatus:
    """R5 at closing. `target` is the one that remains after neutralised hours (R18)."""
    if validated >= target:
        return ComplianceStatus.REACHED if sub_objectives_met else ComplianceStatus.PARTLY_REACHED
    if validated * 10_000 >= target * rule.partly_from_bp:
        return ComplianceStatus.PARTLY_REACHED
    return ComplianceStatus.MISSED


def missing(*, target: int, validated: int, neutralised: int = 0) -> int:
    """R17: hours neither done nor neutralised; hours beyond the target never give a negative figure."""
    return max(0, target - neutralised - validated)


def penalty(missing_hours: int, per_hour: int | Fraction) -> int:
    """R17: the proposal, in cents, at the price of an hour (cents) written in the contract; the buyer decides."""
    return half_up(Fraction(missing_hours) * per_hour / 100)


def expected(target: int, exec_months: int) -> list[int]:
    """R4: the straight line of the curve, cumulated at the end of each month of execution, rounded half up."""
    return [half_up(Fraction(target * n, exec_months)) for n in range(1, exec_months + 1)]


def cumulative(months: Sequence[date], by_month: Mapping[date, int]) -> list[int]:
    """Validated hours cumulated at the end of each month; hours of months before the first are in the first."""
    return [sum(hours for month, hours in by_month.items() if month <= end) for end in months]


@dataclass(frozen=True, slots=True)
class Projection:
    """Where the lot goes at the pace of its last months.

    `pace` is in hundredths of an hour a month, `points` are the cumulated hours of the months to come, `at_end` the
    hours of the last month of execution, `reached_in` the month when the target is met, None if it is not.
    """

    pace: Fraction
    points: tuple[tuple[date, int], ...]
    at_end: int
    reached_in: date | None


def projection(
    by_month: Mapping[date, int],
    *,
    month: date,
    exec_start: date,
    exec_months: int,
    target: int,
    pace_months: int = 3,
) -> Projection:
    """The pace of the last three months ending with `month`, or of those since the start if fewer, kept to the end."""
    first, last = month_of(exec_start), add_months(month_of(exec_start), exec_months - 1)
    span = min(pace_months, months_between(first, month) + 1)
    done = sum(hours for each, hours in by_month.items() if each <= month)
    recent = sum(hours for each, hours in by_month.items() if 0 <= months_between(each, month) < span)
    pace = Fraction(recent, span) if span > 0 else Fraction(0)
    to_come = months(add_months(month, 1), max(0, months_between(month, last)))
    points = tuple((each, half_up(done + pace * n)) for n, each in enumerate(to_come, start=1))
    reached = [each for n, each in enumerate(to_come, start=1) if done + pace * n >= target]
    return Projection(
        pace,
        points,
        points[-1][1] if points else done,
        month_of(month) if done >= target else next(iter(reached), None),
    )


def _from_gap(gap: Fraction, rule: "ComplianceRule") -> ComplianceStatus:
    points = gap * 100
    if points >= rule.watch_below_points:
        return ComplianceStatus.ON_TRACK
    if points >= rule.alert_below_points:
        return ComplianceStatus.WATCH
    return ComplianceStatus.ALERT
