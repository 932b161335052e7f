"""Which planned reports are due? Looked up at each tick: dates missed while nothing ran are made up for, each once."""

import logging
from datetime import datetime

from clauses.access import gate
from clauses.actions import compliance as actions
from clauses.actions.base import civil_day
from clauses.domain.reports import closings_due
from clauses.extensions import db
from clauses.queries import report_requests as queries

log = logging.getLogger(__name__)


def ask_planned_reports(now: datetime) -> None:
    """Ask for each planned report whose day has come, with the rights of its author today."""
    on = civil_day(now)
    due = []  # each closing date apart, oldest first: one that fails leaves the later ones for the next tick
    for schedule in queries.running_schedules():
        closings = closings_due(
            schedule.frequency,
            schedule.day,
            on,
            after=schedule.last_closing,
            since=civil_day(schedule.planned_at),
        )
        if closings:
            due.append((schedule.id, gate.actor_of(schedule.membership, on), closings))
    db.session.rollback()
    for schedule_id, actor, closings in due:
        try:
            for closing in closings:
                actions.ask_planned(schedule_id, actor, closing, now=now)
        except Exception:  # this plan alone is wrong: the others are due all the same
            db.session.rollback()
            log.exception("planned_report_not_asked", extra={"schedule_id": schedule_id})
