"""Which structures are asked, gently, whether their hours still stand? (M48)

A few letters spaced out, then silence: the reminders stop by themselves, and as soon as the structure speaks.
"""

import logging
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from clauses.actions.base import civil_day
from clauses.domain import capacity as rules
from clauses.domain.kinds import Role
from clauses.extensions import db, write_transaction
from clauses.jobs import letters, notices
from clauses.models.partners import Capability
from clauses.models.people import Membership, Organization
from clauses.queries.people.followers import territory_of
from clauses.reference import rulebook

log = logging.getLogger(__name__)


def remind_of_capacity(now: datetime) -> None:
    """M48, once for each reminder that is due; a missed night is caught up by the last one alone."""
    on = civil_day(now)
    due = _due(on)
    told = notices.told_among({key for key, _, _ in due})
    db.session.rollback()
    for key, organization_id, stated_on in due:
        if key in told:
            continue
        try:
            with write_transaction():
                _write(key, organization_id, stated_on, now)
                db.session.commit()
        except Exception:  # another process has just written it, or this structure alone is wrong
            db.session.rollback()
            log.exception("capacity_not_recalled", extra={"organization_id": organization_id})


def _due(on: date) -> list[tuple[str, int, date]]:
    """(key, structure, day of its last statement) of the structures with members whose hours are old."""
    rule = rulebook.capacity(on)
    latest = on - timedelta(days=rule.stale_after_days)
    earliest = latest - timedelta(days=rule.remind_every_days * rule.most_reminders)
    said = func.max(Capability.stated_on)
    members = select(Membership.organization_id).where(Membership.role == Role.SIAE, Membership.active)
    rows = db.session.execute(
        select(Capability.organization_id, said)
        .join(Organization, Organization.id == Capability.organization_id)
        .where(Capability.organization_id.in_(members), Organization.closed_on.is_(None))
        .group_by(Capability.organization_id)
        .having(said <= latest, said > earliest)
        .order_by(Capability.organization_id)
    )  # fmt: skip
    found = []
    for organization_id, stated_on in rows:
        number = rules.reminder_due((on - stated_on).days, rule)
        if number is not None:
            found.append(
                (f"CapacityStale-{organization_id}-{stated_on:%Y%m%d}-{number}", organization_id, stated_on)
            )
    return found


def _write(key: str, organization_id: int, stated_on: date, now: datetime) -> None:
    organization = db.session.get_one(Organization, organization_id)
    post = letters.Post(key, now)
    side = letters.members("sheet", organization)
    letters.send(
        "M48", [side], post, territory=territory_of(organization.commune_code, post.on),
        url=letters.link("structure.capacity"), about=letters.About(organization_id), stated_on=stated_on,
    )  # fmt: skip
