"""Which levers owe hours or weeks, which are reserved, and in which four documents is a clause written?"""

from enum import StrEnum

from clauses.domain.filing import FREE_CHOICE_TYPES, HOURS_TYPES
from clauses.domain.kinds import ClauseType


class Piece(StrEnum):
    """The four documents of a consultation in which a clause is written (domain rules 1.2, step 5)."""

    NOTICE = "notice"
    RULES = "rules"
    CONTRACT = "contract"
    ANNEX = "annex"


RESERVED = frozenset(
    {
        ClauseType.RESERVED_INTEGRATION, ClauseType.RESERVED_DISABILITY, ClauseType.RESERVED_BOTH,
        ClauseType.RESERVED_PRISON, ClauseType.RESERVED_ESS,
    }
)  # fmt: skip
# Hours follow from the lever or from the offer; elsewhere they are the holder's whole activity, or none.
WITH_HOURS = FREE_CHOICE_TYPES
IN_WEEKS = frozenset({ClauseType.WORK_EXPERIENCE})
# Public-law penalties of the general clauses: not for a private contract, nor for what owes no hours.
WITH_PENALTY = HOURS_TYPES - {ClauseType.PRIVATE_CHARTER} | {ClauseType.AWARD_CRITERION}
