"""How is each count of persons of a quarter shown to everyone? Decided when it is closed, and kept with it (R21).

A quarter that was closed is published in the same way for ever: shown otherwise later, under another rule, it could be
compared with what was read before, and a hidden count found.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clauses.domain import quarters
from clauses.domain.kinds import Gender
from clauses.domain.release_guard import Release
from clauses.domain.small_cell_masking import Shown, Sum, mask
from clauses.models.quarters import QuarterConsolidation
from clauses.queries.quarters import Figures, Part, Public, read_back
from clauses.reference import rulebook
from clauses.wording import reviews
from clauses.wording.labels import label

KEPT = "shown"


@dataclass(frozen=True, slots=True)
class Masks:
    """The counts of a quarter and how each is shown: those of its persons, and those of its modalities."""

    counts: Mapping[str, int]
    shown: Mapping[str, Shown]
    modalities: Mapping[str, Shown]


def cell(part: Part) -> str:
    return f"territory {part.number}"


def minimum_of(found: Figures) -> int:
    return rulebook.small_cell(quarters.ends_on(found.quarter)).minimum


def to_keep(found: Figures) -> dict[str, Any]:
    """The figures of a quarter as they are written when it is closed, and how they are to be shown."""
    masks = _masks(found)
    shown = {name: how.value for name, how in masks.shown.items()}
    return {
        **found.kept(),
        KEPT: {"persons": shown, "modalities": {k: v.value for k, v in masks.modalities.items()}},
    }


def masks_of(closing: QuarterConsolidation) -> Masks:
    """How the counts of a closed quarter are shown; quarters closed before this was kept are masked again, alike."""
    masks = _masks(read_back(closing))
    kept = closing.figures.get(KEPT)
    if kept is None:
        return masks
    return Masks(
        masks.counts, {name: Shown(how) for name, how in kept["persons"].items()},
        {name: Shown(how) for name, how in kept["modalities"].items()},
    )  # fmt: skip


def _masks(found: Figures) -> Masks:
    """All the counts of persons that are published together, and how each is shown: one reader holds them all."""
    public, minimum = found.public or Public(), minimum_of(found)
    counts = {cell(part): part.persons for part in found.parts}
    summed = sum(counts.values())
    counts["all" if summed == found.persons else "sum"] = summed
    counts.update({
        "all": found.persons, "women": public.women, "others": found.persons - public.women, "young": public.young,
        "older": found.persons - public.young, "district": public.district, "elsewhere": found.persons - public.district,
    })  # fmt: skip
    by_modality = dict(public.modality_persons)
    whole = {**by_modality, "sum": sum(by_modality.values())}
    return Masks(
        counts, mask(counts, _sums(found, counts), minimum),
        mask(whole, [Sum("sum", tuple(by_modality))] if by_modality else [], minimum),
    )  # fmt: skip


def _sums(found: Figures, counts: Mapping[str, int]) -> list[Sum]:
    parts = tuple(cell(part) for part in found.parts)
    sums = [
        Sum("all", ("women", "others")),
        Sum("all", ("young", "older")),
        Sum("all", ("district", "elsewhere")),
    ]
    return [*sums, Sum("sum" if "sum" in counts else "all", parts)] if parts else sums


def release_of(closing: QuarterConsolidation) -> Release:
    """The counts of a closed quarter as everyone reads them: the reports of the region are guarded against them."""
    found, masks = read_back(closing), masks_of(closing)
    called = {name: _IN_REPORTS.get(name, name) for name in masks.counts}
    return Release(
        found.quarter, quarters.last_month_of(found.quarter),
        {called[name]: n for name, n in masks.counts.items()},
        {called[name]: masks.shown[name] for name in masks.counts},
        tuple(
            Sum(called[one.total], tuple(called[part] for part in one.parts))
            for one in _sums(found, masks.counts)
        ),
    )  # fmt: skip


_IN_REPORTS = {
    "sum": "territory sum", "women": f"{reviews.GENDER} {label(Gender.WOMAN)}",
    "young": f"{reviews.AGE} {reviews.AGES[0]}", "district": f"{reviews.DISTRICT} {reviews.DISTRICTS[0]}",
    "elsewhere": f"{reviews.DISTRICT} {reviews.DISTRICTS[1]}",
}  # fmt: skip
