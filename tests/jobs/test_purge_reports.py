"""I02: a report is kept 24 months with its files, then it goes, unless a later request has the same ones."""

from datetime import date, timedelta

from sqlalchemy import func, select

from clauses.actions import compliance
from clauses.actions.people import purge_reports
from clauses.domain.kinds_personal_data import PurgeKind
from clauses.domain.retention import due_on
from clauses.extensions import db
from clauses.models.compliance import ReportFile, ReportRequest, ReportSnapshot
from clauses.models.personal_data import PurgeProof
from tests import stage
from tests.portal import Portal

ASKED = date(2026, 11, 2)


def count(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def asked(portal: Portal, who: str, on: date) -> int:
    portal.day(on.isoformat())
    market_id = stage.lot(1).market_id
    request = compliance.request_report(stage.actor(who), market_id, as_of=date(2026, 9, 30), now=portal.now)
    number = request.id
    portal.run_jobs()
    return number


def test_a_report_goes_after_twenty_four_months_and_not_a_day_before(portal: Portal) -> None:
    stage.awarded(portal)
    portal.run_jobs()
    request_id = asked(portal, "sandrine.lemaire", ASKED)
    assert (count(ReportSnapshot), count(ReportFile)) == (1, 2), (
        "the workbook, and the CSV and the PDF beside"
    )
    due = due_on(ASKED, 24)
    portal.day((due - timedelta(days=1)).isoformat())
    assert purge_reports.forget_reports(due - timedelta(days=1), now=portal.now) == 0
    sandrine = portal.sign_in("sandrine.lemaire")
    assert f"/rapports/{request_id}.xlsx" in sandrine.get("/rapports").links()
    portal.day((due + timedelta(days=1)).isoformat())
    on = due + timedelta(days=1)
    assert purge_reports.forget_reports(on, now=portal.now) == 1
    assert purge_reports.forget_reports(on, now=portal.now) == 0, "begun again, nothing is left to take"
    assert (count(ReportSnapshot), count(ReportFile)) == (0, 0)
    assert sandrine.client.get(f"/rapports/{request_id}.xlsx").status_code == 404
    assert "Aucun rapport" in sandrine.get("/rapports")
    proof = db.session.scalars(select(PurgeProof).where(PurgeProof.kind == PurgeKind.REPORTS)).one()
    assert (proof.count, proof.months) == (1, 24)


def test_files_that_a_later_request_has_too_stay(portal: Portal) -> None:
    """The same report asked again a year later is the same file: it is kept for the later request."""
    stage.awarded(portal)
    portal.run_jobs()
    first = asked(portal, "sandrine.lemaire", ASKED)
    db.session.rollback()
    snapshot_id = db.session.get_one(ReportRequest, first).snapshot_id
    second = asked(portal, "claire.delattre", date(2027, 11, 2))
    third = compliance.request_report(
        stage.actor("sandrine.lemaire"), stage.lot(1).market_id, as_of=date(2026, 9, 30), now=portal.now
    )
    assert third.id == first, "a settled report is given back"
    portal.day("2028-11-04")
    assert purge_reports.forget_reports(date(2028, 11, 4), now=portal.now) == 1
    db.session.rollback()
    assert db.session.get(ReportSnapshot, snapshot_id) is None
    assert db.session.get_one(ReportRequest, second).snapshot_id is not None
