"""Who left the structures of each territory in the last twelve months, and how many of them for something? (C13, R21)

A dynamic exit leads to a job, a training or another structure; a withdrawn one is not counted. The structure is at the
place of its commune, in the division of the day. The reader counts and names nobody: all the counts are masked together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import func, literal, select

from clauses.domain.cooperation import DYNAMIC, baseline, dynamic
from clauses.domain.kinds import SIAE_KINDS
from clauses.domain.kinds_cooperation import ExitType
from clauses.domain.small_cell_masking import Shown, Sum, mask
from clauses.domain.values import add_months, ratio
from clauses.models.hours import Participant
from clauses.models.pathways import PathwayEmployee, PathwayExit
from clauses.models.people import Organization
from clauses.queries.boards.board import Figure
from clauses.queries.territories import TerritoryCard, places_of
from clauses.reference import rulebook
from clauses.wording import dashboard as words
from clauses.wording import formats, sentences
from clauses.wording import report as report_words

YEAR = 12
REGION, EXIT = "region", "exit"


@dataclass(frozen=True, slots=True)
class ExitsOf:
    """The exits of a territory as they may be read, in words; the code opens the year of its cooperation."""

    code: str
    name: str
    exits: str
    dynamic: str
    share: str


@dataclass(frozen=True, slots=True)
class Exits:
    """Territory after territory in the order of their codes, then all together; the reference of 2008 beside."""

    title: str
    since: date
    year: int
    territories: tuple[ExitsOf, ...]
    whole: ExitsOf
    baseline: str


class Told(NamedTuple):
    """How many persons left the structures of a commune in one way."""

    commune: str
    kind: ExitType
    n: int


def of_the_year(cards: Sequence[TerritoryCard], told: Iterable[Told], on: date) -> Exits | None:
    """The exits told in the last twelve months, territory by territory; None where there was none."""
    since = add_months(on, -YEAR)
    counts = _counts(cards, told)
    if not counts[f"{REGION} all"]:
        return None
    minimum = rulebook.small_cell(on).minimum
    places = [str(card.id) for card in cards]
    sums = [Sum(f"{one} all", (f"{one} dynamic", f"{one} other")) for one in (*places, REGION)]
    sums += [
        Sum(f"{REGION} {what}", tuple(f"{one} {what}" for one in places))
        for what in ("all", "dynamic", "other")
    ]
    shown = mask(counts, sums, minimum)

    def row(place: str, code: str, name: str) -> ExitsOf:
        cells = [f"{place} {what}" for what in ("all", "dynamic")]
        said = [report_words.masked_text(counts[cell], shown[cell], minimum) for cell in cells]
        share = ratio(counts[cells[1]], counts[cells[0]])
        plain = share is not None and all(shown[cell] is Shown.PLAIN for cell in cells)
        return ExitsOf(
            code, name, said[0], said[1], formats.percent(share) if plain and share is not None else "—"
        )

    whole = row(REGION, "", words.REGION)
    day = formats.day_long(since)
    return Exits(
        sentences.written(words.EXITS_FINDING, dynamic=whole.dynamic, exits=whole.exits, day=day), since, on.year,
        tuple(row(str(card.id), card.code, card.name) for card in cards), whole,
        formats.percent(baseline() or Fraction(0)),
    )  # fmt: skip


def figure(found: Exits) -> Figure:
    """The figure of the home page; it leads to the table that makes it, territory by territory."""
    note = sentences.written(
        words.EXITS_NOTE, exits=found.whole.exits, day=formats.day_long(found.since), baseline=found.baseline
    )
    return Figure(words.EXITS, found.whole.dynamic, note, "people.dashboard", {"_anchor": "sorties"})


def asked(since: date, on: date) -> Any:
    """The exits between two days, to be asked with other counts: five columns, the last three of them ours."""
    return (
        select(literal(EXIT), literal(False), func.count(), Organization.commune_code, PathwayExit.exit_type)
        .select_from(PathwayExit)
        .join(PathwayEmployee, PathwayEmployee.id == PathwayExit.pathway_id)
        .join(Participant, Participant.id == PathwayEmployee.participant_id)
        .join(Organization, Organization.id == PathwayEmployee.organization_id)
        .where(
            PathwayExit.left_on > since, PathwayExit.left_on <= on, PathwayExit.exit_type.is_not(None),
            Organization.commune_code.is_not(None), Participant.merged_into_id.is_(None),
            Organization.employer_kind.in_(SIAE_KINDS),
        )
        .group_by(Organization.commune_code, PathwayExit.exit_type)
    )  # fmt: skip


def _counts(cards: Sequence[TerritoryCard], told: Iterable[Told]) -> dict[str, int]:
    place_of = places_of(cards)
    places = [*(str(card.id) for card in cards), REGION]
    counts = {f"{place} {what}": 0 for place in places for what in ("all", "dynamic", "other")}
    for commune_code, kind, n in told:
        place = place_of.get(commune_code)
        if place is None or not dynamic([kind]).out_of:
            continue  # outside the region, or withdrawn
        what = "dynamic" if kind in DYNAMIC else "other"
        for where in (place, REGION):
            counts[f"{where} all"] += n
            counts[f"{where} {what}"] += n
    return counts
