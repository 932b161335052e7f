"""Who did what, when, on what and from where? The whole journal, filtered, fifty lines at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import joinedload

from clauses.access.policy import Actor, Permission, reach_of
from clauses.config import PARIS
from clauses.extensions import db
from clauses.models.journal import AuditEvent
from clauses.models.people import Organization, User

SIZE = 50
BATCH = 1000  # lines read at once for a file
NAMESAKES = 50  # people or organizations that a search may mean
LAST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for; an empty filter keeps everything."""

    who: str = ""
    organization: str = ""
    act: str = ""
    kind: str = ""
    number: int | None = None
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class JournalPage:
    lines: list[AuditEvent]
    older: int | None  # the number to go on from; None at the end


def journal_page(actor: Actor, asked: Asked, before: int | None = None) -> JournalPage:
    """Fifty lines, the latest first, going on below a line: at most three statements, however long the journal is."""
    if reach_of(actor, Permission.AUDIT_VIEW) is None:
        return JournalPage([], None)
    found = list(
        db.session.scalars(_selection(asked).where(AuditEvent.seq < (before or LAST)).limit(SIZE + 1))
    )
    return JournalPage(found[:SIZE], found[SIZE - 1].seq if len(found) > SIZE else None)


def every_line(actor: Actor, asked: Asked) -> Iterator[AuditEvent]:
    """The whole selection, the latest first, a thousand lines in memory at most."""
    if reach_of(actor, Permission.AUDIT_VIEW) is None:
        return
    question, before = _selection(asked), LAST
    while True:
        rows = list(db.session.scalars(question.where(AuditEvent.seq < before).limit(BATCH)))
        yield from rows
        if len(rows) < BATCH:
            return
        before = rows[-1].seq
        db.session.expunge_all()


def _selection(asked: Asked) -> Select[Any]:
    kept: list[ColumnElement[bool]] = []
    if asked.who:
        kept.append(_one_of(AuditEvent.actor_id, _people(asked.who)))
    if asked.organization:
        kept.append(_one_of(AuditEvent.organization_id, _organizations(asked.organization)))
    if asked.act:
        kept.append(AuditEvent.action == asked.act)
    if asked.kind:
        kept.append(AuditEvent.object_type == asked.kind)
    if asked.number is not None:
        kept.append(AuditEvent.object_id == asked.number)
    if asked.start:
        kept.append(AuditEvent.at >= _midnight(asked.start))
    if asked.end:
        kept.append(AuditEvent.at < _midnight(asked.end + timedelta(days=1)))
    return (
        select(AuditEvent)
        .where(*kept)
        .order_by(AuditEvent.seq.desc())
        .options(joinedload(AuditEvent.actor), joinedload(AuditEvent.organization))
    )


def _one_of(column: Any, ids: list[int]) -> ColumnElement[bool]:
    """One number is asked for as such, so that the index gives the lines already in order."""
    if not ids:
        return false()
    return column == ids[0] if len(ids) == 1 else column.in_(ids)


def _people(words: str) -> list[int]:
    like = f"%{_plain(words)}%"
    name = func.lower(User.first_name + " " + User.last_name)
    return list(
        db.session.scalars(
            select(User.id)
            .where(or_(name.like(like, escape="\\"), User.email.like(like, escape="\\")))
            .order_by(User.id)
            .limit(NAMESAKES)
        )
    )


def _organizations(words: str) -> list[int]:
    like = f"%{_plain(words)}%"
    name = func.lower(Organization.name).like(like, escape="\\")
    return list(
        db.session.scalars(
            select(Organization.id)
            .where(or_(name, Organization.siret == words.replace(" ", "")))
            .limit(NAMESAKES)
        )
    )


def _plain(words: str) -> str:
    return words.strip().lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _midnight(day: date) -> datetime:
    """The first instant of a civil day in Paris."""
    return datetime(day.year, day.month, day.day, tzinfo=PARIS)
