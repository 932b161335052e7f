"""What happens to a market because a day has come? Its works begin."""

from datetime import datetime

from sqlalchemy import select

from clauses.actions.base import action, civil_day, journal
from clauses.domain.kinds import CommitmentState, MarketState
from clauses.domain.lifecycle import COMMITMENT, MARKET, CommitmentMove, MarketMove, advance
from clauses.extensions import db
from clauses.models.allocation import Commitment
from clauses.models.markets import Award, Lot, Market


@action
def start_works(market_ids: list[int], *, now: datetime) -> None:
    """The first lot of these markets has begun: they are in progress, and their settled commitments run."""
    on = civil_day(now)
    for market in db.session.scalars(
        select(Market)
        .where(Market.id.in_(market_ids), Market.state == MarketState.AWARDED)
        .order_by(Market.id)
        .with_for_update()
    ):
        market.state = advance(MARKET, market.state, MarketMove.START)
        journal(None, "market:start", market, now=now)
    started = db.session.scalars(
        select(Commitment)
        .join(Lot, Lot.id == Commitment.lot_id)
        .join(Award, Award.lot_id == Lot.id)
        .where(Commitment.state == CommitmentState.PLANNED, Award.exec_start <= on)
        .order_by(Commitment.id)
        .with_for_update(of=Commitment)
    )
    for commitment in started:
        commitment.state = advance(COMMITMENT, commitment.state, CommitmentMove.START)
        journal(None, "commitment:start", commitment, now=now, lot_id=commitment.lot_id)
