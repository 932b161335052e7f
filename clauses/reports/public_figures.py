"""What does the portal publish of a closed quarter, for everyone? Counts of persons masked, and hours with them (R21).

Only quarters that are closed, with the figures they were closed with. Where a count of persons is hidden, the hours of
the same row are hidden too: few hours may give one person away. Hours are hundredths.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from clauses.domain import quarters
from clauses.domain.kinds import Gender, Modality
from clauses.domain.release_guard import Release
from clauses.domain.small_cell_masking import Shown, Sum, mask
from clauses.domain.values import ratio
from clauses.models.quarters import QuarterConsolidation
from clauses.queries.quarters import Figures, Part, Public, read_back
from clauses.reference import rulebook
from clauses.reports.flat import csv_text
from clauses.wording import formats, reviews
from clauses.wording import public_figures as words
from clauses.wording import report as report_words
from clauses.wording.labels import label
from clauses.wording.sentences import written


@dataclass(frozen=True, slots=True)
class PublicPart:
    """A territory as everyone may read it: its counts, in words."""

    code: str
    name: str
    hours: str
    persons: str
    companies: str
    structures: str


@dataclass(frozen=True, slots=True)
class PublicQuarter:
    """A closed quarter as everyone may read it, in words, masked."""

    quarter: date
    closed_on: date
    region: tuple[tuple[str, str], ...]
    territories: tuple[PublicPart, ...]
    modalities: tuple[tuple[Modality, str], ...]

    @property
    def said(self) -> str:
        return written(words.SAID, quarter=self.quarter, day=self.closed_on)


def published(closing: QuarterConsolidation) -> PublicQuarter:
    """The figures of a quarter that was closed, as they are published."""
    found = read_back(closing)
    public = found.public or Public()
    minimum = rulebook.small_cell(quarters.ends_on(found.quarter)).minimum
    counts, shown = _masked(found, public, minimum)

    def said(cell: str) -> str:
        return report_words.masked_text(counts[cell], shown[cell], minimum)

    whole = shown["all"] is Shown.PLAIN
    region = (
        (words.HOURS, formats.hours(found.total("hours")) if whole else report_words.HIDDEN), (words.PERSONS, said("all")),
        (words.COMPANIES, formats.number(public.companies)), (words.STRUCTURES, formats.number(public.structures)),
        (words.WOMEN, said("women")), (words.YOUNG, said("young")), (words.DISTRICT, said("district")),
    )  # fmt: skip
    parts = tuple(
        PublicPart(
            part.code, part.name, _hours(part.hours, shown[_cell(part)]), said(_cell(part)),
            formats.number(part.companies), formats.number(part.structures),
        )
        for part in found.parts
        if part.number is not None
    )  # fmt: skip
    return PublicQuarter(
        found.quarter, closing.closed_on, region, parts, tuple(_modalities(found, public, minimum))
    )


def release_of(closing: QuarterConsolidation) -> Release:
    """The counts of a closed quarter as everyone reads them: the reports of the region are guarded against them."""
    found = read_back(closing)
    last = quarters.last_month_of(found.quarter)
    counts, shown = _masked(
        found, found.public or Public(), rulebook.small_cell(quarters.ends_on(found.quarter)).minimum
    )
    sums = _sums(counts, tuple(_cell(part) for part in found.parts))
    called = {cell: _IN_REPORTS.get(cell, cell) for cell in counts}
    return Release(
        found.quarter, last, {called[cell]: n for cell, n in counts.items()},
        {called[cell]: how for cell, how in shown.items()},
        tuple(Sum(called[one.total], tuple(called[part] for part in one.parts)) for one in sums),
    )  # fmt: skip


_IN_REPORTS = {
    "sum": "territory sum", "women": f"{reviews.GENDER} {label(Gender.WOMAN)}",
    "young": f"{reviews.AGE} {reviews.AGES[0]}", "district": f"{reviews.DISTRICT} {reviews.DISTRICTS[0]}",
    "elsewhere": f"{reviews.DISTRICT} {reviews.DISTRICTS[1]}",
}  # fmt: skip


def _cell(part: Part) -> str:
    return f"territory {part.number}"


def _masked(found: Figures, public: Public, minimum: int) -> tuple[dict[str, int], Mapping[str, Shown]]:
    """All the counts of persons that are published together, and how each is shown: one reader holds them all."""
    counts = {_cell(part): part.persons for part in found.parts}
    parts = tuple(counts)
    whole = "all" if sum(counts.values()) == found.persons else "sum"
    counts[whole] = sum(counts[part] for part in parts)
    counts.update({
        "all": found.persons, "women": public.women, "others": found.persons - public.women, "young": public.young,
        "older": found.persons - public.young, "district": public.district, "elsewhere": found.persons - public.district,
    })  # fmt: skip
    return counts, mask(counts, _sums(counts, parts), minimum)


def _sums(counts: Mapping[str, int], parts: tuple[str, ...]) -> list[Sum]:
    sums = [
        Sum("all", ("women", "others")),
        Sum("all", ("young", "older")),
        Sum("all", ("district", "elsewhere")),
    ]
    return [*sums, Sum("sum" if "sum" in counts else "all", parts)] if parts else sums


def _hours(hours: int, shown: Shown) -> str:
    return formats.hours(hours) if shown is Shown.PLAIN else report_words.HIDDEN


def _modalities(found: Figures, public: Public, minimum: int) -> Iterable[tuple[Modality, str]]:
    """The share of each modality; hidden where its persons are, with as many others as it takes."""
    counts = dict(public.modality_persons)
    sums = [Sum("sum", tuple(counts))] if counts else []
    shown = mask({**counts, "sum": sum(counts.values())}, sums, minimum)
    whole = sum(hours for _, hours in found.modalities)
    for one, hours in found.modalities:
        share = ratio(hours, whole)
        plain = shown.get(one.value) is Shown.PLAIN and share is not None
        yield one, formats.percent(share) if plain and share is not None else report_words.HIDDEN


def open_data(closings: Iterable[QuarterConsolidation]) -> str:
    """Every closed quarter as one CSV: quarter, closing day, scope, indicator, value; masked as on the pages."""
    return csv_text(words.HEADINGS, (row for closing in closings for row in _rows(published(closing))))


def _rows(one: PublicQuarter) -> Iterable[tuple[str, ...]]:
    head = (quarters.code_of(one.quarter), one.closed_on.isoformat())
    for name, value in one.region:
        yield (*head, words.REGION, name, value)
    for modality, share in one.modalities:
        yield (*head, words.REGION, written(words.SHARE_OF, modality=modality), share)
    for part in one.territories:
        named: tuple[tuple[str, Any], ...] = (
            (words.HOURS, part.hours), (words.PERSONS, part.persons), (words.COMPANIES, part.companies),
            (words.STRUCTURES, part.structures),
        )  # fmt: skip
        for name, value in named:
            yield (*head, f"{part.code} {part.name}", name, value)
