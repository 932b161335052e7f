"""Is there an ETTI in the territory of a lot, and where is the nearest one when there is none? (S11)"""

from datetime import date

from sqlalchemy import or_, select

from clauses.domain.kinds import EmployerKind
from clauses.extensions import db
from clauses.models.markets import Lot
from clauses.models.people import Organization
from clauses.models.territory import TerritoryEpci
from clauses.reference import geography


def etti_outside(lot: Lot, on: date) -> tuple[str, int] | None:
    """(name, kilometres) of the nearest ETTI with an account; None when the territory of the lot has one of its own.

    None too when no place is known to measure from.
    """
    places = lot.places or lot.market.places
    here = geography.commune(places[0]) if places else None
    if here is None or lot.territory_id is None:
        return None
    inside = set(
        db.session.scalars(
            select(TerritoryEpci.epci_code).where(
                TerritoryEpci.territory_id == lot.territory_id,
                TerritoryEpci.starts_on <= on,
                or_(TerritoryEpci.ends_on.is_(None), TerritoryEpci.ends_on >= on),
            )
        )
    )
    ettis = db.session.execute(
        select(Organization.name, Organization.commune_code).where(
            Organization.employer_kind == EmployerKind.ETTI,
            or_(Organization.origin != "siae_2021", Organization.memberships.any()),
        )
    )
    found = []
    for name, code in ettis:
        there = geography.commune(code)
        if there is not None and there.epci_code in inside:
            return None
        if there is not None:
            found.append((geography.distance_km(here, there), name))
    if not found:
        return None
    distance, name = min(found)
    return name, distance
