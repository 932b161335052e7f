"""Which structures can do a work, how far are they and how many hours can they still take?

By distance, then hours left, then name: never by a score; by name alone when nothing bounds the search. Public:
names, kinds, communes, trades and hours.
"""

import math
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, select

from clauses.domain.kinds import EmployerKind
from clauses.domain.kinds_partners import WorkMode, Zone
from clauses.extensions import db
from clauses.models.partners import Capability, SiaeProfile
from clauses.models.people import Organization
from clauses.queries import capacity
from clauses.queries.partners.asked import WIDEST_KM, Asked, answering, covers, flag
from clauses.queries.partners.offers import REAL, Offer, OfferRow, in_order, slug_of

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class Found:
    """A structure that answers; `distance_km` as the crow flies, None without a starting point or a place.

    `comes`: it is further than the circle asked, and says that it works in that commune.
    """

    id: int
    slug: str
    name: str
    brand: str | None
    kind: EmployerKind
    siret: str
    city: str
    post_code: str | None
    commune_code: str
    distance_km: int | None
    comes: bool
    offers: tuple[Offer, ...]
    left: int | None  # hundredths still to be taken over the months asked, in the trades asked
    stated_on: date | None  # the last day it said anything of them
    modes: tuple[WorkMode, ...]
    website: str | None
    source_date: date | None
    real: bool


@dataclass(frozen=True, slots=True)
class Results:
    """`kinds` counts the answers of each kind as if no kind had been asked."""

    items: tuple[Found, ...]
    total: int
    number: int
    pages: int
    kinds: dict[EmployerKind, int]

    @property
    def first(self) -> int:
        return (self.number - 1) * PAGE_SIZE + 1

    @property
    def last(self) -> int:
        return self.first + len(self.items) - 1


class Place(NamedTuple):
    """One answer before its page is read; `left` in hundredths, None when the structure said nothing."""

    id: int
    kind: EmployerKind
    km: int | None
    comes: bool
    name: str
    left: int | None = None
    stated_on: date | None = None

    @property
    def rank(self) -> tuple[int, int, str, int]:
        far = WIDEST_KM * 10 if self.km is None else self.km
        return (far, -1 if self.left is None else -2 - self.left, self.name.casefold(), self.id)


def search(asked: Asked, page: int = 1) -> Results:
    """One page of the answers, in order. Four statements."""
    if not asked.narrow:
        return _everyone(asked, page)
    found = _with_hours(asked, candidates(asked))
    kinds = dict(Counter(place.kind for place in found))
    found = [place for place in found if not asked.kinds or place.kind in asked.kinds]
    pages, number, start = _page(len(found), page)
    places = _in_order(asked, found, start, start + PAGE_SIZE)
    return Results(tuple(described(places, asked.on)), len(found), number, pages, kinds)


def places_of(asked: Asked) -> list[Place]:
    """Every answer, in order, for an export. Three statements."""
    found = [one for one in candidates(asked) if not asked.kinds or one.kind in asked.kinds]
    found = told(asked, found)
    return sorted((one for one in found if enough(asked, one)), key=lambda one: one.rank)


def _page(total: int, asked: int) -> tuple[int, int, int]:
    pages = max(1, math.ceil(total / PAGE_SIZE))
    number = min(max(1, asked), pages)
    return pages, number, (number - 1) * PAGE_SIZE


def candidates(asked: Asked) -> list[Place]:
    """Every answer of any kind, hours aside, in no order: the square in SQL, the circle here. One statement."""
    rows = db.session.execute(
        answering(
            asked, SiaeProfile.organization_id, SiaeProfile.employer_kind, SiaeProfile.lat_e6, SiaeProfile.lon_e6,
            SiaeProfile.zone, SiaeProfile.radius_km, flag(covers(asked)), Organization.name, kinds=False,
        )
    )  # fmt: skip
    reach = Reach(asked)
    found = []
    for id, kind, lat, lon, zone, radius, covering, name in rows:
        within, km, comes = reach.of(lat, lon, zone, radius, covering)
        if within:
            found.append(Place(id, kind, km, comes, name))
    return found


class Reach:
    """Which structures of the square are in the circle, or come from further."""

    def __init__(self, asked: Asked) -> None:
        self._asked, self._near = asked, asked.nearness

    def of(
        self, lat: int | None, lon: int | None, zone: Zone, radius: int | None, covering: int
    ) -> tuple[bool, int | None, bool]:
        """(does it answer, kilometres from the city, does it come from beyond the circle)."""
        if self._near is None:
            return True, None, False
        km = self._near.km(lat, lon) if lat is not None and lon is not None else None
        if km is not None and km <= self._asked.km:
            return True, km, False
        own_circle = self._asked.moves and zone is Zone.RADIUS and km is not None and km <= (radius or 0)
        comes = bool(covering) or own_circle
        return comes, km, comes


