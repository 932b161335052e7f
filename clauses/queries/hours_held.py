"""Which hours worked beyond the legal ceiling of an AI wait for a decision, or were decided lately?"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.kinds_relays import HeldState
from clauses.domain.values import add_months
from clauses.extensions import db
from clauses.models.markets import Lot
from clauses.models.relays import HeldHours

SHOWN_MONTHS = 12  # what was decided stays on the page that long


def held_hours(actor: Actor, on: date) -> Sequence[HeldHours]:
    """Those to decide first, the oldest first, then what was decided within a year."""
    found = db.session.scalars(
        select(HeldHours)
        .where(
            within_reach(actor, Permission.RELAY_VIEW, HeldHours),
            or_(HeldHours.state == HeldState.PENDING, HeldHours.decided_on >= add_months(on, -SHOWN_MONTHS)),
        )
        .options(
            joinedload(HeldHours.participant), joinedload(HeldHours.employer),
            joinedload(HeldHours.lot).joinedload(Lot.market),
        )
        .order_by(HeldHours.month, HeldHours.id)
    ).all()  # fmt: skip
    return sorted(found, key=lambda one: one.state is not HeldState.PENDING)
