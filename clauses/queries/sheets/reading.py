"""Which rows does a file of columns hold, workbook or CSV? Guarded, read apart, and given as exact values."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from clauses.domain.decp.findings import clean
from clauses.domain.errors import Refused
from clauses.queries import apart
from clauses.queries.sheets import child, guard, text

Cell = str | Decimal | date | bool | None
MOST_ROWS = 5_000
MOST_COLUMNS = 64
_SHOWN_DIGITS = 15  # a workbook shows no more: 0.1 + 0.2 is 0.3 there
_OLD = b"\xd0\xcf\x11\xe0"  # the container of .xls, and of a workbook locked by a password


@dataclass(frozen=True, slots=True)
class Line:
    """One filled row, with its number as the spreadsheet shows it."""

    number: int
    cells: tuple[Cell, ...]

    def get(self, column: int | None) -> Cell:
        """The cell of a column counted from 0; None beyond the last one."""
        return self.cells[column] if column is not None and 0 <= column < len(self.cells) else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The filled rows of the first visible sheet; `name` is empty for a CSV."""

    name: str
    lines: tuple[Line, ...]


def read(content: bytes, *, field: str, rows: int = MOST_ROWS, columns: int = MOST_COLUMNS) -> Sheet:
    """The rows of a workbook (.xlsx) or of a CSV; its content decides, never its name.

    Formulas give the value the spreadsheet last computed; hidden sheets are ignored; of merged cells the first
    holds the value. Raises Refused on `field`, in one sentence, for what cannot or must not be read.
    """
    if not content.strip():
        raise Refused("sheet_empty", field=field)
    if len(content) > guard.MOST_BYTES:
        raise Refused("sheet_big", field=field, limit=guard.MOST_BYTES // 1_000_000)
    if content.startswith(_OLD):
        raise Refused("sheet_old", field=field)
    if content.startswith(b"PK"):
        guard.check(content, field)
        return _workbook(content, field, rows, columns)
    found = text.lines(content, field=field, rows=rows + 1, columns=columns)
    return Sheet("", tuple(Line(n, tuple(_text(cell) for cell in cells)) for n, cells in found))


def _workbook(content: bytes, field: str, rows: int, columns: int) -> Sheet:
    try:
        said = apart.ask(child.__file__, content, str(rows + 1), str(columns))
    except apart.Stopped as stopped:
        raise Refused("sheet_heavy" if stopped.heavy else "sheet_damaged", field=field) from None
    answer: dict[str, Any] = json.loads(said)
    if "code" in answer:
        limits = {"sheet_rows": rows, "sheet_columns": columns}
        raise Refused(answer["code"], field=field, limit=limits.get(answer["code"]))
    lines = tuple(Line(number, tuple(_value(cell) for cell in cells)) for number, cells in answer["rows"])
    return Sheet(clean(answer["name"]), lines)


def _value(cell: list[str] | None) -> Cell:
    if cell is None:
        return None
    kind, written = cell
    if kind == "d":
        return date.fromisoformat(written)
    if kind == "b":
        return bool(written)
    return _number(written) if kind == "n" else _text(written)


def _number(written: str) -> Cell:
    number = Decimal(written)
    if not number.is_finite():
        return written
    places = min(max(_SHOWN_DIGITS - 1 - number.adjusted(), 0), 20)
    exact = number if number == number.to_integral_value() else round(number, places)
    return exact.normalize() if abs(exact.adjusted()) < 40 else written


def _text(written: str) -> str | None:
    return clean(written) or None
