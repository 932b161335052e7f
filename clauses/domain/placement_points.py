"""What must be checked with the law before somebody is placed, and what does a second contract put at risk?

Points to check, not refusals: the portal sees neither the post nor the worksheets of the company. Each is told where a
line or a placement is made (domain rules 5 and 5.3).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from clauses.domain.kinds import ContractType, EmployerKind, Modality


class PlacementPoint(StrEnum):
    """One thing to check, with the article that asks for it."""

    OUTSIDE_ZONE = "outside_zone"  # C. trav. R5132-19: an AI works in the territory of its agreement
    DANGEROUS_WORK = "dangerous_work"  # L5132-10, D4154-1
    DISMISSAL = "dismissal"  # L5132-7: an economic dismissal on the same post within six months
    MEMBERSHIP = "membership"  # L1253-1: a GEIQ lends to its members


# Whose contract takes away the lower weekly hours of a CDDI (L5132-5, L5132-11-1, L5132-15-1): SIAE and EA.
SECOND_EMPLOYERS = frozenset(
    {
        EmployerKind.AI, EmployerKind.ETTI, EmployerKind.EI, EmployerKind.EITI, EmployerKind.ACI,
        EmployerKind.EA, EmployerKind.EATT,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """One contract of a person; `kind` is that of its employer, None for a company."""

    id: int
    employer_id: int
    kind: EmployerKind | None
    contract: ContractType
    starts_on: date
    ends_on: date | None


def points_of(modality: Modality, *, outside_zone: bool = False) -> tuple[PlacementPoint, ...]:
    """What to check of a line of this modality, the most telling first; nothing for the others."""
    if modality is Modality.AI_PLACEMENT:
        first = (PlacementPoint.OUTSIDE_ZONE,) if outside_zone else ()
        return (*first, PlacementPoint.DISMISSAL, PlacementPoint.DANGEROUS_WORK)
    if modality is Modality.GEIQ_PLACEMENT:
        return (PlacementPoint.MEMBERSHIP,)
    return ()


def beside_another(contracts: Iterable[Held]) -> set[int]:
    """The contracts of one person that run beside a CDDI, and that CDDI, two employers of insertion apart.

    Below 20 hours a week a CDDI may be held beside another contract only if the second employer is neither a SIAE nor
    an adapted company: the portal does not know the weekly hours, so each such pair is to be checked.
    """
    known = [one for one in contracts if one.kind in SECOND_EMPLOYERS]
    found: set[int] = set()
    for i, one in enumerate(known):
        for other in known[i + 1 :]:
            cddi = ContractType.CDDI in (one.contract, other.contract)
            if cddi and one.employer_id != other.employer_id and _cross(one, other):
                found |= {one.id, other.id}
    return found


def _cross(one: Held, other: Held) -> bool:
    return one.starts_on <= (other.ends_on or date.max) and other.starts_on <= (one.ends_on or date.max)
