"""What is asked of the directory, and which SQL says it?

A structure answers when all that is asked fits: one of the trades, one of the kinds, one of the ways of working, the
hours, and the place. The place is a circle around a commune, to which `moves` adds the structures that say they work
in that commune, and a zone: the communes a structure may be established in.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, cast, false, func, or_, select, true
from sqlalchemy import case as sql_case

from clauses.domain.kinds import EmployerKind
from clauses.domain.kinds_partners import WorkMode, Zone
from clauses.models.partners import Capability, SiaeProfile
from clauses.models.people import Organization
from clauses.reference.geography import Commune
from clauses.reference.nearness import Nearness

WIDEST_KM = 150  # of a search, and of the circle a structure may say it works in


@dataclass(frozen=True, slots=True)
class Asked:
    """`trades` None: any; empty: none, for the words typed mean no trade. `km` counts from `city` only.

    `hours`, in hundredths: at least so many still to be taken over all the `months` together, in the trades asked.
    """

    on: date
    trades: frozenset[str] | None = None
    city: Commune | None = None
    km: int = 30
    moves: bool = False
    communes: frozenset[str] | None = None
    kinds: frozenset[EmployerKind] = frozenset()
    modes: frozenset[WorkMode] = frozenset()
    hours: int | None = None
    months: tuple[date, ...] = ()  # their first days

    @property
    def narrow(self) -> bool:
        """Something bounds the answers, so that what is left to each can be asked before they are put in order."""
        return bool(self.city or self.communes or self.trades or self.hours)

    @property
    def nearness(self) -> Nearness | None:
        return Nearness(self.city.lat, self.city.lon) if self.city else None


def answering(asked: Asked, *columns: Any, kinds: bool = True) -> Select[Any]:
    """The structures that answer, hours aside, one row each; those in the square where a city is asked.

    `kinds=False` leaves the kinds out, for their counts.
    """
    wanted = select(*columns).join(Organization, Organization.id == SiaeProfile.organization_id)
    wanted = wanted.where(or_(Organization.closed_on.is_(None), Organization.closed_on > asked.on))
    if asked.trades is not None:
        able = select(Capability.organization_id).where(Capability.trade.in_(asked.trades))
        wanted = wanted.where(SiaeProfile.organization_id.in_(able))
    if kinds and asked.kinds:
        wanted = wanted.where(SiaeProfile.employer_kind.in_(asked.kinds))
    if asked.modes:
        wanted = wanted.where(or_(*(getattr(SiaeProfile, mode.value) for mode in sorted(asked.modes))))
    if asked.communes is not None:
        wanted = wanted.where(Organization.commune_code.in_(asked.communes))
    if asked.city:
        wanted = wanted.where(_in_square(asked))
    return wanted


def _in_square(asked: Asked) -> ColumnElement[bool]:
    square = _square(asked, asked.km)
    if not asked.moves:
        return square
    works_here = and_(SiaeProfile.zone == Zone.RADIUS, _square(asked, WIDEST_KM))
    return or_(square, works_here, covers(asked))


def _square(asked: Asked, km: int) -> ColumnElement[bool]:
    if asked.nearness is None:
        return true()
    box = asked.nearness.box(km)
    return and_(
        SiaeProfile.lat_e6.between(box.south, box.north), SiaeProfile.lon_e6.between(box.west, box.east)
    )


def covers(asked: Asked) -> ColumnElement[bool]:
    """Does the structure say that it works in an area which holds the city, wherever it is itself?"""
    if asked.city is None or not asked.moves:
        return false()
    city = asked.city
    names = (city.code, city.epci_code, city.department, f"R{city.region}")
    listed = or_(*(func.lower(_text(SiaeProfile.zone_codes)).contains(f'"{name.lower()}"') for name in names))
    return or_(SiaeProfile.zone == Zone.COUNTRY, and_(SiaeProfile.zone == Zone.AREAS, listed))


def _text(column: Any) -> ColumnElement[str]:
    return cast(column, Text)


def flag(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return sql_case((condition, 1), else_=0)
