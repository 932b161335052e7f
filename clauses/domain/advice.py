"""Which lever does the supply around the place suggest? An advice and its reason; the buyer decides (R2-5).

The thresholds are those of the adviser of the State's marketplace: a dated rule of the portal.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from clauses.domain.kinds import ClauseType
from clauses.domain.rules import Dated


@dataclass(frozen=True)
class AdviceRule(Dated):
    """Above how many structures each lever is advised, and within which distance they are counted."""

    whole_over: int = 30  # more structures than this, and little dependency: the whole need
    dependency_below_bp: int = 3000  # the budget, as a share of the average turnover of the structures
    lot_over: int = 10
    clause_over: int = 1
    within_km: int = 30


class Advice(StrEnum):
    """What is advised; the values are those of the marketplace."""

    RESERVATION = "reservation"  # the whole need may be reserved
    LOT = "lot"  # a lot may be reserved
    CLAUSE = "clause"
    NONE = "none"


# The lever that puts an advice into words on a lot; nothing is proposed where supply is missing.
LEVER_OF: dict[Advice, ClauseType | None] = {
    Advice.RESERVATION: ClauseType.RESERVED_INTEGRATION,
    Advice.LOT: ClauseType.RESERVED_INTEGRATION,
    Advice.CLAUSE: ClauseType.EXECUTION_CONDITION,
    Advice.NONE: None,
}


def dependency(budget: int | None, average_turnover: int | None) -> Fraction | None:
    """The budget as a share of the average turnover of the structures, both in cents; None when one is unknown."""
    return Fraction(budget, average_turnover) if budget is not None and average_turnover else None


def advised(structures: int, share: Fraction | None, rule: AdviceRule) -> Advice:
    """R2-5, by the structures able to answer and the `share` of their turnover that the need would take.

    A share that nobody knows never leads to the whole: it could make a structure depend on one buyer.
    """
    if structures > rule.whole_over and share is not None and share * 10_000 < rule.dependency_below_bp:
        return Advice.RESERVATION
    if structures > rule.lot_over:
        return Advice.LOT
    return Advice.CLAUSE if structures > rule.clause_over else Advice.NONE
