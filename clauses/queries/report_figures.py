"""Which figures of hours does a made report print, and what does each count? Read from what was frozen, never recomputed.

A figure is known by what its lines have in common: all of them, a modality, a structure, a lot, a market, a buyer or a
territory. Hours are hundredths.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from clauses.wording import parsing

Figure = tuple[str, str]  # (level, number): ("modality", "ai_placement"), ("total", "")
TOTAL: Figure = ("total", "")
RESERVED: Figure = ("reserved", "")
LEVELS = ("total", "reserved", "territory", "buyer", "market", "lot", "modality", "employer")


def figure_of(opening: Mapping[str, str]) -> Figure | None:
    """The figure that an opening leads to; None where it counts other months than its report, or crosses two levels."""
    asked = {name: value for name, value in opening.items() if name != "reserved"}
    if not asked:
        return RESERVED if opening.get("reserved") == "1" else TOTAL
    if len(asked) > 1 or opening.get("reserved") == "1":
        return None
    [(name, value)] = asked.items()
    return (name, value) if name in LEVELS else None


def printed(tables: Mapping[str, Any]) -> dict[Figure, int]:
    """Every figure of hours of a snapshot, as it was printed; an empty cell prints none."""
    found: dict[Figure, int] = {}
    for opening, text in _cells(tables):
        figure, hours = figure_of(opening), _hours(text)
        if figure is not None and hours is not None:
            found.setdefault(figure, hours)
    return found


def keeps_reserved_beside(tables: Mapping[str, Any]) -> bool:
    """Are reserved hours left out of the total (R7-5)? Reports made before they were added them in."""
    return any(opening == {"reserved": "0"} for opening, _ in _cells(tables))


def _cells(tables: Mapping[str, Any]) -> Iterator[tuple[dict[str, str], str]]:
    for table in tables["tables"]:
        opened = [(row, opening) for row, opening in zip(table["rows"], table["opens"], strict=True)]
        if table["total"]:
            opened.append((table["total"], table["total_opens"]))
        for row, opening in opened:
            if opening is None:
                continue
            for (_, kind, opens), cell in zip(table["columns"], row, strict=True):
                if opens and kind in ("hours", "text") and cell:
                    yield opening, cell


def _hours(text: str) -> int | None:
    if not text.endswith("h"):
        return None
    try:
        return parsing.hours(text)
    except parsing.NotUnderstood:
        return None
