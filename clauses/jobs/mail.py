"""How does a message reach a person: composed with the fact, kept or sent later, once in effect?"""

import logging
import smtplib
from datetime import datetime, timedelta
from email.message import EmailMessage as Message
from email.policy import SMTP
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, render_template
from sqlalchemy import or_, select

from clauses.config import clock
from clauses.domain.accounts import LINK_MARK
from clauses.domain.kinds import MailState
from clauses.domain.kinds_notices import Delivery
from clauses.extensions import db, write_transaction
from clauses.jobs import notices
from clauses.models.accounts import SecretLink
from clauses.models.journal import EmailMessage
from clauses.models.people import User
from clauses.models.territory import Territory
from clauses.queries.people import links
from clauses.queries.people.notices import choice_of

log = logging.getLogger(__name__)
TURN = timedelta(minutes=2)
BACKOFF = (1, 5, 15, 60, 240)  # minutes
SUBJECT_MAX = 70


class Withdrawn(Exception):
    """The link of this letter is worth nothing any more: the letter has no reason to leave."""


def compose(
    template: str, recipient: User | None, *, event_key: str, now: datetime, address: str | None = None,
    secret_link: SecretLink | None = None, territory: Territory | None = None, about: notices.About | None = None,
    act: str | None = None, **context: Any,
) -> None:  # fmt: skip
    """Write one message in the fact's own transaction; the same fact never writes twice to the same person.

    The first line of the template is the subject: 70 characters at most, never a participant's name (ux/4).
    `address` is for somebody without an account, or for another address than the account's. A `secret_link` is put into
    the text when it leaves, and is nowhere else: the text kept has `LINK_MARK` in its place. `act` is the page that the
    notification opens, where it is not the link of the letter.
    """
    known = select(EmailMessage.id).where(
        EmailMessage.event_key == event_key,
        EmailMessage.recipient_id == (recipient.id if recipient else None),
        EmailMessage.address == address,
    )
    if db.session.scalar(known) is not None:
        return
    base_url, contact = current_app.config["SETTINGS"].base_url, context.get("contact")
    text = render_template(
        f"emails/{template}.txt", recipient=recipient, base_url=base_url, secret=LINK_MARK, **context
    )
    subject, _, body = text.lstrip().partition("\n")
    subject = shorten(" ".join(subject.split()))
    told, delivery, url = None, Delivery.AT_ONCE, act or context.get("link")
    if recipient is not None and address is None:
        body = render_template("emails/foot.txt", body=body.strip(), base_url=base_url)
        if url:
            told = notices.tell(recipient, template, subject, url, event_key=event_key, now=now, about=about)
        delivery = choice_of(recipient.id, template)
    if delivery is Delivery.NEVER:
        return
    planned = notices.planned_at(template, delivery, told, now)
    db.session.add(
        EmailMessage(
            event_key=event_key, template=template, recipient_id=recipient.id if recipient else None, address=address,
            link_id=secret_link.id if secret_link else None, subject=subject, body=body.strip() + "\n", created_at=now,
            sender_name=territory.name if territory else None, reply_to=contact.email if contact else None,
            delivery=delivery, planned_at=planned, not_before=planned,
        )
    )  # fmt: skip


def shorten(subject: str) -> str:
    """A subject of 70 characters at most, cut at a word."""
    if len(subject) <= SUBJECT_MAX:
        return subject
    return subject[: SUBJECT_MAX - 1].rsplit(" ", 1)[0].rstrip(" ,:;") + "…"


def send_waiting(at: datetime, limit: int = 50) -> int:
    """Send what waits; without a mail server keep it, readable at /admin/courriels. Returns how many left."""
    settings = current_app.config["SETTINGS"]
    waiting = db.session.scalars(
        select(EmailMessage.id)
        .where(
            EmailMessage.state == MailState.QUEUED,
            or_(EmailMessage.not_before.is_(None), EmailMessage.not_before <= at),
        )
        .order_by(EmailMessage.id)
        .limit(limit)
    ).all()
    db.session.rollback()
    left, begun = 0, clock.real()
    for message_id in waiting:
        # A slow server makes this loop long: each turn starts when it is taken.
        moment = at + timedelta(seconds=int((clock.real() - begun).total_seconds()))
        if settings.mail_url is None:
            _settle(message_id, moment, MailState.KEPT)
            left += 1
        elif _take_turn(message_id, moment):
            left += _send(message_id, moment)
    return left


