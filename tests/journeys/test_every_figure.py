"""Every figure of every report opens what makes it, and what opens adds up to it; what does not open is said why.

A new table is held by this test: its figures open, or are worked out from others of the page (`reviews.WORKED_OUT`), or each
of its rows is a record by itself.
"""

import csv
import io
import re
import zipfile
from datetime import date
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader
from sqlalchemy import select

from clauses.domain.kinds import ClauseType, Gender, MarketType, Modality, NoClauseReason, Programme
from clauses.domain.kinds_reports import ReportKind
from clauses.extensions import db, write_transaction
from clauses.models.compliance import ReportRequest
from clauses.models.hours import Participant
from clauses.models.markets import Market
from clauses.queries import report_lots
from clauses.web.compliance.screens_reports import leads
from clauses.wording import parsing, reviews
from clauses.wording import report as words
from tests import stage_region
from tests.journeys.test_report_kinds import ASKERS, made, scope_of
from tests.moments import moment
from tests.portal import Browser, Portal
from tests.reading import plain
from tests.stage_region import Part

K = ReportKind
FIGURES = ("hours", "count", "euros", "percent")
WHO = {**ASKERS, K.MARKET_COMPLIANCE: "sandrine.lemaire", K.COOPERATION: "claire.delattre"}


@moment
def everybody_counted(portal: Portal) -> None:
    """Enough persons everywhere for the counts to be printed, of every gender, age and district; reserved hours, a market
    of supplies without hours, a lot without a territory, structures of two kinds, last year's hours and a day's contract."""
    portal.day("2027-06-15")
    with write_transaction():
        works = stage_region.market(Part("T1", "Ville de Beauvais", 1000, 0, 6), programme=Programme.NPNRU,
                                    notified=date(2027, 1, 5))  # fmt: skip
        other = stage_region.market(Part("T2", "Ville de Creil", 500, 0, 6))
        lost = stage_region.market(Part("T2", "Ville de Beauvais", 300, 0, 6), number=3)
        lost.territory_id = None
        supplies = stage_region.market(
            Part("T1", "Ville de Beauvais", 70, 0, 0),
            number=4,
            notified=date(2027, 3, 1),
            start=date(2027, 9, 1),
        )
        db.session.get_one(Market, supplies.market_id).market_type = MarketType.SUPPLIES
        supplies.has_clause, supplies.no_clause_reason = (
            False,
            NoClauseReason.SHORT,
        )  # notified in the year, without a social consideration
        reserved = stage_region.market(
            Part("T1", "Ville de Beauvais", 200, 0, 6), lever=ClauseType.RESERVED_INTEGRATION, number=2,
            notified=date(2027, 2, 1),
        )  # fmt: skip
        months = {lot: stage_region.month(lot) for lot in (works, other, lost, reserved)}
        before, last_year = (
            stage_region.month(works, date(year, month, 1)) for year, month in ((2026, 12), (2026, 3))
        )
        people = [
            stage_region.person(
                n, "T1", gender=(Gender.WOMAN, Gender.MAN, Gender.UNSTATED)[n % 3],
                birth=(date(2005, 1, 1), date(1990, 1, 1), date(1960, 1, 1))[n // 3 % 3], priority_district=n % 2 == 0,
            )
            for n in range(45)
        ]  # fmt: skip
        for n, who in enumerate(people):
            lot = (works, other, lost)[n % 3 if n < 36 else 0]
            stage_region.hours(lot, months[lot], who, Modality.ETTI_PLACEMENT, 5000 + n)
            if n >= 30:
                stage_region.hours(
                    other,
                    months[other],
                    who,
                    Modality.AI_PLACEMENT,
                    700,
                    employer_name="Relais Emploi Sud Oise",
                )
            if n % 4 == 0:
                stage_region.hours(reserved, months[reserved], who, Modality.SUBCONTRACT_EI, 1000 + n)
                stage_region.hours(works, before, who, Modality.ETTI_PLACEMENT, 4000)
                stage_region.hours(works, last_year, who, Modality.DIRECT_HIRE, 900)
        for n in range(60, 66):
            one_day = stage_region.person(n, "T2")
            stage_region.hours(
                other, months[other], one_day, Modality.DIRECT_HIRE, 700, ends_on=stage_region.START
            )
        db.session.commit()
    assert db.session.query(Participant).count() > 50


@pytest.fixture
def region(portal: Portal) -> None:
    everybody_counted(portal)


def number_of(text: str) -> int | None:
    """The figure of a cell: hundredths of an hour, cents, or a number; « 3 / 4 » is 3. None for what is not one."""
    text = plain(text).strip()
    if text.endswith(" h"):
        return parsing.hours(text)
    if text.endswith("€"):
        return round(float(text.removesuffix("€").replace(" ", "").replace(",", ".")) * 100)
    found = re.fullmatch(r"(−?[\d ]+)( / \d+)?", text)
    return int(found.group(1).replace(" ", "").replace("−", "-")) if found else None


def opened_as(browser: Browser, address: str) -> list[int | None]:
    """What the page behind a figure says it makes, and what its lines add up to."""
    page = browser.get(address)
    said = re.search(
        r"(?:Somme des lignes|Somme des objectifs|Somme des montants|Nombre [^:.]+) : ([^.(]+?)\.",
        plain(page.text),
    )
    found = [number_of(said.group(1).strip())] if said else []
    if "Somme des lignes" in page or "Leurs heures" in page:  # the lines themselves, added up
        tables = page.find_all(lambda e: e.tag == "tbody")
        rows = [plain("".join(tr[-1].itertext())) for one in tables for tr in one.iter("tr")]
        added = sum(number_of(cell) or 0 for cell in rows if cell.endswith(" h"))
        total = re.search(r"(?:Somme des lignes|Leurs heures) : ([^.(]+?)\.", plain(page.text))
        assert total and number_of(total.group(1)) == added, (address, rows)
    return found


def assert_files_say_the_same(browser: Browser, request_id: int, tables: list[Any]) -> None:
    """Each cell of the page is the cell of the workbook and of the CSV; the paper prints the figures of the head."""
    content = {
        end: browser.client.get(f"/rapports/{request_id}.{end}").data for end in ("xlsx", "zip", "pdf")
    }
    book = openpyxl.load_workbook(io.BytesIO(content["xlsx"]))
    archive = zipfile.ZipFile(io.BytesIO(content["zip"]))
    names = sorted(archive.namelist())
    written = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert not [cell for cell in written if "NomT1" in cell], "nobody is named"
    compared = 0
    for at, table in enumerate(tables):
        shown = [*table["rows"], *([table["total"]] if table["total"] else [])]
        flat = list(csv.reader(io.StringIO(archive.read(names[at]).decode("utf-8-sig")), delimiter=";"))[1:]
        sheet = [list(row) for row in book.worksheets[at].iter_rows(min_row=2, values_only=True)]
        for row, in_csv, in_book in zip(shown, flat, sheet, strict=False):
            for column, text, one, other in zip(table["columns"], row, in_csv, in_book, strict=False):
                if column[1] in FIGURES or column[0] == words.VALUE:
                    where = (table["title"], row[0], column[0], text, one, other)
                    share = 100 if text.endswith("%") and isinstance(other, int | float) else 1
                    theirs = as_read(other * share if isinstance(other, int | float) else other)
                    assert alike(as_read(text), as_read(one)) and alike(as_read(text), theirs), where
                    compared += bool(text)
        assert len(flat) == len(shown) <= len(sheet), table["title"]
    assert compared >= 6
    paper = re.sub(
        r"\s", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(content["pdf"])).pages)
    )
    for row in tables[0]["rows"]:
        assert re.sub(r"\s", "", plain(row[1])) in paper, row


