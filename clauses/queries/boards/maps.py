"""Where are the territories, the lots and the structures? The region area by area, a territory lot by lot.

Outlines are those of the EPCI (`reference.outlines`); units are those of the drawing. Hours are hundredths.
"""

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Any

from sqlalchemy import func, literal, select, union_all

from clauses.domain.kinds import EmployerKind, OrganizationKind
from clauses.extensions import db
from clauses.models.partners import Capability
from clauses.models.people import Organization
from clauses.queries import lasting
from clauses.queries.boards import labels
from clauses.queries.boards.curves import TerritoryCurve
from clauses.queries.compliance import LotFigures
from clauses.queries.partners.supply import Spot
from clauses.queries.territories import TerritoryCard
from clauses.reference import geography, trades
from clauses.reference.outlines import Drawing, Outline, drawing
from clauses.reference.trades import Trade
from clauses.wording import dashboard as words
from clauses.wording import formats, sentences

STEPS = 5
LOTS = 20  # drawn, those with most hours left
SMALLEST, LARGEST = 7, 34  # radius of a lot, in units of the drawing
AROUND = 24  # units left around the territory


class Layer(StrEnum):
    """What the map of the region says: hours done, who covers it, what is offered."""

    HOURS = "heures"
    COVERAGE = "couverture"
    OFFER = "offre"


Places = tuple[tuple[int, int], ...]  # where a name may stand, the best place first


@dataclass(frozen=True, slots=True)
class Area:
    """A territory on the drawing, and its line in the table."""

    id: int
    code: str
    name: str
    paths: tuple[str, ...]
    x: int
    y: int
    vacant: bool
    share: Fraction | None
    structures: int
    population: int

    def told(self, layer: Layer) -> str:
        """What is written on the map, short."""
        if layer is Layer.OFFER:
            return formats.number(self.structures)
        if layer is Layer.COVERAGE:
            return words.VACANT_SHORT if self.vacant else words.COVERED_SHORT
        return formats.percent(self.share, 0) if self.share is not None else "—"


