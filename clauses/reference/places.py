"""Where is any commune of France? Its name, its postcodes and the centre of its outline, by its code.

`geography` knows the communes where a market can be followed, with their EPCI; this list knows all of them, for the
structures of a national directory. The former names of merged communes are understood, the present one is answered.
"""

import csv
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from clauses.reference.geography import VINTAGE, folded


@dataclass(frozen=True, slots=True)
class Place:
    """A commune; `lat` and `lon` in degrees (WGS 84), None for the few overseas whose centre is not known."""

    code: str
    name: str
    postcodes: tuple[str, ...]
    population: int
    lat: float | None
    lon: float | None

    @property
    def department(self) -> str:
        return department_of(self.code)


def department_of(code: str) -> str:
    """The département of an INSEE code or a postcode of mainland France; three digits overseas."""
    return code[:3] if code.startswith(("97", "98")) else code[:2]


def _rows(name: str) -> list[dict[str, str]]:
    path = files("clauses.reference") / "data" / "communes" / f"{name}-{VINTAGE}.csv"
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


@cache
def _places() -> dict[str, Place]:
    return {
        row["code"]: Place(
            row["code"], row["name"], tuple(row["postcodes"].split()), int(row["population"] or 0),
            float(row["lat"]) if row["lat"] else None, float(row["lon"]) if row["lon"] else None,
        )
        for row in _rows("france")
    }  # fmt: skip


@cache
def _former() -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    """The present code of a former one, and of a former name in its département."""
    codes, names = {}, {}
    for row in _rows("former"):
        codes[row["code"]] = row["now"]
        if row["name"]:
            names[department_of(row["code"]), folded(row["name"])] = row["now"]
    return codes, names


@cache
def _named() -> dict[tuple[str, str], tuple[Place, ...]]:
    found: dict[tuple[str, str], tuple[Place, ...]] = {}
    for one in _places().values():
        key = one.department, folded(one.name)
        found[key] = (*found.get(key, ()), one)
    return found


@cache
def _posted() -> dict[str, tuple[Place, ...]]:
    found: dict[str, tuple[Place, ...]] = {}
    for one in sorted(_places().values(), key=lambda each: (-each.population, each.code)):
        for code in one.postcodes:
            found[code] = (*found.get(code, ()), one)
    return found


def place(code: str) -> Place | None:
    """The commune of an INSEE code of any vintage: itself, or the one it was merged into; None when unknown."""
    return _places().get(code) or _places().get(_former()[0].get(code, ""))


def by_postcode(code: str) -> tuple[Place, ...]:
    """The communes that share a postcode, largest first."""
    return _posted().get(code, ())


def understood(post_code: str, city: str, lat: float | None = None, lon: float | None = None) -> Place | None:
    """The commune that an address means, as people write them (« 60280 CLAIROIX CEDEX »).

    By the name within the postcode, then within the département, former names included; then by the point, the
    nearest centre of the département; then by the postcode alone, its largest commune. None when nothing fits.
    """
    name = _bare(city)
    here = [one for one in by_postcode(post_code) if folded(one.name) == name]
    department = department_of(post_code)
    if department == "20":  # the postcodes of Corsica
        department = "2A" if post_code[:3] in ("200", "201") else "2B"
    named = here or list(_named().get((department, name), ()))
    if len(named) == 1:
        return named[0]
    former = _former()[1].get((department, name))
    if not named and former:
        return _places()[former]
    among = named or list(by_postcode(post_code))
    if not among and lat is not None:
        among = [one for one in _places().values() if one.department == department]
    if lat is not None and lon is not None and among:
        return min(among, key=lambda one: (_apart(one, lat, lon), one.code))
    return among[0] if among else None


def _bare(city: str) -> str:
    """The name without « CEDEX », its number, nor the arrondissement of Paris, Lyon or Marseille."""
    words = folded(city).split()
    if "cedex" in words:
        words = words[: words.index("cedex")]
    bare = [word for word in words if not word[0].isdigit() and word not in ("arrondissement", "e", "er")]
    return " ".join(bare or words)


def _apart(one: Place, lat: float, lon: float) -> float:
    """A distance good enough to compare: degrees of latitude on a plane at this latitude."""
    if one.lat is None or one.lon is None:
        return math.inf
    return math.hypot(one.lat - lat, (one.lon - lon) * math.cos(math.radians(lat)))
