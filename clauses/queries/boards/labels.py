"""Where is the name of each territory written on the map, so that none covers another?

Boxes are in units of the drawing. The same territories always give the same places: nothing is drawn by chance.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

LETTER, ABOVE, BELOW = (
    17,
    26,
    38,
)  # width of a character of the map, and what stands above and below the first line
STEP = 20  # how far a name moves when nowhere of its own is free


@dataclass(frozen=True, slots=True)
class Box:
    """A name on the map, by the middle of its first line."""

    x: int
    y: int
    width: int

    def covers(self, other: "Box") -> bool:
        apart = abs(self.x - other.x) * 2 >= self.width + other.width
        return not apart and abs(self.y - other.y) < ABOVE + BELOW

    def inside(self, width: int, height: int) -> bool:
        half = (self.width + 1) // 2
        return half <= self.x <= width - half and ABOVE <= self.y <= height - BELOW


def wide(texts: Sequence[str]) -> int:
    """The width that the longest of these lines takes."""
    return max(map(len, texts), default=0) * LETTER


def placed(
    wanted: Sequence[tuple[int, Sequence[tuple[int, int]]]], width: int, height: int
) -> list[tuple[int, int]]:
    """The middle of each name, in order: (width of the name, places of its own, the best first).

    The first place of its own that is free and inside the drawing; where none is, the nearest free place around the
    first one. The drawing of a region has room for every name; should it not, names stay on their own
    first place rather than leave the drawing.
    """
    boxes: list[Box] = []
    for wide_, places in wanted:
        free = (
            box
            for x, y in (*places, *_around(places[0], max(width, height)))
            if (box := Box(x, y, wide_)).inside(width, height) and not any(box.covers(one) for one in boxes)
        )
        boxes.append(next(free, Box(*places[0], wide_)))
    return [(one.x, one.y) for one in boxes]


def _around(place: tuple[int, int], far: int) -> Iterator[tuple[int, int]]:
    return ((place[0] + dx, place[1] + dy) for dx, dy in _moves(far))


@cache
def _moves(far: int) -> tuple[tuple[int, int], ...]:
    """By how much a name may move, the shortest first."""
    side = range(-far // STEP * STEP, far + 1, STEP)
    return tuple(
        sorted(((x, y) for x in side for y in side), key=lambda one: (one[0] ** 2 + one[1] ** 2, one))
    )
