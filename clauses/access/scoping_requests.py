"""Who may look for partners for which lot, and who reads what was asked of whom?

Who asks whom is secret: a request is its company's and its structure's. The buyer and the other candidates have no
reach to it, before the award nor after; the resource person of the lot reads it.
"""

from typing import Any

from sqlalchemy import and_, exists, false, or_, select

from clauses.access.policy import Actor, Reach
from clauses.access.reaches import Criterion, by_lot, lot_where, own_lot, party
from clauses.domain.kinds import MarketState, PartyCapacity, Role
from clauses.models.markets import Lot
from clauses.models.partner_requests import PartnerRequest

_lot_by_itself = by_lot(Lot.id, lambda actor: own_lot(actor, Lot.id))
_request_by_lot = by_lot(PartnerRequest.lot_id, lambda actor: false())


def lot(actor: Actor, reach: Reach) -> Criterion:
    match reach:
        case Reach.SOUGHT:
            return _sought(actor, Lot.id)
        case Reach.ADDRESSED:  # what is said of the whole lot is its holder's
            return party(actor, Lot.id, PartyCapacity.AWARDEE)
        case _:
            return _lot_by_itself(actor, reach)


def _sought(actor: Actor, lot_id: Any) -> Criterion:
    """A lot with a clause that is out to tender and shown, or that the organization holds, or asked partners for."""
    open_lot = lot_where(
        lot_id,
        lambda lot, market: and_(
            market.state == MarketState.PUBLISHED, market.visible, lot.has_clause.is_(True)
        ),
    )
    asked = exists(
        select(PartnerRequest.id).where(
            PartnerRequest.lot_id == lot_id, PartnerRequest.company_id == actor.organization_id
        )
    )
    return or_(open_lot, party(actor, lot_id, PartyCapacity.AWARDEE, PartyCapacity.CONSORTIUM_MEMBER), asked)


def request(actor: Actor, reach: Reach) -> Criterion:
    """The requests an organization sent, or those a structure received; those of the lots one follows."""
    mine, asked = (
        PartnerRequest.company_id == actor.organization_id,
        PartnerRequest.structure_id == actor.organization_id,
    )
    match reach:
        case Reach.SOUGHT:
            return mine
        case Reach.OWN if actor.role is Role.SIAE:
            return asked
        case Reach.PARTY:
            return or_(mine, asked)
        case Reach.TERRITORY | Reach.VACANT:
            return _request_by_lot(actor, reach)
        case _:
            return false()
