"""Which quarter waits to be confirmed, or to be closed? The last one that is over, once there are hours in it."""

from datetime import date

from sqlalchemy import ColumnElement, distinct, exists, func, select

from clauses.access.policy import Actor
from clauses.domain import quarters
from clauses.extensions import db
from clauses.models.markets import Lot
from clauses.models.quarters import QuarterConfirmation, QuarterConsolidation
from clauses.models.sums import LotMonthSum
from clauses.models.territory import Territory
from clauses.queries.worklist.found import Found
from clauses.wording import sentences
from clauses.wording.worklist import CONFIRMED


def to_confirm(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """The territories of this person that have hours in the quarter and have said nothing of it."""
    quarter = quarters.previous(quarters.quarter_of(on))
    if not actor.territories:
        return []
    said = exists().where(
        QuarterConfirmation.quarter == quarter, QuarterConfirmation.territory_id == Territory.id
    )
    closed = exists().where(QuarterConsolidation.quarter == quarter)
    with_hours = exists().where(
        LotMonthSum.lot_id == Lot.id, Lot.territory_id == Territory.id, *_within(quarter)
    )
    rows = db.session.execute(
        select(Territory.name)
        .where(Territory.id.in_(actor.territories), with_hours, ~said, ~closed)
        .order_by(Territory.code)
    )
    return [
        Found("confirm_quarter", {"quarter": quarter, "territory": name}, *_page(quarter),
              quarters.following(quarter), quarters.confirm_until(quarter))
        for (name,) in rows
    ]  # fmt: skip


def to_close(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """The quarter that is over and not closed, with how many territories have confirmed."""
    quarter = quarters.previous(quarters.quarter_of(on))
    there = (
        select(func.count())
        .select_from(Territory)
        # The first hours found in each are enough: those of a whole region are many.
        .where(
            exists().where(Lot.territory_id == Territory.id, LotMonthSum.lot_id == Lot.id, *_within(quarter))
        )
        .scalar_subquery()
    )
    said = (
        select(func.count(distinct(QuarterConfirmation.territory_id)))
        .where(QuarterConfirmation.quarter == quarter)
        .scalar_subquery()
    )
    closed = select(func.count()).where(QuarterConsolidation.quarter == quarter).scalar_subquery()
    among, done, over = db.session.execute(select(there, said, closed)).one()
    if over or not among:
        return []
    confirmed = sentences.plural(CONFIRMED, done, all=max(among, done))
    return [
        Found(
            "close_quarter",
            {"quarter": quarter, "confirmed": confirmed},
            *_page(quarter),
            quarters.following(quarter),
        )
    ]


def _within(quarter: date) -> tuple[ColumnElement[bool], ...]:
    return (
        LotMonthSum.month >= quarter,
        LotMonthSum.month < quarters.following(quarter),
        LotMonthSum.hours > 0,
    )


def _page(quarter: date) -> tuple[str, dict[str, str]]:
    return "compliance.quarter", {"period": quarters.code_of(quarter)}
