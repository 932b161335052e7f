"""What was done on a market, or on a lot?"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload

from clauses.extensions import db
from clauses.models.journal import AuditEvent
from clauses.models.markets import Lot, Market
from clauses.models.people import User


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """Who did what, and when; the words of `act` and of its figures are the page's."""

    act: str
    at: datetime
    who: str | None
    lot_number: int | None
    facts: dict[str, Any]
    was: str | None = None  # who followed the lot until then


def history_of_market(market: Market, lots: list[Lot], limit: int = 60) -> list[HistoryEntry]:
    """What was done on a market and on the lots given, latest first."""
    own = and_(AuditEvent.object_type == "Market", AuditEvent.object_id == market.id)
    numbers = {lot.id: lot.number for lot in lots}
    return _history(or_(own, AuditEvent.lot_id.in_(numbers)), numbers, limit)


def history_of_lot(lot: Lot, limit: int = 60) -> list[HistoryEntry]:
    """What was done on one lot, latest first; its number is not repeated."""
    return _history(AuditEvent.lot_id == lot.id, {}, limit)


def _history(kept: ColumnElement[bool], numbers: dict[int, int], limit: int) -> list[HistoryEntry]:
    events = db.session.scalars(
        select(AuditEvent)
        .where(kept)
        .order_by(AuditEvent.seq.desc())
        .limit(limit)
        .options(joinedload(AuditEvent.actor))
    ).all()
    before = {each.facts["was"] for each in events if each.action == "lot:handover"} - {None}
    people = db.session.scalars(select(User).where(User.id.in_(before))) if before else ()
    names = {user.id: user.name for user in people}
    return [
        HistoryEntry(
            each.action,
            each.at,
            each.actor.name if each.actor else None,
            numbers.get(each.lot_id or 0),
            each.facts,
            names.get(each.facts["was"]) if each.action == "lot:handover" else None,
        )
        for each in events
    ]
