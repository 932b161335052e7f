"""Which lines does a table written as text hold, whatever its separator and its letters?"""

import csv
import io

from clauses.domain.errors import Refused

_SEPARATORS = ";,\t|"


def lines(content: bytes, *, field: str, rows: int, columns: int) -> list[tuple[int, list[str]]]:
    """The filled lines of a CSV, each with its number in the file. Raises Refused for what is no table."""
    text = _decoded(content, field)
    start = len(text) - len(text.lstrip("\r\n"))
    skipped = text[:start].count("\n")
    text = text[start:]
    found: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text, field))
    before = 0
    try:
        for written in reader:
            number, before = before + 1 + skipped, reader.line_num
            cells = [cell.strip() for cell in written]
            while cells and not cells[-1]:
                cells.pop()
            if not cells:
                continue
            if len(cells) > columns:
                raise Refused("sheet_columns", field=field, limit=columns)
            if len(found) == rows:
                raise Refused("sheet_rows", field=field, limit=rows - 1)
            found.append((number, cells))
    except csv.Error:
        raise Refused("sheet_damaged", field=field) from None
    if not found:
        raise Refused("sheet_empty", field=field)
    return found


def _decoded(content: bytes, field: str) -> str:
    """UTF-8 with or without its mark, UTF-16 with it, else the letters of Windows."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            text = content.decode("utf-16")
        except UnicodeDecodeError:
            raise Refused("sheet_damaged", field=field) from None
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise Refused("sheet_kind", field=field)
    return text


def _separator(text: str, field: str) -> str:
    """The one that cuts the first line in most cells; a separator inside quotes does not count."""
    first = text[:20_000].splitlines()[:1]
    if not first or first[0].lstrip().startswith(("<", "{", "[", "%PDF")):
        raise Refused("sheet_kind" if first else "sheet_empty", field=field)

    def cells(separator: str) -> int:
        try:
            return len(next(csv.reader(first, delimiter=separator)))
        except (csv.Error, StopIteration):
            return 0

    return max(_SEPARATORS, key=cells)
