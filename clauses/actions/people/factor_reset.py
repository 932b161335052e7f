"""How does somebody who lost every second factor come back in? An administrator takes the factors away, with a reason."""

from datetime import datetime

from sqlalchemy import delete

from clauses.access.gate import Forbidden, OutOfReach
from clauses.access.policy import Actor, Permission, reach_of
from clauses.actions.base import action
from clauses.actions.people.second_factor import changed, has_factor, must_be_fresh
from clauses.actions.people.sessions import end_all
from clauses.domain import events
from clauses.domain.errors import Refused
from clauses.domain.second_factor import ResetReason
from clauses.extensions import db
from clauses.models.people import User
from clauses.models.second_factor import Authenticator, FactorFailure, Passkey, RecoveryCode


@action
def reset_second_factor(
    actor: Actor, user_id: int, reason: ResetReason, *, session_id: int, now: datetime, at: datetime
) -> None:  # fmt: skip
    """Take every factor of an account away and close its sessions; the password stays, and the person is told.

    Never one's own: whoever lost theirs asks somebody else.
    """
    if reach_of(actor, Permission.ACCOUNT_MANAGE) is None:
        raise Forbidden
    must_be_fresh(session_id, at)
    user = db.session.get(User, user_id, with_for_update=True, populate_existing=True)
    if user is None:
        raise OutOfReach
    if user.id == actor.user_id:
        raise Refused("reset_oneself")
    if not has_factor(user.id):
        raise Refused("reset_nothing")
    for kind in (Authenticator, Passkey, RecoveryCode, FactorFailure):
        db.session.execute(delete(kind).where(kind.user_id == user.id))
    closed = end_all(user.id, at)
    changed(
        actor,
        user,
        "factor:reset",
        events.SecondFactorReset(user.id),
        now,
        reason=reason.value,
        sessions=closed,
    )
