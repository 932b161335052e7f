"""Two reports that differ explain why, line by line: the reasons sum to the difference, and each opens its lines."""

import hashlib
import io
import zipfile
from datetime import date

import openpyxl
import pytest
from openpyxl import Workbook
from sqlalchemy import select

from clauses.actions import compliance
from clauses.domain.kinds import ClauseType, Modality
from clauses.domain.kinds_reconciliation import MonthRead, PlaceRead, Reason, SharedRead
from clauses.domain.kinds_reports import ReportKind
from clauses.domain.reconciliation import Reading
from clauses.extensions import db, write_transaction
from clauses.models.compliance import ReportRequest, ReportSnapshot
from clauses.models.markets import HoursTarget, Lot, LotTerritory, Market
from clauses.queries.report_figures import TOTAL
from clauses.reports import exported_totals, reconciliation
from tests import stage, stage_region
from tests.portal import Portal
from tests.reading import Page, plain
from tests.stage_region import Part

K, R = ReportKind, Reason
BEAUVAIS, CREIL = Part("T1", "Ville de Beauvais", 1000, 0, 6), Part("T2", "Ville de Creil", 500, 0, 6)
HELENE, CLAIRE = "helene.vasseur", "claire.delattre"
MARCH_31 = date(2027, 3, 31)


@pytest.fixture
def ledger(portal: Portal) -> Portal:
    """T1 works in winter and spring; a lot of T2 in which T1 takes part; a reserved lot; lines written late."""
    portal.day("2027-04-05")
    with write_transaction():
        works = stage_region.market(BEAUVAIS)
        shared = stage_region.market(CREIL)
        reserved = stage_region.market(BEAUVAIS, lever=ClauseType.RESERVED_INTEGRATION, number=2)
        db.session.add(LotTerritory(lot=shared, territory=stage_region.territory("T1")))
        people = [stage_region.person(n, "T1", commune_code="60057") for n in range(6)]
        written(works, date(2026, 12, 1), people[:1], 1500, date(2027, 1, 12))
        written(works, date(2027, 2, 1), people, 5000, date(2027, 3, 12))
        written(works, date(2027, 3, 1), people[:1], 2000, date(2027, 4, 2))
        written(works, date(2027, 3, 1), people[1:2], 3000, date(2027, 4, 20))
        written(works, date(2027, 3, 1), people[2:3], 725, date(2027, 5, 20))
        written(works, date(2027, 4, 1), people[:2], 2000, date(2027, 5, 10))
        written(shared, date(2027, 2, 1), people, 1000, date(2027, 3, 12))
        written(reserved, date(2027, 2, 1), people[:1], 1000, date(2027, 3, 12))
        db.session.commit()
    return portal


def written(lot: Lot, month: date, people: list[object], centi: int, on: date) -> None:
    reports = lot.__dict__.setdefault("_months", {})
    report = reports.get(month) or reports.setdefault(month, stage_region.month(lot, month))
    for who in people:
        stage_region.hours(lot, report, who, Modality.ETTI_PLACEMENT, centi, recorded_on=on)  # type: ignore[arg-type]


def made(portal: Portal, who: str, kind: ReportKind, number: int | None, as_of: date, day: str) -> int:
    portal.day(day)
    request = compliance.request_report(stage.actor(who), number, as_of=as_of, now=portal.now, kind=kind)
    request_id = request.id
    portal.run_jobs()
    db.session.rollback()
    return request_id


def t1() -> int:
    return stage_region.territory("T1").id


def parts_of(who: str, first: int, second: int, **reading: object) -> dict[Reason, int]:
    """The reasons of the total, once every figure has been found to sum exactly."""
    one, other = db.session.get_one(ReportRequest, first), db.session.get_one(ReportRequest, second)
    found = reconciliation.reconciled(
        stage.actor(who),
        one,
        other,
        Reading(**reading),  # type: ignore[arg-type]
    )
    assert found.figures and not found.unexplained
    for figure, compared in found.figures.items():
        assert compared.difference == sum(compared.parts.values()), figure
    return {reason: hours for reason, hours in found.figures[TOTAL].parts.items() if hours}


