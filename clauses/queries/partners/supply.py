"""What supply is there, place by place: how many structures of each kind answer a search, by commune and by EPCI?"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from clauses.domain.kinds import EmployerKind
from clauses.extensions import db
from clauses.models.people import Organization
from clauses.queries.partners.asked import Asked
from clauses.queries.partners.search import Place, candidates, enough, told
from clauses.reference import geography
from clauses.reference.geography import Commune, Epci


@dataclass(frozen=True, slots=True)
class Spot:
    """A commune with its structures of each kind."""

    commune: Commune
    kinds: dict[EmployerKind, int]

    @property
    def total(self) -> int:
        return sum(self.kinds.values())


@dataclass(frozen=True, slots=True)
class Area:
    """An EPCI with its structures of each kind; none is an answer too."""

    epci: Epci
    kinds: dict[EmployerKind, int]

    @property
    def total(self) -> int:
        return sum(self.kinds.values())


@dataclass(frozen=True, slots=True)
class Supply:
    """The answers of a search over a département; `beyond` are those that stand outside it."""

    spots: tuple[Spot, ...]
    areas: tuple[Area, ...]
    kinds: dict[EmployerKind, int]
    beyond: int

    @property
    def total(self) -> int:
        return sum(self.kinds.values())


def over(asked: Asked, department: str) -> Supply:
    """The structures that answer, counted where they stand in a département. Two statements, four with hours."""
    found = [one for one in candidates(asked) if not asked.kinds or one.kind in asked.kinds]
    if asked.hours:
        found = [one for one in told(asked, found) if enough(asked, one)]
    communes = _communes(found, department)
    by_commune: dict[str, Counter[EmployerKind]] = {}
    beyond = 0
    for one in found:
        commune = geography.present(communes.get(one.id, ""))
        if commune is None or commune.department != department:
            beyond += 1
        else:
            by_commune.setdefault(commune.code, Counter())[one.kind] += 1
    spots = [_spot(code, kinds) for code, kinds in sorted(by_commune.items())]
    areas = [
        Area(epci, dict(_sum(spot.kinds for spot in spots if spot.commune.epci_code == epci.code)))
        for epci in geography.epcis(department)
    ]
    return Supply(tuple(spots), tuple(areas), dict(_sum(spot.kinds for spot in spots)), beyond)


def _spot(code: str, kinds: Counter[EmployerKind]) -> Spot:
    commune = geography.commune(code)
    assert commune is not None  # it was found by `present`
    return Spot(commune, dict(kinds))


def _sum(counts: Iterable[dict[EmployerKind, int]]) -> Counter[EmployerKind]:
    found: Counter[EmployerKind] = Counter()
    for one in counts:
        found.update(one)
    return found


def _communes(places: list[Place], department: str) -> dict[int, str]:
    """The INSEE code where each of these structures is established in the département. One statement."""
    wanted = {one.id for one in places}
    rows = db.session.execute(
        select(Organization.id, Organization.commune_code).where(
            Organization.employer_kind.is_not(None), Organization.commune_code.startswith(department)
        )
    )
    return {id: code for id, code in rows if id in wanted}
