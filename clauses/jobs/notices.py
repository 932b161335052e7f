"""How is a person told of a fact in the portal, and when may the letter about it leave?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit

from sqlalchemy import func, or_, select

from clauses.actions.base import civil_day
from clauses.actions.people import notices as actions
from clauses.config import PARIS
from clauses.domain.kinds import MailState
from clauses.domain.kinds_notices import Delivery
from clauses.domain.notices import leaves_at, notice_of
from clauses.domain.values import add_months
from clauses.extensions import db
from clauses.models.journal import EmailMessage
from clauses.models.notices import Notification
from clauses.models.people import User
from clauses.reference import rulebook


@dataclass(frozen=True, slots=True)
class About:
    """What a message is about, as its kind reads it; `asks` is false for those who are only told."""

    thing_id: int
    part: int = 0
    month: date | None = None
    asks: bool = True


def tell(
    user: User, kind: str, title: str, url: str, *, event_key: str, now: datetime, about: About | None
) -> Notification:
    """Write the notification of a fact for a person, or find the one that is there."""
    known = db.session.scalar(
        select(Notification).where(Notification.event_key == event_key, Notification.user_id == user.id)
    )
    if known is not None:
        return known
    parts = urlsplit(url)
    row = Notification(
        user_id=user.id, event_key=event_key, kind=kind, title=title, written_at=now,
        path=parts.path + (f"?{parts.query}" if parts.query else ""),
        asks=bool(about and about.asks and notice_of(kind).asks), thing_id=about.thing_id if about else None,
        part=about.part if about else 0, month=about.month if about else None,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row


def was_told(event_key: str) -> bool:
    """Somebody was told of this fact already, by letter or in the portal."""
    letter = select(EmailMessage.id).where(EmailMessage.event_key == event_key).limit(1)
    row = select(Notification.id).where(Notification.event_key == event_key).limit(1)
    return db.session.scalar(letter) is not None or db.session.scalar(row) is not None


def told_among(event_keys: Collection[str]) -> set[str]:
    """Those of these facts of which somebody was told already, in one statement."""
    if not event_keys:
        return set()
    letters = select(EmailMessage.event_key).where(EmailMessage.event_key.in_(event_keys))
    rows = select(Notification.event_key).where(Notification.event_key.in_(event_keys))
    return set(db.session.scalars(letters.union(rows)))


def planned_at(kind: str, delivery: Delivery, told: Notification | None, now: datetime) -> datetime | None:
    """When the letter may leave; None: at once. The same kind about the same thing waits for the end of its rest."""
    notice = notice_of(kind)
    if notice.urgent:
        return None
    rule = rulebook.sending(civil_day(now))
    wanted = now
    if told is not None and told.thing_id is not None and not notice.obligatory:
        last = _last_about(told)
        if last is not None:
            wanted = max(now, last + timedelta(hours=rule.cool_down_hours))
    at = opening(kind, wanted, morning=delivery is Delivery.MORNING)
    return None if at <= now else at


def opening(kind: str, at: datetime, *, morning: bool = False) -> datetime:
    """The first moment, from `at` on, when the hours of sending let a message of this kind leave."""
    if notice_of(kind).urgent:
        return at
    rule = rulebook.sending(civil_day(at))
    opens, closes = _clock(rule.opens_minute), _clock(rule.closes_minute)
    return leaves_at(at.astimezone(PARIS), opens, closes, morning=morning)


def _last_about(told: Notification) -> datetime | None:
    """When the last letter of this kind about this thing left for this person, or will."""
    return db.session.scalar(
        select(func.max(func.coalesce(EmailMessage.planned_at, EmailMessage.created_at)))
        .join(
            Notification,
            (Notification.event_key == EmailMessage.event_key)
            & (Notification.user_id == EmailMessage.recipient_id),
        )
        .where(
            Notification.user_id == told.user_id,
            Notification.kind == told.kind,
            Notification.thing_id == told.thing_id,
            Notification.part == told.part,
            or_(Notification.month == told.month, Notification.month.is_(None)),
            Notification.id != told.id,
            EmailMessage.state.not_in((MailState.USELESS, MailState.REFUSED, MailState.FAILED)),
        )
    )


def forget_old_notifications(now: datetime) -> None:
    """Notifications are kept for the months of the rule."""
    on = civil_day(now)
    first = add_months(on, -rulebook.sending(on).keep_months)
    before = datetime.combine(first, time(), PARIS)
    due = db.session.scalar(select(Notification.id).where(Notification.written_at < before).limit(1))
    db.session.rollback()
    if due is not None:
        actions.forget_notifications(before)


def _clock(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)
