"""How does a passkey become somebody's, and how does it prove them? The library checks the answer, this keeps it.

A challenge serves once, for the session that asked for it. A counter that goes backwards is a copy: refused.
"""

import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from webauthn import verify_authentication_response, verify_registration_response
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException

from clauses.access.gate import OutOfReach
from clauses.access.policy import Actor
from clauses.actions.base import action
from clauses.actions.people.second_factor import (
    authenticator_of,
    changed,
    has_factor,
    has_passkey,
    keep_codes,
    locked,
    must_be_fresh,
    removed,
)
from clauses.actions.people.sessions import end_all, renew
from clauses.domain import events
from clauses.domain.errors import IllegalMove, Refused
from clauses.domain.second_factor import Strength
from clauses.extensions import db
from clauses.models.second_factor import Passkey, PasskeyChallenge

ANSWER_WITHIN = timedelta(minutes=5)
MOST = 10  # keys of one account
LONGEST = 20_000  # characters of an answer
WRONG = (WebAuthnException, ValueError, KeyError, TypeError)  # what is made by hand has every shape


@dataclass(frozen=True, slots=True)
class Site:
    """What a passkey is tied to: the host of the portal and its origin."""

    host: str
    origin: str


@action
def ask_passkey(actor: Actor, purpose: str, *, session_id: int, at: datetime) -> str:
    """A challenge (base64url) for « add » or « prove »; the earlier one of this session is forgotten."""
    user = locked(actor.user_id)
    if purpose == "add":
        must_be_fresh(session_id, at)
    elif not has_passkey(user.id):
        raise IllegalMove("factor_none")
    db.session.execute(delete(PasskeyChallenge).where(PasskeyChallenge.session_id == session_id))
    challenge = bytes_to_base64url(secrets.token_bytes(32))
    db.session.add(
        PasskeyChallenge(session_id=session_id, purpose=purpose, challenge=challenge, expires_at=at + ANSWER_WITHIN)
    )  # fmt: skip
    return challenge


@action
def add_passkey(
    actor: Actor, answer: str, name: str, codes: Sequence[tuple[str, str]], site: Site, *, session_id: int,
    token_hash: str, now: datetime, at: datetime,
) -> bool:  # fmt: skip
    """Keep a new passkey; False when its answer does not hold. The other sessions are closed.

    `codes` are the recovery codes to keep with a first factor; none where the account has some already.
    """
    user = locked(actor.user_id)
    must_be_fresh(session_id, at)
    kept = db.session.scalars(select(Passkey.id).where(Passkey.user_id == user.id)).all()
    if len(kept) >= MOST:
        raise Refused("passkey_too_many", most=MOST)
    verified: Any = _checked(
        "add", session_id, at, answer,
        lambda challenge: verify_registration_response(
            credential=answer, expected_challenge=challenge, expected_rp_id=site.host, expected_origin=site.origin,
            require_user_verification=True,
        ),
    )  # fmt: skip
    if verified is None:
        return False
    credential_id = bytes_to_base64url(verified.credential_id)
    if len(credential_id) > 1400 or db.session.scalar(
        select(Passkey.id).where(Passkey.credential_id == credential_id)
    ):
        return False
    first = not has_factor(user.id)
    db.session.add(
        Passkey(user_id=user.id, credential_id=credential_id, public_key=verified.credential_public_key,
                sign_count=verified.sign_count, name=name[:60], created_at=at)
    )  # fmt: skip
    if codes:
        keep_codes(user.id, codes)
    changed(actor, user, "factor:add", events.SecondFactorAdded(user.id), now, kind="passkey", first=first)
    opened = renew(session_id, token_hash, at, strength=Strength.PASSKEY)
    end_all(user.id, at, but=opened.id)
    return True


@action
def prove_passkey(
    actor: Actor, answer: str, site: Site, *, session_id: int, token_hash: str, at: datetime
) -> bool:
    """The second step of a sign-in, by a passkey of this account. False when its answer does not hold."""
    user = locked(actor.user_id)
    known = {
        key.credential_id: key
        for key in db.session.scalars(select(Passkey).where(Passkey.user_id == user.id).with_for_update())
    }

    def verify(challenge: bytes) -> Any:
        key = known[_id_of(answer)]
        found = verify_authentication_response(
            credential=answer, expected_challenge=challenge, expected_rp_id=site.host, expected_origin=site.origin,
            credential_public_key=key.public_key, credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )  # fmt: skip
        key.sign_count, key.used_at = found.new_sign_count, at
        return found

    if _checked("prove", session_id, at, answer, verify) is None:
        return False
    renew(session_id, token_hash, at, strength=Strength.PASSKEY)
    return True


@action
def remove_passkey(
    actor: Actor, key_id: int, *, must_have: bool, session_id: int, token_hash: str, now: datetime, at: datetime
) -> None:  # fmt: skip
    """Take one of one's own passkeys away; refused when a factor is due and it is the last one."""
    user = locked(actor.user_id)
    must_be_fresh(session_id, at)
    keys = db.session.scalars(select(Passkey).where(Passkey.user_id == user.id)).all()
    found = next((key for key in keys if key.id == key_id), None)
    if found is None:
        raise OutOfReach
    keeps = len(keys) > 1 or authenticator_of(user.id, confirmed=True) is not None
    if must_have and not keeps:
        raise Refused("factor_last")
    db.session.delete(found)
    removed(actor, user, session_id, token_hash, now, at, last=not keeps, kind="passkey")


def _checked(
    purpose: str, session_id: int, at: datetime, answer: str, verify: Callable[[bytes], Any]
) -> Any | None:
    """What the library verified; the challenge is used up, whatever the answer was worth."""
    asked = db.session.scalar(select(PasskeyChallenge).where(PasskeyChallenge.session_id == session_id))
    if asked is None:
        return None
    db.session.delete(asked)
    if asked.purpose != purpose or asked.expires_at <= at or len(answer) > LONGEST:
        return None
    try:
        return verify(base64url_to_bytes(asked.challenge))
    except WRONG:
        return None


def _id_of(answer: str) -> str:
    return str(json.loads(answer)["id"])
