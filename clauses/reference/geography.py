"""Which commune is meant, where is it, and which EPCI does it belong to?

Communes are read once from the vintage file and searched in memory; the INSEE code is the key, as text.
"""

import csv
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

VINTAGE = "2026"
DEPARTMENTS = ("60",)  # those whose every commune is in the vintage: a territory can be drawn there
_EARTH_RADIUS_KM = 6371.0088
# A bare code can be a postcode shared by ten villages, or the INSEE code of another commune: it is understood
# alone only where one commune has this many times the inhabitants of every other; else the person chooses.
_DOMINANCE = 8


@dataclass(frozen=True)
class Commune:
    """A commune; `population` is the municipal one, `lat` and `lon` the centre of its outline in degrees."""

    code: str
    name: str
    department: str
    region: str
    epci_code: str
    epci_name: str
    population: int
    postcodes: tuple[str, ...]
    lat: float
    lon: float


@dataclass(frozen=True)
class Epci:
    """A grouping of communes, by its SIREN; `lat` and `lon` are where its name stands on a map."""

    code: str
    name: str
    kind: str  # CC, CA, CU or METRO
    department: str  # of its seat
    population: int
    commune_count: int
    lat: float
    lon: float


def _rows(folder: str) -> Iterator[dict[str, str]]:
    path = files("clauses.reference") / "data" / folder / f"{VINTAGE}.csv"
    return csv.DictReader(path.read_text("utf-8").splitlines())


@cache
def _communes() -> dict[str, Commune]:
    found = [
        Commune(
            code=row["code"],
            name=row["name"],
            department=row["department"],
            region=row["region"],
            epci_code=row["epci_code"],
            epci_name=row["epci_name"],
            population=int(row["population"]),
            postcodes=tuple(row["postcodes"].split()),
            lat=float(row["lat"]),
            lon=float(row["lon"]),
        )
        for row in _rows("communes")
    ]
    return {commune.code: commune for commune in found}


@cache
def _epcis() -> dict[str, Epci]:
    found = [
        Epci(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            department=row["department"],
            population=int(row["population"]),
            commune_count=int(row["commune_count"]),
            lat=float(row["lat"]),
            lon=float(row["lon"]),
        )
        for row in _rows("epcis")
    ]
    return {epci.code: epci for epci in found}


def folded(text: str) -> str:
    """The text without accents, case, hyphens nor apostrophes, « St » read as « Saint »."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    words = re.sub(r"[^a-z0-9]+", " ", plain).split()
    return " ".join({"st": "saint", "ste": "sainte"}.get(word, word) for word in words)


@cache
def _by_name() -> dict[str, tuple[Commune, ...]]:
    names: dict[str, tuple[Commune, ...]] = {}
    for one in _communes().values():
        key = folded(one.name)
        names[key] = (*names.get(key, ()), one)
    return names


@cache
def _by_postcode() -> dict[str, tuple[Commune, ...]]:
    postcodes: dict[str, tuple[Commune, ...]] = {}
    for one in _largest_first(_communes().values()):
        for postcode in one.postcodes:
            postcodes[postcode] = (*postcodes.get(postcode, ()), one)
    return postcodes


def _largest_first(communes: Iterable[Commune]) -> list[Commune]:
    return sorted(communes, key=lambda commune: (-commune.population, commune.code))


@cache
def _merged() -> dict[str, str]:
    path = files("clauses.reference") / "data" / "communes" / "merged.csv"
    return {row["former_code"]: row["code"] for row in csv.DictReader(path.read_text("utf-8").splitlines())}


def commune(code: str) -> Commune | None:
    """The commune of an INSEE code, or None when the vintage has none."""
    return _communes().get(code)


def present(code: str) -> Commune | None:
    """The commune that a code recorded in any vintage is part of today: itself, or the one it was merged into."""
    seen: set[str] = set()
    while code not in _communes() and code in _merged() and code not in seen:
        seen.add(code)
        code = _merged()[code]
    return _communes().get(code)


def communes(department: str | None = None) -> list[Commune]:
    """Every commune known, in code order; those of one département when it is given."""
    return [one for one in _communes().values() if department in (None, one.department)]


def by_postcode(code: str) -> list[Commune]:
    """The communes that share a postcode, largest first."""
    return list(_by_postcode().get(code, ()))


def epci(code: str) -> Epci | None:
    """The EPCI of a SIREN, or None."""
    return _epcis().get(code)


def epcis(department: str | None = None) -> list[Epci]:
    """Every EPCI known; those of one département when it is given (« 60 » gives the 21 of the Oise)."""
    return [one for one in _epcis().values() if department in (None, one.department)]


def communes_of(epci_code: str) -> list[Commune]:
    """The communes of an EPCI, in code order."""
    return [one for one in _communes().values() if one.epci_code == epci_code]


def search(text: str, limit: int = 10) -> list[Commune]:
    """The communes a person may mean: names starting so, then names with a word starting so; or codes.

    Within each group, the exact name first, then the largest; digits are read as the beginning of a postcode
    or of an INSEE code, the exact codes first.
    """
    wanted = folded(text)
    if not wanted or limit < 1:
        return []
    label = _labelled(text)
    if label is not None:
        return [label]
    rank = _code_rank if wanted[0].isdigit() else _name_rank
    ranked = [(rank(one, wanted), -one.population, one.code, one) for one in _communes().values()]
    return [entry[3] for entry in sorted(entry for entry in ranked if entry[0] is not None)[:limit]]


def _name_rank(one: Commune, wanted: str) -> int | None:
    name = folded(one.name)
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    return 2 if f" {wanted}" in name else None


def _code_rank(one: Commune, wanted: str) -> int | None:
    code, _, name = wanted.partition(" ")
    if name and not folded(one.name).startswith(name):
        return None
    known = (*one.postcodes, one.code.lower())
    if code in known:
        return 0
    return 1 if any(each.startswith(code) for each in known) else None


def find(text: str) -> Commune | None:
    """The one commune meant by « Beauvais », « Beauvais (60057) », « 60000 Beauvais », « 60057 », « 60000 ».

    None when nothing or several communes answer: the person then chooses in the list.
    """
    labelled = _labelled(text)
    if labelled is not None:
        return labelled
    wanted = folded(text)
    named = _by_name().get(wanted, ())
    if named:
        return named[0] if len(named) == 1 else None
    if not re.fullmatch(r"[0-9][0-9ab][0-9]{3}", wanted):
        return None
    own = commune(wanted.upper())
    found = _largest_first({*by_postcode(wanted), *((own,) if own else ())})
    if not found or (len(found) > 1 and found[0].population < _DOMINANCE * found[1].population):
        return None
    return found[0]


def _labelled(text: str) -> Commune | None:
    """The commune of a name with a code beside it, in either order; both must agree."""
    parts = re.fullmatch(r"(?:([0-9][0-9ab][0-9]{3}) )?(.*?)(?: ([0-9][0-9ab][0-9]{3}))?", folded(text))
    if parts is None or not parts[2] or not (parts[1] or parts[3]):
        return None
    code = (parts[3] or parts[1]).upper()
    named = [one for one in _by_name().get(parts[2], ()) if one.code == code or code in one.postcodes]
    return named[0] if len(named) == 1 else None


def distance_km(a: Commune, b: Commune) -> int:
    """Kilometres between two communes as the crow flies, centre to centre, rounded."""
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half_chord = (
        math.sin((lat_b - lat_a) / 2) ** 2
        + math.cos(lat_a) * math.cos(lat_b) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    )
    return round(2 * _EARTH_RADIUS_KM * math.asin(math.sqrt(half_chord)))
