"""Which words describe what is said of a line of a month, once it is typed?"""

from enum import StrEnum


class ContestState(StrEnum):
    """A line contested by the holder of the lot: what its structure answered, and how it ended."""

    OPEN = "open"  # waits for the structure
    KEPT = "kept"  # the structure maintains its hours
    CORRECTED = "corrected"  # the hours changed since
    SETTLED = "settled"  # the holder was content with the answer


STANDING = frozenset({ContestState.OPEN, ContestState.KEPT})  # the two do not agree
