"""How does a structure say what it can do? It speaks again; what it said before stays written, with its date."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from clauses.access.gate import Forbidden
from clauses.access.policy import Actor, Permission, reach_of
from clauses.actions.base import Of, action, civil_day, journal, take_turn
from clauses.domain import capacity as rules
from clauses.domain.errors import DomainError, Refused, Several, Stale
from clauses.extensions import db
from clauses.models.capacity import MonthlyCapacity
from clauses.models.partners import Capability
from clauses.models.people import User
from clauses.queries import capacity as queries
from clauses.reference import rulebook


@dataclass(frozen=True, slots=True)
class Stated:
    """Hundredths of hours of one trade: of each month of the window, and of any month after it."""

    months: Mapping[date, int | None]
    usual: int | None


@action
def state(actor: Actor, said: Mapping[str, Stated], *, seen: int | None, now: datetime) -> None:
    """Say the hours of each trade for the months of the window, and the usual rhythm afterwards.

    A month left empty follows the usual rhythm; 0 says that there is nothing left. `seen` is the last statement that
    the form was opened on: somebody else's, made meanwhile, is not written over.
    """
    on, window = _ready(actor, seen, now)
    trades = {one.trade: one for one in _trades(actor)}
    spoken = queries.spoken(actor.organization_id, window)
    refusals: list[DomainError] = []
    for trade, one in said.items():
        if trade not in trades:
            raise Refused("capacity_trade")
        for rank, month in enumerate(window):
            hours = one.months.get(month)
            if hours is not None and not 0 <= hours <= rules.MOST_IN_A_MONTH:
                refusals.append(
                    Refused("capacity_most", field=f"m{rank}-{trade}", hours=rules.MOST_IN_A_MONTH)
                )
            if hours is None and one.usual is None and (trade, month) in spoken:
                refusals.append(Refused("capacity_zero", field=f"m{rank}-{trade}"))
        if one.usual is not None and not 0 <= one.usual <= rules.MOST_IN_A_MONTH:
            refusals.append(Refused("capacity_most", field=f"usual-{trade}", hours=rules.MOST_IN_A_MONTH))
    if refusals:
        raise Several(refusals)
    values = {
        trade: {month: one.usual if (h := one.months.get(month)) is None else h for month in window}
        for trade, one in said.items()
    }
    if not any(hours is not None for own in values.values() for hours in own.values()):
        raise Refused("capacity_nothing")
    usual = [
        [t, trades[t].monthly_hours, one.usual]
        for t, one in said.items()
        if trades[t].monthly_hours != one.usual
    ]
    known = queries.statements([actor.organization_id], window)
    for trade, one in said.items():
        trades[trade].monthly_hours = one.usual
    _write(actor, values, known, on, now, usual=usual)


@action
def confirm(actor: Actor, *, seen: int | None, now: datetime) -> None:
    """« Inchangé »: say again, today, what the page shows."""
    on, window = _ready(actor, seen, now)
    known = queries.statements([actor.organization_id], window)
    values = {trade: {month: one.hours for month, one in own.items()} for (_, trade), own in known.items()}
    if not any(hours is not None for own in values.values() for hours in own.values()):
        raise Refused("capacity_nothing")
    _write(actor, values, known, on, now)


def _ready(actor: Actor, seen: int | None, now: datetime) -> tuple[date, list[date]]:
    if reach_of(actor, Permission.CAPACITY_STATE) is None:
        raise Forbidden
    take_turn(f"capacity:{actor.organization_id}")
    last = db.session.execute(
        select(MonthlyCapacity.id, MonthlyCapacity.stated_at, User.first_name, User.last_name)
        .outerjoin(User, User.id == MonthlyCapacity.stated_by_id)
        .where(MonthlyCapacity.organization_id == actor.organization_id)
        .order_by(MonthlyCapacity.id.desc())
        .limit(1)
    ).first()
    if last is not None and seen is not None and last.id != seen:
        by = f"{last.first_name} {last.last_name}" if last.first_name else None
        raise Stale(by=by, at=last.stated_at, version=last.id)
    on = civil_day(now)
    return on, rules.window(on, rulebook.capacity(on))


def _trades(actor: Actor) -> list[Capability]:
    return list(
        db.session.scalars(
            select(Capability).where(Capability.organization_id == actor.organization_id).with_for_update()
        )
    )


def _write(
    actor: Actor, values: Mapping[str, Mapping[date, int | None]],
    before: Mapping[tuple[int, str], Mapping[date, queries.Said]], on: date, now: datetime, **facts: Any,
) -> None:  # fmt: skip
    """One row for each month that has hours; the trade is said to be of today."""
    for one in _trades(actor):
        if one.trade in values:
            one.stated_on = on
    changed = []
    for trade, own in values.items():
        for month, hours in own.items():
            if hours is None:
                continue
            db.session.add(
                MonthlyCapacity(organization_id=actor.organization_id, trade=trade, month=month, hours=hours,
                                stated_on=on, stated_at=now, stated_by_id=actor.user_id)
            )  # fmt: skip
            was = before[actor.organization_id, trade][month].hours
            if was != hours:
                changed.append([trade, f"{month:%Y-%m}", was, hours])
    db.session.flush()
    last = db.session.scalar(
        select(func.max(MonthlyCapacity.id)).where(MonthlyCapacity.organization_id == actor.organization_id)
    )
    assert last is not None
    journal(
        actor,
        "capacity:state",
        Of("MonthlyCapacity", last),
        now=now,
        lines=changed,
        trades=len(values),
        **facts,
    )
