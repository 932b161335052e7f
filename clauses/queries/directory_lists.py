"""What would a list of structures change in the directory? Read and compared; nothing is written.

Who wins. What a structure published itself, or typed when it signed up, is never replaced by a list: a list only
fills in what is blank. What the State says of it (agreement, activity code, branch) follows the list when the list is
newer than the day of publication. Between two lists, the newer one wins, value by value where it says something.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from clauses.domain import directory
from clauses.domain.decp import Refusal, Warning
from clauses.domain.directory import Entry
from clauses.domain.kinds import OrganizationKind
from clauses.domain.kinds_partners import DirectoryShape
from clauses.extensions import db
from clauses.models.directory import DirectoryImport
from clauses.models.partners import MILLION, Capability
from clauses.models.people import Organization
from clauses.queries import market_sheet
from clauses.queries.decp import is_siret
from clauses.reference import places, sectors, trade_search, trades
from clauses.reference.geography import folded
from clauses.reference.places import Place

_AT_ONCE = 400  # values in one IN list
OWN_WORDS = frozenset(
    {"account", "demonstration"}
)  # organizations whose own people wrote their name and place
# What is read on the organization and on its sheet; those of the State, and those that only blanks receive once the
# structure has spoken.
OF_ORGANIZATION = ("name", "commune_code", "address", "presentation", "agreement_end")
OF_STATE = frozenset(
    {"naf", "branch", "under_agreement", "agreement_number", "agreement_start", "agreement_end"}
)
_PLACE = ("commune_code", "city", "post_code", "lat_e6", "lon_e6")
_FARTHEST = 0.6  # degrees between an address and the centre of its commune: beyond, the point is another's


@dataclass(frozen=True, slots=True)
class Found:
    """A row understood: the values it gives to the organization and to its sheet, by their names in the models."""

    entry: Entry
    values: dict[str, Any]
    warnings: tuple[Warning, ...]
    trades: tuple[str, ...]  # codes: those the list says, those of its sectors and of its main activity


@dataclass(frozen=True, slots=True)
class Change:
    """A structure known here, and the values that the list would give it."""

    found: Found
    organization_id: int
    name: str
    values: dict[str, Any]
    trades: tuple[str, ...]  # to add; none is ever taken away


@dataclass(slots=True)
class Check:
    """A list read and compared with the directory; every row read is in one of the counts."""

    shape: DirectoryShape
    read: int
    listed_on: date
    created: list[Found] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    published: list[str] = field(default_factory=list)  # names: their own words stand
    older: int = 0
    closed: list[str] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    @property
    def refused(self) -> int:
        """Rows refused, each once."""
        return len({one.line for one in self.refusals})

    @property
    def kept(self) -> int:
        return len(self.published) + self.older + len(self.closed)

    @property
    def writes(self) -> int:
        return len(self.created) + len(self.changed)

    @property
    def warned(self) -> list[tuple[Entry, Warning]]:
        """What is worth a look in the rows that would be written."""
        taken = [*self.created, *(change.found for change in self.changed)]
        return [(one.entry, each) for one in taken for each in one.warnings]


def check(content: bytes, *, today: date, listed_on: date | None = None) -> Check:
    """Read a list and compare it. `listed_on`: the day of a list that does not date itself. Raises Refused."""
    rows = (
        market_sheet.rows(content, {}) if content.startswith(market_sheet.WORKBOOK) else directory.rows_of(content)
    )  # fmt: skip
    reading = directory.read_rows(rows, is_siret=is_siret, today=today, listed_on=listed_on)
    days = [one.source_date for one in reading.entries]
    done = Check(reading.shape, reading.read, max(days, default=listed_on or today))
    done.refusals.extend(reading.refusals)
    known = _known({one.siret for one in reading.entries})
    practised = _practised([one.id for one in known.values()])
    for entry in reading.entries:
        found = understood(entry)
        organization = known.get(entry.key)
        if organization is None:
            done.created.append(found)
        elif organization.closed_on is not None:
            done.closed.append(organization.name)
        else:
            _compare(done, found, organization, practised.get(organization.id, set()))
    done.refusals.sort(key=lambda refusal: refusal.line)
    return done


def understood(entry: Entry) -> Found:
    """The values of a row, its commune, sectors and networks found by their names, its place checked."""
    warnings = list(entry.warnings)
    lat, lon = entry.lat_e6, entry.lon_e6
    where = _commune(entry, lat, lon)
    if where is None:
        warnings.append(Warning("city", "siae_commune", {"value": entry.city}))
    elif lat is not None and lon is not None and _far(where, lat, lon):
        warnings.append(Warning("latitude", "siae_far", {"value": f"{lat / MILLION}, {lon / MILLION}", "name": where.name}))  # fmt: skip
        lat = lon = None
    if lat is None and where is not None and where.lat is not None and where.lon is not None:
        lat, lon = round(where.lat * MILLION), round(where.lon * MILLION)
    city = where.name if where and folded(where.name) == folded(entry.city) else entry.city
    post_code = entry.post_code or (where.postcodes[0] if where and where.postcodes else None)
    values: dict[str, Any] = {
        "name": entry.name, "address": entry.address, "commune_code": where.code if where else "",
        "presentation": entry.presentation, "agreement_end": entry.agreement_end, "city": city,
        "post_code": post_code, "lat_e6": lat, "lon_e6": lon,
        "sectors": _slugs(entry.sectors, sectors.sector_meant, "siae_sector", warnings),
        "networks": _slugs(entry.networks, sectors.network_meant, "siae_network", warnings),
        "zone_codes": None if entry.zone_codes is None else list(entry.zone_codes),
        **{name: getattr(entry, name) for name in (
            "brand", "naf", "website", "recruitment_procedure", "equipment", "zone", "radius_km", "lends_staff",
            "takes_works", "joins_groups", "branch", "under_agreement", "agreement_number", "agreement_start",
        )},
    }  # fmt: skip
    said = {name: value for name, value in values.items() if value is not None}
    return Found(entry, said, tuple(warnings), _trades(entry, values["sectors"] or []))


def imports(limit: int = 50) -> Sequence[DirectoryImport]:
    """The lists taken, newest first."""
    return db.session.scalars(select(DirectoryImport).order_by(DirectoryImport.id.desc()).limit(limit)).all()


def one_import(import_id: int) -> DirectoryImport | None:
    return db.session.get(DirectoryImport, import_id)


def of_file(sha256: str) -> DirectoryImport | None:
    """The last time this very file was taken."""
    return db.session.scalars(
        select(DirectoryImport).where(DirectoryImport.sha256 == sha256).order_by(DirectoryImport.id.desc())
    ).first()


def _trades(entry: Entry, slugs: list[str]) -> tuple[str, ...]:
    """In the order of the list of trades; a code that is not on it is let go."""
    meant = {
        *(entry.trades or ()),
        *sectors.trades_of(slugs),
        *trade_search.trades_of_naf(entry.naf, entry.source_date),
    }
    return tuple(one.code for one in trades.trades(entry.source_date) if one.code in meant)


def _known(sirets: set[str]) -> dict[tuple[str, str], Organization]:
    found: dict[tuple[str, str], Organization] = {}
    wanted = sorted(sirets)
    for start in range(0, len(wanted), _AT_ONCE):
        rows = db.session.scalars(
            select(Organization)
            .join(Organization.profile)
            .options(contains_eager(Organization.profile))
            .where(Organization.siret.in_(wanted[start : start + _AT_ONCE]), Organization.kind == OrganizationKind.EMPLOYER)
        )  # fmt: skip
        found |= {(one.siret, one.employer_kind_key): one for one in rows}
    return found


def _practised(ids: list[int]) -> dict[int, set[str]]:
    """The trades that each of these structures has already."""
    found: dict[int, set[str]] = {}
    for start in range(0, len(ids), _AT_ONCE):
        rows = select(Capability.organization_id, Capability.trade)
        for owner, code in db.session.execute(
            rows.where(Capability.organization_id.in_(ids[start : start + _AT_ONCE]))
        ):
            found.setdefault(owner, set()).add(code)
    return found


def _compare(done: Check, found: Found, organization: Organization, practised: set[str]) -> None:
    """Put the row where it belongs: changed, unchanged, or left because somebody knows better."""
    profile = organization.profile
    if profile is None:  # the invariant says it never is
        return
    spoken = profile.published_on is not None or organization.origin in OWN_WORDS
    if not spoken and profile.source_date is not None and profile.source_date > found.entry.source_date:
        done.older += 1
        return
    newer = profile.published_on is None or found.entry.source_date > profile.published_on
    values = {}
    withheld = False
    for name, value in _offered(found, spoken):
        now = getattr(organization if name in OF_ORGANIZATION else profile, name)
        if now == value:
            continue
        blank = now is None or now == "" or now == []
        if spoken and not (newer if name in OF_STATE else blank):
            withheld = True
        else:
            values[name] = value
    if spoken and not (values.keys() >= {"lat_e6", "lon_e6"}):  # a place is taken whole or not at all
        values = {name: value for name, value in values.items() if name not in _PLACE}
    new = () if spoken else tuple(one for one in found.trades if one not in practised)
    if values or new:
        done.changed.append(Change(found, organization.id, organization.name, values, new))
    elif withheld:
        done.published.append(organization.name)
    else:
        done.unchanged += 1


def _offered(found: Found, spoken: bool) -> Iterator[tuple[str, Any]]:
    yield from found.values.items()
    if not spoken:
        entry = found.entry
        yield from (("source", entry.source), ("source_date", entry.source_date))
        if entry.source_id is not None:
            yield "source_id", entry.source_id


def _commune(entry: Entry, lat: int | None, lon: int | None) -> Place | None:
    if entry.insee and (named := places.place(entry.insee)):
        return named
    point = (lat / MILLION, lon / MILLION) if lat is not None and lon is not None else (None, None)
    return places.understood(entry.post_code or "", entry.city, *point)


def _far(where: Place, lat: int, lon: int) -> bool:
    if where.lat is None or where.lon is None:
        return False
    most = (
        _FARTHEST * 4 if where.department == "973" else _FARTHEST
    )  # the communes of Guyane are as wide as regions
    return abs(where.lat - lat / MILLION) > most or abs(where.lon - lon / MILLION) > most


def _slugs(said: tuple[str, ...] | None, meant: Any, code: str, warnings: list[Warning]) -> list[str] | None:
    """The slugs of these names; what is not on the list is told and left."""
    if said is None:
        return None
    found = {one: meant(one) for one in said}
    warnings += [Warning("sectors" if code == "siae_sector" else "networks", code, {"value": one[:60]})
                 for one, slug in found.items() if slug is None]  # fmt: skip
    return list(dict.fromkeys(slug for slug in found.values() if slug))
