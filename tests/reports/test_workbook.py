"""Does a workbook hold the figures of its report, the same ones however long the table is?"""

from datetime import date
from fractions import Fraction
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.cell import Cell

from clauses.reports import looks, sheet_stream, xlsx
from clauses.reports.looks import sheet_name
from clauses.reports.table import Column, Kind, ReportTable, figure, fingerprint, row_text
from tests.reports import golden
from tests.reports.samples import (
    COLUMNS,
    PRODUCED_ON,
    SCHOOL,
    SCHOOL_TOTAL,
    long_rows,
    lots,
    report,
    texts,
    written,
)


def _look(cell: Cell) -> tuple[str, ...]:
    return tuple(map(repr, (cell.number_format, cell.font, cell.border, cell.quotePrefix, cell.data_type)))


def test_golden_school() -> None:
    note = "Lot 6 Ascenseur : sans clause, technicité ou habilitation."
    book = written(report(lots(SCHOOL, total=SCHOOL_TOTAL, note=note)))
    assert golden.text(book) == (
        "== Lots ==\n"
        "Lot | Objectif | Validées | Taux | Montant | Personnes | Début | Dernier mois\n"
        "1 Gros œuvre | 1190 | 1174 | 0.986554621848739 | 1420000 | 9 | 2026-09-01 | 2027-02-01\n"
        "2 Charpente-couverture | 245 | 96 | 0.391836734693878 | 460000 | 2 | 2026-09-01 | 2027-01-01\n"
        "3 Menuiseries | 315 | 162 | 0.514285714285714 | 610000 | 3 | 2026-09-01 | 2027-02-01\n"
        "4 Électricité | 210 | 210 | 1 | 395000 | 2 | 2026-09-01 | 2027-02-01\n"
        "5 Peinture-sols | 455 | 0 | 0 | 280000 | 0 | 2027-03-01\n"
        "Total | 2415 | 1642 | 0.67991718426501 | 3165000 | 16\n"
        "\n"
        "Lot 6 Ascenseur : sans clause, technicité ou habilitation.\n"
        "\n"
        "== Méthode ==\n"
        "Élément | Valeur | Source\n"
        "Rapport | Conformité du marché 2026-VB-014\n"
        "Référence | 2026-VB-014\n"
        "Arrêté au | 28/02/2027\n"
        "Produit le | 15/03/2027\n"
        "Feuille « Lots » | Les lots du marché\n"
        "Heures validées | jusqu'au 28/02/2027 | Relevés validés\n"
    )


