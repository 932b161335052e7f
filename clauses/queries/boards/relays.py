"""How many relays of the year were signed in time, territory by territory? The axis 2 of the evaluation (G05), region-wide.

The same records and the same year as on the screen of each territory, where every structure is read. What is hidden there
is hidden here, and the total with it where it would give that away (R21).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from clauses.domain.cooperation import Tally
from clauses.domain.small_cell_masking import Shown, Sum, mask
from clauses.domain.values import ratio
from clauses.queries import cooperation_figures
from clauses.queries.boards.board import Figure
from clauses.queries.territories import TerritoryCard, places_of
from clauses.reference import rulebook
from clauses.wording import dashboard as words
from clauses.wording import formats, sentences
from clauses.wording import report as report_words

REGION, DONE, ALL = "region", "done", "all"


@dataclass(frozen=True, slots=True)
class RelaysOf:
    """The relays of a territory as they may be read, in words; the code opens the evaluation that lists them."""

    code: str
    name: str
    told: str
    done: str
    share: str


@dataclass(frozen=True, slots=True)
class Relays:
    """Territory after territory in the order of their codes, then all together."""

    title: str
    year: int
    territories: tuple[RelaysOf, ...]
    whole: RelaysOf


def of_the_year(cards: Sequence[TerritoryCard], on: date) -> Relays | None:
    """The relays of the civil year up to this day; None where nobody came to the threshold. One statement."""
    tallies = cooperation_figures.relays_in_time(places_of(cards), date(on.year, 1, 1), on)
    by_territory = {card.id: tallies.get(card.id, Tally(0, 0)) for card in cards}
    if not any(one.out_of for one in by_territory.values()):
        return None
    minimum = rulebook.small_cell(on).minimum
    counts, shown = _masked(by_territory, minimum)

    def row(place: str, code: str, name: str) -> RelaysOf:
        told, done = f"{place} {ALL}", f"{place} {DONE}"
        share = ratio(counts[done], counts[told])
        plain = share is not None and shown[done] is Shown.PLAIN and shown[told] is Shown.PLAIN
        return RelaysOf(
            code, name, report_words.masked_text(counts[told], shown[told], minimum),
            report_words.masked_text(counts[done], shown[done], minimum),
            formats.percent(share) if plain and share is not None else "\N{EM DASH}",
        )  # fmt: skip

    whole = row(REGION, "", words.REGION)
    return Relays(
        sentences.written(words.RELAYS_FINDING, done=whole.done, told=whole.told, year=on.year), on.year,
        tuple(row(str(card.id), card.code, card.name) for card in cards), whole,
    )  # fmt: skip


def figure(found: Relays) -> Figure:
    """The figure of the home page; it leads to the table that makes it, and each territory to its evaluation."""
    note = sentences.written(words.RELAYS_DONE_NOTE, told=found.whole.told, year=found.year)
    return Figure(words.RELAYS_DONE, found.whole.done, note, "people.dashboard", {"_anchor": "relais"})


def _masked(tallies: Mapping[int, Tally], minimum: int) -> tuple[dict[str, int], dict[str, Shown]]:
    """The counts and how each is published: those of a territory as its own evaluation does, the total accordingly."""
    counts: dict[str, int] = {}
    fixed: dict[str, Shown] = {}
    for number, tally in tallies.items():
        for what, n in ((ALL, tally.out_of), (DONE, tally.done)):
            counts[f"{number} {what}"] = n
            fixed[f"{number} {what}"] = Shown.HIDDEN if tally.small(minimum) else Shown.PLAIN
    sums = [Sum(f"{REGION} {what}", tuple(f"{number} {what}" for number in tallies)) for what in (ALL, DONE)]
    for one in sums:
        counts[one.total] = sum(counts[part] for part in one.parts)
    return counts, {**fixed, **mask(counts, sums, minimum, fixed=fixed)}
