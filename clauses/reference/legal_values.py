"""What was the SMIC, or the hourly ceiling of social security, on a day? Dated values, each with its source.

A multiple written in a contract takes the value of the day that the contract fixes, never that of today. After the
last day for which a value is known, and before the first, the answer is None: a figure is never stretched.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from clauses.domain.kinds_decisions import PriceUnit


@dataclass(frozen=True, slots=True)
class LegalValue:
    """A value in cents, from a day; `known_to` is the last day for which it is sure, None while another one follows."""

    unit: PriceUnit
    effective_from: date
    known_to: date | None
    cents: int
    source: str


@cache
def values() -> tuple[LegalValue, ...]:
    """All the values, by unit and day."""
    text = (files("clauses.reference") / "data" / "legal-values.csv").read_text("utf-8")
    rows = [
        LegalValue(
            PriceUnit(row["unit"]), date.fromisoformat(row["effective_from"]),
            date.fromisoformat(row["known_to"]) if row["known_to"] else None, int(row["cents"]), row["source"],
        )
        for row in csv.DictReader(text.splitlines())
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda one: (one.unit, one.effective_from)))


def value_on(unit: PriceUnit, on: date) -> int | None:
    """The value in cents on a day; None where it is not known."""
    found = [one for one in values() if one.unit is unit and one.effective_from <= on]
    if not found or (found[-1].known_to is not None and on > found[-1].known_to):
        return None
    return found[-1].cents
