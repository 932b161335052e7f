"""Who is asked to confirm the figures of the quarter that ended? (M37)

Asked at each tick from the day after the last statements are due: a missed day costs nothing, and what was told is not
told again.
"""

import logging
from datetime import date, datetime

from sqlalchemy import select

from clauses.access import gate
from clauses.actions.base import civil_day
from clauses.domain import quarters
from clauses.domain.kinds import Role
from clauses.extensions import db, write_transaction
from clauses.jobs import notices
from clauses.jobs.letters import About, Post, Side, follower, link, send
from clauses.models.people import Membership, User
from clauses.models.territory import Territory
from clauses.queries import quarters as queries
from clauses.reference import rulebook

log = logging.getLogger(__name__)
WHO = (Role.RESOURCE_PERSON, Role.REGIONAL_COORDINATOR)


def ask_for_quarters(now: datetime) -> None:
    """M37, once for a quarter and a territory: whoever follows it, while it has figures that nobody confirmed."""
    on = civil_day(now)
    quarter = quarters.previous(quarters.quarter_of(on))
    if on < ready_on(quarter) or queries.closing_of(quarter) is not None:
        db.session.rollback()
        return
    known = queries.confirmations_of(quarter)
    keys = {
        number: _key(quarter, number)
        for number in db.session.scalars(select(Territory.id))
        if number not in known
    }
    told = notices.told_among(keys.values())
    waiting = queries.with_hours(quarter, {number for number, key in keys.items() if key not in told})
    db.session.rollback()
    for territory_id in waiting:
        try:
            with write_transaction():
                _ask(
                    db.session.get_one(Territory, territory_id),
                    quarter,
                    Post(_key(quarter, territory_id), now),
                )
                db.session.commit()
        except Exception:  # this territory alone is wrong, or another process has just written it
            db.session.rollback()
            log.exception("quarter_not_asked", extra={"territory_id": territory_id})


def ready_on(quarter: date) -> date:
    """The first day on which the figures are looked at: the day after the statements of its last month are due (R10)."""
    after = quarters.following(quarter)
    return after.replace(day=min(rulebook.reporting(after).due_day + 1, quarters.CONFIRM_DAY))


def _key(quarter: date, territory_id: int) -> str:
    return f"Quarter-{quarters.code_of(quarter)}-t{territory_id}"


def _ask(territory: Territory, quarter: date, post: Post) -> None:
    """Nothing where nobody follows, or where the quarter holds nothing."""
    side = follower(territory, post.on)
    part = _part(side, territory.id, quarter, post.on)
    if part is None or part.empty:
        return
    until = quarters.confirm_until(quarter)
    send(
        "M37", [side], post, territory=territory, about=About(territory.id, month=quarter),
        url=link("compliance.quarter", period=quarters.code_of(quarter)), quarter=quarter, until=until, part=part,
        name=territory.name, late=post.on > until,
    )  # fmt: skip


def _part(side: Side, territory_id: int, quarter: date, on: date) -> queries.Part | None:
    """The figures as the person who confirms them reads them."""
    for user in side.users:
        for membership in _memberships(user):
            actor = gate.actor_of(membership, on)
            if actor is None:
                continue
            found = queries.figures(actor, quarter, on)
            mine = next((part for part in found.parts if part.number == territory_id), None)
            if mine is not None:
                return mine
    return None


def _memberships(user: User) -> list[Membership]:
    return list(
        db.session.scalars(
            select(Membership)
            .where(Membership.user_id == user.id, Membership.active, Membership.role.in_(WHO))
            .order_by(Membership.id)
        )
    )
