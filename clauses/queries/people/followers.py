"""Which territory does a place belong to, and who follows it on a day?"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from clauses.domain.kinds import Role
from clauses.extensions import db
from clauses.models.people import Membership
from clauses.models.territory import Mandate, Territory, TerritoryEpci
from clauses.reference import geography


@dataclass(frozen=True, slots=True)
class Follower:
    """Who follows a territory on a day: its resource person, or the coordination while it has none (R20)."""

    name: str
    organization: str
    phone: str | None
    email: str | None
    user_id: int | None
    vacant: bool


def territory_of(commune_code: str, on: date) -> Territory | None:
    """The territory a commune belongs to on a day, through its EPCI."""
    commune = geography.commune(commune_code)
    if commune is None or commune.epci_code is None:
        return None
    return db.session.scalar(
        select(Territory)
        .join(TerritoryEpci)
        .where(
            TerritoryEpci.epci_code == commune.epci_code,
            TerritoryEpci.starts_on <= on,
            or_(TerritoryEpci.ends_on.is_(None), TerritoryEpci.ends_on >= on),
        )
    )


def follower_of(territory_id: int | None, on: date) -> Follower | None:
    """Who follows the files of a territory on a day; nobody only where there is no coordination either."""
    mandate = db.session.scalar(
        select(Mandate)
        .where(
            Mandate.territory_id == (territory_id or 0),
            Mandate.starts_on <= on,
            or_(Mandate.ends_on.is_(None), Mandate.ends_on >= on),
        )
        .order_by(Mandate.starts_on.desc())
        .options(selectinload(Mandate.user), selectinload(Mandate.host))
    )
    if mandate is not None:
        user = mandate.user
        return Follower(user.name, mandate.host.name, user.phone, user.email, user.id, vacant=False)
    coordinator = db.session.scalar(
        select(Membership)
        .where(Membership.role == Role.REGIONAL_COORDINATOR, Membership.active)
        .order_by(Membership.id)
        .options(selectinload(Membership.user), selectinload(Membership.organization))
    )
    if coordinator is None:
        return None
    user = coordinator.user
    return Follower(user.name, coordinator.organization.name, user.phone, user.email, user.id, vacant=True)
