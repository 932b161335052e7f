"""What does the sheet of a structure say?

Public: its name, kind, commune, trades and hours. Telephone and e-mail leave with `contact` only, for people who are
signed in.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from clauses.domain.kinds import EmployerKind, LineState, Modality, OrganizationKind, PlanState
from clauses.extensions import db
from clauses.models.allocation import AllocationLine, AllocationPlan, Commitment
from clauses.models.markets import Lot, Market
from clauses.models.people import Organization
from clauses.queries.partners.offers import REAL, Offer, offers_of, slug_of
from clauses.reference import geography
from clauses.reference.geography import Commune


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
        offers=offers_of([one.id], on).get(one.id, ()),
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
