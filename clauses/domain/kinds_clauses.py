"""Which publics may a clause ask a part of its hours for?"""

from enum import StrEnum


class Audience(StrEnum):
    """A profile that a sub-target asks; the first is a social profile, not a preference of residence (R2-4)."""

    QPV = "qpv"  # inhabitants of a priority district
    WOMEN = "women"
    UNDER_26 = "under_26"
