"""Is this word among the most widespread passwords? Asked of a file that travels with the portal, without network.

The file holds the first eight bytes of the SHA-256 of each folded word, sorted: it is searched in place and shows no
password to whoever opens it. To make it again: `python -m clauses.reference.common_passwords LIST [LIST…]`, each list
being a text with one password a line. Its sources are in data/SOURCES.md.
"""

import hashlib
import sys
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path

from clauses.domain.passwords import folded

SIZE = 8  # bytes of each hash: two words out of thirty thousand are never taken for one another
SHORTEST = 4
FILE = files("clauses.reference") / "data" / "passwords" / "widespread.bin"


@cache
def _kept() -> bytes:
    return FILE.read_bytes()


def count() -> int:
    """How many words are known."""
    return len(_kept()) // SIZE


def is_common(word: str) -> bool:
    """Whether a folded word is among the widespread ones."""
    kept, looked = _kept(), _print(word)
    low, high = 0, len(kept) // SIZE
    while low < high:
        middle = (low + high) // 2
        found = kept[middle * SIZE : (middle + 1) * SIZE]
        if found == looked:
            return True
        low, high = (middle + 1, high) if found < looked else (low, middle)
    return False


def build(words: Iterable[str]) -> bytes:
    """The content of the file for these words."""
    plain = {folded(word.strip()) for word in words}
    return b"".join(sorted({_print(word) for word in plain if len(word) >= SHORTEST}))


def _print(word: str) -> bytes:
    return hashlib.sha256(word.encode()).digest()[:SIZE]


if __name__ == "__main__":
    lists = [Path(name).read_text("utf-8").splitlines() for name in sys.argv[1:]]
    Path(str(FILE)).write_bytes(build(word for one in lists for word in one))
