"""Which consultations are open to companies and structures? Hours and dates, never an amount."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, load_only, selectinload

from clauses.access.gate import load, may
from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.consultation import answer_by, is_open
from clauses.extensions import db
from clauses.models.markets import Clause, Lot, Market
from clauses.models.people import Organization
from clauses.models.threads import Answer, Question
from clauses.queries.markets.lists import followers
from clauses.queries.markets.questions import (
    QuestionRow,
    RectificationRow,
    questions_of,
    rectifications_of,
)
from clauses.queries.people import Follower
from clauses.reference import geography, rulebook
from clauses.reference.geography import Commune


@dataclass(frozen=True, slots=True)
class OpenLot:
    """A lot with a clause, as companies see it; hours in hundredths."""

    id: int
    number: int
    title: str
    trade: str | None
    hours: int | None
    communes: tuple[str, ...]
    follower: Follower | None


@dataclass(frozen=True, slots=True)
class Consultation:
    id: int
    reference: str
    title: str
    buyer: str
    deadline: date | None
    days_left: int | None
    communes: tuple[str, ...]
    lots: tuple[OpenLot, ...]
    hours: int
    distance_km: int | None
    followers: tuple[Follower, ...]
    rectifications: tuple[RectificationRow, ...] = ()
    answered: int = 0  # questions with a published answer


@dataclass(frozen=True, slots=True)
class ConsultationFile:
    """One consultation as a candidate reads it."""

    consultation: Consultation
    exec_start: date | None
    exec_months: int | None
    questions: tuple[QuestionRow, ...]
    open: bool
    may_ask: bool
    may_draft: bool
    answer_by: date | None


# Amounts are not even read.
_SHOWN = (
    load_only(
        Market.reference, Market.title, Market.offers_deadline, Market.places, Market.state, Market.exec_start,
        Market.exec_months, raiseload=True,
    ),
    joinedload(Market.buyer).load_only(Organization.name),
    selectinload(Market.lots).load_only(
        Lot.market_id, Lot.number, Lot.title, Lot.trade, Lot.has_clause, Lot.places, Lot.territory_id, Lot.result,
        raiseload=True,
    ),
    selectinload(Market.lots).selectinload(Lot.clause).load_only(Clause.target_hours),
)  # fmt: skip


def consultations(
    actor: Actor,
    on: date,
    *,
    near: Commune | None = None,
    within_km: int | None = None,
    trade: str | None = None,
) -> list[Consultation]:
    """The consultations shown and not over yet, the nearest deadline first; amounts are not even read."""
    markets = db.session.scalars(
        select(Market)
        .where(
            within_reach(actor, Permission.CONSULTATION_VIEW, Market),
            or_(Market.offers_deadline.is_(None), Market.offers_deadline >= on),
        )
        .order_by(Market.offers_deadline, Market.id)
        .limit(200)
        .options(*_SHOWN)
    ).all()
    rectified = rectifications_of(market.id for market in markets)
    answered = _answered([market.id for market in markets])
    who = followers({lot.territory_id for market in markets for lot in market.lots if lot.has_clause}, on)
    found = []
    for market in markets:
        lots = [lot for lot in market.lots if lot.has_clause and lot.result is None]
        if not lots or (trade and trade not in {lot.trade for lot in lots}):
            continue
        distance = _distance(market, lots, near)
        if near and within_km and (distance is None or distance > within_km):
            continue
        shown = _consultation(market, lots, who, distance, on)
        found.append(
            replace(shown, rectifications=rectified.get(market.id, ()), answered=answered.get(market.id, 0))
        )
    return found


def consultation(actor: Actor, market_id: int, on: date) -> ConsultationFile:
    """One consultation, with what was answered and rectified; raises OutOfReach once it is no longer shown."""
    market = load(actor, Permission.CONSULTATION_VIEW, Market, market_id, *_SHOWN)
    lots = [lot for lot in market.lots if lot.has_clause and lot.result is None]
    who = followers({lot.territory_id for lot in lots}, on)
    open_now = is_open(market.state, market.offers_deadline, on)
    return ConsultationFile(
        consultation=replace(
            _consultation(market, lots, who, None, on),
            rectifications=rectifications_of([market.id]).get(market.id, ()),
        ),
        exec_start=market.exec_start,
        exec_months=market.exec_months,
        questions=questions_of(actor, market.id, inside=False),
        open=open_now,
        may_ask=open_now and may(actor, Permission.QUESTION_ASK, Market, market.id),
        may_draft=may(actor, Permission.OPINION_GIVE, Market, market.id),
        answer_by=answer_by(market.offers_deadline, rulebook.consultation(on).answer_days),
    )


def _answered(market_ids: list[int]) -> dict[int, int]:
    """How many questions have an answer, by market."""
    if not market_ids:
        return {}
    rows = db.session.execute(
        select(Question.market_id, func.count(Question.id.distinct()))
        .join(Answer, Answer.question_id == Question.id)
        .where(Question.market_id.in_(market_ids))
        .group_by(Question.market_id)
    )
    return {row[0]: row[1] for row in rows}


def _distance(market: Market, lots: list[Lot], near: Commune | None) -> int | None:
    """To the nearest place of execution, as the crow flies."""
    if near is None:
        return None
    codes = {code for lot in lots for code in (lot.places or market.places)}
    places = [commune for code in codes if (commune := geography.commune(code))]
    return min((geography.distance_km(near, place) for place in places), default=None)


def _consultation(
    market: Market, lots: list[Lot], who: dict[int | None, Follower], distance: int | None, on: date
) -> Consultation:
    shown = tuple(
        OpenLot(
            id=lot.id,
            number=lot.number,
            title=lot.title,
            trade=lot.trade,
            hours=lot.clause.target_hours if lot.clause else None,
            communes=commune_names(lot.places or market.places),
            follower=who.get(lot.territory_id),
        )
        for lot in lots
    )
    deadline = market.offers_deadline
    people = {one.follower.user_id: one.follower for one in shown if one.follower}
    return Consultation(
        id=market.id,
        reference=market.reference,
        title=market.title,
        buyer=market.buyer.name,
        deadline=deadline,
        days_left=(deadline - on).days if deadline else None,
        communes=commune_names(market.places),
        lots=shown,
        hours=sum(one.hours or 0 for one in shown),
        distance_km=distance,
        followers=tuple(people.values()),
    )


def commune_names(codes: list[str]) -> tuple[str, ...]:
    """The names of communes, a code left as it is when the vintage has none."""
    return tuple(found.name if (found := geography.commune(code)) else code for code in codes)
