"""Which territories change hands today? Asked at each tick from 0:05 in Paris, so that a missed night costs nothing."""

import logging
from datetime import date, datetime, timedelta

from clauses.actions.base import civil_day
from clauses.actions.people import handovers
from clauses.extensions import db

log = logging.getLogger(__name__)
AFTER_MIDNIGHT = timedelta(minutes=5)


def day_of(now: datetime) -> date:
    """The day whose changes of hand are due: a new one begins at 0:05."""
    return civil_day(now - AFTER_MIDNIGHT)


def hand_over_territories(now: datetime) -> None:
    """Record what changed hands; a territory that cannot be recorded does not hold back the others."""
    on = day_of(now)
    due = list(handovers.all_turns_due(on))
    db.session.rollback()
    for territory_id in due:
        try:
            handovers.hand_over(territory_id, on=on, now=now)
        except Exception:
            db.session.rollback()
            log.exception("handover_not_recorded", extra={"territory_id": territory_id})
