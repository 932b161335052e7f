"""How does a report leave for a program or any spreadsheet? One CSV a table, then « Méthode », in one archive.

The same report gives the same bytes, whatever the hour and the machine.
"""

import csv
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from io import TextIOWrapper
from typing import BinaryIO, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from clauses.domain.formulas import looks_like_formula
from clauses.reference.geography import folded
from clauses.reports.flat import hours_cell
from clauses.reports.table import Column, Figure, Kind, Report, Row, Value, fingerprint
from clauses.wording import formats
from clauses.wording import workbook as words

MEDIA_TYPE = "application/zip"
_BOM = "\ufeff"  # without it, spreadsheets take the accents for something else


def write(report: Report, target: BinaryIO) -> None:
    """Writes the archive; long tables are streamed, their rows are not held in memory."""
    with ZipFile(target, "w", ZIP_DEFLATED) as out:
        for number, table in enumerate(report.tables, start=1):
            rows = table.each() if table.total is None else _with_total(table.each(), table.total)
            _part(out, report, f"{number:02}-{_slug(table.name)}.csv", table.columns, rows)
        columns = tuple(Column(heading, Kind.TEXT) for heading in words.METHOD_HEADINGS)
        method: list[Row] = [
            (words.REPORT, report.title, ""),
            (words.AS_OF, formats.day_short(report.as_of), ""),
            *([(words.ASKED_BY, report.asked_by, "")] if report.asked_by else []),
            *report.method,
            (words.FINGERPRINT, fingerprint(report), words.FINGERPRINT_SOURCE),
        ]
        _part(out, report, f"{len(report.tables) + 1:02}-{_slug(words.METHOD_SHEET)}.csv", columns, method)


def cell(kind: Kind, value: Value) -> str:
    """A value without its unit, as a French spreadsheet computes with it; exact, a share to the tenth of a point."""
    if isinstance(value, Figure):
        kind, value = value.kind, value.value
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if looks_like_formula(value) else value
    match kind:
        case Kind.HOURS | Kind.EUROS:
            whole = cast(int, value)
            return f"-{hours_cell(-whole)}" if whole < 0 else hours_cell(whole)
        case Kind.PERCENT:
            return formats.percent(cast(Fraction, value)).replace(formats.NARROW, " ").replace("−", "-")
        case Kind.POINTS:
            return (
                formats.points(cast(Fraction, value))
                .lstrip("+")
                .replace(formats.NARROW, "")
                .replace("−", "-")
            )
        case Kind.COUNT:
            return str(value)
        case Kind.MONTH:
            return formats.month_numeric(cast(date, value))
        case _:
            return formats.day_short(cast(date, value))


def _with_total(rows: Iterable[Row], total: Row) -> Iterable[Row]:
    yield from rows
    yield total


def _part(out: ZipFile, report: Report, name: str, columns: tuple[Column, ...], rows: Iterable[Row]) -> None:
    day = report.produced_on
    entry = ZipInfo(name, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
    entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, 3, 0o600 << 16
    kinds = [column.kind for column in columns]
    with out.open(entry, "w", force_zip64=True) as part:
        text = TextIOWrapper(part, encoding="utf-8", newline="")
        text.write(_BOM)
        table = csv.writer(text, delimiter=";", lineterminator="\r\n")
        table.writerow([column.heading for column in columns])
        for row in rows:
            table.writerow([cell(kind, value) for kind, value in zip(kinds, row, strict=True)])
        text.flush()
        text.detach()


def _slug(name: str) -> str:
    return folded(name).replace(" ", "-")
