"""How many hours does a clause owe on a day, whatever the way its volume is expressed? (R3, R4, F3 to F10)

Only what is known counts: the tranches confirmed, the orders placed, the hours the holder declared. A yearly volume
is never compared with a total: it is converted, year by year, over the months of execution. Hours are hundredths,
amounts cents without tax, rates basis points.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Protocol, TypeVar

from clauses.domain import paces, sizing
from clauses.domain.kinds import HoursBasis, TrancheKind
from clauses.domain.paces import PaceTerm, ProgressTerm
from clauses.domain.values import add_months, half_up, last_day, month_of, months, months_between

YEAR = 12
# The volume follows what happens after the award: it is not written in the clause.
OPEN_BASES = frozenset({HoursBasis.PER_AMOUNT, HoursBasis.PCT_OF_HOURS})


@dataclass(frozen=True, slots=True)
class TrancheTerm:
    kind: TrancheKind
    label: str
    hours: int
    confirmed_on: date | None = None


@dataclass(frozen=True, slots=True)
class YearTerms:
    """What one year of execution asks for; `year` 1 is the first one, the last one written holds afterwards."""

    year: int
    hours: int | None = None
    rate: int | None = None


@dataclass(frozen=True, slots=True)
class OrderTerm:
    amount: int
    ordered_on: date
    cancelled_on: date | None = None


@dataclass(frozen=True, slots=True)
class WorkedTerm:
    """All the hours worked on the lot in a period; `taken_over` are those of staff who kept their post (F7)."""

    starts_on: date
    ends_on: date
    hours: int
    taken_over: int = 0


@dataclass(frozen=True, slots=True)
class Terms:
    """The volume of a lot as its clause expresses it, and what has happened since."""

    basis: HoursBasis
    hours: int | None = None  # total, of the first period, or of each year
    rate: int | None = None
    slice_amount: int | None = None
    slice_hours: int | None = None
    period_months: int | None = None
    taken_over: int | None = None
    tranches: tuple[TrancheTerm, ...] = ()
    years: tuple[YearTerms, ...] = ()
    orders: tuple[OrderTerm, ...] = ()
    worked: tuple[WorkedTerm, ...] = ()
    paces: tuple[PaceTerm, ...] = ()
    progress: tuple[ProgressTerm, ...] = ()


def hours_owed(terms: Terms, *, exec_start: date | None, exec_months: int, as_of: date) -> int:
    """The whole volume of the contract as it is known at the end of a day."""
    match terms.basis:
        case HoursBasis.PER_TRANCHE:
            return _of_tranches(terms.tranches, as_of)
        case HoursBasis.PER_YEAR:
            return sum(_by_year(terms, exec_months))
        case HoursBasis.PER_AMOUNT:
            return max(_slices(terms, as_of), _kept(terms, as_of))
        case HoursBasis.PCT_OF_HOURS:
            return _of_worked(terms, exec_start, as_of)
        case _:
            return terms.hours or 0


def hours_due(terms: Terms, *, exec_start: date, exec_months: int, elapsed: int, as_of: date) -> int:
    """What should be done by a day, `elapsed` full months after the start: R4, rounded half up.

    Orders and hours worked are due in full; elsewhere the volume is spread evenly over its time.
    """
    if terms.basis is HoursBasis.PER_AMOUNT:
        return _kept(terms, as_of)
    owed = hours_owed(terms, exec_start=exec_start, exec_months=exec_months, as_of=as_of)
    if terms.basis is HoursBasis.PCT_OF_HOURS:
        return owed
    return half_up(owed * time_share(terms, elapsed=elapsed, exec_months=exec_months))


def time_share(terms: Terms, *, elapsed: int, exec_months: int) -> Fraction:
    """The share of the volume that the time gone by asks for: full months over all of them (R4).

    Over the first period alone when the volume is that of the first period; year by year when years differ.
    """
    if not exec_months:
        return Fraction(0)
    if terms.basis is HoursBasis.PER_FIRST_PERIOD and terms.period_months:
        return min(Fraction(1), Fraction(elapsed, terms.period_months))
    if terms.basis is HoursBasis.PER_YEAR:
        by_year = _by_year(terms, exec_months)
        total = sum(by_year)
        if total:
            full, rest = divmod(min(elapsed, exec_months), YEAR)
            done = Fraction(sum(by_year[:full]))
            if rest:
                length = min(YEAR, exec_months - full * YEAR)
                done += Fraction(by_year[full] * rest, length)
            return done / total
    return Fraction(elapsed, exec_months)


def due_share(
    terms: Terms, *, elapsed: int, exec_months: int, as_of: date, stopped_on: date | None = None
) -> Fraction:
    """The share of the volume that should be done by a day: by the pace recorded for the lot, else by the time gone by.

    Nothing more becomes due from the day the works stopped, `stopped_on`, as in `elapsed`.
    """
    pace = paces.pace_on(terms.paces, as_of)
    if pace is None:
        return time_share(terms, elapsed=elapsed, exec_months=exec_months)
    until = as_of if stopped_on is None else min(as_of, stopped_on - timedelta(days=1))
    return paces.share(pace, terms.progress, elapsed=elapsed, exec_months=exec_months, as_of=until)


def incalculable(terms: Terms, as_of: date) -> bool:
    """True while a percentage has no total to be a share of: the holder declares its hours first."""
    return terms.basis is HoursBasis.PCT_OF_HOURS and not _ended(terms.worked, as_of)


def without_order(terms: Terms, as_of: date) -> bool:
    """True while nothing is ordered: nothing is late then."""
    return terms.basis is HoursBasis.PER_AMOUNT and not _live(terms.orders, as_of)


def yearly(terms: Terms, year: int) -> YearTerms:
    """What a year of execution asks for: its own line, else the last one before it, else that of the clause."""
    before = [one for one in terms.years if one.year <= year]
    found = max(before, key=lambda one: one.year) if before else YearTerms(year)
    return replace(found, hours=found.hours or terms.hours, rate=found.rate or terms.rate)


def _of_tranches(tranches: Sequence[TrancheTerm], as_of: date) -> int:
    firm = sum(one.hours for one in tranches if one.kind is TrancheKind.FIRM)
    optional = {str(i): one for i, one in enumerate(tranches) if one.kind is TrancheKind.OPTIONAL}
    confirmed = [name for name, one in optional.items() if one.confirmed_on and one.confirmed_on <= as_of]
    return sizing.by_tranche(firm, {name: one.hours for name, one in optional.items()}, confirmed)


def _by_year(terms: Terms, exec_months: int) -> list[int]:
    """Hours of each year of execution; a last year that is not whole owes its months alone."""
    found = []
    for year in range(1, -(-exec_months // YEAR) + 1):
        length = min(YEAR, exec_months - (year - 1) * YEAR)
        found.append(half_up(Fraction((yearly(terms, year).hours or 0) * length, YEAR)))
    return found


def _of_worked(terms: Terms, exec_start: date | None, as_of: date) -> int:
    total = 0
    for one in _ended(terms.worked, as_of):
        year = months_between(exec_start, one.starts_on) // YEAR + 1 if exec_start else 1
        rate = yearly(terms, max(1, year)).rate or 0
        total += sizing.from_hours(one.hours, rate, taken_over=one.taken_over)
    return total


def _ended(worked: Iterable[WorkedTerm], as_of: date) -> list[WorkedTerm]:
    return [one for one in worked if one.ends_on <= as_of]


def _live(orders: Iterable[OrderTerm], as_of: date) -> list[OrderTerm]:
    return [
        one
        for one in orders
        if one.ordered_on <= as_of and (one.cancelled_on is None or one.cancelled_on > as_of)
    ]


def _slices(terms: Terms, as_of: date) -> int:
    ordered = sum(one.amount for one in _live(terms.orders, as_of))
    if not terms.slice_amount:
        return 0
    return sizing.by_slice(ordered, terms.slice_amount, terms.slice_hours or 0)


def _kept(terms: Terms, as_of: date) -> int:
    """R4: complete slices of the orders placed up to the end of the month before the last one that ended.

    What was due once stays due: an order cancelled later takes back only the hours that were not due yet.
    """
    if not terms.orders:
        return 0
    first = month_of(min(one.ordered_on for one in terms.orders))
    month = month_of(as_of) if as_of == last_day(as_of) else add_months(month_of(as_of), -1)
    counted = months(first, max(0, months_between(first, month)))  # the months before the last one that ended
    return max((_slices(terms, last_day(each)) for each in counted), default=0)


class Dated(Protocol):
    """A version of what is owed."""

    @property
    def effective_on(self) -> date: ...
    @property
    def recorded_on(self) -> date: ...


Version = TypeVar("Version", bound=Dated)


def in_force(versions: Sequence[Version], on: date, known_on: date | None = None) -> Version | None:
    """The version in force on a day, as known on another; None when none had taken effect."""
    found = [
        one
        for one in versions
        if one.effective_on <= on and (known_on is None or one.recorded_on <= known_on)
    ]
    return found[-1] if found else None


def from_day(versions: Sequence[Version], on: date) -> list[tuple[date, Version]]:
    """(day, version in force from that day) from a day on: the one of that day, then each change that takes effect later."""
    days = [on, *sorted({one.effective_on for one in versions if one.effective_on > on})]
    found = [(day, in_force(versions, day)) for day in days]
    return [(day, version) for day, version in found if version is not None]
