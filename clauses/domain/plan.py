"""Do the hours of a lot fit in its plan, and when must an ETTI take over from an association intermédiaire?

Hours are hundredths. The check of R8 is made before anybody is named: hours of the line over persons planned.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from clauses.domain.errors import Refused
from clauses.domain.kinds import Modality
from clauses.domain.values import half_up

if TYPE_CHECKING:
    from clauses.domain.rules import CeilingRule, RelayRule


# Who does the hours of a part of a plan, and how: the modality, and the number of the structure (None: the holder).
Who = tuple[Modality, int | None]


@dataclass(frozen=True, slots=True)
class PlanLine:
    """Hours (hundredths) that a modality takes in charge, and how many persons will do them."""

    modality: Modality
    hours: int
    persons: int


@dataclass(frozen=True, slots=True)
class RelayWarning:
    """The AI line at `index` gives `each` hours a person (rounded half up) and `excess` hours beyond the relay."""

    index: int
    each: int
    excess: int


def total(lines: Sequence[PlanLine]) -> int:
    """Hours shared out."""
    return sum(line.hours for line in lines)


def remaining(lines: Sequence[PlanLine], target: int) -> int:
    """Hours still to share out; negative when the lines go beyond the target."""
    return target - total(lines)


def relay_warnings(lines: Sequence[PlanLine], rule: "RelayRule") -> list[RelayWarning]:
    """AI lines where hours over persons pass the relay threshold (R8); exactly the threshold is allowed.

    A line without a number of persons is judged as one person's.
    """
    return _beyond(lines, rule.max_hours)


def ceiling_excess(lines: Sequence[PlanLine], rule: "CeilingRule") -> list[RelayWarning]:
    """AI lines that give each person more than the law allows in the whole window (R7); exactly the ceiling is allowed."""
    return _beyond(lines, rule.max_hours)


def propose_relay(lines: Sequence[PlanLine], rule: "RelayRule") -> list[PlanLine]:
    """The same plan with the hours beyond the relay given to an ETTI (R6, R8); the total does not change.

    They go to the first ETTI line. Without one, an ETTI line is added at the end, for the same persons; the others
    keep their place.
    """
    warnings = relay_warnings(lines, rule)
    if not warnings:
        return list(lines)
    moved = sum(warning.excess for warning in warnings)
    relayed = sum(max(1, lines[warning.index].persons) for warning in warnings)
    excess_of = {warning.index: warning.excess for warning in warnings}
    plan = [replace(line, hours=line.hours - excess_of.get(i, 0)) for i, line in enumerate(lines)]
    for index, line in enumerate(plan):
        if line.modality is Modality.ETTI_PLACEMENT:
            plan[index] = replace(line, hours=line.hours + moved)
            return plan
    return [*plan, PlanLine(Modality.ETTI_PLACEMENT, moved, relayed)]


def propose_people(lines: Sequence[PlanLine], rule: "RelayRule") -> list[PlanLine]:
    """The same hours with as many persons as keep each AI line within the relay (R8): « prévoir une personne de plus »."""
    beyond = {warning.index for warning in relay_warnings(lines, rule)}
    return [
        replace(line, persons=-(-line.hours // rule.max_hours)) if i in beyond else line
        for i, line in enumerate(lines)
    ]


def _beyond(lines: Sequence[PlanLine], most: int) -> list[RelayWarning]:
    found = []
    for index, line in enumerate(lines):
        persons = max(1, line.persons)
        excess = line.hours - persons * most
        if line.modality is Modality.AI_PLACEMENT and excess > 0:
            found.append(RelayWarning(index, half_up(Fraction(line.hours, persons)), excess))
    return found


def shares(lines: Sequence[PlanLine]) -> list[Fraction]:
    """Share of each line in the total, exact, as shares of one; all zero for an empty plan."""
    whole = total(lines)
    return [Fraction(line.hours, whole) if whole else Fraction(0) for line in lines]


def move(hours: Sequence[int], source: int, destination: int, moved: int, done: int) -> list[int]:
    """The hours of the lines once `moved` hundredths left one line for another; the total does not change.

    Refuses more than the line still has beyond the hours already done there: what was worked stays where it was.
    """
    if source == destination:
        raise Refused("move_same", field="move_to")
    if moved <= 0:
        raise Refused("hours_positive", field="move_hours")
    free = max(0, hours[source] - done)
    if moved > free:
        raise Refused("move_done", field="move_hours", done=done, free=free)
    plan = list(hours)
    plan[source] -= moved
    plan[destination] += moved
    return plan


@dataclass(frozen=True, slots=True)
class Taken:
    """A part of a plan brought below what is already done there; `least` is what must be left to it."""

    who: Who
    done: int
    least: int


def taken_away(before: Mapping[Who, int], after: Mapping[Who, int], done: Mapping[Who, int]) -> list[Taken]:
    """Where a new version would take away hours already done (hundredths).

    A part that already went beyond the plan may stay as it was planned: its overrun is shown, and never lost. A part
    may not be brought down below what was done.
    """
    return [
        Taken(who, done[who], min(planned, done[who]))
        for who, planned in before.items()
        if after.get(who, 0) < min(planned, done.get(who, 0))
    ]


@dataclass(frozen=True, slots=True)
class Change:
    """A part of a plan before and after a new version; None where it was not, or is no more."""

    who: Who
    before: int | None
    after: int | None


def changes(before: Mapping[Who, int], after: Mapping[Who, int]) -> list[Change]:
    """What a version changes, in the order of the new plan, then what it gives up."""
    order = [*after, *(who for who in before if who not in after)]
    return [
        Change(who, before.get(who), after.get(who)) for who in order if before.get(who) != after.get(who)
    ]
