"""What does the sheet of a structure say?

Public: its name, kind, commune, trades and hours. Telephone and e-mail leave with `contact` only, for people who are
signed in.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from clauses.domain.kinds import EmployerKind, LineState, Modality, OrganizationKind, PlanState
from clauses.domain.values import add_months, month_of
from clauses.extensions import db
from clauses.models.allocation import AllocationLine, AllocationPlan, Commitment
from clauses.models.markets import Lot, Market
from clauses.models.people import Organization
from clauses.queries import capacity
from clauses.queries.partners.offers import REAL, in_order, slug_of
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
class TradeHours:
    """A trade of the structure, with the hours it can still take in each month of the sheet, in hundredths.

    None where it said nothing; `stated_on` is the last day it said anything of this trade.
    """

    label: str
    left: tuple[int | None, ...]
    stated_on: date | None


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
    trades: tuple[TradeHours, ...]
    months: tuple[date, ...]  # the three after this one
    references: tuple[Reference, ...]
    contact: Contact


def structure(organization_id: int, on: date) -> StructureSheet | None:
    """The sheet of a structure, or None when there is no employer by this number. Four statements."""
    one = db.session.scalar(
        select(Organization).where(
            Organization.id == organization_id, Organization.kind == OrganizationKind.EMPLOYER
        )
    )
    if one is None or one.employer_kind is None:
        return None
    real = one.origin == REAL
    months = tuple(add_months(month_of(on), n) for n in (1, 2, 3))
    return StructureSheet(
        id=one.id,
        slug=slug_of(one.name),
        name=one.name,
        kind=one.employer_kind,
        siret=one.siret,
        commune=geography.commune(one.commune_code),
        presentation=one.presentation,
        real=real,
        trades=tuple(_trades(one.id, months, on)),
        months=months,
        references=tuple(_references(one.id)),
        contact=Contact(None, None, None) if real else Contact(one.phone, one.email, one.address),
    )


def _trades(organization_id: int, months: tuple[date, ...], on: date) -> list[TradeHours]:
    """The trades it lists, in the order of the alphabet."""
    found = {
        trade: one
        for (_, trade), one in capacity.by_trade([organization_id], months).items()
        if one.stated_on is not None
    }
    ordered = in_order([(trade, None, one.stated_on or on) for trade, one in found.items()], on)
    return [
        TradeHours(offer.label, tuple(month.left for month in found[offer.code].months), offer.stated_on)
        for offer in ordered
    ]


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
