"""What does a session still lack, which code counts, and how long must one wait after wrong ones?

Sources: RFC 6238 (codes of 30 seconds), ASVS 5.0 6.5.1, 6.5.5 and 6.6.3.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final


class Strength(StrEnum):
    """What a session was opened with."""

    PASSWORD = "password"
    CODE = "code"
    RECOVERY = "recovery"
    PASSKEY = "passkey"
    PROVIDER = "provider"
    PROVIDER_STRONG = "provider_strong"


class Step(StrEnum):
    """What a session that was begun still asks for; it opens nothing else meanwhile."""

    PROVE = "prove"
    ENROL = "enrol"


class ResetReason(StrEnum):
    """Why somebody else takes the factors of an account away."""

    LOST = "lost"
    STOLEN = "stolen"
    BROKEN = "broken"


ALONE = frozenset({Strength.PASSWORD, Strength.PROVIDER})  # one factor, not two
PERIOD: Final = 30  # seconds of a code
AROUND: Final = 1  # periods accepted before and after: clocks of telephones are late
DIGITS: Final = 6
FREE_ERRORS: Final = 9  # the tenth wrong code makes one wait
LONGEST_WAIT: Final = timedelta(hours=1)
PROVE_WITHIN: Final = timedelta(minutes=10)  # from the password to the second step


def step_left(strength: Strength, *, has_factor: bool, must_have: bool) -> Step | None:
    """What the session still lacks: the proof of a factor that the account has, or a first factor where one is due."""
    if strength not in ALONE:
        return None
    if has_factor:
        return Step.PROVE
    return Step.ENROL if must_have else None


def only_digits(typed: str) -> str | None:
    """The code as it is shown, without the spaces that people and telephones add; None when it is no code."""
    packed = "".join(c for c in typed if not c.isspace() and c not in "-.\u200b")
    return packed if len(packed) == DIGITS and packed.isascii() and packed.isdigit() else None


def period_of(code: str, code_at: Callable[[int], str], at: datetime, last: int | None) -> int | None:
    """The period whose code this is, one before and one after included; a period that served once is over.

    `code_at` gives the code of a period. Every candidate is compared, so that time tells nothing.
    """
    now = int(at.timestamp()) // PERIOD
    found = None
    for period in range(now - AROUND, now + AROUND + 1):
        if _same(code_at(period), code) and (last is None or period > last):
            found = period
    return found


def _same(one: str, other: str) -> bool:
    gap = len(one) ^ len(other)
    for a, b in zip(one, other, strict=False):
        gap |= ord(a) ^ ord(b)
    return gap == 0


def minutes_to_wait(errors: int, last: datetime | None, at: datetime) -> int:
    """Minutes left before another try: one after the tenth error, then twice as long each time, an hour at most."""
    if errors <= FREE_ERRORS or last is None:
        return 0
    wait = min(timedelta(minutes=2 ** min(errors - FREE_ERRORS - 1, 10)), LONGEST_WAIT)
    left = last + wait - at
    return max(0, -(-int(left.total_seconds()) // 60))
