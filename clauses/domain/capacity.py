"""How many hours can a structure still offer in a month, once what it has already accepted is taken off?

Hours are hundredths; a month is its first day. What was said for a month stands over the usual rhythm of the trade.
Hours that a plan gives without months are spread evenly over the execution of the lot, as everywhere (`workload`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from clauses.domain.values import add_months, last_day, month_of, months, months_between
from clauses.domain.workload import Ask, spread

if TYPE_CHECKING:
    from clauses.domain.rules import CapacityRule

MOST_IN_A_MONTH = 2_000_000  # 20 000 h: some 130 people at full time in one trade


@dataclass(frozen=True, slots=True)
class MonthHours:
    """One month of one structure.

    `stated` is what it says it can do, None when it said nothing; `allocated` what it accepted in the plans that
    stand; `asked` what plans propose to it and it has not answered.
    """

    month: date
    stated: int | None
    allocated: int
    asked: int

    @property
    def left(self) -> int | None:
        """What it can still take, never less than nothing; None when it said nothing."""
        return None if self.stated is None else max(0, self.stated - self.allocated)

    @property
    def over(self) -> int:
        """What it accepted beyond what it says it can do."""
        return max(0, self.allocated - (self.stated or 0))


@dataclass(frozen=True, slots=True)
class Availability:
    """What one structure can offer over the months asked about, in one trade or in all of them."""

    organization_id: int
    months: tuple[MonthHours, ...]
    stated_on: date | None  # the last day it said anything about these trades

    @property
    def left(self) -> int | None:
        """Hours it can still take over all these months; None when it said nothing of any of them."""
        known = [one.left for one in self.months if one.left is not None]
        return sum(known) if known else None

    @property
    def allocated(self) -> int:
        return sum(one.allocated for one in self.months)

    def days_since(self, on: date) -> int | None:
        """How old what it says is, in days; None when it never said anything."""
        return (on - self.stated_on).days if self.stated_on else None


def window(on: date, rule: "CapacityRule") -> list[date]:
    """The months that a structure is asked about: from this one while enough of it is left, else from the next."""
    left = (last_day(on) - on).days + 1
    return months(month_of(on) if left >= rule.turn_days else add_months(month_of(on), 1), rule.window_months)


def is_stale(days: int | None, rule: "CapacityRule") -> bool:
    """What was said so many days ago is asked again; None: nothing was ever said."""
    return days is None or days >= rule.stale_after_days


def reminder_due(days: int, rule: "CapacityRule") -> int | None:
    """Which reminder is due for hours stated so many days ago: the first, the second…; None before, and after the last.

    After a long stop of the portal only the last one due is sent: nobody receives three letters in one morning.
    """
    if days < rule.stale_after_days:
        return None
    number = (days - rule.stale_after_days) // max(1, rule.remind_every_days) + 1
    return number if number <= rule.most_reminders else None


@dataclass(frozen=True, slots=True)
class Taken:
    """Hours of one line of a plan: `settled` in the plan that stands, else in the one being answered.

    `key` tells the commitment, the structure and the trade: lines of the same key replace one another when a new
    version is answered, so that the same hours are not counted twice while both are there.
    """

    key: tuple[int, int, str]
    hours: int
    start: date
    length: int
    settled: bool
    accepted: bool

    @property
    def structure_id(self) -> int:
        return self.key[1]

    @property
    def trade(self) -> str:
        return self.key[2]


def period(first: date | None, last: date | None, start: date | None, length: int | None) -> tuple[date, int]:
    """The months of a line: its own, else those of the lot; a lot without dates is taken to be done at once.

    `date.min` with no month at all when nothing is known: such hours weigh on no month.
    """
    if first is not None and last is not None and last >= first:
        return first, months_between(first, last) + 1
    if start is not None and length:
        if first is not None:  # from its first month to the end of the lot
            return first, max(1, length - months_between(start, first))
        return start, length
    return (first, 1) if first is not None else (date.min, 0)


def by_month(lines: Iterable[Taken]) -> dict[tuple[int, str], dict[date, tuple[int, int]]]:
    """By structure and trade, the hours of each month: allocated, and asked beyond what is allocated.

    Where a new version of a plan is being answered, the settled one still stands: the month counts the larger of the
    two, and what is not answered yet is only what comes on top.
    """
    sums: dict[tuple[int, int, str], dict[date, list[int]]] = {}
    for line in lines:
        place = sums.setdefault(line.key, {})
        rank = 0 if line.settled else 1 if line.accepted else 2
        for month, hours in spread(Ask(line.hours, line.start, line.length)).items():
            place.setdefault(month, [0, 0, 0])[rank] += hours
    found: dict[tuple[int, str], dict[date, tuple[int, int]]] = {}
    for (_, structure_id, trade), monthly in sums.items():
        own = found.setdefault((structure_id, trade), {})
        for month, (settled, accepted, waiting) in monthly.items():
            allocated = max(settled, accepted)
            asked = max(0, accepted + waiting - allocated)
            before = own.get(month, (0, 0))
            own[month] = (before[0] + allocated, before[1] + asked)
    return found


def together(parts: Sequence[Availability], organization_id: int) -> Availability:
    """Several trades of one structure as one: hours are added, and a month is silent only where all trades are."""
    length = len(parts[0].months) if parts else 0
    months = []
    for rank in range(length):
        same = [part.months[rank] for part in parts]
        said = [one.stated for one in same if one.stated is not None]
        months.append(
            MonthHours(same[0].month, sum(said) if said else None, sum(one.allocated for one in same),
                       sum(one.asked for one in same))
        )  # fmt: skip
    days = [part.stated_on for part in parts if part.stated_on]
    return Availability(organization_id, tuple(months), max(days) if days else None)


def totals(found: Mapping[int, Availability]) -> tuple[MonthHours, ...]:
    """Month by month, what all these structures say, have accepted and are asked."""
    everyone = list(found.values())
    return together(everyone, 0).months if everyone else ()
