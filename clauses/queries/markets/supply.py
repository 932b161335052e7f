"""What do the structures around a lot offer in its trade?"""

from dataclasses import dataclass

from sqlalchemy import select

from clauses.domain.kinds import SIAE_KINDS, EmployerKind
from clauses.extensions import db
from clauses.models.markets import Market
from clauses.models.partners import Capability
from clauses.models.people import Organization
from clauses.reference import geography

DISABILITY_KINDS = frozenset({EmployerKind.EA, EmployerKind.EATT, EmployerKind.ESAT})


@dataclass(frozen=True, slots=True)
class Supply:
    """What is offered near a lot in its trade: structures, and hours a month in hundredths.

    SIAE are told apart (C. trav. L5132-4): they alone may answer a lot reserved to them; so are the adapted
    companies and workshops of CCP L2113-12.
    """

    structures: int
    monthly_hours: int
    siae: int = 0
    siae_hours: int = 0
    disability: int = 0
    names: tuple[str, ...] = ()


def supply_near(market: Market, within_km: int = 30) -> dict[int, Supply]:
    """By lot with a clause, the structures that cover its trade around its first commune."""
    lots = [lot for lot in market.lots if lot.has_clause and lot.trade]
    offered = db.session.execute(
        select(
            Capability.trade, Capability.monthly_hours, Organization.commune_code, Organization.employer_kind,
            Organization.name,
        )
        .join(Organization)
        .where(Capability.trade.in_({lot.trade for lot in lots}))
        .order_by(Organization.name)
    ).all()  # fmt: skip
    found = {}
    for lot in lots:
        code = next(iter(lot.places or market.places), None)
        here = geography.commune(code) if code else None
        if here is None:
            continue
        near = [
            (hours or 0, kind, name) for trade, hours, place, kind, name in offered
            if trade == lot.trade
            and (there := geography.commune(place)) is not None
            and geography.distance_km(here, there) <= within_km
        ]  # fmt: skip
        found[lot.id] = Supply(
            structures=len(near),
            monthly_hours=sum(hours for hours, _, _ in near),
            siae=sum(kind in SIAE_KINDS for _, kind, _ in near),
            siae_hours=sum(hours for hours, kind, _ in near if kind in SIAE_KINDS),
            disability=sum(kind in DISABILITY_KINDS for _, kind, _ in near),
            names=tuple(name for _, _, name in near),
        )
    return found
