"""Who is told of a question asked on a consultation?"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clauses.domain.consultation import answer_by
from clauses.domain.events import QuestionAsked
from clauses.extensions import db
from clauses.jobs.letters import Post, link, members, quoted, send
from clauses.models.markets import Lot, Market
from clauses.models.threads import Question
from clauses.reference import rulebook


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
        url=link("markets.questions", market_id=market.id), market=market, question=quoted(question.text),
        due=answer_by(market.offers_deadline, rulebook.consultation(post.on).answer_days),
    )  # fmt: skip
