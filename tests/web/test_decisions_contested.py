"""A penalty is contested, corrected and decided again: nobody is stopped, and what was reported before never changes."""

import io
from datetime import date

import openpyxl

from clauses.actions import markets
from clauses.domain.as_of import cut
from clauses.domain.kinds import ChangeKind
from clauses.extensions import db
from clauses.models.compliance import ReportRequest, ReportSnapshot
from clauses.models.decisions import Decision
from clauses.models.markets import Lot
from clauses.queries import compliance, invariants
from clauses.queries.decisions import FOR_A_CASE
from clauses.queries.markets.changes import ChangeFields
from tests import stage, stage_alert
from tests.journeys.test_s09_alert_and_penalty import WHY, decide
from tests.portal import Browser, Portal
from tests.reading import plain
from tests.stage_alert import Pool


def answered(browser: Browser, url: str, text: str) -> None:
    browser.submit(browser.get(url), {"dec_answer": text, "dec_contests": "y"}, form="answer-form")


def row_of_the_report(portal: Portal, browser: Browser, pool: Pool, as_of: str) -> tuple[object, ...]:
    """The penalty in a report made anew at that date: the one kept from before is left aside."""
    form = {"rep_kind": "market_compliance", "rep_scope": str(pool.market_id), "rep_date": as_of}
    browser.post("/rapports/nouveau", form)
    portal.run_jobs()
    db.session.rollback()
    asked = db.session.query(ReportRequest).order_by(ReportRequest.id.desc()).first()
    assert asked is not None and asked.snapshot is not None
    sheet = openpyxl.load_workbook(io.BytesIO(asked.snapshot.content))["Décisions"]
    return next(row for row in sheet.values if "Pénalité" in row)


def test_a_contested_penalty_is_corrected_by_its_decider_and_reports_of_before_stand(portal: Portal) -> None:
    pool = stage_alert.played(portal)
    stage_alert.colleague()
    florence, gilles, celine = map(portal.sign_in, ("florence.hubert", "gilles.second", "celine.aubert"))
    url = decide(florence, pool, "penalty", {"dec_amount": "7000", "dec_reason": WHY})
    answered(celine, url, "L'arrêt du chantier n'est pas de notre fait.")
    gilles.submit(gilles.get(url), {}, form="decide-form")
    page = celine.get(url)
    assert "answer-form" in page.response.text, (
        "heard in the morning, the company may contest what was decided at noon"
    )
    portal.day("2026-11-20")
    first = row_of_the_report(portal, florence, pool, "30/09/2026")
    assert "Décidée" in first and first[5:7] == (18000, 7000)

    answered(celine, url, "La décision ne tient pas compte de l'arrêt du chantier.")
    assert "Contestée" in gilles.get(url)
    # he decided it; he corrects it upwards: the company is heard again, then the colleague decides
    gilles.submit(gilles.get(url), {"dec_amount": "9 000"}, form="revision-form")
    portal.run_jobs()
    [_, again] = [m for m in portal.mails("M73") if m.goes_to.startswith("celine.aubert")]
    assert "9 000 €" in plain(again.body) and "5 décembre 2026" in plain(again.body)
    assert "Répondre : 9 000 € envisagés" in plain(celine.get("/tableau-de-bord").text)
    assert "Vous pourrez décider dès sa réponse, ou à partir du 6 décembre 2026" in plain(
        florence.get(url).text
    )
    florence.post(f"{url}/decider", {"version": str(version())}, status=422)
    answered(celine, url, "Nous maintenons notre contestation, pièces à l'appui.")
    # lowered, it is decided at once: she was heard on more
    gilles.submit(gilles.get(url), {"dec_amount": "5 000"}, form="revision-form")
    florence.submit(florence.get(url), {}, form="decide-form")
    assert "5 000 €" in plain(celine.get(url).text) and "Décidée" in celine.get(url)
    assert not invariants.breaches()

    claire = portal.sign_in("sophie.marchand")
    assert row_of_the_report(portal, claire, pool, "30/09/2026") == first, "made anew, it says what it said"
    prints = {one.fingerprint for one in db.session.query(ReportSnapshot)}
    assert len(prints) == 1
    portal.day("2027-01-15")
    later = row_of_the_report(portal, claire, pool, "30/11/2026")
    assert "Décidée" in later and later[5:7] == (18000, 5000)


def version() -> int:
    return db.session.query(Decision.version).scalar() or 0


def test_hours_neutralised_beside_an_amendment_to_come_come_off_today_and_then_too(portal: Portal) -> None:
    """640 h, 148 validated; an amendment of June makes it 800 h from August; 80 h are neutralised in June (R18, R19)."""
    pool, site = stage_alert.opened(portal)
    for month in range(5):
        stage_alert.month_done(portal, site, month)
    portal.day("2026-06-15")
    later = ChangeFields(ChangeKind.AMENDMENT, date(2026, 8, 1), hours=80000, document="Avenant du 10 juin")
    markets.record_change(
        stage.actor("florence.hubert"), pool.lot_id, later, seen_version=None, now=portal.now
    )
    florence = portal.sign_in("florence.hubert")
    page = plain(florence.get(f"{pool.url}/decision?decision=neutralisation").text)
    assert "À partir du 1er août 2026, l'objectif sera de 800 h : avenant n° 1." in page and "640 h" in page
    typed = {"dec_hours": "80", "dec_cause": "site_stopped", "dec_reason": WHY}
    url = decide(florence, pool, "neutralisation", typed)
    page = plain(florence.get(f"{pool.url}/decision?decision=penalty").text)
    for words in (
        "560 h", "80 h déjà neutralisées", "640 h − 80 h neutralisées − 148 h validées = 412 h non réalisées",
        "À partir du 1er août 2026, l'objectif sera de 720 h : avenant n° 1, moins 80 h neutralisées.",
    ):  # fmt: skip
        assert words in page, words
    assert "80 h" in plain(florence.get(url).text) and "sur 560 h" in plain(florence.get(pool.url).text)

    def owed(day: date) -> int:
        db.session.rollback()
        lot = db.session.get_one(Lot, pool.lot_id, options=list(FOR_A_CASE))
        [found] = compliance.figures_of([lot], on=day, cut=cut(day, date(2026, 12, 31), 1))
        return found.owed

    assert [owed(date(2026, 5, 31)), owed(date(2026, 6, 30)), owed(date(2026, 8, 31))] == [
        64000,
        56000,
        72000,
    ]
    again = decide(florence, pool, "neutralisation", {**typed, "dec_hours": "20"})
    assert again != url and [owed(date(2026, 6, 30)), owed(date(2026, 8, 31))] == [54000, 70000]
    assert not invariants.breaches()
    portal.day("2026-08-02")
    page = plain(portal.sign_in("florence.hubert").get(f"{pool.url}/decision?decision=penalty").text)
    assert "700 h" in page and "100 h déjà neutralisées" in page and "sera de" not in page
