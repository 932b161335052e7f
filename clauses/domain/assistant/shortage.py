"""When hours find no taker: how many, in which trade, in which months, and what stands in the way?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from clauses.domain.assistant.problem import Option, Plan, Problem
from clauses.domain.kinds_assistant import Barrier


@dataclass(frozen=True, slots=True)
class Shortage:
    """Hours (hundredths) of a trade without a taker between two months; `exact` when the months themselves hold no
    more than that, however the hours are moved about."""

    trade: str | None
    hours: int
    first: date
    last: date
    needs: tuple[int, ...]
    exact: bool


def shortages(problem: Problem, plan: Plan) -> list[Shortage]:
    """What is missing, trade by trade, in the narrowest months that explain it; the largest first."""
    trades: dict[str | None, list[int]] = {}
    for number, hours in enumerate(plan.missing):
        if hours:
            trades.setdefault(problem.needs[number].trade, []).append(number)
    found = []
    for trade, lacking in trades.items():
        hours = sum(plan.missing[n] for n in lacking)
        first, last, exact = _months(problem, trade, lacking, hours)
        found.append(Shortage(trade, hours, first, last, tuple(lacking), exact))
    return sorted(found, key=lambda one: (-one.hours, one.trade or ""))


def widened(problem: Problem, kept_out: Mapping[Barrier, tuple[Option, ...]]) -> dict[Barrier, Problem]:
    """The same question with one barrier down; only barriers that keep somebody out."""
    return {
        barrier: replace(problem, options=(*problem.options, *options))
        for barrier, options in kept_out.items()
        if options
    }


def _months(problem: Problem, trade: str | None, lacking: list[int], hours: int) -> tuple[date, date, bool]:
    """The narrowest interval in which the lots of a trade ask exactly this much more than is offered to them."""
    same = [n for n, need in enumerate(problem.needs) if need.trade == trade]
    spans = {n: problem.span(problem.needs[n]) for n in same}
    best: tuple[int, int, int] | None = None
    for first in {span.start for span in spans.values()}:
        for last in {span.stop - 1 for span in spans.values()}:
            inside = [n for n in same if first <= spans[n].start and spans[n].stop - 1 <= last]
            if inside and sum(problem.needs[n].hours for n in inside) - _offered(problem, inside) == hours:
                best = min(best or (last - first, first, last), (last - first, first, last))
    if best is None:
        first = min(spans[n].start for n in lacking)
        last = max(spans[n].stop - 1 for n in lacking)
        return problem.months[first], problem.months[last], False
    return problem.months[best[1]], problem.months[best[2]], True


def _offered(problem: Problem, needs: list[int]) -> int:
    """All that may be taken for these needs in their months, each room counted once a month."""
    rooms: dict[int, set[int]] = {}
    total = 0
    for need in needs:
        for place in problem.by_need[need]:
            option = problem.options[place]
            if option.room is None or option.limit is not None:
                total += problem.reach(option) * problem.unit
            else:
                rooms.setdefault(option.room, set()).update(problem.span(problem.needs[need]))
    for room, months in rooms.items():
        total += sum(problem.rooms[room].hours[m] // problem.unit for m in months) * problem.unit
    return total
