"""How are the hours of a structure's permanent staff told? Beside those of its people, and never counted (R12)."""

from datetime import datetime

from sqlalchemy import select

from clauses.access.policy import Actor
from clauses.actions.base import journal
from clauses.actions.hours.held import OPEN
from clauses.domain.errors import IllegalMove, Refused
from clauses.domain.kinds import ReportState
from clauses.domain.lifecycle import MONTHLY_REPORT, ReportMove, advance
from clauses.extensions import db
from clauses.models.hours import MonthlyReport, StaffHours
from clauses.models.markets import Lot
from clauses.queries import hours_people
from clauses.queries.hours_staff import WITH_STAFF

MOST = 2_000_000  # 20 000 h in a month


def write_staff(actor: Actor, lot: Lot, report: MonthlyReport, hours: int, now: datetime) -> None:
    """Within an act: keep what one's permanent staff did on a lot in a month (hundredths); zero takes it back.

    Refused to a structure that lends its people rather than doing a part of the works, and once the report is sent.
    """
    field = f"staff-{lot.id}"
    if report.state not in OPEN:
        raise IllegalMove("report_sent")
    if not WITH_STAFF & set(hours_people.modalities_for(actor.organization_id, lot)):
        raise Refused("staff_none", field=field)
    if not 0 <= hours <= MOST:
        raise Refused("staff_hours", field=field)
    kept = db.session.scalars(
        select(StaffHours).where(
            StaffHours.report_id == report.id, StaffHours.employer_id == actor.organization_id
        )
    ).one_or_none()
    before = kept.hours if kept else 0
    if hours == before:
        return
    if kept is None:
        db.session.add(StaffHours(report_id=report.id, employer_id=actor.organization_id, hours=hours))
    elif hours:
        kept.hours = hours
    else:
        db.session.delete(kept)
    if report.state is ReportState.TO_ENTER:
        report.state = advance(MONTHLY_REPORT, report.state, ReportMove.ENTER)
    report.version += 1
    db.session.flush()
    journal(
        actor, "hours:staff", report, now=now, lot_id=lot.id, month=report.month, before=before, after=hours
    )
