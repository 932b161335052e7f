"""Which hours count, for whom, and as they were known on which day?

Every total is a sum of signed lines. A line is never changed: a mistake is corrected by a line of the exact opposite
that points at it. Hours are hundredths.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from clauses.domain.kinds import Modality

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Line:
    """Signed hours of one person in one month on one lot; `recorded_on` is the day they became known."""

    id: int
    month: date
    hours: int
    lot_id: int
    participant_id: int
    employer_id: int
    modality: Modality
    recorded_on: date
    reverses_id: int | None = None


class Ledger:
    """An unchangeable set of lines; their order does not matter."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self.lines: tuple[Line, ...] = tuple(lines)

    @cached_property
    def total(self) -> int:
        return sum(line.hours for line in self.lines)

    def by_month(self) -> dict[date, int]:
        """Hours of each month that has lines, oldest first."""
        return dict(sorted(self._by(lambda line: line.month).items()))

    def by_modality(self) -> dict[Modality, int]:
        return self._by(lambda line: line.modality)

    def by_employer(self) -> dict[int, int]:
        return self._by(lambda line: line.employer_id)

    def by_lot(self) -> dict[int, int]:
        return self._by(lambda line: line.lot_id)

    def up_to(self, month_end: date, known_on: date | None = None) -> "Ledger":
        """The hours worked until a month included, as they were known on a day: the same figures for ever."""
        return Ledger(
            line
            for line in self.lines
            if line.month <= month_end and (known_on is None or line.recorded_on <= known_on)
        )

    def live(self) -> list[Line]:
        """The lines that still count one by one: neither reversed, nor a reversal."""
        reversed_ids = {line.reverses_id for line in self.lines}
        return [line for line in self.lines if line.reverses_id is None and line.id not in reversed_ids]

    def faults(self) -> list[str]:
        """What is wrong, one code each time it is found; empty for a sound ledger.

        `reversal_without_original`, `reversed_twice`, `not_the_opposite` (hours, or whose they are),
        `negative_without_reversal`, `id_twice`.
        """
        lines = {line.id: line for line in self.lines}
        found = ["id_twice"] * (len(self.lines) - len(lines))
        times = Counter(line.reverses_id for line in self.lines if line.reverses_id is not None)
        found += ["reversed_twice"] * sum(n > 1 for n in times.values())
        for line in self.lines:
            if line.reverses_id is None:
                if line.hours < 0:
                    found.append("negative_without_reversal")
                continue
            original = lines.get(line.reverses_id)
            if original is None or original.reverses_id is not None:
                found.append("reversal_without_original")
            elif line.hours != -original.hours or _whose(line) != _whose(original):
                found.append("not_the_opposite")
        return found

    def _by(self, key: Callable[[Line], Key]) -> dict[Key, int]:
        sums: dict[Key, int] = {}
        for line in self.lines:
            sums[key(line)] = sums.get(key(line), 0) + line.hours
        return sums


def _whose(line: Line) -> tuple[object, ...]:
    return line.month, line.lot_id, line.participant_id, line.employer_id, line.modality
