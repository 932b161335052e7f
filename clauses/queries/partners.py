"""Which structures can do a work, how far are they and how many hours a month do they offer?

Public: names, kinds, communes, trades and hours. Telephone and e-mail leave with `contact` only, for people who are
signed in.
"""

import math
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from clauses.domain.kinds import EmployerKind, LineState, Modality, OrganizationKind, PlanState
from clauses.extensions import db
from clauses.models.allocation import AllocationLine, AllocationPlan, Commitment
from clauses.models.markets import Lot, Market
from clauses.models.partners import Capability
from clauses.models.people import Organization
from clauses.reference import geography, trades
from clauses.reference.geography import Commune

PAGE_SIZE = 25
REAL = "siae_2021"  # the structures of the public list of 2021: no account, no hours, no contact data


@dataclass(frozen=True, slots=True)
class Offer:
    """A trade of a structure; hours a month in hundredths, None when the structure did not say."""

    code: str
    label: str
    monthly_hours: int | None
    stated_on: date


@dataclass(frozen=True, slots=True)
class Found:
    """A structure that answers the search; `distance_km` as the crow flies, None without a starting point."""

    id: int
    slug: str
    name: str
    kind: EmployerKind
    commune: str
    distance_km: int | None
    offers: tuple[Offer, ...]
    monthly_hours: int | None  # hundredths, over the trades searched
    real: bool


@dataclass(frozen=True, slots=True)
class Results:
    items: tuple[Found, ...]
    total: int
    number: int
    pages: int

    @property
    def first(self) -> int:
        return (self.number - 1) * PAGE_SIZE + 1

    @property
    def last(self) -> int:
        return self.first + len(self.items) - 1


@dataclass(frozen=True, slots=True)
class Reference:
    """A lot on which the structure accepted its part, the plan being settled."""

    market: str
    lot: str
    buyer: str
    modality: Modality
    settled_on: date


@dataclass(frozen=True, slots=True)
class Contact:
    phone: str | None
    email: str | None
    address: str | None


@dataclass(frozen=True, slots=True)
class StructureSheet:
    id: int
    slug: str
    name: str
    kind: EmployerKind
    siret: str
    commune: Commune | None
    presentation: str | None
    real: bool
    offers: tuple[Offer, ...]
    references: tuple[Reference, ...]
    contact: Contact


def slug_of(name: str) -> str:
    """The name in an address: « coup-d-main-beauvaisis »."""
    return re.sub(r"[^a-z0-9]+", "-", geography.folded(name)).strip("-") or "structure"


def search(
    *,
    on: date,
    trade_codes: Collection[str] | None = None,
    city: Commune | None = None,
    km: int | None = None,
    kinds: Collection[EmployerKind] = (),
    page: int = 1,
) -> Results:
    """The structures that answer, by distance, then hours available, then name. Two statements.

    `trade_codes` None: every structure; empty: none, for the words typed mean no trade. `km` counts from `city` only.
    """
    wanted = select(Organization.id, Organization.name, Organization.employer_kind, Organization.commune_code,
                    Organization.origin).where(Organization.kind == OrganizationKind.EMPLOYER)  # fmt: skip
    if kinds:
        wanted = wanted.where(Organization.employer_kind.in_(kinds))
    if trade_codes is not None:
        able = select(Capability.organization_id).where(Capability.trade.in_(trade_codes))
        wanted = wanted.where(Organization.id.in_(able))
    offers = _offers(on)
    found = []
    for id, name, kind, commune_code, origin in db.session.execute(wanted):
        if kind is None:  # the database holds that an employer has one
            continue
        commune = geography.commune(commune_code)
        distance = geography.distance_km(city, commune) if city and commune else None
        if city and km is not None and (distance is None or distance > km):
            continue
        own = offers.get(id, ())
        counted = [o for o in own if trade_codes is None or o.code in trade_codes]
        hours = sum(o.monthly_hours or 0 for o in counted) or None
        found.append(
            Found(id, slug_of(name), name, kind, commune.name if commune else commune_code, distance, own, hours,
                  origin == REAL)
        )  # fmt: skip
    found.sort(key=_rank)
    pages = max(1, math.ceil(len(found) / PAGE_SIZE))
    number = min(max(1, page), pages)
    start = (number - 1) * PAGE_SIZE
    return Results(tuple(found[start : start + PAGE_SIZE]), len(found), number, pages)


def _rank(one: Found) -> tuple[int, int, str, int]:
    return (one.distance_km or 0, -(one.monthly_hours or 0), geography.folded(one.name), one.id)


def _offers(on: date, organization_id: int | None = None) -> dict[int, tuple[Offer, ...]]:
    question = select(
        Capability.organization_id, Capability.trade, Capability.monthly_hours, Capability.stated_on
    )
    if organization_id is not None:
        question = question.where(Capability.organization_id == organization_id)
    labels = {t.code: t.label for t in trades.trades(on)}
    found: dict[int, list[Offer]] = {}
    for owner, code, hours, stated in db.session.execute(question):
        found.setdefault(owner, []).append(Offer(code, labels.get(code, code), hours, stated))
    return {
        owner: tuple(sorted(own, key=lambda o: geography.folded(o.label))) for owner, own in found.items()
    }


def structure(organization_id: int, on: date) -> StructureSheet | None:
    """The sheet of a structure, or None when there is no employer by this number. Three statements."""
    one = db.session.scalar(
        select(Organization).where(
            Organization.id == organization_id, Organization.kind == OrganizationKind.EMPLOYER
        )
    )
    if one is None or one.employer_kind is None:
        return None
    real = one.origin == REAL
    return StructureSheet(
        id=one.id,
        slug=slug_of(one.name),
        name=one.name,
        kind=one.employer_kind,
        siret=one.siret,
        commune=geography.commune(one.commune_code),
        presentation=one.presentation,
        real=real,
        offers=_offers(on, one.id).get(one.id, ()),
        references=tuple(_references(one.id)),
        contact=Contact(None, None, None) if real else Contact(one.phone, one.email, one.address),
    )


def _references(organization_id: int, limit: int = 20) -> list[Reference]:
    rows = db.session.execute(
        select(Market.title, Lot.title, Organization.name, AllocationLine.modality, AllocationPlan.settled_on)
        .join(AllocationPlan, AllocationPlan.id == AllocationLine.plan_id)
        .join(Commitment, Commitment.id == AllocationPlan.commitment_id)
        .join(Lot, Lot.id == Commitment.lot_id)
        .join(Market, Market.id == Lot.market_id)
        .join(Organization, Organization.id == Market.buyer_id)
        .where(
            AllocationLine.structure_id == organization_id,
            AllocationLine.state == LineState.ACCEPTED,
            AllocationPlan.state == PlanState.SETTLED,
        )
        .order_by(AllocationPlan.settled_on.desc(), AllocationLine.id)
        .limit(limit)
    )
    return [
        Reference(row[0], row[1], row[2], row[3], settled) for row in rows if (settled := row[4]) is not None
    ]
