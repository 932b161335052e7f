"""Which points of the law are told beside the lines of a plan, a proposal and a placement?"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from clauses.domain.kinds import Modality
from clauses.domain.placement_points import PlacementPoint, points_of
from clauses.models.markets import Lot
from clauses.queries.placement_points import outside_zone
from clauses.wording import placement_points as words

Named = tuple[int, str]


@dataclass(frozen=True, slots=True)
class PointsTold:
    """Sentences, each once: AI that say they do not work where the lot is, then what else to check."""

    outside: list[str] = field(default_factory=list)
    checks: list[str] = field(default_factory=list)


def points_told(lines: Sequence[tuple[Modality, Named | None]], lot: Lot, company: str) -> PointsTold:
    """Of modalities and the structures (number, name) that would do the hours for `company` on a lot."""
    ids = {there[0] for modality, there in lines if there and modality is Modality.AI_PLACEMENT}
    away = outside_zone(ids, lot)
    found = PointsTold()
    for modality, there in lines:
        place = away.get(there[0]) if there else None
        for point in points_of(modality, outside_zone=place is not None):
            told = words.POINTS[point].format(
                name=there[1] if there else words.SOMEBODY, place=place, company=company
            )
            kept = found.outside if point is PlacementPoint.OUTSIDE_ZONE else found.checks
            if told not in kept:
                kept.append(told)
    return found
