"""Does a PDF say the same figures as the page, tagged, in French, under its title?"""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
import typst
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from clauses.reports import pdf
from clauses.reports.pdf import Document, Facts, Heading, Items, Paragraph, Signature, pdf_of
from clauses.reports.table import fingerprint, row_text
from tests.reports.accessible import faults
from tests.reports.samples import SCHOOL, SCHOOL_TOTAL, lots, report, texts

LETTER = Document(
    title="Mise en demeure : marché 2026-ARC-07, lot 4",
    day=date(2026, 9, 3),
    footer="Courrier 12",
    blocks=(
        Paragraph("Bonjour,\n\nIl manque 1 190 h, soit 18 000 €."),
        Heading("Ce qui est demandé"),
        Facts((("Objectif", "640 h"), ("Heures validées", "280 h"))),
        Items(("transmettre le relevé", "signaler une difficulté")),
        Signature(("Sophie Marchand", "Mission clauses")),
    ),
    sender=("Mission clauses Compiègne-Noyon", "60200 Compiègne"),
    recipient=("Thermi'Nord", "60200 Compiègne"),
    dateline="Compiègne, le 3 septembre 2026",
)


def read(document: Any) -> PdfReader:
    return PdfReader(BytesIO(pdf_of(document)))


def words(document: Any) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(document).pages).split())


def tags(reader: PdfReader) -> list[str]:
    """The names of the structure, in reading order."""
    found: list[str] = []

    def walk(node: Any) -> None:
        if isinstance(node, IndirectObject):
            node = node.get_object()
        if isinstance(node, ArrayObject):
            for child in node:
                walk(child)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                found.append(str(node["/S"]))
            if "/K" in node:
                walk(node["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    return found


def test_a_letter_is_tagged_titled_and_in_french() -> None:
    reader = read(LETTER)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a PDF boolean
    assert root["/Lang"] == "fr-FR"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert reader.metadata is not None and reader.metadata.title == LETTER.title
    assert b"pdfuaid" in root["/Metadata"].get_data()
    names = tags(reader)
    assert {"/Document", "/H1", "/P", "/L", "/LI", "/Lbl", "/LBody"} <= set(names)
    assert names.count("/LI") == 4, "two facts by their labels, two items"


def test_somebody_else_finds_no_fault_in_a_letter_nor_in_a_report() -> None:
    for document in (LETTER, report(lots(SCHOOL, total=SCHOOL_TOTAL)), report(texts([]))):
        assert faults(pdf_of(document)) == []


def test_somebody_else_sees_what_is_not_tagged() -> None:
    bare = typst.compile(
        b"#set document(title: [x])\n= Titre\n#table(columns: 2, [a], [b])", format="pdf", pdf_tags=False
    )
    assert bare is not None and not isinstance(bare, list)
    assert {one[:9] for one in faults(bare)} >= {"UA-01-002", "UA-01-005"}


def test_a_table_names_its_headings_to_those_who_listen() -> None:
    names = tags(read(report(lots(SCHOOL, total=SCHOOL_TOTAL))))
    assert names.count("/TH") == 8 + 3, "eight columns, and three in « Méthode »"
    assert "/THead" in names


def test_a_report_says_every_figure_of_its_page_and_its_checksum() -> None:
    it = report(lots(SCHOOL, total=SCHOOL_TOTAL))
    said = words(it)
    for row in it.tables[0].each():
        for cell in row_text(it.tables[0], row):
            assert " ".join(cell.split()) in said
    assert fingerprint(it) in said.replace(" ", "")
    assert "Arrêté au 28 février 2027" in said


@pytest.mark.parametrize(
    "typed", ["*gras* #show _x_", "$x^2$ \\ @ref <lien> [x]", '#read("/etc/passwd")', "=2+2", "// rien"]
)
def test_what_somebody_typed_stays_a_text(typed: str) -> None:
    assert typed in words(report(texts([typed])))


def test_a_character_no_reader_shows_is_left_out() -> None:
    assert "Peinture Ravon" in words(report(texts(["Peinture\x00\x08 Ravon"])))


def test_a_long_table_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_ROWS", 3)
    said = words(report(texts([f"ligne {n}" for n in range(5)])))
    assert "ligne 2" in said and "ligne 3" not in said
    assert "Les 3 premières lignes sur 5 : le classeur du même rapport les contient toutes." in said


def test_an_empty_table_says_that_it_is_empty() -> None:
    assert "Aucune ligne." in words(report(texts([])))


def test_the_same_document_gives_the_same_bytes() -> None:
    assert pdf_of(LETTER) == pdf_of(LETTER)
