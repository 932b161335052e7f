"""Which counts of persons may be published, beside all that was published before of the same thing? (R21, differencing)

A count that is large enough today gives a small one away when another release holds the same persons but a few: the year
at the end of March taken from the year at the end of April, the provisional figure from the corrected one, a quarter
from its year. So the difference of two releases is treated as one more count, that nobody prints and that a reader works
out: a difference from 1 to 4 must keep two possible values at least, under all that both releases publish. Two releases
of the same months that count as many somewhere count the same persons there: what one of them prints is known in the other.

Two releases can be subtracted when the months of one are all months of the other. Two quarters cannot: persons leave
and come between them, and their difference counts nobody.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from clauses.domain.small_cell_masking import Shown, Sum, mask


@dataclass(frozen=True, slots=True)
class Release:
    """Counts as they were published together: of the months from `first` (None: since the beginning) to `last`."""

    first: date | None
    last: date
    counts: Mapping[str, int]
    shown: Mapping[str, Shown]
    sums: tuple[Sum, ...]


def wider(new: tuple[date | None, date], old: tuple[date | None, date]) -> int | None:
    """1 where the new months hold the old ones and more, -1 where the old ones hold the new, 0 for the same months.

    None where neither holds the other: nothing is counted by their difference.
    """
    if new == old:
        return 0
    (first, last), (was_first, was_last) = new, old
    if last >= was_last and _begins_before(first, was_first):
        return 1
    return -1 if was_last >= last and _begins_before(was_first, first) else None


def _begins_before(one: date | None, other: date | None) -> bool:
    return one is None or (other is not None and one <= other)


def guarded(
    first: date | None, last: date, counts: Mapping[str, int], sums: Iterable[Sum], minimum: int,
    earlier: Sequence[Release] = (), *, given: Mapping[str, Shown] | None = None,
    tries: int | None = None,
) -> dict[str, Shown]:  # fmt: skip
    """How each count of a new release is published, so that nothing small is read in it nor between it and the earlier ones.

    The same figures published again are published in the same way. `given` are the counts that a reader has from
    elsewhere, as they have them: nothing of them can be hidden here, nor of how they moved. Raises TooHard beyond so many
    `tries`.
    """
    given = dict(given or {})
    sums = tuple(sums)
    comparable = [
        (one, held) for one in earlier if (held := wider((first, last), (one.first, one.last))) is not None
    ]
    for one, _ in comparable:
        if (one.first, one.last, dict(one.counts)) == (first, last, dict(counts)) and one.sums == sums:
            return dict(one.shown)
    cells, groups = dict(counts), list(sums)
    fixed: dict[str, Shown] = {}
    unseen: dict[str, int] = {}
    known: dict[str, Shown] = {}
    for at, (one, held) in enumerate(_distinct(comparable)):
        named = {cell: f"{at} {cell}" for cell in one.counts}
        cells.update({named[cell]: n for cell, n in one.counts.items()})
        fixed.update({named[cell]: one.shown[cell] for cell in one.counts})
        groups += [Sum(named[s.total], tuple(named[part] for part in s.parts)) for s in one.sums]
        for cell in (cell for cell in one.counts if cell in counts):
            apart = f"{at} apart {cell}"
            if cell in given:
                if given[cell] is Shown.PLAIN and one.shown[cell] is Shown.PLAIN:
                    cells[apart], fixed[apart] = counts[cell] - one.counts[cell], Shown.PLAIN
                continue
            cells[apart] = counts[cell] - one.counts[cell]
            if held == 0 and not cells[apart]:  # of the same months: a reader takes one for the other
                fixed[apart] = Shown.PLAIN
                if one.shown[cell] is Shown.PLAIN:  # it is known: hiding it here would hide nothing
                    known[cell] = Shown.PLAIN
                groups.append(Sum(cell, (apart, named[cell])))
                continue
            # Hours taken back may leave fewer persons in more months: the reader is then not held to be misled.
            unseen[apart] = held if cells[apart] * held >= 0 else 0
            groups.append(Sum(cell, (apart, named[cell])))  # the shortest way first
    # The differences first: what they ask to hide may be enough for the rest.
    in_order = {cell: cells[cell] for cell in (*unseen, *counts, *fixed)}
    known.update(given)
    found = mask(in_order, groups, minimum, fixed={**fixed, **known}, unseen=unseen, tries=tries)
    return {cell: known.get(cell) or found[cell] for cell in counts}


def _distinct(comparable: Iterable[tuple[Release, int]]) -> list[tuple[Release, int]]:
    """Each publication once: the same figures in the same words teach nothing more."""
    found: list[tuple[Release, int]] = []
    for one, held in comparable:
        if not any(
            (held, one.counts, one.shown, one.sums) == (h, o.counts, o.shown, o.sums) for o, h in found
        ):
            found.append((one, held))
    return found


def at_least(
    cell: str, count: int, release: tuple[date | None, date], earlier: Iterable[Release]
) -> int | None:
    """What may be said of a hidden count: the most that was printed of it over months that these hold.

    None where nothing was, or where hours were taken back since. A reader knew it already.
    """
    floors = [
        one.counts[cell]
        for one in earlier
        if one.shown.get(cell) is Shown.PLAIN and wider(release, (one.first, one.last)) == 1
    ]
    return max(floors) if floors and 0 < max(floors) <= count else None
