"""Which pools of lots, and which agreements to them, does a reach cover?"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import and_, exists, false, or_, select

from clauses.access.policy import Actor, Reach
from clauses.access.reaches import Criterion, bought, filed, in_territories, party
from clauses.domain.kinds import PartyCapacity, Role
from clauses.domain.kinds_pooling import AgreementSide
from clauses.models.pooling import HoursPool, PoolAgreement, PoolLot, PoolPerson


def pool(actor: Actor, reach: Reach, pool_id: Any = HoursPool.id) -> Criterion:
    """A pool sits on each of its lots: whoever reaches one sees it, and those who employ its people too.

    Held: by an organization that holds all its lots.
    """

    def some_lot(criterion: Callable[[Any], Criterion]) -> Criterion:
        return exists(select(PoolLot.id).where(PoolLot.pool_id == pool_id, criterion(PoolLot.lot_id)))

    match reach:
        case Reach.OWN if actor.role is Role.BUYER:
            return some_lot(lambda lot_id: bought(actor, lot_id))
        case Reach.OWN:
            employs = exists(
                select(PoolPerson.id).where(
                    PoolPerson.pool_id == pool_id, PoolPerson.employer_id == actor.organization_id
                )
            )
            return or_(employs, some_lot(lambda lot_id: party(actor, lot_id, PartyCapacity.AWARDEE)))
        case Reach.HELD:
            return and_(
                some_lot(lambda lot_id: party(actor, lot_id, PartyCapacity.AWARDEE)),
                ~some_lot(lambda lot_id: ~party(actor, lot_id, PartyCapacity.AWARDEE)),
            )
        case Reach.TERRITORY:
            return some_lot(lambda lot_id: in_territories(actor.territories, lot_id))
        case Reach.VACANT:
            return some_lot(lambda lot_id: in_territories(actor.vacant, lot_id))
        case Reach.REGION:
            return some_lot(filed)
        case _:
            return false()


def agreement(actor: Actor, reach: Reach) -> Criterion:
    """An agreement is that of its organization, in the name it is asked in, and of those who follow the lots."""
    if reach is Reach.OWN:
        side = AgreementSide.BUYER if actor.role is Role.BUYER else AgreementSide.HOLDER
        return and_(PoolAgreement.organization_id == actor.organization_id, PoolAgreement.side == side)
    if reach is Reach.HELD:
        return false()
    return pool(actor, reach, PoolAgreement.pool_id)
