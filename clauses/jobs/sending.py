"""How does what was written leave, once in effect, whatever the mail server's mood?

A message is taken by a turn, given to the server, settled. A process that dies in between leaves it in the queue: it
leaves again after the turn, with the same Message-ID. Better twice, and recognisable, than never.
"""

import logging
from datetime import datetime, timedelta
from email.message import EmailMessage as Message
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import or_, select

from clauses.actions.base import civil_day
from clauses.config import clock
from clauses.domain.kinds import MailState
from clauses.domain.kinds_notices import MailFault
from clauses.domain.notices import notice_of
from clauses.extensions import db, write_transaction
from clauses.jobs import grouping, notices, refusals, smtp
from clauses.jobs.envelope import Withdrawn, to_message
from clauses.models.accounts import SecretLink
from clauses.models.journal import EmailMessage
from clauses.models.notices import Notification
from clauses.queries.people.notices import is_done
from clauses.queries.service import UNWELL

log = logging.getLogger(__name__)
TURN = timedelta(minutes=2)
BACKOFF = (1, 5, 15, 60, 240)  # minutes; the last one again and again
TRIES = 24  # about three days and a half for a server that asks to come back later
DOUBTS = 3  # a message that may have been taken is not sent for days on end
UNWELL_MINUTES = 15  # a server that is unwell is asked again at least that often


def send_waiting(at: datetime, limit: int = 50) -> int:
    """Send what waits; without a mail server keep it, readable at /admin/courriels. Returns how many left."""
    settings = current_app.config["SETTINGS"]
    sends = settings.mail_url is not None
    if sends:
        grouping.gather(at)
    due = or_(EmailMessage.not_before.is_(None), EmailMessage.not_before <= at)
    waiting = select(EmailMessage.id).where(EmailMessage.state == MailState.QUEUED)
    if sends:
        waiting = waiting.where(due)
    found = db.session.scalars(waiting.order_by(EmailMessage.id).limit(limit)).all()
    rests = sends and bool(found) and _server_rests(at)
    db.session.rollback()
    if rests:
        return 0
    left, begun = 0, clock.real()
    for message_id in found:
        # A slow server makes this loop long: each turn starts when it is taken.
        moment = at + timedelta(seconds=int((clock.real() - begun).total_seconds()))
        if not sends:
            _settle(message_id, moment, MailState.KEPT)
            left += 1
        elif _take_turn(message_id, moment):
            fault = _send(message_id, moment)
            left += fault is None
            if fault in UNWELL:
                break  # the others would meet the same
    return left


def _server_rests(at: datetime) -> bool:
    """It failed a moment ago, for whatever message: it is not asked again before that message's time."""
    tried = select(EmailMessage.id).where(
        EmailMessage.state == MailState.QUEUED, EmailMessage.fault.in_(UNWELL), EmailMessage.not_before > at
    )
    return db.session.scalar(tried.limit(1)) is not None


def _take_turn(message_id: int, at: datetime) -> bool:
    """Take the message for a while; leave it where it has no reason to leave, or not at this hour."""
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
        taken = False
        if row is not None:
            opens = notices.opening(row.template, at)
            if _is_useless(row, at):
                row.state = MailState.USELESS
            elif refusals.is_spared(row, at):
                row.state, row.fault = MailState.REFUSED, MailFault.ADDRESS
            elif opens > at:
                row.not_before = opens
            else:
                taken = True
                row.not_before = at + TURN
                row.attempts += 1
            _forget_secret(row)
        db.session.commit()
    return taken


def _is_useless(row: EmailMessage, at: datetime) -> bool:
    """What it asks for was done, or what it reminds of, before it could leave."""
    told = select(Notification.id).where(
        Notification.event_key == row.event_key,
        Notification.user_id == row.recipient_id,
        is_done(civil_day(at)),
    )
    if not notice_of(row.template).reminds:
        told = told.where(Notification.asks.is_(True))
    return db.session.scalar(told) is not None


def _send(message_id: int, at: datetime) -> MailFault | None:
    """Give the message to the server and settle what became of it. Returns what went wrong."""
    fault: MailFault | None = None
    code, said = 0, ""
    try:
        message = to_message(db.session.get_one(EmailMessage, message_id), at)
        db.session.rollback()
        _deliver(message)
    except Withdrawn:
        db.session.rollback()
        _withdraw(message_id)
        return MailFault.UNWRITTEN
    except smtp.Undelivered as refused:
        db.session.rollback()
        fault, code, said = refused.fault, refused.code, refused.said
        log.warning("mail_not_sent", extra={"message_id": message_id, "fault": fault.value, "code": code})
    except Exception as error:  # whatever is wrong with one message, those behind it leave
        db.session.rollback()
        fault, said = MailFault.UNWRITTEN, type(error).__name__
        log.exception("mail_not_sent", extra={"message_id": message_id})
    state = MailState.SENT if fault is None else MailState.QUEUED
    _settle(message_id, at, state, fault, code, said)
    return fault


def _deliver(message: Message) -> None:
    settings = current_app.config["SETTINGS"]
    smtp.deliver(message, settings.mail_url, urlsplit(settings.base_url).hostname or "localhost")


def _settle(
    message_id: int, at: datetime, state: MailState, fault: MailFault | None = None, code: int = 0, said: str = ""
) -> None:  # fmt: skip
    with write_transaction():
        row = db.session.get_one(EmailMessage, message_id, with_for_update=True)
        row.fault, row.said = fault, (f"{code} {said}".strip()[:200] if fault else None)
        if fault is not None:
            row.state, row.not_before = _after(row, fault, at)
            if fault is MailFault.ADDRESS:
                refusals.mark(row, code, at)
        else:
            row.state = state
            row.sent_at = at if state is MailState.SENT else None
            if state is MailState.SENT:
                refusals.unmark(row, at)
        _forget_secret(row)
        db.session.commit()


def _after(row: EmailMessage, fault: MailFault, at: datetime) -> tuple[MailState, datetime | None]:
    """Where a message goes after a failure, and when it is tried again."""
    minutes = BACKOFF[min(row.attempts, len(BACKOFF)) - 1]
    if fault in UNWELL:  # never given up: nothing is wrong with the message
        return MailState.QUEUED, at + timedelta(minutes=min(minutes, UNWELL_MINUTES))
    if fault is MailFault.ADDRESS:
        return MailState.REFUSED, None
    most = DOUBTS if fault is MailFault.UNSURE else TRIES
    if fault is MailFault.CONTENT or row.attempts >= most:
        return MailState.FAILED, None
    return MailState.QUEUED, at + timedelta(minutes=minutes)


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
