"""Which planned reports are due? Looked up at each tick, so that a night missed is caught up by the last report alone."""

import logging
from datetime import datetime

from clauses.access import gate
from clauses.actions import compliance as actions
from clauses.actions.base import civil_day
from clauses.domain.reports import closing_due
from clauses.extensions import db
from clauses.queries import report_requests as queries

log = logging.getLogger(__name__)


def ask_planned_reports(now: datetime) -> None:
    """Ask for each planned report whose day has come, with the rights of its author today."""
    on = civil_day(now)
    due = []
    for schedule in queries.running_schedules():
        closing = closing_due(schedule.frequency, schedule.day, on)
        if closing is not None and (schedule.last_closing is None or schedule.last_closing < closing):
            due.append((schedule.id, gate.actor_of(schedule.membership, on), closing))
    db.session.rollback()
    for schedule_id, actor, closing in due:
        try:
            actions.ask_planned(schedule_id, actor, closing, now=now)
        except Exception:  # this plan alone is wrong: the others are due all the same
            db.session.rollback()
            log.exception("planned_report_not_asked", extra={"schedule_id": schedule_id})