def test_figures_among_the_texts_of_a_synthesis_are_computed_with() -> None:
    table = ReportTable(
        "Synthèse", "Synthèse", (Column("Élément", Kind.TEXT), Column("Valeur", Kind.TEXT)),
        (
            ("Acheteur", "Ville de Beauvais"), ("Heures dues", figure(Kind.HOURS, 241_550)),
            ("Taux", figure(Kind.PERCENT, Fraction(1642, 2415))), ("Personnes", figure(Kind.COUNT, 1_234)),
            ("Évolution", figure(Kind.PERCENT, None)),
        ),
    )  # fmt: skip
    assert [row_text(table, row)[1].replace("\u202f", " ") for row in table.each()] == [
        "Ville de Beauvais", "2 415,5 h", "68,0 %", "1 234", "—",
    ]  # fmt: skip
    cells = [row[1] for row in load_workbook(written(report(table)))["Synthèse"].iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == ["Ville de Beauvais", 2415.5, 0.67991718426501, 1234, "—"]
    assert [cell.number_format for cell in cells[1:4]] == [
        looks.NUMBER_FORMATS[kind] for kind in (Kind.HOURS, Kind.PERCENT, Kind.COUNT)
    ]


def test_sum_of_rows_is_the_total() -> None:
    sheet = golden.values(written(report(lots(SCHOOL, total=SCHOOL_TOTAL))))["Lots"]
    *rows, total = sheet[1:]
    for index in (1, 2, 4, 5):
        assert sum(row[index] for row in rows) == total[index]


def test_long_and_short_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    table = lots(lambda: long_rows(2600), total=("Total", 1, 2, None, 3, 4, None, None), note="=note")
    streamed = written(report(table))
    monkeypatch.setattr(xlsx, "LONG", 10_000)
    celled = written(report(table))
    assert golden.values(streamed) == golden.values(celled)
    one, other = load_workbook(streamed)["Lots"], load_workbook(celled)["Lots"]
    assert one.auto_filter.ref == other.auto_filter.ref == "A1:H2601"
    assert one.dimensions == other.dimensions == "A1:H2604"
    for row in (2, 2601, 2602, 2604):
        for a, b in zip(one[row], other[row], strict=True):
            assert _look(a) == _look(b)
    for book in (streamed, celled):
        with ZipFile(book) as parts:
            names = parts.read("xl/workbook.xml").decode()
        assert "'Lots'!$A$1:$H$2601<" in names and "'Lots'!$1:$1<" in names


def test_streamed_sheet_keeps_the_look() -> None:
    it = report(
        lots(lambda: long_rows(2500)), reference="1048576"
    )  # not to be taken for the last row of a sheet
    book = load_workbook(written(it))
    sheet = book["Lots"]
    assert sheet.freeze_panes == "A2" and sheet.print_title_rows == "$1:$1"
    assert [cell.number_format for cell in sheet[2500]] == [
        "General",
        "#,##0.0",
        "#,##0.0",
        "0.0\\ %",
        '#,##0.00\\ "€"',
        "#,##0",
        "dd/mm/yyyy",
        "[$-40C]mmmm\\ yyyy",
    ]
    assert sheet["A1"].font.bold and sheet.column_dimensions["A"].width == 32
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.page_setup.fitToHeight == 0 and sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddHeader.center.text == "Conformité du marché 2026-VB-014 - arrêté au 28/02/2027"
    assert sheet.oddFooter.center.text == "page &P/&N - produit le 15/03/2027 - 1048576"
    assert book.sheetnames[-1] == "Méthode"
    assert book.properties.created.date() == book.properties.modified.date() == PRODUCED_ON


def test_several_long_tables_each_with_its_own_end() -> None:
    short, first = lots(SCHOOL), lots(lambda: long_rows(2100))
    second = ReportTable("Mois", "Par mois", COLUMNS, lambda: long_rows(2222))
    book = load_workbook(written(report(short, first, second)))
    assert [sheet.auto_filter.ref for sheet in book][:3] == ["A1:H6", "A1:H2101", "A1:H2223"]
    assert book.sheetnames == ["Lots", "Lots (2)", "Mois", "Méthode"]


def test_read_only_reader_sees_all_rows() -> None:
    """No size of the shell is left for a reader to believe."""
    sheet = load_workbook(written(report(lots(lambda: long_rows(2500)))), read_only=True)["Lots"]
    assert sum(1 for _ in sheet.iter_rows()) == 2501


def test_empty_cells_and_empty_table() -> None:
    rows = [(None,) * 8, ("", None, None, None, None, None, None, None)]
    assert golden.values(written(report(lots(rows))))["Lots"][1:] == [(None,) * 8] * 2
    book = load_workbook(written(report(lots([]))))
    assert book["Lots"].auto_filter.ref == "A1:H1"


def test_percent_is_not_capped_and_numbers_are_exact() -> None:
    sheet = written(report(lots([("x", 15167, 5, Fraction(5, 2), -1, 0, None, None)])))
    assert golden.values(sheet)["Lots"][1][1:5] == (151.67, 0.05, 2.5, -0.01)
    with ZipFile(sheet) as parts:
        xml = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<v>151.67</v>" in xml and "<v>0.05</v>" in xml and "<v>-0.01</v>" in xml


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (Kind.HOURS, 995, "9.95"),  # 9.949999999999999 when a binary number is written with 16 digits
        (Kind.HOURS, -7, "-0.07"),
        (Kind.HOURS, 100, "1"),
        (Kind.HOURS, 110, "1.1"),
        (Kind.EUROS, 322700000000001, "3227000000000.01"),
        (Kind.PERCENT, Fraction(1, 3), "0.333333333333333"),
        (Kind.PERCENT, Fraction(100), "100"),
        (Kind.PERCENT, Fraction(1, 10**9), "0.000000001"),
        (Kind.DAY, date(1900, 3, 1), "61"),
        (Kind.MONTH, date(2027, 2, 1), "46419"),
        (Kind.DAY, date(1900, 2, 28), None),
    ],
)
def test_number_text(kind: Kind, value: object, expected: str | None) -> None:
    assert sheet_stream.number_text(kind, value) == expected


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Kind.HOURS, 1.5),
        (Kind.HOURS, True),
        (Kind.PERCENT, 0.5),
        (Kind.DAY, 3),
        (Kind.TEXT, 3),
        (Kind.COUNT, 1.0),
    ],
)
def test_wrong_types_are_refused(kind: Kind, value: object) -> None:
    with pytest.raises(TypeError):
        written(report(ReportTable("T", "T", (Column("C", kind),), [(value,)])))


