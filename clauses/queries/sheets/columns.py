"""Which columns does a table that somebody keeps for themselves have, and what stands in its cells?"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from clauses.domain.errors import Refused
from clauses.queries.sheets.reading import Cell, Line, Sheet, read
from clauses.reference.geography import folded
from clauses.wording import sheets as words

LONGEST_HEADING = 120
_LONGEST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file: its place, its heading and the first things it holds."""

    index: int
    heading: str
    key: str  # folded, as it is remembered
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


def table(content: bytes, *, field: str, empty: str) -> Table:
    """The columns and the lines of a file; the first line that has two cells or more holds the headings.

    Raises Refused on `field`: `empty` when no line stands under the headings, or what `read` refuses.
    """
    sheet: Sheet = read(content, field=field)
    at = next(
        (
            n
            for n, line in enumerate(sheet.lines)
            if len([cell for cell in line.cells if cell is not None]) > 1
        ),
        None,
    )
    if at is None or at + 1 >= len(sheet.lines):
        raise Refused(empty, field=field)
    head, lines = sheet.lines[at], sheet.lines[at + 1 :]
    width = max(len(line.cells) for line in (head, *lines))
    found: list[Column] = []
    taken: dict[str, int] = {}
    for index in range(width):
        said = shown(head.get(index))
        examples = [text for line in lines[:20] if (text := shown(line.get(index)))][:2]
        if said or examples:
            heading = (said or words.COLUMN.format(n=index + 1))[:LONGEST_HEADING]
            key = folded(heading)[: LONGEST_HEADING - 4] or str(index)
            taken[key] = taken.get(key, 0) + 1
            own = f"{key} {taken[key]}" if taken[key] > 1 else key
            found.append(Column(index, heading, own, tuple(examples)))
    return Table(tuple(found), lines)


def shown(cell: Cell) -> str:
    """A cell as people write it: no zeros after a whole number, days in French."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, Decimal):
        return f"{cell:f}".replace(".", ",")
    return str(cell)[:_LONGEST_SHOWN]