def test_a_provisional_report_a_later_one_and_the_region_explain_their_differences(ledger: Portal) -> None:
    provisional = made(ledger, CLAIRE, K.TERRITORY_REVIEW, t1(), MARCH_31, "2027-04-05")
    later = made(ledger, HELENE, K.TERRITORY_REVIEW, t1(), date(2027, 4, 30), "2027-06-15")
    region = made(ledger, HELENE, K.REGION_QUARTER, None, MARCH_31, "2027-06-15")
    moved = {R.PROVISIONAL: 3000, R.LATER: 725, R.PERIOD: 4000}
    assert parts_of(HELENE, provisional, later) == moved
    assert parts_of(HELENE, later, provisional) == {reason: -hours for reason, hours in moved.items()}
    assert parts_of(HELENE, provisional, region) == {R.PROVISIONAL: 3000, R.SHARED: 6000}
    assert parts_of(HELENE, later, later) == {}

    browser = ledger.sign_in(CLAIRE)
    address = f"/rapports/{provisional}/comparaison/{later}"
    assert browser.get(f"/rapports/{provisional}/comparaison").find_all(lambda e: e.get("href") == address)
    page = browser.get(f"/rapports/{provisional}/comparaison/{later}")
    assert row_of(page, "Total des heures") == [
        "Total des heures",
        "320 h",
        "397,25 h",
        "77,25 h",
        "40 h",
        "30 h",
        "7,25 h",
        "0 h",
    ]
    assert "Le rapport B compte 77,25 h de plus que le rapport A (" in plain(page.text), (
        "the finding comes first"
    )
    links = page.find_all(lambda e: e.tag == "a" and "/lignes" in (e.get("href") or ""))
    assert len(links) >= 9, "the reasons of the total, of the market, of the modality, of the structure"
    for link in links:
        figure, opened = plain("".join(link.itertext())), browser.get(link.get("href") or "")
        assert f"Somme des lignes {figure}" in opened, link.get("href")
        assert "NomT1" not in opened.text and "Prénom" not in opened.text


def row_of(page: Page, name: str) -> list[str]:
    rows = page.find_all(lambda e: e.tag == "tr")
    cells = [[plain("".join(c.itertext())) for c in row if c.tag in ("td", "th")] for row in rows]
    return next(row for row in cells if row[0] == name)


def test_a_report_is_read_by_month_of_validation_by_shared_lot_and_by_place_of_the_person(
    ledger: Portal,
) -> None:
    report = made(ledger, HELENE, K.TERRITORY_REVIEW, t1(), MARCH_31, "2027-06-15")
    by_month = parts_of(HELENE, report, report, month=MonthRead.VALIDATED)
    assert by_month == {R.MONTH: 1500 - 2000 - 3000}, "December came in January; what came after March is out"
    assert parts_of(HELENE, report, report, shared=SharedRead.EACH) == {R.SHARED: 6000}
    assert parts_of(HELENE, report, report, place=PlaceRead.PERSON) == {R.PLACE: 6000}

    claire = ledger.sign_in(CLAIRE)
    page = claire.get(f"/rapports/{report}/comparaison/{report}?read_place=person&read_shared=each")
    assert row_of(page, "Total des heures")[3] == "60 h"
    assert "Lieu d'habitation" not in page.text, "one territory alone has the half of an exchange"
    [opened, *_] = [link for link in page.links() if "/lignes" in link]
    assert "Somme des lignes 60 h" in claire.get(opened)

    with write_transaction():
        for number in range(2):
            stage_region.named("T1", number).commune_code = "60175"
        db.session.commit()
    helene = ledger.sign_in(HELENE)
    masked = helene.get(f"/rapports/{report}/comparaison/{report}?read_place=person")
    assert "Moins de 5 personnes" in masked and "Total des heures" not in masked
    helene.get(f"/rapports/{report}/comparaison/{report}.xlsx?read_place=person", status=404)
    helene.get(f"/rapports/{report}/comparaison/{report}/lignes?reason=place&read_place=person", status=404)


