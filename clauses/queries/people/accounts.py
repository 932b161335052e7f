"""What does a person see of their own account, and what is known of a link, a proof of identity or a limit?"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from clauses.access.policy import Actor
from clauses.domain import accounts as rules
from clauses.domain.kinds import Role
from clauses.domain.kinds_accounts import Counted
from clauses.extensions import db
from clauses.models.accounts import CountedTry
from clauses.models.people import Membership, User, WebSession
from clauses.queries.people.sessions import ABSOLUTE, IDLE


@dataclass(frozen=True, slots=True)
class Known:
    """What a new password of this person is judged by: its shortest length depends on the roles."""

    user_id: int
    name: str
    email: str
    password_hash: str | None
    administrator: bool
    context: tuple[str, ...]


def known(user_id: int) -> Known | None:
    """The person of this number, while the account is open."""
    user = db.session.scalar(
        select(User)
        .where(User.id == user_id, User.active)
        .options(selectinload(User.memberships).joinedload(Membership.organization))
    )
    if user is None:
        return None
    held = [one for one in user.memberships if one.active]
    return Known(
        user.id, user.name, user.email, user.password_hash, any(one.role is Role.ADMIN for one in held),
        (user.name, user.email, *(one.organization.name for one in held)),
    )  # fmt: skip


def me(actor: Actor) -> User:
    """The person's own account."""
    return db.session.get_one(User, actor.user_id)


def sessions_of(actor: Actor, at: datetime) -> list[WebSession]:
    """The sessions of this person that still open something, the latest used first."""
    return list(
        db.session.scalars(
            select(WebSession)
            .where(
                WebSession.user_id == actor.user_id,
                WebSession.ended_at.is_(None),
                WebSession.seen_at > at - IDLE,
                WebSession.created_at > at - ABSOLUTE,
            )
            .options(joinedload(WebSession.membership).joinedload(Membership.organization))
            .order_by(WebSession.seen_at.desc(), WebSession.id.desc())
        )
    )


def is_fresh(session_id: int, at: datetime) -> bool:
    """Whether the person of this session proved who they are less than five minutes ago."""
    row = db.session.execute(
        select(WebSession.created_at, WebSession.confirmed_at).where(WebSession.id == session_id)
    ).one()
    return rules.is_fresh(row.created_at, row.confirmed_at, at)


def minutes_to_wait(what: Counted, *, place_hash: str, name_hash: str | None, at: datetime) -> int:
    """Minutes before another try from this place, or about this name; 0 when it is allowed now."""
    asked = [(place_hash, rules.PLACE_LIMITS.get(what)), (name_hash, rules.NAME_LIMITS.get(what))]
    waits = [0]
    for who, limit in asked:
        if who is None or limit is None:
            continue
        count, first = db.session.execute(
            select(func.count(), func.min(CountedTry.at)).where(
                CountedTry.what == what, CountedTry.who_hash == who, CountedTry.at > at - limit.window
            )
        ).one()
        waits.append(rules.minutes_to_wait(count, first, limit, at))
    return max(waits)
