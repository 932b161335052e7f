"""How is the difference between two figures told apart into reasons that sum to it exactly?

Hours are hundredths. Each line that counts in one report and not in the other has one reason, so that nothing is told
twice; what the reasons do not sum to is said to be unexplained, never spread over them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from clauses.domain.kinds_reconciliation import MonthRead, PlaceRead, Reason, SharedRead


@dataclass(frozen=True, slots=True)
class Reading:
    """How a report is read; as it was published unless it says otherwise."""

    month: MonthRead = MonthRead.WORKED
    place: PlaceRead = PlaceRead.MARKET
    shared: SharedRead = SharedRead.ONCE


PUBLISHED = Reading()


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure in two reports; None where a report does not print it. `parts` are signed, from the first to the second."""

    first: int | None
    second: int | None
    parts: Mapping[Reason, int]

    @property
    def difference(self) -> int:
        return (self.second or 0) - (self.first or 0)

    @property
    def unexplained(self) -> int:
        return self.difference - sum(self.parts.values())


def read_otherwise(published: int | None, moved: Mapping[Reason, int] | None) -> int | None:
    """A published figure once the report is read otherwise: what the reading moves is added to what was printed."""
    added = sum((moved or {}).values())
    return published if published is None and not added else (published or 0) + added
