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
from clauses.domain.kinds import MailState
from clauses.extensions import db, write_transaction
from clauses.models.journal import EmailMessage
from clauses.models.people import User

log = logging.getLogger(__name__)
TURN = timedelta(minutes=2)
BACKOFF = (1, 5, 15, 60, 240)  # minutes
SUBJECT_MAX = 70


def compose(template: str, recipient: User, *, event_key: str, now: datetime, **context: Any) -> None:
    """Write one message in the fact's own transaction; the same fact never writes twice to the same person.

    The first line of the template is the subject: 70 characters at most, never a participant's name (ux/4).
    """
    known = select(EmailMessage.id).where(
        EmailMessage.event_key == event_key, EmailMessage.recipient_id == recipient.id
    )
    if db.session.scalar(known) is not None:
        return
    text = render_template(
        f"emails/{template}.txt",
        recipient=recipient,
        base_url=current_app.config["SETTINGS"].base_url,
        **context,
    )
    subject, _, body = text.lstrip().partition("\n")
    db.session.add(
        EmailMessage(
            event_key=event_key,
            template=template,
            recipient_id=recipient.id,
            subject=shorten(" ".join(subject.split())),
            body=body.strip() + "\n",
            created_at=now,
        )
    )


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
    message["To"] = row.recipient.email
    message["Message-ID"] = f"<{row.event_key}.{row.recipient_id}@{host}>"
    message.set_content(row.body)
    return message


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
        db.session.commit()
