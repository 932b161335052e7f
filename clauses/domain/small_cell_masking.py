"""Which counts of persons may be published, so that no small one can be read or worked out from the others? (R21)

A count from 1 to 4 is not shown. Where the total of a group is published, one hidden count would be found by taking the
others away: the next smallest is hidden too, and more of them as long as a hidden count has one possible value only. Where no
other count is left, the small ones and the zeros of the group are all said « masqué », so that its total can be kept.

What a reader knows is taken as: every count shown, every sum published, that « < 5 » stands for 1 to 4, « masqué » for 5
or more where it is so, and for anything below that too where it is small or none. A hidden count is safe when there is another table that publishes exactly the same and differs there.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

_TRIES = 4_000  # of other tables, before a count is taken as unsafe


class TooHard(Exception):
    """What may be published was not found in the tries allowed."""


class Shown(StrEnum):
    """How a count is published."""

    PLAIN = "plain"
    UNDER = "under"  # « < 5 »
    HIDDEN = "hidden"  # « masqué »: it would give a small one away, or nothing of its size can be said


@dataclass(frozen=True, slots=True)
class Sum:
    """A published total and the counts that make it; a total may itself be a part of another."""

    total: str
    parts: tuple[str, ...]


def mask(
    counts: Mapping[str, int], sums: Iterable[Sum], minimum: int = 5, *, fixed: Mapping[str, Shown] | None = None,
    unseen: Mapping[str, int] | None = None, tries: int | None = None,
) -> dict[str, Shown]:  # fmt: skip
    """How each count is published, totals included. Counts are whole numbers, 0 or more; sums name cells of `counts`.

    Groups may cross (a table with its two margins) or nest (communes, territories, region). `fixed` are the cells that
    were published before, as they were: nothing of them can be hidden any more. `unseen` are those that nobody publishes
    and that a reader may work out: a small one must not be found either; the sign is what a reader knows of it (1 for
    0 or more, -1 for 0 or less, 0 for either). Raises TooHard where more than so many `tries` of other tables are needed.
    """
    table = _Table(dict(counts), tuple(sums), minimum, dict(fixed or {}), dict(unseen or {}), tries)
    to_check = [cell for cell in counts if table.secret(cell)]
    while True:
        exposed = [cell for cell in to_check if not table.safe(cell)]
        if not exposed:
            return table.seen()
        hidden = next((found for way in table.ways for one in exposed if (found := way(one))), None)
        if hidden:  # that may be enough for the others: what was safe stays so, look again at the rest
            again = {*exposed, *hidden}
            to_check = [cell for cell in counts if cell in again]
        elif table.say_no_size_around(exposed):
            to_check = [cell for cell in counts if table.secret(cell)]
        else:
            return table.seen()


def with_hours_hidden(counts: Mapping[str, int], shown: Mapping[str, Shown], minimum: int) -> frozenset[str]:
    """The counts of one published sum whose hours, or share of the hours, are hidden too (R7-4).

    Those of every hidden count; and, where the hidden counts are together fewer than the minimum, of the next smallest
    as well: the total less the rows would be the hours of one or two persons, and one of them would read the other's.
    """
    hidden = {cell for cell in counts if shown[cell] is not Shown.PLAIN}
    others = sorted(
        (cell for cell in counts if cell not in hidden and counts[cell]), key=lambda one: (counts[one], one)
    )
    while others and 0 < sum(counts[cell] for cell in hidden) < minimum:
        hidden.add(others.pop(0))
    return frozenset(hidden)


class _Table:
    """The counts, how each is shown so far, and the groups that each one is in."""

    def __init__(
        self, counts: dict[str, int], sums: tuple[Sum, ...], minimum: int, fixed: dict[str, Shown],
        unseen: dict[str, int], tries: int | None,
    ) -> None:  # fmt: skip
        self.tries = tries
        self.counts, self.minimum, self.fixed, self.unseen = counts, minimum, fixed, unseen
        self.groups = [(one.total, *one.parts) for one in sums]
        self.shown = {
            cell: fixed.get(cell) or (Shown.UNDER if 0 < n < minimum else Shown.PLAIN)
            for cell, n in counts.items()
        }
        self._moves: dict[tuple[int, int], list[tuple[str, int]]] = {}  # until something more is hidden
        self.groups_of: dict[str, list[int]] = {cell: [] for cell in counts}
        for at, group in enumerate(self.groups):
            for cell in dict.fromkeys(group):
                self.groups_of[cell].append(at)

    def seen(self) -> dict[str, Shown]:
        return {
            cell: how
            for cell, how in self.shown.items()
            if cell not in self.fixed and cell not in self.unseen
        }

    def secret(self, cell: str) -> bool:
        if cell in self.unseen:
            return 0 < abs(self.counts[cell]) < self.minimum
        return self.shown[cell] is not Shown.PLAIN

    def may_hide(self, cell: str) -> bool:
        return self.shown[cell] is Shown.PLAIN and cell not in self.fixed and cell not in self.unseen

    # ---- what is hidden

    @property
    def ways(self) -> tuple[Callable[[str], list[str]], ...]:
        """What may be hidden around a count that can be worked out, the least first; each gives what it hid."""
        return self._alone, self._another, self._sizes, self._totals, self._further

    def _alone(self, cell: str) -> list[str]:
        """Where it is the only count unknown of a group, the next smallest there: nothing else can help. A difference
        leaves no choice but the newer count."""
        if cell in self.unseen:
            return self._totals(cell)
        alone = [
            group for group in self._groups(cell) if all(self._known(one) for one in group if one != cell)
        ]
        return self._hide(self._smallest_of(alone))

    def _another(self, cell: str) -> list[str]:
        """The next smallest count shown in each group of this one."""
        return self._hide(self._smallest_of(self._groups(cell)))

    def _smallest_of(self, groups: Iterable[tuple[str, ...]]) -> list[str]:
        chosen = []
        for _, *parts in groups:
            others = [one for one in parts if self.counts[one] and self.may_hide(one)]
            if others:
                chosen.append(min(others, key=lambda one: (self.counts[one], one)))
        return chosen

    def _sizes(self, cell: str) -> list[str]:
        """The sizes of the small counts and of the zeros around it, so that the total may stay."""
        around = [one for _, *parts in self._groups(cell) for one in parts if self._says_its_size(one)]
        return self._hide(around)

    def _totals(self, cell: str) -> list[str]:
        return self._hide([total for total, *_ in self._groups(cell) if self.may_hide(total)])

    def _further(self, cell: str) -> list[str]:
        """The nearest count that is still shown, through those that a reader does not know: one group, then the next."""
        known, edge = {cell}, [cell]
        while edge:
            around = [
                one for at in {a: None for c in edge for a in self.groups_of[c]} for one in self.groups[at]
            ]
            others = [one for one in around if self.counts[one] and self.may_hide(one)]
            if others:
                smallest = min(others, key=lambda one: (self.counts[one], one))
                return self._hide([smallest])
            edge = [one for one in dict.fromkeys(around) if one not in known and not self._known(one)]
            known.update(edge)
        return []

    def _hide(self, cells: list[str]) -> list[str]:
        self.shown.update(dict.fromkeys(cells, Shown.HIDDEN))
        self._moves.clear()
        return cells

    def _groups(self, cell: str) -> list[tuple[str, ...]]:
        return [self.groups[at] for at in self.groups_of[cell]]

    def say_no_size_around(self, exposed: Iterable[str]) -> bool:
        """Nothing is left to hide around them: nothing of their size is said any more. Did that change anything?"""
        changed = False
        for at in {at: None for cell in exposed for at in self.groups_of[cell]}:
            for one in self.groups[at]:
                if self._says_its_size(one):
                    changed = bool(self._hide([one]))
        return changed

    def _says_its_size(self, cell: str) -> bool:
        free = cell not in self.fixed and cell not in self.unseen
        return free and self.counts[cell] < self.minimum and self.shown[cell] is not Shown.HIDDEN

    def _known(self, cell: str) -> bool:
        return cell not in self.unseen and self.shown[cell] is Shown.PLAIN

    # ---- what a reader can work out

    def safe(self, cell: str) -> bool:
        """Is there another table, published in the same way, where this count is one more or one less?"""
        return any(self._bears(cell, step) and self._balances(cell, step) for step in (1, -1))

    def _balances(self, cell: str, step: int) -> bool:
        tries = _TRIES

        def balanced(moves: dict[str, int]) -> bool:
            """Moves one more count in the group that leaves the least choice, as long as one does not add up."""
            nonlocal tries
            tries -= 1
            if tries < 0:
                return False
            if self.tries is not None:
                self.tries -= 1
                if self.tries < 0:
                    raise TooHard
            choices: list[tuple[str, int]] | None = None
            for at, way in self._off(moves):
                here = [one for one in self._movable(at, way) if one[0] not in moves]
                if choices is None or len(here) < len(choices):
                    choices = here
                if not here:
                    return False
            return choices is None or any(balanced({**moves, one: by}) for one, by in choices)

        return balanced({cell: step})

    def _off(self, moves: Mapping[str, int]) -> Iterator[tuple[int, int]]:
        """The groups that do not add up once these counts have moved, and which way their parts must go."""
        for at in sorted({at for cell in moves for at in self.groups_of[cell]}):
            total, *parts = self.groups[at]
            off = sum(moves[one] for one in parts if one in moves) - moves.get(total, 0)
            if off:
                yield at, -1 if off > 0 else 1

    def _movable(self, at: int, way: int) -> list[tuple[str, int]]:
        """The counts of a group that may move so that it adds up again, by one."""
        if (at, way) not in self._moves:
            total, *parts = self.groups[at]
            steps = [*((part, way) for part in parts), (total, -way)]
            self._moves[at, way] = [(one, by) for one, by in steps if self._bears(one, by)]
        return self._moves[at, way]

    def _bears(self, cell: str, by: int) -> bool:
        value = self.counts[cell] + by
        if cell in self.unseen:
            return value * self.unseen[cell] >= 0
        if self.shown[cell] is Shown.UNDER:
            return 1 <= value < self.minimum
        return self.shown[cell] is Shown.HIDDEN and value >= self._least(cell)

    def _least(self, cell: str) -> int:
        """The least that « masqué » may stand for here: a small count said « masqué » is any count, or none."""
        return self.minimum if self.counts[cell] >= self.minimum else 0
