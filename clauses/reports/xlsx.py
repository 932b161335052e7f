"""How does a report become a workbook? openpyxl makes it; long tables are streamed into the sheets it made.

Nothing else writes spreadsheets. The same report gives the same bytes, whatever the hour and the machine.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from clauses.domain.formulas import looks_like_formula
from clauses.reports import looks
from clauses.reports.looks import Looks
from clauses.reports.sheet_stream import (
    MAX_ROWS,
    column_letter,
    number_text,
    row_writer,
    safe_text,
    stream,
)
from clauses.reports.table import Column, Figure, Kind, Report, ReportTable, Row, Seal, Value, cell_text
from clauses.reports.whole_file import write_whole
from clauses.wording import workbook as words

LONG = 2_000  # rows; above, openpyxl cells would cost more time and memory than the report is worth
_LEVEL = 3  # of compression: beyond it, twice the time for a tenth less
_ROWS_END = b"</sheetData>"
_WORKBOOK, _CORE = "xl/workbook.xml", "docProps/core.xml"


@dataclass(slots=True)
class _Sheet:
    """One table and its sheet; `rows` are a list when the table is short, read as they come when long."""

    table: ReportTable
    sheet: Worksheet
    rows: Iterable[Row]
    long: bool


def write(report: Report, target: BinaryIO) -> None:
    """Writes the workbook: one sheet a table, then « Méthode ». Memory does not grow with long tables."""
    book = Workbook()
    book.remove(book.active)
    looks.properties(book, report)
    taken = {words.METHOD_SHEET.lower()}
    sheets = [_sheet(book, report, table, taken) for table in report.tables]
    method = book.create_sheet(words.METHOD_SHEET)
    looks.heading(method, tuple(Column(text, Kind.TEXT, 48) for text in words.METHOD_HEADINGS))
    looks.page_setup(method, report)

    styles = Looks(method)
    for each in sheets:
        if not each.long:
            _fill(each, styles)
    # Asked for before saving: a style unknown to the workbook at that moment would not be in it.
    streamed = {each.sheet.title: _streamed_styles(each, styles) for each in sheets if each.long}
    method_style = styles.pair(Kind.TEXT, wrap=True)

    shell_bytes = BytesIO()
    book.save(shell_bytes)
    seal = Seal(report)
    with ZipFile(shell_bytes) as shell, ZipFile(target, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as out:
        parts = sorted(shell.namelist(), key=lambda name: (name == _WORKBOOK, name))
        for name in parts:
            if name.startswith("xl/worksheets/") or name in (_WORKBOOK, _CORE):
                continue
            out.writestr(_entry(name, report), shell.read(name))
        out.writestr(_entry(_CORE, report), _dated(shell.read(_CORE), report))

        contents = shell.read(_WORKBOOK)
        for index, each in enumerate(sheets):
            part = f"xl/worksheets/sheet{index + 1}.xml"
            seal.head(each.table)
            rows = seal.rows(each.rows)
            if each.long:
                style = streamed[each.sheet.title]
                last = _stream_sheet(out, _entry(part, report), shell.read(part), each.table, rows, style)
                contents = _filter_ends(contents, index, last)
            else:
                for _ in rows:
                    pass
                out.writestr(_entry(part, report), shell.read(part))

        part = f"xl/worksheets/sheet{len(sheets) + 1}.xml"
        terms = row_writer([Kind.TEXT] * 3, [method_style] * 3)
        body = b"".join(xml for _, xml in stream(_method_rows(report, sheets, seal.close(report)), terms))
        sheet = _undimensioned(shell.read(part)).replace(_ROWS_END, body + _ROWS_END)
        out.writestr(_entry(part, report), sheet)
        out.writestr(_entry(_WORKBOOK, report), contents)


def write_file(report: Report, path: Path) -> str:
    """The same in a file, there entirely or not at all; gives the SHA-256 of its bytes, in hexadecimal."""
    return write_whole(Path(path), lambda target: write(report, target))


def _sheet(book: Workbook, report: Report, table: ReportTable, taken: set[str]) -> _Sheet:
    sheet = book.create_sheet(looks.sheet_name(table.name, taken))
    looks.heading(sheet, table.columns)
    looks.page_setup(sheet, report)
    rows = table.each()
    first = list(islice(rows, LONG + 1))
    long = len(first) > LONG
    last = MAX_ROWS if long else len(first) + 1  # of a long table, known once it has passed
    sheet.auto_filter.ref = f"A1:{column_letter(len(table.columns))}{last}"
    return _Sheet(table, sheet, chain(first, rows) if long else first, long)


# ---- short tables: openpyxl cells


def _fill(each: _Sheet, styles: Looks) -> None:
    table, sheet, number = each.table, each.sheet, 1
    for number, row in enumerate(each.rows, start=2):
        _put_row(sheet, number, table, row, styles, total=False)
    if table.total is not None:
        number += 1
        _put_row(sheet, number, table, table.total, styles, total=True)
    if table.note:
        cell = sheet.cell(number + 2, 1, safe_text(table.note))
        cell.data_type = "s"
        cell._style = styles.note()._style


def _put_row(
    sheet: Worksheet, number: int, table: ReportTable, row: Row, styles: Looks, *, total: bool
) -> None:
    for index, (column, value) in enumerate(zip(table.columns, row, strict=True), start=1):
        kind, value = (value.kind, value.value) if isinstance(value, Figure) else (column.kind, value)
        data_type, text, guarded = _typed(kind, value)
        cell = sheet.cell(number, index)
        if text:
            cell.value = text
            cell.data_type = data_type  # after the value, which openpyxl may take for a formula or an error
        cell._style = styles.cell(kind, guarded=guarded, total=total, wrap=True)._style


def _typed(kind: Kind, value: Value) -> tuple[str, str, bool]:
    """openpyxl's type of the cell, what it holds, and whether it is a text to guard."""
    if value is None:
        return "n", "", False
    if isinstance(value, str):
        return "s", safe_text(value), looks_like_formula(value)
    number = number_text(kind, value)
    return ("s", str(value), False) if number is None else ("n", number, False)


