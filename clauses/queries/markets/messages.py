"""What was written on a lot, and what of it is new for this person?"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clauses.access.gate import load_by, may
from clauses.access.policy import Actor, Permission
from clauses.extensions import db
from clauses.models.markets import Lot, Market
from clauses.models.threads import LotMessage, MessageMark

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Thread:
    """The messages of a lot, the last one first."""

    market: Market
    lot: Lot
    messages: tuple[LotMessage, ...]
    unread: int  # from others, since this person last wrote or said to have read
    may_write: bool


def thread_of(actor: Actor, market_id: int, number: int) -> Thread:
    """The thread of a lot, for those who see the lot; raises OutOfReach or Forbidden."""
    lot = load_by(actor, Permission.MESSAGE_VIEW, Lot, Lot.market_id == market_id, Lot.number == number)
    market = db.session.scalars(
        select(Market).where(Market.id == lot.market_id).options(joinedload(Market.buyer))
    ).one()
    messages = db.session.scalars(
        select(LotMessage)
        .where(LotMessage.lot_id == lot.id)
        .order_by(LotMessage.id.desc())
        .limit(SHOWN)
        .options(joinedload(LotMessage.author), joinedload(LotMessage.organization))
    ).all()
    read = db.session.scalar(
        select(MessageMark.message_id).where(
            MessageMark.user_id == actor.user_id, MessageMark.lot_id == lot.id
        )
    )
    new = [one for one in messages if one.id > (read or 0) and one.organization_id != actor.organization_id]
    return Thread(market, lot, tuple(messages), len(new), may(actor, Permission.MESSAGE_WRITE, Lot, lot.id))
