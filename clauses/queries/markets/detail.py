"""What does one market, or one lot, hold: its clause, its opinion, its holder, who follows it and what was done?"""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from clauses.access.gate import OutOfReach, load, may
from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.filing import EDITABLE, FREE_CHOICE_TYPES
from clauses.domain.kinds import OrganizationKind, Role
from clauses.extensions import db
from clauses.models.journal import AuditEvent
from clauses.models.markets import Award, Lot, Market, Opinion
from clauses.models.partners import Capability
from clauses.models.people import Organization
from clauses.queries.markets.lists import followers, hours_done, owed
from clauses.queries.people import Follower, territory_of
from clauses.reference import geography

_LOTS = (
    joinedload(Market.buyer),
    joinedload(Market.changed_by),
    selectinload(Market.lots).selectinload(Lot.clause),
    selectinload(Market.lots).selectinload(Lot.targets),
    selectinload(Market.lots).selectinload(Lot.award).joinedload(Award.awardee),
    selectinload(Market.lots).selectinload(Lot.opinions).joinedload(Opinion.given_by),
    selectinload(Market.lots).joinedload(Lot.territory),
)


@dataclass(frozen=True, slots=True)
class Totals:
    """The effort of a market: hours in hundredths, amount in cents, of the lots with a clause alone."""

    hours: int
    amount: int
    lots: int
    done: int = 0

    @property
    def per_thousand(self) -> Fraction | None:
        """Hours per 1 000 €."""
        return Fraction(self.hours * 1000, self.amount) if self.amount else None


@dataclass(frozen=True, slots=True)
class LotLine:
    """A lot in the page of its market; hours in hundredths."""

    lot: Lot
    owed: int
    done: int
    follower: Follower | None
    opinion: Opinion | None  # the last one, of the last request
    to_complete: bool  # a clause without a volume: it came so from open data


@dataclass(frozen=True, slots=True)
class MarketFile:
    market: Market
    lines: tuple[LotLine, ...]
    totals: Totals
    followers: tuple[Follower, ...]
    amounts_shown: bool
    may_file: bool
    may_give_opinion: bool
    editable: bool  # not published yet, and by this person


@dataclass(frozen=True, slots=True)
class LotFile:
    market: Market
    lot: Lot
    line: LotLine
    amounts_shown: bool
    may_award: bool


@dataclass(frozen=True, slots=True)
class AwardFile:
    """What the declaration of a result needs: the lot, and the organizations that may hold it."""

    market: Market
    lot: Lot
    known: list[Organization]


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """Who did what, and when; the words of `act` and of its figures are the page's."""

    act: str
    at: datetime
    who: str | None
    lot_number: int | None
    facts: dict[str, Any]


def market_file(actor: Actor, market_id: int, on: date) -> MarketFile:
    """A market with the lots this person may see; raises OutOfReach."""
    market = load(actor, Permission.MARKET_VIEW, Market, market_id, *_LOTS)
    return _file(actor, market, on)


def market_to_file(actor: Actor, market_id: int, on: date) -> MarketFile:
    """The same, for those who may change it; raises OutOfReach or Forbidden."""
    return _file(actor, load(actor, Permission.MARKET_FILE, Market, market_id, *_LOTS), on)


def market_to_review(actor: Actor, market_id: int, on: date) -> MarketFile:
    """The same, for those who give an opinion on it, with their lots alone."""
    market = load(actor, Permission.OPINION_GIVE, Market, market_id, *_LOTS)
    return _file(actor, market, on, Permission.OPINION_GIVE)


def lot_id_of(market_id: int, number: int) -> int:
    """The lot of a number in a market; reading it says nothing, `load()` decides."""
    found = db.session.scalar(select(Lot.id).where(Lot.market_id == market_id, Lot.number == number))
    if found is None:
        raise OutOfReach
    return found


def lot_file(actor: Actor, market_id: int, number: int, on: date) -> LotFile:
    """One lot as this person sees it; raises OutOfReach."""
    lot = load(
        actor, Permission.MARKET_VIEW, Lot, lot_id_of(market_id, number),
        joinedload(Lot.market).joinedload(Market.buyer), joinedload(Lot.territory), selectinload(Lot.clause),
        selectinload(Lot.targets), selectinload(Lot.award).joinedload(Award.awardee),
        selectinload(Lot.opinions).joinedload(Opinion.given_by),
    )  # fmt: skip
    who = followers({lot.territory_id}, on)
    line = _line(lot, lot.market, hours_done([lot.id]), who)
    return LotFile(
        lot.market, lot, line, _sees_amounts(actor), may(actor, Permission.AWARD_DECLARE, Lot, lot.id)
    )


def lot_to_award(actor: Actor, market_id: int, number: int, on: date) -> AwardFile:
    """One lot, for those who declare its result; raises OutOfReach or Forbidden."""
    lot = load(
        actor, Permission.AWARD_DECLARE, Lot, lot_id_of(market_id, number),
        joinedload(Lot.market).joinedload(Market.buyer), selectinload(Lot.clause),
        selectinload(Lot.award).joinedload(Award.awardee),
    )  # fmt: skip
    return AwardFile(lot.market, lot, holders())


def holder_of(lot: Lot) -> Organization | None:
    """The holder of a lot whose result was just declared."""
    return db.session.get(Organization, lot.award.awardee_id) if lot.award else None


