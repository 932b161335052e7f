"""What is an act here? One verb, one transaction: the change, its audit entry, its facts and its form key together.

`@action` commits if the function returns and rolls back if it raises. Nothing else in the product commits, save the
back door when it drains the outbox. What must follow an act is an event, recorded here and handled after the commit.
"""

import json
import logging
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any, NoReturn, ParamSpec, TypeVar

from sqlalchemy import event, func, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from clauses.access import frozen
from clauses.access.policy import Actor
from clauses.actions import before_after
from clauses.config import PARIS
from clauses.domain import events
from clauses.domain.chain import GENESIS, line_hash
from clauses.domain.errors import AlreadyDone, KeyReused, Stale
from clauses.extensions import db, write_transaction
from clauses.models.journal import AuditEvent, OutboxEvent, ReceivedForm
from clauses.models.people import User
from clauses.models.types import Versioned

log = logging.getLogger(__name__)
AUDIT_LOCK = 0x61756469  # the PostgreSQL advisory lock that gives the audit chain one writer at a time
ATTEMPTS = 4
# PostgreSQL: serialization failure, deadlock, a row that the other act has just inserted. Nothing was written then.
CROSSED = frozenset({"40001", "40P01", "23505"})
ON_COMMIT: list[Callable[[], None]] = []

Args = ParamSpec("Args")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Intent:
    """The form behind an act: its idempotency key, and what tells one request from another."""

    key: str | None
    user_id: int | None
    route: str
    body_hash: str
    request_id: str | None
    at: datetime
    place: str | None = None  # a keyed fingerprint of the network address


@dataclass(frozen=True, slots=True)
class Of:
    """What a line of the journal is about, where the row itself is not at hand: the name of its model, its number."""

    kind: str
    id: int


intent: ContextVar[Intent | None] = ContextVar("intent", default=None)
_acting: ContextVar[bool] = ContextVar("acting", default=False)


def action(verb: Callable[Args, Answer]) -> Callable[Args, Answer]:
    """Make a verb one transaction. What was read before it belongs to another one and is let go."""

    @wraps(verb)
    def act(*args: Args.args, **kwargs: Args.kwargs) -> Answer:
        if _acting.get():
            raise RuntimeError(f"{verb.__name__} is called by another action: record an event instead")
        session = db.session
        session.rollback()
        token = _acting.set(True)
        try:
            with write_transaction():
                answer = _tried(session, lambda: verb(*args, **kwargs))
        finally:
            _acting.reset(token)
        for follow in ON_COMMIT:
            try:
                follow()
            except Exception:  # the act is done and kept: ringing a bell must not undo its answer
                log.exception("after_commit_failed")
        return answer

    return act


def _tried(session: Any, verb: Callable[[], Answer]) -> Answer:
    """Do the act and commit; begin again, on what the other has committed by then, when two acts crossed."""
    for attempt in range(1, ATTEMPTS + 1):
        session.info["journal"], session.info[before_after.NOTES] = [], {}
        try:
            _receive_form(session)
            answer = verb()
            _write_journal(session)
            session.commit()
        except DBAPIError as error:
            session.rollback()
            if attempt == ATTEMPTS or getattr(error.orig, "sqlstate", None) not in CROSSED:
                raise
            log.warning("act_begun_again", extra={"attempt": attempt})
        except BaseException:
            session.rollback()
            raise
        else:
            return answer
        finally:
            session.info.pop("journal", None)
            session.info.pop(before_after.NOTES, None)
    raise AssertionError("the last attempt returns or raises")


def civil_day(now: datetime) -> date:
    """The day in Europe/Paris of an instant: the only day the trade knows."""
    return now.astimezone(PARIS).date()


def record(fact: Any, *, now: datetime) -> None:
    """Write a fact that must leave: e-mails, alerts and reports follow from it after the commit."""
    db.session.add(OutboxEvent(name=type(fact).__name__, payload=events.to_payload(fact), created_at=now))
    db.session.info["facts"] = True  # the hook after the commit rings only when there is something to carry


