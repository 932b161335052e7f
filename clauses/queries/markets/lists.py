"""Which markets does this person see, with their hours and who follows them?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.bases import YEAR, Terms, YearTerms, hours_owed
from clauses.domain.kinds import HoursBasis, MarketState, Programme
from clauses.extensions import db
from clauses.models.markets import Lot, Market
from clauses.models.territory import Territory
from clauses.queries import lot_sums
from clauses.queries.people import Follower, followers_of

ROWS = 25


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address of the list says; `after` is the id of the last market of the page before."""

    state: MarketState | None = None
    programme: Programme | None = None
    territory_id: int | None = None
    year: int | None = None
    without_opinion: bool = False
    published_since: date | None = None
    text: str | None = None
    after: int | None = None

    @property
    def any(self) -> bool:
        return bool(
            self.state
            or self.programme
            or self.territory_id
            or self.year
            or self.without_opinion
            or self.published_since
            or self.text
        )


@dataclass(frozen=True, slots=True)
class MarketRow:
    """One line of the list; hours in hundredths."""

    id: int
    reference: str
    title: str
    buyer: str
    state: MarketState
    without_opinion: bool
    clause_lots: int
    other_lots: int
    done: int
    target: int
    followers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MarketPage:
    rows: list[MarketRow]
    total: int
    next_after: int | None
    territories: list[tuple[int, str]]
    years: list[int]


def market_list(actor: Actor, filters: Filters, on: date) -> MarketPage:
    """A page of the markets within reach, latest first."""
    kept = [within_reach(actor, Permission.MARKET_VIEW, Market), *_criteria(filters)]
    total = db.session.scalar(select(func.count(Market.id)).where(*kept)) or 0
    if filters.after is not None:
        kept.append(Market.id < filters.after)
    markets = list(
        db.session.scalars(
            select(Market)
            .where(*kept)
            .order_by(Market.id.desc())
            .limit(ROWS + 1)
            .options(
                joinedload(Market.buyer),
                selectinload(Market.lots).selectinload(Lot.clause),
                selectinload(Market.lots).selectinload(Lot.targets),
            )
        )
    )
    more, markets = len(markets) > ROWS, markets[:ROWS]
    lots = [lot for market in markets for lot in market.lots]
    done = lot_sums.validated_on([lot.id for lot in lots])
    who = followers({lot.territory_id for lot in lots if lot.has_clause}, on)
    rows = [_row(market, done, who) for market in markets]
    return MarketPage(rows, total, markets[-1].id if more else None, *_choices(actor))


def owed(lot: Lot) -> int:
    """What is owed on a lot: its last target, or the volume retained while the clause is being written."""
    if lot.targets:
        return lot.targets[-1].hours
    return (lot.clause.target_hours or 0) if lot.clause and lot.has_clause else 0


def whole(lot: Lot) -> int:
    """What is owed over the whole contract: a yearly volume is converted before it is compared or added to others."""
    clause = lot.clause
    if lot.targets or clause is None or clause.hours_basis is not HoursBasis.PER_YEAR:
        return owed(lot)
    said = Terms(
        clause.hours_basis,
        hours=clause.target_hours,
        years=tuple(YearTerms(y.year, y.hours) for y in lot.years),
    )
    return hours_owed(said, exec_start=None, exec_months=lot.market.exec_months or YEAR, as_of=date.max)


def followers(territory_ids: Iterable[int | None], on: date) -> dict[int | None, Follower]:
    """Who follows each territory on a day, the coordination where nobody else does; three statements."""
    return followers_of(territory_ids, on)


def _criteria(filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.state:
        found.append(Market.state == filters.state)
    if filters.programme:
        found.append(Market.programme == filters.programme)
    if filters.territory_id:
        there = select(Lot.id).where(Lot.market_id == Market.id, Lot.territory_id == filters.territory_id)
        found.append(exists(there))
    if filters.year:
        found.append(_when().between(date(filters.year, 1, 1), date(filters.year, 12, 31)))
    if filters.without_opinion:
        found.append(Market.published_without_opinion.is_(True))
    if filters.published_since:
        found.append(Market.published_on >= filters.published_since)
    if filters.text:
        wanted = filters.text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
        like = f"%{wanted}%"
        found.append(or_(Market.reference.ilike(like, escape="\\"), Market.title.ilike(like, escape="\\")))
    return found


def _when() -> ColumnElement[date]:
    return func.coalesce(Market.publication_date, Market.exec_start)


def _choices(actor: Actor) -> tuple[list[tuple[int, str]], list[int]]:
    """What the filters may offer: the territories and the years that are there."""
    seen = within_reach(actor, Permission.MARKET_VIEW, Market)
    there = select(Lot.territory_id).where(Lot.market_id.in_(select(Market.id).where(seen)))
    territories = db.session.execute(
        select(Territory.id, Territory.name).where(Territory.id.in_(there)).order_by(Territory.code)
    )
    first, last = db.session.execute(select(func.min(_when()), func.max(_when())).where(seen)).one()
    years = list(range(_year(last), _year(first) - 1, -1)) if first else []
    return [(one, name) for one, name in territories], years[:40]


def _year(day: date | str) -> int:
    return int(day[:4]) if isinstance(day, str) else day.year  # SQLite hands back text from an expression


def _row(market: Market, done: dict[int, int], who: dict[int | None, Follower]) -> MarketRow:
    held = [lot for lot in market.lots if lot.has_clause]
    names = dict.fromkeys(who[lot.territory_id].name for lot in held if lot.territory_id in who)
    return MarketRow(
        id=market.id,
        reference=market.reference,
        title=market.title,
        buyer=market.buyer.name,
        state=market.state,
        without_opinion=market.published_without_opinion,
        clause_lots=len(held),
        other_lots=len(market.lots) - len(held),
        done=sum(done.get(lot.id, 0) for lot in held),
        target=sum(whole(lot) for lot in held),
        followers=tuple(names),
    )
