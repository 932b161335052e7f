"""S17: the same figures on the page, in the workbook, in the CSV and in the PDF; each figure opens its lines; for ever."""

import csv
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from clauses.actions import compliance
from clauses.actions.parameters import record_parameter
from clauses.domain.kinds import JobState, LedgerKind
from clauses.domain.parameters import NewParameter
from clauses.extensions import db, write_transaction
from clauses.jobs import dispatch
from clauses.models.compliance import ReportRequest, ReportSnapshot
from clauses.models.hours import LedgerLine
from clauses.models.journal import BackgroundJob
from clauses.models.markets import HoursTarget
from tests import servers, stage, stage_reports
from tests.portal import Browser, Portal
from tests.reading import Page, plain
from tests.reports.accessible import faults
from tests.reports.test_pdf import tags
from tests.stage_reports import ask, lots_of, worked

Row = list[str]


@pytest.fixture
def school(portal: Portal) -> int:
    return stage_reports.school(portal)


def asked(portal: Portal, who: str, school: int, as_of: str) -> tuple[Browser, Page, int]:
    browser = portal.sign_in(who)
    page = ask(portal, browser, school, as_of)
    request_id = db.session.scalars(select(ReportRequest.id).order_by(ReportRequest.id.desc())).first()
    assert request_id is not None
    return browser, page, request_id


def as_numbers(row: Row) -> Row:
    """« 1 190 h », « 1190 » and « 1 190,0 » are one figure; so are the shares, whatever their minus and their spaces, and
    the gaps, of which a file leaves the plus out: a spreadsheet would take it for a formula."""
    return [re.sub(r"[\s\u202f\u00a0]|h$|,0$|^\+(?=\d)", "", cell).replace("−", "-") for cell in row]


def of_workbook(content: bytes) -> list[Row]:
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Lots"]

    def text(column: int, value: Any) -> str:
        if value is None:
            return ""
        if column in (5, 7, 11) and not isinstance(value, str):
            return f"{value * 100:.1f} %".replace(".", ",")
        if column == 8 and not isinstance(value, str):  # points between two shares
            return f"{value:.1f}".replace(".", ",")
        return str(value).replace(".", ",")

    rows = sheet.iter_rows(min_row=2, values_only=True)
    return [[text(i, value) for i, value in enumerate(row)] for row in rows]


def of_archive(content: bytes) -> list[Row]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        [name] = [one for one in archive.namelist() if one.endswith("-lots.csv")]
        text = archive.read(name).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))[1:]


def test_the_four_formats_say_the_same_figures(portal: Portal, school: int) -> None:
    sandrine, page, request_id = asked(portal, "sandrine.lemaire", school, "28/02/2027")
    shown = [as_numbers(row) for row in lots_of(page).values()][1:]
    assert shown[0][3:6] == ["1190", "1174", "98,7%"] and shown[-1][3:6] == ["2415", "1642", "68,0%"]
    files = {end: sandrine.client.get(f"/rapports/{request_id}.{end}") for end in ("xlsx", "zip", "pdf")}
    for end, answer in files.items():
        assert answer.status_code == 200, end
        assert "bilan_2026-VB-014_2027-02" in answer.headers["Content-Disposition"]
        assert answer.headers["Content-Disposition"].startswith("attachment")
    assert [as_numbers(row) for row in of_workbook(files["xlsx"].data)] == shown
    assert [as_numbers(row) for row in of_archive(files["zip"].data)] == shown
    reader = PdfReader(io.BytesIO(files["pdf"].data))
    text = "".join(as_numbers(["".join(sheet.extract_text() for sheet in reader.pages)])[0].split())
    for row in shown:
        for figure in row[3:6]:
            assert figure in text, figure


def test_the_paper_is_tagged_titled_and_in_french(portal: Portal, school: int) -> None:
    sandrine, _, request_id = asked(portal, "sandrine.lemaire", school, "28/02/2027")
    data = sandrine.client.get(f"/rapports/{request_id}.pdf").data
    assert faults(data) == [], "read by somebody else than its writer"
    reader = PdfReader(io.BytesIO(data))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a PDF boolean
    assert root["/Lang"] == "fr-FR"
    assert reader.metadata is not None
    assert reader.metadata.title == "Bilan de conformité du marché 2026-VB-014"
    assert {"/Table", "/TR", "/TH", "/TD"} <= set(tags(reader))


