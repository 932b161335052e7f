"""Whom does a message reach, whom may they call, and where does its one link lead?

The words are in templates/emails. A message goes to sides: the members of an organization, the person who follows a
territory, the person who asked. What it says is read from the database when the fact is handled, not when it happened.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clauses.actions.base import civil_day
from clauses.domain.kinds import Role
from clauses.extensions import db
from clauses.jobs import mail
from clauses.jobs.notices import About as About
from clauses.models.markets import Lot
from clauses.models.people import Membership, Organization, User
from clauses.models.territory import Territory
from clauses.queries import people
from clauses.queries.people import Follower
from clauses.reference import geography

TEXT_WORDS = 30  # what somebody typed is quoted up to here: a message has 120 words


@dataclass(frozen=True, slots=True)
class Post:
    """The fact behind a message and the moment it is handled."""

    event_key: str
    now: datetime

    @property
    def on(self) -> date:
        return civil_day(self.now)


@dataclass(frozen=True, slots=True)
class Side:
    """Those who receive a message for the same reason; `role` chooses the words that differ."""

    role: str  # company, structure, buyer, follower, coordination (in their place), region (in copy), asker, admin
    users: Sequence[User]
    name: str  # the organization, or the territory that is followed


def members(role: str, organization: Organization) -> Side:
    return Side(role, people.members_of(organization.id), organization.name)


def follower(territory: Territory | None, on: date) -> Side:
    """The resource person of a territory; the coordination where there is none."""
    found = people.follower_of(territory.id if territory else None, on)
    user = db.session.get(User, found.user_id) if found and found.user_id else None
    vacant = found is None or found.vacant
    return Side(
        "coordination" if vacant else "follower", [user] if user else [], territory.name if territory else ""
    )


def coordination(on: date) -> Side:
    """The regional coordination, told in copy of what concerns a resource person."""
    found = people.follower_of(None, on)
    user = db.session.get(User, found.user_id) if found and found.user_id else None
    return Side("region", [user] if user else [], found.organization if found else "")


def admins() -> Side:
    found = db.session.scalars(
        select(User).join(Membership).where(Membership.role == Role.ADMIN, Membership.active, User.active).order_by(User.id)
    ).unique()  # fmt: skip
    return Side("admin", list(found), "")


def send(
    template: str, sides: Iterable[Side], post: Post, *, territory: Territory | None, url: str,
    about: About | None = None, **context: Any,
) -> None:  # fmt: skip
    """Write the message to everybody of these sides; nobody receives it twice. A copy asks nothing of its reader."""
    contacts = _contacts(territory, post.on)
    for side in sides:
        told = replace(about, asks=False) if about and side.role == "region" else about
        for user in side.users:
            mail.compose(
                template, user, event_key=post.event_key, now=post.now, side=side, link=url, territory=territory,
                about=told,
                contact=next((c for c in contacts if c.user_id != user.id), None), **context,
            )  # fmt: skip


def link(endpoint: str, **values: Any) -> str:
    """The full address of a page; there is no request here to build it from."""
    path = current_app.url_map.bind("portal").build(endpoint, values)
    return f"{current_app.config['SETTINGS'].base_url}{path}"


def lot_with_market(lot_id: int) -> Lot:
    """A lot with what its messages name."""
    return db.session.scalars(
        select(Lot).where(Lot.id == lot_id).options(joinedload(Lot.market), joinedload(Lot.territory))
    ).one()


def follower_name(territory: Territory | None, on: date) -> str | None:
    found = people.follower_of(territory.id if territory else None, on)
    return found.name if found else None


def quoted(text: str | None, words: int = TEXT_WORDS) -> str:
    """What somebody typed, on one line and not too long."""
    parts = (text or "").split()
    return " ".join(parts[:words]) + ("…" if len(parts) > words else "")


def place_names(codes: Iterable[str]) -> list[str]:
    found = [geography.commune(code) for code in codes]
    return [commune.name for commune in found if commune]


def _contacts(territory: Territory | None, on: date) -> list[Follower]:
    """Whom to call, best first: who follows the territory, then the coordination for that person's own messages."""
    nearest = people.follower_of(territory.id if territory else None, on)
    region = people.follower_of(None, on)
    return [one for one in (nearest, region) if one is not None]
