"""Which words is a kind of message written with, since when and by whom; and how is one message written with them?"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload

from clauses.domain.accounts import LINK_MARK
from clauses.extensions import db
from clauses.models.journal import EmailMessage
from clauses.models.notices import EmailModel
from clauses.queries.email_models import grammar
from clauses.queries.email_models.originals import Words, environment, original

RECENT = timedelta(days=7)
WRITTEN_LENGTH = 20_000  # characters of a text that leaves


class Unfit(Exception):
    """What the words gave for this message is not a message."""


def last(kind: str) -> EmailModel | None:
    """The last version of a kind, whoever reads it; None where nobody ever changed its words."""
    asked = select(EmailModel).where(EmailModel.kind == kind).order_by(EmailModel.number.desc()).limit(1)
    return db.session.scalar(asked)


def words_of(version: EmailModel | None, kind: str) -> Words:
    """The words of a version: those of the product where it has none."""
    if version is None or version.subject is None or version.body is None:
        return original(kind)
    return Words(version.subject, version.body)


def history(kind: str) -> list[EmailModel]:
    """Every version of a kind, the last first, with who recorded it."""
    asked = select(EmailModel).where(EmailModel.kind == kind).options(joinedload(EmailModel.recorded_by))
    return list(db.session.scalars(asked.order_by(EmailModel.number.desc())))


def version(kind: str, number: int) -> EmailModel | None:
    return db.session.scalar(select(EmailModel).where(EmailModel.kind == kind, EmailModel.number == number))


def in_force() -> dict[str, EmailModel]:
    """The last version of each kind that was ever changed."""
    latest = (
        select(EmailModel.kind, func.max(EmailModel.number).label("number"))
        .group_by(EmailModel.kind)
        .subquery()
    )
    asked = select(EmailModel).join(
        latest, and_(EmailModel.kind == latest.c.kind, EmailModel.number == latest.c.number)
    )
    return {one.kind: one for one in db.session.scalars(asked.options(joinedload(EmailModel.recorded_by)))}


def failing(at: datetime) -> dict[str, int]:
    """The kinds whose version in force could not write a message of the last days, and how many."""
    counted = db.session.execute(
        select(EmailMessage.template, EmailMessage.model, func.count())
        .where(EmailMessage.model_failed.is_(True), EmailMessage.created_at >= at - RECENT)
        .group_by(EmailMessage.template, EmailMessage.model)
    ).all()
    standing = in_force() if counted else {}
    return {kind: n for kind, model, n in counted if kind in standing and standing[kind].number == model}


def write(kind: str, words: Words, told: Mapping[str, Any]) -> tuple[str, str]:
    """The subject and the text of one message, from what it tells.

    A value that a message of this kind does not always have is empty, as for the product's words. Raises Unfit, or
    what the language raises, where these words cannot be those of this message.
    """
    env = environment()
    given = dict.fromkeys(grammar.names(kind), "") | dict(told)
    subject = " ".join(env.from_string(words.subject).render(given).split())
    text = env.from_string(words.text).render(given).strip()
    link = told.get("link")
    if not subject or len(text) > WRITTEN_LENGTH or not (LINK_MARK in text or (link and str(link) in text)):
        raise Unfit(kind)
    return subject, text
