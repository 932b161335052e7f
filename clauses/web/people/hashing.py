"""How is a typed password compared and kept, and how is somebody counted without being named?

Passwords stop here: what goes down to the acts is their Argon2id hash.
"""

import hashlib
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from flask import current_app, request

from clauses.actions.base import intent
from clauses.actions.people import accounts as actions
from clauses.config import clock
from clauses.domain.kinds_accounts import Counted

hasher = PasswordHasher()
# Verified where there is no password to compare, so that the answer takes as long.
NOBODY = hasher.hash(secrets.token_urlsafe(16))


def matches(stored: str | None, typed: str) -> bool:
    """Whether the typed password is the stored one; the same work is done when there is none."""
    try:
        return hasher.verify(stored or NOBODY, typed) and stored is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def hashed(text: str) -> str:
    """A mark of an address, a number or a place that only this portal can make again."""
    key = current_app.config["SECRET_KEY"]
    return hashlib.sha256(f"{key}:{text}".encode()).hexdigest()


def place() -> str:
    """The mark of the network address of this request."""
    return hashed(request.remote_addr or "")


def count(what: Counted, *hashes: str) -> None:
    """Count a try; a refused form may be sent again, so that its key is not used up by the counting."""
    held = intent.set(None)
    try:
        actions.count_try(what, *hashes, at=clock.real())
    finally:
        intent.reset(held)
