"""What is a recovery code, and is this one of them? Ten codes of 79 bits, hashed with Argon2id, each with its salt.

The first characters are kept as they are, to find the one hash to check; the 59 bits that follow are known to nobody.
"""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

COUNT = 10
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # no I, L, O, 0, 1: they are copied by hand
GROUP, GROUPS = 4, 4
# A code is drawn by the machine: it needs no more than the floor that OWASP gives for a password.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_NOTHING = _hasher.hash(secrets.token_urlsafe(16))


def draw() -> list[str]:
    """Ten codes such as « ABCD-EFGH-JKMN-PQRS », whose first groups are all different."""
    codes: dict[str, str] = {}
    while len(codes) < COUNT:
        groups = ["".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS)]
        codes[groups[0]] = "-".join(groups)
    return list(codes.values())


def kept(code: str) -> tuple[str, str]:
    """What is stored of a code: its start, and the hash of the rest."""
    packed = _packed(code)
    return packed[:GROUP], _hasher.hash(packed[GROUP:])


def read(typed: str) -> tuple[str, str] | None:
    """The start and the rest of what was typed; None when it has not the shape of a code."""
    packed = _packed(typed)
    if len(packed) != GROUP * GROUPS or any(c not in LETTERS for c in packed):
        return None
    return packed[:GROUP], packed[GROUP:]


def matches(code_hash: str | None, rest: str) -> bool:
    """Is it this code? As long to say for a start that nobody has."""
    try:
        return bool(_hasher.verify(code_hash or _NOTHING, rest)) and code_hash is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def _packed(typed: str) -> str:
    return "".join(c for c in typed.upper() if not c.isspace() and c not in "-\u2010\u2011\u2013\u200b")
