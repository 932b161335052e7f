"""How does a person add a second factor, prove it, and take it away?

Every act locks the account first: two codes sent at once are read one after the other. A wrong code is counted and
kept, so the act that finds one returns instead of raising.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pyotp
from sqlalchemy import delete, func, select

from clauses.access import recovery
from clauses.access.policy import Actor
from clauses.actions.base import action, journal, record
from clauses.actions.people.sessions import end_all, renew
from clauses.domain import events
from clauses.domain import second_factor as rules
from clauses.domain.accounts import is_fresh
from clauses.domain.errors import IllegalMove, Refused
from clauses.domain.second_factor import Strength
from clauses.extensions import db
from clauses.models.people import User, WebSession
from clauses.models.second_factor import Authenticator, FactorFailure, Passkey, RecoveryCode
from clauses.sealing import seals

SECRET_LETTERS = 32  # base32: 160 bits, as RFC 4226 asks
ISSUER = "Clauses d'insertion"


@action
def begin_authenticator(actor: Actor, *, session_id: int, at: datetime) -> None:
    """Draw the key of an application to come; the one in use, if any, goes on until the new one is confirmed."""
    user = locked(actor.user_id)
    must_be_fresh(session_id, at)
    db.session.execute(
        delete(Authenticator).where(Authenticator.user_id == user.id, Authenticator.confirmed.is_(False))
    )
    secret = pyotp.random_base32(SECRET_LETTERS)
    db.session.add(
        Authenticator(user_id=user.id, sealed=seals.seal(secret, place=place(user.id)), confirmed=False, created_at=at)
    )  # fmt: skip


@action
def confirm_authenticator(
    actor: Actor, typed: str, codes: Sequence[tuple[str, str]], *, session_id: int, token_hash: str, now: datetime,
    at: datetime,
) -> bool:  # fmt: skip
    """The application shows the right code: it is the account's from now on. False when the code is wrong.

    `codes` are the recovery codes to keep, in place of the older ones. The other sessions are closed.
    """
    user = locked(actor.user_id)
    must_be_fresh(session_id, at)
    wait_if_needed(user.id, at)
    pending = authenticator_of(user.id, confirmed=False)
    if pending is None:
        raise IllegalMove("factor_not_begun")
    period = _period(pending, typed, at)
    if period is None:
        _count_error(user, now, at)
        return False
    db.session.execute(
        delete(Authenticator).where(Authenticator.user_id == user.id, Authenticator.confirmed.is_(True))
    )
    pending.confirmed, pending.last_period, pending.used_at = True, period, at
    keep_codes(user.id, codes)
    changed(actor, user, "factor:add", events.SecondFactorAdded(user.id), now, kind="authenticator")
    _forget_errors(user.id)
    opened = renew(session_id, token_hash, at, strength=Strength.CODE)
    end_all(user.id, at, but=opened.id)
    return True


@action
def prove(actor: Actor, typed: str, *, session_id: int, token_hash: str, now: datetime, at: datetime) -> bool:
    """The second step of a sign-in, by a code of the application or a recovery code. False when it is wrong."""
    user = locked(actor.user_id)
    wait_if_needed(user.id, at)
    strength = _by_application(user, typed, at) or _by_recovery(actor, user, typed, now, at)
    if strength is None:
        _count_error(user, now, at)
        return False
    _forget_errors(user.id)
    renew(session_id, token_hash, at, strength=strength)
    return True


@action
def renew_codes(
    actor: Actor, codes: Sequence[tuple[str, str]], *, session_id: int, now: datetime, at: datetime
) -> None:
    """New recovery codes; the older ones are worth nothing any more."""
    user = locked(actor.user_id)
    must_be_fresh(session_id, at)
    if not has_factor(user.id):
        raise IllegalMove("factor_none")
    keep_codes(user.id, codes)
    changed(actor, user, "factor:codes", events.RecoveryCodesRenewed(user.id), now)


@action
def remove_authenticator(
    actor: Actor, *, must_have: bool, session_id: int, token_hash: str, now: datetime, at: datetime
) -> None:
    """Take the application away; refused when a factor is due and it is the last one."""
    user = locked(actor.user_id)
    must_be_fresh(session_id, at)
    found = authenticator_of(user.id, confirmed=True)
    if found is None:
        raise IllegalMove("factor_none")
    keeps = has_passkey(user.id)
    if must_have and not keeps:
        raise Refused("factor_last")
    db.session.delete(found)
    removed(actor, user, session_id, token_hash, now, at, last=not keeps, kind="authenticator")


# What the acts on factors share


def place(user_id: int) -> str:
    """Where the key of an application opens."""
    return f"totp:{user_id}"


def locked(user_id: int) -> User:
    """The account, one act at a time."""
    return db.session.scalars(
        select(User).where(User.id == user_id).with_for_update().execution_options(populate_existing=True)
    ).one()


def must_be_fresh(session_id: int, at: datetime) -> None:
    """Refuse what is sensitive when the password was typed more than five minutes ago."""
    opened = db.session.get_one(WebSession, session_id, populate_existing=True)
    if not is_fresh(opened.created_at, opened.confirmed_at, at):
        raise IllegalMove("confirm_first")


def wait_if_needed(user_id: int, at: datetime) -> None:
    errors, last = db.session.execute(
        select(func.count(), func.max(FactorFailure.at)).where(FactorFailure.user_id == user_id)
    ).one()
    if minutes := rules.minutes_to_wait(errors, last, at):
        raise Refused("factor_paused", minutes=minutes)


def has_passkey(user_id: int) -> bool:
    return db.session.scalar(select(Passkey.id).where(Passkey.user_id == user_id).limit(1)) is not None


def has_factor(user_id: int) -> bool:
    return authenticator_of(user_id, confirmed=True) is not None or has_passkey(user_id)


def keep_codes(user_id: int, codes: Sequence[tuple[str, str]]) -> None:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    db.session.add_all(
        RecoveryCode(user_id=user_id, start=start, code_hash=code_hash) for start, code_hash in codes
    )


def removed(
    actor: Actor, user: User, session_id: int, token_hash: str, now: datetime, at: datetime, *, last: bool, kind: str
) -> None:  # fmt: skip
    """After a factor is taken away: the codes go with the last one, this session gets a new secret, others end."""
    if last:
        keep_codes(user.id, ())
    changed(actor, user, "factor:remove", events.SecondFactorRemoved(user.id), now, kind=kind, last=last)
    opened = renew(session_id, token_hash, at, **({"strength": Strength.PASSWORD} if last else {}))
    end_all(user.id, at, but=opened.id)


def changed(
    actor: Actor | None, user: User, verb: str, fact: events.Event, now: datetime, **facts: Any
) -> None:
    """Note a change in the audit, and let the person know by letter."""
    journal(actor, verb, user, now=now, **facts)
    record(fact, now=now)


def authenticator_of(user_id: int, *, confirmed: bool) -> Authenticator | None:
    return db.session.scalar(
        select(Authenticator).where(Authenticator.user_id == user_id, Authenticator.confirmed.is_(confirmed))
    )


def _period(kept: Authenticator, typed: str, at: datetime) -> int | None:
    code = rules.only_digits(typed)
    if code is None:
        return None
    secret = seals.open(kept.sealed, place=place(kept.user_id))
    if seals.is_old(kept.sealed):
        kept.sealed = seals.seal(secret, place=place(kept.user_id))
    made = pyotp.TOTP(secret, digits=rules.DIGITS, interval=rules.PERIOD)
    return rules.period_of(code, made.generate_otp, at, kept.last_period)


def _by_application(user: User, typed: str, at: datetime) -> Strength | None:
    kept = authenticator_of(user.id, confirmed=True)
    period = _period(kept, typed, at) if kept else None
    if kept is None or period is None:
        return None
    kept.last_period, kept.used_at = period, at
    return Strength.CODE


def _by_recovery(actor: Actor, user: User, typed: str, now: datetime, at: datetime) -> Strength | None:
    shape = recovery.read(typed)
    if shape is None:
        return None
    start, rest = shape
    found = db.session.scalar(
        select(RecoveryCode).where(
            RecoveryCode.user_id == user.id, RecoveryCode.start == start, RecoveryCode.used_at.is_(None)
        )
    )
    if not recovery.matches(found.code_hash if found else None, rest) or found is None:
        return None
    found.used_at = at
    changed(actor, user, "factor:recover", events.RecoveryCodeUsed(user.id), now)
    return Strength.RECOVERY


def _count_error(user: User, now: datetime, at: datetime) -> None:
    db.session.add(FactorFailure(user_id=user.id, at=at))
    db.session.flush()
    errors = db.session.scalar(select(func.count()).where(FactorFailure.user_id == user.id)) or 0
    if errors == rules.FREE_ERRORS + 1:  # somebody who knows the password is trying: the person must know
        record(events.SecondFactorTried(user.id), now=now)


def _forget_errors(user_id: int) -> None:
    db.session.execute(delete(FactorFailure).where(FactorFailure.user_id == user_id))
