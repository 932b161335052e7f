"""Where does each mark of the map stand, and which shape says its kind? A shape and a colour a kind, an area a number."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from clauses.domain.kinds import EmployerKind
from clauses.queries.partners.supply import Spot
from clauses.reference.outlines import Drawing
from clauses.wording import partners as words
from clauses.wording.labels import label

COLUMNS = (
    EmployerKind.AI,
    EmployerKind.ETTI,
    EmployerKind.EI,
    EmployerKind.ACI,
)  # the others are drawn alike
# Corners of each shape around its centre, for a radius of one; none: a circle.
CORNERS: dict[EmployerKind | None, tuple[tuple[float, float], ...]] = {
    EmployerKind.AI: (),
    EmployerKind.ETTI: ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    EmployerKind.EI: ((0, -1.2), (1.1, 0.8), (-1.1, 0.8)),
    EmployerKind.ACI: ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
    None: ((-1.1, 0), (-0.55, -0.95), (0.55, -0.95), (1.1, 0), (0.55, 0.95), (-0.55, 0.95)),
}
ONE = 7  # radius of a single structure, in units of the drawing
GAP = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """One shape of the map; `points` empty for a circle."""

    kind: str  # the end of its class: ai, etti, ei, aci, other
    x: float
    y: int
    radius: float
    points: str
    told: str


def column_of(kind: EmployerKind) -> EmployerKind | None:
    """The column a kind is counted in; None for the others together."""
    return kind if kind in COLUMNS else None


def columns(kinds: dict[EmployerKind, int]) -> list[int]:
    """How many of each column, the others last."""
    return [sum(n for kind, n in kinds.items() if column_of(kind) is column) for column in (*COLUMNS, None)]


def marks(drawing: Drawing, spots: Iterable[Spot]) -> list[Mark]:
    """The shapes of every commune, side by side around its centre; the largest communes first, so under the others."""
    ordered = sorted(spots, key=lambda spot: (-spot.total, spot.commune.code))
    return [mark for spot in ordered for mark in _marks(drawing, spot)]


def _marks(drawing: Drawing, spot: Spot) -> list[Mark]:
    x, y = drawing.at(spot.commune.lat, spot.commune.lon)
    counts = [(column, n) for column, n in zip((*COLUMNS, None), columns(spot.kinds), strict=True) if n]
    radii = [ONE * math.sqrt(n) for _, n in counts]
    left = x - (2 * sum(radii) + GAP * (len(radii) - 1)) / 2
    found = []
    for (column, n), radius in zip(counts, radii, strict=True):
        centre = round(left + radius, 1)
        corners = " ".join(
            f"{round(centre + dx * radius, 1)},{round(y + dy * radius, 1)}" for dx, dy in CORNERS[column]
        )
        name = label(column) if column else words.OTHERS
        told = words.MARK.format(commune=spot.commune.name, kind=name, n=n)
        found.append(Mark(class_of(column), centre, y, round(radius, 1), corners, told))
        left += 2 * radius + GAP
    return found


def class_of(column: EmployerKind | None) -> str:
    return column.value.lower() if column else "other"


def legend() -> list[tuple[str, str, str]]:
    """(class, name, corners) of each shape, drawn in a square of 20 units."""
    return [
        (class_of(column), label(column) if column else words.OTHERS,
         " ".join(f"{10 + 7 * dx},{10 + 7 * dy}" for dx, dy in CORNERS[column]))
        for column in (*COLUMNS, None)
    ]  # fmt: skip
