"""What does a message look like when it leaves? Its headers, its text, and the same words as a page."""

import hashlib
import hmac
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage as Message
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import urlsplit

from flask import current_app, render_template

from clauses.domain.accounts import LINK_MARK
from clauses.models.journal import EmailMessage
from clauses.queries.people import links
from clauses.wording.notices import sender


class Withdrawn(Exception):
    """The link of this letter is worth nothing any more: the letter has no reason to leave."""


def to_message(row: EmailMessage, at: datetime | None = None) -> Message:
    """The message as it leaves; its Message-ID comes from the fact, so that a second copy is recognised."""
    settings = current_app.config["SETTINGS"]
    host = urlsplit(settings.base_url).hostname
    message = Message(policy=SMTP)
    message["Subject"] = row.subject
    message["From"] = Address(" ".join(sender(row.sender_name).split()), addr_spec=settings.mail_sender)
    message["To"] = row.goes_to
    if row.reply_to:
        message["Reply-To"] = row.reply_to
    message["Date"] = format_datetime(at or row.created_at)
    message["Message-ID"] = f"<{_name(row.event_key, row.recipient_id or row.id)}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    text = _with_secret(row)
    message.set_content(text)
    paragraphs = [part.splitlines() for part in text.strip().split("\n\n")]
    message.add_alternative(
        render_template("emails/page.html", subject=row.subject, paragraphs=paragraphs), subtype="html"
    )
    return message


def _name(event_key: str, number: int) -> str:
    """The fact, the reader, and a mark that nobody else can make: a notice that quotes it is about a message of ours."""
    told = f"{event_key}.{number}"
    key = current_app.config["SETTINGS"].secret_key.encode()
    return f"{told}.{hmac.new(key, f'message:{told}'.encode(), hashlib.sha256).hexdigest()[:16]}"


def named_by(message_id: str) -> tuple[str, int] | None:
    """(fact, number) of a Message-ID that this portal made; None for any other."""
    name = message_id.strip().strip("<>").rpartition("@")[0]
    event_key, _, number = name.rpartition(".")[0].rpartition(".")
    if not event_key or not number.isascii() or not number.isdigit() or len(number) > 12:
        return None
    ours = hmac.compare_digest(_name(event_key, int(number)).encode(), name.encode())
    return (event_key, int(number)) if ours else None


def _with_secret(row: EmailMessage) -> str:
    """The text with the link that only its reader may know."""
    if row.link_id is None:
        return row.body
    path = links.path_of(row.link_id)
    if path is None:
        raise Withdrawn
    return row.body.replace(LINK_MARK, f"{current_app.config['SETTINGS'].base_url}{path}")
