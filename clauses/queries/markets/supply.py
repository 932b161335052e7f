"""What do the structures around a lot offer in its trade?"""

from dataclasses import dataclass

from sqlalchemy import select

from clauses.extensions import db
from clauses.models.markets import Market
from clauses.models.partners import Capability
from clauses.models.people import Organization
from clauses.reference import geography


@dataclass(frozen=True, slots=True)
class Supply:
    """What is offered near a lot in its trade: structures, and hours a month in hundredths."""

    structures: int
    monthly_hours: int


def supply_near(market: Market, within_km: int = 30) -> dict[int, Supply]:
    """By lot with a clause, the structures that cover its trade around its first commune."""
    lots = [lot for lot in market.lots if lot.has_clause and lot.trade]
    offered = db.session.execute(
        select(Capability.trade, Capability.monthly_hours, Organization.commune_code)
        .join(Organization)
        .where(Capability.trade.in_({lot.trade for lot in lots}))
    ).all()
    found = {}
    for lot in lots:
        code = next(iter(lot.places or market.places), None)
        here = geography.commune(code) if code else None
        if here is None:
            continue
        near = [
            hours for trade, hours, place in offered
            if trade == lot.trade
            and (there := geography.commune(place)) is not None
            and geography.distance_km(here, there) <= within_km
        ]  # fmt: skip
        found[lot.id] = Supply(len(near), sum(hours or 0 for hours in near))
    return found
