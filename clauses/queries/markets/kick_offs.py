"""When does the execution of a lot open, and what was said there?"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clauses.access.gate import load_by, may
from clauses.access.policy import Actor, Permission
from clauses.domain.kinds import MarketState
from clauses.extensions import db
from clauses.models.awards import KickOff
from clauses.models.markets import Award, Lot, Market

RUNNING = frozenset({MarketState.AWARDED, MarketState.IN_PROGRESS})


@dataclass(frozen=True, slots=True)
class KickOffFile:
    market: Market
    lot: Lot
    meeting: KickOff | None
    may_plan: bool  # not held yet, and by this person
    may_write: bool  # planned, and by this person


def kick_off_file(actor: Actor, market_id: int, number: int) -> KickOffFile:
    """The meeting of a lot, for whoever sees the lot; raises OutOfReach."""
    lot = load_by(actor, Permission.MARKET_VIEW, Lot, Lot.market_id == market_id, Lot.number == number)
    market = db.session.scalars(
        select(Market).where(Market.id == lot.market_id).options(joinedload(Market.buyer))
    ).one()
    meeting = kick_off_of(lot.id)
    awarded = db.session.scalar(select(Award.id).where(Award.lot_id == lot.id)) is not None
    mine = awarded and market.state in RUNNING and may(actor, Permission.KICK_OFF_PREPARE, Lot, lot.id)
    held = meeting is not None and meeting.held_on is not None
    return KickOffFile(market, lot, meeting, mine and not held, mine and meeting is not None)


def kick_off_of(lot_id: int) -> KickOff | None:
    return db.session.scalars(select(KickOff).where(KickOff.lot_id == lot_id)).one_or_none()


def invitation(kick_off_id: int) -> KickOff:
    """A meeting with its lot, for a message."""
    return db.session.scalars(
        select(KickOff)
        .where(KickOff.id == kick_off_id)
        .options(
            joinedload(KickOff.lot).joinedload(Lot.market).joinedload(Market.buyer),
            joinedload(KickOff.lot).joinedload(Lot.territory),
            joinedload(KickOff.lot).joinedload(Lot.award).joinedload(Award.awardee),
        )
    ).one()
