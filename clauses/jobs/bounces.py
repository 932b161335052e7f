"""What does a message that comes back say, and what follows? (RFC 3464)

Some servers take a message and send it back later. The notice is believed only when it quotes a message of ours, with
the mark that this portal put in its Message-ID, and names the address that this message went to: anybody may write to
the address of the portal. What was tried in vain for good marks the address; a delay or a full mailbox does not.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage as Message
from email.policy import default
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from clauses.domain.kinds import MailState
from clauses.domain.kinds_notices import MailFault
from clauses.extensions import db, write_transaction
from clauses.jobs import refusals
from clauses.jobs.envelope import named_by
from clauses.jobs.smtp import is_no_such_address
from clauses.models.journal import EmailMessage

log = logging.getLogger(__name__)
MOST_BYTES = 2_000_000  # a notice quotes a message: ours are short
MOST_PARTS = 50


class Taken(StrEnum):
    """What became of a message received at the address of the portal."""

    MARKED = "marked"  # the address takes nothing: it is marked, those who answer for it are told
    FAILED = "failed"  # this message alone did not arrive
    KNOWN = "known"  # told already
    LEFT = "left"  # not a notice, a delay, or not about a message of ours


@dataclass(frozen=True, slots=True)
class Returned:
    """What a notice says: of which message, for which address, with which status (« 5.1.1 »)."""

    message_id: str
    address: str
    status: str


def read(raw: bytes) -> Returned | None:
    """The notice of a failure for good; None for anything else, however it is written."""
    if len(raw) > MOST_BYTES:
        return None
    try:
        message = message_from_bytes(raw, policy=default)
        return _failure(message)
    except Exception:  # what strangers send is not always a message
        log.exception("notice_unread")
        return None


def _failure(message: Message) -> Returned | None:
    original, failed = "", None
    for number, part in enumerate(message.walk()):
        if number > MOST_PARTS:
            return None
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            failed = failed or _failed_recipient(part)
        elif kind in ("message/rfc822", "text/rfc822-headers"):
            original = original or _message_id(part)
    return Returned(original, *failed) if original and failed else None


def _failed_recipient(part: Message) -> tuple[str, str] | None:
    """(address, status) of the first recipient for whom it failed for good."""
    blocks: Any = part.get_payload()
    for block in blocks if isinstance(blocks, list) else []:
        action, status = str(block.get("Action", "")), str(block.get("Status", "")).split(" ")[0]
        if action.strip().lower() != "failed" or not status.startswith("5."):
            continue
        named = str(block.get("Original-Recipient") or block.get("Final-Recipient") or "")
        address = named.rpartition(";")[2].strip().strip("<>").lower()
        if address:
            return address, status
    return None


def _message_id(part: Message) -> str:
    content: Any = part.get_payload()
    if isinstance(content, list) and content:
        return str(content[0].get("Message-ID", "")).strip()
    text = part.get_content()
    headers = text.encode() if isinstance(text, str) else bytes(text)
    return str(message_from_bytes(headers, policy=default).get("Message-ID", "")).strip()


def take(raw: bytes, at: datetime) -> Taken:
    """Settle the message that a notice is about. The same notice twice changes nothing more."""
    told = read(raw)
    named = named_by(told.message_id) if told else None
    if told is None or named is None:
        return Taken.LEFT
    key, number = named
    with write_transaction():
        row = db.session.scalars(
            select(EmailMessage)
            .where(
                EmailMessage.event_key == key,
                (EmailMessage.recipient_id == number) | (EmailMessage.recipient_id.is_(None) & (EmailMessage.id == number)),
            )
            .with_for_update()
        ).first()  # fmt: skip
        if row is None or row.goes_to.lower() != told.address:
            return Taken.LEFT
        if row.state is not MailState.SENT:
            return Taken.KNOWN
        no_such = is_no_such_address(told.status)
        row.state = MailState.REFUSED if no_such else MailState.FAILED
        row.fault, row.said = (MailFault.ADDRESS if no_such else MailFault.CONTENT), told.status[:20]
        if no_such:
            refusals.mark(row, refusals.RETURNED, at)
        db.session.commit()
    log.info("mail_returned", extra={"message_id": row.id, "fault": row.fault.value})
    return Taken.MARKED if no_such else Taken.FAILED
