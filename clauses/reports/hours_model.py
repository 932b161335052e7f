"""Which workbook does a structure fill in with the hours of a month? One line a person and a lot, already named."""

from collections.abc import Iterable
from datetime import date
from typing import BinaryIO

from clauses.domain.hours_files import Meaning
from clauses.models.markets import Lot
from clauses.queries.hours_lines import Line
from clauses.reports import xlsx
from clauses.reports.table import Column, Kind, Report, ReportTable, Row
from clauses.wording import hours_files as words

_KINDS = {
    Meaning.LINE: Kind.COUNT,
    Meaning.LOT: Kind.COUNT,
    Meaning.MONTH: Kind.MONTH,
    Meaning.WORKED: Kind.HOURS,
    Meaning.TRAINING: Kind.HOURS,
}
_WIDTHS = {Meaning.FULL_NAME: 32, Meaning.MARKET: 24, Meaning.COMMENT: 44}


def write(target: BinaryIO, lines: Iterable[tuple[Lot, Line]], month: date, *, on: date) -> None:
    """The model of a month, with what is already typed; what comes back is read by the number of each line."""
    columns = tuple(
        Column(title, _KINDS.get(meaning, Kind.TEXT), _WIDTHS.get(meaning, 18))
        for meaning, title in words.MODEL_COLUMNS.items()
    )
    rows: tuple[Row, ...] = tuple(_row(lot, line, month) for lot, line in lines if line.key is not None)
    report = Report(
        title=words.MODEL_TITLE,
        reference=words.MODEL_TITLE,
        as_of=on,
        produced_on=on,
        tables=(ReportTable(words.MODEL_SHEET, words.MODEL_TITLE, columns, rows),),
        method=words.MODEL_METHOD,
    )
    xlsx.write(report, target)


def _row(lot: Lot, line: Line, month: date) -> Row:
    values = {
        Meaning.LINE: line.key,
        Meaning.FULL_NAME: line.full_name,
        Meaning.MARKET: lot.market.reference,
        Meaning.LOT: lot.number,
        Meaning.MONTH: month,
        Meaning.WORKED: line.worked or None,
        Meaning.TRAINING: line.training or None,
        Meaning.COMMENT: line.comment,
    }
    return tuple(values[meaning] for meaning in words.MODEL_COLUMNS)
