"""What do the structures of these territories offer, trade by trade, against what the lots filed there ask?

Hours are hundredths and are those of the months asked about, together. What is short is counted month by month: a month
with room does not make up for one that lacks hours. Only sums and the public sheets of structures are shown; the lots
named are those within reach.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain import workload
from clauses.domain.capacity import Availability
from clauses.domain.kinds import EmployerKind, OrganizationKind
from clauses.domain.workload import Balance
from clauses.extensions import db
from clauses.models.markets import Lot, Market
from clauses.models.people import Organization
from clauses.models.territory import Territory
from clauses.queries import capacity
from clauses.queries.markets import load
from clauses.reference import geography, trades
from clauses.reference.trades import Trade


@dataclass(frozen=True, slots=True)
class Place:
    id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """A structure that lists a trade: what it says and what is left over the months, together."""

    organization_id: int
    name: str
    kind: EmployerKind
    commune: str
    territory_id: int
    trade: str
    available: Availability

    @property
    def stated(self) -> int | None:
        said = [one.stated for one in self.available.months if one.stated is not None]
        return sum(said) if said else None


@dataclass(frozen=True, slots=True)
class Cell:
    """One trade in one column. `asked` and `short` are None where they cannot be told (a kind of structure)."""

    structures: int
    silent: int
    stated: int
    left: int
    asked: int | None = None
    short: int | None = None

    @property
    def lacks(self) -> bool:
        """Hours are asked that nobody offers."""
        return bool(self.short)


@dataclass(frozen=True, slots=True)
class Line:
    trade: Trade
    cells: tuple[Cell, ...]
    whole: Cell


@dataclass(frozen=True, slots=True)
class Supply:
    """Everything the pages of the offer are made from, read once."""

    places: tuple[Place, ...]  # the territories within reach
    months: tuple[date, ...]
    rows: tuple[Row, ...]
    asked: Mapping[tuple[int, str | None], Mapping[date, int]]  # by territory and trade, month by month
    uncounted: int
    on: date

    def stated_in(self, rows: Collection[Row]) -> dict[date, int]:
        found = dict.fromkeys(self.months, 0)
        for row in rows:
            for one in row.available.months:
                found[one.month] += one.stated or 0
        return found

    def balance(self, trade: str, territories: Collection[int], rows: Collection[Row]) -> tuple[Balance, ...]:
        """Month by month, what these structures offer in a trade and what is asked; short territory by territory."""
        found = []
        for id in territories:
            stated = self.stated_in([row for row in rows if row.territory_id == id])
            asked = self.asked.get((id, trade), {})
            found.append(
                [workload.balance(month, stated[month], asked.get(month, 0)) for month in self.months]
            )
        return workload.together(found)


def places_within(actor: Actor) -> tuple[Place, ...]:
    """The territories whose offer this person follows, in code order."""
    rows = db.session.execute(
        select(Territory.id, Territory.code, Territory.name)
        .where(within_reach(actor, Permission.SUPPLY_VIEW, Territory))
        .order_by(Territory.code)
    )
    return tuple(Place(*row) for row in rows)


def supply(actor: Actor, months: Sequence[date], on: date, *, kinds: Collection[EmployerKind] = ()) -> Supply:
    """The offer and the demand of the territories within reach; fourteen statements at most, whatever their number."""
    places = places_within(actor)
    ids = [one.id for one in places]
    if not ids:
        return Supply(places, tuple(months), (), {}, 0, on)
    locals_ = load.local_loads(ids, on)
    asked = {
        (id, trade): workload.asked_by_month(local.asks, trade)
        for id, local in locals_.items() for trade in {ask.trade for ask in local.asks}
    }  # fmt: skip
    uncounted = sum(one.uncounted for one in locals_.values())
    return Supply(places, tuple(months), tuple(_rows(ids, months, on, kinds)), asked, uncounted, on)


def _rows(
    ids: Collection[int], months: Sequence[date], on: date, kinds: Collection[EmployerKind]
) -> list[Row]:
    _, territory_of = load.places_of(ids, on)
    communes = {c.code: c for epci in territory_of for c in geography.communes_of(epci)}
    question = select(
        Organization.id, Organization.name, Organization.employer_kind, Organization.commune_code
    ).where(
        Organization.kind == OrganizationKind.EMPLOYER, Organization.commune_code.in_(communes),
        Organization.closed_on.is_(None),
    )  # fmt: skip
    if kinds:
        question = question.where(Organization.employer_kind.in_(kinds))
    known = {row.id: row for row in db.session.execute(question)}
    found = []
    for (id, trade), one in capacity.by_trade(list(known), months).items():
        if one.stated_on is None:  # hours taken in a trade that it does not list
            continue
        row = known[id]
        commune = communes[row.commune_code]
        found.append(
            Row(
                id,
                row.name,
                row.employer_kind,
                commune.name,
                territory_of[commune.epci_code or ""],
                trade,
                one,
            )
        )
    return sorted(found, key=lambda row: (geography.folded(row.name), row.organization_id))


def by_territory(found: Supply, *, gaps: bool) -> list[Line]:
    """One line a trade, one column a territory; what is short is told only when every kind of structure is counted."""
    lines = []
    for trade in trades.trades(found.on):
        own = [row for row in found.rows if row.trade == trade.code]
        cells = [_cell(found, trade.code, [one.id], [r for r in own if r.territory_id == one.id], gaps)
                 for one in found.places]  # fmt: skip
        whole = _cell(found, trade.code, [one.id for one in found.places], own, gaps)
        lines.append(Line(trade, tuple(cells), whole))
    return lines


def by_kind(found: Supply, kinds: Sequence[EmployerKind], territories: Collection[int]) -> list[Line]:
    """One line a trade, one column a kind of structure, in these territories; lots ask hours of a trade, not of a kind."""
    lines = []
    for trade in trades.trades(found.on):
        own = [row for row in found.rows if row.trade == trade.code and row.territory_id in territories]
        cells = tuple(_sum([row for row in own if row.kind is kind]) for kind in kinds)
        lines.append(Line(trade, cells, _cell(found, trade.code, territories, own, gaps=True)))
    return lines


def _cell(found: Supply, trade: str, territories: Collection[int], rows: Collection[Row], gaps: bool) -> Cell:
    plain = _sum(rows)
    months = found.balance(trade, territories, rows)
    return Cell(
        plain.structures, plain.silent, plain.stated, plain.left, sum(one.asked for one in months),
        sum(one.short for one in months) if gaps else None,
    )  # fmt: skip


def _sum(rows: Collection[Row]) -> Cell:
    return Cell(
        len(rows), sum(1 for row in rows if row.stated is None), sum(row.stated or 0 for row in rows),
        sum(row.available.left or 0 for row in rows),
    )  # fmt: skip


def lots_asking(
    actor: Actor, territories: Collection[int], trade: str, found: Supply
) -> list[tuple[Lot, int]]:
    """The lots of these territories that ask hours of a trade in these months, the most first, within reach."""
    hours = {}
    for lot, ask in load.lots_asking(territories, found.on):
        if ask is not None and ask.trade == trade:
            wanted = sum(h for month, h in workload.spread(ask).items() if month in found.months)
            if wanted:
                hours[lot.id] = wanted
    rows = db.session.scalars(
        select(Lot)
        .where(Lot.id.in_(hours), within_reach(actor, Permission.MARKET_VIEW, Lot))
        .options(joinedload(Lot.market).joinedload(Market.buyer))
    )
    return sorted(((lot, hours[lot.id]) for lot in rows), key=lambda pair: (-pair[1], pair[0].id))


@dataclass(frozen=True, slots=True)
class Forecast:
    """A trade over the months: what is offered and asked; `worst` is the month that lacks most, if one does."""

    trade: Trade
    months: tuple[Balance, ...]

    @property
    def offered(self) -> int:
        return sum(one.offered for one in self.months)

    @property
    def asked(self) -> int:
        return sum(one.asked for one in self.months)

    @property
    def short(self) -> int:
        return sum(one.short for one in self.months)

    @property
    def short_months(self) -> int:
        return sum(1 for one in self.months if one.short)

    @property
    def worst(self) -> Balance | None:
        return max((one for one in self.months if one.short), key=lambda one: one.short, default=None)


def forecasts(found: Supply, territories: Collection[int]) -> list[Forecast]:
    """Every trade that is offered or asked in these territories; what lacks most first, then what is asked most."""
    lines = []
    for trade in trades.trades(found.on):
        own = [row for row in found.rows if row.trade == trade.code and row.territory_id in territories]
        one = Forecast(trade, found.balance(trade.code, territories, own))
        if one.asked or own:
            lines.append(one)
    return sorted(lines, key=lambda one: (-one.short, -one.asked, geography.folded(one.trade.label)))
