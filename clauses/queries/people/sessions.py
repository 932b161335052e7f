"""Who is signed in, and must the next attempt wait?"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, exists, func, or_, select

from clauses.domain.second_factor import Strength
from clauses.extensions import db
from clauses.models.people import SignInFailure, User, WebSession
from clauses.models.second_factor import Authenticator, Passkey

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
WINDOW = timedelta(minutes=15)
ACCOUNT_LIMIT = 10
PLACE_LIMIT = 50
_HAS_APPLICATION = exists(
    select(Authenticator.id).where(Authenticator.user_id == WebSession.user_id, Authenticator.confirmed.is_(True))
)  # fmt: skip
_HAS_KEY = exists(select(Passkey.id).where(Passkey.user_id == WebSession.user_id))
# Made once for the whole process: each request asks it.
_OPEN = select(WebSession, or_(_HAS_APPLICATION, _HAS_KEY)).where(
    WebSession.token_hash == bindparam("token"),
    WebSession.ended_at.is_(None),
    WebSession.seen_at > bindparam("seen"),
    WebSession.created_at > bindparam("created"),
)


@dataclass(frozen=True, slots=True)
class OpenSession:
    id: int
    user_id: int
    membership_id: int | None
    seen_at: datetime
    strength: Strength
    has_factor: bool
    confirmed_at: datetime | None
    created_at: datetime


def open_session(token_hash: str, at: datetime) -> OpenSession | None:
    """The session of this secret, unless it was closed, idle for 30 minutes or older than 12 hours."""
    known = {"token": token_hash, "seen": at - IDLE, "created": at - ABSOLUTE}
    found = db.session.execute(_OPEN, known).first()
    if found is None:
        return None
    row, has_factor = found
    return OpenSession(row.id, row.user_id, row.membership_id, row.seen_at, row.strength, bool(has_factor),
                       row.confirmed_at, row.created_at)  # fmt: skip


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
