"""How far do the structures of a territory cooperate in a year, on the five axes of the convention's evaluation?

The evaluation is that of the convention of 2008 (« Évaluation », C11); the axes are those of the screen G05. Counts
are whole numbers, shares are exact fractions of one: nothing is rounded here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from clauses.domain.kinds_cooperation import Beside, CooperationAxis, ExitType
from clauses.domain.values import add_months, ratio

# What somebody who left may have found, for the exit to be « dynamique ».
DYNAMIC = frozenset({ExitType.LASTING, ExitType.TRANSITION, ExitType.POSITIVE})
# Axes that count persons: a small count of theirs is hidden outside those who follow them (R21).
OF_PERSONS: frozenset[CooperationAxis | Beside] = frozenset(
    {CooperationAxis.RELAYS, CooperationAxis.PORTFOLIOS, CooperationAxis.EXITS, Beside.DYNAMIC}
)
Measure = CooperationAxis | Beside


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of how many; meetings alone may be more than were planned."""

    done: int
    out_of: int

    def __post_init__(self) -> None:
        if self.done < 0 or self.out_of < 0:
            raise ValueError("a tally counts from nothing up")

    @property
    def share(self) -> Fraction | None:
        """The exact share of one; None when there was nothing to do (« sans objet »)."""
        return ratio(self.done, self.out_of)

    def small(self, minimum: int) -> bool:
        """Is one of the two numbers that are printed a small count, from 1 to `minimum` excluded? (R21)"""
        return any(0 < count < minimum for count in (self.done, self.out_of))


@dataclass(frozen=True, slots=True)
class Record:
    """What one thing (an offer, a structure, a lot, a meeting) brings to a measure: the measure is the sum of its records."""

    measure: Measure
    what: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class YearFigures:
    """The measures of a territory in a year, up to a day, and the records that they are the sums of."""

    year: int
    until: date
    records: tuple[Record, ...]
    meetings_planned: int  # by the rule in force on that day

    def of(self, measure: Measure) -> tuple[Record, ...]:
        return tuple(one for one in self.records if one.measure is measure)

    def tally(self, measure: Measure) -> Tally:
        """How many of how many; meetings are out of those that the convention plans."""
        found = self.of(measure)
        done = sum(one.tally.done for one in found)
        if measure is Beside.MEETINGS:
            return Tally(done, self.meetings_planned)
        return Tally(done, sum(one.tally.out_of for one in found))

    def index(self, minimum: int | None = None) -> "Index":
        return index({axis: self.tally(axis) for axis in CooperationAxis}, minimum)

    @property
    def whole(self) -> bool:
        """Is the year over?"""
        return self.until >= last_day_of(self.year)

    def kept(self) -> dict[str, Any]:
        """As it is written when the evaluation is published."""
        return {
            "year": self.year, "until": self.until.isoformat(), "meetings_planned": self.meetings_planned,
            "records": [[one.measure.value, one.what, one.tally.done, one.tally.out_of] for one in self.records],
        }  # fmt: skip


def read_back(kept: Mapping[str, Any]) -> YearFigures:
    """The figures that an evaluation was published with."""
    return YearFigures(
        kept["year"], date.fromisoformat(kept["until"]),
        tuple(Record(measure_named(name), what, Tally(done, out_of)) for name, what, done, out_of in kept["records"]),
        kept["meetings_planned"],
    )  # fmt: skip


def measure_named(name: str) -> Measure:
    """The measure of that name; ValueError for none."""
    return CooperationAxis(name) if name in set(CooperationAxis) else Beside(name)


def last_day_of(year: int) -> date:
    return date(year, 12, 31)


@dataclass(frozen=True, slots=True)
class Index:
    """The mean of the axes that count; None without any. `without` had nothing to do, `hidden` are small counts."""

    value: Fraction | None
    counted: tuple[CooperationAxis, ...]
    without: tuple[CooperationAxis, ...]
    hidden: tuple[CooperationAxis, ...] = ()


