"""R21 between reports: whoever keeps two reports of one subject cannot take one from the other and find a few persons."""

import io
from datetime import date

import openpyxl
from sqlalchemy import select

from clauses.actions import compliance as actions
from clauses.domain.kinds import Gender, Modality
from clauses.domain.kinds_reports import ReportKind
from clauses.extensions import db, write_transaction
from clauses.models.compliance import ReportRequest, ReportSnapshot
from clauses.models.markets import Lot
from clauses.queries import report_releases, report_requests
from tests import stage, stage_region
from tests.journeys.test_report_kinds import facts, made
from tests.portal import Portal
from tests.reading import plain
from tests.stage_region import Part

K = ReportKind
PERSONS = "Personnes ayant au moins une heure validée"


def _woman_at_work(number: int, lot: Lot, on: date) -> None:
    """Fifty hours of one more woman on this lot in this month."""
    report = db.session.scalars(select(stage_region.MonthlyReport).filter_by(lot_id=lot.id, month=on)).first()
    who = stage_region.person(number, "T1", gender=Gender.WOMAN)
    stage_region.hours(lot, report or stage_region.month(lot, on), who, Modality.ETTI_PLACEMENT, 5000)


def test_two_reports_of_a_buyer_cannot_be_taken_one_from_the_other(portal: Portal) -> None:
    """Seven persons at the end of April, nine at the end of May, twelve at the end of June."""
    portal.day("2027-08-15")
    with write_transaction():
        lot = stage_region.market(Part("T1", "Ville de Beauvais", 1000, 0, 7))
        for n in range(12):
            on = date(2027, 2 if n < 7 else 5 if n < 9 else 6, 1)
            _woman_at_work(n, lot, on)
        db.session.commit()
    scope = f"acheteur-{stage.organization('Ville de Beauvais').id}"
    sandrine, page, _ = made(portal, "sandrine.lemaire", K.BUYER_YEAR, scope, "30/04/2027")
    assert facts(page)[PERSONS] == "7" and facts(page)["Heures par personne"] == "50 h"
    _, page, number = made(portal, "sandrine.lemaire", K.BUYER_YEAR, scope, "31/05/2027")
    assert facts(page)[PERSONS] == "7 ou plus", "two came in May"
    assert facts(page)["Heures par personne"] == "—", "450 h by person would tell"
    assert "retranché de celui d'un rapport" in page
    every = [page.text] + [
        str(cell)
        for sheet in openpyxl.load_workbook(io.BytesIO(sandrine.client.get(f"/rapports/{number}.xlsx").data))
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    ]
    assert "7 ou plus" in every and 9 not in every and "9" not in every
    for what in ("", "&figure=persons"):
        status = sandrine.client.get(f"/rapports/{number}/lignes?reserved=0{what}").status_code
        assert status == (404 if what else 200), "a count that is not printed leads nowhere"

    _, page, _ = made(portal, "sandrine.lemaire", K.SPASER, scope, "31/05/2027")
    assert facts(page)[PERSONS] == "7 ou plus", "another kind of report about the same buyer"
    _, page, _ = made(portal, "sandrine.lemaire", K.BUYER_YEAR, scope, "30/06/2027")
    assert facts(page)[PERSONS] == "12", "five came since the last count printed"
    again, before = made(portal, "helene.vasseur", K.BUYER_YEAR, scope, "31/05/2027")[1:]
    assert facts(again)[PERSONS] == "7 ou plus"
    kept = {
        one.id: one.snapshot.fingerprint for one in db.session.scalars(select(ReportRequest)) if one.snapshot
    }
    assert kept[before] == kept[number], "the same report made again has the same checksum"


def test_the_places_of_a_group_are_not_taken_from_those_of_another_report(portal: Portal) -> None:
    """Six women on each of two markets at the end of April; five more on the first one and two on the other in June."""
    portal.day("2027-08-15")
    with write_transaction():
        lots = [stage_region.market(Part("T1", "Ville de Beauvais", 1000, 0, 7), number=n) for n in (1, 2)]
        for number in range(19):
            lot, on = (
                lots[number % 2 if number < 12 else number >= 17],
                date(2027, 2 if number < 12 else 6, 1),
            )
            _woman_at_work(number, lot, on)
        db.session.commit()
    scope = f"acheteur-{stage.organization('Ville de Beauvais').id}"

    def women(as_of: str) -> tuple[str, list[str]]:
        browser, page, _ = made(portal, "sandrine.lemaire", K.BUYER_YEAR, scope, as_of)
        [link] = {
            a.get("href") or ""
            for a in page.find_all(lambda e: e.tag == "a" and "gender.woman" in (e.get("href") or ""))
        }
        opened = browser.get(link)
        cells = opened.find_all(lambda e: e.tag == "td" and e.get("data-label") == "Personnes")
        said = [plain("".join(cell.itertext())) for cell in cells]
        return said[-1], said[:-1]

    assert women("30/04/2027") == ("12", ["6", "6"])
    total, places = women("30/06/2027")
    assert total == "19" and places[:2] == ["masqué", "masqué"], (
        "8 less 6 would be two women; so would 19 less 11"
    )
    assert women("30/04/2027") == ("12", ["6", "6"]), "made again, it says the same"


def test_two_reports_made_at_once_are_guarded_one_against_the_other(portal: Portal) -> None:
    """The second is not published as it was made: another one came out since."""
    portal.day("2027-08-15")
    with write_transaction():
        lot = stage_region.market(Part("T1", "Ville de Beauvais", 1000, 0, 7))
        db.session.commit()
    sandrine = stage.actor("sandrine.lemaire")
    buyer = stage.organization("Ville de Beauvais").id
    asked = [
        actions.request_report(
            sandrine, buyer, as_of=date(2027, month, 30), now=portal.now, kind=K.BUYER_YEAR
        ).id
        for month in (4, 6)
    ]
    about = report_requests.about_of(db.session.get_one(ReportRequest, asked[1]))
    after = report_releases.last_release(about)
    assert after == 0 and lot.id
    portal.run_jobs()  # both are made, one after the other
    assert report_releases.last_release(about) > 0
    ended: list[bool] = []

    class Turn:
        def finish(self) -> None:
            ended.append(True)

    count = len(db.session.scalars(select(ReportSnapshot.id)).all())
    published = actions.publish_report(
        Turn(), asked[1], title="", tables={}, fingerprint="", files=(), after=after, now=portal.now
    )
    assert not published and not ended, "it is made again first"
    assert len(db.session.scalars(select(ReportSnapshot.id)).all()) == count
