"""What follows when an address takes nothing any more? It is marked, and whoever answers for its owner is told. (M70)"""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select

from clauses.actions.base import civil_day
from clauses.config import clock
from clauses.domain.kinds import Rank
from clauses.domain.notices import notice_of
from clauses.extensions import db
from clauses.jobs.letters import About, admins, link
from clauses.jobs.mail import compose
from clauses.models.journal import EmailMessage
from clauses.models.notices import RefusedAddress
from clauses.models.people import Membership, User
from clauses.queries import people
from clauses.reference import rulebook

WARNING = "M70"
RETURNED = 0  # in the place of a code: a server took the message, then sent it back


def is_spared(row: EmailMessage, at: datetime) -> bool:
    """An ordinary message to an address that was refused lately is not even tried."""
    if notice_of(row.template).urgent:
        return False
    since = at - timedelta(days=rulebook.sending(civil_day(at)).refused_days)
    known = select(RefusedAddress.id).where(
        RefusedAddress.address == row.goes_to.lower(), RefusedAddress.refused_at > since
    )
    return db.session.scalar(known) is not None


def mark(row: EmailMessage, code: int, at: datetime) -> None:
    """Note the refusal in the transaction that settles the message, and warn once."""
    address = row.goes_to.lower()
    known = db.session.scalar(
        select(RefusedAddress).where(RefusedAddress.address == address).with_for_update()
    )
    if known is not None:
        known.refused_at, known.code = at, code
        return
    db.session.add(RefusedAddress(address=address, refused_at=at, code=code))
    if row.recipient is not None and row.address is None and row.template != WARNING:
        _warn(row.recipient, at)


def unmark(row: EmailMessage, at: datetime) -> None:
    """It took a message: it works again. A server that sends messages back later takes them first: it is not believed
    before an ordinary one is tried again."""
    since = at - timedelta(days=rulebook.sending(civil_day(at)).refused_days)
    db.session.execute(
        delete(RefusedAddress)
        .where(
            RefusedAddress.address == row.goes_to.lower(),
            or_(RefusedAddress.code != RETURNED, RefusedAddress.refused_at <= since),
        )
        .execution_options(synchronize_session=False)
    )


def _warn(user: User, at: datetime) -> None:
    organizations = select(Membership.organization_id).where(Membership.user_id == user.id, Membership.active)
    found = list(
        db.session.scalars(
            select(User)
            .join(Membership)
            .where(
                Membership.organization_id.in_(organizations),
                Membership.rank == Rank.MANAGER,
                Membership.active,
                User.active,
                User.id != user.id,
            )
            .order_by(User.id)
        ).unique()
    )
    url = link("people.members")
    if not found:
        found = [one for one in admins().users if one.id != user.id]
        url = link("people.one_account", user_id=user.id)
    contact = people.follower_of(None, civil_day(at))
    for one in found:
        compose(
            WARNING, one, event_key=f"AddressRefused-{user.id}-{at:%Y%m%d%H%M%S}", now=clock.now(), link=url,
            about=About(user.id), member=user,
            contact=contact if contact and contact.user_id != one.id else None,
        )  # fmt: skip