def as_read(cell: Any) -> float | str:
    """A cell of a page or of a file as a number, whatever its unit and its spaces; or its words."""
    if isinstance(cell, int | float):
        return float(cell)
    text = plain(cell or "").strip().removeprefix("'")
    bare = re.sub(r"\s|h$|€$|%$", "", text).replace("−", "-").replace(",", ".")
    try:
        return float(bare)
    except ValueError:
        return text


def alike(one: float | str, other: float | str) -> bool:
    """The same number to the tenth of a point that a page prints of a share, or the same words."""
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) < 0.0501
    return one == other


@pytest.mark.parametrize("kind", list(K))
def test_every_figure_opens_what_makes_it_or_is_said_to_be_worked_out(
    portal: Portal, region: None, kind: ReportKind
) -> None:
    scope = (
        str(db.session.scalars(select(Market.id).where(Market.reference == "R-T1-1")).one())
        if kind is K.MARKET_COMPLIANCE
        else scope_of(kind)
    )
    if kind is K.COOPERATION:
        scope = scope_of(K.TERRITORY_REVIEW)
    browser, page, request_id = made(
        portal, WHO[kind], kind, scope, "31/03/2027" if kind is K.REGION_QUARTER else "30/04/2027"
    )
    snapshot = db.session.get_one(ReportRequest, request_id).snapshot
    assert snapshot is not None
    walked = 0
    with portal.app.test_request_context():
        cells = [
            (table, row[0], column, text, leads(request_id, column, text, opening))
            for table in snapshot.tables["tables"]
            for row, opening in [
                *zip(table["rows"], table["opens"], strict=True),
                (table["total"] or (), table["total_opens"]),
            ]
            for column, text in zip(table["columns"], row, strict=False)
        ]
    for table, row, column, text, address in cells:
        where = (table["title"], row, column[0], text)
        figure = number_of(text)
        in_figures = column[1] in FIGURES or column[0] == words.VALUE
        if address is None:
            said = {column[0], row} & reviews.WORKED_OUT or column[1] == "percent" or words.is_masked(text)
            named = column[0] in reviews.NUMBERS or row in reviews.NUMBERS
            assert not (in_figures and figure is not None) or said or named or table["records"], where
            continue
        if column[1] == "percent":
            continue  # leads to the hours that it is a share of
        if "mesure=" in address:  # the records of an evaluation, read in the report itself
            walked += 1
            assert text in plain(browser.get(address).text), where
            continue
        found = opened_as(browser, address)
        assert figure in found, (where, address, found)
        walked += 1
    assert walked >= 6, f"{walked} figures were opened"
    assert_files_say_the_same(browser, request_id, snapshot.tables["tables"])
    assert reviews.WHAT_OPENS in page


def test_a_figure_of_many_lots_opens_page_after_page(
    portal: Portal, region: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the number of the last lot seen, so that a lot added meanwhile moves nothing; the sum is that of all of them."""
    monkeypatch.setattr(report_lots, "ROWS", 2)
    browser, _, request_id = made(portal, "helene.vasseur", K.NATIONAL, "region")
    browser.get(
        f"/rapports/{request_id}/objectifs?reserved=0&figure=amount", status=404
    )  # printed nowhere in it
    address: str | None = f"/rapports/{request_id}/objectifs?reserved=0"
    seen: list[str] = []
    while address:
        page = browser.get(address)
        assert "Somme des objectifs : 1 800 h" in plain(page.text)
        seen += [
            plain("".join(tr[0].itertext()))
            for body in page.find_all(lambda e: e.tag == "tbody")
            for tr in body
        ]
        further = page.find_all(lambda e: e.tag == "a" and "Lots suivants" in "".join(e.itertext()))
        address = further[0].get("href") if further else None
    assert sorted(seen) == ["R-T1-1", "R-T2-1", "R-T2-3"] and "Premiers lots" in page