def journal(
    actor: Actor | None, verb: str, thing: Any, *, now: datetime, lot_id: int | None = None, **facts: Any
) -> None:
    """Append who did what to the audit chain, in the same transaction. Facts are figures and codes, never names.

    Within an act the lines are written at its very end: the turn in the chain is the last lock taken, so that
    whoever holds it waits for nobody.
    """
    session = db.session
    session.flush()
    current = intent.get()
    row = AuditEvent(
        at=now,
        actor_id=actor.user_id if actor else None,
        organization_id=actor.organization_id if actor else None,
        action=verb,
        object_type=thing.kind if isinstance(thing, Of) else type(thing).__name__,
        object_id=thing.id,
        lot_id=lot_id,
        facts=json.loads(json.dumps(facts, default=str)),
        request_id=current.request_id if current else None,
        place=current.place if current else None,
    )
    waiting = session.info.get("journal")
    if waiting is not None:
        waiting.append(row)
    else:
        _append(session, [row])


def _write_journal(session: Any) -> None:
    if session.info["journal"]:
        session.flush()
        before_after.tell(session, session.info["journal"])
        _append(session, session.info["journal"])


def _append(session: Any, rows: list[AuditEvent]) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": AUDIT_LOCK})
    last = session.execute(
        select(AuditEvent.seq, AuditEvent.hash).order_by(AuditEvent.seq.desc()).limit(1)
    ).first()
    seq, previous = (last.seq, last.hash) if last else (0, GENESIS)
    for row in rows:
        seq += 1
        row.seq, row.prev_hash = seq, previous
        row.hash = previous = line_hash(row.prev_hash, row.content())
    session.add_all(rows)
    session.flush()


def take_turn(name: str) -> None:
    """Acts about one name pass one after the other, until the end of each; for what no row exists to be locked yet.

    SQLite has one writer at a time and needs nothing.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name})


def check_version(thing: Versioned, seen: int | None) -> None:
    """Refuse a form opened before somebody else's change; the refusal says who and when."""
    if seen is not None and seen != thing.version:
        refuse_stale(thing, thing.version)


def refuse_stale(thing: Versioned, version: int | str) -> NoReturn:
    """Say that the thing has changed since, who changed it last and when; `version` is what the next try has seen."""
    question = (
        select(AuditEvent.at, User.first_name, User.last_name)
        .join(User, User.id == AuditEvent.actor_id, isouter=True)
        .where(AuditEvent.object_type == type(thing).__name__, AuditEvent.object_id == thing.id)
        .order_by(AuditEvent.seq.desc())
        .limit(1)
    )
    last = db.session.execute(question).first()
    by = f"{last.first_name} {last.last_name}" if last and last.first_name else None
    raise Stale(by=by, at=last.at if last else None, version=version)


def _receive_form(session: Any) -> None:
    """Take the form's key; a second reception of the same form stops here."""
    current = intent.get()
    if current is None or current.key is None:
        return
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = {"key": current.key, "user_id": current.user_id, "route": current.route,
           "body_hash": current.body_hash, "at": current.at}  # fmt: skip
    taken = session.execute(
        insert(ReceivedForm).values(row).on_conflict_do_nothing().returning(ReceivedForm.key)
    )
    if taken.first() is not None:
        return
    known = session.get(ReceivedForm, current.key)
    same = known and (known.user_id, known.route, known.body_hash) == (
        current.user_id, current.route, current.body_hash,
    )  # fmt: skip
    if not same:
        raise KeyReused
    raise AlreadyDone(answer=known.answer)


@action
def remember_answer(key: str, answer: str) -> None:
    """Note where the first reception of a form led, so that a replay is led there too."""
    row = db.session.get(ReceivedForm, key)
    if row is not None and row.answer is None:
        row.answer = answer[:500]


@event.listens_for(Session, "before_flush")
def _count_versions(session: Session, context: Any, instances: Any) -> None:
    before_after.note(session)
    frozen.refuse_lines(session)
    for thing in session.dirty:
        if isinstance(thing, Versioned) and session.is_modified(thing):
            thing.version += 1


def next_number(column: Any, *criteria: Any) -> int:
    """The next number of a sequence kept per parent (versions of a plan, of a target…)."""
    return (db.session.scalar(select(func.max(column)).where(*criteria)) or 0) + 1
