"""How does a buyer change a published market before its offers, and give one up?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import selectinload

from clauses.access.gate import load
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, check_version, civil_day, journal, next_number
from clauses.actions.markets.consultation import refuse_closed
from clauses.actions.markets.filing import touch
from clauses.domain.consultation import Change, Rectified, Terms, changes, needs_more_time
from clauses.domain.errors import DomainError, IllegalMove, Refused, Several
from clauses.domain.kinds import HoursBasis, LotResult, MarketState
from clauses.domain.lifecycle import MARKET, MarketMove, advance
from clauses.extensions import db
from clauses.models.markets import Lot, Market
from clauses.models.threads import Rectification

WRITTEN = frozenset({HoursBasis.FIXED, HoursBasis.PER_FIRST_PERIOD})


@dataclass(frozen=True, slots=True)
class RectificationFields:
    """The terms as they become; `hours` in hundredths by number of lot, of the lots that may be rectified."""

    reason: str | None
    offers_deadline: date | None
    exec_start: date | None
    exec_months: int | None
    hours: Mapping[int, int | None]
    deadline_kept: bool = False  # the buyer says that the offers stay due on the same day


@action
def rectify(
    actor: Actor, market_id: int, fields: RectificationFields, *, seen_version: int | None, now: datetime
) -> Rectification:
    """Write a dated rectification, shown to every reader of the consultation with what it was and what it is."""
    market = load(actor, Permission.MARKET_FILE, Market, market_id,
                  selectinload(Market.lots).selectinload(Lot.clause))  # fmt: skip
    on = civil_day(now)
    refuse_closed(market, on)
    check_version(market, seen_version)
    lots = {lot.number: lot for lot in market.lots if rectifiable(lot)}
    before = terms(market)
    hours = {number: fields.hours.get(number, owed) for number, owed in before.hours.items()}
    found = changes(before, Terms(fields.offers_deadline, fields.exec_start, fields.exec_months, hours))
    _refuse(fields, found, before, on)
    for one in found:
        if one.lot is not None:
            clause = lots[one.lot].clause
            assert clause is not None
            clause.target_hours = hours[one.lot]
    market.offers_deadline = fields.offers_deadline
    market.exec_start, market.exec_months = fields.exec_start, fields.exec_months
    touch(market, actor, now)
    made = Rectification(
        market_id=market.id, number=next_number(Rectification.number, Rectification.market_id == market.id),
        rectified_on=on, rectified_at=now, rectified_by_id=actor.user_id, reason=(fields.reason or "").strip(),
        changes=[_kept(one) for one in found],
    )  # fmt: skip
    db.session.add(made)
    journal(actor, "market:rectify", market, now=now, number=made.number, changes=made.changes)
    return made


@action
def abandon_market(
    actor: Actor,
    market_id: int,
    result: LotResult | None,
    reason: str | None,
    *,
    seen_version: int | None,
    now: datetime,
) -> Market:
    """Declare a whole market fruitless or abandoned, with its reason; possible until a lot is awarded."""
    market = load(actor, Permission.AWARD_DECLARE, Market, market_id, selectinload(Market.lots))
    if (market.state, MarketMove.CANCEL) not in MARKET:
        raise IllegalMove(state=market.state)
    check_version(market, seen_version)
    refusals: list[DomainError] = []
    if result not in (LotResult.NO_BID, LotResult.DROPPED):
        refusals.append(Refused("abandon_result", field="abandon_result"))
    if result is LotResult.NO_BID and not _offers_were_due(market, civil_day(now)):
        refusals.append(Refused("no_bid_early", field="abandon_result"))
    if not (reason or "").strip():
        refusals.append(Refused("result_reason", field="result_reason"))
    if refusals:
        raise Several(refusals)
    waiting = [lot for lot in market.lots if lot.result is None]
    for lot in waiting:
        lot.result, lot.result_reason = result, (reason or "").strip()
    market.state = advance(MARKET, market.state, MarketMove.CANCEL)
    touch(market, actor, now)
    journal(
        actor, "market:abandon", market, now=now, result=str(result), lots=[lot.number for lot in waiting]
    )
    return market


def rectifiable(lot: Lot) -> bool:
    """One volume written in the clause; what differs by tranche, year or order is written elsewhere."""
    if lot.result is not None or lot.clause is None or not lot.clause.target_hours:
        return False
    basis = lot.clause.hours_basis
    return basis in WRITTEN or (basis is HoursBasis.PER_YEAR and not lot.years)


def terms(market: Market) -> Terms:
    """What candidates build their offer on today."""
    return Terms(
        market.offers_deadline, market.exec_start, market.exec_months,
        {lot.number: lot.clause.target_hours for lot in market.lots if lot.clause and rectifiable(lot)},
    )  # fmt: skip


def _refuse(fields: RectificationFields, found: list[Change], before: Terms, on: date) -> None:
    refusals: list[DomainError] = []
    deadline = fields.offers_deadline
    if not found:
        refusals.append(Refused("rectify_nothing"))
    if deadline is None:
        refusals.append(Refused("rectify_no_deadline", field="offers_deadline"))
    elif before.offers_deadline and deadline < before.offers_deadline:
        refusals.append(
            Refused("rectify_deadline_earlier", field="offers_deadline", day=before.offers_deadline)
        )
    elif deadline < on:
        refusals.append(Refused("rectify_deadline_past", field="offers_deadline"))
    if deadline and fields.exec_start and fields.exec_start <= deadline:
        refusals.append(Refused("exec_before_offers", field="exec_start"))
    refusals += [
        Refused("rectify_hours", field="rectified_hours", row=one.lot)
        for one in found
        if one.what is Rectified.HOURS and not one.after
    ]
    if not (fields.reason or "").strip():
        refusals.append(Refused("rectify_reason", field="rectify_reason"))
    if needs_more_time(found) and not fields.deadline_kept:
        refusals.append(Refused("rectify_time", field="deadline_kept"))
    if refusals:
        raise Several(refusals)


def _kept(one: Change) -> dict[str, Any]:
    return {"what": one.what.value, "lot": one.lot, "before": _plain(one.before), "after": _plain(one.after)}


def _plain(value: date | int | None) -> str | int | None:
    return value.isoformat() if isinstance(value, date) else value


def _offers_were_due(market: Market, on: date) -> bool:
    """Only a consultation whose offers were due can have received none."""
    return (
        market.state is MarketState.PUBLISHED
        and market.offers_deadline is not None
        and on > market.offers_deadline
    )
