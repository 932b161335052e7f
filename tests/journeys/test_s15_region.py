"""S15: the consolidation of the region by quarter, its masked persons and its modalities, to the figure."""

from datetime import date

import pytest
from sqlalchemy import select

from clauses.actions import compliance
from clauses.domain.as_of import Cut
from clauses.domain.kinds import ClauseType, Modality
from clauses.domain.kinds_reports import ReportKind
from clauses.extensions import db, write_transaction
from clauses.models.compliance import ReportRequest
from clauses.queries.report_scope import Subject
from clauses.reports import making, review
from clauses.reports.asked import Asked
from clauses.reports.table import ReportTable, row_text
from clauses.wording import reviews
from tests import stage, stage_region
from tests.journeys.test_s15_consolidation import FOLLOWERS, confirm, corrected
from tests.portal import Browser, Portal
from tests.reading import Page, plain
from tests.stage_region import OISE, Part

CUT = Cut(date(2027, 3, 31), date(2027, 3, 1), date(2027, 4, 15), provisional=True)


@pytest.fixture
def oise(portal: Portal) -> dict[str, object]:
    return dict(stage_region.oise(portal))


def asked_for(kind: ReportKind, who: str = "helene.vasseur") -> Asked:
    return Asked(stage.actor(who), Subject(kind), CUT, date(2027, 4, 15))


def territories_of(kind: ReportKind) -> ReportTable:
    """The table of the territories, as the report gives it."""
    report, _, _ = making.made(asked_for(kind))
    return next(one for one in report.tables if one.title == reviews.BY_TERRITORY)


def rows_of(page: Page, heading: str) -> dict[str, list[str]]:
    """The rows of the table that has this heading, by their first cell."""
    tables = page.find_all(lambda e: e.tag == "table")
    table = next(t for t in tables if heading in "".join(t.itertext()))
    rows = [[plain("".join(c.itertext())) for c in tr if c.tag in ("td", "th")] for tr in table.iter("tr")]
    return {row[0]: row for row in rows}


def made(portal: Portal, who: str, kind: ReportKind, scope: str, as_of: str) -> tuple[Browser, Page]:
    browser = portal.sign_in(who)
    form = {"rep_kind": kind.value, "rep_scope": scope, "rep_date": as_of}
    asked = browser.submit(browser.get("/rapports/nouveau"), form, form="/rapports/nouveau")
    portal.run_jobs()
    return browser, browser.follow(asked)


PERSONS = {"T1": "37", "T2": "52", "T3": "41", "T4": "masqué", "T5": "14", "T6": "< 5"}
RATES = {"T1": "66,0 %", "T2": "63,0 %", "T3": "54,0 %", "T4": "47,4 %", "T5": "68,0 %", "T6": "28,0 %"}


def test_the_table_of_the_region_is_that_of_the_scenario(portal: Portal, oise: object) -> None:
    browser, page = made(portal, "helene.vasseur", ReportKind.REGION_QUARTER, "region", "31/03/2027")
    assert "Consolidation régionale, 1er trimestre 2027" in page
    rows = rows_of(page, "Territoire")
    by_code = {name.split(" ")[0]: row for name, row in rows.items()}
    for part in OISE:
        row = by_code[part.code]
        assert [plain(cell) for cell in row[2:5]] == [
            plain(f"{part.target:,} h".replace(",", " ")), plain(f"{part.validated:,} h".replace(",", " ")), RATES[part.code],
        ]  # fmt: skip
        assert row[5] == row[3], "all the hours are of the quarter"
        assert row[7] == PERSONS[part.code]
    assert rows["Région"][2:5] == ["26 960 h", "16 105 h", "59,7 %"]
    assert rows["Région"][7] == "156"
    modalities = rows_of(page, "Modalité")
    shares = {row[1]: row[2] for row in modalities.values()}
    assert shares["5 120 h"] == "31,8 %" and shares["6 205 h"] == "38,5 %" and shares["2 310 h"] == "14,3 %"
    assert shares["890 h"] == "5,5 %" and shares["1 580 h"] == "9,8 %" and "16 105 h" in shares
    assert "Le total peut différer de 100 % à cause des arrondis." in page
    assert "156" in page and "base 1 607 h" in page
    for link in page.find_all(lambda e: e.tag == "a" and "/lignes" in (e.get("href") or "")):
        figure = plain("".join(link.itertext()))
        if not figure.endswith("h"):
            continue
        assert f"Somme des lignes : {figure}" in browser.get(link.get("href") or ""), link.get("href")
    request_id = db.session.scalars(select(ReportRequest.id)).one()
    opened = {
        link.get("href") or "": plain("".join(link.itertext()))
        for link in page.find_all(lambda e: e.tag == "a")
    }
    targets = {
        href: figure for href, figure in opened.items() if "/objectifs" in href and "figure=" not in href
    }
    assert len(targets) == 1 + 6, (
        "the summary and the total of the table lead to one sum; each territory to its own"
    )
    for href, figure in targets.items():
        assert f"Somme des objectifs : {figure}" in browser.get(href), href
    persons = {href: figure for href, figure in opened.items() if "figure=persons" in href}
    assert set(persons.values()) == {"37", "52", "41", "14", "156"}, "a masked count leads nowhere"
    for part in OISE:
        address = f"/rapports/{request_id}/lignes?figure=persons&territory={stage_region.territory(part.code).id}&reserved=0"
        if part.code in ("T4", "T6"):
            browser.get(address, status=404)
        else:
            assert f"soit {part.validated:,} h".replace(",", " ") in plain(browser.get(address).text)
    for nothing in ("figure=persons", "figure=contracts&territory=1", "figure=persons&reserved=0&lot=x"):
        browser.get(f"/rapports/{request_id}/lignes?{nothing}", status=404)
    browser.get(f"/rapports/{request_id}/objectifs?modality=ai_placement", status=404)
    for end in ("xlsx", "zip", "pdf"):
        assert browser.client.get(f"/rapports/{request_id}.{end}").status_code == 200


