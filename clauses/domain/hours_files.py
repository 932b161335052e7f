"""What does the number of a time or payroll export mean, as hours worked?

A file says hours in decimals (7,5), as a clock (7.30 for 7 h 30) or in minutes (450). The same number may be read two
ways: it is asked, never guessed. Hours are exact fractions until the month is summed, then hundredths.
"""

from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction

from clauses.domain.values import half_up

_QUARTER, _HOUR = Fraction(1, 4), Fraction(6, 10)
# 35 hours a week for a month of 52/12 weeks: what is paid by the month, whatever was worked (trap 28).
MONTHLY_PAID = frozenset({15_160, 15_166, 15_167, 15_170})


class Meaning(StrEnum):
    """What a column of somebody's own export is for us."""

    LINE = "line"  # the number of the line in our own model: the contract
    LAST_NAME = "last_name"
    FIRST_NAME = "first_name"
    FULL_NAME = "full_name"
    BIRTH = "birth"
    MONTH = "month"
    DAY = "day"
    MARKET = "market"
    LOT = "lot"
    WORKED = "worked"
    TRAINING = "training"
    COMMENT = "comment"
    IGNORED = "ignored"


class Writing(StrEnum):
    """How a file writes its hours."""

    DECIMAL = "decimal"
    CLOCK = "clock"
    MINUTES = "minutes"


def hours_in(number: Fraction, writing: Writing) -> Fraction | None:
    """The hours of a number written so; None when it cannot be (7,75 on a clock, or a number below zero)."""
    if number < 0:
        return None
    if writing is Writing.MINUTES:
        return number / 60
    if writing is Writing.DECIMAL:
        return number
    whole = number.numerator // number.denominator
    minutes = (number - whole) * 100
    return whole + minutes / 60 if minutes.denominator == 1 and minutes < 60 else None


def unclear(numbers: Iterable[Fraction]) -> Fraction | None:
    """A number that reads two ways (7,30: 7 h 18 or 7 h 30), or None when the whole column reads only one.

    Quarters of an hour in decimals (7,25 ; 7,5) are what people type, and beyond 0,59 no clock goes: one such number
    settles all of them.
    """
    found: Fraction | None = None
    for number in numbers:
        part = number - number.numerator // number.denominator
        if part >= _HOUR:
            return None
        if found is None and part % _QUARTER:
            found = number
    return found


def hundredths(hours: Fraction) -> tuple[int, bool]:
    """The hours in hundredths, half up, and whether something was rounded (20 minutes are 0,33 h)."""
    exact = hours * 100
    return half_up(exact), exact.denominator != 1
