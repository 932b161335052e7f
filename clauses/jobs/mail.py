"""How is a message written with the fact it tells, and when may it leave?"""

from datetime import datetime
from typing import Any

from flask import current_app, render_template
from sqlalchemy import select

from clauses.domain.accounts import LINK_MARK
from clauses.domain.kinds_notices import Delivery
from clauses.extensions import db
from clauses.jobs import notices
from clauses.models.accounts import SecretLink
from clauses.models.journal import EmailMessage
from clauses.models.people import User
from clauses.models.territory import Territory
from clauses.queries.people.notices import choice_of

SUBJECT_MAX = 70


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
