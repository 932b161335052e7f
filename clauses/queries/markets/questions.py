"""What was asked, answered and rectified on a consultation, and who may read it without knowing who asked?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from clauses.access.gate import load, may
from clauses.access.policy import Actor, Permission
from clauses.domain.consultation import Change, Rectified, answer_by, is_open
from clauses.domain.lifecycle import MARKET, MarketMove
from clauses.extensions import db
from clauses.models.markets import Clause, Lot, Market
from clauses.models.people import Organization
from clauses.models.threads import Question, Rectification
from clauses.reference import rulebook


@dataclass(frozen=True, slots=True)
class AnswerRow:
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question as this person reads it; who asked is never here."""

    id: int
    version: int
    number: int
    text: str
    asked_at: datetime
    mine: bool  # asked by this person's own organization
    answers: tuple[AnswerRow, ...]
    draft: str | None = None  # for the buyer and the resource person alone
    drafted_by: str | None = None
    drafted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RectificationRow:
    number: int
    on: date
    reason: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class QuestionsFile:
    """The questions of a market, for those who see the market."""

    market: Market
    questions: tuple[QuestionRow, ...]
    rectifications: tuple[RectificationRow, ...]
    open: bool
    answer_by: date | None
    may_answer: bool
    may_draft: bool


def questions_file(actor: Actor, market_id: int, on: date) -> QuestionsFile:
    """All the questions for the buyer and the resource person, what is published for the others."""
    market = load(actor, Permission.MARKET_VIEW, Market, market_id, joinedload(Market.buyer))
    may_answer = may(actor, Permission.MARKET_FILE, Market, market.id)
    may_draft = may(actor, Permission.OPINION_GIVE, Market, market.id)
    days = rulebook.consultation(on).answer_days
    inside = may_answer or may_draft
    return QuestionsFile(
        market=market,
        questions=questions_of(actor, market.id, inside=inside),
        rectifications=rectifications_of([market.id]).get(market.id, ()),
        open=is_open(market.state, market.offers_deadline, on),
        answer_by=answer_by(market.offers_deadline, days),
        may_answer=may_answer,
        may_draft=may_draft,
    )


def market_to_rectify(actor: Actor, market_id: int) -> Market:
    """A market with the clauses of its lots, for its buyer; raises OutOfReach or Forbidden."""
    return load(
        actor, Permission.MARKET_FILE, Market, market_id,
        joinedload(Market.buyer).load_only(Organization.name),
        selectinload(Market.lots).selectinload(Lot.clause).load_only(Clause.target_hours, Clause.hours_basis),
    )  # fmt: skip


def market_to_abandon(actor: Actor, market_id: int) -> Market:
    """A market with its lots, for those who declare results; raises OutOfReach or Forbidden."""
    return load(actor, Permission.AWARD_DECLARE, Market, market_id, joinedload(Market.buyer),
                selectinload(Market.lots))  # fmt: skip


def consultation_open(market: Market, on: date) -> bool:
    """Its terms may still change."""
    return is_open(market.state, market.offers_deadline, on)


def may_be_abandoned(market: Market) -> bool:
    """The whole of it: no lot is awarded yet."""
    return (market.state, MarketMove.CANCEL) in MARKET


def questions_of(actor: Actor, market_id: int, *, inside: bool) -> tuple[QuestionRow, ...]:
    """The answered questions and one's own; all of them, with the drafts, for those inside."""
    rows = db.session.scalars(
        select(Question)
        .where(Question.market_id == market_id)
        .order_by(Question.number)
        .limit(500)
        .options(selectinload(Question.answers), joinedload(Question.drafted_by))
    )
    found = []
    for one in rows:
        mine = one.organization_id == actor.organization_id
        if not (inside or mine or one.answers):
            continue
        drafted = one.drafted_by if inside else None
        found.append(
            QuestionRow(
                one.id, one.version, one.number, one.text, one.asked_at, mine,
                tuple(AnswerRow(each.text, each.published_at) for each in one.answers),
                one.draft if inside else None, drafted.name if drafted else None, one.drafted_at if inside else None,
            )
        )  # fmt: skip
    return tuple(found)


def rectifications_of(market_ids: Iterable[int]) -> dict[int, tuple[RectificationRow, ...]]:
    """The rectifications of these markets, the last one first."""
    ids = list(market_ids)
    if not ids:
        return {}
    rows = db.session.scalars(
        select(Rectification).where(Rectification.market_id.in_(ids)).order_by(Rectification.number.desc())
    )
    found: dict[int, tuple[RectificationRow, ...]] = {}
    for one in rows:
        row = RectificationRow(
            one.number, one.rectified_on, one.reason, tuple(_change(each) for each in one.changes)
        )
        found[one.market_id] = (*found.get(one.market_id, ()), row)
    return found


def _change(kept: dict[str, Any]) -> Change:
    what = Rectified(kept["what"])
    dated = what in (Rectified.DEADLINE, Rectified.START)
    before, after = kept["before"], kept["after"]
    if dated:
        before, after = (date.fromisoformat(one) if one else None for one in (before, after))
    return Change(what, before, after, kept["lot"])