def test_the_comparison_leaves_as_one_table_and_its_lines_are_paged(ledger: Portal) -> None:
    with write_transaction():
        lot = stage_region.market(BEAUVAIS, number=3)
        for year in range(2020, 2025):
            for month in range(1, 13):
                written(
                    lot,
                    date(year, month, 1),
                    [stage_region.person(100 + month, f"T1{year}")],
                    100,
                    date(2027, 5, 20),
                )
        db.session.commit()
    portal = ledger
    market = lot.market_id
    first = made(portal, "sandrine.lemaire", K.MARKET_COMPLIANCE, market, MARCH_31, "2027-04-05")
    second = made(portal, "sandrine.lemaire", K.MARKET_COMPLIANCE, market, date(2027, 4, 30), "2027-06-15")
    sandrine = portal.sign_in("sandrine.lemaire")
    base = f"/rapports/{first}/comparaison/{second}"
    opened = sandrine.get(f"{base}/lignes?reason=later")
    assert "1 à 50 sur 60" in plain(opened.text) and "Somme des lignes" in opened
    [further] = opened.find_all(lambda e: e.get("rel") == "next")
    then = sandrine.get(further.get("href") or "")
    assert "51 à 60 sur 60" in plain(then.text) and not then.find_all(lambda e: e.get("rel") == "next")
    months = [plain("".join(tr[0].itertext())) for one in (opened, then)
              for body in one.find_all(lambda e: e.tag == "tbody") for tr in body]  # fmt: skip
    assert len(months) == len(set(months)) == 60, "each line on one page"
    assert "1 à 50 sur 60" in plain(sandrine.get(f"{base}/lignes?reason=later&apres=2020-01~x").text)
    for asked in ("reason=nothing", "", "reason=place", "reason=later&lot=1&modality=x"):
        sandrine.get(f"{base}/lignes?{asked}", status=404)
    assert "Aucune ligne" in sandrine.get(f"{base}/lignes?reason=later&lot=9999")
    book = openpyxl.load_workbook(io.BytesIO(sandrine.client.get(f"{base}.xlsx").data))
    assert book.sheetnames == ["Écarts", "Raisons", "Objectifs", "Autres chiffres", "Rapports", "Méthode"]
    rows = {row[0]: row for row in book["Écarts"].iter_rows(values_only=True)}
    assert rows["Total des heures"][1:] == (0, 60, 60, 60, 0)
    with zipfile.ZipFile(io.BytesIO(sandrine.client.get(f"{base}.zip").data)) as archive:
        assert "Total des heures;0;60;60;60;0" in archive.read("01-ecarts.csv").decode()
        whole = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert "NomT1" not in whole and "Prénom" not in whole


def test_only_who_may_see_both_reports_compares_them(ledger: Portal) -> None:
    review = made(ledger, HELENE, K.TERRITORY_REVIEW, t1(), MARCH_31, "2027-06-15")
    region = made(ledger, HELENE, K.REGION_QUARTER, None, MARCH_31, "2027-06-15")
    ledger.sign_in(HELENE).get(f"/rapports/{review}/comparaison/{region}")
    claire = ledger.sign_in(CLAIRE)
    for end in ("", ".xlsx", ".zip", "/lignes?reason=shared"):
        claire.get(f"/rapports/{review}/comparaison/{region}{end}", status=404)
    ledger.sign_in("sandrine.lemaire").get(f"/rapports/{review}/comparaison/{review}", status=404)
    waiting = compliance.request_report(
        stage.actor(HELENE), t1(), as_of=date(2027, 2, 28), now=ledger.now, kind=K.TERRITORY_REVIEW
    ).id
    ledger.sign_in(HELENE).get(f"/rapports/{review}/comparaison/{waiting}", status=404)


def test_a_lot_that_changed_hands_since_is_said_unexplained(ledger: Portal) -> None:
    review = made(ledger, HELENE, K.TERRITORY_REVIEW, t1(), MARCH_31, "2027-06-15")
    region = made(ledger, HELENE, K.REGION_QUARTER, None, MARCH_31, "2027-06-15")
    with write_transaction():
        lot = db.session.query(Lot).where(Lot.territory_id == t1()).order_by(Lot.id).first()
        assert lot is not None
        lot.territory = stage_region.territory("T2")
        db.session.commit()
    page = ledger.sign_in(HELENE).get(f"/rapports/{review}/comparaison/{region}")
    assert row_of(page, "Total des heures")[-1] == "−350 h"
    assert "ne redonne pas un chiffre imprimé" in page


