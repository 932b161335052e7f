"""What is still missing before a market goes to the resource person or to consultation?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from clauses.domain.kinds import ClauseType, MarketState, Modality, ModalityFamily
from clauses.domain.values import ratio

# Until it is published, a market may be changed by its buyer.
EDITABLE = frozenset({MarketState.DRAFT, MarketState.OPINION_REQUESTED, MarketState.OPINION_GIVEN})
# The clause itself owes a volume; elsewhere the volume comes from the offer or is the whole activity (R2-2).
HOURS_TYPES = frozenset({ClauseType.EXECUTION_CONDITION, ClauseType.BOTH, ClauseType.PRIVATE_CHARTER})
# The company chooses among modalities (R2-3); a reserved lot is done by its holder.
FREE_CHOICE_TYPES = HOURS_TYPES | {ClauseType.AWARD_CRITERION}

# The ways published in the notices; a holder that is itself a structure is none of them.
FAMILY_OF = {
    Modality.AI_PLACEMENT: ModalityFamily.PLACEMENT,
    Modality.ETTI_PLACEMENT: ModalityFamily.PLACEMENT,
    Modality.GEIQ_PLACEMENT: ModalityFamily.PLACEMENT,
    Modality.SUBCONTRACT_EI: ModalityFamily.SUBCONTRACTING,
    Modality.SUBCONTRACT_ACI: ModalityFamily.SUBCONTRACTING,
    Modality.SUBCONTRACT_EA: ModalityFamily.SUBCONTRACTING,
    Modality.DIRECT_HIRE: ModalityFamily.DIRECT_HIRE,
}
GAP_TOLD = Fraction(5, 100)  # beyond, a difference of amounts is shown to be checked


@dataclass(frozen=True, slots=True)
class FiledLot:
    """What matters of a lot here; `clause_type` is None while its clause is not written, hours in hundredths."""

    number: int
    has_clause: bool | None
    clause_type: ClauseType | None
    target_hours: int | None
    lacks_ground: bool = False  # no clause though the law asks a condition, and no legal ground
    states_volume: bool = (
        True  # False where it follows the tranches, the orders, the hours worked or the offer
    )


@dataclass(frozen=True, slots=True)
class Missing:
    """Something to complete: a code, and the lot it concerns if any."""

    code: str
    number: int | None = None


def missing(offers_deadline: date | None, lots: Sequence[FiledLot]) -> list[Missing]:
    """Everything to complete, in the order of the steps; empty when the market is ready."""
    found = [] if offers_deadline else [Missing("missing_deadline")]
    if not lots:
        return [*found, Missing("no_lot")]
    for lot in lots:
        if lot.has_clause is None:
            found.append(Missing("missing_answer", lot.number))
        elif lot.lacks_ground:
            found.append(Missing("missing_ground", lot.number))
        elif lot.has_clause and lot.clause_type is None:
            found.append(Missing("missing_clause", lot.number))
        elif lot.states_volume and lot.clause_type in HOURS_TYPES and lot.target_hours is None:
            found.append(Missing("target_missing", lot.number))
    if not any(lot.has_clause for lot in lots):
        found.append(Missing("missing_any_clause"))
    return found


def families(modalities: Iterable[Modality]) -> frozenset[ModalityFamily]:
    """The families left open to the company by the modalities allowed."""
    return frozenset(FAMILY_OF[one] for one in modalities if one in FAMILY_OF)


def amount_gap(found: int | None, expected: int | None) -> Fraction | None:
    """How far an amount is from the expected one, as a share of one with its sign, when it is to be told."""
    if found is None or not expected:
        return None
    gap = ratio(found - expected, expected)
    return gap if gap is not None and abs(gap) > GAP_TOLD else None
