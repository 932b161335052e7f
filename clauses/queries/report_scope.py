"""Which lots and which lines of the ledger is a report about, for whoever asks?

A report is asked on a market, a buyer, a company, a territory or the region. Whoever asks never gets more lots than
they reach: the same criterion is asked when the report is made, and when one of its figures is opened.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select

from clauses.access import gate
from clauses.access.policy import Actor, Permission, reach_of
from clauses.access.scoping import within_reach
from clauses.domain.as_of import Cut
from clauses.domain.kinds import MarketState, PartyCapacity, Programme, Role
from clauses.domain.kinds_reports import ReportKind, ReportScope
from clauses.domain.reports import SHAPES, first_month
from clauses.extensions import db
from clauses.models.hours import LedgerLine
from clauses.models.markets import Lot, LotParty, Market
from clauses.models.people import Organization
from clauses.models.territory import Territory

PERMISSIONS: dict[ReportScope, Permission] = {
    ReportScope.MARKET: Permission.REPORT_REQUEST,
    ReportScope.BUYER: Permission.REPORT_REQUEST,
    ReportScope.COMPANY: Permission.CERTIFICATE_REQUEST,
    ReportScope.TERRITORY: Permission.TERRITORY_REPORT,
    ReportScope.REGION: Permission.REGION_REPORT,
}
HOLDERS = (PartyCapacity.AWARDEE, PartyCapacity.CONSORTIUM_MEMBER)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a report is about: its kind, and the number of the one thing it is asked on (none for the region).

    `fte_base` is how many hours (hundredths) make a full-time equivalent in it; None keeps that of the rule (R22).
    """

    kind: ReportKind
    market_id: int | None = None
    organization_id: int | None = None
    territory_id: int | None = None
    fte_base: int | None = None

    @property
    def scope(self) -> ReportScope:
        return SHAPES[self.kind].scope

    @property
    def permission(self) -> Permission:
        return PERMISSIONS[self.scope]

    def since(self, cut: Cut) -> date | None:
        """The first month that the report counts."""
        return first_month(SHAPES[self.kind].span, cut.last_month)


def subject(kind: ReportKind, number: int | None, fte_base: int | None = None) -> Subject:
    """The subject of a kind, by the number of what it is asked on."""
    match SHAPES[kind].scope:
        case ReportScope.MARKET:
            return Subject(kind, market_id=number, fte_base=fte_base)
        case ReportScope.BUYER | ReportScope.COMPANY:
            return Subject(kind, organization_id=number, fte_base=fte_base)
        case ReportScope.TERRITORY:
            return Subject(kind, territory_id=number, fte_base=fte_base)
        case _:
            return Subject(kind, fte_base=fte_base)


def permission_for(kind: ReportKind) -> Permission:
    return PERMISSIONS[SHAPES[kind].scope]


def kinds_for(actor: Actor) -> list[ReportKind]:
    """The kinds of reports that this role may ask."""
    return [kind for kind in ReportKind if reach_of(actor, permission_for(kind)) is not None]


def ask(actor: Actor, about: Subject) -> None:
    """May this person have this report? Raises OutOfReach or Forbidden, like the gate."""
    if reach_of(actor, about.permission) is None:
        raise gate.Forbidden
    match about.scope:
        case ReportScope.MARKET:
            gate.load(actor, about.permission, Market, about.market_id or 0)
        case ReportScope.TERRITORY:
            gate.load(actor, about.permission, Territory, about.territory_id or 0)
        case ReportScope.REGION:
            return
        case _:
            own = actor.organization_id == about.organization_id and actor.role in (Role.BUYER, Role.COMPANY)
            if not own and db.session.scalar(select(Lot.id).where(lots_of(actor, about)).limit(1)) is None:
                raise gate.OutOfReach


def lots_of(actor: Actor, about: Subject) -> ColumnElement[bool]:
    """The lots of the subject that this person reaches; drafts are nobody's business yet."""
    number = about.organization_id or 0
    match about.scope:
        case ReportScope.MARKET:
            # Whoever follows one lot of a market reads the report of the whole: it holds counts and hours only.
            market = select(Market.id).where(within_reach(actor, about.permission, Market))
            return and_(Lot.market_id == (about.market_id or 0), Lot.market_id.in_(market))
        case ReportScope.BUYER:
            mine: Any = Lot.market_id.in_(select(Market.id).where(Market.buyer_id == number))
        case ReportScope.COMPANY:
            mine = exists(
                select(LotParty.id).where(
                    LotParty.lot_id == Lot.id,
                    LotParty.organization_id == number,
                    LotParty.capacity.in_(HOLDERS),
                )
            )
        case ReportScope.TERRITORY:
            there = within_reach(actor, about.permission, Territory)
            mine = and_(
                Lot.territory_id == (about.territory_id or 0),
                Lot.territory_id.in_(select(Territory.id).where(there)),
            )
            return and_(mine, filed())
        case _:
            mine = _of_programme(Programme.NPNRU) if about.kind is ReportKind.ANRU else None
    within = within_reach(actor, about.permission, Lot)
    return and_(within, filed()) if mine is None else and_(within, mine, filed())


def _of_programme(programme: Programme) -> ColumnElement[bool]:
    return Lot.market_id.in_(select(Market.id).where(Market.programme == programme))


def filed() -> ColumnElement[bool]:
    return Lot.market_id.in_(select(Market.id).where(Market.state != MarketState.DRAFT))


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of the ledger: of some lots, at a cut, from a first month on."""

    lots: ColumnElement[bool]
    cut: Cut
    since: date | None = None

    @property
    def where(self) -> tuple[ColumnElement[bool], ...]:
        known = [
            LedgerLine.lot_id.in_(select(Lot.id).where(self.lots)),
            LedgerLine.month <= self.cut.last_month,
            LedgerLine.recorded_on <= self.cut.known_on,
        ]
        if self.since is not None:
            known.append(LedgerLine.month >= self.since)
        return tuple(known)


# ---- what a report can be asked on, for the form


def buyers(actor: Actor) -> list[Organization]:
    """The buyers whose reports this person may ask: their own, or those of the lots they follow."""
    if actor.role is Role.BUYER:
        return list(db.session.scalars(select(Organization).where(Organization.id == actor.organization_id)))
    asked = (
        select(Market.buyer_id)
        .join(Lot, Lot.market_id == Market.id)
        .where(within_reach(actor, Permission.REPORT_REQUEST, Lot), Market.state != MarketState.DRAFT)
    )
    return _named(asked)


def companies(actor: Actor) -> list[Organization]:
    """The companies whose certificate this person may ask: their own, or the holders of the lots they follow."""
    if actor.role is Role.COMPANY:
        return list(db.session.scalars(select(Organization).where(Organization.id == actor.organization_id)))
    held = (
        select(LotParty.organization_id)
        .join(Lot, Lot.id == LotParty.lot_id)
        .where(LotParty.capacity.in_(HOLDERS), within_reach(actor, Permission.CERTIFICATE_REQUEST, Lot))
    )
    return _named(held)


def territories(actor: Actor) -> list[Territory]:
    reach = within_reach(actor, Permission.TERRITORY_REPORT, Territory)
    return list(db.session.scalars(select(Territory).where(reach).order_by(Territory.code)))


def _named(ids: Any) -> list[Organization]:
    asked = select(Organization).where(Organization.id.in_(ids)).order_by(Organization.name).limit(500)
    return list(db.session.scalars(asked))
