"""How does one write to everybody who sees a lot, without naming a participant?"""

from datetime import datetime

from sqlalchemy import func, select

from clauses.access.gate import load_by
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, journal, record
from clauses.actions.markets.documents import keep_with, refuse_names
from clauses.config import FilesPlace
from clauses.domain.errors import Refused
from clauses.domain.events import LotMessageSent
from clauses.domain.files import CheckedFile
from clauses.domain.naming import named
from clauses.extensions import db
from clauses.models.files import MessageFile
from clauses.models.markets import Lot
from clauses.models.threads import LotMessage, MessageMark
from clauses.queries.hours_people import names_on
from clauses.reference.geography import folded

LONGEST_MESSAGE = 3000


@action
def send_message(
    actor: Actor, market_id: int, number: int, text: str | None, *, now: datetime, sent: CheckedFile | None = None,
    files: FilesPlace | None = None,
) -> LotMessage:  # fmt: skip
    """Write in the thread of a lot, join a file to it, or both; refused when it names a person who works there.

    A joined file (`sent`) needs the folder where files are kept (`files`).
    """
    lot = load_by(actor, Permission.MESSAGE_WRITE, Lot, Lot.market_id == market_id, Lot.number == number)
    written = (text or "").strip()
    if not written and sent is None:
        raise Refused("message_empty", field="message")
    if len(written) > LONGEST_MESSAGE:
        raise Refused("text_long", field="message", max=LONGEST_MESSAGE, n=len(written))
    typed = named(written, names_on([lot.id]), folded)
    if typed:
        raise Refused("message_names", field="message", name=typed)
    if sent is not None:
        refuse_names(sent, [lot.id])
    message = LotMessage(
        lot_id=lot.id,
        organization_id=actor.organization_id,
        author_id=actor.user_id,
        text=written,
        sent_at=now,
    )
    db.session.add(message)
    db.session.flush()
    size = 0
    if sent is not None and files is not None:
        stored = keep_with(sent, files, actor, market_id, lot.id, now)
        db.session.add(MessageFile(message_id=message.id, file_id=stored.id))
        size = stored.size
    _mark(actor, lot.id, message.id)
    record(LotMessageSent(message.id), now=now)
    journal(actor, "message:send", message, now=now, lot_id=lot.id, length=len(written), joined=size)
    return message


@action
def mark_read(actor: Actor, market_id: int, number: int, *, now: datetime) -> None:
    """Note that a person has read the thread of a lot; only that person's own list changes."""
    lot = load_by(actor, Permission.MESSAGE_VIEW, Lot, Lot.market_id == market_id, Lot.number == number)
    last = db.session.scalar(select(func.max(LotMessage.id)).where(LotMessage.lot_id == lot.id))
    if last is not None:
        _mark(actor, lot.id, last)


def _mark(actor: Actor, lot_id: int, message_id: int) -> None:
    mark = db.session.scalar(
        select(MessageMark).where(MessageMark.user_id == actor.user_id, MessageMark.lot_id == lot_id)
    )
    if mark is None:
        db.session.add(MessageMark(user_id=actor.user_id, lot_id=lot_id, message_id=message_id))
    else:
        mark.message_id = message_id
