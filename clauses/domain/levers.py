"""Which levers owe hours, weeks or nothing more, and what deserves a warning when a lever is chosen?

Rules R2-1 to R2-5 of the domain rules. A warning has a code and the articles it rests on; it never refuses.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from clauses.domain.filing import FREE_CHOICE_TYPES, HOURS_TYPES, families
from clauses.domain.kinds import ClauseType, EligibilityCategory, Modality, Procedure


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
# Levers that fulfil the duty of L2112-2-1 by an execution condition. Reserved lots are taken as fulfilling it too:
# our reading, to be confirmed by a lawyer.
CONDITIONS = frozenset({ClauseType.EXECUTION_CONDITION, ClauseType.BOTH, ClauseType.WORK_EXPERIENCE})
# Public-law penalties of the general clauses: not for a private contract, nor for what owes no hours.
WITH_PENALTY = HOURS_TYPES - {ClauseType.PRIVATE_CHARTER} | {ClauseType.AWARD_CRITERION}

LONGEST_ESS_MONTHS = 36  # R2113-8
_LOCAL_ONLY = frozenset({EligibilityCategory.PRIORITY_DISTRICT.value})


@dataclass(frozen=True, slots=True)
class Warned:
    """Something to look at: a code, its rule, the articles it rests on."""

    code: str
    rule: str
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the warnings look at: hours in hundredths, months of execution."""

    clause_type: ClauseType
    hours: int | None = None
    publics: tuple[str, ...] = ()
    modalities: tuple[Modality, ...] = ()
    months: int | None = None
    procedure: Procedure | None = None
    structures: int | None = None  # near the place, in the trade; None when nobody knows
    penalty: int | None = None


def warnings(lot: Chosen, *, duty: bool = False) -> list[Warned]:
    """What to look at on one lot; `duty` says that L2112-2-1 applies to the need."""
    found = []
    kind = lot.clause_type
    if kind in RESERVED and lot.hours:
        found.append(Warned("reserved_with_hours", "R2-2", ("L2113-12", "L2113-13")))
    if kind in FREE_CHOICE_TYPES and len(families(lot.modalities)) < 2:
        found.append(Warned("one_modality", "R2-3", ("L2112-2",)))
    if kind in FREE_CHOICE_TYPES and lot.publics and set(lot.publics) <= _LOCAL_ONLY:
        found.append(Warned("residence_only", "R2-4", ()))
    if kind in RESERVED and lot.structures is not None and lot.structures <= 1:
        found.append(Warned("reserved_without_supply", "R2-5", ("R2113-7",)))
    if kind is ClauseType.RESERVED_ESS:
        found.append(Warned("ess_services_only", "R2-1", ("L2113-15", "L2113-16")))
        if lot.months and lot.months > LONGEST_ESS_MONTHS:
            found.append(Warned("ess_too_long", "R2-1", ("R2113-8",)))
    if kind is ClauseType.INTEGRATION_SERVICE and lot.procedure not in (None, Procedure.ADAPTED):
        found.append(Warned("service_procedure", "R2-1", ("R2123-1",)))
    if kind is ClauseType.PRIVATE_CHARTER and lot.penalty:
        found.append(Warned("private_penalty", "R2-1", ()))
    if kind is ClauseType.PRIVATE_CHARTER:
        found.append(Warned("private_not_public", "R2-1", ()))
    if duty and kind in (ClauseType.AWARD_CRITERION, ClauseType.INTEGRATION_SERVICE):
        found.append(Warned("duty_asks_condition", "R2-1", ("L2112-2-1",)))
    return found


def several(levers: Iterable[ClauseType]) -> Sequence[ClauseType]:
    """The levers of one market in the order of their list, when there are several: they may stand together (R2-1)."""
    seen = set(levers)
    return [kind for kind in ClauseType if kind in seen] if len(seen) > 1 else []
