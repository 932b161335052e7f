"""Which lots of the same territory and trade can a volume be looked at against?"""

from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.kinds import MarketState
from clauses.domain.values import half_up
from clauses.extensions import db
from clauses.models.markets import Clause, Lot, Market
from clauses.queries import lot_sums

SHOWN = 3
READ = 60  # lots of all the trades of a market together


@dataclass(frozen=True, slots=True)
class Comparable:
    """A lot of the same territory and trade: its volume and what was done of it, in hundredths."""

    market_id: int
    reference: str
    number: int
    title: str
    hours: int
    done: int
    per_thousand: int  # hundredths of an hour for 1 000 € without tax


def comparable_lots(actor: Actor, market: Market) -> dict[int, list[Comparable]]:
    """By lot with a clause of a market, the latest lots of its territory and trade that this person may read."""
    lots = [lot for lot in market.lots if lot.has_clause and lot.trade and lot.territory_id]
    if not lots:
        return {}
    rows = db.session.scalars(
        select(Lot)
        .join(Clause, Clause.lot_id == Lot.id)
        .join(Market, Market.id == Lot.market_id)
        .where(
            within_reach(actor, Permission.MARKET_VIEW, Lot), Lot.market_id != market.id, Lot.amount.is_not(None),
            Lot.trade.in_({lot.trade for lot in lots}), Lot.territory_id.in_({lot.territory_id for lot in lots}),
            Clause.target_hours.is_not(None), Market.state.not_in((MarketState.DRAFT, MarketState.CANCELLED)),
        )
        .options(joinedload(Lot.market), joinedload(Lot.clause))
        .order_by(Lot.id.desc())
        .limit(READ)
    ).all()  # fmt: skip
    done = lot_sums.validated_on([row.id for row in rows])
    found: dict[int, list[Comparable]] = {}
    for lot in lots:
        alike = [r for r in rows if (r.trade, r.territory_id) == (lot.trade, lot.territory_id)]
        found[lot.id] = [_shown(row, done.get(row.id, 0)) for row in alike[:SHOWN]]
    return found


def _shown(row: Lot, done: int) -> Comparable:
    assert row.clause is not None and row.clause.target_hours is not None and row.amount is not None
    hours = row.clause.target_hours
    return Comparable(
        row.market_id,
        row.market.reference,
        row.number,
        row.title,
        hours,
        done,
        half_up(Fraction(hours * 100_000, row.amount)),
    )
