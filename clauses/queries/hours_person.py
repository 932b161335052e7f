"""What did one person do in associations intermédiaires, month by month, and where do both counters stand?"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clauses.access.gate import load, may
from clauses.access.policy import Actor, Permission
from clauses.domain import ai_cap
from clauses.domain.values import last_day, month_of
from clauses.extensions import db
from clauses.models.hours import Participant
from clauses.models.relays import EarlierHours
from clauses.queries import hours_counters
from clauses.reference import rulebook


@dataclass(slots=True)
class MonthInAi:
    """One month (hundredths): validated on lots, not validated yet, declared from before, and counted apart."""

    month: date
    validated: int = 0
    waiting: int = 0
    earlier: int = 0
    apart: int = 0


@dataclass(frozen=True, slots=True)
class AiSheet:
    """Both counters of a person, what they are made of, and what was declared from before the portal."""

    participant_id: int
    name: str
    until: date
    relay: ai_cap.Counter
    legal: ai_cap.CeilingCounter
    waiting: int
    apart: int
    months: list[MonthInAi]
    declared: list[EarlierHours]
    asked: bool  # somebody has declared hours of before, or that there are none
    may_declare: bool


def ai_sheet(actor: Actor, participant_id: int, on: date) -> AiSheet:
    """The counters of a person whom the actor employs or accompanies, at the last month with hours or today's."""
    person = load(actor, Permission.RELAY_VIEW, Participant, participant_id)
    rows = hours_counters.ai_hours({person.id})[person.id]
    until = month_of(max([on, *(row.month for row in rows)]))
    declared = list(
        db.session.scalars(
            select(EarlierHours)
            .where(EarlierHours.participant_id == person.id)
            .options(joinedload(EarlierHours.declared_by), joinedload(EarlierHours.organization))
            .order_by(EarlierHours.first_day, EarlierHours.id)
        )
    )
    return AiSheet(
        participant_id=person.id, name=person.name, until=until,
        relay=ai_cap.relay_counter(rows, until, rulebook.relay(last_day(until))),
        legal=ai_cap.ceiling_counter(rows, until, rulebook.ceiling(last_day(until))),
        waiting=ai_cap.waiting(rows), apart=ai_cap.apart(rows), months=_months(rows), declared=declared,
        asked=any(one.withdrawn_on is None for one in declared),
        may_declare=may(actor, Permission.EARLIER_DECLARE, Participant, person.id),
    )  # fmt: skip


def _months(rows: list[ai_cap.Placement]) -> list[MonthInAi]:
    found: dict[date, MonthInAi] = defaultdict(lambda: MonthInAi(date.min))
    for row in rows:
        month = found[row.month]
        month.month = row.month
        if row.exempt:
            month.apart += row.hours
        elif row.earlier:
            month.earlier += row.hours
        elif row.waiting:
            month.waiting += row.hours
        else:
            month.validated += row.hours
    return sorted(found.values(), key=lambda one: one.month, reverse=True)
