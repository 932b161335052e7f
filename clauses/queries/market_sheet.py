"""What does our own model of markets say once it is opened as a workbook? Rows as the reader of contracts takes them."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from clauses.domain.decp.document import FIELD, refused
from clauses.domain.decp.table import Row, names_of
from clauses.queries.sheets import Cell, Line, read
from clauses.reference import geography
from clauses.wording.decp import MODEL_HEADINGS

WORKBOOK = b"PK"  # how every .xlsx begins


def rows(content: bytes, aliases: Mapping[str, str] = MODEL_HEADINGS) -> list[Row]:
    """The filled rows below the headings, by the number that the spreadsheet shows. Raises Refused.

    `aliases` says which column a heading is, by its folded name; ours are those of the model of markets.
    """
    lines = read(content, field=FIELD).lines
    at = next((n for n, line in enumerate(lines) if _filled(line) > 1), None)
    if at is None:
        raise refused("decp_unreadable")
    names = names_of([_written(cell) for cell in lines[at].cells], aliases)
    columns = list(names)
    return [_row(line, columns, names) for line in lines[at + 1 :]]


def _row(line: Line, columns: list[str], names: dict[str, str]) -> Row:
    values = {column: _written(line.get(n)) for n, column in enumerate(columns)}
    extra = [text for cell in line.cells[len(columns) :] if (text := _written(cell))]
    return Row(line.number, None, values, names, ("decp_cells", extra[0]) if extra else None)


def _filled(line: Line) -> int:
    return len([cell for cell in line.cells if cell is not None])


def _written(cell: Cell) -> str:
    """A cell as a CSV of the same table would write it: exact digits, ISO days."""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return cell or ""


def complete(row: Row, own_siret: str | None) -> None:
    """Fill in what a row may leave out: its buyer is the one who imports, a commune may be said by its name."""
    if own_siret and not str(row.values.get("acheteur_siret") or "").strip():
        row.values["acheteur_siret"] = own_siret
    place = str(row.values.get("commune_insee") or "").strip()
    if re.fullmatch(r"[0-9]{4}", place):
        place = place.zfill(5)  # a spreadsheet has eaten the zero
    if place and not re.fullmatch(r"[0-9][0-9AB][0-9]{3}", place):
        found = geography.find(place[:120])
        place = found.code if found else place
    row.values["commune_insee"] = place
