"""How many hours may a person still do through an association intermédiaire?

Two counters stand side by side and are never merged. The relay of the convention (R6): beyond 240 h over 12 months,
the rest goes to an ETTI. The ceiling of the law (R7): 480 h over 24 months from the first placement. Both are counted
per person, all associations and all lots together, in companies only: exempt users are left out of both.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from clauses.domain.errors import Refused
from clauses.domain.values import add_months, half_up, last_day, month_of, months, months_between

if TYPE_CHECKING:
    from clauses.domain.rules import CeilingRule, RelayRule


@dataclass(frozen=True, slots=True)
class Placement:
    """Hours (hundredths) of one person placed by an AI in a month; `first_day` when the day is known."""

    month: date
    hours: int
    exempt: bool = False
    first_day: date | None = None
    waiting: bool = False  # declared, and not decided yet
    earlier: bool = False  # declared from before the portal, or outside its lots

    @property
    def day(self) -> date:
        return self.first_day or month_of(self.month)


@dataclass(frozen=True, slots=True)
class Counter:
    """Hours done and left; `over` are those beyond the maximum, `alerted` from `alert_at` on."""

    done: int
    left: int
    max_hours: int
    alert_at: int
    over: int
    alerted: bool


@dataclass(frozen=True, slots=True)
class Split:
    """Hours that stay in the AI, and hours to be done through an ETTI."""

    stays: int
    moves: int


@dataclass(frozen=True, slots=True)
class CeilingCounter:
    """The legal counter; `first` and `last` are the days of its window, None before any placement in it."""

    done: int
    left: int
    max_hours: int
    over: int
    first: date | None
    last: date | None


def relay_counter(placements: Iterable[Placement], month: date, rule: "RelayRule") -> Counter:
    """R6: hours in companies over the 12 months that end with `month`, included."""
    done = sum(p.hours for p in placements if not p.exempt and _in_window(p.month, month, rule.window_months))
    alert_at = _alert_at(rule)
    left, over = max(0, rule.max_hours - done), max(0, done - rule.max_hours)
    return Counter(done, left, rule.max_hours, alert_at, over, done >= alert_at)


def split_at_relay(
    placements_before: Sequence[Placement], month: date, hours: int, rule: "RelayRule"
) -> Split:
    """How `hours` typed for `month` are shared: with 238 h done, 56 h typed are 2 in the AI and 54 in an ETTI.

    A month typed late also weighs on the windows of the months after it: none of them may pass the threshold.
    """
    windows = months(month, rule.window_months)
    room = min(rule.max_hours - relay_counter(placements_before, end, rule).done for end in windows)
    stays = min(hours, max(0, room))
    return Split(stays, hours - stays)


def crossed_alert(before: Counter | int, after: Counter | int, rule: "RelayRule") -> bool:
    """True when these hours make the person pass the alert (192 h), once only."""
    alert_at = _alert_at(rule)
    return _done(before) < alert_at <= _done(after)


def forecast_month(
    placements: Sequence[Placement], month: date, rule: "RelayRule", pace_months: int = 3,
    planned: Sequence[Placement] = (),
) -> date | None:  # fmt: skip
    """The month in which the person would reach the relay threshold: at the pace of the last three months, or by the
    hours of the plan where they come faster.

    Months before the first placement do not slow the pace. `month` itself if it is reached; None when it would not
    be within a year.
    """
    if relay_counter(placements, month, rule).left == 0:
        return month_of(month)
    known = _known(placements, month)
    coming = _coming(known, month, rule.window_months, pace_months, planned)
    for i, one in enumerate(coming, start=1):
        if relay_counter([*known, *coming[:i]], one.month, rule).left == 0:
            return one.month
    return None


def forecast_ceiling(
    placements: Sequence[Placement], month: date, rule: "CeilingRule", pace_months: int = 3,
    planned: Sequence[Placement] = (),
) -> date | None:  # fmt: skip
    """The month in which the person would reach the legal ceiling, as `forecast_month`; None when the window would end
    before."""
    if ceiling_counter(placements, month, rule).left == 0:
        return month_of(month)
    known = _known(placements, month)
    coming = _coming(known, month, rule.window_months, pace_months, planned)
    for i, one in enumerate(coming, start=1):
        if ceiling_counter([*known, *coming[:i]], one.month, rule).left == 0:
            return one.month
    return None


def spread(hours: int, over: Sequence[date]) -> list[Placement]:
    """Hours still to be done shared between months, the earliest taking what does not divide: none is lost."""
    if hours <= 0 or not over:
        return []
    each, rest = divmod(hours, len(over))
    return [Placement(month, each + (1 if i < rest else 0)) for i, month in enumerate(sorted(over))]


def waiting(placements: Iterable[Placement]) -> int:
    """Hours among these, in companies, that nobody has validated yet."""
    return sum(p.hours for p in placements if p.waiting and not p.exempt)


def apart(placements: Iterable[Placement]) -> int:
    """Hours among these that neither counter holds: individuals, non-profit bodies, local authorities."""
    return sum(p.hours for p in placements if p.exempt)


def ceiling_counter(placements: Iterable[Placement], month: date, rule: "CeilingRule") -> CeilingCounter:
    """R7: hours in companies, up to `month` included, in the 24 months opened by the first placement.

    The first placement after these 24 months opens new ones. Without its day, a month belongs to the window that
    holds its first day.
    """
    for first, last, held in reversed(_windows(placements, rule)):
        if first <= last_day(month) and month_of(month) <= last:
            done = sum(p.hours for p in held if p.month <= month)
            left, over = max(0, rule.max_hours - done), max(0, done - rule.max_hours)
            return CeilingCounter(done, left, rule.max_hours, over, first, last)
    return CeilingCounter(0, rule.max_hours, rule.max_hours, 0, None, None)


def refuse_if_over_ceiling(
    placements_before: Sequence[Placement],
    month: date,
    hours: int,
    rule: "CeilingRule",
    *,
    waiver_from: date | None = None,
    waiver_until: date | None = None,
    first_day: date | None = None,
    field: str = "h_worked",
    **facts: Any,
) -> None:
    """Refuse hours that the law forbids, unless a prefect's waiver of the AI touches the month.

    Raises Refused("over_legal") with `total` that would be reached, `max`, `left` that may still be done, `over`.
    A month typed late counts with those after it; an excess already recorded is not held against a later window.
    """
    if waiver_until and month_of(month) <= waiver_until and (waiver_from or date.min) <= last_day(month):
        return
    new = Placement(month, hours, first_day=first_day)
    after = _windows([*placements_before, new], rule)
    over = _excess(after, rule) - _excess(_windows(placements_before, rule), rule)
    if over > 0:
        total = max(sum(p.hours for p in held) for _, _, held in after if any(p is new for p in held))
        over = min(over, hours)
        raise Refused(
            "over_legal", field=field, total=total, max=rule.max_hours, left=hours - over, over=over, **facts
        )


def _in_window(month: date, end: date, length: int) -> bool:
    return 0 <= months_between(month, end) < length


def ceiling_alerted(counter: CeilingCounter, rule: "RelayRule") -> bool:
    """Is the person at the same share of the legal ceiling as the one that alerts of the relay (80 %: 384 h of 480)?"""
    return counter.done >= half_up(Fraction(counter.max_hours * rule.alert_bp, 10_000))


def earlier_placements(
    hours: int, first_day: date, last_day_: date, *, exempt: bool = False
) -> list[Placement]:
    """Hours declared for a period, shared evenly between its months: their sum is exact, and the first placement opens
    the window on its own day."""
    n = months_between(month_of(first_day), month_of(last_day_)) + 1
    return [
        Placement(one.month, one.hours, exempt, first_day if i == 0 else None, earlier=True)
        for i, one in enumerate(spread(hours, months(month_of(first_day), n)))
    ]


def _known(placements: Iterable[Placement], month: date) -> list[Placement]:
    return [p for p in placements if not p.exempt and p.month <= month]


def _coming(
    known: Sequence[Placement], month: date, length: int, pace_months: int, planned: Sequence[Placement]
) -> list[Placement]:
    """The months to come, each with the hours of the pace or of the plan, whichever are more."""
    pace = 0
    if known:
        span = min(pace_months, months_between(min(p.month for p in known), month) + 1)
        recent = sum(p.hours for p in known if _in_window(p.month, month, span))
        pace = half_up(Fraction(recent, span))
    by_month: dict[date, int] = {}
    for one in planned:
        by_month[month_of(one.month)] = by_month.get(month_of(one.month), 0) + one.hours
    return [Placement(end, max(pace, by_month.get(end, 0))) for end in months(add_months(month, 1), length)]


def _alert_at(rule: "RelayRule") -> int:
    return half_up(Fraction(rule.max_hours * rule.alert_bp, 10_000))


def _done(counter: Counter | int) -> int:
    return counter.done if isinstance(counter, Counter) else counter


_Window = tuple[date, date, list[Placement]]


def _windows(placements: Iterable[Placement], rule: "CeilingRule") -> list[_Window]:
    """The successive windows of 24 months, oldest first, with the placements that each holds."""
    found: list[_Window] = []
    for placement in sorted((p for p in placements if not p.exempt and p.hours), key=lambda p: p.day):
        if not found or placement.day > found[-1][1]:
            last = add_months(placement.day, rule.window_months) - timedelta(days=1)
            found.append((placement.day, last, []))
        found[-1][2].append(placement)
    return found


def _excess(windows: Sequence[_Window], rule: "CeilingRule") -> int:
    return sum(max(0, sum(p.hours for p in held) - rule.max_hours) for _, _, held in windows)
