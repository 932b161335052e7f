"""What was written on a lot, and what of it is new for this person?"""

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clauses.access.gate import OutOfReach, load_by, may
from clauses.access.policy import Actor, Permission
from clauses.extensions import db
from clauses.models.files import MessageFile, StoredFile
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
    files: dict[int, StoredFile] = field(default_factory=dict)  # what is joined, by message


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
    joined = db.session.execute(
        select(MessageFile.message_id, StoredFile)
        .join(StoredFile, StoredFile.id == MessageFile.file_id)
        .where(MessageFile.message_id.in_({one.id for one in messages} or {0}))
    )
    files: dict[int, StoredFile] = {row[0]: row[1] for row in joined}
    may_write = may(actor, Permission.MESSAGE_WRITE, Lot, lot.id)
    return Thread(market, lot, tuple(messages), len(new), may_write, files)


def message_file(actor: Actor, market_id: int, number: int, message_id: int) -> StoredFile:
    """What is joined to a message of a lot, for those who read its thread; raises OutOfReach or Forbidden."""
    lot = load_by(actor, Permission.MESSAGE_VIEW, Lot, Lot.market_id == market_id, Lot.number == number)
    found = db.session.scalar(
        select(StoredFile)
        .join(MessageFile, MessageFile.file_id == StoredFile.id)
        .join(LotMessage, LotMessage.id == MessageFile.message_id)
        .where(LotMessage.id == message_id, LotMessage.lot_id == lot.id)
    )
    if found is None:
        raise OutOfReach
    return found
