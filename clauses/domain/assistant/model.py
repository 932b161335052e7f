"""Which linear model says the question, with whole persons and whole lines?

For each option: `hours` (units), `persons` and `used`. Months need no column of their own: hours fit in the months of
a room if, for every interval of months, what must be done inside it is not more than what it holds (Hall's theorem
for intervals). How many hours a number of persons can do is concave: it is told by its chords, one a person. With
persons and lines chosen, what is left is a flow with whole bounds, so that its corners have whole hours.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from clauses.domain.assistant.problem import RELAYED, Problem
from clauses.domain.kinds import Modality

FAR = 60  # kilometres counted where a place is unknown


@dataclass(frozen=True, slots=True)
class Weights:
    """What each thing costs in one way of choosing: a person, a line, an hour a kilometre, an hour beside the wishes.

    Whole numbers, so that a plan dearer by less than one than what is proven is the best. `most_share` is the greatest share (percent) of a need that one structure may take, where it can be kept.
    """

    person: int
    line: int
    kilometre: int
    unwished: int
    most_share: int = 100


PARTS = 1_000_000  # an answer is told in these parts of a unit
Term = tuple[int, int]  # a column and its coefficient


@dataclass(slots=True)
class LinearModel:
    """Minimise cost x, under rows and bounds (None: no bound); some columns are whole. All its numbers are."""

    cost: list[int] = field(default_factory=list)
    lower: list[int] = field(default_factory=list)
    upper: list[int] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[int | None, int | None, list[Term]]] = field(default_factory=list)
    near_enough: int = 0  # basis points of the cost under which a better answer is not sought any more

    def column(self, cost: int, upper: int, *, whole: bool = False, lower: int = 0) -> int:
        self.cost.append(cost)
        self.lower.append(lower)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.cost) - 1

    def row(self, terms: list[Term], *, at_least: int | None = None, at_most: int | None = None) -> None:
        self.rows.append((at_least, at_most, terms))

    def with_fixed(self, values: Sequence[int]) -> "LinearModel":
        """The same model with its whole columns held at these values: a flow, whose corners are whole."""
        held = [whole_of(v) if whole else None for v, whole in zip(values, self.whole, strict=True)]
        return replace(
            self,
            lower=[low if v is None else v for v, low in zip(held, self.lower, strict=True)],
            upper=[up if v is None else v for v, up in zip(held, self.upper, strict=True)],
            whole=[False] * len(self.cost),
        )


def whole_of(parts: int) -> int:
    """The whole number nearest to an answer."""
    return (2 * parts + PARTS) // (2 * PARTS)


@dataclass(slots=True)
class Sharing:
    """The model of a question and where its columns are: by option, and by need."""

    model: LinearModel
    hours: dict[int, int]
    persons: dict[int, int]
    used: dict[int, int]
    relayed: dict[int, int]
    missing: dict[int, int]


def shortage_model(problem: Problem) -> Sharing:
    """How few hours can be left without a taker, all needs together? Persons and lines play no part in it."""
    made = Sharing(LinearModel(), {}, {}, {}, {}, {})
    most = {place: problem.reach(option) for place, option in enumerate(problem.options)}
    for place, units in most.items():
        if units > 0:
            made.hours[place] = made.model.column(0, units)
    _add_needs(problem, made, missing_cost=1)
    _add_rooms(problem, made, most)
    return made


def sharing_model(
    problem: Problem, weights: Weights, *, missing: int = 0, unlike: Sequence[frozenset[int]] = ()
) -> Sharing:
    """The model of one way of choosing. `missing` units stay without a taker, the least that can; `unlike` are the
    sets of options of plans already known, that this one may not repeat."""
    made = Sharing(LinearModel(), {}, {}, {}, {}, {})
    most = _most(problem, weights)
    for place, units in most.items():
        if units > 0:
            _add_option(problem, weights, made, place, units)
    _add_needs(problem, made, missing_cost=0 if missing else None)
    if missing:
        made.model.row([(column, 1) for column in made.missing.values()], at_least=missing, at_most=missing)
    _add_rooms(problem, made, most)
    _add_relays(problem, weights, made)
    if not missing:
        _add_fewest(problem, made)
    if weights.unwished:
        _add_wishes(problem, weights, made)
    for known in unlike:
        terms: list[Term] = [(column, -1 if place in known else 1) for place, column in made.used.items()]
        made.model.row(terms, at_least=1 - len(known))
    return made


def kilometres(km: int | None) -> int:
    """The distance that a cost counts."""
    return FAR if km is None else km


def _most(problem: Problem, weights: Weights) -> dict[int, int]:
    """The most units of each option; the greatest share is kept where the others can then take the rest."""
    most = {place: problem.reach(option) for place, option in enumerate(problem.options)}
    if weights.most_share >= 100:
        return most
    for places, need in zip(problem.by_need, problem.needs, strict=True):
        units = need.hours // problem.unit
        share = units * weights.most_share // 100
        if share > 0 and sum(min(share, most[place]) for place in places) >= units:
            most |= {place: min(share, most[place]) for place in places}
    return most


def _add_option(problem: Problem, weights: Weights, made: Sharing, place: int, units: int) -> None:
    option, model = problem.options[place], made.model
    reached = [0]
    while reached[-1] < units:
        reached.append(min(units, problem.reach(option, len(reached))))
        if reached[-1] == reached[-2]:
            return  # no number of persons does an hour of it
    most_persons = len(reached) - 1
    hours = model.column(weights.kilometre * kilometres(option.km), units)
    persons = model.column(weights.person, most_persons, whole=True)
    used = model.column(weights.line, 1, whole=True)
    model.row([(hours, 1), (used, -units)], at_most=0)
    model.row([(hours, 1), (used, -1)], at_least=0)
    model.row([(persons, 1), (used, -1)], at_least=0)
    model.row([(persons, 1), (used, -most_persons)], at_most=0)
    slope = None
    for one in range(most_persons):
        if (more := reached[one + 1] - reached[one]) != slope:
            slope = more
            model.row([(hours, 1), (persons, -more)], at_most=reached[one] - more * one)
    made.hours[place], made.persons[place], made.used[place] = hours, persons, used


def _add_needs(problem: Problem, made: Sharing, missing_cost: int | None) -> None:
    for number, need in enumerate(problem.needs):
        units = need.hours // problem.unit
        terms: list[Term] = [
            (made.hours[place], 1) for place in problem.by_need[number] if place in made.hours
        ]
        if missing_cost is not None:
            made.missing[number] = made.model.column(missing_cost, units)
            terms.append((made.missing[number], 1))
        made.model.row(terms, at_least=units, at_most=units)


def _add_rooms(problem: Problem, made: Sharing, most: dict[int, int]) -> None:
    """For every interval of months, what must be done inside it is not more than the room holds in it."""
    sharing: dict[int, list[tuple[int, int, int]]] = {}
    for place in made.hours:
        option = problem.options[place]
        if option.room is not None:
            months = problem.open_months(option)
            sharing.setdefault(option.room, []).append((place, months[0][0], months[-1][0]))
    for room, spans in sharing.items():
        units = [hours // problem.unit for hours in problem.rooms[room].hours]
        for first in sorted({begin for _, begin, _ in spans}):
            for last in sorted({end for _, _, end in spans if end >= first}):
                inside = [one for one in spans if first <= one[1] and one[2] <= last]
                if (
                    not inside
                    or first != min(one[1] for one in inside)
                    or last != max(one[2] for one in inside)
                ):
                    continue  # a narrower interval holds the same options: it says more
                holds = sum(units[first : last + 1])
                if sum(most[place] for place, _, _ in inside) > holds:
                    made.model.row([(made.hours[place], 1) for place, _, _ in inside], at_most=holds)


def _add_relays(problem: Problem, weights: Weights, made: Sharing) -> None:
    """A person handed over from the AI to the ETTI of the same lot is one person, within the same months."""
    for number, places in enumerate(problem.by_need):
        by = {m: [p for p in places if p in made.hours and problem.options[p].modality is m] for m in RELAYED}
        if not all(by.values()):
            continue
        left, joined = by[Modality.AI_PLACEMENT], by[Modality.ETTI_PLACEMENT]
        most = min(sum(made.model.upper[made.persons[p]] for p in side) for side in (left, joined))
        relayed = made.relayed[number] = made.model.column(-weights.person, most, whole=True)
        for side in (left, joined):
            made.model.row([(relayed, 1), *((made.persons[p], -1) for p in side)], at_most=0)
        each = problem.person_month // problem.unit * len(problem.span(problem.needs[number]))
        both = [*left, *joined]
        made.model.row(
            [
                *((made.hours[p], 1) for p in both),
                *((made.persons[p], -each) for p in both),
                (relayed, each),
            ],
            at_most=0,
        )


def _add_fewest(problem: Problem, made: Sharing) -> None:
    """No need can be done with fewer persons, or lines, than its best options alone would take. The model holds this
    already; said so, it is proven sooner."""
    for number, need in enumerate(problem.needs):
        places = [place for place in problem.by_need[number] if place in made.hours]
        units = need.hours // problem.unit
        lines = _count([made.model.upper[made.hours[p]] for p in places], units)
        made.model.row([(made.used[p], 1) for p in places], at_least=lines)
        steps = []
        for place in places:
            upper = made.model.upper[made.hours[place]]
            most = made.model.upper[made.persons[place]]
            told = [min(upper, problem.reach(problem.options[place], n)) for n in range(most + 1)]
            steps += [more - less for less, more in pairwise(told)]
        made.model.row([(made.persons[p], 1) for p in places], at_least=_count(steps, units))
        if number in made.relayed:
            each = problem.person_month // problem.unit * len(problem.span(need))
            both = sum(sorted(steps, reverse=True)[:1]) + problem.relay_hours // problem.unit
            persons: list[Term] = [(made.persons[p], 1) for p in places]
            fewest = -(-units // max(1, min(each, both)))
            made.model.row([*persons, (made.relayed[number], -1)], at_least=fewest)


def _count(sizes: Sequence[int], units: int) -> int:
    """How many of the largest are needed to hold these units."""
    found = 0
    for size in sorted(sizes, reverse=True):
        if units <= 0:
            break
        units -= size
        found += 1
    return found


def _add_wishes(problem: Problem, weights: Weights, made: Sharing) -> None:
    """Hours by another modality than declared cost; those with the structure that was named cost half less."""
    for number, need in enumerate(problem.needs):
        if not need.wished:
            continue
        wished = dict(need.wished)
        beside: list[Term] = []
        for modality in Modality:
            terms: list[Term] = [(made.hours[p], -1) for p in problem.by_need[number]
                     if p in made.hours and problem.options[p].modality is modality]  # fmt: skip
            if terms:
                out = made.model.column(0, need.hours // problem.unit)
                made.model.row([(out, 1), *terms], at_least=-(wished.get(modality, 0) // problem.unit))
                beside.append((out, -1))
        total = made.model.column(weights.unwished, need.hours // problem.unit)
        made.model.row([(total, 1), *beside], at_least=-(need.undefined // problem.unit))
    for place, hours in made.hours.items():
        named = problem.options[place].wished // problem.unit
        if named:
            kept = made.model.column(-(weights.unwished // 2), named)
            made.model.row([(kept, 1), (hours, -1)], at_most=0)