def test_an_office_opens_the_workbook_without_repair(portal: Portal, school: int, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        servers.skip("LibreOffice n'est pas installé : le classeur n'est pas ouvert par lui")
    assert office is not None
    sandrine, page, request_id = asked(portal, "sandrine.lemaire", school, "28/02/2027")
    book = tmp_path / "bilan.xlsx"
    book.write_bytes(sandrine.client.get(f"/rapports/{request_id}.xlsx").data)
    every_sheet = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false,false,false,-1"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", every_sheet, "--outdir", str(tmp_path), str(book)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    read = list(csv.reader((tmp_path / "bilan-Lots.csv").read_text("utf-8").splitlines(), delimiter=";"))[1:]
    shown = [as_numbers(row) for row in lots_of(page).values()][1:]
    found = [[cell.replace(".", ",") for cell in as_numbers(row)] for row in read if any(row)]
    assert [row[:2] for row in found] == [row[:2] for row in shown]
    for row, expected in zip(found, shown, strict=True):
        for figure, wanted in zip(row[3:5], expected[3:5], strict=True):
            assert figure.replace(",00", "") == wanted


def test_each_figure_opens_the_lines_that_make_it(portal: Portal, school: int) -> None:
    sandrine, page, _ = asked(portal, "sandrine.lemaire", school, "28/02/2027")
    opened = 0
    for link in page.find_all(lambda e: e.tag == "a" and "/lignes" in (e.get("href") or "")):
        figure = plain("".join(link.itertext()))
        if not figure.endswith("h"):
            continue
        lines = sandrine.get(link.get("href") or "")
        assert f"Somme des lignes : {figure}" in lines, link.get("href")
        opened += 1
    assert opened >= 5 + 1 + 10 + 2, "lots, total, months and modalities all open"


def test_nobody_is_named_nor_counted_in_the_lines(portal: Portal, school: int) -> None:
    sandrine, _, request_id = asked(portal, "sandrine.lemaire", school, "28/02/2027")
    lines = sandrine.get(f"/rapports/{request_id}/lignes?month=2026-10")
    for name in stage_reports.stage_hours.NAMES:
        assert name not in lines.text
    assert sandrine.get(f"/rapports/{request_id}/lignes?month=n%27importe&lot=x").text.count("0 h")


def test_a_report_given_up_makes_no_file_and_can_be_asked_again(portal: Portal, school: int) -> None:
    sandrine = portal.sign_in("sandrine.lemaire")
    form = {"rep_scope": str(school), "rep_date": "28/02/2027"}
    sandrine.submit(sandrine.get("/rapports/nouveau"), form, form="/rapports/nouveau")
    dispatch.tick()
    request_id = db.session.scalars(select(ReportRequest.id)).one()
    sandrine.submit(sandrine.get(f"/rapports/{request_id}"), form="annulation")
    portal.run_jobs()
    page = sandrine.get(f"/rapports/{request_id}")
    assert "Ce rapport a été annulé" in page
    assert db.session.scalar(select(func.count()).select_from(ReportSnapshot)) == 0
    assert not portal.mails("M25")
    sandrine.submit(page, form="relance")
    portal.run_jobs()
    assert "Télécharger le tableur" in sandrine.get(f"/rapports/{request_id}")


def test_the_attempt_under_way_stops_when_the_report_is_given_up(portal: Portal, school: int) -> None:
    sandrine = stage.actor("sandrine.lemaire")
    request = compliance.request_report(sandrine, school, as_of=date(2027, 2, 28), now=portal.now)
    request_id = request.id
    dispatch.tick()
    [job_id] = portal.waiting_jobs()
    run = dispatch._take(job_id)
    assert run is not None
    compliance.cancel_report(sandrine, request_id, now=portal.now, at=portal.now)
    with pytest.raises(dispatch.Outdated):
        dispatch.WORK["report"](run)
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(ReportSnapshot)) == 0
    assert db.session.get_one(BackgroundJob, job_id).state is JobState.CANCELLED


