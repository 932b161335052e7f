"""Which lines does a table written as text hold, whatever its separator and its letters?"""

import csv
import io
from collections.abc import Iterator

from clauses.domain.errors import Refused

_SEPARATORS = ";,\t|"
_PIECE = 1 << 16  # letters


def lines(content: bytes, *, field: str, rows: int, columns: int) -> list[tuple[int, list[str]]]:
    """The filled lines of a CSV, each with its number in the file. Raises Refused for what is no table."""
    found = list(each(content, field=field, rows=rows, columns=columns))
    if not found:
        raise Refused("sheet_empty", field=field)
    return found


def each(content: bytes, *, field: str, rows: int, columns: int) -> Iterator[tuple[int, list[str]]]:
    """The same one by one, none of them kept; nothing for a table without a line."""
    encoding = _encoding(content, field)
    separator = _separator(_opened(content, encoding), field)
    count, before = 0, 0
    reader = csv.reader(_opened(content, encoding), delimiter=separator)
    try:
        for written in reader:
            number, before = before + 1, reader.line_num
            cells = [cell.strip() for cell in written]
            while cells and not cells[-1]:
                cells.pop()
            if not cells:
                continue
            if len(cells) > columns:
                raise Refused("sheet_columns", field=field, limit=columns)
            if count == rows:
                raise Refused("sheet_rows", field=field, limit=rows - 1)
            count += 1
            yield number, cells
    except csv.Error:
        raise Refused("sheet_damaged", field=field) from None


def _encoding(content: bytes, field: str) -> str:
    """UTF-8 with or without its mark, UTF-16 with it, else the letters of Windows."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    encoding = "utf-16" if wide else "utf-8-sig"
    try:
        hidden = any("\0" in piece for piece in _pieces(content, encoding))
    except UnicodeDecodeError:
        if wide:
            raise Refused("sheet_damaged", field=field) from None
        encoding, hidden = "cp1252", b"\0" in content
    if hidden:
        raise Refused("sheet_kind", field=field)
    return encoding


def _pieces(content: bytes, encoding: str) -> Iterator[str]:
    with _opened(content, encoding, errors="strict") as text:
        while piece := text.read(_PIECE):
            yield piece


def _opened(content: bytes, encoding: str, errors: str = "replace") -> io.TextIOWrapper:
    """The letters, decoded little by little: a table is never whole in memory as text."""
    return io.TextIOWrapper(io.BytesIO(content), encoding=encoding, errors=errors, newline="")


def _separator(text: io.TextIOWrapper, field: str) -> str:
    """The one that cuts the first line in most cells; a separator inside quotes does not count."""
    first = text.read(_PIECE).lstrip("\r\n")[:20_000].splitlines()[:1]
    if not first or first[0].lstrip().startswith(("<", "{", "[", "%PDF")):
        raise Refused("sheet_kind" if first else "sheet_empty", field=field)

    def cells(separator: str) -> int:
        try:
            return len(next(csv.reader(first, delimiter=separator)))
        except (csv.Error, StopIteration):
            return 0

    return max(_SEPARATORS, key=cells)
