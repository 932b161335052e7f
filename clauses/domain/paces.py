"""Which share of the hours of a lot should be done by a day: as its plan spreads them, or as its works advance?

Evenly over its months is the default (R4); the buyer may record another pace, with its day of effect (domain rules 6.3).
Hours are hundredths, progress basis points, shares exact fractions of one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import accumulate

from clauses.domain.kinds_clauses import DuePace
from clauses.domain.values import add_months, largest_remainder, month_of, months_between

WHOLE = 10_000  # basis points


@dataclass(frozen=True, slots=True)
class PaceTerm:
    """A pace from a day on; `schedule` is the plan as it stood then: hours cumulated at the end of each month."""

    kind: DuePace
    effective_on: date
    schedule: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ProgressTerm:
    """The part of the works that was done on a day, as it was noted."""

    on: date
    share: int


@dataclass(frozen=True, slots=True)
class Planned:
    """Hours of a line of a plan and its months; None for the whole execution."""

    hours: int
    first: date | None
    last: date | None


def pace_on(paces: Sequence[PaceTerm], day: date) -> PaceTerm | None:
    """The pace in force at the end of a day, the last one recorded of those that have begun; None: evenly."""
    begun = [one for one in paces if one.effective_on <= day]
    return begun[-1] if begun and begun[-1].kind is not DuePace.TIME else None


def share(
    pace: PaceTerm, progress: Sequence[ProgressTerm], *, elapsed: int, exec_months: int, as_of: date
) -> Fraction:
    """What that pace asks for: of the plan, its first `elapsed` months, suspensions left out; of the works, what was
    last noted by `as_of`, nothing before the first note."""
    if pace.kind is DuePace.PROGRESS:
        noted = [one for one in progress if one.on <= as_of]
        return Fraction(max(noted, key=lambda one: one.on).share, WHOLE) if noted else Fraction(0)
    if elapsed >= exec_months:
        return Fraction(1)
    if not elapsed or not pace.schedule or not pace.schedule[-1]:
        return Fraction(0)
    return Fraction(pace.schedule[min(elapsed, len(pace.schedule)) - 1], pace.schedule[-1])


def schedule_of(lines: Iterable[Planned], exec_start: date, exec_months: int) -> tuple[int, ...]:
    """The hours of a plan cumulated at the end of each month of execution, those of a line spread evenly over its months.

    What a plan puts before the first month, or after the last one, is in that month.
    """
    by_month = [0] * exec_months
    start = month_of(exec_start)
    for line in lines:
        first, last = line.first or start, line.last or add_months(start, exec_months - 1)
        length = max(1, months_between(first, last) + 1)
        for n, hours in enumerate(largest_remainder(line.hours, [1] * length)):
            at = months_between(start, first) + n
            by_month[min(max(at, 0), exec_months - 1)] += hours
    return tuple(accumulate(by_month))
