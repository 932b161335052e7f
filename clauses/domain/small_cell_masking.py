"""Which counts of persons may be published, so that no small one can be read or worked out from the others? (R21)

A count from 1 to 4 is not shown. Where the total of a group is published, one hidden count would be found by taking the
others away: the next smallest is hidden too, and more of them as long as a hidden count has one possible value only.

What a reader knows is taken as: every count shown, every sum published, that « < 5 » stands for 1 to 4 and « masqué »
for 5 or more. A hidden count is safe when there is another table that publishes exactly the same and differs there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

_TRIES = 4_000  # of other tables, before a count is taken as unsafe


class Shown(StrEnum):
    """How a count is published."""

    PLAIN = "plain"
    UNDER = "under"  # « < 5 »
    HIDDEN = "hidden"  # « masqué »: large enough, but it would give a small one away


@dataclass(frozen=True, slots=True)
class Sum:
    """A published total and the counts that make it; a total may itself be a part of another."""

    total: str
    parts: tuple[str, ...]


def mask(counts: Mapping[str, int], sums: Iterable[Sum], minimum: int = 5) -> dict[str, Shown]:
    """How each count is published, totals included. Counts are whole numbers, 0 or more; sums name cells of `counts`.

    Groups may cross (a table with its two margins) or nest (communes, territories, region).
    """
    groups = [(one.total, *one.parts) for one in sums]
    shown = {cell: Shown.UNDER if 0 < n < minimum else Shown.PLAIN for cell, n in counts.items()}
    while True:
        exposed = [cell for cell in counts if shown[cell] is not Shown.PLAIN]
        exposed = [cell for cell in exposed if not _safe(cell, counts, shown, groups, minimum)]
        if not exposed:
            return shown
        before = dict(shown)
        for cell in exposed:
            _hide_another(cell, counts, shown, groups)
            if shown != before:  # that may be enough for the others: look again
                break
        if shown == before:  # nothing is left to hide around them: say nothing of their size any more
            for group in groups:
                if any(cell in group for cell in exposed):
                    for cell in group:
                        if shown[cell] is Shown.UNDER:
                            shown[cell] = Shown.HIDDEN
            if shown == before:
                return shown


def _hide_another(
    cell: str, counts: Mapping[str, int], shown: dict[str, Shown], groups: list[tuple[str, ...]]
) -> None:
    """The next smallest count shown in each group of this one; for want of one, the total of the group."""
    for total, *parts in groups:
        if cell != total and cell not in parts:
            continue
        others = [one for one in parts if counts[one] and shown[one] is Shown.PLAIN]
        if others:
            smallest = min(others, key=lambda one: (counts[one], one))
            shown[smallest] = Shown.HIDDEN
        elif shown[total] is Shown.PLAIN:
            shown[total] = Shown.HIDDEN


def _safe(
    cell: str, counts: Mapping[str, int], shown: Mapping[str, Shown], groups: list[tuple[str, ...]],
    minimum: int,
) -> bool:  # fmt: skip
    """Is there another table, published in the same way, where this count is one more or one less?"""
    return any(_moved(cell, step, counts, shown, groups, minimum) for step in (1, -1))


def _moved(
    cell: str, step: int, counts: Mapping[str, int], shown: Mapping[str, Shown],
    groups: list[tuple[str, ...]], minimum: int,
) -> bool:  # fmt: skip
    tries = _TRIES

    def bears(one: str, by: int) -> bool:
        value = counts[one] + by
        if shown[one] is Shown.UNDER:
            return 1 <= value < minimum
        return shown[one] is Shown.HIDDEN and value >= _least(one, counts, minimum)

    def balanced(moves: dict[str, int]) -> bool:
        """Moves one more count in each group that does not add up any more."""
        nonlocal tries
        tries -= 1
        if tries < 0:
            return False
        for total, *parts in groups:
            off = sum(moves.get(one, 0) for one in parts) - moves.get(total, 0)
            if not off:
                continue
            way = -1 if off > 0 else 1
            for one, by in [*((part, way) for part in parts), (total, -way)]:
                if one not in moves and bears(one, by) and balanced({**moves, one: by}):
                    return True
            return False
        return True

    return bears(cell, step) and balanced({cell: step})


def _least(cell: str, counts: Mapping[str, int], minimum: int) -> int:
    """The least value that « masqué » may stand for here: a small count said « masqué » is any count but none."""
    return minimum if counts[cell] >= minimum else 1