@dataclass(frozen=True, slots=True)
class RegionMap:
    """Every territory in code order; `most` is the largest number of structures."""

    titles: Mapping[Layer, str]
    areas: tuple[Area, ...]
    width: int
    height: int

    @property
    def most(self) -> int:
        return max([one.structures for one in self.areas], default=0)

    def step(self, one: Area, layer: Layer) -> int:
        """From 1 to 5 of one hue; 0 where there is nothing to say. Past 100 % is the last step."""
        if layer is Layer.COVERAGE:
            return 0 if one.vacant else 3
        if layer is Layer.OFFER:
            return _step(Fraction(one.structures, self.most)) if one.structures else 0
        return _step(one.share) if one.share is not None else 0

    def legend(self, layer: Layer) -> list[tuple[int, str]]:
        """(step, what it means), lowest first."""
        if layer is Layer.COVERAGE:
            return [(3, words.COVERED)]
        if layer is Layer.HOURS:
            return [(n, words.SHARE_STEP.format(low=20 * (n - 1), high=20 * n)) for n in range(1, STEPS)] + [
                (STEPS, words.LAST_STEP.format(low=20 * (STEPS - 1)))
            ]
        bounds = [(n, self.most * (n - 1) // STEPS + 1, self.most * n // STEPS) for n in range(1, STEPS + 1)]
        return [(n, words.OFFER_STEP.format(low=low, high=high)) for n, low, high in bounds if low <= high]


def _step(share: Fraction) -> int:
    return min(STEPS, max(1, math.ceil(share * STEPS)))


@dataclass(frozen=True, slots=True)
class SupplyLine:
    """How many structures of each kind list a trade; a structure of two trades is in both lines."""

    trade: Trade
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class SupplyMatrix:
    title: str
    kinds: tuple[EmployerKind, ...]
    lines: tuple[SupplyLine, ...]


@dataclass(frozen=True, slots=True)
class There:
    """The open structures of some EPCI: how many of each kind in a commune, and how many of each kind list a trade."""

    by_commune: Mapping[str, Mapping[EmployerKind, int]]
    by_trade: Mapping[tuple[str, EmployerKind], int]


def structures_of(epcis: Collection[str]) -> There:
    """Both counts at once. One statement, none where a page that is kept asks again."""
    return lasting.kept(("structures", *sorted(epcis)), lambda: _structures_of(epcis), lambda _: 10)


def _structures_of(epcis: Collection[str]) -> There:
    communes = [one.code for code in sorted(epcis) for one in geography.communes_of(code)]
    here = (
        Organization.kind == OrganizationKind.EMPLOYER, Organization.closed_on.is_(None),
        Organization.commune_code.in_(communes),
    )  # fmt: skip
    kind, many = Organization.employer_kind, func.count()
    of_places = select(literal(True), Organization.commune_code, kind, many).where(*here)
    of_trades = (
        select(literal(False), Capability.trade, kind, many)
        .join(Organization, Organization.id == Capability.organization_id)
        .where(*here)
    )
    by_commune: dict[str, dict[EmployerKind, int]] = {}
    by_trade: dict[tuple[str, EmployerKind], int] = {}
    both = union_all(
        of_places.group_by(Organization.commune_code, kind), of_trades.group_by(Capability.trade, kind)
    )
    rows: Any = db.session.execute(both)
    for place, code, employer_kind, count in rows:
        if place:
            by_commune.setdefault(code, {})[employer_kind] = count
        else:
            by_trade[code, employer_kind] = count
    return There(by_commune, by_trade)


def region_map(
    cards: Sequence[TerritoryCard], curves: Sequence[TerritoryCurve], there: There
) -> RegionMap:  # fmt: skip
    """The territories by hours done, cover and offer: the curves say the first two, `there` the structures."""
    drawn, of = drawing(), {one.id: one for one in curves}
    outlines = {one.code: one for one in drawn.outlines}
    counts: Counter[str] = Counter()
    for commune_code, kinds in there.by_commune.items():
        commune = geography.commune(commune_code)
        if commune is not None and commune.epci_code:
            counts[commune.epci_code] += sum(kinds.values())
    areas: list[Area] = []
    places: list[Places] = []
    for card in cards:
        mine = tuple(outlines[epci.code] for epci in card.epcis if epci.code in outlines)
        if mine:
            curve = of.get(card.id)
            areas.append(Area(
                card.id, card.code, card.name, tuple(one.path for one in mine), *_places(mine)[0], card.person is None,
                curve.share if curve and curve.owed else None, sum(counts[epci.code] for epci in card.epcis),
                card.population,
            ))  # fmt: skip
            places.append(_places(mine))
    areas = _apart(areas, places, drawn)
    vacant = sum(1 for one in areas if one.vacant)
    none = sum(1 for one in areas if not one.structures)
    late = sum(1 for one in curves if one.due_rate is not None and one.share is not None
               and one.share < Fraction(one.due_rate, 10_000))  # fmt: skip
    titles = {
        Layer.HOURS: _hours_finding(late, sum(1 for one in areas if one.share is not None), len(areas)),
        Layer.COVERAGE: sentences.plural(words.MAP_COVERAGE, vacant),
        Layer.OFFER: sentences.plural(words.MAP_OFFER, none),
    }
    return RegionMap(titles, tuple(areas), drawn.width, drawn.height)


def _hours_finding(late: int, owing: int, every: int) -> str:
    """Those behind the time that passes; else what the others are: all territories, or those alone that owe hours."""
    if late:
        return sentences.plural(words.MAP_HOURS, late)
    if not owing:
        return words.MAP_NO_HOURS
    return words.MAP_HOURS[0] if owing == every else sentences.plural(words.MAP_OWING, owing)


@lru_cache(maxsize=64)  # territories move once in years
def _places(outlines: tuple[Outline, ...]) -> tuple[tuple[int, int], ...]:
    """Where the name of a territory may stand: on the EPCI nearest to the middle of them first, then on its other EPCI
    and its communes, so inside it."""
    x = sum(one.x for one in outlines) / len(outlines)
    y = sum(one.y for one in outlines) / len(outlines)

    def far(place: tuple[int, int]) -> tuple[float, tuple[int, int]]:
        return math.hypot(place[0] - x, place[1] - y), place

    epcis = sorted(((one.x, one.y) for one in outlines), key=far)
    at = drawing().at
    communes = (at(c.lat, c.lon) for one in outlines for c in geography.communes_of(one.code))
    return (*epcis, *sorted(communes, key=far))


def _apart(areas: list[Area], places: list[Places], drawn: Drawing) -> list[Area]:
    """The names moved inside their territories so that none covers another, whatever the map says of them."""
    wanted = tuple(
        (labels.wide([one.code, *(one.told(layer) for layer in Layer)]), mine)
        for one, mine in zip(areas, places, strict=True)
    )
    found = _placed(wanted, drawn.width, drawn.height)
    return [replace(one, x=x, y=y) for one, (x, y) in zip(areas, found, strict=True)]


@lru_cache(maxsize=64)  # hours move a figure, seldom how wide it is written
def _placed(wanted: tuple[tuple[int, Places], ...], width: int, height: int) -> list[tuple[int, int]]:
    return labels.placed(wanted, width, height)


def supply_matrix(there: There, on: date) -> SupplyMatrix:
    """Trades by kinds: the number of structures that list the trade; every trade in force, even where none does."""
    counts = there.by_trade
    kinds = tuple(
        kind for kind in EmployerKind if kind in SHOWN_KINDS or any(one is kind for _, one in counts)
    )
    lines = tuple(
        SupplyLine(trade, tuple(counts.get((trade.code, kind), 0) for kind in kinds))
        for trade in trades.trades(on)
    )
    missing = sum(1 for one in lines if not one.total)
    return SupplyMatrix(sentences.plural(words.MATRIX_FINDING, missing, trades=len(lines)), kinds, lines)


SHOWN_KINDS = frozenset({EmployerKind.AI, EmployerKind.ETTI, EmployerKind.EI, EmployerKind.ACI})


@dataclass(frozen=True, slots=True)
class LotPoint:
    """A running lot on the map; `left` in hundredths, `mark` its number there."""

    mark: int
    label: str
    commune: str
    left: int
    x: int
    y: int
    radius: float
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class LocalMap:
    """The territories of a resource person: `box` is what is shown of the drawing (left, top, width, height)."""

    title: str
    inside: tuple[tuple[str, str], ...]  # name and path of each EPCI followed
    outside: tuple[tuple[str, str], ...]
    box: tuple[int, int, int, int]
    points: tuple[LotPoint, ...]
    more: int
    spots: tuple[Spot, ...]
    kinds: tuple[tuple[EmployerKind, int], ...]
    zone: (
        str | None
    )  # of the directory that lists these structures; None where several territories are followed


def local_map(
    running: Sequence[LotFigures], epcis: Collection[str], zone: str | None = None
) -> LocalMap | None:
    """The running lots that still owe hours, and the structures around them; None outside the drawing. One statement."""
    drawn = drawing()
    mine = [one for one in drawn.outlines if one.code in epcis]
    if not mine:
        return None
    there = structures_of([one.code for one in mine])
    spots = [
        Spot(commune, dict(kinds))
        for code, kinds in sorted(there.by_commune.items())
        if (commune := geography.commune(code)) is not None
    ]
    points, more = _points(running)
    places = [
        *(drawn.at(c.lat, c.lon) for one in mine for c in geography.communes_of(one.code)),
        *((one.x, one.y) for one in points),
    ]
    left, top = min(x for x, _ in places) - AROUND, min(y for _, y in places) - AROUND
    right, bottom = max(x for x, _ in places) + AROUND, max(y for _, y in places) + AROUND
    kinds = Counter[EmployerKind]()
    for spot in spots:
        kinds.update(spot.kinds)
    title = sentences.plural(
        words.LOCAL_MAP, len(points) + more, hours=formats.hours(sum(_left(one) for one in running)),
        structures=sentences.plural(words.STRUCTURES_THERE, sum(kinds.values())),
    )  # fmt: skip
    return LocalMap(
        title, tuple((one.name, one.path) for one in mine),
        tuple((one.name, one.path) for one in drawn.outlines if one not in mine),
        (left, top, right - left, bottom - top), tuple(points), more, tuple(spots),
        tuple((kind, kinds[kind]) for kind in EmployerKind if kinds[kind]), zone,
    )  # fmt: skip


def _left(one: LotFigures) -> int:
    return max(0, one.owed - one.validated)


def _points(running: Sequence[LotFigures]) -> tuple[list[LotPoint], int]:
    """The lots with most hours left, and how many others have some; a lot outside the drawing is only listed."""
    owing = sorted((one for one in running if _left(one)), key=lambda one: (-_left(one), one.lot.id))
    drawn, most = drawing(), max([_left(one) for one in owing], default=1)
    points: list[LotPoint] = []
    for one in owing[:LOTS]:
        codes = one.lot.places or one.lot.market.places
        commune = geography.present(codes[0]) if codes else None
        if commune is None:
            continue
        x, y = drawn.at(commune.lat, commune.lon)
        radius = max(SMALLEST, LARGEST * math.sqrt(_left(one) / most))
        points.append(LotPoint(
            len(points) + 1, f"{one.lot.market.reference}, lot {one.lot.number}", commune.name, _left(one), x, y,
            round(radius, 1), {"market_id": one.lot.market_id, "number": one.lot.number},
        ))  # fmt: skip
    return points, len(owing) - len(points)
