"""Which levers owe hours or weeks, which are reserved, what is to be watched, and where is a clause written?"""

from dataclasses import dataclass
from enum import StrEnum

from clauses.domain.filing import FREE_CHOICE_TYPES, HOURS_TYPES
from clauses.domain.kinds import ClauseType, MarketType, Procedure
from clauses.domain.rules import Dated


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
# The quality of what is offered is scored.
SCORED = frozenset({ClauseType.AWARD_CRITERION, ClauseType.BOTH})
# The holder's own activity: hours asked on top of it are an exception that the buyer confirms (R2-2).
OWN_ACTIVITY = RESERVED | {ClauseType.INTEGRATION_SERVICE}
# No volume is written by the buyer: weeks have their own counter, a criterion owes what the offer promises.
WITHOUT_VOLUME = IN_WEEKS | {ClauseType.AWARD_CRITERION}
# An execution condition in the sense of L2112-2.
CONDITIONS = frozenset({ClauseType.EXECUTION_CONDITION, ClauseType.BOTH, ClauseType.WORK_EXPERIENCE})


@dataclass(frozen=True)
class LeverLimitsRule(Dated):
    """Beyond what a lever is told to be unusual or too long."""

    criterion_warn_bp: int = 1500  # the weight that the Council of State accepted
    reserved_ess_months: int = 36


class Watch(StrEnum):
    """What a buyer is told of the lever of a lot; never a refusal."""

    RESERVED_WITH_HOURS = "reserved_with_hours"
    RESERVED_WITHOUT_SUPPLY = "reserved_without_supply"
    ESS_TOO_LONG = "ess_too_long"
    ESS_SERVICES_ONLY = "ess_services_only"
    SERVICE_PROCEDURE = "service_procedure"
    CRITERION_HEAVY = "criterion_heavy"
    CRITERION_WEIGHT = "criterion_weight"
    CRITERION_PROMISE = "criterion_promise"
    FLOOR_AND_PROMISE = "floor_and_promise"
    PRIVATE = "private"
    RESIDENCE = "residence"
    NAMED_STRUCTURE = "named_structure"
    NOT_A_CONDITION = "not_a_condition"


# How a lever works, rather than something to correct.
NOTES = frozenset({Watch.CRITERION_PROMISE, Watch.CRITERION_WEIGHT, Watch.FLOOR_AND_PROMISE, Watch.PRIVATE})


@dataclass(frozen=True, slots=True)
class LotLever:
    """What matters of a lot to watch its lever; hours in hundredths, the weight in basis points."""

    lever: ClauseType
    hours: int = 0  # asked of the holder, optional tranches included
    weight: int | None = None
    market_type: MarketType = MarketType.SERVICES
    procedure: Procedure = Procedure.ADAPTED
    exec_months: int | None = None
    structures: int | None = (
        None  # near the place and able to answer this reservation; None where nobody knows
    )
    residence: bool = False  # a free text asks people of a place
    named_structure: bool = False  # a free text names a structure
    duty_due: bool = False  # L2112-2-1 asks a condition on the whole need


def watched(lot: LotLever, limits: LeverLimitsRule) -> tuple[Watch, ...]:
    """R2-1 to R2-4: what to tell of the lever of a lot, the weightiest first."""
    lever = lot.lever
    ess = lever is ClauseType.RESERVED_ESS
    told = {
        Watch.RESERVED_WITH_HOURS: lever in OWN_ACTIVITY and lot.hours > 0,
        Watch.RESERVED_WITHOUT_SUPPLY: lever in RESERVED
        and lot.structures is not None
        and lot.structures <= 1,
        Watch.ESS_TOO_LONG: ess and (lot.exec_months or 0) > limits.reserved_ess_months,
        Watch.ESS_SERVICES_ONLY: ess and lot.market_type is not MarketType.SERVICES,
        Watch.SERVICE_PROCEDURE: lever is ClauseType.INTEGRATION_SERVICE
        and lot.procedure is not Procedure.ADAPTED,
        Watch.NOT_A_CONDITION: lot.duty_due and lever not in CONDITIONS and lever not in RESERVED,
        Watch.CRITERION_HEAVY: lever in SCORED and (lot.weight or 0) > limits.criterion_warn_bp,
        Watch.CRITERION_WEIGHT: lever in SCORED and lot.weight is None,
        Watch.CRITERION_PROMISE: lever is ClauseType.AWARD_CRITERION,
        Watch.FLOOR_AND_PROMISE: lever is ClauseType.BOTH,
        Watch.PRIVATE: lever is ClauseType.PRIVATE_CHARTER,
        Watch.RESIDENCE: lot.residence,
        Watch.NAMED_STRUCTURE: lot.named_structure,
    }
    return tuple(code for code, true in told.items() if true)
