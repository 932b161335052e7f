"""Which subcontractors wait for their acceptance, and which meetings are still to be held?"""

from datetime import date

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import joinedload

from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.kinds import MarketState
from clauses.domain.values import add_months
from clauses.extensions import db
from clauses.models.awards import KickOff, Subcontract
from clauses.models.markets import Award, HoursTarget, Lot, Market
from clauses.queries.worklist.found import Found, of_lot

LIMIT = 200
RUNNING = (MarketState.AWARDED, MarketState.IN_PROGRESS)


def subcontracts(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """Subcontractors declared by the holder, without an answer yet."""
    rows = db.session.scalars(
        select(Subcontract)
        .join(Lot, Lot.id == Subcontract.lot_id)
        .join(Market, Market.id == Lot.market_id)
        .where(
            within_reach(actor, Permission.AWARD_DECLARE, Lot), Market.state.in_(RUNNING),
            Subcontract.accepted_on.is_(None), Subcontract.refused_on.is_(None), Subcontract.ended_on.is_(None),
        )
        .options(
            joinedload(Subcontract.lot).joinedload(Lot.market), joinedload(Subcontract.organization)
        )
        .order_by(Subcontract.declared_on, Subcontract.id)
        .limit(LIMIT)
    )  # fmt: skip
    return [
        Found(
            "accept_subcontract", of_lot(one.lot, company=one.organization.name), "markets.subcontracts",
            {"market_id": one.lot.market_id, "number": one.lot.number}, one.declared_on,
        )
        for one in rows
    ]  # fmt: skip


def kick_offs(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """Meetings that open the execution of a lot, not held yet; those of imported markets are not asked for."""
    rows = db.session.execute(
        select(Lot, Award, KickOff)
        .join(Market, Market.id == Lot.market_id)
        .join(Award, Award.lot_id == Lot.id)
        .outerjoin(KickOff, KickOff.lot_id == Lot.id)
        .where(
            within_reach(actor, Permission.AWARD_DECLARE, Lot), Market.state.in_(RUNNING), Market.source == "form",
            exists(select(HoursTarget.id).where(HoursTarget.lot_id == Lot.id)), KickOff.held_on.is_(None),
            or_(KickOff.id.is_(None), KickOff.planned_on <= on),
        )
        .options(joinedload(Lot.market))
        .order_by(Award.exec_start, Lot.id)
        .limit(LIMIT)
    )  # fmt: skip
    found = []
    for lot, award, meeting in rows:
        if add_months(award.exec_start, award.exec_months) <= on:
            continue
        at = {"market_id": lot.market_id, "number": lot.number}
        if meeting is None:
            found.append(
                Found(
                    "plan_kick_off", of_lot(lot), "markets.kick_off", at, award.notified_on, award.exec_start
                )
            )
        else:
            found.append(Found("write_kick_off", of_lot(lot), "markets.kick_off", at, meeting.planned_on))
    return found
