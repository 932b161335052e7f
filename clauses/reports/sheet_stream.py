"""How do many rows become the XML of a sheet without being held in memory, and without becoming formulas?

A text is always an inline string and a number always the exact decimal text of its integer: no formula and no
binary fraction can come out of here. The two ways of writing a cell (this stream, openpyxl for short tables)
share `number_text` and `safe_text`, so they cannot differ.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Context
from fractions import Fraction
from typing import Any

from clauses.domain.formulas import looks_like_formula as looks_like_formula  # also found here
from clauses.reports.table import Kind, Row
from clauses.wording.workbook import CUT_MARK

MAX_ROWS = 1_048_576  # of a sheet, ECMA-376 as spreadsheets implement it
MAX_TEXT = 32_767  # of a cell, counted in UTF-16 units
_CHUNK = 512  # rows joined before they are handed over

# What XML 1.0 cannot hold, lone surrogates included; a replacement character shows that something was there.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_RETURN = re.compile("\r\n?")  # XML readers turn it into a line feed anyway
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # ST_Xstring: « _x0041_ » would be read as « A »
_EDGE = re.compile(r"^\s|\s$|[\n\t]|  ")  # needs xml:space="preserve"

# A text without any of these is written as it is: the usual case, one search.
_REMARKABLE = re.compile(
    "[&<>\x00-\x1f\ud800-\udfff\ufffe\uffff]|_x|  |\\s$"
    "|^[\\s\u200b\ufeff=+\\-@\uff1d\uff0b\uff0d\uff20\u2212]"
)

_RATIO = Context(prec=15)  # what a spreadsheet keeps of a number
_EPOCH = date(1899, 12, 30).toordinal()  # day 0 of the 1900 date system
_FIRST_DAY = date(1900, 3, 1)  # before it the 1900 date system counts a day that never was


class TooLong(ValueError):
    """A table has more rows than a sheet can hold: it must be split by the one who makes it."""


def safe_text(text: str) -> str:
    """The text as a cell holds it: legal in XML, line feeds only, 32 767 UTF-16 units, a mark when cut."""
    if len(text) > MAX_TEXT // 2:
        text = _cut(text)
    if not _REMARKABLE.search(text):
        return text
    text = _ILLEGAL.sub("\ufffd", _RETURN.sub("\n", text))
    return _ESCAPE_LIKE.sub("_x005F_", text)


def _cut(text: str) -> str:
    raw = text.encode("utf-16-le", "surrogatepass")
    if len(raw) <= 2 * MAX_TEXT:
        return text
    kept = raw[: 2 * (MAX_TEXT - len(CUT_MARK))]
    return kept.decode("utf-16-le", "ignore") + CUT_MARK


def number_text(kind: Kind, value: Any) -> str | None:
    """The exact decimal text of a value that is not a text; None when only a text can say it (an old date).

    Hundredths and cents are divided by 100, a fraction keeps 15 significant digits, a date is its serial day.
    """
    return _NUMBERS[kind](value)


def _hundredths(value: Any) -> str:
    if type(value) is not int:
        raise TypeError(f"hours and euros are whole hundredths or a text, not {value!r}")
    if value < 0:
        return "-" + _hundredths(-value)
    return f"{value // 100}{_DECIMALS[value % 100]}"


def _count(value: Any) -> str:
    if type(value) is not int:
        raise TypeError(f"a count is a whole number or a text, not {value!r}")
    return str(value)


def _ratio(value: Any) -> str:
    if not isinstance(value, Fraction) and type(value) is not int:
        raise TypeError(f"a percent is a Fraction or a text, not {value!r}")
    return f"{_RATIO.divide(value.numerator, value.denominator):f}"


def _serial_day(value: Any) -> str | None:
    if type(value) is not date:
        raise TypeError(f"a day or a month is a date or a text, not {value!r}")
    return str(value.toordinal() - _EPOCH) if value >= _FIRST_DAY else None


def _not_a_text(value: Any) -> str:
    raise TypeError(f"a text is a str, not {value!r}")


_DECIMALS = tuple(f".{rest:02d}".rstrip("0").rstrip(".") for rest in range(100))
_NUMBERS: dict[Kind, Callable[[Any], str | None]] = {
    Kind.TEXT: _not_a_text,
    Kind.HOURS: _hundredths,
    Kind.EUROS: _hundredths,
    Kind.PERCENT: _ratio,
    Kind.POINTS: lambda value: _ratio(value * 100),
    Kind.COUNT: _count,
    Kind.DAY: _serial_day,
    Kind.MONTH: _serial_day,
}


def column_letter(index: int) -> str:
    """1 is A, 27 is AA."""
    letters = ""
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _text_xml(text: str) -> str:
    text = safe_text(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    space = ' xml:space="preserve"' if _EDGE.search(text) else ""
    return f"<is><t{space}>{text}</t></is>"


def _cell_writer(letter: str, kind: Kind, plain: int, guarded: int) -> Callable[[str, Any], str]:
    """How the cells of one column are written: row number and value in, XML out."""
    opening, figure, string = f'<c r="{letter}', f'" s="{plain}"><v>', f'" s="{plain}" t="inlineStr">'
    empty, quoted = f'" s="{plain}"/>', f'" s="{guarded}" t="inlineStr">'
    remarkable, number_of = _REMARKABLE.search, _NUMBERS[kind]

    def write(row: str, value: Any) -> str:
        if value is None or value == "":
            return opening + row + empty
        if isinstance(value, str):
            if len(value) <= MAX_TEXT // 2 and not remarkable(value):
                return f"{opening}{row}{string}<is><t>{value}</t></is></c>"
            style = quoted if looks_like_formula(value) else string
            return f"{opening}{row}{style}{_text_xml(value)}</c>"
        number = number_of(value)
        if number is None:
            return f"{opening}{row}{string}{_text_xml(value.isoformat())}</c>"
        return f"{opening}{row}{figure}{number}</v></c>"

    return write


def row_writer(kinds: Iterable[Kind], styles: Iterable[tuple[int, int]]) -> Callable[[int, Row], str]:
    """How one row is written: `styles` gives, for each column, the style of a cell and of a guarded text."""
    cells = [
        _cell_writer(column_letter(index), kind, plain, guarded)
        for index, (kind, (plain, guarded)) in enumerate(zip(kinds, styles, strict=True), start=1)
    ]

    def write(number: int, row: Row) -> str:
        label = str(number)
        body = "".join([cell(label, value) for cell, value in zip(cells, row, strict=True)])
        return f'<row r="{label}">{body}</row>'

    return write


def stream(
    rows: Iterable[Row], write: Callable[[int, Row], str], first: int = 2
) -> Iterator[tuple[int, bytes]]:
    """Chunks of UTF-8 XML of the rows from row number `first`, each with the number of its last row."""
    chunk: list[str] = []
    number = first - 1
    for row in rows:
        number += 1
        if number > MAX_ROWS:
            raise TooLong(f"more than {MAX_ROWS} rows in one sheet")
        chunk.append(write(number, row))
        if len(chunk) == _CHUNK:
            yield number, "".join(chunk).encode()
            chunk.clear()
    if chunk:
        yield number, "".join(chunk).encode()
