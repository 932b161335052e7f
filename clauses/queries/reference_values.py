"""Which labour share and hourly cost are proposed for a trade on a day, since when, who set them and why?

The files of the product give the first values; those that the region records take over by date. A value of the trade
stands before a value of every trade. Nothing here changes a calculation already kept: it has its own snapshot.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from clauses.domain.kinds import MarketState
from clauses.domain.references import ReferenceKind, in_force
from clauses.extensions import db
from clauses.models.markets import Clause, Lot, Market
from clauses.models.references import ReferenceValue
from clauses.reference import rulebook, trades
from clauses.reference.trades import Trade


@dataclass(frozen=True, slots=True)
class Applied:
    """A value in force: shares in basis points, costs in cents; `source` is the reason, or that of the file."""

    value: int
    since: date
    source: str
    regional: bool

    def snapshot(self) -> dict[str, object]:
        """What a calculation keeps of the value it was proposed."""
        return {
            "value": self.value,
            "since": self.since.isoformat(),
            "source": self.source,
            "regional": self.regional,
        }


class Values:
    """The values proposed on a day."""

    def __init__(self, rows: list[ReferenceValue], on: date) -> None:
        self.on = on
        self.rule = rulebook.sizing(on)
        self._rows: dict[tuple[ReferenceKind, str | None], list[ReferenceValue]] = {}
        for row in rows:
            self._rows.setdefault((row.kind, row.trade), []).append(row)

    def share(self, trade: str | None) -> Applied | None:
        """The labour share of a trade; None for a trade that nobody knows."""
        known = trades.trade(trade, self.on) if trade else None
        if known is None:
            return None
        default = Applied(known.labour_share_bp, known.effective_from, known.source, False)
        return self._later(default, self._regional(ReferenceKind.LABOUR_SHARE, known.code))

    def cost(self, trade: str | None) -> Applied:
        """The hourly cost of a trade, else that of every trade."""
        own = self._regional(ReferenceKind.HOURLY_COST, trade) if trade else None
        if own is not None:
            return own
        default = Applied(self.rule.hourly_cost_cents, self.rule.effective_from, self.rule.source, False)
        return self._later(default, self._regional(ReferenceKind.HOURLY_COST, None))

    def has_own_cost(self, trade: str | None) -> bool:
        return trade is not None and self._regional(ReferenceKind.HOURLY_COST, trade) is not None

    def in_force(self, kind: ReferenceKind, trade: str | None) -> Applied | None:
        return self.share(trade) if kind is ReferenceKind.LABOUR_SHARE else self.cost(trade)

    def snapshot(self, trade: str | None) -> dict[str, object]:
        """What a calculation keeps of the values it was proposed."""
        found = {kind: self.in_force(kind, trade) for kind in ReferenceKind}
        return {kind.value: one.snapshot() if one else None for kind, one in found.items()}

    def _regional(self, kind: ReferenceKind, trade: str | None) -> Applied | None:
        row = in_force(self._rows.get((kind, trade), ()), self.on)
        return Applied(row.value, row.effective_from, row.reason, True) if row else None

    @staticmethod
    def _later(default: Applied, regional: Applied | None) -> Applied:
        """By date: a file that changes after the region spoke is the last word, and the same day is the region's."""
        return regional if regional is not None and regional.since >= default.since else default


def values_on(on: date) -> Values:
    """The values proposed on a day. One statement."""
    return Values(list(db.session.scalars(select(ReferenceValue).order_by(ReferenceValue.id))), on)


@dataclass(frozen=True, slots=True)
class Line:
    """A trade of the list, None for all of them: its two values and the lots in preparation that would take them."""

    trade: Trade | None
    share: Applied | None
    cost: Applied
    own_cost: bool
    lots: int
    coming: bool  # a value recorded is still to take effect


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page of one value: what stands, its history, and what a new one would change."""

    kind: ReferenceKind
    trade: Trade | None
    current: Applied
    default: Applied
    history: tuple[ReferenceValue, ...]  # last effective first, then last recorded
    own: bool  # the value in force is one of this history, not the one it falls back on
    standing: int | None  # the row in force
    replaced: frozenset[int]  # rows that another one of the same day took over
    lots: int


def reference_list(on: date) -> list[Line]:
    """Every trade with its values, every trade together first. Two statements."""
    rows = list(db.session.scalars(select(ReferenceValue).order_by(ReferenceValue.id)))
    values, waiting = Values(rows, on), _waiting()
    coming = {row.trade for row in rows if row.effective_from > on}
    # A cost of every trade is taken by the lots whose trade has none of its own.
    every = sum(n for code, n in waiting.items() if not values.has_own_cost(code))
    first = Line(None, None, values.cost(None), True, every, None in coming)
    return [first] + [
        Line(one, values.share(one.code), values.cost(one.code), values.has_own_cost(one.code),
             waiting.get(one.code, 0), one.code in coming)
        for one in trades.trades(on)
    ]  # fmt: skip


def reference_sheet(kind: ReferenceKind, code: str | None, on: date) -> Sheet | None:
    """One value of one trade, or of all of them (costs only); None for what does not exist. Three statements."""
    trade = trades.trade(code, on) if code else None
    if (code and trade is None) or (code is None and kind is ReferenceKind.LABOUR_SHARE):
        return None
    values = values_on(on)
    current = values.in_force(kind, code)
    fallback = (
        values.cost(None)
        if code and kind is ReferenceKind.HOURLY_COST
        else Values([], on).in_force(kind, code)
    )
    assert current is not None and fallback is not None  # the trade is known
    rows = list(
        db.session.scalars(
            select(ReferenceValue)
            .where(
                ReferenceValue.kind == kind,
                ReferenceValue.trade == code if code else ReferenceValue.trade.is_(None),
            )
            .options(joinedload(ReferenceValue.recorded_by))
            .order_by(ReferenceValue.id)
        )
    )
    last_of_day = {row.effective_from: row.id for row in rows}
    found = in_force(rows, on)
    waiting = _waiting()
    if code is None:
        lots = sum(n for other, n in waiting.items() if not values.has_own_cost(other))
    else:
        lots = waiting.get(code, 0)
    return Sheet(
        kind=kind, trade=trade, current=current, default=fallback, own=current.regional and _own(values, kind, code),
        history=tuple(sorted(rows, key=lambda row: (row.effective_from, row.id), reverse=True)),
        standing=found.id if found else None,
        replaced=frozenset(row.id for row in rows if last_of_day[row.effective_from] != row.id), lots=lots,
    )  # fmt: skip


def _own(values: Values, kind: ReferenceKind, code: str | None) -> bool:
    return kind is ReferenceKind.LABOUR_SHARE or code is None or values.has_own_cost(code)


def _waiting() -> dict[str | None, int]:
    """By trade, the lots of drafts whose hours are not calculated yet: the next value proposed will be theirs."""
    rows = db.session.execute(
        select(Lot.trade, func.count(Lot.id))
        .join(Market, Market.id == Lot.market_id)
        .outerjoin(Clause, Clause.lot_id == Lot.id)
        .where(Market.state == MarketState.DRAFT, Lot.has_clause.is_(True), Clause.id.is_(None))
        .group_by(Lot.trade)
    )
    return {row[0]: row[1] for row in rows}
