"""Which questions wait for an answer, and what was published for those who asked?"""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, exists, func, or_, select

from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.config import PARIS
from clauses.domain.consultation import answer_by
from clauses.domain.kinds import MarketState
from clauses.extensions import db
from clauses.models.markets import Lot, Market
from clauses.models.threads import Answer, LotMessage, MessageMark, Question, Rectification
from clauses.queries.worklist.found import Found, short
from clauses.reference import rulebook

RECENT = timedelta(days=7)
_unanswered = ~exists(select(Answer.id).where(Answer.question_id == Question.id))


def to_answer(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """Questions of candidates that the buyer has not answered, market by market."""
    return _waiting(actor, on, Permission.MARKET_FILE, "answer_question", undrafted=False)


def to_draft(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """Questions for which the resource person may propose an answer."""
    return _waiting(actor, on, Permission.OPINION_GIVE, "draft_answer", undrafted=True)


def _waiting(actor: Actor, on: date, permission: Permission, kind: str, *, undrafted: bool) -> list[Found]:
    rows = db.session.execute(
        select(Market.id, Market.reference, Market.title, Market.offers_deadline, func.count(Question.id),
               func.min(Question.asked_at))
        .join(Question, Question.market_id == Market.id)
        .where(
            within_reach(actor, permission, Market), Market.state == MarketState.PUBLISHED, _still_open(on), _unanswered,
            *((Question.draft.is_(None),) if undrafted else ()),
        )
        .group_by(Market.id)
        .order_by(Market.offers_deadline, Market.id)
    )  # fmt: skip
    days = rulebook.consultation(on).answer_days
    return [
        Found(kind, {"ref": ref, "title": short(title), "n": n}, "markets.questions", {"market_id": id},
              asked.astimezone(PARIS).date(), answer_by(deadline, days))
        for id, ref, title, deadline, n, asked in rows
    ]  # fmt: skip


def published(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """Consultations on which this organization asked something, answered or rectified in the last days."""
    since = datetime.combine(on - RECENT, time(), UTC)
    mine = exists(
        select(Question.id).where(
            Question.market_id == Market.id, Question.organization_id == actor.organization_id
        )
    )
    answered = exists(
        select(Answer.id)
        .join(Question, Question.id == Answer.question_id)
        .where(
            Question.market_id == Market.id, Question.organization_id == actor.organization_id,
            Answer.published_at >= since,
        )
    )  # fmt: skip
    rectified = exists(
        select(Rectification.id).where(
            Rectification.market_id == Market.id, Rectification.rectified_on >= on - RECENT
        )
    )
    rows = db.session.execute(
        select(Market.id, Market.reference, Market.title, Market.offers_deadline)
        .where(within_reach(actor, Permission.CONSULTATION_VIEW, Market), _still_open(on), mine,
               or_(answered, rectified))
        .order_by(Market.offers_deadline, Market.id)
    )  # fmt: skip
    return [
        Found("read_consultation", {"ref": ref, "title": short(title)}, "markets.consultation", {"market_id": id},
              None, deadline)
        for id, ref, title, deadline in rows
    ]  # fmt: skip


def messages(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """Lots on which others wrote since this person last wrote, or said to have read."""
    read = (
        select(MessageMark.message_id)
        .where(MessageMark.user_id == actor.user_id, MessageMark.lot_id == LotMessage.lot_id)
        .correlate(LotMessage)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Market.id, Market.reference, Lot.number, Lot.title, func.count(LotMessage.id),
               func.min(LotMessage.sent_at))
        .join(Lot, Lot.market_id == Market.id)
        .join(LotMessage, LotMessage.lot_id == Lot.id)
        .where(
            within_reach(actor, Permission.MESSAGE_WRITE, Lot), LotMessage.organization_id != actor.organization_id,
            LotMessage.id > func.coalesce(read, 0),
        )
        .group_by(Market.id, Lot.id)
        .order_by(Market.id, Lot.number)
    )  # fmt: skip
    return [
        Found("read_messages", {"ref": ref, "lot": number, "title": short(title), "n": n}, "markets.messages",
              {"market_id": id, "number": number}, sent.astimezone(PARIS).date())
        for id, ref, number, title, n, sent in rows
    ]  # fmt: skip


def _still_open(on: date) -> ColumnElement[bool]:
    return or_(Market.offers_deadline.is_(None), Market.offers_deadline >= on)
