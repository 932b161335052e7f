"""How does a person come in, go out and change organization?"""

from datetime import datetime

from sqlalchemy import delete, select, update

from clauses.access.gate import OutOfReach
from clauses.access.policy import Actor
from clauses.actions.base import action
from clauses.extensions import db
from clauses.models.people import Membership, SignInFailure, User, WebSession

PARALLEL_SESSIONS = 5


@action
def open_session(
    user_id: int, token_hash: str, *, account_hash: str, new_password_hash: str | None, at: datetime
) -> None:
    """Open a session after the password was found right; the oldest of more than five is closed.

    `new_password_hash` renews a hash made with older parameters.
    """
    user = db.session.get_one(User, user_id)
    membership = db.session.scalar(
        select(Membership).where(Membership.user_id == user_id, Membership.active).order_by(Membership.id)
    )
    if new_password_hash:
        user.password_hash = new_password_hash
    db.session.add(
        WebSession(
            token_hash=token_hash,
            user_id=user.id,
            membership_id=membership.id if membership else None,
            created_at=at,
            seen_at=at,
        )
    )
    db.session.execute(delete(SignInFailure).where(SignInFailure.account_hash == account_hash))
    db.session.flush()
    still_open = db.session.scalars(
        select(WebSession)
        .where(WebSession.user_id == user.id, WebSession.ended_at.is_(None))
        .order_by(WebSession.created_at.desc(), WebSession.id.desc())
    ).all()
    for old in still_open[PARALLEL_SESSIONS:]:
        old.ended_at = at


@action
def note_failure(account_hash: str, place_hash: str, *, at: datetime) -> None:
    """Count a failed sign-in; the address is kept as a hash, known here or not."""
    db.session.add(SignInFailure(account_hash=account_hash, place_hash=place_hash, at=at))


@action
def close_session(session_id: int, *, at: datetime) -> None:
    """Sign out: a copy of the cookie is worth nothing from now on."""
    _end(session_id, at)


def _end(session_id: int, at: datetime) -> None:
    db.session.execute(
        update(WebSession)
        .where(WebSession.id == session_id, WebSession.ended_at.is_(None))
        .values(ended_at=at)
    )


@action
def touch_session(session_id: int, *, at: datetime) -> None:
    """Note that the session is in use; a session closed meanwhile stays closed."""
    db.session.execute(
        update(WebSession)
        .where(WebSession.id == session_id, WebSession.ended_at.is_(None))
        .values(seen_at=at)
    )


@action
def choose_organization(
    actor: Actor, membership_id: int, *, session_id: int, token_hash: str, at: datetime
) -> str:
    """Act for another of one's organizations, in a new session (its identifier changes with the rights)."""
    membership = db.session.scalar(
        select(Membership).where(
            Membership.id == membership_id, Membership.user_id == actor.user_id, Membership.active
        )
    )
    if membership is None:
        raise OutOfReach
    opened = db.session.get_one(WebSession, session_id)
    db.session.add(
        WebSession(
            token_hash=token_hash,
            user_id=actor.user_id,
            membership_id=membership.id,
            created_at=opened.created_at,
            seen_at=at,
        )
    )
    _end(session_id, at)
    return membership.organization.name
