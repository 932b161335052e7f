"""Who follows each territory of the region, which communes does it hold and what supply is there?

Public: only what is shown to everyone.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select

from clauses.access.charges import charges
from clauses.domain.capacity import Availability, together
from clauses.domain.kinds import EmployerKind, OrganizationKind, Role
from clauses.domain.values import add_months, month_of
from clauses.extensions import db
from clauses.models.people import Membership, Organization, User
from clauses.models.quarters import QuarterConsolidation
from clauses.models.territory import Territory, TerritoryEpci
from clauses.queries import capacity
from clauses.queries.partners.offers import REAL, slug_of
from clauses.reference import geography, trades
from clauses.reference.geography import Commune, Epci


@dataclass(frozen=True, slots=True)
class Contact:
    """A person who answers for a territory."""

    name: str
    job_title: str | None
    organization: str
    phone: str | None
    email: str | None
    instead_of: str | None = None  # the person who is away…
    until: date | None = None  # …and the last day of that absence


@dataclass(frozen=True, slots=True)
class TerritoryCard:
    """One line of the list; `person` is None while the territory has no resource person."""

    id: int
    code: str
    name: str
    person: Contact | None
    epcis: tuple[Epci, ...]
    commune_count: int

    @property
    def population(self) -> int:
        return sum(epci.population for epci in self.epcis)


def places_of(cards: Iterable[TerritoryCard]) -> dict[str, int]:
    """The territory of each commune of these territories, in their division."""
    return {
        commune.code: card.id
        for card in cards
        for epci in card.epcis
        for commune in geography.communes_of(epci.code)
    }


@dataclass(frozen=True, slots=True)
class LocalStructure:
    id: int
    slug: str
    name: str
    kind: EmployerKind
    commune: str
    left: int | None  # hundredths still to be taken over the months of the sheet
    real: bool  # one of the structures of the public list of 2021


@dataclass(frozen=True, slots=True)
class TerritorySheet:
    card: TerritoryCard
    groups: tuple[tuple[Epci, tuple[Commune, ...]], ...]
    structures: tuple[LocalStructure, ...]
    covered: tuple[str, ...]  # labels of the trades that a structure of the territory offers
    missing: tuple[str, ...]
    months: tuple[date, ...]  # whose hours are counted
    closing: QuarterConsolidation | None  # the last quarter closed, for the public figures

    @property
    def kinds(self) -> dict[EmployerKind, int]:
        """How many structures of each kind, in the order of the kinds."""
        counts = Counter(one.kind for one in self.structures)
        return {kind: counts[kind] for kind in EmployerKind if counts[kind]}

    @property
    def left(self) -> int:
        """Hundredths of an hour that these structures can still take together."""
        return sum(one.left or 0 for one in self.structures)


def _contacts(on: date) -> dict[int, Contact]:
    """Whoever answers that day: during an absence, the person who stands in."""
    return {
        id: Contact(one.acting.name, one.acting.job_title, one.acting.organization, one.acting.phone,
                    one.acting.email, one.absent.name if one.absent else None, one.until)
        for id, one in charges(on).items()
        if one.acting
    }  # fmt: skip


def _on(model: Any, on: date) -> tuple[Any, ...]:
    return (model.starts_on <= on, or_(model.ends_on.is_(None), model.ends_on >= on))


def coordination() -> Contact | None:
    """The regional coordination, which answers wherever nobody else does."""
    row = db.session.execute(
        select(User.first_name, User.last_name, User.job_title, User.phone, User.email, Organization.name)
        .join(Membership, Membership.user_id == User.id)
        .join(Organization, Organization.id == Membership.organization_id)
        .where(Membership.role == Role.REGIONAL_COORDINATOR, Membership.active, User.active)
        .order_by(Membership.id)
        .limit(1)
    ).first()
    if row is None:
        return None
    first, last, title, phone, email, organization = row
    return Contact(f"{first} {last}", title, organization, phone, email)


def cards(on: date) -> list[TerritoryCard]:
    """Every territory of the region with its resource person of the day, in code order. Two statements."""
    return _cards(on, db.session.execute(_division(on)))


def _division(on: date) -> Select[int, str, str, str]:
    """(number, code, name, EPCI) of the division in force on a day, in code order."""
    return (
        select(Territory.id, Territory.code, Territory.name, TerritoryEpci.epci_code)
        .outerjoin(TerritoryEpci, (TerritoryEpci.territory_id == Territory.id) & _both(TerritoryEpci, on))
        .order_by(Territory.code, TerritoryEpci.epci_code)
    )


def _cards(on: date, rows: Iterable[Any]) -> list[TerritoryCard]:
    contacts = _contacts(on)
    found: dict[int, tuple[str, str, list[Epci]]] = {}
    for id, code, name, epci_code, *_ in rows:
        entry = found.setdefault(id, (code, name, []))
        if epci := geography.epci(epci_code or ""):
            entry[2].append(epci)
    return [
        TerritoryCard(id, code, name, contacts.get(id), tuple(sorted(epcis, key=lambda e: -e.population)),
                      sum(e.commune_count for e in epcis))
        for id, (code, name, epcis) in found.items()
    ]  # fmt: skip


def _both(model: Any, on: date) -> Any:
    started, still = _on(model, on)
    return started & still


def card_of(commune: Commune, on: date) -> TerritoryCard | None:
    """The territory a commune belongs to on a day, through its EPCI."""
    return next((c for c in cards(on) if any(e.code == commune.epci_code for e in c.epcis)), None)


def sheet(code: str, on: date) -> TerritorySheet | None:
    """Everything the page of a territory prints, or None when there is no such code. Six statements.

    The hours are those of the three months after this one. The last quarter closed comes with the division: it is one
    row, asked for with those of this territory.
    """
    latest = select(func.max(QuarterConsolidation.quarter)).scalar_subquery()
    division = db.session.execute(
        _division(on)
        .add_columns(QuarterConsolidation)
        .outerjoin(QuarterConsolidation, (QuarterConsolidation.quarter == latest) & (Territory.code == code))
    ).all()
    card = next((c for c in _cards(on, division) if c.code == code), None)
    if card is None:
        return None
    groups = tuple(
        (epci, tuple(sorted(geography.communes_of(epci.code), key=lambda c: geography.folded(c.name))))
        for epci in card.epcis
    )
    communes = {c.code: c for _, members in groups for c in members}
    rows = db.session.execute(
        select(Organization.id, Organization.name, Organization.employer_kind, Organization.commune_code,
               Organization.origin)
        .where(Organization.kind == OrganizationKind.EMPLOYER, Organization.commune_code.in_(communes),
               or_(Organization.closed_on.is_(None), Organization.closed_on > on))
    ).all()  # fmt: skip
    months = tuple(add_months(month_of(on), n) for n in (1, 2, 3))
    by_trade = capacity.by_trade([row[0] for row in rows], months)
    parts: dict[int, list[Availability]] = {}
    for (id, _), one in by_trade.items():
        parts.setdefault(id, []).append(one)
    available = {id: together(own, id) for id, own in parts.items()}
    structures = [
        LocalStructure(id, slug_of(name), name, kind, communes[commune].name,
                       available[id].left if id in available else None, origin == REAL)
        for id, name, kind, commune, origin in rows
        if kind is not None
    ]  # fmt: skip
    structures.sort(key=lambda s: (s.real, geography.folded(s.name)))
    offered = {trade for (_, trade), one in by_trade.items() if one.stated_on}
    known = trades.trades(on)
    return TerritorySheet(
        card=card,
        groups=groups,
        structures=tuple(structures),
        covered=tuple(t.label for t in known if t.code in offered),
        missing=tuple(t.label for t in known if t.code not in offered),
        months=months,
        closing=next((row[4] for row in division if row[4] is not None), None),
    )
