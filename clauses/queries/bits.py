"""How are sets of thousands of numbers held, and put together at once? A bit each, in one whole number.

The numbers of a table are given one after the other: those of a region make fewer bytes so than any list of them, and the
persons of all its lots are counted once in the time of an addition.
"""

from collections.abc import Iterable
from functools import reduce
from operator import or_


def made(numbers: Iterable[int]) -> int:
    """The set of these numbers; none is negative."""
    known = list(numbers)
    table = bytearray((max(known, default=0) >> 3) + 1)
    for one in known:
        table[one >> 3] |= 1 << (one & 7)
    return int.from_bytes(table, "little")


def together(sets: Iterable[int]) -> int:
    """The numbers that are in any of these sets."""
    return reduce(or_, sets, 0)


def weight(numbers: int) -> float:
    """What a set weighs in memory, told in lots (some 1.7 kB)."""
    return numbers.bit_length() / 8 / 1_700
