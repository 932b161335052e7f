"""What goes of the reports asked for long ago? Their files and their figures; that they were asked stays in the journal."""

from datetime import date, datetime

from sqlalchemy import delete, select

from clauses.actions.base import action
from clauses.actions.people.purge import BATCH, prove
from clauses.domain.kinds_personal_data import PurgeKind
from clauses.extensions import db
from clauses.models.compliance import ReportFile, ReportRequest, ReportSnapshot
from clauses.queries.people import retention
from clauses.reference import rulebook


@action
def forget_reports(on: date, *, now: datetime) -> int:
    """Delete the files of reports whose time is over, unless a later request has the same ones. Returns how many."""
    due = retention.reports_due(on)[:BATCH]
    found = list(
        db.session.scalars(
            select(ReportRequest)
            .where(ReportRequest.id.in_(due))
            .order_by(ReportRequest.id)
            .with_for_update()
        )
    )
    held = {one.snapshot_id for one in found}
    for one in found:
        one.snapshot_id = None
    db.session.flush()
    used = select(ReportRequest.snapshot_id).where(ReportRequest.snapshot_id.is_not(None))
    gone = list(
        db.session.scalars(
            select(ReportSnapshot.id).where(ReportSnapshot.id.in_(held), ReportSnapshot.id.not_in(used))
        )
    )
    db.session.execute(delete(ReportFile).where(ReportFile.snapshot_id.in_(gone)))
    db.session.execute(delete(ReportSnapshot).where(ReportSnapshot.id.in_(gone)))
    prove(PurgeKind.REPORTS, "report_request", found, on, now, rulebook.retention(on).report_months)
    return len(found)
