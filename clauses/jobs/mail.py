"""How is a message written with the fact it tells, and when may it leave?"""

import logging
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import current_app, render_template
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from clauses.domain.accounts import LINK_MARK
from clauses.domain.kinds_notices import Delivery
from clauses.domain.notices import notice_of
from clauses.extensions import db
from clauses.jobs import notices
from clauses.models.accounts import SecretLink
from clauses.models.journal import EmailMessage
from clauses.models.people import User
from clauses.models.territory import Territory
from clauses.queries.email_models import versions
from clauses.queries.people.notices import choice_of
from clauses.wording import notices as words
from clauses.wording.email_models import TRIAL
from clauses.wording.requests import HANGING

log = logging.getLogger(__name__)
SUBJECT_MAX = 70
JOINED = re.compile(r"(?<=[-/_])")  # where a word may be cut
LOOSE = " ,:;-/_("  # what a subject does not end on
TRIAL_KIND = "ESSAI"


def compose(
    template: str, recipient: User | None, *, event_key: str, now: datetime, address: str | None = None,
    secret_link: SecretLink | None = None, territory: Territory | None = None, about: notices.About | None = None,
    act: str | None = None, **context: Any,
) -> None:  # fmt: skip
    """Write one message in the fact's own transaction; the same fact never writes twice to the same person.

    Its words are those of the version in force, else those of the product, whose first line is the subject: 70
    characters at most, never a participant's name (ux/4).
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
    told = {**context, "recipient": recipient, "base_url": base_url, "secret": LINK_MARK}
    subject, body, model, failed = _written(template, told)
    subject = shorten(subject)
    notice, delivery, url = None, Delivery.AT_ONCE, act or context.get("link")
    if recipient is not None and address is None:
        body = render_template("emails/foot.txt", body=body.strip(), base_url=base_url)
        if url and notice_of(template).in_portal:
            notice = notices.tell(
                recipient, template, subject, url, event_key=event_key, now=now, about=about
            )
        delivery = choice_of(recipient.id, template)
    if delivery is Delivery.NEVER:
        return
    planned = notices.planned_at(template, delivery, notice, now)
    db.session.add(
        EmailMessage(
            event_key=event_key, template=template, recipient_id=recipient.id if recipient else None, address=address,
            link_id=secret_link.id if secret_link else None, subject=subject, body=body.strip() + "\n", created_at=now,
            sender_name=territory.name if territory else None, reply_to=contact.email if contact else None,
            delivery=delivery, planned_at=planned, not_before=planned, model=model, model_failed=failed,
        )
    )  # fmt: skip


def compose_trial(recipient: User, subject: str, text: str, *, event_key: str, now: datetime) -> None:
    """Write to oneself, in the ordinary queue and once, the words that one is typing."""
    known = select(EmailMessage.id).where(
        EmailMessage.event_key == event_key, EmailMessage.recipient_id == recipient.id
    )
    if db.session.scalar(known) is not None:
        return
    base_url = current_app.config["SETTINGS"].base_url
    planned = notices.planned_at(TRIAL_KIND, Delivery.AT_ONCE, None, now)
    db.session.add(
        EmailMessage(
            event_key=event_key, template=TRIAL_KIND, recipient_id=recipient.id, subject=shorten(f"{TRIAL} {subject}"),
            body=render_template("emails/foot.txt", body=text.strip(), base_url=base_url).strip() + "\n", created_at=now,
            planned_at=planned, not_before=planned,
        )
    )  # fmt: skip


def _written(kind: str, told: Mapping[str, Any]) -> tuple[str, str, int | None, bool]:
    """Subject, text, the version that wrote them, and whether it failed: the words of the product are used then."""
    version = versions.last(kind)
    if version is not None and version.subject is not None:
        try:
            subject, body = versions.write(kind, versions.words_of(version, kind), told)
        except SQLAlchemyError:
            raise  # the database, not the words
        except Exception:  # whatever is wrong with the words, the message leaves
            log.exception("email_model_failed", extra={"kind": kind, "version": version.number})
        else:
            return subject, body, version.number, False
    text = render_template(f"emails/{kind}.txt", **told)
    subject, _, body = text.lstrip().partition("\n")
    failed = version is not None and version.subject is not None
    return " ".join(subject.split()), body, version.number if version and failed else None, failed


def shorten(subject: str) -> str:
    """A subject of 70 characters at most, cut between two words."""
    if len(subject) <= SUBJECT_MAX:
        return subject
    return f"{whole_words(subject, SUBJECT_MAX - 1) or words.MESSAGE}…"


def whole_words(text: str, room: int) -> str:
    """The first words of a text that fit in so many characters, none left hanging; a word too long for all the room is
    cut where it is joined (« Beauvais-Tillé », « MARCHE/2026 »), and left out where it is not. A number keeps its unit."""
    if len(text) <= room:
        return text.rstrip(" ,:;")
    kept = _fitting(text.split(" "), room, " ")
    if not kept:
        kept = _fitting(JOINED.split(text.split(" ")[0]), room, "")
    while " " in kept and kept.rsplit(" ", 1)[-1].strip(LOOSE).lower() in (*HANGING, ""):
        kept = kept.rsplit(" ", 1)[0]
    return kept.rstrip(LOOSE)


def _fitting(parts: Sequence[str], room: int, between: str) -> str:
    kept = ""
    for part in parts:
        longer = f"{kept}{between}{part}" if kept else part
        if len(longer) > room:
            break
        kept = longer
    return kept