def history_of_market(market: Market, lots: list[Lot], limit: int = 60) -> list[HistoryEntry]:
    """What was done on a market and on the lots given, latest first."""
    own = and_(AuditEvent.object_type == "Market", AuditEvent.object_id == market.id)
    numbers = {lot.id: lot.number for lot in lots}
    return _history(or_(own, AuditEvent.lot_id.in_(numbers)), numbers, limit)


def history_of_lot(lot: Lot, limit: int = 60) -> list[HistoryEntry]:
    """What was done on one lot, latest first; its number is not repeated."""
    return _history(AuditEvent.lot_id == lot.id, {}, limit)


def _history(kept: ColumnElement[bool], numbers: dict[int, int], limit: int) -> list[HistoryEntry]:
    events = db.session.scalars(
        select(AuditEvent)
        .where(kept)
        .order_by(AuditEvent.seq.desc())
        .limit(limit)
        .options(joinedload(AuditEvent.actor))
    )
    return [
        HistoryEntry(
            each.action,
            each.at,
            each.actor.name if each.actor else None,
            numbers.get(each.lot_id or 0),
            each.facts,
        )
        for each in events
    ]


def holders() -> list[Organization]:
    """The organizations that may hold a lot: companies, and the insertion employers."""
    return list(
        db.session.scalars(
            select(Organization)
            .where(Organization.kind.in_([OrganizationKind.COMPANY, OrganizationKind.EMPLOYER]))
            .order_by(Organization.kind, Organization.name)
            .limit(500)
        )
    )


@dataclass(frozen=True, slots=True)
class Supply:
    """What is offered near a lot in its trade: structures, and hours a month in hundredths."""

    structures: int
    monthly_hours: int


def supply_near(market: Market, within_km: int = 30) -> dict[int, Supply]:
    """By lot with a clause, the structures that cover its trade around its first commune."""
    lots = [lot for lot in market.lots if lot.has_clause and lot.trade]
    offered = db.session.execute(
        select(Capability.trade, Capability.monthly_hours, Organization.commune_code)
        .join(Organization)
        .where(Capability.trade.in_({lot.trade for lot in lots}))
    ).all()
    found = {}
    for lot in lots:
        code = next(iter(lot.places or market.places), None)
        here = geography.commune(code) if code else None
        if here is None:
            continue
        near = [
            hours for trade, hours, place in offered
            if trade == lot.trade
            and (there := geography.commune(place)) is not None
            and geography.distance_km(here, there) <= within_km
        ]  # fmt: skip
        found[lot.id] = Supply(len(near), sum(hours or 0 for hours in near))
    return found


def _file(
    actor: Actor, market: Market, on: date, permission: Permission = Permission.MARKET_VIEW
) -> MarketFile:
    seen = _seen_lots(actor, market, permission)
    done = hours_done([lot.id for lot in seen])
    who = followers({lot.territory_id for lot in seen if lot.has_clause}, on)
    lines = tuple(_line(lot, market, done, who) for lot in seen)
    held = [line for line in lines if line.lot.has_clause]
    totals = Totals(
        hours=sum(line.owed for line in held),
        amount=sum(line.lot.amount or 0 for line in held),
        lots=len(held),
        done=sum(line.done for line in held),
    )
    if (
        not seen and market.places
    ):  # before step 2, the first commune of the market already designates someone
        who = _follower_of_places(market.places, on)
    people = {one.user_id: one for one in who.values()}
    may_file = may(actor, Permission.MARKET_FILE, Market, market.id)
    return MarketFile(
        market=market,
        lines=lines,
        totals=totals,
        followers=tuple(people.values()),
        amounts_shown=_sees_amounts(actor),
        may_file=may_file,
        editable=may_file and market.state in EDITABLE,
        may_give_opinion=may(actor, Permission.OPINION_GIVE, Market, market.id),
    )


def _follower_of_places(places: list[str], on: date) -> dict[int | None, Follower]:
    territory = territory_of(places[0], on)
    return followers({territory.id if territory else None}, on)


def _seen_lots(actor: Actor, market: Market, permission: Permission) -> list[Lot]:
    """A buyer sees every lot; a company, a structure and a resource person, theirs."""
    if actor.role is Role.BUYER:
        return list(market.lots)
    ids = set(
        db.session.scalars(
            select(Lot.id).where(Lot.market_id == market.id, within_reach(actor, permission, Lot))
        )
    )
    return [lot for lot in market.lots if lot.id in ids]


def _sees_amounts(actor: Actor) -> bool:
    return actor.role not in (Role.COMPANY, Role.SIAE)


def _line(lot: Lot, market: Market, done: dict[int, int], who: dict[int | None, Follower]) -> LotLine:
    since = market.opinion_requested_on
    opinions = [one for one in lot.opinions if since is None or one.given_on >= since]
    owes_hours = lot.clause is None or lot.clause.clause_type in FREE_CHOICE_TYPES
    return LotLine(
        lot=lot,
        owed=owed(lot),
        done=done.get(lot.id, 0),
        follower=who.get(lot.territory_id) if lot.has_clause else None,
        opinion=opinions[-1] if opinions else None,
        to_complete=bool(lot.has_clause and lot.award and not lot.targets and owes_hours),
    )
