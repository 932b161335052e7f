"""Who is signed in, who follows a territory, and whom does an act concern?"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from clauses.access.policy import Actor
from clauses.domain.kinds import Role
from clauses.extensions import db
from clauses.models.people import Membership, Organization, SignInFailure, User, WebSession
from clauses.models.territory import Mandate, Territory, TerritoryEpci
from clauses.reference import geography

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
WINDOW = timedelta(minutes=15)
ACCOUNT_LIMIT = 10
PLACE_LIMIT = 50


@dataclass(frozen=True, slots=True)
class OpenSession:
    id: int
    user_id: int
    membership_id: int | None
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Follower:
    """Who follows a territory on a day: its resource person, or the coordination while it has none (R20)."""

    name: str
    organization: str
    phone: str | None
    email: str | None
    user_id: int | None
    vacant: bool


def open_session(token_hash: str, at: datetime) -> OpenSession | None:
    """The session of this secret, unless it was closed, idle for 30 minutes or older than 12 hours."""
    found = db.session.scalar(
        select(WebSession).where(
            WebSession.token_hash == token_hash,
            WebSession.ended_at.is_(None),
            WebSession.seen_at > at - IDLE,
            WebSession.created_at > at - ABSOLUTE,
        )
    )
    if found is None:
        return None
    return OpenSession(found.id, found.user_id, found.membership_id, found.seen_at)


def account(email: str) -> User | None:
    return db.session.scalar(select(User).where(User.email == email.strip().lower(), User.active))


def pause_minutes(account_hash: str, place_hash: str, at: datetime) -> int:
    """Minutes to wait before another attempt: 10 failures of one address from one place, or 50 from one place."""
    since = at - WINDOW
    together = db.session.execute(
        select(func.count(), func.min(SignInFailure.at)).where(
            SignInFailure.account_hash == account_hash,
            SignInFailure.place_hash == place_hash,
            SignInFailure.at > since,
        )
    ).one()
    alone = db.session.execute(
        select(func.count(), func.min(SignInFailure.at)).where(
            SignInFailure.place_hash == place_hash, SignInFailure.at > since
        )
    ).one()
    for (count, first), limit in ((together, ACCOUNT_LIMIT), (alone, PLACE_LIMIT)):
        if count >= limit and first is not None:
            return max(1, -(-int((first + WINDOW - at).total_seconds()) // 60))
    return 0


def memberships_of(actor: Actor) -> list[Membership]:
    """The organizations this person may act for."""
    return list(
        db.session.scalars(
            select(Membership)
            .join(Organization)
            .where(Membership.user_id == actor.user_id, Membership.active)
            .options(selectinload(Membership.organization))
            .order_by(Organization.name, Membership.role)
        )
    )


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


def members_of(organization_id: int, role: Role | None = None) -> list[User]:
    """The people who act for an organization, whom its messages go to."""
    question = (
        select(User)
        .join(Membership)
        .where(Membership.organization_id == organization_id, Membership.active, User.active)
        .order_by(User.id)
    )
    if role is not None:
        question = question.where(Membership.role == role)
    return list(db.session.scalars(question).unique())
