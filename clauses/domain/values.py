"""How are months counted and fractions rounded, everywhere in the trade?

A month is the date of its first day. Rounding is half up, away from zero, as an accountant does it; it happens once,
at the end, on an exact fraction.
"""

from calendar import monthrange
from datetime import date
from fractions import Fraction


def month_of(d: date) -> date:
    """The month a day belongs to, as its first day."""
    return d.replace(day=1)


def last_day(month: date) -> date:
    """The last day of the month of a date."""
    return month.replace(day=monthrange(month.year, month.month)[1])


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
    exact = Fraction(value)
    whole, rest = divmod(abs(exact.numerator), exact.denominator)
    rounded = whole + (2 * rest >= exact.denominator)
    return rounded if exact >= 0 else -rounded


def ratio(part: int, whole: int) -> Fraction | None:
    """The exact share of one, never capped (7 of 5 is 7/5); None when there is nothing to divide by."""
    return Fraction(part, whole) if whole else None
