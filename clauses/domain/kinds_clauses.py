"""Which publics may a clause ask a part of its hours for, and how do its hours become due?"""

from enum import StrEnum


class Audience(StrEnum):
    """A profile that a sub-target asks; the first is a social profile, not a preference of residence (R2-4)."""

    QPV = "qpv"  # inhabitants of a priority district
    WOMEN = "women"
    UNDER_26 = "under_26"


class DuePace(StrEnum):
    """How the hours of a lot become due over its execution (domain rules 6.3)."""

    TIME = "time"  # evenly, over its months (R4)
    PLAN = "plan"  # as its allocation plan spreads them
    PROGRESS = "progress"  # as the works advance
