"""What does the portal publish of a closed quarter, for everyone? Counts of persons masked, and hours with them (R21).

Only quarters that are closed, with the figures they were closed with. Where a count of persons is hidden, the hours of
the same row are hidden too, and those of another row where the region less the rows would be the hours of a few: few
hours may give one person away. Hours are hundredths.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from clauses.domain import quarters
from clauses.domain.kinds import Modality
from clauses.domain.small_cell_masking import Shown, with_hours_hidden
from clauses.domain.values import ratio
from clauses.models.quarters import QuarterConsolidation
from clauses.queries import quarters_public
from clauses.queries.quarters import Figures, Public, read_back
from clauses.reports.flat import csv_text
from clauses.wording import formats
from clauses.wording import public_figures as words
from clauses.wording import report as report_words
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
    minimum = quarters_public.minimum_of(found)
    masks = quarters_public.masks_of(closing)
    counts, shown = masks.counts, masks.shown

    def said(cell: str) -> str:
        return report_words.masked_text(counts[cell], shown[cell], minimum)

    whole = shown["all"] is Shown.PLAIN
    by_part = {quarters_public.cell(part): part.persons for part in found.parts}
    apart = with_hours_hidden(by_part, shown, minimum)
    region = (
        (words.HOURS, formats.hours(found.total("hours")) if whole else report_words.HIDDEN), (words.PERSONS, said("all")),
        (words.COMPANIES, formats.number(public.companies)), (words.STRUCTURES, formats.number(public.structures)),
        (words.WOMEN, said("women")), (words.YOUNG, said("young")), (words.DISTRICT, said("district")),
    )  # fmt: skip
    parts = tuple(
        PublicPart(
            part.code, part.name, _hours(part.hours, quarters_public.cell(part) in apart), said(quarters_public.cell(part)),
            formats.number(part.companies), formats.number(part.structures),
        )
        for part in found.parts
        if part.number is not None
    )  # fmt: skip
    return PublicQuarter(
        found.quarter, closing.closed_on, region, parts, tuple(_modalities(found, masks.modalities))
    )


def _hours(hours: int, hidden: bool) -> str:
    return report_words.HIDDEN if hidden else formats.hours(hours)


def _modalities(found: Figures, shown: Mapping[str, Shown]) -> Iterable[tuple[Modality, str]]:
    """The share of each modality; hidden where its persons are, with as many others as it takes."""
    whole = sum(hours for _, hours in found.modalities)
    persons = dict((found.public or Public()).modality_persons)
    apart = with_hours_hidden(persons, shown, quarters_public.minimum_of(found))
    for one, hours in found.modalities:
        share = ratio(hours, whole)
        plain = one.value in persons and one.value not in apart and share is not None
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