# ---- long tables: XML streamed into the shell

_Styles = tuple[list[tuple[int, int]], list[tuple[int, int]], int]  # of the rows, of the total, of the note


def _streamed_styles(each: _Sheet, styles: Looks) -> _Styles:
    kinds = [column.kind for column in each.table.columns]
    plain, total = [styles.pair(kind) for kind in kinds], [styles.pair(kind, total=True) for kind in kinds]
    return plain, total, styles.note().style_id


def _stream_sheet(
    out: ZipFile, entry: ZipInfo, shell: bytes, table: ReportTable, rows: Iterable[Row], styles: _Styles
) -> int:
    """Writes the part of a long table; gives the number of the last row of figures."""
    kinds = [column.kind for column in table.columns]
    plain, total, note = styles
    head, tail = _undimensioned(shell).split(_ROWS_END)
    last = 1
    with out.open(entry, "w") as part:
        part.write(head)
        for last, xml in stream(rows, row_writer(kinds, plain)):  # noqa: B007 - the last one is kept
            part.write(xml)
        after: list[tuple[list[Kind], list[tuple[int, int]], int, Row]] = []
        if table.total is not None:
            after.append((kinds, total, last + 1, table.total))
        if table.note:
            after.append(([Kind.TEXT], [(note, note)], last + len(after) + 2, (table.note,)))
        for its_kinds, its_styles, number, row in after:
            for _, xml in stream([row], row_writer(its_kinds, its_styles), first=number):
                part.write(xml)
        part.write(_ROWS_END + re.sub(rb'(<autoFilter ref="[A-Z0-9]+:[A-Z]+)\d+', rb"\g<1>%d" % last, tail))
    return last


def _undimensioned(shell: bytes) -> bytes:
    """Without the size of the shell, which some readers would believe."""
    return re.sub(rb"<dimension [^>]*/>", b"", shell, count=1)


def _filter_ends(contents: bytes, index: int, last: int) -> bytes:
    """The workbook's own memory of where the filter of one sheet ends."""
    pattern = rb'(_FilterDatabase"[^>]* localSheetId="%d"[^>]*>[^<]*\$)%d<' % (index, MAX_ROWS)
    return re.sub(pattern, rb"\g<1>%d<" % last, contents)


# ---- what is around


def _method_rows(report: Report, sheets: list[_Sheet], fingerprint: str) -> list[Row]:
    rows: list[Row] = [
        (words.REPORT, report.title, None),
        (words.REFERENCE, report.reference, None),
        (words.AS_OF, cell_text(Kind.DAY, report.as_of), None),
        (words.PRODUCED_ON, cell_text(Kind.DAY, report.produced_on), None),
    ]
    if report.asked_by:
        rows.append((words.ASKED_BY, report.asked_by, None))
    rows += [(words.SHEET.format(name=each.sheet.title), each.table.title, None) for each in sheets]
    rows += report.method
    rows.append((words.FINGERPRINT, fingerprint, words.FINGERPRINT_SOURCE))
    return rows


def _entry(name: str, report: Report) -> ZipInfo:
    day = report.produced_on
    entry = ZipInfo(name, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
    entry.compress_type = ZIP_DEFLATED
    setattr(entry, "_compresslevel", _LEVEL)  # noqa: B010 - the only way for a part written bit by bit
    entry.create_system, entry.external_attr = 3, 0o600 << 16  # the same on every machine
    return entry


def _dated(core: bytes, report: Report) -> bytes:
    """openpyxl writes the hour of the machine as the last change; the day of production replaces it."""
    moment = looks.midnight(report.produced_on).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + moment, core)