def test_a_settled_report_asked_twice_is_the_same_one(portal: Portal, school: int) -> None:
    portal.day("2027-05-02")
    sandrine, _, first = asked(portal, "sandrine.lemaire", school, "28/02/2027")
    again = sandrine.submit(
        sandrine.get("/rapports/nouveau"), {"rep_scope": str(school), "rep_date": "28/02/2027"}, form="/rapports/nouveau"
    )  # fmt: skip
    assert again.response.headers["Location"].endswith(f"/rapports/{first}")
    assert "Ce rapport existe déjà, avec les mêmes chiffres" in sandrine.follow(again)
    assert db.session.scalar(select(func.count()).where(BackgroundJob.kind == "report")) == 1


def amended(portal: Portal, school: int) -> None:
    """An amendment recorded in May, with effect in January."""
    with write_transaction():
        db.session.add(
            HoursTarget(lot_id=stage.lot(1).id, number=2, hours=150000, exec_start=date(2026, 9, 1), exec_months=12,
                        effective_on=date(2027, 1, 1), recorded_on=date(2027, 5, 3), reason="Avenant n° 1")
        )  # fmt: skip
        db.session.commit()


def reversed_line(portal: Portal, school: int) -> None:
    """Hours of the past taken back by a counter-line, in May."""
    with write_transaction():
        line = db.session.scalars(
            select(LedgerLine).where(LedgerLine.lot_id == stage.lot(4).id).order_by(LedgerLine.id)
        ).first()
        assert line is not None
        db.session.add(
            LedgerLine(kind=LedgerKind.REVERSAL, entry_id=line.entry_id, lot_id=line.lot_id,
                       participant_id=line.participant_id, employer_id=line.employer_id, modality=line.modality,
                       month=line.month, hours=-line.hours, reverses_id=line.id, reason="Doublon",
                       recorded_on=date(2027, 5, 4), recorded_at=portal.now)
        )  # fmt: skip
        db.session.commit()


def late_hours(portal: Portal, school: int) -> None:
    worked(2, date(2027, 2, 1), 50, date(2027, 5, 4))


def rules_changed(portal: Portal, school: int) -> None:
    """Another base of the full-time equivalent, another threshold and another small cell, from June."""
    maxime = stage.actor("maxime.ollier")
    for rule, name, value in (("fte", "base_hours", 182000), ("compliance", "watch_below_points", -5),
                              ("small_cell", "minimum", 10)):  # fmt: skip
        record_parameter(
            maxime, NewParameter(rule, name, value, date(2027, 6, 1), "Décision du comité"), now=portal.now
        )
    portal.day("2027-06-15")


@pytest.mark.parametrize("change", [amended, reversed_line, late_hours, rules_changed])
def test_a_report_closed_in_the_past_is_the_same_for_ever(
    portal: Portal, school: int, change: Callable[[Portal, int], None]
) -> None:
    """Made once, then the past changes, then made anew by somebody else: the same figures to the byte."""
    portal.day("2027-05-02")
    asked(portal, "sandrine.lemaire", school, "28/02/2027")
    portal.day("2027-05-10")
    change(portal, school)
    asked(portal, "claire.delattre", school, "28/02/2027")
    first, second = db.session.scalars(select(ReportSnapshot).order_by(ReportSnapshot.id)).all()
    assert first.id != second.id, "made anew, not handed over"
    assert second.fingerprint == first.fingerprint
    assert second.tables == first.tables


@pytest.mark.parametrize(
    ("instant", "accepted"),
    [
        (datetime(2027, 3, 31, 21, 59, tzinfo=UTC), False),  # 23:59 in Paris, summer time since the 28th
        (datetime(2027, 3, 31, 22, 1, tzinfo=UTC), True),  # 00:01 on 1 April in Paris
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), False),
        (datetime(2026, 12, 31, 23, 1, tzinfo=UTC), True),  # winter time: one hour later in UTC
    ],
)
def test_the_day_and_the_month_are_those_of_paris(
    portal: Portal, school: int, instant: datetime, accepted: bool
) -> None:
    """A report closed on the 1st of the new month may be asked from midnight in Paris, daylight saving or not."""
    first = date(2027, 4, 1) if instant.year == 2027 else date(2027, 1, 1)
    sandrine = stage.actor("sandrine.lemaire")
    if not accepted:
        with pytest.raises(Exception, match="as_of_future"):
            compliance.request_report(sandrine, school, as_of=first, now=instant)
        return
    request = compliance.request_report(sandrine, school, as_of=first, now=instant)
    assert request.known_on == first
