"""What does a workbook say, as a text a reviewer can read in a diff?

Each sheet becomes its title between marks, then one line a row, cells between bars: numbers as they are stored
(never as they are shown), dates as yyyy-mm-dd, texts as they are, line feeds as ⏎, a formula as « FORMULA! ».
"""

from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from openpyxl import load_workbook
from openpyxl.cell import Cell

from clauses.wording.workbook import FINGERPRINT


def values(source: Path | BinaryIO) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each sheet, heading included, dates as dates."""
    book = load_workbook(source)
    return {sheet.title: [tuple(_value(cell) for cell in row) for row in sheet.iter_rows()] for sheet in book}


def formulas(source: Path | BinaryIO) -> list[str]:
    """The coordinates of all the cells a spreadsheet would compute: must be empty."""
    book = load_workbook(source)
    return [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]


def text(source: Path | BinaryIO, *, with_fingerprint: bool = False) -> str:
    """The whole workbook; without its checksum, which any figure changes."""
    lines: list[str] = []
    for sheet in load_workbook(source):
        lines.append(f"== {sheet.title} ==")
        for row in sheet.iter_rows():
            if row[0].value == FINGERPRINT and not with_fingerprint:
                continue
            lines.append(" | ".join(_text(cell) for cell in row).rstrip(" |"))
        lines.append("")
    return "\n".join(lines)


def compare(source: Path | BinaryIO, expected: Path) -> None:
    """Fails with the first differing line; a missing golden file is written, then fails so that it is read."""
    found = text(source)
    if not expected.exists():
        expected.write_text(found, encoding="utf-8")
        raise AssertionError(f"{expected} did not exist: it is written, read it before you keep it")
    wanted = expected.read_text(encoding="utf-8")
    assert found.splitlines() == wanted.splitlines()


def _value(cell: Cell) -> Any:
    if cell.data_type == "f":
        return "FORMULA!"
    value = cell.value
    return value.date() if isinstance(value, datetime) else value


def _text(cell: Cell) -> str:
    value = _value(cell)
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return str(value).replace("\n", "⏎")
