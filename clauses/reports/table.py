"""What does a report hold? Tables declared once, read by the page, the workbook and the checksum alike.

Units are the house's: hours are integer hundredths, euros integer cents, percentages exact fractions of one
(`Fraction(1)` is 100 %), months are dates on the 1st. An empty cell is `None`; a text may stand in any column
(« Total », « sans clause »), and is then written as text.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from clauses.wording import formats

Value = str | int | Fraction | date | None
Row = tuple[Any, ...]
Rows = Iterable[Row] | Callable[[], Iterable[Row]]
Opening = dict[str, str] | None  # which lines make the figures of a row: « lot » 12, « month » 2026-11…


class Kind(StrEnum):
    """What the values of a column are, hence how they are written on a page and in a workbook."""

    TEXT = "text"
    HOURS = "hours"  # int, hundredths of an hour
    EUROS = "euros"  # int, cents
    PERCENT = "percent"  # Fraction of one, never capped; None when there is no denominator
    POINTS = "points"  # Fraction of one: a gap between two shares, in points
    COUNT = "count"  # int
    DAY = "day"  # date
    MONTH = "month"  # date on the 1st


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading in plain French, its kind, its width in characters (by kind when None).

    `opens`: on the page, its figures lead to what makes them; `figure` says what they count where it is not hours
    (« persons », « target », « lots »…), and `asks` what the column asks beside what its row does.
    """

    heading: str
    kind: Kind
    width: int | None = None
    opens: bool = False
    figure: str = ""
    asks: Opening = None


@dataclass(frozen=True, slots=True)
class ReportTable:
    """One table, one sheet.

    `rows` is a collection of tuples or, for a long table, a function without argument that gives a fresh
    iterable each time: the rows are read more than once (workbook, checksum) and are not kept in memory.
    `opens` holds one opening a row, and `total_opens` that of the total. A table of `detail` is in the files that are
    computed with and not on paper: the page leads to its lines instead.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Rows
    note: str | None = None
    total: Row | None = None
    opens: tuple[Opening, ...] = ()
    total_opens: Opening = None
    detail: bool = False
    records: bool = False  # each row is a record by itself: nothing lies behind its figures
    added: tuple[
        Any, ...
    ] = ()  # its counts of persons that add up (`counts.Added`), for those that are masked

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError(f"table {self.name!r} has no column")
        if isinstance(self.rows, Iterator):
            raise TypeError(f"table {self.name!r}: rows can be read once only; give a tuple or a function")
        if self.total is not None and len(self.total) != len(self.columns):
            raise ValueError(f"table {self.name!r}: the total does not have one value a column")
        if self.opens and (callable(self.rows) or len(self.opens) != len(tuple(self.rows))):
            raise ValueError(f"table {self.name!r}: one opening a row, and rows that are all there")

    def each(self) -> Iterator[Row]:
        """The rows, from the first, each checked to have one value a column."""
        width = len(self.columns)
        rows = self.rows() if callable(self.rows) else self.rows
        for row in rows:
            if len(row) != width:
                raise ValueError(f"table {self.name!r}: a row has {len(row)} values for {width} columns")
            yield row


@dataclass(frozen=True, slots=True)
class Report:
    """The figures at one date; `method` says where each rule and value comes from: term, value, source.

    `asked_by` is written in the files and is no figure: it does not count in the checksum.
    """

    title: str
    reference: str
    as_of: date
    produced_on: date
    tables: tuple[ReportTable, ...]
    method: tuple[tuple[str, str, str], ...]
    asked_by: str = ""


NONE = "—"

_WRITERS: dict[Kind, Callable[[Any], str]] = {
    Kind.TEXT: str,
    Kind.HOURS: formats.hours,
    Kind.EUROS: formats.euros,
    Kind.PERCENT: formats.percent,
    Kind.POINTS: formats.points,
    Kind.COUNT: formats.number,
    Kind.DAY: formats.day_short,
    Kind.MONTH: formats.month_long,
}


class Figure(str):
    """A figure among texts, as those of a « Synthèse »: a text wherever it is read, which the files that are
    computed with write as a number. No long table holds any."""

    kind: Kind
    value: Value

    def __new__(cls, kind: Kind, value: Value, text: str | None = None) -> "Figure":
        made = super().__new__(cls, cell_text(kind, value) if text is None else text)
        made.kind, made.value = kind, value
        return made


def figure(kind: Kind, value: Value) -> str:
    """A figure for a column of texts, a dash where there is none."""
    return NONE if value is None else Figure(kind, value)


def cell_text(kind: Kind, value: Value) -> str:
    """The cell as French readers expect it on a page; an empty cell is an empty text."""
    if value is None:
        return ""
    return value if isinstance(value, str) else _WRITERS[kind](value)


def row_text(table: ReportTable, row: Row) -> tuple[str, ...]:
    """One row (or the total) of a table, each cell as French text."""
    return tuple(cell_text(column.kind, value) for column, value in zip(table.columns, row, strict=True))


class Seal:
    """The checksum being made, fed in the order of the report: each table (head, then rows), then the method.

    The canonical text is one JSON array a line, ASCII only. A text is a JSON string, a whole number a JSON
    number, a date or a fraction a JSON array, so that two different tables never have the same text.
    """

    def __init__(self, report: Report) -> None:
        self._hash = hashlib.sha256()
        self._write = json.JSONEncoder(separators=(",", ":"), default=_canonical).encode
        self.line("report", report.as_of)

    def line(self, *values: Value) -> None:
        self._hash.update(self._write(values).encode("ascii") + b"\n")

    def head(self, table: ReportTable) -> None:
        """Must come before the rows of a table."""
        self.line("table", table.name, table.title, table.note)
        for column in table.columns:
            self.line("column", column.heading, column.kind.value)
        self.line("total", *(table.total or ()))

    def rows(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The same rows, sealed as they pass."""
        update, write = self._hash.update, self._write
        for row in rows:
            update(write(row).encode("ascii") + b"\n")
            yield row

    def close(self, report: Report) -> str:
        """The checksum, SHA-256 in hexadecimal, once all the tables have passed."""
        for term in report.method:
            self.line("method", *term)
        return self._hash.hexdigest()


def _canonical(value: Any) -> list[Any]:
    if isinstance(value, date):
        return [value.isoformat()]
    if isinstance(value, Fraction):
        return [value.numerator, value.denominator]
    raise TypeError(f"a report cannot hold a {type(value).__name__}")


def fingerprint(report: Report) -> str:
    """SHA-256 in hexadecimal of all the tables, the method and the closing date.

    The day of production, the title and the reference are left out: the same figures at the same date have
    the same checksum, whoever asks and whenever.
    """
    seal = Seal(report)
    for table in report.tables:
        seal.head(table)
        for _ in seal.rows(table.each()):
            pass
    return seal.close(report)
