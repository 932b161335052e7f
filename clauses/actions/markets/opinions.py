"""How does the resource person give an opinion, and how is a consultation opened?"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import selectinload

from clauses.access.gate import load, may
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, check_version, civil_day, journal, record
from clauses.actions.markets.sizing import TYPED_BASES
from clauses.actions.markets.texts import keep
from clauses.domain import filing
from clauses.domain.errors import DomainError, IllegalMove, Refused, Several
from clauses.domain.events import MarketPublished, OpinionGiven, OpinionRequested
from clauses.domain.kinds import MarketState, OpinionResult
from clauses.domain.lifecycle import MARKET, MarketMove, advance
from clauses.domain.workdays import add_working_days
from clauses.models.markets import Lot, Market, Opinion
from clauses.queries.markets.duty import duty_of, opening_day
from clauses.reference import rulebook

MUST_SAY_WHY = frozenset({OpinionResult.FAVOURABLE_WITH_CHANGE, OpinionResult.RESERVED})


@dataclass(frozen=True, slots=True)
class OpinionFields:
    """The opinion on one lot; `hours` in hundredths."""

    lot_id: int
    result: OpinionResult | None
    hours: int | None = None
    text: str | None = None


@action
def request_opinion(
    actor: Actor, market_id: int, question: str | None, *, seen_version: int | None, now: datetime
) -> Market:
    """Send the project to the resource persons of its lots, who answer within the working days of the rule."""
    market = _mine(actor, market_id, seen_version)
    on = civil_day(now)
    _refuse_unready(market, opening_day(market, on))
    market.state = advance(MARKET, market.state, MarketMove.REQUEST_OPINION)
    market.opinion_question = question
    market.opinion_requested_on = on
    market.opinion_due_on = add_working_days(on, rulebook.opinion(on).working_days)
    market.changed_at, market.changed_by_id = now, actor.user_id
    record(OpinionRequested(market.id), now=now)
    journal(actor, "opinion:request", market, now=now, due=market.opinion_due_on.isoformat())
    return market


@action
def give_opinions(actor: Actor, market_id: int, opinions: list[OpinionFields], *, now: datetime) -> Market:
    """Give an opinion lot by lot; the market has its opinion when every lot with a clause has one."""
    market = load(actor, Permission.OPINION_GIVE, Market, market_id,
                  selectinload(Market.lots).selectinload(Lot.opinions))  # fmt: skip
    if market.state is not MarketState.OPINION_REQUESTED:
        raise IllegalMove(state=market.state)
    on = civil_day(now)
    mine = {
        lot.id: lot
        for lot in market.lots
        if lot.has_clause and may(actor, Permission.OPINION_GIVE, Lot, lot.id)
    }
    given = [(mine[one.lot_id], one) for one in opinions if one.lot_id in mine]
    if not given:
        raise Refused("opinion_nothing")
    refusals: list[DomainError] = []
    for lot, one in given:
        if one.result is None:
            refusals.append(Refused("opinion_result", field="op_result", row=lot.id))
        elif one.result in MUST_SAY_WHY and not one.text:
            refusals.append(Refused("opinion_text", field="op_text", row=lot.id))
    if refusals:
        raise Several(refusals)
    for lot, one in given:
        opinion = Opinion(lot_id=lot.id, result=one.result, hours=one.hours, text=one.text, given_on=on,
                          given_by_id=actor.user_id)  # fmt: skip
        lot.opinions.append(opinion)
        journal(actor, "opinion:give", lot, now=now, lot_id=lot.id, result=str(one.result), hours=one.hours)
    since = market.opinion_requested_on
    waiting = [
        lot for lot in market.lots
        if lot.has_clause and not any(since is None or each.given_on >= since for each in lot.opinions)
    ]  # fmt: skip
    if not waiting:
        market.state = advance(MARKET, market.state, MarketMove.GIVE_OPINION)
        market.opinion_given_on = on
        record(OpinionGiven(market.id), now=now)
    return market


@action
def publish(
    actor: Actor,
    market_id: int,
    *,
    visible: bool,
    without_opinion: bool,
    seen_version: int | None,
    now: datetime,
) -> Market:
    """Open the consultation. Without the opinion it is flagged; before its due date the buyer must say so."""
    market = _mine(actor, market_id, seen_version)
    on = civil_day(now)
    _refuse_unready(market, on)
    has_opinion = market.state is MarketState.OPINION_GIVEN
    overdue = market.opinion_due_on is not None and on > market.opinion_due_on
    if not has_opinion and not overdue and not without_opinion:
        raise Refused("publish_without_opinion", field="without_opinion")
    market.state = advance(MARKET, market.state, MarketMove.PUBLISH)
    market.published_on = on
    market.published_without_opinion = not has_opinion
    market.visible = visible
    market.changed_at, market.changed_by_id = now, actor.user_id
    keep(actor, market, at_publication=True, now=now)
    record(MarketPublished(market.id), now=now)
    journal(actor, "market:publish", market, now=now, visible=visible, without_opinion=not has_opinion)
    return market


def _mine(actor: Actor, market_id: int, seen_version: int | None) -> Market:
    market = load(actor, Permission.MARKET_FILE, Market, market_id,
                  selectinload(Market.lots).selectinload(Lot.clause))  # fmt: skip
    check_version(market, seen_version)
    return market


def _refuse_unready(market: Market, opened_on: date) -> None:
    due = duty_of(market, [lot.amount for lot in market.lots], opened_on).due
    missing = filing.missing(market.offers_deadline, [_as_filed(lot, due) for lot in market.lots])
    if missing:
        raise Several([Refused(one.code, n=one.number) for one in missing])


def _as_filed(lot: Lot, due: bool) -> filing.FiledLot:
    clause = lot.clause
    return filing.FiledLot(
        lot.number,
        lot.has_clause,
        clause.clause_type if clause else None,
        clause.target_hours if clause else None,
        due and lot.has_clause is False and lot.legal_ground is None,
        clause is None or clause.hours_basis in TYPED_BASES,
    )