def test_reserved_hours_stand_beside_in_the_report_of_a_market_and_one_made_before_says_why(
    ledger: Portal,
) -> None:
    """R7-5: hours of a reserved lot are not added to those of the clauses; a report that added them explains itself."""
    with write_transaction():
        lots = {
            lot.market.reference: lot
            for lot in db.session.scalars(select(Lot))
            if "R-T1-" in lot.market.reference
        }
        works, reserved = lots["R-T1-1"], lots["R-T1-2"]
        reserved.market, reserved.number, market = works.market, 2, works.market_id
        db.session.commit()
    new = made(ledger, HELENE, K.MARKET_COMPLIANCE, market, MARCH_31, "2027-06-15")
    browser = ledger.sign_in(HELENE)
    page = browser.get(f"/rapports/{new}")
    assert row_of(page, "Heures validées")[1] == "365 h" and row_of(page, "Objectif")[1] == "1 000 h"
    assert row_of(page, "Heures des marchés réservés, à part")[1] == "10 h"
    tables = page.find_all(lambda e: e.tag == "table")
    lots_table = next(t for t in tables if "Intitulé" in "".join(t.itertext()))
    rows = [
        [plain("".join(c.itertext())) for c in tr if c.tag in ("td", "th")] for tr in lots_table.iter("tr")
    ]
    assert [(row[4], row[-1]) for row in rows[1:]] == [("365 h", ""), ("", "10 h"), ("365 h", "10 h")]
    for link in page.find_all(lambda e: e.tag == "a" and "/lignes" in (e.get("href") or "")):
        figure = plain("".join(link.itertext()))
        if figure.endswith("h"):
            assert f"Somme des lignes : {figure}" in browser.get(link.get("href") or "")
    assert not list(exported_totals.same_as_ledger(date(2027, 6, 15)))
    old = as_before(new)
    assert parts_of(HELENE, old, new) == {R.RESERVED: -1000}
    assert not list(exported_totals.same_as_ledger(date(2027, 6, 15)))


def as_before(request_id: int) -> int:
    """The same report as it was made when reserved hours were added to the total."""
    request = db.session.get_one(ReportRequest, request_id)
    assert request.snapshot is not None
    head = {"name": "Synthèse", "title": "", "note": None, "columns": [["", "text", False], ["", "text", True]],
            "rows": [["Heures validées", "375 h"]], "opens": [{}], "total": None, "total_opens": None}  # fmt: skip
    book = Workbook()
    book.active.append(["Mois", "Heures validées"])
    book.active.append(["Total", 375])
    content = io.BytesIO()
    book.save(content)
    with write_transaction():
        snapshot = ReportSnapshot(
            title="Avant", file_name="avant.xlsx", tables={"title": "Avant", "tables": [head], "method": []},
            fingerprint="0" * 64, file_sha256=hashlib.sha256(content.getvalue()).hexdigest(), content=content.getvalue(),
            produced_on=date(2027, 6, 15), produced_at=stage.clock.now(),
        )  # fmt: skip
        db.session.add(snapshot)
        db.session.flush()
        before = ReportRequest(
            snapshot_id=snapshot.id,
            **{name: getattr(request, name) for name in (
                "kind", "market_id", "as_of", "known_on", "requested_by_id", "organization_id", "role", "membership_id",
                "requested_at", "state")},
        )  # fmt: skip
        db.session.add(before)
        db.session.flush()
        made = before.id
        db.session.commit()
    return made


def test_targets_and_full_time_equivalents_explain_themselves_too(ledger: Portal) -> None:
    """A target changed between the two dates is told from a lot that one of them is not about; ETP: hours, then base."""
    with write_transaction():
        works = db.session.scalars(select(Lot).join(Market).where(Market.reference == "R-T1-1")).one()
        db.session.add(
            HoursTarget(lot_id=works.id, number=2, hours=90000, exec_start=works.targets[0].exec_start, exec_months=12,
                        effective_on=date(2027, 4, 15), recorded_on=date(2027, 4, 15), reason="Avenant n° 1")
        )  # fmt: skip
        db.session.commit()
    first = made(ledger, HELENE, K.TERRITORY_REVIEW, t1(), MARCH_31, "2027-04-05")
    second = made(ledger, HELENE, K.TERRITORY_REVIEW, t1(), date(2027, 4, 30), "2027-06-15")
    region = made(ledger, HELENE, K.REGION_QUARTER, None, MARCH_31, "2027-06-15")
    helene = ledger.sign_in(HELENE)
    page = helene.get(f"/rapports/{first}/comparaison/{second}")
    assert row_of(page, "Total des objectifs")[1:] == ["1 000 h", "900 h", "−100 h", "0 h", "−100 h", "0 h"]
    assert row_of(page, "Équivalent temps plein")[1:3] == ["0,2 (base 1 607 h)", "0,25 (base 1 607 h)"]
    assert row_of(page, "Équivalent temps plein")[3] == "dont heures : 0,05"
    assert "une fois à chaque niveau" in row_of(page, "Personnes ayant au moins une heure validée")[3]
    wider = helene.get(f"/rapports/{first}/comparaison/{region}")
    assert row_of(wider, "Total des heures")[1:4] == ["320 h", "410 h", "90 h"]
