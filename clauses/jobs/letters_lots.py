"""Who is told of a subcontractor, of a comment beside an opinion, of a document put with a lot?"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clauses.domain.events import (
    CommentWritten,
    DocumentPut,
    SubcontractDecided,
    SubcontractDeclared,
    SubcontractEnded,
)
from clauses.domain.kinds import PartyCapacity
from clauses.domain.kinds_files import Readership
from clauses.extensions import db
from clauses.jobs.letters import About, Post, Side, follower, link, lot_with_market, members, quoted, send
from clauses.jobs.letters_threads import SIDES
from clauses.models.awards import OpinionComment, Subcontract
from clauses.models.files import MarketDocument
from clauses.models.markets import Award, Lot, LotParty, Market

HOLDERS = (PartyCapacity.AWARDEE, PartyCapacity.CONSORTIUM_MEMBER)


def subcontract_declared(fact: SubcontractDeclared, *, event_key: str, now: datetime) -> None:
    """M47: the buyer, who accepts or refuses; the holder has declared it."""
    one, post = _subcontract(fact.subcontract_id), Post(event_key, now)
    lot = one.lot
    send(
        "M47", [members("buyer", lot.market.buyer)], post, territory=lot.territory, about=About(one.id), lot=lot,
        market=lot.market, company=lot.award.awardee if lot.award else None, subcontractor=one.organization, part=quoted(one.part, 15).rstrip("."),
        url=link("markets.subcontracts", market_id=lot.market_id, number=lot.number),
    )  # fmt: skip


def subcontract_decided(fact: SubcontractDecided, *, event_key: str, now: datetime) -> None:
    """M49: the holder and the resource person; the subcontractor too, once it sees the lot."""
    one, post = _subcontract(fact.subcontract_id), Post(event_key, now)
    sides = _holder_and_follower(one.lot, post)
    if one.accepted_on is not None:
        sides.append(members("subcontractor", one.organization))
    _told(one, sides, post, link("markets.lot", market_id=one.lot.market_id, number=one.lot.number))


def subcontract_ended(fact: SubcontractEnded, *, event_key: str, now: datetime) -> None:
    """M49 again: the holder, the resource person, and the subcontractor, to whom the lot is not open any more."""
    one, post = _subcontract(fact.subcontract_id), Post(event_key, now)
    lot_url = link("markets.lot", market_id=one.lot.market_id, number=one.lot.number)
    _told(one, _holder_and_follower(one.lot, post), post, lot_url)
    _told(one, [members("subcontractor", one.organization)], post, link("people.dashboard"))


def _told(one: Subcontract, sides: list[Side], post: Post, url: str) -> None:
    lot = one.lot
    send(
        "M49", sides, post, territory=lot.territory, about=About(one.id), lot=lot, market=lot.market, state=one.state,
        subcontractor=one.organization, part=quoted(one.part, 15).rstrip("."), accepted_on=one.accepted_on,
        ended_on=one.ended_on, reason=quoted(one.reason, 25).rstrip("."), url=url,
    )  # fmt: skip


def comment_written(fact: CommentWritten, *, event_key: str, now: datetime) -> None:
    """M51: whoever gives the opinion on the lot, and its buyer; the words are read in the portal."""
    comment = db.session.get_one(
        OpinionComment,
        fact.comment_id,
        options=[joinedload(OpinionComment.author), joinedload(OpinionComment.organization)],
    )
    lot, post = lot_with_market(comment.lot_id), Post(event_key, now)
    for side, url in (
        (follower(lot.territory, post.on), link("markets.instruction", market_id=lot.market_id)),
        (
            members("buyer", lot.market.buyer),
            link("markets.lot", market_id=lot.market_id, number=lot.number),
        ),
    ):
        send(
            "M51", [side], post, territory=lot.territory, about=About(lot.id), lot=lot, market=lot.market, url=url,
            author=comment.author, organization=comment.organization,
        )  # fmt: skip


def document_put(fact: DocumentPut, *, event_key: str, now: datetime) -> None:
    """M52: those who may read the document, save whoever put it. Nothing is joined: it is read behind the sign-in."""
    document = db.session.get_one(
        MarketDocument,
        fact.document_id,
        options=[
            joinedload(MarketDocument.organization),
            joinedload(MarketDocument.lot).joinedload(Lot.territory),
            joinedload(MarketDocument.market).joinedload(Market.buyer),
            joinedload(MarketDocument.market).selectinload(Market.lots).joinedload(Lot.territory),
        ],
    )
    if document.withdrawn_at is not None:
        return
    market, lot, post = document.market, document.lot, Post(event_key, now)
    lots = [lot] if lot else [one for one in market.lots if one.has_clause]
    url = (
        link("markets.lot_documents", market_id=market.id, number=lot.number)
        if lot
        else link("markets.documents", market_id=market.id)
    )
    sides: dict[tuple[str, int], Side] = {("buyer", market.buyer_id): members("buyer", market.buyer)}
    for territory in {one.territory_id: one.territory for one in lots}.values():
        sides["follower", territory.id if territory else 0] = follower(territory, post.on)
    for party in db.session.scalars(
        select(LotParty)
        .where(LotParty.lot_id.in_([one.id for one in lots]))
        .options(joinedload(LotParty.organization))
        .order_by(LotParty.id)
    ):
        reads = document.readership is Readership.EVERYONE or (
            document.readership is Readership.HOLDER and party.capacity in HOLDERS
        )
        if reads and party.capacity is not PartyCapacity.BUYER:
            sides.setdefault(
                ("party", party.organization_id), members(SIDES[party.capacity], party.organization)
            )
    kept = [
        Side(side.role, [user for user in side.users if user.id != document.put_by_id], side.name)
        for (_, number), side in sides.items()
        if number != document.organization_id or side.role in ("follower", "coordination")
    ]
    send(
        "M52", kept, post, territory=lots[0].territory if lots else None, about=About(market.id, part=lot.id if lot else 0),
        lot=lot, market=market, organization=document.organization, kind=document.kind, url=url,
    )  # fmt: skip


def _subcontract(number: int) -> Subcontract:
    lot = joinedload(Subcontract.lot)
    return db.session.scalars(
        select(Subcontract)
        .where(Subcontract.id == number)
        .options(
            joinedload(Subcontract.organization), lot.joinedload(Lot.territory),
            lot.joinedload(Lot.market).joinedload(Market.buyer), lot.joinedload(Lot.award).joinedload(Award.awardee),
            lot.selectinload(Lot.targets),
        )
    ).one()  # fmt: skip


def _holder_and_follower(lot: Lot, post: Post) -> list[Side]:
    holder = [members("company", lot.award.awardee)] if lot.award else []
    return [*holder, follower(lot.territory, post.on)]
