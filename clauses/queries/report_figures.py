"""Which figures of hours does a made report print, and what does each count? Read from what was frozen, never recomputed.

A figure is known by what its lines have in common: all of them, a modality, a structure, a lot, a market, a buyer or a
territory. Hours are hundredths.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from clauses.wording import parsing
from clauses.wording import report as words

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


def targets(tables: Mapping[str, Any]) -> dict[Figure, int]:
    """The targets of a snapshot, by lot, market, buyer or territory, and their total where the table prints one."""
    found: dict[Figure, int] = {}
    for table in tables["tables"]:
        at = next(
            (
                n
                for n, (name, kind, *_) in enumerate(table["columns"])
                if (name, kind) == (words.TARGET, "hours")
            ),
            None,
        )
        if at is None:
            continue
        for row, opening in zip(table["rows"], table["opens"], strict=True):
            figure, hours = figure_of(opening or {}), _hours(row[at])
            if figure is not None and figure not in (TOTAL, RESERVED) and hours is not None:
                found.setdefault(figure, hours)
        if table["total"] and (hours := _hours(table["total"][at])) is not None:
            found.setdefault(TOTAL, hours)
    return found


def facts(tables: Mapping[str, Any]) -> dict[str, str]:
    """The other lines of the head of a report, as printed: those that lead to no line of the ledger."""
    head = next((one for one in tables["tables"] if len(one["columns"]) == 2), None)
    if head is None:
        return {}
    return {
        row[0]: row[1]
        for row, opening in zip(head["rows"], head["opens"], strict=True)
        if opening is None or "figure" in opening or figure_of(opening) is None
    }


def base_of(tables: Mapping[str, Any]) -> int | None:
    """The hours of a full-time equivalent that a snapshot prints in its method (hundredths)."""
    said = next((value for term, value, *_ in tables["method"] if term == words.FTE), "")
    return _hours(said.removeprefix(words.FTE_BASE.format(base="")))


def keeps_reserved_beside(tables: Mapping[str, Any]) -> bool:
    """Are reserved hours left out of the total (R7-5)? Reports made before they were added them in."""
    return any(opening.get("reserved") == "0" for opening, _ in _cells(tables))


def _cells(tables: Mapping[str, Any]) -> Iterator[tuple[dict[str, str], str]]:
    for table in tables["tables"]:
        opened = [(row, opening) for row, opening in zip(table["rows"], table["opens"], strict=True)]
        if table["total"]:
            opened.append((table["total"], table["total_opens"]))
        for row, opening in opened:
            if opening is None or "figure" in opening:
                continue
            for (_, kind, opens, *figure), cell in zip(table["columns"], row, strict=True):
                if opens and kind in ("hours", "text") and cell and not any(figure):
                    yield opening, cell


def _hours(text: str) -> int | None:
    if not text.endswith("h"):
        return None
    try:
        return parsing.hours(text)
    except parsing.NotUnderstood:
        return None
