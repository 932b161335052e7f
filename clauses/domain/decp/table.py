"""Which rows does a table hold, as CSV text or as JSON rows, and what are its columns called?"""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clauses.domain.decp import cells
from clauses.domain.decp.document import MAX_RECORDS, refused
from clauses.domain.decp.findings import clean
from clauses.domain.decp.vocabulary import plain

_DELIMITERS = ",;\t|"
_MOST_COLUMNS = 1_000  # the widest table published has some 120


@dataclass(slots=True)
class Row:
    """One row: its values by the folded name of their column, and how the file writes these names."""

    line: int
    text_line: int | None
    values: dict[str, Any]
    names: dict[str, str]
    problem: tuple[str, Any] | None = None  # a code and a value, when the row itself has no sense

    def get(self, *columns: str) -> Any:
        """The value of the first of these columns that is filled."""
        return next((self.values[c] for c in columns if not cells.blank(self.values.get(c))), None)

    def name(self, *columns: str) -> str:
        """How the file calls the first of these columns that it has."""
        return next((self.names[c] for c in columns if c in self.names), columns[0])


def folded(name: str) -> str:
    """A column name without case, accent, space or dot: `lieuExecution.code` is `lieuexecution_code`."""
    return re.sub(r"[ .\-_]+", "_", plain(name)).strip("_")


def csv_rows(text: str, most: int = MAX_RECORDS, aliases: Mapping[str, str] | None = None) -> list[Row]:
    """The rows of a CSV text, separated by commas, semicolons or tabs; empty rows are left out.

    `aliases` says which column a heading in plain French is, by its folded name.

    Raises `decp_unreadable` for what is no table, `decp_csv` for one that breaks off.
    """
    start = len(text) - len(text.lstrip("\r\n"))
    end = text.find("\n", start)
    header_line = text[start : end if end >= 0 else len(text)]
    delimiter = max(_DELIMITERS, key=header_line[:10_000].count)
    if header_line.count(delimiter) >= _MOST_COLUMNS:
        raise refused("decp_unreadable")
    if "\0" in text or not header_line.count(delimiter):
        raise refused("decp_unreadable")
    reader = csv.reader(io.StringIO(text[start:], newline=""), delimiter=delimiter)
    skipped = text[:start].count("\n")
    rows: list[Row] = []
    try:
        header = next(reader)
        if len(header) > _MOST_COLUMNS:
            raise refused("decp_unreadable")
        names = names_of([clean(name) for name in header], aliases)
        columns = list(names)
        before = reader.line_num
        for written in reader:
            text_line, before = before + 1 + skipped, reader.line_num
            if not any(cell.strip() for cell in written):
                continue
            if len(rows) == most:
                raise refused("decp_too_many", limit=most)
            values = dict(zip(columns, written, strict=False))
            extra = [cell for cell in written[len(columns) :] if cell.strip()]
            problem = ("decp_cells", extra[0]) if extra else None
            rows.append(Row(len(rows) + 1, text_line, values, names, problem))
    except csv.Error:
        raise refused("decp_csv", line=reader.line_num + skipped) from None
    return rows


def names_of(header: list[str], aliases: Mapping[str, str] | None = None) -> dict[str, str]:
    """The names of the columns by the name they are known by: folded, or what `aliases` says of it."""
    names: dict[str, str] = {}
    for rank, name in enumerate(header):
        key = folded(name) or f"_{rank}"
        key = (aliases or {}).get(key, key)
        if key in names:
            raise refused("decp_doubled_key", key=name[:60])
        names[key] = name
    return names


def json_rows(items: list[Any], lines: list[int] | None) -> list[Row]:
    """The rows of a JSON list of objects, as the tabular interface of data.gouv.fr gives them."""
    rows = []
    for rank, item in enumerate(items):
        text_line = lines[rank] if lines else None
        if not isinstance(item, dict):
            rows.append(Row(rank + 1, text_line, {}, {}, ("decp_object", item)))
            continue
        names = names_of(list(item))
        values = dict(zip(names, item.values(), strict=True))
        rows.append(Row(rank + 1, text_line, values, names))
    return rows
