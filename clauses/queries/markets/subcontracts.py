"""Who works under the holder of a lot, and which of it does this person read?"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clauses.access.gate import load_by, may
from clauses.access.policy import Actor, Permission
from clauses.domain.kinds import MarketState, Role
from clauses.domain.kinds_awards import SubcontractState
from clauses.domain.subcontracts import low_price
from clauses.extensions import db
from clauses.models.awards import Subcontract
from clauses.models.markets import Award, Lot, Market
from clauses.reference import rulebook

RUNNING = frozenset({MarketState.AWARDED, MarketState.IN_PROGRESS})


@dataclass(frozen=True, slots=True)
class SubcontractRow:
    """A subcontract; `low` is its price of an hour in cents, when it asks a look (R23)."""

    subcontract: Subcontract
    low: int | None
    to_decide: bool  # it waits for this person's answer
    to_end: bool  # this person may say that it ended


@dataclass(frozen=True, slots=True)
class SubcontractsFile:
    market: Market
    lot: Lot
    rows: tuple[SubcontractRow, ...]
    may_declare: bool
    accepts: bool  # what this person declares is accepted at once
    least: int  # the price of an hour below which one looks twice, in cents


def subcontracts_file(actor: Actor, market_id: int, number: int, on: date) -> SubcontractsFile:
    """The subcontractors of a lot, for whoever sees it; raises OutOfReach.

    The holder, the buyer and those who follow the lot read them all, the others their own alone.
    """
    lot = load_by(actor, Permission.MARKET_VIEW, Lot, Lot.market_id == market_id, Lot.number == number)
    market = db.session.scalars(
        select(Market).where(Market.id == lot.market_id).options(joinedload(Market.buyer))
    ).one()
    award = db.session.scalars(select(Award).where(Award.lot_id == lot.id)).one_or_none()
    running = award is not None and market.state in RUNNING
    decides = running and may(actor, Permission.AWARD_DECLARE, Lot, lot.id)
    asked = (
        select(Subcontract)
        .where(Subcontract.lot_id == lot.id)
        .order_by(Subcontract.number)
        .options(joinedload(Subcontract.organization))
    )
    if actor.role in (Role.COMPANY, Role.SIAE) and (
        award is None or award.awardee_id != actor.organization_id
    ):
        asked = asked.where(Subcontract.organization_id == actor.organization_id)
    rule = rulebook.subcontract(on)
    rows = tuple(
        SubcontractRow(
            one, low_price(one.amount, one.hours, rule), decides and one.state is SubcontractState.PROPOSED,
            decides and one.state is SubcontractState.ACCEPTED,
        )
        for one in db.session.scalars(asked)
    )  # fmt: skip
    declares = running and may(actor, Permission.SUBCONTRACT_DECLARE, Lot, lot.id)
    return SubcontractsFile(market, lot, rows, declares, decides, rule.min_hourly_cents)