def test_old_date_is_a_text() -> None:
    table = ReportTable("T", "T", (Column("C", Kind.DAY),), [(date(1789, 7, 14),)])
    assert golden.values(written(report(table)))["T"][1] == ("1789-07-14",)


def test_a_text_may_stand_in_a_column_of_numbers() -> None:
    row = ("6 Ascenseur", "sans clause", None, None, None, None, None, None)
    assert golden.values(written(report(lots([row]))))["Lots"][1][1] == "sans clause"


def test_same_report_same_bytes() -> None:
    make = lambda: report(lots(SCHOOL), ReportTable("L", "L", COLUMNS, lambda: long_rows(2300)))  # noqa: E731
    assert written(make()).getvalue() == written(make()).getvalue()


def test_checksum_follows_the_figures_and_nothing_else() -> None:
    seal = fingerprint(report(lots(SCHOOL, total=SCHOOL_TOTAL)))
    assert len(seal) == 64
    assert seal == fingerprint(
        report(lots(lambda: iter(SCHOOL), total=SCHOOL_TOTAL), produced_on=date(2030, 1, 1), title="x")
    )
    assert seal != fingerprint(report(lots(SCHOOL)))
    assert seal != fingerprint(report(lots(SCHOOL[1:], total=SCHOOL_TOTAL)))
    assert seal != fingerprint(report(lots(SCHOOL, total=SCHOOL_TOTAL), method=()))
    assert seal != fingerprint(report(lots(SCHOOL, total=SCHOOL_TOTAL), as_of=date(2027, 1, 31)))
    assert fingerprint(report(texts(["1/2"]))) != fingerprint(report(texts(["1", "2"])))


def test_checksum_is_in_the_workbook() -> None:
    for table in (lots(SCHOOL), lots(lambda: long_rows(2100))):
        it = report(table, lots(SCHOOL))
        assert fingerprint(it) in golden.text(written(it), with_fingerprint=True)


def test_rows_must_be_readable_twice_and_of_one_width() -> None:
    with pytest.raises(TypeError):
        lots(long_rows(3))
    with pytest.raises(ValueError, match="total"):
        lots(SCHOOL, total=("Total",))
    with pytest.raises(ValueError, match="columns"):
        written(report(lots([("one",)])))


def test_sheet_names() -> None:
    taken = {"méthode"}
    assert sheet_name("Lots/[2026]: *?\\", taken) == "Lots--2026-- ---"
    assert sheet_name("'Décisions'", taken) == "Décisions"
    assert sheet_name("DÉCISIONS", taken) == "DÉCISIONS (2)"
    assert sheet_name("Méthode", taken) == "Méthode (2)"
    long = sheet_name("é" * 40, taken)
    assert long == "é" * 31 and sheet_name("é" * 40, taken) == "é" * 27 + " (2)"
    assert len(sheet_name("🏗" * 20, taken).encode("utf-16-le")) == 60
    assert sheet_name("", taken) == "-"


def test_print_header_escapes_its_codes() -> None:
    book = load_workbook(written(report(lots(SCHOOL), title="Dupont & Fils &P " + "&" * 400)))
    header = book["Lots"].oddHeader.center.text
    assert header.startswith("Dupont && Fils &&P ") and len(header) < 255
    assert header.count("&") % 2 == 0 and header.endswith(" - arrêté au 28/02/2027")


def test_too_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_stream, "MAX_ROWS", 2500)
    with pytest.raises(sheet_stream.TooLong):
        xlsx.write(report(lots(lambda: long_rows(2600))), BytesIO())
