"""When nothing answers a search, what can be asked less of, and how many structures would then answer?"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, literal, select, union_all

from clauses.domain.kinds import EmployerKind
from clauses.extensions import db
from clauses.models.partners import SiaeProfile
from clauses.models.people import Organization
from clauses.queries.partners.asked import WIDEST_KM, Asked, answering, covers, flag
from clauses.queries.partners.search import Place, Reach, enough, told

STEP_KM = 10  # the circle proposed instead is a multiple of it


@dataclass(frozen=True, slots=True)
class Wider:
    """One thing less asked, and how many structures would answer; `km` is the circle when it is what changes."""

    criterion: str
    total: int
    km: int | None = None


def wider(asked: Asked) -> list[Wider]:
    """What to ask less of, each with the number of structures it gives; what changes nothing is not named.

    The nearest circle that holds someone comes first. One statement; five when hours are asked.
    """
    variants = {name: one for name, one in _variants(asked).items() if one != asked}
    if not variants:
        return []
    if not asked.narrow:
        counts = union_all(*(_count(name, one) for name, one in variants.items()))
        totals = {name: n for name, n in db.session.execute(counts) if n}
        return [Wider(name, totals[name]) for name in variants if name in totals]
    found = _answers(variants)
    if asked.hours:
        found = _with_hours(variants, found)
    return [_wider(name, found[name]) for name in variants if found.get(name)]


def _wider(name: str, places: list[Place]) -> Wider:
    if name != "km":
        return Wider(name, len(places))
    distances = [one.km or 0 for one in places]
    circle = min(WIDEST_KM, math.ceil(min(distances) / STEP_KM) * STEP_KM)
    return Wider(name, sum(km <= circle for km in distances), circle)


def _variants(asked: Asked) -> dict[str, Asked]:
    return {
        "km": replace(asked, km=WIDEST_KM) if asked.city else asked,
        "moves": replace(asked, moves=True) if asked.city else asked,
        "hours": replace(asked, hours=None),
        "modes": replace(asked, modes=frozenset()),
        "kinds": replace(asked, kinds=frozenset()),
        "zone": replace(asked, communes=None),
        "trades": replace(asked, trades=None),
    }


def _count(name: str, asked: Asked) -> Any:
    one = answering(asked, SiaeProfile.organization_id).subquery()
    return select(literal(name).label("criterion"), func.count().label("n")).select_from(one)


def _answers(variants: dict[str, Asked]) -> dict[str, list[Place]]:
    """The answers of every variant, hours aside. One statement."""
    rows = union_all(
        *(
            answering(
                one, literal(name).label("criterion"), SiaeProfile.organization_id, SiaeProfile.employer_kind,
                SiaeProfile.lat_e6, SiaeProfile.lon_e6, SiaeProfile.zone, SiaeProfile.radius_km,
                flag(covers(one)).label("covering"), Organization.name,
            )
            for name, one in variants.items()
        )
    )  # fmt: skip
    reach = {name: Reach(one) for name, one in variants.items()}
    found: dict[str, list[Place]] = {}
    for name, id, kind, lat, lon, zone, radius, covering, title in db.session.execute(rows):
        within, km, comes = reach[name].of(lat, lon, zone, radius, covering)
        if within:
            found.setdefault(name, []).append(Place(id, EmployerKind(kind), km, comes, title))
    return found


def _with_hours(variants: dict[str, Asked], found: dict[str, list[Place]]) -> dict[str, list[Place]]:
    """Those that have the hours, where hours are still asked; the trades differ in one variant only."""
    kept = {name: places for name, places in found.items() if not variants[name].hours}
    for names in ([n for n in found if n != "trades"], ["trades"]):
        asked = [name for name in names if name in found and variants[name].hours]
        if not asked:
            continue
        everyone = {one.id: one for name in asked for one in found[name]}
        left = {one.id: one.left for one in told(variants[asked[0]], list(everyone.values()))}
        for name in asked:
            kept[name] = _enough(variants[name], found[name], left)
    return kept


def _enough(asked: Asked, places: Iterable[Place], left: dict[int, int | None]) -> list[Place]:
    return [one for one in places if enough(asked, one._replace(left=left[one.id]))]
