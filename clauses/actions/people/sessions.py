"""How does a person come in, go out and change organization?"""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, inspect, select, update

from clauses.access.gate import OutOfReach
from clauses.access.policy import Actor
from clauses.actions.base import action
from clauses.domain.second_factor import Strength
from clauses.extensions import db
from clauses.models.people import Membership, SignInFailure, User, WebSession
from clauses.sealing import seals

PARALLEL_SESSIONS = 5


@action
def open_session(
    user_id: int,
    token_hash: str,
    *,
    account_hash: str | None,
    new_password_hash: str | None,
    at: datetime,
    strength: Strength = Strength.PASSWORD,
) -> None:
    """Open a session after the first step was found right; the oldest of more than five is closed.

    `strength` says what was proved: with a password alone the session may still have to prove a second factor.
    `new_password_hash` renews a hash made with older parameters; `account_hash` is the account whose failed tries
    are forgotten.
    """
    user = db.session.get_one(User, user_id)
    if new_password_hash:
        user.password_hash = new_password_hash
    opened(user, token_hash, at=at, strength=strength)
    if account_hash:
        db.session.execute(delete(SignInFailure).where(SignInFailure.account_hash == account_hash))


@action
def note_failure(account_hash: str, place_hash: str, *, at: datetime) -> None:
    """Count a failed sign-in; the address is kept as a hash, known here or not."""
    db.session.add(SignInFailure(account_hash=account_hash, place_hash=place_hash, at=at))


@action
def close_session(session_id: int, *, at: datetime) -> None:
    """Sign out: a copy of the cookie is worth nothing from now on."""
    end(session_id, at)


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
    renew(session_id, token_hash, at, membership_id=membership.id)
    return membership.organization.name


# Within an act


def opened(
    user: User, token_hash: str, *, at: datetime, strength: Strength, provider_token: str | None = None
) -> None:
    """A new session of this person; the oldest of more than five is closed. `provider_token` is sealed."""
    membership = db.session.scalar(
        select(Membership).where(Membership.user_id == user.id, Membership.active).order_by(Membership.id)
    )
    kept = seals.seal(provider_token, place=f"provider_token:{user.id}") if provider_token else None
    db.session.add(
        WebSession(
            token_hash=token_hash,
            user_id=user.id,
            membership_id=membership.id if membership else None,
            created_at=at,
            seen_at=at,
            confirmed_at=at,
            strength=strength,
            provider_token=kept,
        )
    )
    db.session.flush()
    still_open = db.session.scalars(
        select(WebSession)
        .where(WebSession.user_id == user.id, WebSession.ended_at.is_(None))
        .order_by(WebSession.created_at.desc(), WebSession.id.desc())
    ).all()
    for old in still_open[PARALLEL_SESSIONS:]:
        old.ended_at, old.provider_token = at, None


def end(session_id: int, at: datetime) -> None:
    """Close one session, unless it is closed already."""
    db.session.execute(
        update(WebSession)
        .where(WebSession.id == session_id, WebSession.ended_at.is_(None))
        .values(ended_at=at, provider_token=None)
    )


def end_all(user_id: int, at: datetime, *, but: int | None = None) -> int:
    """Close the sessions of a person, save one; returns how many were open."""
    question = update(WebSession).where(WebSession.user_id == user_id, WebSession.ended_at.is_(None))
    if but is not None:
        question = question.where(WebSession.id != but)
    return int(db.session.execute(question.values(ended_at=at, provider_token=None)).rowcount)  # type: ignore[attr-defined]


def renew(session_id: int, token_hash: str, at: datetime, **changes: Any) -> WebSession:
    """The same session under a new secret, with these changes; the older secret is worth nothing any more.

    A session that was closed meanwhile does not live again.
    """
    before = db.session.scalar(
        select(WebSession)
        .where(WebSession.id == session_id, WebSession.ended_at.is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if before is None:
        raise OutOfReach
    kept = {
        column.key: getattr(before, column.key)
        for column in inspect(WebSession).column_attrs
        if column.key not in ("id", "token_hash", "seen_at", "ended_at")
    }
    before.ended_at, before.provider_token = at, None
    fresh = WebSession(**{**kept, "token_hash": token_hash, "seen_at": at, **changes})
    db.session.add(fresh)
    db.session.flush()
    return fresh
