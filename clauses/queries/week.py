"""What does the week hold for whoever follows files: what waits, in numbers, and the meetings that are planned? (M38)"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from clauses.access import gate
from clauses.access.policy import Actor, Permission
from clauses.domain.kinds import Role
from clauses.extensions import db
from clauses.models.people import Membership, User
from clauses.queries import agenda, running, worklist

WHO = (Role.RESOURCE_PERSON, Role.REGIONAL_COORDINATOR)


@dataclass(frozen=True, slots=True)
class Waiting:
    """The acts of one kind, as the home page heads them, and the day by which the first is due; nobody is named."""

    label: str
    first_due: date | None
    late: bool


@dataclass(frozen=True, slots=True)
class Week:
    """What waits on a day, most pressing first, and how many meetings the week of that day holds."""

    waiting: Sequence[Waiting]
    meetings: int

    @property
    def empty(self) -> bool:
        return not self.waiting and not self.meetings


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def readers() -> list[int]:
    """The accounts that follow files: the resource persons and the coordination, each once."""
    found = db.session.scalars(
        select(User.id)
        .join(Membership)
        .where(Membership.role.in_(WHO), Membership.active, User.active)
        .order_by(User.id)
        .distinct()
    )
    return list(found)


def week_of(user_id: int, on: date) -> Week:
    """The week of an account from a day on, as the home page tells it; that of the first role that has something.

    Empty for an account that follows nothing any more.
    """
    memberships = db.session.scalars(
        select(Membership)
        .join(Membership.user)
        .where(Membership.user_id == user_id, Membership.role.in_(WHO))
        .options(contains_eager(Membership.user), joinedload(Membership.organization))
        .order_by(Membership.id)
    ).all()
    for membership in memberships:
        actor = gate.actor_of(membership, on)
        week = _week(actor, on) if actor is not None else None
        if week is not None and not week.empty:
            return week
    return Week((), 0)


def _week(actor: Actor, on: date) -> Week:
    lots = running.lots(actor, Permission.COMMITMENT_VIEW)
    groups = worklist.worklist(actor, on, lots, worklist.catching_up(actor, on))
    sunday = monday_of(on) + timedelta(days=6)
    return Week([_waiting(group) for group in groups], len(agenda.meetings(actor, on, sunday)))


def _waiting(group: worklist.Group) -> Waiting:
    """The first acts of a group are its most pressing ones: the first day due is among them."""
    first = min((task.due for task in group.tasks if task.due), default=None)
    return Waiting(group.label, first, any(task.late for task in group.tasks))
