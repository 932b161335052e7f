"""Do lots that share the hours of one person never get more than was worked, and never before everybody agreed?"""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import aliased

from clauses.domain.kinds_pooling import AgreementState
from clauses.extensions import db
from clauses.models.hours import HoursEntry, LedgerLine, MonthlyReport
from clauses.models.pooling import HoursPool, PoolAgreement, PooledHours, PoolLot, PoolPart, PoolPerson
from clauses.queries import hours_pools
from clauses.wording.invariants import broken


def parts_within() -> Iterator[str]:
    """The parts of an entry, as typed and as counted, never sum to more than its hours; each is of its person and month."""
    typed = HoursEntry.worked + HoursEntry.training
    parts = (
        select(PoolPart.pooled_id, func.sum(typed).label("typed"), func.sum(_counted()).label("counted"))
        .join(HoursEntry, HoursEntry.id == PoolPart.entry_id)
        .group_by(PoolPart.pooled_id)
        .subquery()
    )
    worked = PooledHours.worked + PooledHours.training
    for number, hours, shared, counted in db.session.execute(
        select(PooledHours.id, worked, parts.c.typed, parts.c.counted)
        .join(parts, parts.c.pooled_id == PooledHours.id)
        .where(or_(parts.c.typed > worked, parts.c.counted > worked, parts.c.counted < 0))
    ):
        yield broken("pool_over", pooled=number, typed=shared, counted=counted, worked=hours)
    other = or_(
        HoursEntry.participant_id != PooledHours.participant_id,
        HoursEntry.employer_id != PooledHours.employer_id,
        HoursEntry.modality != PooledHours.modality,
        MonthlyReport.month != PooledHours.month,
        PoolLot.id.is_(None),
    )
    for (number,) in db.session.execute(
        select(PoolPart.id)
        .join(PooledHours, PooledHours.id == PoolPart.pooled_id)
        .join(HoursEntry, HoursEntry.id == PoolPart.entry_id)
        .join(MonthlyReport, MonthlyReport.id == HoursEntry.report_id)
        .outerjoin(
            PoolLot, (PoolLot.pool_id == PooledHours.pool_id) & (PoolLot.lot_id == MonthlyReport.lot_id)
        )
        .where(other)
    ):
        yield broken("pool_part", part=number)
    seat = aliased(PoolPerson)
    for (number,) in db.session.execute(
        select(PooledHours.id)
        .outerjoin(
            seat,
            (seat.pool_id == PooledHours.pool_id) & (seat.participant_id == PooledHours.participant_id),
        )
        .where(seat.id.is_(None))
    ):
        yield broken("pool_person", pooled=number)


def agreed_before() -> Iterator[str]:
    """Hours are shared in the months of their pool alone, none of which began before the last written agreement."""
    for (number,) in db.session.execute(
        select(PooledHours.id)
        .join(HoursPool, HoursPool.id == PooledHours.pool_id)
        .where(
            PooledHours.worked + PooledHours.training > 0,
            or_(
                HoursPool.state.not_in(hours_pools.SHARING), HoursPool.effective_on.is_(None),
                PooledHours.month < HoursPool.effective_on, PooledHours.month > HoursPool.ends_on,
            ),
        )
    ):  # fmt: skip
        yield broken("pool_months", pooled=number)
    late = or_(PoolAgreement.state != AgreementState.AGREED, PoolAgreement.signed_on > HoursPool.effective_on)
    for (number,) in db.session.execute(
        select(HoursPool.id)
        .join(PoolAgreement, PoolAgreement.pool_id == HoursPool.id)
        .where(HoursPool.state.in_(hours_pools.SHARING), late)
        .distinct()
    ):
        yield broken("pool_early", pool=number)


def _counted() -> ColumnElement[int]:
    """The hours that the ledger counts for a line; correlated with it."""
    return func.coalesce(
        select(func.sum(LedgerLine.hours))
        .where(LedgerLine.entry_id == HoursEntry.id)
        .correlate(HoursEntry)
        .scalar_subquery(),
        0,
    )
