"""Which values of the rules has the administration dated, and what would a new one touch?"""

from dataclasses import asdict
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from clauses.domain.kinds import MarketState
from clauses.extensions import db
from clauses.models.administration import ParameterValue
from clauses.models.markets import Lot, Market
from clauses.reference import rulebook

SHOWN = 20
BEFORE_NOTICE = (MarketState.DRAFT, MarketState.OPINION_REQUESTED, MarketState.OPINION_GIVEN)
RUNNING = (MarketState.AWARDED, MarketState.IN_PROGRESS)
TOUCHES: dict[str, tuple[MarketState, ...]] = {
    "opinion": BEFORE_NOTICE, "consultation": (MarketState.PUBLISHED,)
}  # fmt: skip


def refresh(on: date) -> None:
    """Read the dated values once a day in each process; one statement, and none when they are read already."""
    wanted = (str(db.engine.url), on)
    if rulebook.overlay.read_for == wanted:
        return
    rows = db.session.scalars(select(ParameterValue).order_by(ParameterValue.id))
    rulebook.overlay.load(
        wanted, [rulebook.Later(r.rule, r.name, r.value, r.effective_from, r.reason) for r in rows]
    )


def standing(rule: str, on: date) -> dict[str, int]:
    """The values of a rule on a day."""
    return {name: value for name, value in asdict(rulebook.in_force(rule, on)).items() if type(value) is int}


def history(rule: str, name: str) -> list[ParameterValue]:
    """What was dated for one value, the last to take effect first."""
    return list(
        db.session.scalars(
            select(ParameterValue)
            .where(ParameterValue.rule == rule, ParameterValue.name == name)
            .options(joinedload(ParameterValue.recorded_by))
            .order_by(ParameterValue.effective_from.desc(), ParameterValue.id.desc())
        )
    )


def coming(on: date) -> set[tuple[str, str]]:
    """The values that a recorded one is still to change."""
    rows = db.session.execute(
        select(ParameterValue.rule, ParameterValue.name).where(ParameterValue.effective_from > on)
    )
    return {(row[0], row[1]) for row in rows}


def touched(rule: str) -> tuple[int, list[Lot]]:
    """How many lots the rule will judge from its day on, and the first of them; the past is judged as it was."""
    states = TOUCHES.get(rule, RUNNING)
    asked = (
        select(Lot)
        .join(Market, Market.id == Lot.market_id)
        .where(Market.state.in_(states), Lot.has_clause.is_(True))
    )
    total = db.session.scalar(select(func.count()).select_from(asked.subquery())) or 0
    return total, list(
        db.session.scalars(asked.options(joinedload(Lot.market)).order_by(Lot.id).limit(SHOWN))
    )
