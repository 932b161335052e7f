"""Who is told that somebody uses a right on their data? Whoever asks, and the administration that answers."""

from datetime import datetime

from sqlalchemy import select

from clauses.domain.events import DataRequestRecorded
from clauses.domain.kinds import Role
from clauses.extensions import db
from clauses.jobs import mail
from clauses.jobs.letters import link
from clauses.models.people import Membership, User
from clauses.models.personal_data import DataRequest
from clauses.queries import territories


def data_request_recorded(fact: DataRequestRecorded, *, event_key: str, now: datetime) -> None:
    """M40: its number and the last day of the answer; nothing of what was written in it."""
    asked = db.session.get_one(DataRequest, fact.data_request_id)
    contact = territories.coordination()
    if asked.email:
        mail.compose("M40", None, event_key=event_key, now=now, address=asked.email, asked=asked, contact=contact,
                     link=link("people.personal_data"))  # fmt: skip
    admins = select(User).join(Membership).where(
        User.active, Membership.active, Membership.role == Role.ADMIN, User.id != (asked.recorded_by_id or 0)
    )  # fmt: skip
    for user in db.session.scalars(admins.order_by(User.id)).unique():
        mail.compose("M40", user, event_key=event_key, now=now, asked=asked, contact=None,
                     link=link("people.data_request", data_request_id=asked.id))  # fmt: skip
