"""In which months are the hours of a plan done? As evenly as the rooms let them, and the AI before the ETTI."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

from clauses.domain.assistant.model import LinearModel, Term
from clauses.domain.assistant.problem import Problem, Share
from clauses.domain.kinds import Modality
from clauses.domain.values import largest_remainder

MORE_PERSONS = 1_000_000  # what an hour beyond the persons planned costs: months are sought without any first
CLOSE = 10  # parts of a unit: nothing
HUNDRED = 100


@dataclass(slots=True)
class Months:
    """The model of the months and the column of each line in each month."""

    model: LinearModel
    columns: dict[tuple[int, int], int]  # by option and month


def months_model(problem: Problem, lines: dict[int, tuple[int, int]], relayed: Sequence[int]) -> Months:
    """`lines`: units and persons by option. The highest month of each line is as low as can be; where persons are
    handed over, the AI comes as early and the ETTI as late as it can."""
    made = Months(LinearModel(), {})
    model = made.model
    rooms: dict[tuple[int, int], list[Term]] = {}
    for place, (units, persons) in lines.items():
        option = problem.options[place]
        need = problem.needs[option.need]
        ordered = relayed[option.need] and option.modality in (Modality.AI_PLACEMENT, Modality.ETTI_PLACEMENT)
        highest = model.column(1 if ordered else HUNDRED * len(problem.span(need)), units)
        more = model.column(MORE_PERSONS, units)
        model.row([(highest, 1), (more, -1)], at_most=problem.person_month // problem.unit * persons)
        terms: list[Term] = []
        for month, most in problem.open_months(option):
            late = month - problem.span(need).start
            if option.modality is Modality.ETTI_PLACEMENT:
                late = problem.span(need).stop - month
            column = made.columns[place, month] = model.column(
                HUNDRED * late if ordered else 0, min(most, units)
            )
            model.row([(column, 1), (highest, -1)], at_most=0)
            terms.append((column, 1))
            if option.room is not None:
                rooms.setdefault((option.room, month), []).append((column, 1))
        model.row(terms, at_least=units, at_most=units)
    for (room, month), terms in rooms.items():
        if len(terms) > 1:
            model.row(terms, at_most=problem.rooms[room].hours[month] // problem.unit)
    return made


def laid_out(
    problem: Problem, lines: dict[int, tuple[int, int]], made: Months, values: Sequence[int]
) -> tuple[Share, ...]:
    """The shares with their months; a line that needs more persons in its highest month than planned gets them."""
    done: dict[int, list[tuple[int, int]]] = {}
    for (place, month), column in made.columns.items():
        if values[column] > CLOSE:
            done.setdefault(place, []).append((month, values[column]))
    found = []
    for place, (units, persons) in lines.items():
        hours, months = units * problem.unit, done[place]
        parts = largest_remainder(hours, [value for _, value in months])
        share = Share(place, hours, persons, tuple(
            (month, part) for (month, _), part in zip(months, parts, strict=True) if part
        ))  # fmt: skip
        busiest = max(part for _, part in share.months)
        needed = ceil(Fraction(busiest, problem.person_month))
        found.append(replace(share, persons=max(persons, needed)))
    return tuple(found)
