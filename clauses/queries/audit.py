"""Is the audit chain whole, and what does the history of a lot say?"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clauses.access.policy import Actor
from clauses.domain.chain import GENESIS, line_hash
from clauses.extensions import db
from clauses.models.administration import AuditHead
from clauses.models.journal import AuditEvent


@dataclass(frozen=True, slots=True)
class ChainCheck:
    lines: int
    head: str
    broken: int | None = None
    why: str = ""  # a code of wording.audit


def has_read(actor: Actor, verb: str, kind: str, id: int, since: datetime) -> bool:
    """Is a reading of this thing by this person written since then?"""
    found = select(AuditEvent.seq).where(
        AuditEvent.actor_id == actor.user_id, AuditEvent.action == verb, AuditEvent.object_type == kind,
        AuditEvent.object_id == id, AuditEvent.at > since,
    )  # fmt: skip
    return db.session.scalar(found.limit(1)) is not None


def verify() -> ChainCheck:
    """Recompute the chain from its first line, and hold it to the heads told outside; names the first line that fails.

    The chain alone cannot see that its tail was cut, nor that all of it was written again: the heads can.
    """
    previous, expected = GENESIS, 1
    heads: dict[int, str] = {
        row.seq: row.hash for row in db.session.execute(select(AuditHead.seq, AuditHead.hash))
    }
    columns = (
        AuditEvent.seq, AuditEvent.at, AuditEvent.actor_id, AuditEvent.organization_id, AuditEvent.action,
        AuditEvent.object_type, AuditEvent.object_id, AuditEvent.lot_id, AuditEvent.facts, AuditEvent.request_id,
        AuditEvent.place, AuditEvent.prev_hash, AuditEvent.hash,
    )  # fmt: skip
    rows = db.session.execute(select(*columns).order_by(AuditEvent.seq).execution_options(yield_per=2000))
    try:
        for *content, place, prev_hash, kept in rows:
            seq = content[0]
            if place:
                content.append(place)
            if seq != expected:
                return ChainCheck(expected - 1, previous, expected, "line_missing")
            if prev_hash != previous:
                return ChainCheck(expected - 1, previous, seq, "out_of_order")
            if line_hash(prev_hash, content) != kept:
                return ChainCheck(expected - 1, previous, seq, "content_changed")
            if heads.get(seq, kept) != kept:
                return ChainCheck(expected - 1, previous, seq, "not_as_published")
            previous, expected = kept, expected + 1
    finally:
        rows.close()
    if any(seq >= expected for seq in heads):
        return ChainCheck(expected - 1, previous, expected, "tail_cut")
    return ChainCheck(expected - 1, previous)


def head() -> tuple[int, str]:
    """The last line of the chain: its number and its hash; (0, GENESIS) before the first."""
    found = db.session.execute(
        select(AuditEvent.seq, AuditEvent.hash).order_by(AuditEvent.seq.desc()).limit(1)
    ).first()
    return (found.seq, found.hash) if found else (0, GENESIS)


def published_heads(limit: int = 31) -> list[AuditHead]:
    """The heads told outside, the latest first."""
    return list(db.session.scalars(select(AuditHead).order_by(AuditHead.day.desc()).limit(limit)))


def is_published(on: date) -> bool:
    return db.session.scalar(select(AuditHead.id).where(AuditHead.day == on)) is not None


def history_of_lot(lot_id: int, limit: int = 50) -> list[AuditEvent]:
    """What was done on a lot, latest first."""
    return list(
        db.session.scalars(
            select(AuditEvent)
            .where(AuditEvent.lot_id == lot_id)
            .order_by(AuditEvent.seq.desc())
            .limit(limit)
            .options(joinedload(AuditEvent.actor))
        )
    )
