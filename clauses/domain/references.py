"""Which value does the region propose for a calculation on a day: a labour share, an hourly cost?

A value takes effect from a day on and never before the day it was recorded; the one before it stays written. The last
one to take effect stands, and of two that begin the same day the last recorded. Shares are basis points, costs cents.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from clauses.domain.errors import Refused


class ReferenceKind(StrEnum):
    """What the region may set."""

    LABOUR_SHARE = "labour_share"
    HOURLY_COST = "hourly_cost"


# What a calculation accepts at all: 1 to 100 % of the amount, 15 to 120 € an hour.
BOUNDS: dict[ReferenceKind, tuple[int, int]] = {
    ReferenceKind.LABOUR_SHARE: (100, 10_000),
    ReferenceKind.HOURLY_COST: (15_00, 120_00),
}


class Dated(Protocol):
    """A value and the day it takes effect, in the order they were recorded."""

    @property
    def effective_from(self) -> date: ...


Version = TypeVar("Version", bound=Dated)


def in_force(versions: Iterable[Version], on: date) -> Version | None:
    """The version that stands on a day, `versions` being in the order they were recorded; None before the first."""
    found = [one for one in versions if one.effective_from <= on]
    return max(enumerate(found), key=lambda pair: (pair[1].effective_from, pair[0]))[1] if found else None


@dataclass(frozen=True, slots=True)
class NewValue:
    """What somebody proposes to record."""

    value: int
    effective_from: date
    reason: str


def check(kind: ReferenceKind, new: NewValue, *, on: date, before: int | None) -> None:
    """Refuse a value that begins in the past, is out of bounds, or changes nothing; `before` stands on its first day."""
    if new.effective_from < on:
        raise Refused("reference_past", field="ref_from")
    low, high = BOUNDS[kind]
    if not low <= new.value <= high:
        raise Refused(f"reference_{kind.value}", field="ref_value", low=low, high=high)
    if new.value == before:
        raise Refused("reference_same", field="ref_value", day=new.effective_from)
