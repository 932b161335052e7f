"""What is recorded when a territory changes hands? Rights follow the dates by themselves; history and letters do not."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from clauses.access.charges import able
from clauses.actions.base import action, civil_day, journal, record
from clauses.domain.events import TerritoryHandedOver
from clauses.domain.kinds import LotResult, MarketState
from clauses.domain.mandates import DAY, Held, Turn, turns
from clauses.extensions import db
from clauses.models.handovers import Handover
from clauses.models.markets import Lot, Market
from clauses.models.territory import Mandate, Territory
from clauses.queries.people.followers import coordinator_membership

OVER = (MarketState.DRAFT, MarketState.CLOSED, MarketState.CANCELLED)


def open_lots() -> tuple[Any, ...]:
    """The lots that somebody follows: filed, with a clause, neither over nor without a holder for good."""
    return (
        Lot.has_clause.is_(True),
        Market.state.not_in(OVER),
        or_(Lot.result.is_(None), Lot.result == LotResult.AWARDED),
    )


@action
def hand_over(territory_id: int, *, on: date, now: datetime) -> int:
    """Record every change of hand of a territory until a day; returns how many.

    Whoever comes second, or again, finds them recorded: the territory is locked and its dates are worked out afresh.
    Mandates that were there before they were recorded here are told to nobody; of several changes, the last one is.
    """
    territory = db.session.scalars(
        select(Territory).where(Territory.id == territory_id).with_for_update().execution_options(populate_existing=True)
    ).one()  # fmt: skip
    due = turns_due(territory_id, on)
    coordinator = coordinator_membership() if due else None
    for turn in due:
        mandate = db.session.get(Mandate, turn.mandate_id) if turn.mandate_id else None
        previous = _last(territory_id)
        row = Handover(
            territory_id=territory_id, day=turn.day, mandate_id=turn.mandate_id, from_id=turn.from_id,
            to_id=turn.to_id, coordinator_id=coordinator.user_id if coordinator else None,
            reason=mandate.reason if mandate else _end_reason(territory_id, turn.day), recorded_at=now,
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        _tell_lots(row, previous, now)
        journal(None, "territory:handover", territory, now=now, day=turn.day, was=turn.from_id, to=turn.to_id)
        told = mandate is None or mandate.given_on is not None
        if turn is due[-1] and told:
            record(TerritoryHandedOver(row.id), now=now)
    return len(due)


def turns_due(territory_id: int, on: date) -> list[Turn]:
    """The changes of hand of a territory that are not recorded yet."""
    return all_turns_due(on, Territory.id == territory_id).get(territory_id, [])


def all_turns_due(on: date, which: ColumnElement[bool] | None = None) -> dict[int, list[Turn]]:
    """The changes of hand that are not recorded yet, by territory that has some, of all of them or of those asked for.

    Three statements, however many territories.
    """
    later = aliased(Handover)
    asked = (
        select(Territory.id, Handover.day, Handover.to_id)
        .outerjoin(Handover, and_(
            Handover.territory_id == Territory.id,
            ~exists().where(later.territory_id == Handover.territory_id, later.day > Handover.day),
        ))
        .order_by(Territory.id)
    )  # fmt: skip
    rows = db.session.execute(asked if which is None else asked.where(which)).all()
    last = {id: (day, to_id) for id, day, to_id in rows if day is None or day < on}
    if not last:
        return {}
    held: dict[int, list[Held]] = defaultdict(list)
    for one in db.session.execute(
        select(Mandate.territory_id, Mandate.id, Mandate.user_id, Mandate.kind, Mandate.starts_on, Mandate.ends_on)
        .where(Mandate.territory_id.in_(last))
    ):  # fmt: skip
        held[one.territory_id].append(Held(*one[1:]))
    acting = set(db.session.scalars(able()))
    due = {id: turns(held[id], to_id, day, on, acting) for id, (day, to_id) in last.items()}
    return {id: found for id, found in due.items() if found}


def _last(territory_id: int) -> Handover | None:
    return db.session.scalar(
        select(Handover).where(Handover.territory_id == territory_id).order_by(Handover.day.desc()).limit(1)
    )


def _end_reason(territory_id: int, day: date) -> str | None:
    return db.session.scalar(
        select(Mandate.end_reason)
        .where(Mandate.territory_id == territory_id, Mandate.ends_on == day - DAY)
        .order_by(Mandate.id.desc())
        .limit(1)
    )


def lots_handed_over(territory_id: int, day: date) -> Sequence[tuple[Lot, date]]:
    """The open lots of a territory that were filed before a day, each with the day it was filed."""
    rows = db.session.execute(
        select(Lot, Market).join(Market, Market.id == Lot.market_id).where(Lot.territory_id == territory_id, *open_lots())
        .order_by(Lot.id)
    )  # fmt: skip
    dated = ((lot, filed_on(market)) for lot, market in rows)
    return [(lot, filed) for lot, filed in dated if filed < day]


def filed_on(market: Market) -> date:
    """The day from which somebody follows a market."""
    return market.opinion_requested_on or market.published_on or civil_day(market.created_at)


def _tell_lots(row: Handover, previous: Handover | None, now: datetime) -> None:
    """« suivi par … du … au … », on each lot."""
    was = row.from_id or row.coordinator_id
    for lot, filed in lots_handed_over(row.territory_id, row.day):
        since = max(filed, previous.day) if previous else filed
        journal(None, "lot:handover", lot, now=now, lot_id=lot.id, was=was, to=row.to_id or row.coordinator_id,
                since=since, until=row.day - DAY)  # fmt: skip
