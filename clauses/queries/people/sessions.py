"""Who is signed in, and must the next attempt wait?"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from clauses.extensions import db
from clauses.models.people import SignInFailure, User, WebSession

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
