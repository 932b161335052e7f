"""What has the one entry of a pooled person given each lot in a month, and what did each lot already have?"""

from collections.abc import Collection
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import selectinload

from clauses.domain import pooling
from clauses.domain.kinds import EntryState, ReportState
from clauses.domain.values import last_day
from clauses.extensions import db
from clauses.models.hours import HoursEntry, MonthlyReport
from clauses.models.markets import Clause, Lot
from clauses.models.pooling import HoursPool, PooledHours, PoolPart
from clauses.queries import hours_pools
from clauses.queries.hours_facts import lot_period

OPEN = frozenset({ReportState.TO_ENTER, ReportState.DRAFT, ReportState.TO_CORRECT})


def running(lot: Lot, month: date) -> bool:
    """Is the lot carried out in this month, by the last version of its target, in a market under way?"""
    period = lot_period(lot)
    return lot.market.state in hours_pools.RUNNING and period is not None and period[0] <= month <= period[1]


def declared_before(lot_ids: Collection[int], month: date) -> dict[int, int]:
    """Hours declared on each lot in the months before, by anybody, that were not refused."""
    hours = HoursEntry.worked + case((Clause.training_counts, HoursEntry.training), else_=0)
    return dict(
        db.session.execute(
            select(MonthlyReport.lot_id, func.sum(hours))
            .join(HoursEntry, HoursEntry.report_id == MonthlyReport.id)
            .outerjoin(Clause, Clause.lot_id == MonthlyReport.lot_id)
            .where(
                MonthlyReport.lot_id.in_(set(lot_ids) or {0}), MonthlyReport.month < month,
                HoursEntry.state != EntryState.REFUSED,
            )
            .group_by(MonthlyReport.lot_id)
        ).all()
    )  # fmt: skip


def brought_in(pool_id: int, *, without: Collection[int]) -> dict[int, int]:
    """Hours that a pool has brought to each lot, apart from these entries of months."""
    return dict(
        db.session.execute(
            select(MonthlyReport.lot_id, func.sum(HoursEntry.worked + HoursEntry.training))
            .join(HoursEntry, HoursEntry.report_id == MonthlyReport.id)
            .join(PoolPart, PoolPart.entry_id == HoursEntry.id)
            .join(PooledHours, PooledHours.id == PoolPart.pooled_id)
            .where(
                PooledHours.pool_id == pool_id, PooledHours.id.not_in(set(without) or {0}),
                HoursEntry.state != EntryState.REFUSED,
            )
            .group_by(MonthlyReport.lot_id)
        ).all()
    )  # fmt: skip


def lots_in(pool: HoursPool, month: date, *, without: Collection[int] = ()) -> list[pooling.PooledLot]:
    """What the split of a month must know of each lot of a pool, in their order."""
    done = declared_before([one.lot_id for one in pool.lots], month)
    brought = brought_in(pool.id, without=without)
    return [
        pooling.PooledLot(
            key=hours_pools.target_on(one.lot, last_day(month)), done=done.get(one.lot_id, 0),
            room=None if one.ceiling is None else one.ceiling - brought.get(one.lot_id, 0),
            running=running(one.lot, month),
        )
        for one in pool.lots
    ]  # fmt: skip


def of_month(pool_id: int, month: date) -> dict[tuple[int, int], PooledHours]:
    """The entries of a month of a pool, by person and employer, with the lines they feed."""
    rows = db.session.scalars(
        select(PooledHours)
        .where(PooledHours.pool_id == pool_id, PooledHours.month == month)
        .options(selectinload(PooledHours.parts).joinedload(PoolPart.entry).joinedload(HoursEntry.report))
        .execution_options(populate_existing=True)
    ).unique()
    return {(one.participant_id, one.employer_id): one for one in rows}


def part_entries(entry_ids: Collection[int]) -> dict[int, int]:
    """Which of these lines are fed by a pooled entry: line, then its pool."""
    return dict(
        db.session.execute(
            select(PoolPart.entry_id, PooledHours.pool_id)
            .join(PooledHours, PooledHours.id == PoolPart.pooled_id)
            .where(PoolPart.entry_id.in_(set(entry_ids) or {0}))
        ).all()
    )  # fmt: skip