def _take_turn(message_id: int, at: datetime) -> bool:
    with write_transaction():
        row = db.session.scalar(
            select(EmailMessage)
            .where(
                EmailMessage.id == message_id,
                EmailMessage.state == MailState.QUEUED,
                or_(EmailMessage.not_before.is_(None), EmailMessage.not_before <= at),
            )
            .with_for_update(skip_locked=True)
        )
        if row is not None:
            row.not_before = at + TURN
            row.attempts += 1
        db.session.commit()
    return row is not None


def _send(message_id: int, at: datetime) -> int:
    try:
        message = to_message(db.session.get_one(EmailMessage, message_id))
        db.session.rollback()
        _deliver(message)
    except Withdrawn:
        db.session.rollback()
        _withdraw(message_id)
        return 0
    except Exception:  # whatever is wrong with one message, those behind it leave
        db.session.rollback()
        log.exception("mail_not_sent", extra={"message_id": message_id})
        _settle(message_id, at, MailState.QUEUED)
        return 0
    _settle(message_id, at, MailState.SENT)
    return 1


def to_message(row: EmailMessage) -> Message:
    """The message as it leaves; its Message-ID comes from the fact, so that a second copy is recognised."""
    settings = current_app.config["SETTINGS"]
    host = urlsplit(settings.base_url).hostname
    message = Message(policy=SMTP)
    message["Subject"] = row.subject
    message["From"] = f"Clauses d'insertion <{settings.mail_sender}>"
    message["To"] = row.goes_to
    message["Message-ID"] = f"<{row.event_key}.{row.recipient_id or row.id}@{host}>"
    message.set_content(_with_secret(row))
    return message


def _with_secret(row: EmailMessage) -> str:
    """The text with the link that only its reader may know."""
    if row.link_id is None:
        return row.body
    path = links.path_of(row.link_id)
    if path is None:
        raise Withdrawn
    return row.body.replace(LINK_MARK, f"{current_app.config['SETTINGS'].base_url}{path}")


def _deliver(message: Message) -> None:
    url = urlsplit(current_app.config["SETTINGS"].mail_url)
    kind = smtplib.SMTP_SSL if url.scheme == "smtps" else smtplib.SMTP
    with kind(url.hostname or "localhost", url.port or 0, timeout=10) as server:
        if url.username:
            if kind is smtplib.SMTP:
                server.starttls()
            server.login(url.username, url.password or "")
        server.send_message(message)


def _settle(message_id: int, at: datetime, state: MailState) -> None:
    with write_transaction():
        row = db.session.get_one(EmailMessage, message_id)
        if state is MailState.QUEUED:
            if row.attempts > len(BACKOFF):
                row.state = MailState.FAILED
            else:
                row.not_before = at + timedelta(minutes=BACKOFF[row.attempts - 1])
        else:
            row.state = state
            row.sent_at = at if state is MailState.SENT else None
        _forget_secret(row)
        db.session.commit()


def _withdraw(message_id: int) -> None:
    """A newer letter carries a newer link: this one would only lead to a refusal."""
    with write_transaction():
        db.session.delete(db.session.get_one(EmailMessage, message_id))
        db.session.commit()


def _forget_secret(row: EmailMessage) -> None:
    """Once the letter has left nobody needs the secret; in a demonstration the letter is read in the portal itself."""
    shown = row.state is MailState.KEPT and current_app.config["SETTINGS"].demonstration
    if row.link_id and row.state is not MailState.QUEUED and not shown:
        db.session.get_one(SecretLink, row.link_id).sealed = None
