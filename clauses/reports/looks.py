"""How does a workbook look? Number formats, widths, heading and page set-up, set on an openpyxl shell."""

from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from clauses.reports.sheet_stream import column_letter, safe_text
from clauses.reports.table import Column, Kind, Report, cell_text
from clauses.wording import workbook as words

# A spreadsheet in French shows `#,##0.0` as « 1 190,0 »; the value behind keeps its hundredths.
NUMBER_FORMATS = {
    Kind.TEXT: "General",
    Kind.HOURS: "#,##0.0",
    Kind.EUROS: '#,##0.00\\ "€"',
    Kind.PERCENT: "0.0\\ %",
    Kind.POINTS: "+0.0;-0.0;0.0",
    Kind.COUNT: "#,##0",
    Kind.DAY: "dd/mm/yyyy",
    Kind.MONTH: "[$-40C]mmmm\\ yyyy",  # months in French whatever the language of the spreadsheet
}
WIDTHS = {
    Kind.TEXT: 32,
    Kind.HOURS: 14,
    Kind.EUROS: 18,
    Kind.PERCENT: 12,
    Kind.POINTS: 12,
    Kind.COUNT: 12,
    Kind.DAY: 13,
    Kind.MONTH: 18,
}
_INK, _INK_2, _RULE, _MIST = "1C2B33", "4A5A63", "7C8A91", "EEF3F2"
_FORBIDDEN_IN_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))
_PRINT_LIMIT = 255  # characters of a print header or footer, codes included


class Looks:
    """The cell styles of one workbook: each is asked for once and is then known by its number."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._cells: dict[tuple[Kind, bool, bool, bool], Cell] = {}

    def cell(self, kind: Kind, *, guarded: bool = False, total: bool = False, wrap: bool = False) -> Cell:
        """A model cell; `guarded` keeps a text a text even when somebody edits it (quote prefix)."""
        key = (kind, guarded, total, wrap)
        model = self._cells.get(key)
        if model is None:
            model = self._cells[key] = Cell(self._sheet, row=1, column=1)
            model.font = Font(name="Calibri", size=11, bold=total, color=_INK)
            model.number_format = NUMBER_FORMATS[kind]
            model.alignment = Alignment(vertical="top", wrap_text=wrap and kind is Kind.TEXT)
            if total:
                model.border = Border(top=Side(style="medium", color=_INK))
            if guarded:
                model.quotePrefix = True
        return model

    def pair(self, kind: Kind, *, total: bool = False, wrap: bool = False) -> tuple[int, int]:
        """The numbers of the usual style and of the guarded one, for rows written without openpyxl."""
        usual = self.cell(kind, total=total, wrap=wrap)
        return usual.style_id, self.cell(kind, guarded=True, total=total, wrap=wrap).style_id

    def note(self) -> Cell:
        """The model of the sentence below a table."""
        cell = Cell(self._sheet, row=1, column=1)
        cell.font = Font(name="Calibri", size=10, italic=True, color=_INK_2)
        return cell


def heading(sheet: Worksheet, columns: tuple[Column, ...]) -> None:
    """First row: plain French, frozen, repeated on each printed page; widths of the columns."""
    for index, column in enumerate(columns, start=1):
        cell = sheet.cell(1, index, safe_text(column.heading))
        cell.data_type = "s"
        cell.font = Font(name="Calibri", size=11, bold=True, color=_INK)
        cell.fill = PatternFill("solid", fgColor=_MIST)
        cell.border = Border(bottom=Side(style="thin", color=_RULE))
        right = column.kind in (Kind.HOURS, Kind.EUROS, Kind.PERCENT, Kind.POINTS, Kind.COUNT)
        cell.alignment = Alignment(horizontal="right" if right else "left", vertical="center", wrap_text=True)
        letter = column_letter(index)
        sheet.column_dimensions[letter].width = column.width or WIDTHS[column.kind]
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"


def page_setup(sheet: Worksheet, report: Report) -> None:
    """A4 landscape, as wide as one page, title and closing date above, page and reference below."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.71  # 18 mm
    above = words.PRINT_HEADER.format(title="{title}", day=cell_text(Kind.DAY, report.as_of))
    below = words.PRINT_FOOTER.format(
        page="&P", pages="&N", day=cell_text(Kind.DAY, report.produced_on), reference="{title}"
    )
    sheet.oddHeader.center.text = _printed(above, report.title)
    sheet.oddFooter.center.text = _printed(below, report.reference)


def _printed(sentence: str, text: str) -> str:
    """The sentence with the text cut to what is left; `&` opens a code in a print header, hence doubled."""
    room = _PRINT_LIMIT - len(sentence) - 8
    line = " ".join(safe_text(text).split()).replace("&", "&&")[:room]
    if (len(line) - len(line.rstrip("&"))) % 2:
        line = line[:-1]
    return sentence.replace("{title}", line)


def properties(book: Workbook, report: Report) -> None:
    """What the file says of itself; its dates are the day of production, never the hour of the machine."""
    said = book.properties
    said.title = safe_text(report.title)
    said.subject = said.identifier = safe_text(report.reference)
    said.creator = None
    said.language = words.LANGUAGE
    said.created = said.modified = midnight(report.produced_on)


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a workbook knows no zone


def sheet_name(name: str, taken: set[str]) -> str:
    """A name a spreadsheet accepts: 31 UTF-16 units, none of []:*?/\\, no quote at the ends, never twice.

    `taken` holds the names already given, in lower case; the new one is added.
    """
    clean = " ".join(safe_text(name).translate(_FORBIDDEN_IN_NAME).split()).strip("'") or "-"
    base, number = _units(clean, 31).strip("' ") or "-", 1
    chosen = base
    while chosen.lower() in taken:
        number += 1
        mark = f" ({number})"
        chosen = _units(base, 31 - len(mark)).rstrip("' ") + mark
    taken.add(chosen.lower())
    return chosen


def _units(text: str, limit: int) -> str:
    return text.encode("utf-16-le")[: 2 * limit].decode("utf-16-le", "ignore")
