"""What may an administrator do to an account? Close it at once, open it again, have a new password chosen: never choose it."""

from datetime import datetime

from sqlalchemy import update

from clauses.access.gate import Forbidden, OutOfReach
from clauses.access.policy import Actor, Permission, reach_of
from clauses.actions.base import action, journal, record
from clauses.actions.people import links
from clauses.domain.errors import Refused
from clauses.domain.events import PasswordAsked
from clauses.domain.kinds_accounts import LinkPurpose
from clauses.extensions import db
from clauses.models.people import User, WebSession


@action
def deactivate_account(actor: Actor, user_id: int, *, now: datetime, at: datetime) -> None:
    """Close an account: every session ends now and the next request is refused. What the person did stays."""
    user = _account(actor, user_id)
    if user.id == actor.user_id:
        raise Refused("not_oneself")
    user.active = False
    end_everything(user, at)
    journal(actor, "account:deactivate", user, now=now)


@action
def reactivate_account(actor: Actor, user_id: int, *, now: datetime) -> None:
    """Open a closed account again, with the memberships it still has."""
    user = _account(actor, user_id)
    user.active = True
    journal(actor, "account:reactivate", user, now=now)


@action
def force_new_password(actor: Actor, user_id: int, *, now: datetime, at: datetime) -> None:
    """The present password opens nothing any more; the person receives a link to choose another."""
    user = _account(actor, user_id)
    if not user.active:
        raise Refused("account_closed")
    user.password_hash = None
    end_everything(user, at)
    journal(actor, "account:force_password", user, now=now)
    record(PasswordAsked(user.id), now=now)


def _account(actor: Actor, user_id: int) -> User:
    if reach_of(actor, Permission.ACCOUNT_MANAGE) is None:
        raise Forbidden
    user = db.session.get(User, user_id, with_for_update=True, populate_existing=True)
    if user is None:
        raise OutOfReach
    return user


def end_everything(user: User, at: datetime) -> None:
    """Every session and every link of an account end now."""
    db.session.execute(
        update(WebSession)
        .where(WebSession.user_id == user.id, WebSession.ended_at.is_(None))
        .values(ended_at=at, provider_token=None)
    )
    for purpose in (LinkPurpose.RESET, LinkPurpose.EMAIL_CHANGE):
        links.end(purpose, user.id, at=at)
