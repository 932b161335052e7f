"""A penalty is contested, corrected and decided again: nobody is stopped, and what was reported before never changes."""

import io

import openpyxl

from clauses.extensions import db
from clauses.models.compliance import ReportRequest, ReportSnapshot
from clauses.models.decisions import Decision
from clauses.queries import invariants
from tests import stage_alert
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
