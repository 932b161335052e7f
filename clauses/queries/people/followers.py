"""Which territory does a place belong to, and who follows it on a day?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from clauses.access.charges import Charge, charges
from clauses.domain.kinds import Role
from clauses.extensions import db
from clauses.models.people import Membership, User
from clauses.models.territory import Territory, TerritoryEpci
from clauses.reference import geography


@dataclass(frozen=True, slots=True)
class Follower:
    """Who follows a territory on a day: its resource person, or whoever stands in, or the coordination (R20).

    `vacant`: the coordination answers; `instead_of`: the resource person who is away, until `until`.
    """

    name: str
    organization: str
    phone: str | None
    email: str | None
    user_id: int | None
    vacant: bool
    instead_of: str | None = None
    until: date | None = None


def territory_of(commune_code: str, on: date) -> Territory | None:
    """The territory a commune belongs to on a day, through its EPCI; a merged commune follows the new one."""
    commune = geography.present(commune_code)
    if commune is None:
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
    return followers_of([territory_id], on).get(territory_id)


def followers_of(territory_ids: Iterable[int | None], on: date) -> dict[int | None, Follower]:
    """Who follows each of these territories on a day; three statements at most."""
    wanted = set(territory_ids)
    known = {one for one in wanted if one}
    found = charges(on, known) if known else {}
    answer: dict[int | None, Follower] = {
        id: Follower(one.acting.name, one.acting.organization, one.acting.phone, one.acting.email,
                     one.acting.user_id, False, *_away(one))
        for id, one in found.items()
        if one.acting
    }  # fmt: skip
    left = wanted - set(answer)
    coordinator = coordinator_membership() if left else None
    if coordinator is not None:
        user = coordinator.user
        for id in left:
            away = _away(found.get(id or 0))
            answer[id] = Follower(
                user.name, coordinator.organization.name, user.phone, user.email, user.id, True, *away
            )
    return answer


def _away(one: Charge | None) -> tuple[str | None, date | None]:
    return (one.absent.name, one.until) if one and one.absent else (None, None)


def coordinator_membership() -> Membership | None:
    """Who acts for the regional coordination."""
    return db.session.scalar(
        select(Membership)
        .join(User, User.id == Membership.user_id)
        .where(Membership.role == Role.REGIONAL_COORDINATOR, Membership.active, User.active)
        .order_by(Membership.id)
        .limit(1)
        .options(joinedload(Membership.user), joinedload(Membership.organization))
    )