def told(asked: Asked, places: list[Place]) -> list[Place]:
    """The same places with the hours left to each. Two statements."""
    left = capacity.available([one.id for one in places], asked.months, trades=asked.trades)
    return [
        one._replace(left=own.left, stated_on=own.stated_on) if (own := left.get(one.id)) else one
        for one in places
    ]


def enough(asked: Asked, place: Place) -> bool:
    return not asked.hours or (place.left or 0) >= asked.hours


def _with_hours(asked: Asked, places: list[Place]) -> list[Place]:
    """Those that still have the hours asked; when none is asked, nothing is read yet."""
    return [one for one in told(asked, places) if enough(asked, one)] if asked.hours else places


def _in_order(asked: Asked, found: list[Place], start: int, end: int) -> list[Place]:
    """The answers of one page: hours are read only for those whose distance may put them there."""
    found.sort(key=lambda one: one.rank)
    if asked.hours or not found:
        return found[start:end]
    nearest, furthest = found[start].km, found[min(end, len(found)) - 1].km
    first = next(n for n, one in enumerate(found) if one.km == nearest)
    last = next((n for n, one in enumerate(found[start:], start) if _beyond(one, furthest)), len(found))
    near = sorted(told(asked, found[first:last]), key=lambda one: one.rank)
    return near[start - first : end - first]


def _beyond(one: Place, km: int | None) -> bool:
    return km is not None and (one.km is None or one.km > km)


def _everyone(asked: Asked, page: int) -> Results:
    """The whole directory by name, counted and cut in SQL: neither a place nor a trade bounds it."""
    one = answering(asked, SiaeProfile.employer_kind.label("kind"), kinds=False).subquery()
    counts = select(one.c.kind, func.count()).group_by(one.c.kind)
    kinds = {row[0]: row[1] for row in db.session.execute(counts)}
    total = sum(n for kind, n in kinds.items() if not asked.kinds or kind in asked.kinds)
    pages, number, start = _page(total, page)
    rows = db.session.execute(
        answering(asked, SiaeProfile.organization_id, SiaeProfile.employer_kind, Organization.name)
        .order_by(func.lower(Organization.name), Organization.id).offset(start).limit(PAGE_SIZE)
    )  # fmt: skip
    places = told(asked, [Place(id, kind, None, False, name) for id, kind, name in rows])
    return Results(tuple(described(places, asked.on)), total, number, pages, kinds)


def described(places: Collection[Place], on: date) -> list[Found]:
    """What is shown of each place, in the same order. One statement."""
    ids = [place.id for place in places]
    if not ids:
        return []
    rows = db.session.execute(
        select(
            Organization.id, Organization.name, SiaeProfile.brand, SiaeProfile.employer_kind, Organization.siret,
            SiaeProfile.city, SiaeProfile.post_code, Organization.commune_code, Organization.origin,
            SiaeProfile.website, SiaeProfile.source_date,
            SiaeProfile.lends_staff, SiaeProfile.takes_works, SiaeProfile.joins_groups,
            Capability.trade, Capability.monthly_hours, Capability.stated_on,
        )
        .join(SiaeProfile, SiaeProfile.organization_id == Organization.id)
        .outerjoin(Capability, Capability.organization_id == Organization.id)
        .where(Organization.id.in_(ids))
    )  # fmt: skip
    known: dict[int, Any] = {}
    offers: dict[int, list[OfferRow]] = {}
    for *row, trade, hours, stated in rows:
        known[row[0]] = row
        if trade is not None:
            offers.setdefault(row[0], []).append((trade, hours, stated))
    return [
        _found(known[place.id], place, in_order(offers.get(place.id, []), on))
        for place in places
        if place.id in known
    ]


def _found(row: Any, place: Place, offers: tuple[Offer, ...]) -> Found:
    (id, name, brand, kind, siret, city, post_code, commune_code, origin, website, source_date, *works) = row
    modes = tuple(mode for mode, does in zip(WorkMode, works, strict=True) if does)
    return Found(id, slug_of(name), name, brand, kind, siret, city, post_code, commune_code, place.km, place.comes,
                 offers, place.left, place.stated_on, modes, website, source_date, origin == REAL)  # fmt: skip
