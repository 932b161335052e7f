"""What do the resource persons of associated territories say of a lot, and may this person add to it?"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clauses.access.gate import load_by, may
from clauses.access.policy import Actor, Permission, reach_of
from clauses.domain.kinds import MarketState
from clauses.extensions import db
from clauses.models.awards import OpinionComment
from clauses.models.markets import Lot, Market

COMMENTED = frozenset({MarketState.OPINION_REQUESTED, MarketState.OPINION_GIVEN})


@dataclass(frozen=True, slots=True)
class CommentsFile:
    market: Market
    lot: Lot
    comments: list[OpinionComment]
    may_write: bool


def comments_of(lot_ids: Iterable[int]) -> dict[int, list[OpinionComment]]:
    """The comments of lots already within reach of those who read opinions, oldest first."""
    found: dict[int, list[OpinionComment]] = {}
    rows = db.session.scalars(
        select(OpinionComment)
        .where(OpinionComment.lot_id.in_(list(lot_ids) or [0]))
        .order_by(OpinionComment.id)
        .options(joinedload(OpinionComment.author), joinedload(OpinionComment.organization))
    )
    for one in rows:
        found.setdefault(one.lot_id, []).append(one)
    return found


def may_comment(actor: Actor, lot: Lot, market: Market) -> bool:
    """A resource person who reads the lot and does not give the opinion on it, while the opinion is being asked."""
    return (
        reach_of(actor, Permission.OPINION_COMMENT) is not None
        and market.state in COMMENTED
        and bool(lot.has_clause)
        and may(actor, Permission.OPINION_COMMENT, Lot, lot.id)
        and not may(actor, Permission.OPINION_GIVE, Lot, lot.id)
    )


def comments_file(actor: Actor, market_id: int, number: int) -> CommentsFile:
    """The comments of a lot, for the resource persons who see it; raises OutOfReach or Forbidden."""
    lot = load_by(actor, Permission.OPINION_COMMENT, Lot, Lot.market_id == market_id, Lot.number == number)
    market = db.session.scalars(
        select(Market).where(Market.id == lot.market_id).options(joinedload(Market.buyer))
    ).one()
    return CommentsFile(market, lot, comments_of([lot.id]).get(lot.id, []), may_comment(actor, lot, market))
