"""Could the structures of a territory do the hours that a lot asks for, month by month, with all that is asked already?

Offered: what each structure of the territory says it can do in a month. Asked: the volumes of the lots filed or
awarded there, spread evenly over their execution. Only sums leave; what has no known volume or dates is counted apart.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from clauses.domain import bases, workload
from clauses.domain.kinds import HoursBasis, LotResult, MarketState, OrganizationKind
from clauses.domain.values import month_of
from clauses.domain.workload import Ask, Outlook
from clauses.extensions import db
from clauses.models.markets import Lot, Market
from clauses.models.partners import Capability
from clauses.models.people import Organization
from clauses.models.territory import Territory, TerritoryEpci
from clauses.queries import capacity
from clauses.queries.volumes import terms_of
from clauses.reference import geography
from clauses.reference.geography import Commune

ENDED = (MarketState.CLOSED, MarketState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Offered:
    """What structures say they can do in an ordinary month; `silent` did not say how many hours.

    `changes`: what is added or taken away in the months of which some of them spoke apart.
    """

    structures: int
    silent: int
    monthly_hours: int
    changes: Mapping[date, int] = field(default_factory=dict)

    def in_month(self, month: date) -> int:
        """Hours of one month."""
        return self.monthly_hours + self.changes.get(month, 0)


@dataclass(frozen=True, slots=True)
class Local:
    """What a territory offers and what is asked of it; `uncounted` lots have no known volume or dates."""

    id: int
    name: str
    by_trade: Mapping[str, Offered]
    all_trades: Offered
    asks: tuple[Ask, ...]
    uncounted: int

    def offered(self, trade: str | None) -> Offered:
        return self.all_trades if trade is None else self.by_trade.get(trade, Offered(0, 0, 0))

    def outlook(self, ask: Ask, trade: str | None, besides: Iterable[Ask] = ()) -> Outlook:
        """What an ask meets in a trade, or in all of them; `besides` are asked too, by the same market."""
        asked = workload.asked_by_month((*self.asks, *besides), trade)
        return workload.outlook(ask, offered=self.offered(trade).in_month, asked=asked)


def local_loads(
    territory_ids: Collection[int], on: date, *, without_market: int | None = None, shown_only: bool = False
) -> dict[int, Local]:
    """By territory, what it offers and what is asked of it from the lots filed there; ten statements at most.

    `without_market` leaves out the lots of one market; `shown_only` keeps what anybody may know: the consultations
    that their buyer shows, and the lots awarded.
    """
    if not territory_ids:
        return {}
    names, places = places_of(territory_ids, on)
    offers = _offers(places, on)
    asks, uncounted = _asks(territory_ids, on, without_market, shown_only)
    return {
        id: Local(id, name, *_summed(offers.get(id, [])), tuple(asks.get(id, ())), uncounted.get(id, 0))
        for id, name in names.items()
    }


def local_load(commune: Commune, on: date) -> Local | None:
    """What anybody may know of the territory of a commune; None where no territory follows it."""
    found = db.session.scalar(
        select(TerritoryEpci.territory_id).where(TerritoryEpci.epci_code == commune.epci_code, _current(on))
    )
    return local_loads([found], on, shown_only=True).get(found) if found else None


def _current(on: date) -> ColumnElement[bool]:
    return and_(
        TerritoryEpci.starts_on <= on, or_(TerritoryEpci.ends_on.is_(None), TerritoryEpci.ends_on >= on)
    )


def places_of(territory_ids: Collection[int], on: date) -> tuple[dict[int, str], dict[str, int]]:
    """The names of territories, and the territory of each of their EPCI."""
    rows = db.session.execute(
        select(Territory.id, Territory.name, TerritoryEpci.epci_code)
        .outerjoin(TerritoryEpci, and_(TerritoryEpci.territory_id == Territory.id, _current(on)))
        .where(Territory.id.in_(territory_ids))
    ).all()
    return {row.id: row.name for row in rows}, {row.epci_code: row.id for row in rows if row.epci_code}


@dataclass(frozen=True, slots=True)
class _Offer:
    """A trade of a structure: its usual hours, and those of the months of which it spoke apart."""

    structure_id: int
    trade: str
    hours: int | None
    spoken: Mapping[date, int]


def _offers(places: Mapping[str, int], on: date) -> dict[int, list[_Offer]]:
    found: dict[int, list[_Offer]] = {}
    spoken = capacity.spoken_since(month_of(on))
    for id, place, trade, hours in db.session.execute(
        select(Organization.id, Organization.commune_code, Capability.trade, Capability.monthly_hours)
        .join(Capability, Capability.organization_id == Organization.id)
        .where(Organization.kind == OrganizationKind.EMPLOYER)
    ):
        commune = geography.commune(place)
        territory = places.get(commune.epci_code or "") if commune else None
        if territory is not None:
            found.setdefault(territory, []).append(_Offer(id, trade, hours, spoken.get((id, trade), {})))
    return found


def _summed(offers: list[_Offer]) -> tuple[dict[str, Offered], Offered]:
    """Offers by trade and all together: a structure that says its hours in one trade is not silent."""
    trades = {one.trade for one in offers}
    return {trade: _total([o for o in offers if o.trade == trade]) for trade in trades}, _total(offers)


def _total(offers: list[_Offer]) -> Offered:
    everyone = {one.structure_id for one in offers}
    said = {one.structure_id for one in offers if one.hours is not None or one.spoken}
    changes: dict[date, int] = {}
    for one in offers:
        for month, hours in one.spoken.items():
            changes[month] = changes.get(month, 0) + hours - (one.hours or 0)
    usual = sum(one.hours or 0 for one in offers)
    return Offered(len(everyone), len(everyone - said), usual, {m: n for m, n in changes.items() if n})


def _asks(
    territory_ids: Collection[int], on: date, without_market: int | None, shown_only: bool
) -> tuple[dict[int, list[Ask]], dict[int, int]]:
    asks: dict[int, list[Ask]] = {}
    uncounted: dict[int, int] = {}
    for lot, ask in lots_asking(territory_ids, on, without_market=without_market, shown_only=shown_only):
        if lot.territory_id is None:
            continue
        if ask is None:
            uncounted[lot.territory_id] = uncounted.get(lot.territory_id, 0) + 1
        else:
            asks.setdefault(lot.territory_id, []).append(ask)
    return asks, uncounted


def lots_asking(
    territory_ids: Collection[int], on: date, *, without_market: int | None = None, shown_only: bool = False
) -> list[tuple[Lot, Ask | None]]:
    """The lots filed or awarded in these territories that still ask hours, and what each asks; None when unknown."""
    question = (
        select(Lot)
        .join(Market, Market.id == Lot.market_id)
        .where(
            Lot.territory_id.in_(territory_ids), Lot.has_clause.is_(True), Market.state != MarketState.DRAFT,
            Market.state.not_in(ENDED), or_(Lot.result.is_(None), Lot.result == LotResult.AWARDED),
        )
        .options(joinedload(Lot.market), selectinload(Lot.clause), selectinload(Lot.targets))
    )  # fmt: skip
    if without_market is not None:
        question = question.where(Market.id != without_market)
    if shown_only:
        shown = and_(Market.state == MarketState.PUBLISHED, Market.visible)
        question = question.where(or_(Lot.result == LotResult.AWARDED, shown))
    lots = list(db.session.scalars(question))
    terms = terms_of(lots)
    return [(lot, ask_of(lot, terms.get(lot.id), on)) for lot in lots]


def ask_of(lot: Lot, terms: bases.Terms | None, on: date) -> Ask | None:
    """What a lot asks and when: its version in force once awarded, else what its clause says; None when unknown."""
    version = bases.in_force(lot.targets, on) or (lot.targets[0] if lot.targets else None)
    start = version.exec_start if version else lot.market.exec_start
    length = version.exec_months if version else lot.market.exec_months
    if terms is None or start is None or not length:
        return None
    if version is not None and terms.basis not in bases.OPEN_BASES:
        hours = version.hours
    else:
        hours = bases.hours_owed(terms, exec_start=start, exec_months=length, as_of=on)
    if terms.basis is HoursBasis.PER_FIRST_PERIOD and terms.period_months:
        length = min(length, terms.period_months)
    return Ask(hours, month_of(start), length, lot.trade) if hours else None
