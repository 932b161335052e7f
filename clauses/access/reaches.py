"""Which lots does a reach cover? The criteria that the place of each thing is made of, in SQL."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import aliased

from clauses.access.policy import Actor, Reach
from clauses.domain.kinds import MarketState, PartyCapacity, Role
from clauses.models.markets import Lot, LotParty, LotTerritory, Market

Criterion = ColumnElement[bool]


def party(actor: Actor, lot_id: Any, *capacities: PartyCapacity) -> Criterion:
    found = select(LotParty.id).where(
        LotParty.lot_id == lot_id, LotParty.organization_id == actor.organization_id
    )
    if capacities:
        found = found.where(LotParty.capacity.in_(capacities))
    return exists(found)


# Made once for the whole process: to name the columns of an alias again costs more than many a statement that asks it.
_LOT, _MARKET = aliased(Lot), aliased(Market)


def lot_where(lot_id: Any, criterion: Callable[[Any, Any], Criterion]) -> Criterion:
    """The lot of this number answers a criterion. Aliases: `lot_id` may itself be the column of an outer `lot`.

    The aliases are never those of a statement around: one such question may stand within another.
    """
    asked = (
        select(_LOT.id)
        .join(_MARKET, _MARKET.id == _LOT.market_id)
        .where(_LOT.id == lot_id, criterion(_LOT, _MARKET))
    )
    return exists(asked.correlate_except(_LOT, _MARKET))


def bought(actor: Actor, lot_id: Any) -> Criterion:
    return lot_where(lot_id, lambda lot, market: market.buyer_id == actor.organization_id)


# A structure reads and types what concerns its own employees alone, in whichever capacity it works on the lot; the
# lots that it holds itself are to it what they are to a company: it reads who is placed with it, and their hours.
WORKS = (
    PartyCapacity.STRUCTURE,
    PartyCapacity.AWARDEE,
    PartyCapacity.CONSORTIUM_MEMBER,
    PartyCapacity.SUBCONTRACTOR,
)


def own_lot(actor: Actor, lot_id: Any) -> Criterion:
    if actor.role is Role.BUYER:
        return bought(actor, lot_id)
    if actor.role is Role.COMPANY:
        return party(actor, lot_id, PartyCapacity.AWARDEE)
    return party(actor, lot_id, *WORKS)


def in_territories(territories: frozenset[int], lot_id: Any) -> Criterion:
    if not territories:
        return false()
    return lot_where(
        lot_id, lambda lot, market: and_(lot.territory_id.in_(territories), market.state != MarketState.DRAFT)
    )


def associated(territories: frozenset[int], lot_id: Any) -> Criterion:
    """The lots of these territories, and those carried out there too though another territory follows them."""
    if not territories:
        return false()
    there = exists(
        select(LotTerritory.id).where(
            LotTerritory.lot_id == lot_id, LotTerritory.territory_id.in_(territories)
        )
    )
    return or_(in_territories(territories, lot_id), and_(there, filed(lot_id)))


def filed(lot_id: Any) -> Criterion:
    return lot_where(lot_id, lambda lot, market: market.state != MarketState.DRAFT)


def by_lot(lot_id: Any, own: Callable[[Actor], Criterion]) -> Callable[[Actor, Reach], Criterion]:
    """The place of a thing that sits on one lot."""

    def place(actor: Actor, reach: Reach) -> Criterion:
        match reach:
            case Reach.OWN:
                return own(actor)
            case Reach.HELD:
                return party(actor, lot_id, PartyCapacity.AWARDEE)
            case Reach.PARTY:
                return party(actor, lot_id)
            case Reach.TERRITORY:
                return in_territories(actor.territories, lot_id)
            case Reach.ASSOCIATED:
                return associated(actor.territories, lot_id)
            case Reach.VACANT:
                return in_territories(actor.vacant, lot_id)
            case Reach.REGION:
                return filed(lot_id)
            case _:
                return false()

    return place
