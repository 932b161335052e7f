"""Who is told of a question asked on a consultation, or of a message on a lot?"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clauses.domain.consultation import answer_by
from clauses.domain.events import LotMessageSent, QuestionAsked
from clauses.domain.kinds import PartyCapacity
from clauses.extensions import db
from clauses.jobs.letters import About, Post, Side, follower, link, lot_with_market, members, quoted, send
from clauses.models.markets import Lot, LotParty, Market
from clauses.models.threads import LotMessage, Question
from clauses.reference import rulebook

SIDES = {
    PartyCapacity.BUYER: "buyer",
    PartyCapacity.AWARDEE: "company",
    PartyCapacity.STRUCTURE: "structure",
    PartyCapacity.CONSORTIUM_MEMBER: "member",
    PartyCapacity.SUBCONTRACTOR: "subcontractor",
}


def question_asked(fact: QuestionAsked, *, event_key: str, now: datetime) -> None:
    """M41: the buyer, with the question and never who asked it."""
    question = db.session.scalars(
        select(Question)
        .where(Question.id == fact.question_id)
        .options(
            joinedload(Question.market).joinedload(Market.buyer),
            joinedload(Question.market).selectinload(Market.lots).joinedload(Lot.territory),
        )
    ).one()
    market, post = question.market, Post(event_key, now)
    territory = next((lot.territory for lot in market.lots if lot.has_clause and lot.territory), None)
    send(
        "M41", [members("buyer", market.buyer)], post, territory=territory,
        url=link("markets.questions", market_id=market.id), about=About(question.id), market=market, question=quoted(question.text),
        due=answer_by(market.offers_deadline, rulebook.consultation(post.on).answer_days),
    )  # fmt: skip


def lot_message_sent(fact: LotMessageSent, *, event_key: str, now: datetime) -> None:
    """M42: the other parties of the lot and the resource person, without the text."""
    message = db.session.get_one(
        LotMessage,
        fact.message_id,
        options=[joinedload(LotMessage.author), joinedload(LotMessage.organization)],
    )
    lot, post = lot_with_market(message.lot_id), Post(event_key, now)
    parties = db.session.scalars(
        select(LotParty).where(LotParty.lot_id == lot.id).options(joinedload(LotParty.organization))
    ).all()
    sides: dict[int, Side] = {}
    for one in parties:
        if one.organization_id != message.organization_id:
            sides.setdefault(one.organization_id, members(SIDES[one.capacity], one.organization))
    others = [*sides.values(), follower(lot.territory, post.on)]
    kept = [
        Side(side.role, [user for user in side.users if user.id != message.author_id], side.name)
        for side in others
    ]
    send(
        "M42", kept, post, territory=lot.territory, about=About(lot.id), lot=lot, market=lot.market, title=quoted(lot.title, 20),
        author=message.author, organization=message.organization,
        url=link("markets.messages", market_id=lot.market_id, number=lot.number),
    )  # fmt: skip
