"""How are months counted and fractions rounded, everywhere in the trade?

A month is the date of its first day. Rounding is half up, away from zero, as an accountant does it; it happens once,
at the end, on an exact fraction.
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache


def month_of(d: date) -> date:
    """The month a day belongs to, as its first day."""
    return d.replace(day=1)


@lru_cache(maxsize=4096)  # the months of all the lots of a region are the same few
def last_day(month: date) -> date:
    """The last day of the month of a date."""
    return month.replace(day=monthrange(month.year, month.month)[1])


@lru_cache(maxsize=4096)
def add_months(d: date, n: int) -> date:
    """The same day `n` months later (earlier if negative), or the last day of a shorter month."""
    years, month0 = divmod(d.year * 12 + d.month - 1 + n, 12)
    first = date(years, month0 + 1, 1)
    return first.replace(day=min(d.day, monthrange(first.year, first.month)[1]))


def months_between(a: date, b: date) -> int:
    """From the month of `a` to the month of `b`, in months; days are ignored, and it is negative backwards."""
    return (b.year - a.year) * 12 + b.month - a.month


def months(start_month: date, n: int) -> list[date]:
    """`n` months in a row, beginning with the month of `start_month`."""
    first = month_of(start_month)
    return [add_months(first, i) for i in range(n)]


def half_up(value: Fraction | int) -> int:
    """The nearest integer; a half goes away from zero, so that -56.25 points are shown -56.3."""
    exact = value if isinstance(value, Fraction) else Fraction(value)
    whole, rest = divmod(abs(exact.numerator), exact.denominator)
    rounded = whole + (2 * rest >= exact.denominator)
    return rounded if exact >= 0 else -rounded


def ratio(part: int, whole: int) -> Fraction | None:
    """The exact share of one, never capped (7 of 5 is 7/5); None when there is nothing to divide by."""
    return Fraction(part, whole) if whole else None


def largest_remainder(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """A whole number split in proportion to the weights, in whole parts whose sum is exactly the number.

    Each part is first its exact share rounded down; the units left go to the largest remainders, the first of equal
    ones. Raises ValueError for a negative weight, or when no weight is positive.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights are not negative, and one of them at least is positive")
    parts = [divmod(total * weight, whole) for weight in weights]
    left = total - sum(part for part, _ in parts)
    order = sorted(range(len(parts)), key=lambda place: -parts[place][1])
    more = set(order[:left])
    return tuple(part + (place in more) for place, (part, _) in enumerate(parts))
