"""What does a person do with what they were told, and how do they choose to be written to?"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select, update

from clauses.access.gate import load
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, journal
from clauses.domain.errors import Refused
from clauses.domain.kinds_notices import Delivery
from clauses.domain.notices import notice_of
from clauses.extensions import db
from clauses.models.notices import DeliveryChoice, Notification
from clauses.models.people import User

PURGED_AT_ONCE = 500


@action
def read_notification(actor: Actor, notification_id: int, *, now: datetime) -> str:
    """Read; returns the path of the act. Reading again changes nothing."""
    row = load(actor, Permission.NOTIFICATION_VIEW, Notification, notification_id)
    if row.read_at is None:
        row.read_at = now
    return row.path


@action
def read_all(actor: Actor, up_to: int, *, now: datetime) -> int:
    """Everything up to the newest one that the page showed: what came since was not seen. Returns how many."""
    done = db.session.execute(
        update(Notification)
        .where(
            Notification.user_id == actor.user_id, Notification.read_at.is_(None), Notification.id <= up_to
        )
        .values(read_at=now)
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


@action
def choose_deliveries(actor: Actor, chosen: Mapping[str, Delivery], *, now: datetime) -> int:
    """Keep what differs from the usual; what is obligatory is refused. Returns how many kinds changed."""
    if any(notice_of(kind).obligatory and how is not Delivery.AT_ONCE for kind, how in chosen.items()):
        raise Refused("delivery_obligatory")
    user = db.session.get_one(User, actor.user_id, with_for_update=True)  # one choice at a time
    known = {
        row.kind: row
        for row in db.session.scalars(select(DeliveryChoice).where(DeliveryChoice.user_id == actor.user_id))
    }
    changed: dict[str, str] = {}
    for kind, how in chosen.items():
        row = known.get(kind)
        if how is (row.delivery if row else Delivery.AT_ONCE):
            continue
        changed[kind] = how.value
        if how is Delivery.AT_ONCE:
            db.session.delete(row)
        elif row is None:
            db.session.add(DeliveryChoice(user_id=actor.user_id, kind=kind, delivery=how))
        else:
            row.delivery = how
    if changed:
        journal(actor, "delivery:choose", user, now=now, chosen=changed)
    return len(changed)


@action
def forget_notifications(before: datetime) -> int:
    """Take away the oldest ones; a few hundred at a time, so that nobody waits behind it."""
    old = (
        select(Notification.id)
        .where(Notification.written_at < before)
        .order_by(Notification.written_at)
        .limit(PURGED_AT_ONCE)
    )
    done = db.session.execute(
        delete(Notification).where(Notification.id.in_(old)).execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]
