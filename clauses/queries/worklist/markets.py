"""Which opinions, publications and results wait for an act?"""

from datetime import date

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import joinedload

from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.config import PARIS
from clauses.domain.kinds import LotResult, MarketState, Role
from clauses.extensions import db
from clauses.models.markets import Award, HoursTarget, Lot, Market, Opinion
from clauses.queries.worklist.found import Found, of_lot, short

LIMIT = 200


def of_buyer(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """Drafts to resume, opinions to read, consultations whose delay for an opinion is over."""
    states = (MarketState.DRAFT, MarketState.OPINION_GIVEN, MarketState.OPINION_REQUESTED)
    rows = db.session.scalars(
        select(Market)
        .where(within_reach(actor, Permission.MARKET_FILE, Market), Market.state.in_(states))
        .order_by(Market.id.desc())
        .limit(LIMIT)
    )
    found = []
    for market in rows:
        facts, at = {"ref": market.reference, "title": short(market.title)}, {"market_id": market.id}
        match market.state:
            case MarketState.DRAFT:
                found.append(
                    Found(
                        "draft_market",
                        facts,
                        "markets.market",
                        at,
                        market.changed_at.astimezone(PARIS).date(),
                    )
                )
            case MarketState.OPINION_GIVEN:
                found.append(
                    Found("read_opinion", facts, "markets.opinion_request", at, market.opinion_given_on)
                )
            case _ if market.opinion_due_on and market.opinion_due_on < on:
                found.append(
                    Found("publish_market", facts, "markets.opinion_request", at, market.opinion_due_on)
                )
    return found


def awards(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """Results to declare once offers are closed, and volumes that an import left out."""
    open_states = (MarketState.PUBLISHED, MarketState.AWARDED, MarketState.IN_PROGRESS)
    to_declare = and_(Lot.result.is_(None), Market.state.in_(open_states), Market.offers_deadline < on)
    to_complete = and_(
        Lot.result == LotResult.AWARDED,
        Lot.has_clause.is_(True),
        Market.state.not_in((MarketState.CLOSED, MarketState.CANCELLED)),
        ~exists(select(HoursTarget.id).where(HoursTarget.lot_id == Lot.id)),
        exists(select(Award.id).where(Award.lot_id == Lot.id)),
    )
    rows = db.session.scalars(
        select(Lot)
        .join(Market)
        .where(within_reach(actor, Permission.AWARD_DECLARE, Lot), or_(to_declare, to_complete))
        .options(joinedload(Lot.market), joinedload(Lot.award))
        .order_by(Market.offers_deadline, Lot.id)
        .limit(LIMIT)
    )
    found = []
    for lot in rows:
        at = {"market_id": lot.market_id, "number": lot.number}
        if lot.result is None:
            found.append(Found("declare_award", of_lot(lot), "markets.award", at, lot.market.offers_deadline))
        elif lot.award is not None:
            found.append(Found("complete_target", of_lot(lot), "markets.target", at, lot.award.notified_on))
    return found


def opinions(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """Opinions asked on lots of this person's own; for the coordination, also those that are late elsewhere."""
    waiting = and_(
        Lot.market_id == Market.id,
        Lot.has_clause.is_(True),
        ~exists(
            select(Opinion.id).where(
                Opinion.lot_id == Lot.id, Opinion.given_on >= Market.opinion_requested_on
            )
        ),
    )
    mine = exists(select(Lot.id).where(waiting, within_reach(actor, Permission.OPINION_GIVE, Lot)))
    late = and_(within_reach(actor, Permission.MARKET_VIEW, Market), Market.opinion_due_on < on)
    reach = or_(mine, late) if actor.role is Role.REGIONAL_COORDINATOR else mine
    rows = db.session.execute(
        select(Market, mine)
        .where(Market.state == MarketState.OPINION_REQUESTED, reach)
        .options(joinedload(Market.buyer))
        .order_by(Market.opinion_due_on, Market.id)
        .limit(LIMIT)
    )
    return [
        Found(
            "give_opinion" if own else "late_opinion",
            {"ref": market.reference, "buyer": market.buyer.name, "title": short(market.title)},
            "markets.instruction" if own else "markets.market", {"market_id": market.id},
            market.opinion_requested_on, market.opinion_due_on,
        )
        for market, own in rows
    ]  # fmt: skip
