"""What is a home page made of? Figures that lead to their list, charts whose title is what they show, and links."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from clauses.domain.kinds import Modality
from clauses.queries.curves import Curve


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure in words: the number with its unit, the sentence that compares it, the list that makes it.

    `tone` marks what waits for an act.
    """

    label: str
    value: str
    note: str
    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)
    tone: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Hours of one modality (hundredths)."""

    modality: Modality
    hours: int


@dataclass(frozen=True, slots=True)
class Column:
    """One month: the hours validated by modality, and those expected in that month (hundredths)."""

    month: date
    parts: tuple[Part, ...]
    expected: int

    @property
    def total(self) -> int:
        return sum(one.hours for one in self.parts)

    def hours_of(self, modality: Modality) -> int:
        return sum(one.hours for one in self.parts if one.modality is modality)


@dataclass(frozen=True, slots=True)
class Columns:
    """Stacked columns month after month; `order` are the modalities that appear, in their fixed order."""

    title: str
    columns: tuple[Column, ...]

    @property
    def order(self) -> list[Modality]:
        seen = {part.modality for column in self.columns for part in column.parts}
        return [one for one in Modality if one in seen]

    @property
    def top(self) -> int:
        return max([max(one.total, one.expected) for one in self.columns], default=0)


@dataclass(frozen=True, slots=True)
class Bar:
    """Hours by modality in one bar (hundredths); the title is what it shows."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """An act that deserves a look, and when; who did it is read in the journal."""

    what: str
    at: datetime
    line: int  # of the journal


@dataclass(slots=True)
class Board:
    """A home page below its list of what to do; an empty chart is absent."""

    figures: list[Figure] = field(default_factory=list)
    columns: Columns | None = None
    modalities: Bar | None = None
    plane: Any = None
    territories: Any = None
    curves: list[tuple[Curve, Link]] = field(default_factory=list)
    months: Any = None
    clause_share: Any = None
    area_map: Any = None
    local_map: Any = None
    supply: Any = None
    relays: Any = None
    exits: Any = None
    acts: list[Act] = field(default_factory=list)
    search: bool = False  # the lot of a payment, by the reference of its market
    links: list[Link] = field(default_factory=list)


def in_order(hours: dict[Modality, int]) -> tuple[Part, ...]:
    """The parts in their fixed order; what was taken back whole is left out."""
    return tuple(Part(one, hours[one]) for one in Modality if hours.get(one, 0) > 0)
