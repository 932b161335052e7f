"""Which lots owe hours within one's reach, with what their figures ask for and nothing more?

A home page sums thousands of lots: rows of columns, never objects of the session. They answer to the names of a `Lot`;
what was not read does not exist on them, so that a page which asks for more fails at once instead of asking lot by lot.
"""

from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import ColumnElement, and_, select

from clauses.access.policy import Actor, Permission, reach_of
from clauses.access.scoping import within_reach
from clauses.domain.kinds import ClauseType, HoursBasis, MarketState
from clauses.extensions import db
from clauses.models.markets import Award, Clause, HoursTarget, Lot, Market
from clauses.models.people import Organization
from clauses.queries import lasting


@dataclass(frozen=True, slots=True)
class _Market:
    id: int
    reference: str
    state: MarketState
    places: list[str]


@dataclass(frozen=True, slots=True)
class _Clause:
    hours_basis: HoursBasis
    clause_type: ClauseType
    target_hours: int | None
    integration_rate: int | None
    slice_amount: int | None
    slice_hours: int | None
    period_months: int | None
    taken_over: int | None
    penalty_hour: int | None
    paced: bool


@dataclass(frozen=True, slots=True)
class _Holder:
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class _Award:
    awardee_id: int
    amount: int | None
    notified_on: date
    exec_start: date
    exec_months: int
    awardee: _Holder


@dataclass(frozen=True, slots=True)
class _Target:
    number: int
    hours: int
    exec_start: date
    exec_months: int
    effective_on: date
    recorded_on: date
    reason: str
    suspended_on: date | None
    suspended_days: int
    neutralised: int


@dataclass(frozen=True, slots=True)
class _Lot:
    id: int
    number: int
    title: str
    market_id: int
    territory_id: int | None
    closed_on: date | None
    places: list[str]
    market: _Market
    clause: _Clause | None
    award: _Award | None
    targets: list[_Target]


_LOT = (Lot.id, Lot.number, Lot.title, Lot.market_id, Lot.territory_id, Lot.closed_on, Lot.places)
_TARGET = tuple(getattr(HoursTarget, name) for name in _Target.__slots__)
_MARKET = (Market.reference, Market.state, Market.places)
_CLAUSE = (Clause.id, *(getattr(Clause, name) for name in _Clause.__slots__))
_AWARD = (
    Award.awardee_id,
    Award.amount,
    Award.notified_on,
    Award.exec_start,
    Award.exec_months,
    Organization.name,
)


def lots(actor: Actor, permission: Permission, *where: ColumnElement[bool], owing: bool = True) -> list[Lot]:
    """The lots that owe hours, the latest first; at will those awarded without a volume yet. Two statements in all, none
    where a page that is kept asks again for all those of a reach."""
    if where or not owing:
        return _read(and_(within_reach(actor, permission, Lot), *where), owing)
    found = lasting.kept(
        ("lots", actor, reach_of(actor, permission)),
        lambda: _read(within_reach(actor, permission, Lot), owing),
        len,
        own_party=True,
    )
    return list(found)


def _read(reached: ColumnElement[bool], owing: bool) -> list[Lot]:
    first = (HoursTarget.lot_id == Lot.id) & (HoursTarget.number == 1)
    rows = db.session.execute(
        select(*_LOT, *_TARGET, *_MARKET, *_CLAUSE, *_AWARD)
        .select_from(Lot)
        .join(HoursTarget, first, isouter=not owing)
        .join(Market, Market.id == Lot.market_id)
        .outerjoin(Clause, Clause.lot_id == Lot.id)
        .outerjoin(Award, Award.lot_id == Lot.id)
        .outerjoin(Organization, Organization.id == Award.awardee_id)
        .where(reached)
        .order_by(Lot.id.desc())
    )
    a, b = len(_LOT), len(_LOT) + len(_TARGET)
    c, d = b + len(_MARKET), b + len(_MARKET) + len(_CLAUSE)
    found: dict[int, _Lot] = {}
    for row in rows:
        awardee, amount, notified_on, start, length, name = row[d:]
        holder = awardee is not None
        found[row.id] = _Lot(
            row.id, row.number, row.title, row.market_id, row.territory_id, row.closed_on, row.places,
            _Market(row.market_id, *row[b:c]), _Clause(*row[c + 1 : d]) if row[c] is not None else None,
            _Award(awardee, amount, notified_on, start, length, _Holder(awardee, name)) if holder else None,
            [_Target(*row[a:b])] if row[a] is not None else [],
        )  # fmt: skip
    later = db.session.execute(
        select(HoursTarget.lot_id, *_TARGET)
        .join(Lot, Lot.id == HoursTarget.lot_id)
        .join(Market, Market.id == Lot.market_id)
        .outerjoin(Award, Award.lot_id == Lot.id)
        .where(HoursTarget.number > 1, reached)
        .order_by(HoursTarget.lot_id, HoursTarget.number)
    )
    for row in later:
        if row[0] in found:
            found[row[0]].targets.append(_Target(*row[1:]))
    return cast("list[Lot]", list(found.values()))
