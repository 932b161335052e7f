"""How is a question asked on a consultation, and answered to everyone at once?"""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from clauses.access.gate import OutOfReach, load
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, check_version, civil_day, journal, next_number, record
from clauses.domain.consultation import LONGEST_TEXT, is_open
from clauses.domain.errors import IllegalMove, Refused
from clauses.domain.events import QuestionAsked
from clauses.extensions import db
from clauses.models.markets import Market
from clauses.models.threads import Answer, Question
from clauses.reference.geography import folded


@action
def ask_question(actor: Actor, market_id: int, text: str, *, now: datetime) -> Question:
    """Ask; the buyer is told, and nobody is told who asked."""
    market = load(actor, Permission.QUESTION_ASK, Market, market_id)
    refuse_closed(market, civil_day(now))
    written = _text(text, "question")
    if folded(actor.organization_name) in folded(written):
        raise Refused("question_names_you", field="question")
    question = Question(
        market_id=market.id, number=next_number(Question.number, Question.market_id == market.id), text=written,
        organization_id=actor.organization_id, asked_by_id=actor.user_id, asked_at=now,
    )  # fmt: skip
    db.session.add(question)
    db.session.flush()
    record(QuestionAsked(question.id), now=now)
    journal(actor, "question:ask", question, now=now, market_id=market.id, number=question.number)
    return question


@action
def draft_answer(
    actor: Actor, market_id: int, question_id: int, text: str, *, seen_version: int | None, now: datetime
) -> Question:
    """Propose an answer to the buyer, who alone reads it and publishes what the buyer decides."""
    market = load(actor, Permission.OPINION_GIVE, Market, market_id)
    refuse_closed(market, civil_day(now))
    question = _question(market, question_id)
    check_version(question, seen_version)
    question.draft = _text(text, "draft")
    question.drafted_by_id, question.drafted_at = actor.user_id, now
    journal(actor, "question:draft", question, now=now, market_id=market.id, number=question.number)
    return question


@action
def answer_question(actor: Actor, market_id: int, question_id: int, text: str, *, now: datetime) -> Question:
    """Publish an answer to every reader of the consultation; a second one completes the first, both stay."""
    market = load(actor, Permission.MARKET_FILE, Market, market_id)
    refuse_closed(market, civil_day(now))
    question = _question(market, question_id)
    question.answers.append(
        Answer(text=_text(text, "answer"), published_at=now, published_by_id=actor.user_id)
    )
    journal(actor, "question:answer", question, now=now, market_id=market.id, number=question.number,
            answers=len(question.answers))  # fmt: skip
    return question


def refuse_closed(market: Market, on: date) -> None:
    """Questions, answers and rectifications end with the offers."""
    if not is_open(market.state, market.offers_deadline, on):
        raise IllegalMove("consultation_closed")


def _question(market: Market, question_id: int) -> Question:
    found = db.session.scalars(
        select(Question)
        .where(Question.id == question_id, Question.market_id == market.id)
        .options(selectinload(Question.answers))
        .with_for_update(of=Question)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise OutOfReach
    return found


def _text(text: str, field: str) -> str:
    written = text.strip()
    if not written:
        raise Refused(f"{field}_empty", field=field)
    if len(written) > LONGEST_TEXT:
        raise Refused("text_long", field=field, max=LONGEST_TEXT, n=len(written))
    return written
