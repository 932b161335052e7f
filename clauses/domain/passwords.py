"""Is this password good enough? Its length, and whether somebody who knows people's habits would try it early.

No rule of composition and no expiry: a sentence of a few words is what is asked for. What is refused is what is short,
widespread, made of one small pattern, or made of what everybody knows of the person and of the portal.
Sources: CNIL, deliberation 2022-100 (50 bits of entropy with a restriction of access); OWASP ASVS 5.0, V6.2.
"""

import unicodedata
from collections.abc import Callable, Iterable
from itertools import pairwise

from clauses.domain.errors import Refused

MINIMUM = 12  # characters
MINIMUM_ADMINISTRATOR = 16
MAXIMUM = 4096  # beyond, hashing would be a way to keep the service busy
REMAINDER = 8  # characters that must remain once the words of the context are taken out
ENDS = 6  # figures and signs around a widespread word, « Chocolat2026! », that protect nothing
DISTINCT = 5
# What fingers and habits follow, in both directions.
RUNS = (
    "abcdefghijklmnopqrstuvwxyz" * 2, "0123456789" * 3, "azertyuiopqsdfghjklmwxcvbn", "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm", "1a2z3e4r5t6y7u8i9o0p", "1q2w3e4r5t6y7u8i9o0p", "aqwzsxedcrfvtgbyhnujkiol",
)  # fmt: skip
WORDS_OF_THE_PORTAL = ("clauses", "clause", "sociale", "sociales", "insertion", "portail", "oise")


def minimum(administrator: bool) -> int:
    """The shortest length in characters."""
    return MINIMUM_ADMINISTRATOR if administrator else MINIMUM


def check(
    password: str, *, least: int, context: Iterable[str], is_common: Callable[[str], bool], field: str = "password"
) -> None:  # fmt: skip
    """Raise `Refused` when the password is too short, too long or easily guessed.

    `least` is a number of characters; `context` what others know: names, organization, address; `is_common` tells
    whether a folded word is widespread.
    """
    length = len(password)
    if length > MAXIMUM:
        raise Refused("password_too_long", field=field, max=MAXIMUM)
    if length < least:
        raise Refused("password_too_short", field=field, min=least)
    plain = folded(password)
    if _is_pattern(plain) or _is_widespread(plain, is_common):
        raise Refused("password_common", field=field)
    if _remainder(plain, context) < REMAINDER:
        raise Refused("password_of_the_context", field=field)


def folded(text: str) -> str:
    """The text without case, accents nor variants of the same character: « Été » and « ete » are one word."""
    spread = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in spread if not unicodedata.combining(c))


def _is_pattern(plain: str) -> bool:
    if len(set(plain)) < DISTINCT:
        return True
    bare = "".join(c for c in plain if c.isalnum())
    if bare and any(bare in run or bare in run[::-1] for run in RUNS):
        return True
    if len(bare) > DISTINCT and len({ord(b) - ord(a) for a, b in pairwise(bare)}) == 1:
        return True
    return any(
        plain == (plain[:size] * (len(plain) // size + 1))[: len(plain)]
        for size in range(1, min(MINIMUM - 1, len(plain) // 2) + 1)
    )


def _is_widespread(plain: str, is_common: Callable[[str], bool]) -> bool:
    if is_common(plain):
        return True
    bare = "".join(c for c in plain if c.isalnum())
    if bare and is_common(bare):
        return True
    core = plain.strip("".join({c for c in plain if not c.isalpha()}))
    return len(core) >= 4 and len(plain) - len(core) <= ENDS and is_common(core)


def _remainder(plain: str, context: Iterable[str]) -> int:
    """How many letters and figures remain once the words that everybody knows are taken out."""
    words = {word for text in context for word in _words(text)} | set(WORDS_OF_THE_PORTAL)
    for word in sorted(words, key=lambda one: (-len(one), one)):
        plain = plain.replace(word, " ")
    return sum(c.isalnum() or ord(c) > 127 for c in plain)


def _words(text: str) -> Iterable[str]:
    """The words of a text that are long enough to be recognised, and the text as one word."""
    plain = folded(text)
    parts = "".join(c if c.isalnum() else " " for c in plain).split()
    return {part for part in [*parts, "".join(parts)] if len(part) >= 4}