@dataclass(frozen=True, slots=True)
class Baseline:
    """A group of the state of affairs of 2008: how many persons, and how many in a hundred went back to work."""

    name: str
    persons: int
    percent: int


# Convention of 2008, A/3 « Constats ».
BASELINE_2008 = (Baseline("EI", 69, 10), Baseline("ACI", 784, 12), Baseline("AI", 3000, 15))


def index(tallies: Mapping[CooperationAxis, Tally], minimum: int | None = None) -> Index:
    """The mean of the shares of the axes, exact: the axes weigh the same, whatever they count.

    An axis without denominator is left out, and said. With `minimum`, for readers outside those who follow the persons,
    an axis of persons whose counts are small is left out too: the index would give them away (R21). Refuses (KeyError)
    an axis that is missing, and (ValueError) one that did more than there was to do.
    """
    counted, without, hidden = [], [], []
    total = Fraction(0)
    for axis in CooperationAxis:
        tally = tallies[axis]
        if tally.done > tally.out_of:
            raise ValueError(f"{axis}: more done than there was to do")
        if tally.share is None:
            without.append(axis)
        elif minimum is not None and axis in OF_PERSONS and tally.small(minimum):
            hidden.append(axis)
        else:
            counted.append(axis)
            total += tally.share
    mean = total / len(counted) if counted else None
    return Index(mean, tuple(counted), tuple(without), tuple(hidden))


def baseline(groups: Iterable[Baseline] = BASELINE_2008) -> Fraction | None:
    """The share of persons who went back to work in 2008, weighted by the size of each group: 14,3 % over 3 853."""
    known = tuple(groups)
    persons = sum(group.persons for group in known)
    return ratio(sum(group.persons * group.percent for group in known), 100 * persons)


def dynamic(exits: Iterable[ExitType]) -> Tally:
    """The exits to a job, a training or another structure, of all those that count; withdrawn ones do not."""
    known = [one for one in exits if one is not ExitType.WITHDRAWN]
    return Tally(sum(one in DYNAMIC for one in known), len(known))


def preparation_due(starts_on: date | None, ends_on: date, months_before: int) -> date:
    """The day on which the exit is to be prepared (R14): the same day `months_before` months before the end, else the
    last of a shorter month, and never before the contract starts."""
    due = add_months(ends_on, -months_before)
    return due if starts_on is None else max(due, starts_on)


def stay_start(periods: Iterable[tuple[date, date | None]], on: date) -> date | None:
    """The first day of the stay that goes on this day; None where none does.

    Contracts (first day, last day or none) with less than a month between them are one stay.
    """
    start: date | None = None
    until: date | None = None
    for begins, over in sorted(periods, key=lambda one: one[0]):
        if begins > on:
            break
        if start is None or (until is not None and begins > add_months(until, 1)):
            start, until = begins, over
        else:
            until = None if until is None or over is None else max(until, over)
    return start if start is not None and (until is None or until >= on) else None


def fresh_since(on: date, months: int) -> date:
    """The first day on which a portfolio must have been updated to be up to date on a day."""
    return add_months(on, -months)


def review_opens(year: int) -> date:
    """The day on which the joint review of a year opens (S7; M21)."""
    return date(year + 1, 1, 15)


def review_due(year: int) -> date:
    """The day by which every structure signs the joint review of a year."""
    return date(year + 1, 2, 28)


REMINDER_DAYS = 8  # before that day, those who have not signed are reminded


def renewals(effective_on: date, on: date) -> int:
    """How many times a convention renewed each year on its day has been, by a day: the first is a year after its effect.

    In effect on 1 July 2008, it was renewed a nineteenth time on 1 July 2027 (C12).
    """
    whole = on.year - effective_on.year
    return max(0, whole if add_months(effective_on, 12 * whole) <= on else whole - 1)


def renewed_on(effective_on: date, number: int) -> date:
    """The day of the nth renewal."""
    return add_months(effective_on, 12 * number)