def test_a_territory_that_has_not_confirmed_is_provisional(portal: Portal, oise: object) -> None:
    """On 12 April T5 has not confirmed, and T4's hours have moved since it did; both are said, in the report as asked."""
    portal.day("2027-04-12")
    for code in ("T1", "T2", "T3", "T4", "T6"):
        confirm(FOLLOWERS.get(code, "helene.vasseur"), code)
    corrected("T4", 1000)
    _, page = made(portal, "helene.vasseur", ReportKind.REGION_QUARTER, "region", "31/03/2027")
    states = {name.split(" ")[0]: row[-1] for name, row in rows_of(page, "Territoire").items()}
    assert states["T5"] == states["T4"] == "À confirmer, chiffres provisoires"
    assert {states[code] for code in ("T1", "T2", "T3", "T6")} == {"Confirmé"}
    portal.day("2027-04-20")
    confirm("nadia.ferhat", "T5")
    portal.day("2027-04-25")
    _, page = made(portal, "helene.vasseur", ReportKind.REGION_QUARTER, "region", "31/03/2027")
    states = {name.split(" ")[0]: row[-1] for name, row in rows_of(page, "Territoire").items()}
    assert states["T5"] == "Confirmé" and states["T4"] != "Confirmé" and states["Région"] == ""
    _, page = made(portal, "helene.vasseur", ReportKind.REGION_QUARTER, "region", "28/02/2027")
    assert "Confirmation" not in rows_of(page, "Territoire"), "a quarter that runs has nothing to confirm"
    assert "chiffres provisoires" not in page


def test_a_person_of_two_territories_counts_once_in_the_region(
    portal: Portal, oise: dict[str, object]
) -> None:
    """Trap 59: the sum of the territories is 158, the region has 156 persons, and two are said to be in several."""
    with write_transaction():
        lots = stage_region.oise_lots()
        for number in range(2):
            who = stage_region.named("T1", number)
            report = stage_region.report_of(lots["T2"])
            stage_region.hours(lots["T2"], report, who, Modality.DIRECT_HIRE, 700)
        db.session.commit()
    found = review.gathered(asked_for(ReportKind.REGION_QUARTER))
    table = territories_of(ReportKind.REGION_QUARTER)
    rows = {row[0].split(" ")[0]: row for row in table.each()}
    assert (rows["T1"][7], rows["T2"][7]) == (37, 54)
    assert table.total is not None and table.total[7] == 156
    assert found.contracts == 158


def test_reserved_hours_stand_beside_and_are_never_added(portal: Portal, oise: object) -> None:
    with write_transaction():
        lot = stage_region.market(
            Part("T1", "Ville de Beauvais", 500, 0, 1), lever=ClauseType.RESERVED_INTEGRATION, number=2
        )
        report = stage_region.month(lot)
        stage_region.hours(lot, report, stage_region.person(99, "T1"), Modality.SUBCONTRACT_EI, 30000)
        db.session.commit()
    table = territories_of(ReportKind.REGION_QUARTER)
    [row] = [row for row in table.each() if row[0].startswith("T1")]
    assert row_text(table, row)[2:4] == ("6\u202f240\u202fh", "4\u202f118\u202fh")
    assert (row[5], row[6]) == (411800, 30000)
    assert table.total is not None and (table.total[5], table.total[6], table.total[7]) == (
        1610500,
        30000,
        156,
    )


@pytest.mark.parametrize("who", ["claire.delattre", "sandrine.lemaire", "mickael.roussel"])
def test_the_region_is_the_coordinators(portal: Portal, oise: object, who: str) -> None:
    browser = portal.sign_in(who)
    form = {"rep_kind": "region_quarter", "rep_scope": "region", "rep_date": "31/03/2027"}
    browser.post("/rapports/nouveau", form, status=403)


def test_the_coordinator_who_left_gets_nothing(portal: Portal, oise: object) -> None:
    request = compliance.request_report(
        stage.actor("helene.vasseur"),
        None,
        as_of=date(2027, 3, 31),
        now=portal.now,
        kind=ReportKind.REGION_QUARTER,
    )
    request_id = request.id
    with write_transaction():
        request.requested_by.active = False
        db.session.commit()
    portal.run_jobs()
    db.session.rollback()
    assert db.session.get_one(ReportRequest, request_id).snapshot_id is None
