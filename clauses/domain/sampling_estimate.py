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
from functools import cache

RISK = 0.05  # one chance in twenty that more is hidden than the limit says


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
        one.hours / len(one.drawn) * line.too_many / line.hours for one in drawn for line in one.drawn
    )
    step = max((one.hours / len(one.drawn) for one in drawn), default=0.0)
    parts = sorted(
        (line.too_many / line.hours for one in drawn for line in one.drawn if line.too_many > 0), reverse=True
    )
    limit = step * (
        poisson_limit(0)
        + sum(
            (poisson_limit(n) - poisson_limit(n - 1)) * min(1.0, part)
            for n, part in enumerate(parts, start=1)
        )
    )
    likely = min(max(0, round(projected) - found), unchecked)
    at_most = silent + min(max(0, math.ceil(limit) - found), unchecked - silent)
    return Estimate(likely, max(likely, at_most), unchecked)


@cache
def poisson_limit(found: int) -> float:
    """The mean of a Poisson law under which finding so few or fewer has one chance in twenty (3.00 for none)."""
    low, high = 0.0, found + 10 * math.sqrt(found + 1) + 10
    for _ in range(60):
        middle = (low + high) / 2
        if _at_most(found, middle) > RISK:
            low = middle
        else:
            high = middle
    return high


def _at_most(found: int, mean: float) -> float:
    """The chance of so few or fewer under this mean."""
    term = total = math.exp(-mean)
    for n in range(1, found + 1):
        term *= mean / n
        total += term
    return total
