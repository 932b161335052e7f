"""In which states are lots pooled for the path of one person, and who must agree in writing?"""

from enum import StrEnum


class PoolState(StrEnum):
    """Where a pool stands; hours go in only while it is active, or for the months before its end."""

    PROPOSED = "proposed"  # agreements are awaited
    ACTIVE = "active"  # everybody has agreed in writing
    DECLINED = "declined"  # somebody said no
    WITHDRAWN = "withdrawn"  # taken back before everybody had answered
    ENDED = "ended"  # no hours after its last month


class AgreementSide(StrEnum):
    """In which name an organization agrees."""

    HOLDER = "holder"  # of one or more of the lots
    BUYER = "buyer"


class AgreementState(StrEnum):
    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"


class Unshared(StrEnum):
    """Why a lot takes no part in the hours of a month."""

    FINISHED = "finished"  # its target was reached before the month
    FULL = "full"  # its buyer lets no more hours in
    NOT_RUNNING = "not_running"  # it is not carried out in this month, or it is closed
