"""What the assistant chooses by, and what it can say of what it found."""

from enum import StrEnum


class Way(StrEnum):
    """What a plan of the assistant puts first."""

    LONGEST = "longest"  # the fewest persons, so the longest paths
    NEAREST = "nearest"
    WISHES = "wishes"  # what the company declared
    SPREAD = "spread"  # no structure alone holds the lot
    OTHER = "other"  # the best with other structures, when all the ways above lead to one plan


class LeftOut(StrEnum):
    """Why a structure is not among those that could take hours."""

    TOO_FAR = "too_far"
    NOTHING_LEFT = "nothing_left"  # no hour left in these months
    UNTOLD = "untold"  # has not said what it can offer
    AGREEMENT_ENDED = "agreement_ended"


class Barrier(StrEnum):
    """What keeps structures out that could otherwise take hours."""

    DISTANCE = "distance"  # they are farther than the distance asked
    MODALITY = "modality"  # the clause does not admit their way of working


class ProposalState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
