"""Is the audit chain whole, and what does the history of a lot say?"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clauses.domain.chain import GENESIS, line_hash
from clauses.extensions import db
from clauses.models.journal import AuditEvent


@dataclass(frozen=True, slots=True)
class ChainCheck:
    lines: int
    head: str
    broken: int | None = None
    why: str = ""  # a code of wording.audit


def verify() -> ChainCheck:
    """Recompute the chain from its first line; names the first line that does not hold."""
    previous, expected = GENESIS, 1
    columns = (
        AuditEvent.seq, AuditEvent.at, AuditEvent.actor_id, AuditEvent.organization_id, AuditEvent.action,
        AuditEvent.object_type, AuditEvent.object_id, AuditEvent.lot_id, AuditEvent.facts, AuditEvent.request_id,
        AuditEvent.prev_hash, AuditEvent.hash,
    )  # fmt: skip
    rows = db.session.execute(select(*columns).order_by(AuditEvent.seq).execution_options(yield_per=2000))
    for *content, prev_hash, kept in rows:
        seq = content[0]
        if seq != expected:
            return ChainCheck(expected - 1, previous, expected, "line_missing")
        if prev_hash != previous:
            return ChainCheck(expected - 1, previous, seq, "out_of_order")
        if line_hash(prev_hash, content) != kept:
            return ChainCheck(expected - 1, previous, seq, "content_changed")
        previous, expected = kept, expected + 1
    return ChainCheck(expected - 1, previous)


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
