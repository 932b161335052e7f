"""Which kinds of things does an award know, besides its holder? Shares of a group and states of a subcontract."""

from enum import StrEnum


class ShareUnit(StrEnum):
    """How the shares of a group are written in its deed."""

    PERCENT = "percent"  # basis points, 10 000 in all
    HOURS = "hours"  # hundredths of an hour, the volume of the lot in all


class SubcontractState(StrEnum):
    """Derived from the dates of a subcontract, never stored."""

    PROPOSED = "proposed"  # declared by the holder, the buyer has not said yes nor no
    ACCEPTED = "accepted"
    REFUSED = "refused"
    ENDED = "ended"
