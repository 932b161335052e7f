"""How is a document put with a market or a lot, and how is it withdrawn without vanishing?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from clauses.access.gate import load, load_by
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, journal, record
from clauses.actions.files import keep
from clauses.config import FilesPlace
from clauses.domain.documents import LONGEST_REASON, readerships_for
from clauses.domain.errors import IllegalMove, Refused
from clauses.domain.events import DocumentPut
from clauses.domain.files import MOST_OF_LOT, CheckedFile, fits
from clauses.domain.kinds_files import DocumentKind, Readership
from clauses.domain.naming import named
from clauses.extensions import db
from clauses.models.files import MarketDocument, MessageFile, StoredFile
from clauses.models.markets import Lot, Market
from clauses.models.threads import LotMessage
from clauses.queries.hours_people import names_on
from clauses.reference.geography import folded
from clauses.wording import formats


@dataclass(frozen=True, slots=True)
class DocumentFields:
    kind: DocumentKind
    readership: Readership


@action
def put_document(
    actor: Actor, market_id: int, number: int | None, fields: DocumentFields, sent: CheckedFile | None, *, files: FilesPlace,
    now: datetime,
) -> MarketDocument:  # fmt: skip
    """Put a checked file with a lot, or with the whole market (`number` None: its buyer alone)."""
    if number is None:
        market = load(actor, Permission.MARKET_FILE, Market, market_id)
        lot_ids: list[int] = list(db.session.scalars(select(Lot.id).where(Lot.market_id == market.id)))
        lot_id, thing = None, market
    else:
        lot = load_by(actor, Permission.DOCUMENT_PUT, Lot, Lot.market_id == market_id, Lot.number == number)
        lot_ids, lot_id, thing = [lot.id], lot.id, None
    if sent is None:
        raise Refused("file_missing", field="e_file")
    if fields.readership not in readerships_for(actor.role):
        raise Refused("choose", field="document_readership")
    refuse_names(sent, lot_ids)
    stored = keep_with(sent, files, actor, market_id, lot_id, now)
    document = MarketDocument(
        market_id=market_id, lot_id=lot_id, kind=fields.kind, readership=fields.readership, file_id=stored.id,
        organization_id=actor.organization_id, put_by_id=actor.user_id, put_at=now,
    )  # fmt: skip
    db.session.add(document)
    db.session.flush()
    _journal(actor, "document:put", document, thing, now, size=stored.size)
    record(DocumentPut(document.id), now=now)
    return document


@action
def withdraw_document(
    actor: Actor, market_id: int, document_id: int, reason: str, *, now: datetime
) -> MarketDocument:
    """Take a document back, with a reason that stays: it is still listed, and nobody downloads it any more.

    For whoever put it, and for whoever follows the lot: a document that should not have come is stopped the same day.
    """
    document = load_by(
        actor, Permission.DOCUMENT_WITHDRAW, MarketDocument, MarketDocument.id == document_id,
        MarketDocument.market_id == market_id,
    )  # fmt: skip
    if document.withdrawn_at is not None:
        raise IllegalMove("document_withdrawn")
    written = reason.strip()
    if not written:
        raise Refused("withdraw_reason", field="withdraw_reason")
    if len(written) > LONGEST_REASON:
        raise Refused("text_long", field="withdraw_reason", max=LONGEST_REASON, n=len(written))
    typed = named(written, names_on([document.lot_id] if document.lot_id else []), folded)
    if typed:
        raise Refused("withdraw_names", field="withdraw_reason", name=typed)
    document.withdrawn_at, document.withdrawn_by_id, document.withdrawn_reason = now, actor.user_id, written
    market = None if document.lot_id else db.session.get_one(Market, market_id)
    _journal(actor, "document:withdraw", document, market, now)
    return document


def _journal(
    actor: Actor, verb: str, document: MarketDocument, market: Market | None, now: datetime, **figures: Any
) -> None:
    """What only some read is noted under a name of its own, which the history shows to the buyer's side alone."""
    act = verb if document.readership is Readership.EVERYONE else f"{verb}_inside"
    journal(
        actor, act, market or document, now=now, lot_id=document.lot_id, document=document.id, kind=document.kind,
        readership=document.readership, **figures,
    )  # fmt: skip


def refuse_names(sent: CheckedFile, lot_ids: Iterable[int]) -> None:
    """The name of a file is read by everybody who sees the lot: it names no participant."""
    typed = named(sent.name, names_on(lot_ids), folded)
    if typed:
        raise Refused("file_names", field="e_file", name=typed)


def keep_with(
    sent: CheckedFile, files: FilesPlace, actor: Actor, market_id: int, lot_id: int | None, now: datetime
) -> StoredFile:
    """Keep a file of a lot (documents and messages together), or of a market outside its lots, within their share."""
    kept = _kept(market_id, lot_id)
    if not fits(len(sent.content), kept, MOST_OF_LOT):
        raise Refused(
            "file_lot_full", field="e_file", kept=formats.size(kept), most=formats.size(MOST_OF_LOT)
        )
    return keep(sent, files, actor.organization_id, "e_file", now)


def _kept(market_id: int, lot_id: int | None) -> int:
    documents = (
        select(func.sum(StoredFile.size))
        .join(MarketDocument, MarketDocument.file_id == StoredFile.id)
        .where(MarketDocument.market_id == market_id)
    )
    if lot_id is None:
        return db.session.scalar(documents.where(MarketDocument.lot_id.is_(None))) or 0
    joined = (
        select(func.sum(StoredFile.size))
        .join(MessageFile, MessageFile.file_id == StoredFile.id)
        .join(LotMessage, LotMessage.id == MessageFile.message_id)
        .where(LotMessage.lot_id == lot_id)
    )
    own = db.session.scalar(documents.where(MarketDocument.lot_id == lot_id)) or 0
    return own + (db.session.scalar(joined) or 0)
