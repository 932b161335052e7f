"""Which second factors has a person, and when did each serve last?"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from clauses.access.policy import Actor
from clauses.extensions import db
from clauses.models.people import User
from clauses.models.second_factor import Authenticator, Passkey, RecoveryCode
from clauses.sealing import seals


@dataclass(frozen=True, slots=True)
class Application:
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Key:
    id: int
    credential_id: str
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """What an account proves itself with. `pending` is the key of an application being set up, to be shown."""

    email: str
    application: Application | None
    pending: str | None
    keys: list[Key]
    codes_left: int

    @property
    def any(self) -> bool:
        return self.application is not None or bool(self.keys)


def factors_of(actor: Actor) -> Factors:
    """One's own factors, and the key of the application being set up."""
    return _factors(actor.user_id)


def factors_of_user(user_id: int) -> Factors:
    """The factors of an account that the caller has obtained by `load()`; never a key being set up."""
    found = _factors(user_id)
    return Factors(found.email, found.application, None, found.keys, found.codes_left)


def _factors(user_id: int) -> Factors:
    applications = {
        one.confirmed: one
        for one in db.session.scalars(select(Authenticator).where(Authenticator.user_id == user_id))
    }
    kept, pending = applications.get(True), applications.get(False)
    keys = db.session.scalars(select(Passkey).where(Passkey.user_id == user_id).order_by(Passkey.id))
    left = db.session.scalar(
        select(func.count()).where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
    )
    return Factors(
        email=db.session.get_one(User, user_id).email,
        application=Application(kept.created_at, kept.used_at) if kept else None,
        pending=seals.open(pending.sealed, place=f"totp:{user_id}") if pending else None,
        keys=[Key(key.id, key.credential_id, key.name, key.created_at, key.used_at) for key in keys],
        codes_left=left or 0,
    )
