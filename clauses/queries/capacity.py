"""How many hours can these structures still offer, trade by trade and month by month?

Stated hours less those of the plans they accepted, for one structure or ten thousand: two statements whatever their
number. Hours are hundredths. Nothing here is secret: names, trades and hours are those of the public sheet; which
buyer or which lot the hours were given to is never told.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    and_,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import aliased

from clauses.domain import capacity
from clauses.domain.capacity import Availability, MonthHours, Taken
from clauses.domain.kinds import LineState, MarketState, PlanState
from clauses.domain.values import month_of
from clauses.extensions import db
from clauses.models.allocation import AllocationLine, AllocationPlan, Commitment
from clauses.models.capacity import MonthlyCapacity
from clauses.models.markets import HoursTarget, Lot, Market
from clauses.models.partners import Capability
from clauses.models.people import User
from clauses.reference.geography import folded
from clauses.reference.trades import trades as trades_known
from clauses.wording.structure import NO_TRADE

_older = aliased(HoursTarget)
_LAST = select(func.max(_older.number)).where(_older.lot_id == Lot.id).correlate(Lot).scalar_subquery()
Ids = Collection[int] | Select[tuple[int]] | None  # None: every structure


@dataclass(frozen=True, slots=True)
class Said:
    """What a structure said of one month of one trade, and when; `own` when it spoke of that month itself."""

    hours: int | None
    stated_on: date
    own: bool


def available(
    organizations: Ids, months: Sequence[date], *, trades: Collection[str] | None = None
) -> dict[int, Availability]:
    """By structure, what is left in these months in these trades taken together (None: all of them).

    `organizations` are numbers, or a SELECT of numbers that is not run apart, or None for everybody; `months` are any
    day of each month wanted. A structure that said nothing and does nothing is not in the answer. Two statements.
    """
    grouped: dict[int, list[Availability]] = {}
    for (organization_id, _), one in by_trade(organizations, months, trades=trades).items():
        grouped.setdefault(organization_id, []).append(one)
    return {id: capacity.together(parts, id) for id, parts in grouped.items()}


def by_trade(
    organizations: Ids,
    months: Sequence[date],
    *,
    trades: Collection[str] | None = None,
    without: Collection[int] = (),
) -> dict[tuple[int, str], Availability]:
    """By structure and trade, what is left in these months. Two statements.

    Hours accepted on a lot of a trade that the structure does not list come under that trade, with nothing stated; on
    a lot whose trade is not said, under « ». The commitments of `without` weigh nothing: their plans are being redone.
    """
    wanted = [month_of(month) for month in months]
    if not wanted or (trades is not None and not trades) or (not isinstance(organizations, Select)
                                                             and organizations is not None and not organizations):  # fmt: skip
        return {}
    said = statements(organizations, wanted, trades=trades)
    taken = capacity.by_month(_lines(organizations, wanted, trades, without))
    found = {}
    for key in said.keys() | taken.keys():
        own, accepted = said.get(key), taken.get(key, {})
        if own is None and not any(month in accepted for month in wanted):
            continue
        row = []
        for month in wanted:
            allocated, asked = accepted.get(month, (0, 0))
            row.append(MonthHours(month, own[month].hours if own else None, allocated, asked))
        days = [one.stated_on for one in own.values()] if own else []
        found[key] = Availability(key[0], tuple(row), max(days) if days else None)
    return found


def statements(
    organizations: Ids, months: Sequence[date], *, trades: Collection[str] | None = None
) -> dict[tuple[int, str], dict[date, Said]]:
    """By structure and trade it lists today, what it said of each month: of that month itself, else its usual rhythm.

    One statement. What was said of a month counts over the usual rhythm, even when said before it.
    """
    usual = select(
        Capability.organization_id, Capability.trade, cast(null(), Date).label("month"),
        Capability.monthly_hours.label("hours"), Capability.stated_on, literal(0).label("rank"),
    ).where(_of(Capability, organizations, trades))  # fmt: skip
    spoken = select(
        MonthlyCapacity.organization_id, MonthlyCapacity.trade, MonthlyCapacity.month, MonthlyCapacity.hours,
        MonthlyCapacity.stated_on, MonthlyCapacity.id,
    ).where(_of(MonthlyCapacity, organizations, trades), MonthlyCapacity.month.in_(months))  # fmt: skip
    both = union_all(usual, spoken).subquery()
    found: dict[tuple[int, str], dict[date, Said]] = {}
    for id, trade, month, hours, stated_on, _ in db.session.execute(select(both).order_by(both.c.rank)):
        if month is None:
            found[id, trade] = {one: Said(hours, stated_on, False) for one in months}
        elif (id, trade) in found:  # else a trade that it does not list any more
            found[id, trade][month] = Said(hours, stated_on, True)
    return found


def _of(model: Any, organizations: Ids, trades: Collection[str] | None) -> ColumnElement[bool]:
    found: ColumnElement[bool] = true()
    if organizations is not None:
        found &= model.organization_id.in_(organizations)
    if trades is not None:
        found &= model.trade.in_(trades)
    return found


def _lines(
    organizations: Ids, months: Sequence[date], trades: Collection[str] | None, without: Collection[int] = ()
) -> list[Taken]:
    """The lines of plans that weigh on a structure: those accepted, and those that wait for its answer."""
    question = (
        select(
            Commitment.id, AllocationLine.structure_id, Lot.trade, AllocationLine.hours, AllocationLine.counter_hours,
            AllocationLine.first_month, AllocationLine.last_month, HoursTarget.exec_start, HoursTarget.exec_months,
            Market.exec_start.label("planned_start"), Market.exec_months.label("planned_months"),
            AllocationPlan.state.label("plan"), AllocationLine.state.label("line"),
        )
        .join(AllocationPlan, AllocationPlan.id == AllocationLine.plan_id)
        .join(Commitment, Commitment.id == AllocationPlan.commitment_id)
        .join(Lot, Lot.id == Commitment.lot_id)
        .join(Market, Market.id == Lot.market_id)
        .outerjoin(HoursTarget, and_(HoursTarget.lot_id == Lot.id, HoursTarget.number == _LAST))
        .where(
            AllocationLine.structure_id.is_not(None),
            AllocationPlan.state.in_((PlanState.PROPOSED, PlanState.SETTLED)),
            AllocationLine.state.in_((LineState.ACCEPTED, LineState.PROPOSED, LineState.COUNTERED)),
            Market.state.not_in((MarketState.CLOSED, MarketState.CANCELLED)),
            or_(AllocationLine.last_month.is_(None), AllocationLine.last_month >= min(months)),
        )
    )  # fmt: skip
    if without:
        question = question.where(Commitment.id.not_in(without))
    if organizations is not None:
        question = question.where(AllocationLine.structure_id.in_(organizations))
    if trades is not None:
        question = question.where(Lot.trade.in_(trades))
    found = []
    for row in db.session.execute(question):
        start, length = capacity.period(
            row.first_month, row.last_month, row.exec_start or row.planned_start,
            row.exec_months or row.planned_months,
        )  # fmt: skip
        settled = row.plan is PlanState.SETTLED
        accepted = row.line is LineState.ACCEPTED
        if length and (accepted or not settled):
            hours = row.counter_hours if row.line is LineState.COUNTERED else row.hours
            key = (row.id, row.structure_id, row.trade or "")
            found.append(Taken(key, hours, month_of(start), length, settled and accepted, accepted))
    return found


def spoken(organization_id: int, months: Collection[date]) -> set[tuple[str, date]]:
    """The trades and months of which a structure has said something, beyond its usual rhythm."""
    rows = db.session.execute(
        select(MonthlyCapacity.trade, MonthlyCapacity.month).where(
            MonthlyCapacity.organization_id == organization_id, MonthlyCapacity.month.in_(months)
        )
    )
    return {(trade, month) for trade, month in rows}


@dataclass(frozen=True, slots=True)
class TradeRow:
    """A trade of one structure on its own page: what it said and what is left, month by month; `usual` afterwards."""

    trade: str
    label: str
    months: tuple[MonthHours, ...]
    usual: int | None
    listed: bool  # else hours accepted in a trade that it does not list


@dataclass(frozen=True, slots=True)
class OwnPage:
    """What a structure reads of itself: its trades, the last statement seen, who made it and when."""

    months: tuple[date, ...]
    rows: tuple[TradeRow, ...]
    seen: int
    stated_on: date | None
    stated_by: str | None

    @property
    def listed(self) -> tuple[TradeRow, ...]:
        return tuple(row for row in self.rows if row.listed)

    @property
    def others(self) -> tuple[TradeRow, ...]:
        return tuple(row for row in self.rows if not row.listed)


def own_page(organization_id: int, months: Sequence[date], on: date) -> OwnPage:
    """The page of hours of one structure, its trades in alphabetical order. Four statements."""
    labels = {one.code: one.label for one in trades_known(on)}
    usual: dict[str, int | None] = dict(
        db.session.execute(
            select(Capability.trade, Capability.monthly_hours).where(Capability.organization_id == organization_id)
        ).all()
    )  # fmt: skip
    found = by_trade([organization_id], months)
    rows = [
        TradeRow(trade, labels.get(trade, trade) if trade else NO_TRADE, one.months, usual.get(trade), trade in usual)
        for (_, trade), one in found.items()
    ]  # fmt: skip
    last = db.session.execute(
        select(MonthlyCapacity.id, User.first_name, User.last_name)
        .outerjoin(User, User.id == MonthlyCapacity.stated_by_id)
        .where(MonthlyCapacity.organization_id == organization_id)
        .order_by(MonthlyCapacity.id.desc())
        .limit(1)
    ).first()
    days = [one.stated_on for one in found.values() if one.stated_on]
    by = f"{last.first_name} {last.last_name}" if last and last.first_name else None
    return OwnPage(
        tuple(months), tuple(sorted(rows, key=lambda row: (not row.listed, folded(row.label)))),
        last.id if last else 0, max(days) if days else None, by,
    )  # fmt: skip


def spoken_since(month: date) -> dict[tuple[int, str], dict[date, int]]:
    """By structure and trade, what was said apart of each month from this one on; the last word counts."""
    found: dict[tuple[int, str], dict[date, int]] = {}
    for id, trade, spoken_of, hours in db.session.execute(
        select(MonthlyCapacity.organization_id, MonthlyCapacity.trade, MonthlyCapacity.month, MonthlyCapacity.hours)
        .where(MonthlyCapacity.month >= month)
        .order_by(MonthlyCapacity.id)
    ):  # fmt: skip
        found.setdefault((id, trade), {})[spoken_of] = hours
    return found
