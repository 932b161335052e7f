"""Which plans are worth showing, and how sure is it that each is the best of its kind?

Two or three plans, each best in its own way, none like another. What cannot be given is first made as small as it
can; then each way of choosing shares out the rest. Who solves a linear model is handed in.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from clauses.domain.assistant.layout import laid_out, months_model
from clauses.domain.assistant.model import (
    PARTS,
    LinearModel,
    Sharing,
    Weights,
    kilometres,
    sharing_model,
    shortage_model,
    whole_of,
)
from clauses.domain.assistant.parts import part, parts_of, together
from clauses.domain.assistant.problem import Plan, Problem, faults, relayed_at_most
from clauses.domain.kinds import Modality
from clauses.domain.kinds_assistant import Way

WAYS: dict[Way, Weights] = {
    Way.LONGEST: Weights(person=20_000, line=6_000, kilometre=1, unwished=4),
    Way.NEAREST: Weights(person=4_000, line=2_000, kilometre=20, unwished=4),
    Way.WISHES: Weights(person=4_000, line=2_000, kilometre=1, unwished=1_200),
    Way.SPREAD: Weights(person=20_000, line=1_000, kilometre=1, unwished=4, most_share=50),
}
MOST_PLANS = 3
ALIKE = 20  # two plans that give less than a twentieth of the hours otherwise are the same to whoever chooses
NEAR_ENOUGH = (
    30  # basis points of the cost, when many lots are shared out together; one alone is solved to the end
)
MANY = 10  # needs of a part
SHORTEST = 200  # milliseconds that a part always gets
MOST_OF_A_FLOW = 60_000  # milliseconds; a flow takes some tens
WHOLE = 10_000  # basis points
ASTRAY = 100  # parts: hours this far from a whole number are not those of a corner
RANK = {way: place for place, way in enumerate(Way)}  # in which plans are read
ORDER = (Way.NEAREST, Way.LONGEST, Way.WISHES, Way.SPREAD)  # the first is the quickest, and begins the others


class Answer(Protocol):
    """What a solver says: values of the columns in millionths (None: nothing found), and the least that any could
    cost, rounded up to the whole (None: nothing proven)."""

    @property
    def values(self) -> Sequence[int] | None: ...
    @property
    def bound(self) -> int | None: ...


Solve = Callable[[LinearModel, int, Sequence[int] | None], Answer]  # model, milliseconds, where to begin from
Tell = Callable[[int, int], None]  # steps done, of how many


class NotSolved(RuntimeError):
    """The solver gave nothing in its time, or something that breaks a rule: nothing is shown rather than that."""


@dataclass(frozen=True, slots=True)
class Found:
    """A plan, what it puts first, and how far at most its cost is above the best (basis points; 0: proven best)."""

    way: Way
    plan: Plan
    gap: int


@dataclass(frozen=True, slots=True)
class Proposed:
    """The plans worth showing, and the hours that no plan can give (hundredths)."""

    plans: tuple[Found, ...]
    missing: int


def propose(
    problem: Problem, solve: Solve, *, time: int, clock: Callable[[], int],
    tell: Tell = lambda done, total: None, most: int = MOST_PLANS,
) -> Proposed:  # fmt: skip
    """Two or three plans, in about `time` milliseconds of `clock` altogether; fewer when nothing else is possible.

    Raises NotSolved when the solver finds nothing in its time.
    """
    end = clock() + time
    parts = [_Part(needs, *part(problem, needs)) for needs in parts_of(problem)]
    ways = [way for way in ORDER if way is not Way.WISHES or any(need.wished for need in problem.needs)]
    steps, done = len(parts) * min(len(ways), most), 0
    for one in parts:
        one.shortage(solve, time)
    found: list[Found] = []
    for turn, way in enumerate(ways):
        if len(found) == most:
            break
        wanted = max(1, min(len(ways) - turn, most - len(found)))
        solved: list[Found] = []
        try:
            for i, one in enumerate(parts):
                tell(min(done, steps - 1), steps)
                turns = wanted * len(parts) - i
                solved.append(one.best(way, solve, max(SHORTEST, (end - clock()) // turns)))
                done += 1
        except NotSolved:
            if not found:
                raise
            continue  # there is no such plan, or not in this time: the others are shown
        whole = _together(problem, way, parts, solved)
        _add(problem, found, whole)
    if len(found) == 1 and len(parts) == 1:
        found += parts[0].second(found[0], solve, max(SHORTEST, end - clock()))
    tell(steps, steps)
    missing = sum(one.missing for one in parts) * problem.unit
    return Proposed(tuple(sorted(found, key=lambda one: RANK[one.way])), missing)


def _add(problem: Problem, found: list[Found], new: Found) -> None:
    """A plan like none before is one more; a plan like another takes its place when its way comes first."""
    for i, other in enumerate(found):
        if not differ(problem, new.plan, other.plan):
            if RANK[new.way] < RANK[other.way] and new.gap <= other.gap:
                found[i] = new
            return
    found.append(new)


@dataclass(slots=True)
class _Part:
    """Needs that share rooms, solved together and apart from the others."""

    needs: tuple[int, ...]
    problem: Problem
    places: list[int]
    missing: int = 0  # units
    known: Plan | None = None

    def shortage(self, solve: Solve, time: int) -> None:
        """How few units can be left without a taker."""
        made = shortage_model(self.problem)
        answer = solve(made.model, time, None)
        if answer.values is None:
            raise NotSolved("shortage")
        self.missing = whole_of(sum(answer.values[column] for column in made.missing.values()))

    def best(self, way: Way, solve: Solve, time: int, *, unlike: Sequence[frozenset[int]] = ()) -> Found:
        weights = WAYS[way]
        made = sharing_model(self.problem, weights, missing=self.missing, unlike=unlike)
        made.model.near_enough = NEAR_ENOUGH if len(self.needs) >= MANY else 0
        start = as_values(self.problem, made, self.known) if self.known and not unlike else None
        answer = solve(made.model, time, start)
        values = answer.values or start
        if values is None:
            raise NotSolved(way.value)
        corner = solve(made.model.with_fixed(values), MOST_OF_A_FLOW, None)
        if corner.values is None:
            raise NotSolved(f"{way.value}: corner")
        plan = _plan_of(self.problem, made, corner.values, solve)
        self.known = plan
        least = _floor(self.problem, weights)
        bound = least if answer.bound is None else max(answer.bound, least)
        return Found(way, plan, max(0, score(self.problem, plan, weights) - bound))

    def second(self, first: Found, solve: Solve, time: int) -> list[Found]:
        """The best plan with other structures, when every way of choosing led to one; none if there is none."""
        known = frozenset(share.option for share in first.plan.shares)
        try:
            found = self.best(first.way, solve, time, unlike=[known])
        except NotSolved:
            return []
        cost = score(self.problem, found.plan, WAYS[first.way])
        return [Found(Way.OTHER, found.plan, _ratio(found.gap, cost))]


def _together(problem: Problem, way: Way, parts: Sequence[_Part], solved: Sequence[Found]) -> Found:
    plan = together(problem, [(p.needs, p.places, f.plan) for p, f in zip(parts, solved, strict=True)])
    if wrong := faults(problem, plan):
        raise NotSolved(f"faults: {wrong[:5]}")
    return Found(way, plan, _ratio(sum(one.gap for one in solved), score(problem, plan, WAYS[way])))


def _floor(problem: Problem, weights: Weights) -> int:
    """What no plan can cost less than, whatever the solver had the time to prove."""
    return -(weights.unwished // 2) * sum(option.wished // problem.unit for option in problem.options)


def _ratio(above: int, cost: int) -> int:
    """Basis points of the cost, rounded up: never said nearer than it is."""
    return min(WHOLE, -(-above * WHOLE // max(1, abs(cost))))


def least_missing(problem: Problem, solve: Solve, *, time: int) -> int:
    """The hours (hundredths) that no plan could give; nothing else is sought."""
    one = _Part(tuple(range(len(problem.needs))), problem, list(range(len(problem.options))))
    one.shortage(solve, time)
    return one.missing * problem.unit


def differ(problem: Problem, one: Plan, other: Plan) -> bool:
    """Do two plans give at least a twentieth of the hours otherwise, or need other numbers of persons?"""
    hours = [{share.option: share.hours for share in plan.shares} for plan in (one, other)]
    moved = sum(max(0, hours[0].get(o, 0) - hours[1].get(o, 0)) for o in hours[0])
    total = sum(hours[0].values()) or 1
    return moved * ALIKE >= total or (moved > 0 and persons_of(one) != persons_of(other))


def persons_of(plan: Plan) -> int:
    """Persons, those who pass from an AI to an ETTI counted once."""
    return sum(share.persons for share in plan.shares) - sum(plan.relayed)


def score(problem: Problem, plan: Plan, weights: Weights) -> int:
    """What a plan costs in one way of choosing, in the very terms of the model."""
    unit = problem.unit
    total = weights.person * persons_of(plan) + weights.line * len(plan.shares)
    for share in plan.shares:
        total += weights.kilometre * kilometres(problem.options[share.option].km) * (share.hours // unit)
    total += weights.unwished * sum(beside_wishes(problem, plan, step=unit))
    return total - weights.unwished // 2 * named(problem, plan, step=unit)


def beside_wishes(problem: Problem, plan: Plan, *, step: int = 1) -> list[int]:
    """Hours given by other modalities than the company declared, by need, in steps of so many hundredths."""
    given: list[dict[Modality, int]] = [{} for _ in problem.needs]
    for share in plan.shares:
        option = problem.options[share.option]
        of = given[option.need]
        of[option.modality] = of.get(option.modality, 0) + share.hours // step
    found = []
    for need, of in zip(problem.needs, given, strict=True):
        wished = dict(need.wished)
        beside = sum(max(0, hours - wished.get(modality, 0) // step) for modality, hours in of.items())
        found.append(max(0, beside - need.undefined // step) if wished else 0)
    return found


def named(problem: Problem, plan: Plan, *, step: int = 1) -> int:
    """Hours given to the very structures that the declarations name, in steps of so many hundredths."""
    return sum(min(s.hours // step, problem.options[s.option].wished // step) for s in plan.shares)


def _plan_of(problem: Problem, made: Sharing, values: Sequence[int], solve: Solve) -> Plan:
    units = {place: whole_of(values[column]) for place, column in made.hours.items()}
    if any(abs(values[column] - units[place] * PARTS) > ASTRAY for place, column in made.hours.items()):
        raise NotSolved("hours are not whole")
    lines = {p: (n, whole_of(values[made.persons[p]])) for p, n in units.items() if n > 0}
    relayed = [
        whole_of(values[made.relayed[n]]) if n in made.relayed else 0 for n in range(len(problem.needs))
    ]
    months = months_model(problem, lines, relayed)
    spread = solve(months.model, MOST_OF_A_FLOW, None)
    if spread.values is None:
        raise NotSolved("months")
    shares = laid_out(problem, lines, months, spread.values)
    missing = [
        whole_of(values[made.missing[n]]) if n in made.missing else 0 for n in range(len(problem.needs))
    ]
    plan = Plan(
        shares,
        tuple(
            min(many, relayed_at_most(problem, shares, n)) if many else 0 for n, many in enumerate(relayed)
        ),
        tuple(units * problem.unit for units in missing),
    )
    if wrong := faults(problem, plan):
        raise NotSolved(f"faults: {wrong[:5]}")
    return plan


def as_values(problem: Problem, made: Sharing, plan: Plan) -> list[int] | None:
    """A plan already known as values of this model, for the solver to begin from; None if it does not fit in it."""
    values: list[int] = [0] * len(made.model.cost)
    for share in plan.shares:
        if share.option not in made.hours:
            return None
        values[made.hours[share.option]] = share.hours // problem.unit * PARTS
        values[made.persons[share.option]] = share.persons * PARTS
        values[made.used[share.option]] = PARTS
    for number, column in made.relayed.items():
        values[column] = plan.relayed[number] * PARTS
    for number, column in made.missing.items():
        values[column] = plan.missing[number] // problem.unit * PARTS
    return values
