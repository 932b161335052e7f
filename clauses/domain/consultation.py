"""May one still ask, answer or rectify, and what does a rectification change?

A consultation takes questions and answers until its offers are due, that day included. A date of offers already
published is never brought forward.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from clauses.domain.kinds import MarketState

LONGEST_TEXT = 3000
LONGEST_REASON = 500


def offers_are_in(deadline: date | None, on: date) -> bool:
    """Is the last day to hand in an offer over? A result may be declared from then on; without a day, at once."""
    return deadline is None or on > deadline


class Rectified(StrEnum):
    """What a rectification may change; the value is what the record keeps."""

    HOURS = "hours"
    DEADLINE = "offers_deadline"
    START = "exec_start"
    MONTHS = "exec_months"


@dataclass(frozen=True, slots=True)
class Terms:
    """What candidates build their offer on; `hours` in hundredths by number of lot."""

    offers_deadline: date | None
    exec_start: date | None
    exec_months: int | None
    hours: Mapping[int, int | None]


@dataclass(frozen=True, slots=True)
class Change:
    """One value before and after; `lot` is a number for hours, None for the market's own dates."""

    what: Rectified
    before: date | int | None
    after: date | int | None
    lot: int | None = None


def is_open(state: MarketState, offers_deadline: date | None, on: date) -> bool:
    """Published, and its offers not due yet or due today."""
    return state is MarketState.PUBLISHED and (offers_deadline is None or on <= offers_deadline)


def answer_by(offers_deadline: date | None, days: int) -> date | None:
    """The last day of an answer that leaves `days` days before the offers."""
    return offers_deadline - timedelta(days=days) if offers_deadline else None


def changes(before: Terms, after: Terms) -> list[Change]:
    """What differs, the lots first, then the dates."""
    found = [
        Change(Rectified.HOURS, before.hours[lot], hours, lot)
        for lot, hours in sorted(after.hours.items())
        if lot in before.hours and before.hours[lot] != hours
    ]
    for what in (Rectified.DEADLINE, Rectified.START, Rectified.MONTHS):
        old, new = getattr(before, what.value), getattr(after, what.value)
        if old != new:
            found.append(Change(what, old, new))
    return found


def needs_more_time(found: list[Change]) -> bool:
    """A volume changes while the offers stay due on the same day: an extension is advised."""
    kinds = {one.what for one in found}
    return Rectified.HOURS in kinds and Rectified.DEADLINE not in kinds
