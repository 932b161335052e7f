"""Which documents does a market or a lot hold, for this person, and which were withdrawn?"""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from clauses.access.gate import load, load_by, may
from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.errors import IllegalMove
from clauses.extensions import db
from clauses.models.files import MarketDocument, StoredFile
from clauses.models.markets import Lot, Market


@dataclass(frozen=True, slots=True)
class DocumentRow:
    document: MarketDocument
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class DocumentsFile:
    """The documents of a market, or of a lot with those of its whole market; the latest first."""

    market: Market
    lot: Lot | None
    rows: tuple[DocumentRow, ...]
    withdrawn: tuple[MarketDocument, ...]
    may_put: bool


_SHOWN = (
    joinedload(MarketDocument.file),
    joinedload(MarketDocument.organization),
    joinedload(MarketDocument.put_by),
    joinedload(MarketDocument.withdrawn_by),
    joinedload(MarketDocument.lot),
)


def documents_of(actor: Actor, market_id: int, number: int | None = None) -> DocumentsFile:
    """What this person reads of a market, or of one of its lots; raises OutOfReach or Forbidden."""
    P, lot = Permission, None
    if number is None:
        market = load(actor, P.DOCUMENT_VIEW, Market, market_id, joinedload(Market.buyer))
        may_put = may(actor, P.MARKET_FILE, Market, market.id)
    else:
        lot = load_by(actor, P.DOCUMENT_VIEW, Lot, Lot.market_id == market_id, Lot.number == number)
        market = db.session.get_one(Market, market_id, options=[joinedload(Market.buyer)])
        may_put = may(actor, P.DOCUMENT_PUT, Lot, lot.id)
    asked = select(MarketDocument).where(
        within_reach(actor, P.DOCUMENT_VIEW, MarketDocument), MarketDocument.market_id == market.id
    )
    if lot is not None:
        asked = asked.where(or_(MarketDocument.lot_id == lot.id, MarketDocument.lot_id.is_(None)))
    found = db.session.scalars(asked.order_by(MarketDocument.id.desc()).options(*_SHOWN)).all()
    own = set(
        db.session.scalars(
            select(MarketDocument.id).where(
                within_reach(actor, P.DOCUMENT_WITHDRAW, MarketDocument),
                MarketDocument.market_id == market.id,
            )
        )
    )
    rows = tuple(DocumentRow(one, one.id in own) for one in found if one.withdrawn_at is None)
    return DocumentsFile(
        market, lot, rows, tuple(one for one in found if one.withdrawn_at is not None), may_put
    )


def document_file(actor: Actor, market_id: int, document_id: int) -> StoredFile:
    """The file of a document that this person reads; refused once it is withdrawn."""
    document = load_by(
        actor, Permission.DOCUMENT_VIEW, MarketDocument, MarketDocument.id == document_id,
        MarketDocument.market_id == market_id,
    )  # fmt: skip
    if document.withdrawn_at is not None:
        raise IllegalMove("document_withdrawn")
    return db.session.get_one(StoredFile, document.file_id)


def document_to_withdraw(actor: Actor, market_id: int, document_id: int) -> MarketDocument:
    """A document that this person may take back; raises OutOfReach or Forbidden, or IllegalMove when it is done."""
    document = load_by(
        actor, Permission.DOCUMENT_WITHDRAW, MarketDocument, MarketDocument.id == document_id,
        MarketDocument.market_id == market_id,
    )  # fmt: skip
    if document.withdrawn_at is not None:
        raise IllegalMove("document_withdrawn")
    return db.session.scalars(
        select(MarketDocument)
        .where(MarketDocument.id == document.id)
        .options(*_SHOWN, joinedload(MarketDocument.market))
    ).one()
