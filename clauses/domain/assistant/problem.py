"""What is asked of the assistant, and what may answer it? Values only: the snapshot of what was known.

Hours are hundredths. Months are the dates of their first day; every list of hours by month follows `Problem.months`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from math import gcd

from clauses.domain.kinds import EmployerKind, Modality

BY_KIND: dict[EmployerKind, Modality] = {
    EmployerKind.AI: Modality.AI_PLACEMENT,
    EmployerKind.ETTI: Modality.ETTI_PLACEMENT,
    EmployerKind.GEIQ: Modality.GEIQ_PLACEMENT,
    EmployerKind.EI: Modality.SUBCONTRACT_EI,
    EmployerKind.EITI: Modality.SUBCONTRACT_EI,
    EmployerKind.ACI: Modality.SUBCONTRACT_ACI,
    EmployerKind.EA: Modality.SUBCONTRACT_EA,
    EmployerKind.EATT: Modality.SUBCONTRACT_EA,
    EmployerKind.ESAT: Modality.SUBCONTRACT_EA,
}  # how a structure of each kind takes hours of a lot that it does not hold
FULL_MONTH = 15167  # one person full time during a month: 35 h x 52 / 12
RELAYED = (
    Modality.AI_PLACEMENT,
    Modality.ETTI_PLACEMENT,
)  # the two between which a person may be handed over


@dataclass(frozen=True, slots=True)
class Kept:
    """Hours already done on a lot: whatever plan is made, they stay with who did them."""

    structure_id: int | None
    modality: Modality
    hours: int
    persons: int


@dataclass(frozen=True, slots=True)
class Need:
    """Hours still to share out on a lot, in months that follow each other, and what its company declared.

    `wished` are the hours declared by modality; `undefined` those that it left to the resource person.
    """

    commitment_id: int
    title: str
    trade: str | None
    hours: int
    first: date
    last: date
    wished: tuple[tuple[Modality, int], ...] = ()
    undefined: int = 0
    kept: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """A structure that could take hours of a need by a modality.

    `room` names the hours it shares with its other options: None draws on nothing shared. `limit` bounds this option
    alone. `km` is None where a place is unknown. `structure_id` is None for the company itself.
    """

    need: int
    structure_id: int | None
    name: str
    modality: Modality
    km: int | None
    room: int | None
    limit: int | None = None
    wished: int = 0  # hours that the declaration gives to this structure by this modality
    untold: bool = False  # it has not said what it can offer: the declaration alone speaks for it


@dataclass(frozen=True, slots=True)
class Room:
    """The hours that a structure can still offer in a trade, month by month."""

    structure_id: int
    trade: str
    hours: tuple[int, ...]


@dataclass(frozen=True)
class Problem:
    """Needs, options and rooms of one question; `relay_hours` is what one person may do in an AI (R6, R8)."""

    months: tuple[date, ...]
    needs: tuple[Need, ...]
    options: tuple[Option, ...]
    rooms: tuple[Room, ...]
    relay_hours: int
    person_month: int = FULL_MONTH
    left_out: tuple[tuple[str, int], ...] = field(default=())  # why structures are not here, and how many

    @cached_property
    def unit(self) -> int:
        """The step of the hours proposed, in hundredths: the whole hour, unless a need is finer."""
        return gcd(100, *(need.hours for need in self.needs))

    @cached_property
    def by_need(self) -> tuple[tuple[int, ...], ...]:
        """The options of each need, by their place."""
        found: list[list[int]] = [[] for _ in self.needs]
        for place, option in enumerate(self.options):
            found[option.need].append(place)
        return tuple(tuple(places) for places in found)

    def span(self, need: Need) -> range:
        """The places, in `months`, of the months in which this need may be done."""
        return range(self.months.index(need.first), self.months.index(need.last) + 1)

    def open_months(self, option: Option) -> list[tuple[int, int]]:
        """The months in which an option has hours, with these hours in units (of its whole room)."""
        need = self.needs[option.need]
        if option.room is None:
            most = need.hours // self.unit
            return [(month, most) for month in self.span(need)]
        hours = self.rooms[option.room].hours
        return [(month, units) for month in self.span(need) if (units := hours[month] // self.unit) > 0]

    def reach(self, option: Option, persons: int | None = None) -> int:
        """The most units that an option alone could take, with this number of persons (None: as many as needed)."""
        need = self.needs[option.need]
        each_month = self.person_month // self.unit
        found = sum(
            min(units, each_month * persons) if persons is not None else units
            for _, units in self.open_months(option)
        )
        found = min(found, need.hours // self.unit)
        if option.limit is not None:
            found = min(found, option.limit // self.unit)
        if persons is not None and option.modality is Modality.AI_PLACEMENT:
            found = min(found, self.relay_hours // self.unit * persons)
        return found


@dataclass(frozen=True, slots=True)
class Share:
    """Hours of a need given to an option, by how many persons and in which months (hundredths, by place)."""

    option: int
    hours: int
    persons: int
    months: tuple[tuple[int, int], ...]

    @property
    def first(self) -> int:
        return self.months[0][0]

    @property
    def last(self) -> int:
        return self.months[-1][0]

    @property
    def even(self) -> bool:
        """Is the same number of hours done every month, to the hundredth that division leaves?"""
        hours = [each for _, each in self.months]
        return max(hours) - min(hours) <= 1 and self.last - self.first + 1 == len(self.months)


@dataclass(frozen=True, slots=True)
class Plan:
    """One way to share out: who does what, how many persons pass from an AI to an ETTI, what could not be given."""

    shares: tuple[Share, ...]
    relayed: tuple[int, ...]  # persons, by need
    missing: tuple[int, ...]  # hours, by need


def faults(problem: Problem, plan: Plan) -> list[str]:
    """What a plan does that it may not; empty for every plan that is shown. Codes, with the place of the culprit."""
    found = []
    given = [0] * len(problem.needs)
    drawn: dict[tuple[int, int], tuple[int, int]] = {}
    for share in plan.shares:
        option = problem.options[share.option]
        given[option.need] += share.hours
        if share.hours <= 0 or share.persons < 1 or sum(hours for _, hours in share.months) != share.hours:
            found.append(f"share:{share.option}")
        if option.limit is not None and share.hours > option.limit:
            found.append(f"limit:{share.option}")
        if option.modality is Modality.AI_PLACEMENT and share.hours > share.persons * problem.relay_hours:
            found.append(f"relay:{share.option}")
        span = problem.span(problem.needs[option.need])
        for month, hours in share.months:
            if month not in span or hours > share.persons * problem.person_month:
                found.append(f"month:{share.option}:{month}")
            if option.room is not None:
                total, lines = drawn.get((option.room, month), (0, 0))
                drawn[option.room, month] = (total + hours, lines + 1)
    for (room, month), (total, lines) in drawn.items():
        if (
            total > problem.rooms[room].hours[month] + lines
        ):  # a hundredth a line, from dividing hours by months
            found.append(f"room:{room}:{month}")
    for place, need in enumerate(problem.needs):
        if given[place] + plan.missing[place] != need.hours:
            found.append(f"need:{place}")
    return found


def relayed_at_most(problem: Problem, shares: Sequence[Share], need: int) -> int:
    """Persons of a need who can pass from the AI to the ETTI: the ETTI begins once the AI has ended, or in
    that very month within a full month each."""
    mine = [share for share in shares if problem.options[share.option].need == need]
    left = [s for s in mine if problem.options[s.option].modality is Modality.AI_PLACEMENT]
    joined = [s for s in mine if problem.options[s.option].modality is Modality.ETTI_PLACEMENT]
    if not left or not joined:
        return 0
    ends, begins = max(s.last for s in left), min(s.first for s in joined)
    if ends > begins:
        return 0
    before, after = (sum(s.persons for s in side) for side in (left, joined))
    busy = sum(hours for s in (*left, *joined) for month, hours in s.months if month == begins == ends)
    needed = -(
        -busy // problem.person_month
    )  # in the month of the hand-over, nobody does more than a full month
    return max(0, min(before, after, before + after - needed))
