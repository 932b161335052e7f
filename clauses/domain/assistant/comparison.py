"""What does each plan gain and cost beside the others? Figures first: words are put on them elsewhere.

Hours are hundredths; kilometres are a mean over the hours, those of unknown places left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from clauses.domain.assistant.problem import Option, Plan, Problem, Share
from clauses.domain.assistant.search import beside_wishes, persons_of
from clauses.domain.values import half_up, ratio


@dataclass(frozen=True, slots=True)
class Figures:
    """A plan in figures; `largest` is the share of the busiest structure, in percent; less is better in each but
    `each`, the hours of a person's path."""

    persons: int
    each: int
    structures: int
    km: int
    beside: int
    largest: int
    relayed: int
    missing: int


COMPARED = ("persons", "km", "beside", "structures", "largest")


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that sets a plan apart: its own, and that of the nearest other plan."""

    name: str
    own: int
    other: int


def figures(problem: Problem, plan: Plan) -> Figures:
    hours = sum(share.hours for share in plan.shares)
    persons = persons_of(plan)
    by_structure: dict[int | None, int] = {}
    far = known = 0
    for share in plan.shares:
        option = problem.options[share.option]
        by_structure[option.structure_id] = by_structure.get(option.structure_id, 0) + share.hours
        if option.km is not None:
            far, known = far + option.km * share.hours, known + share.hours
    return Figures(
        persons=persons,
        each=half_up(ratio(hours, persons) or 0),
        structures=len(by_structure),
        km=half_up(ratio(far, known) or 0),
        beside=sum(beside_wishes(problem, plan)),
        largest=half_up((ratio(max(by_structure.values(), default=0), hours) or 0) * 100),
        relayed=sum(plan.relayed),
        missing=sum(plan.missing),
    )


def apart(all_of: Sequence[Figures], number: int) -> tuple[list[Difference], list[Difference]]:
    """Where a plan is the best of all, and where it is the worst of all: what it gains, and what it costs."""
    own, others = all_of[number], [one for i, one in enumerate(all_of) if i != number]
    gains, costs = [], []
    for name in COMPARED:
        mine, theirs = getattr(own, name), [getattr(one, name) for one in others]
        if theirs and mine < min(theirs):
            gains.append(Difference(name, mine, min(theirs)))
        elif theirs and mine > max(theirs):
            costs.append(Difference(name, mine, max(theirs)))
    return gains, costs


def of_need(problem: Problem, plan: Plan, need: int) -> list[tuple[Option, Share]]:
    """The lines of one lot in a plan, with who does them; the longest first."""
    mine = [(problem.options[s.option], s) for s in plan.shares if problem.options[s.option].need == need]
    return sorted(mine, key=lambda one: (-one[1].hours, one[0].name))


def alone(problem: Problem, plan: Plan, need: int) -> tuple[Problem, Plan]:
    """One lot of a question and its part of a plan, as if it had been asked for alone."""
    places = problem.by_need[need]
    number = {place: i for i, place in enumerate(places)}
    options = tuple(replace(problem.options[place], need=0) for place in places)
    shares = tuple(replace(s, option=number[s.option]) for s in plan.shares if s.option in number)
    return (
        replace(problem, needs=(problem.needs[need],), options=options),
        Plan(shares, (plan.relayed[need],), (plan.missing[need],)),
    )
