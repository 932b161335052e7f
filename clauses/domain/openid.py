"""May what an identity provider says be believed, once its signature is found right?

Sources: OpenID Connect Core 1.0, 3.1.3.7 (ID token) and 5.3.2 (userinfo); ASVS 5.0, V9.2 and V10.5. Moments are in
seconds since 1970. What fails is told by a code, for the log; the person reads one sentence whatever it is.
"""

import hmac
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import floor
from numbers import Real
from typing import Any, Final

LEEWAY: Final = 60  # seconds between two clocks
LONGEST_SUBJECT: Final = 255
MFA: Final = "mfa"  # RFC 8176: several factors were proved


class Distrust(Exception):
    """An answer of the provider that opens nothing; `code` says which check it failed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the provider says has signed in. The key is (issuer, subject); the rest is information."""

    issuer: str
    subject: str
    strong: bool  # several factors were proved there
    email: str | None
    siret: str | None


def check_id_token(
    claims: Mapping[str, Any], *, issuer: str, client_id: str, nonce: str, accepted_acr: Collection[str], begun: int,
    now: int,
) -> None:  # fmt: skip
    """Refuse an ID token made by another, for another, for another sign-in, too old, or of too low a level.

    `begun` is when the person left for the provider: a token made before is not the answer.
    """
    _made_for(claims, issuer, client_id)
    _in_time(claims, now, expires=True)
    issued = _moment(claims, "iat")
    if issued is None or issued < begun - LEEWAY:
        raise Distrust("iat")
    signed_in = _moment(claims, "auth_time")
    if signed_in is not None and signed_in > now + LEEWAY:
        raise Distrust("auth_time")
    if not _same(claims.get("nonce"), nonce):
        raise Distrust("nonce")
    subject_of(claims)
    acr = claims.get("acr")
    if not isinstance(acr, str) or acr not in accepted_acr:
        raise Distrust("acr")


def check_userinfo(claims: Mapping[str, Any], *, issuer: str, client_id: str, subject: str, now: int) -> None:
    """Refuse what is told of somebody else, by another or for another."""
    _made_for(claims, issuer, client_id)
    _in_time(claims, now, expires=False)
    if not _same(claims.get("sub"), subject):
        raise Distrust("userinfo_sub")


def subject_of(claims: Mapping[str, Any]) -> str:
    """The identifier of the person at this provider."""
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT or "\0" in subject:
        raise Distrust("sub")
    return subject


def is_strong(claims: Mapping[str, Any]) -> bool:
    """Whether the provider says that several factors were proved; silence is no."""
    methods = claims.get("amr")
    return isinstance(methods, list) and MFA in methods


def text_of(claims: Mapping[str, Any], name: str, most: int) -> str | None:
    """A claim that is a short text, or nothing."""
    value = claims.get(name)
    return (
        value.strip() or None if isinstance(value, str) and len(value) <= most and "\0" not in value else None
    )


def _made_for(claims: Mapping[str, Any], issuer: str, client_id: str) -> None:
    if not _same(claims.get("iss"), issuer):
        raise Distrust("iss")
    audience = claims.get("aud")
    audiences = [audience] if isinstance(audience, str) else audience
    if not isinstance(audiences, list) or client_id not in audiences:
        raise Distrust("aud")
    party = claims.get("azp")
    if party is None and len(audiences) > 1 or party is not None and party != client_id:
        raise Distrust("azp")


def _in_time(claims: Mapping[str, Any], now: int, *, expires: bool) -> None:
    until, after, issued = (_moment(claims, name) for name in ("exp", "nbf", "iat"))
    if until is None and expires or until is not None and until <= now - LEEWAY:
        raise Distrust("exp")
    if after is not None and after > now + LEEWAY:
        raise Distrust("nbf")
    if issued is not None and issued > now + LEEWAY:
        raise Distrust("iat")


def _moment(claims: Mapping[str, Any], name: str) -> int | None:
    value: Any = claims.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not _is_number(value) or not 0 <= value < 2**40:
        raise Distrust(name)
    return floor(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, Real)


def _same(one: Any, other: str) -> bool:
    return isinstance(one, str) and hmac.compare_digest(one.encode(), other.encode())
