"""What do the lines that nobody checked hold, judging by those drawn for it? An estimate, and what it cannot exceed.

The part of a sample drawn by hour is a sampling by monetary units, the hour taken as the unit, as auditors do: a line
stands for as many hours as separate two draws, and holds the same part of hours too many. The upper limit is the one of
Stringer: the limit of Poisson for as many gaps as were found, each for the part of its line that is wrong, the gravest
first. It supposes nothing of how the hours are wrong. Hours declared too few are not set against the others: that would
lower a limit that has to hold. Hours are hundredths.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache

RISK = Decimal("0.05")  # one chance in twenty that more is hidden than the limit says
LIMIT_UNIT = 10_000


@dataclass(frozen=True, slots=True)
class Checked:
    """A line drawn by hour and checked: what it declared, and how much of it too many."""

    hours: int
    too_many: int


@dataclass(frozen=True, slots=True)
class Stratum:
    """One draw: the hours among which lines were drawn by hour, these lines, and what others of the same lines held.

    `found_beside`: hours too many found since by the other checks of the same lines (a gap brought them in).
    `unchecked`: the declared hours of the lines that nobody checked.
    """

    hours: int
    drawn: tuple[Checked, ...]
    found_beside: int
    unchecked: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """Hours declared too many in the lines that nobody checked: the likely figure, and the most it may be."""

    likely: int
    at_most: int
    unchecked: int


def estimate(strata: Iterable[Stratum]) -> Estimate:
    """Over several draws: the steps between two draws differ, and the widest is kept for the limit of all."""
    known = list(strata)
    drawn = [one for one in known if one.drawn]
    unchecked = sum(one.unchecked for one in known)
    # A draw too small for a line drawn by hour says nothing: all of it may be wrong.
    silent = sum(one.unchecked for one in known if not one.drawn)
    found = sum(one.found_beside + sum(line.too_many for line in one.drawn) for one in drawn)
    projected = sum(
        (
            Fraction(one.hours * line.too_many, len(one.drawn) * line.hours)
            for one in drawn
            for line in one.drawn
        ),
        Fraction(0),
    )
    step = max((Fraction(one.hours, len(one.drawn)) for one in drawn), default=Fraction(0))
    parts = sorted(
        (Fraction(line.too_many, line.hours) for one in drawn for line in one.drawn if line.too_many > 0),
        reverse=True,
    )
    gaps = sum(
        (
            (poisson_limit(n) - poisson_limit(n - 1)) * min(Fraction(1), part)
            for n, part in enumerate(parts, start=1)
        ),
        Fraction(0),
    )
    limit = step * (poisson_limit(0) + gaps) / LIMIT_UNIT
    likely = min(max(0, round(projected) - found), unchecked)
    at_most = silent + min(max(0, math.ceil(limit) - found), unchecked - silent)
    return Estimate(likely, max(likely, at_most), unchecked)


@cache
def poisson_limit(found: int) -> int:
    """The mean of a Poisson law under which finding so few or fewer has one chance in twenty, in ten-thousandths.

    Rounded up, as a limit has to hold: 29 958 when nothing is found.
    """
    low, high = 0, (found + 10 * math.isqrt(found + 1) + 10) * LIMIT_UNIT
    while high - low > 1:
        middle = (low + high) // 2
        if _at_most(found, Decimal(middle) / LIMIT_UNIT) > RISK:
            low = middle
        else:
            high = middle
    return high


def _at_most(found: int, mean: Decimal) -> Decimal:
    """The chance of so few or fewer under this mean; decimal, so that every machine finds the same."""
    term = total = (-mean).exp()
    for n in range(1, found + 1):
        term *= mean / n
        total += term
    return total
