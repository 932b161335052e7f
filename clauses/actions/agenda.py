"""How is an appointment written in a calendar or taken off, and how does a diary outside follow a calendar?"""

import re
from datetime import date, datetime

from sqlalchemy import delete
from sqlalchemy.orm import joinedload

from clauses.access.gate import Forbidden, load
from clauses.access.policy import Actor, Permission, reach_of
from clauses.actions.base import action, check_version, civil_day, journal
from clauses.actions.people import links
from clauses.domain.accounts import LINK_PATHS
from clauses.domain.errors import DomainError, Refused, Several
from clauses.domain.kinds_accounts import LinkPurpose
from clauses.extensions import db
from clauses.models.agenda import Appointment
from clauses.models.people import Membership

_HOUR = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


@action
def write_appointment(
    actor: Actor, *, day: date | None, at: str | None, title: str, place: str | None, now: datetime
) -> Appointment:
    """Write a day to come in the calendar of the organization; everybody of it in the same role reads it.

    Refuses a day gone by, an hour that is none, and a title that is missing.
    """
    if reach_of(actor, Permission.CALENDAR_WRITE) is None:
        raise Forbidden
    refusals: list[DomainError] = []
    if day is None or day < civil_day(now):
        refusals.append(Refused("appointment_day", field="rdv_day"))
    if at is not None and not _HOUR.fullmatch(at):
        refusals.append(Refused("appointment_hour", field="rdv_hour"))
    if not title:
        refusals.append(Refused("appointment_title", field="rdv_title"))
    if refusals or day is None:
        raise Several(refusals)
    made = Appointment(
        organization_id=actor.organization_id, role=actor.role, day=day, at=at, title=title, place=place,
        written_at=now, written_by_id=actor.user_id,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    journal(actor, "appointment:write", made, now=now, day=day)
    return made


@action
def remove_appointment(
    actor: Actor, appointment_id: int, *, seen_version: int | None, now: datetime
) -> Appointment:
    """Take an appointment off the calendar; asked twice, it is off once."""
    one = load(actor, Permission.CALENDAR_WRITE, Appointment, appointment_id)
    if one.removed_on is None:
        check_version(one, seen_version)
        one.removed_on = civil_day(now)
        journal(actor, "appointment:remove", one, now=now, day=one.day)
    return one


@action
def open_feed(actor: Actor, *, now: datetime, at: datetime) -> str:
    """A secret address from which a diary outside reads this calendar for a year; the one made before is worth nothing.

    The path is told once: only a hash of its secret is kept.
    """
    if reach_of(actor, Permission.CALENDAR_VIEW) is None:
        raise Forbidden
    made, token = links.make_known(LinkPurpose.CALENDAR, actor.membership_id, at=at)
    made.sealed = None
    membership = db.session.get_one(Membership, actor.membership_id, options=[joinedload(Membership.user)])
    journal(actor, "calendar:follow", membership, now=now)
    return LINK_PATHS[LinkPurpose.CALENDAR].format(token=token)


@action
def close_feed(actor: Actor, *, now: datetime, at: datetime) -> None:
    """The address of this calendar is worth nothing from now on."""
    links.end(LinkPurpose.CALENDAR, actor.membership_id, at=at)
    membership = db.session.get_one(Membership, actor.membership_id)
    journal(actor, "calendar:unfollow", membership, now=now)


@action
def forget_appointments(before: date) -> None:
    """Appointments of days long gone by are kept no longer."""
    db.session.execute(delete(Appointment).where(Appointment.day < before))
