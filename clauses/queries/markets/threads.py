"""Which threads does a person read, and which hold something new? K06."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import joinedload

from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.extensions import db
from clauses.models.markets import Lot, Market
from clauses.models.threads import LotMessage, MessageMark

PER_PAGE = 30
MOST_LOTS = 200  # offered to write on


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """A lot on which somebody wrote."""

    market_id: int
    reference: str
    number: int
    title: str
    count: int
    unread: int  # from others, since this person last wrote or said to have read
    last_at: datetime
    last_by: str
    last_from: str


@dataclass(frozen=True, slots=True)
class ThreadPage:
    rows: tuple[ThreadRow, ...]
    total: int
    number: int
    pages: int


def threads_of(actor: Actor, number: int = 1, *, words: str = "", unread_only: bool = False) -> ThreadPage:
    """The threads of the lots this person follows: those with something new first, then the latest.

    `words`: a part of the reference or of the title of the market or of the lot; `unread_only`: with something new alone.
    """
    mine = [within_reach(actor, Permission.MESSAGE_VIEW, Lot)]
    if words:
        market = select(Market.id).where(
            or_(*(column.icontains(words, autoescape=True) for column in (Market.reference, Market.title)))
        )
        mine.append(or_(Lot.market_id.in_(market), Lot.title.icontains(words, autoescape=True)))
    read = func.coalesce(MessageMark.message_id, 0)
    new = (LotMessage.id > read) & (LotMessage.organization_id != actor.organization_id)
    unread = func.sum(case((new, 1), else_=0))
    lots = (
        select(Lot.id, func.count(LotMessage.id), unread, func.max(LotMessage.id))
        .join(LotMessage, LotMessage.lot_id == Lot.id)
        .join(MessageMark, (MessageMark.lot_id == Lot.id) & (MessageMark.user_id == actor.user_id), isouter=True)
        .where(*mine)
        .group_by(Lot.id)
    )  # fmt: skip
    if unread_only:
        lots = lots.having(unread > 0)
    total = db.session.scalar(select(func.count()).select_from(lots.subquery())) or 0
    pages = max(1, -(-total // PER_PAGE))
    number = min(max(number, 1), pages)
    order = (case((unread > 0, 0), else_=1), func.max(LotMessage.id).desc())
    found = db.session.execute(lots.order_by(*order).limit(PER_PAGE).offset((number - 1) * PER_PAGE)).all()
    last = {
        one.id: one
        for one in db.session.scalars(
            select(LotMessage)
            .where(LotMessage.id.in_([row[3] for row in found] or [0]))
            .options(joinedload(LotMessage.author), joinedload(LotMessage.organization))
        )
    }
    named = {
        id: (market_id, reference, lot_number, title)
        for id, market_id, reference, lot_number, title in db.session.execute(
            select(Lot.id, Market.id, Market.reference, Lot.number, Lot.title)
            .join(Market, Market.id == Lot.market_id)
            .where(Lot.id.in_([row[0] for row in found] or [0]))
        )
    }
    rows = tuple(
        ThreadRow(*named[lot_id], count, int(fresh or 0), last[last_id].sent_at, last[last_id].author.name,
                  last[last_id].organization.name)
        for lot_id, count, fresh, last_id in found
    )  # fmt: skip
    return ThreadPage(rows, total, number, pages)


def lots_to_write_on(actor: Actor) -> list[tuple[int, str, int, str]]:
    """(number of the row, reference, number, title) of the lots on which this person may write, the latest first."""
    rows = db.session.execute(
        select(Lot.id, Market.reference, Lot.number, Lot.title)
        .join(Market, Market.id == Lot.market_id)
        .where(within_reach(actor, Permission.MESSAGE_WRITE, Lot))
        .order_by(Market.id.desc(), Lot.number)
        .limit(MOST_LOTS)
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]
