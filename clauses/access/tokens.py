"""Is a signed token really from the provider, and what does it say?

The signature alone is looked at here, with the one algorithm registered and with keys that the provider publishes: a
key that comes inside a token, or an address of one, is never read.
"""

import json
import re
from base64 import urlsafe_b64decode
from collections.abc import Callable, Sequence
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, OctKey, RSAKey

from clauses.domain.openid import Distrust

KEY_TYPES = {"RS256": "RSA", "ES256": "EC"}
LEAST_RSA = 2048  # bits
LONGEST = 32_768  # characters of a token
LONGEST_HEADER = 8_192
ACCESS_TOKENS = frozenset({"at+jwt", "application/at+jwt"})
Keys = Callable[
    [str | None], Sequence[dict[str, Any]]
]  # the published keys; asked again for a name never seen
_SHAPE = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")


def read(token: Any, *, algorithm: str, secret: str, keys: Keys) -> dict[str, Any]:
    """The claims of a token whose signature is right; raises Distrust."""
    if not isinstance(token, str) or len(token) > LONGEST or not _SHAPE.fullmatch(token):
        raise Distrust("shape")
    header = _header(token.partition(".")[0])
    if header.get("alg") != algorithm:
        raise Distrust("alg")
    if "crit" in header:
        raise Distrust("crit")
    if str(header.get("typ", "")).lower() in ACCESS_TOKENS:
        raise Distrust("typ")
    registry = jws.JWSRegistry(algorithms=[algorithm], strict_check_header=False)
    registry.max_header_length = LONGEST_HEADER
    try:
        key = OctKey.import_key(secret) if algorithm == "HS256" else _key(header.get("kid"), algorithm, keys)
        read = jws.deserialize_compact(token, key, algorithms=[algorithm], registry=registry)
        claims = json.loads(read.payload)
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise Distrust("signature") from error
    if not isinstance(claims, dict):
        raise Distrust("shape")
    return claims


def _header(part: str) -> dict[str, Any]:
    """What a token says of its own signature: never believed, only compared."""
    try:
        read = json.loads(_raw(part))
    except (ValueError, RecursionError) as error:
        raise Distrust("shape") from error
    if not isinstance(read, dict):
        raise Distrust("shape")
    return read


def _key(name: Any, algorithm: str, keys: Keys) -> Key:
    """The published key that a token names; without a name, the only one there is for this algorithm."""
    if name is not None and not isinstance(name, str):
        raise Distrust("key")
    fit = [one for one in keys(name) if _fits(one, algorithm) and name in (None, one.get("kid"))]
    if len(fit) != 1:
        raise Distrust("key")
    public: dict[str, str | list[str]] = {
        part: str(fit[0][part]) for part in ("kty", "n", "e", "crv", "x", "y") if part in fit[0]
    }
    if algorithm == "ES256":
        return ECKey.import_key(public)
    if int.from_bytes(_raw(str(public.get("n", ""))), "big").bit_length() < LEAST_RSA:
        raise Distrust("key")
    return RSAKey.import_key(public)


def _raw(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _fits(key: dict[str, Any], algorithm: str) -> bool:
    return (
        key.get("kty") == KEY_TYPES[algorithm]
        and key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) == algorithm
        and (algorithm != "ES256" or key.get("crv") == "P-256")
    )
