"""What do the four pieces of a clause say for each lot today, and what did they say when they were kept?"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clauses.access.gate import OutOfReach
from clauses.access.policy import Actor
from clauses.domain.kinds import ClauseType, HoursBasis, Modality
from clauses.domain.kinds_eligibility import EligibilityCategory
from clauses.domain.levers import Piece
from clauses.domain.sub_targets import Asked
from clauses.extensions import db
from clauses.models.markets import Lot, Market
from clauses.models.texts import ClauseText
from clauses.queries.markets.detail import MarketFile, market_file
from clauses.queries.markets.lists import owed
from clauses.queries.people import Follower
from clauses.queries.volumes import terms
from clauses.reference import clause_library
from clauses.wording import clause_texts
from clauses.wording.bases import in_a_sentence


@dataclass(frozen=True, slots=True)
class LotText:
    """The pieces of one lot, filled, and what they rest on."""

    number: int
    title: str
    lever: ClauseType
    segment: str
    version: str
    articles: tuple[str, ...]
    to_reread: bool
    pieces: dict[Piece, str]


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A text that was kept, for those who see the market; the lots they do not see are left out."""

    file: MarketFile
    kept: ClauseText
    texts: list[LotText]


def lot_texts(file: MarketFile, lever: ClauseType | None = None) -> list[LotText]:
    """One entry a lot with a written clause, in the words of its lever unless another is asked."""
    pairs = [(line.lot, line.follower) for line in file.lines]
    return texts_of(file.market, pairs, lever)


def texts_of(
    market: Market, lots: Iterable[tuple[Lot, Follower | None]], lever: ClauseType | None = None
) -> list[LotText]:
    """The same, for an action that holds the lots and knows who follows each."""
    return [
        _text(market, lot, who, lever or lot.clause.clause_type)
        for lot, who in lots
        if lot.has_clause and lot.clause is not None
    ]


def _text(market: Market, lot: Lot, who: Follower | None, lever: ClauseType) -> LotText:
    segment, facts = clause_library.segment_of(lot.trade), facts_of(market, lot, who, lever)
    rests_on = clause_library.LEVERS[lever]
    pieces = {
        piece: clause_texts.fill(clause_library.source_text(segment, lever, piece), facts) for piece in Piece
    }
    return LotText(
        lot.number, lot.title, lever, segment.code, segment.version, rests_on.articles, rests_on.to_reread, pieces
    )  # fmt: skip


def facts_of(market: Market, lot: Lot, who: Follower | None, lever: ClauseType) -> clause_texts.Facts:
    """What fills the text of a lot: the volume in force, and what its clause says."""
    clause = lot.clause
    assert clause is not None
    yearly = (
        clause.hours_basis is HoursBasis.PER_YEAR
    )  # the text says the volume of a year, not the total owed
    said = terms(lot)
    publics = {one.value for one in EligibilityCategory} & set(clause.publics)
    modalities = {one.value for one in Modality} & set(clause.modalities)
    return clause_texts.Facts(
        buyer=market.buyer.name, number=lot.number, title=lot.title, lever=lever, hours=(clause.target_hours if yearly else owed(lot)) or None,
        basis=clause.hours_basis, rate=clause.integration_rate, slice_amount=clause.slice_amount,
        slice_hours=clause.slice_hours, volume=in_a_sentence(said) if said else None, weeks=clause.experience_weeks, weight=clause.criterion_weight,
        publics=tuple(one for one in EligibilityCategory if one.value in publics),
        modalities=tuple(one for one in Modality if one.value in modalities),
        confirmed=bool((clause.sizing or {}).get("hours_confirmed")), without_taken_over=bool(clause.taken_over),
        sub_targets=tuple(Asked(s.audience, s.share, s.hours, s.mandatory) for s in clause.sub_targets),
        training=clause.training_counts, penalty=clause.penalty_hour, follower=who.name if who else None,
        territory=lot.territory.name if lot.territory else None, follower_phone=who.phone if who else None,
        follower_email=who.email if who else None,
    )  # fmt: skip


def frozen(texts: list[LotText]) -> tuple[list[dict[str, Any]], str, str]:
    """What is stored of texts: their content, the version of the library and the SHA-256 of the content."""
    content = [
        {
            "number": one.number, "title": one.title, "lever": one.lever.value, "segment": one.segment,
            "version": one.version, "articles": list(one.articles), "to_reread": one.to_reread,
            "pieces": {piece.value: text for piece, text in one.pieces.items()},
        }
        for one in texts
    ]  # fmt: skip
    return content, max((one.version for one in texts), default=""), content_hash(content)


def content_hash(content: list[dict[str, Any]]) -> str:
    """The SHA-256 of kept pieces, whatever the order of their keys."""
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def kept_texts(file: MarketFile) -> list[ClauseText]:
    """The texts kept of a market, latest first; before publication they are for the buyer and its adviser alone."""
    question = select(ClauseText).where(ClauseText.market_id == file.market.id)
    if not file.amounts_shown:
        question = question.where(ClauseText.at_publication)
    return list(
        db.session.scalars(
            question.order_by(ClauseText.number.desc()).options(joinedload(ClauseText.taken_by))
        )
    )


def kept_text(actor: Actor, market_id: int, number: int, on: date) -> KeptFile:
    """One kept text, word for word as it was; raises OutOfReach."""
    file = market_file(actor, market_id, on)
    found = next((one for one in kept_texts(file) if one.number == number), None)
    if found is None:
        raise OutOfReach
    seen = {line.lot.number for line in file.lines}
    texts = [_read(entry) for entry in found.pieces if entry["number"] in seen]
    return KeptFile(file, found, texts)


def _read(entry: dict[str, Any]) -> LotText:
    return LotText(
        entry["number"], entry["title"], ClauseType(entry["lever"]), entry["segment"], entry["version"],
        tuple(entry["articles"]), entry["to_reread"], {piece: entry["pieces"][piece.value] for piece in Piece},
    )  # fmt: skip
