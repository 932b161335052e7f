"""Which workbook does a buyer fill in to bring its markets? One sheet to fill, an example, and every column explained."""

from datetime import date
from typing import BinaryIO

from clauses.domain.decp.model import COLUMNS
from clauses.reports import xlsx
from clauses.reports.table import Column, Kind, Report, ReportTable, Row
from clauses.wording import decp as words

_KINDS = {
    "lot": Kind.COUNT,
    "montant_ht": Kind.EUROS,
    "date_notification": Kind.DAY,
    "duree_mois": Kind.COUNT,
}
_WIDTHS = {
    "objet": 44,
    "intitule_lot": 32,
    "procedure": 28,
    "considerations_sociales": 26,
    "titulaire_nom": 28,
}


def write(target: BinaryIO, *, on: date) -> None:
    """The model as a workbook; its first sheet holds the headings alone."""
    xlsx.write(report(on), target)


def report(on: date) -> Report:
    columns = tuple(
        Column(words.MODEL_TITLES[key], _KINDS.get(key, Kind.TEXT), _WIDTHS.get(key, 20)) for key in COLUMNS
    )
    explained = (
        Column(words.MODEL_COLUMN, Kind.TEXT, 28),
        Column(words.MODEL_WHAT, Kind.TEXT, 90),
        Column(words.MODEL_MUST, Kind.TEXT, 14),
    )
    lists = (Column(words.MODEL_COLUMN, Kind.TEXT, 28), Column(words.MODEL_WORD, Kind.TEXT, 60))
    return Report(
        title=words.MODEL_TITLE,
        reference=words.MODEL_TITLE,
        as_of=on,
        produced_on=on,
        tables=(
            ReportTable(words.MODEL_SHEET, words.MODEL_TITLE, columns, ()),
            ReportTable(words.MODEL_EXAMPLE_SHEET, words.MODEL_EXAMPLE_TITLE, columns, _example()),
            ReportTable(words.MODEL_COLUMNS_SHEET, words.MODEL_COLUMNS_TITLE, explained, _explained()),
            ReportTable(words.MODEL_LISTS_SHEET, words.MODEL_LISTS_TITLE, lists, _lists()),
        ),
        method=words.MODEL_METHOD,
    )


def _example() -> tuple[Row, ...]:
    return tuple(tuple(row.get(key) for key in COLUMNS) for row in words.MODEL_EXAMPLES)


def _explained() -> tuple[Row, ...]:
    return tuple(
        (
            words.MODEL_TITLES[key],
            words.MODEL_COLUMNS[key],
            words.MODEL_YES if key in words.MODEL_NEEDED else words.MODEL_NO,
        )
        for key in COLUMNS
    )


def _lists() -> tuple[Row, ...]:
    return tuple(
        (words.MODEL_TITLES[key], one) for key, choices in words.MODEL_LISTS.items() for one in choices
    )
