"""Which reminders left about a month, did they arrive, who was called, and what waits by agreement?"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from clauses.domain.kinds import MailState
from clauses.domain.kinds_follow_up import ReminderKind
from clauses.extensions import db
from clauses.models.journal import EmailMessage
from clauses.models.people import Organization
from clauses.models.reminders import Reminder, ReminderCall, ReminderPause

LOST = (MailState.REFUSED, MailState.FAILED)
Place = tuple[int, date, int]  # lot, month, organization


@dataclass(frozen=True, slots=True)
class Sent:
    """One reminder; `reached` is false when every letter of it was refused: it does not count as received."""

    kind: ReminderKind
    rank: int
    told_on: date
    by: str | None  # who sent it by hand
    reached: bool


def sent_about(lot_ids: Collection[int]) -> dict[Place, list[Sent]]:
    """The reminders about these lots, by lot, month and organization, the oldest first."""
    rows = db.session.scalars(
        select(Reminder)
        .where(Reminder.lot_id.in_(lot_ids))
        .options(joinedload(Reminder.asked_by))
        .order_by(Reminder.id)
    ).all()
    lost = _lost({row.event_key for row in rows})
    found: dict[Place, list[Sent]] = defaultdict(list)
    for row in rows:
        by = row.asked_by.name if row.asked_by else None
        found[row.lot_id, row.month, row.organization_id].append(
            Sent(row.kind, row.rank, row.told_on, by, row.event_key not in lost)
        )
    return dict(found)


def _lost(keys: Collection[str]) -> set[str]:
    """The facts whose letters were all refused, or never taken; a fact without a letter any more is not among them."""
    lost = func.sum(case((EmailMessage.state.in_(LOST), 1), else_=0))
    return set(
        db.session.scalars(
            select(EmailMessage.event_key)
            .where(EmailMessage.event_key.in_(keys))
            .group_by(EmailMessage.event_key)
            .having(lost == func.count(EmailMessage.id))
        )
    )


def lots_not_told(
    organization_id: int, lot_ids: Collection[int], month: date, rank: int, on: date
) -> set[int]:
    """Those of these lots about which a structure was not reminded at this rung, nor today, and that do not wait."""
    told = set(
        db.session.scalars(
            select(Reminder.lot_id).where(
                Reminder.lot_id.in_(lot_ids), Reminder.month == month, Reminder.kind == ReminderKind.LINES,
                Reminder.organization_id == organization_id, or_(Reminder.rank >= rank, Reminder.told_on == on),
            )
        )
    )  # fmt: skip
    waiting = select(ReminderPause.lot_id).where(
        and_(ReminderPause.lot_id.in_(lot_ids), ReminderPause.month == month, ReminderPause.until >= on)
    )
    return set(lot_ids) - told - set(db.session.scalars(waiting))


def calls_about(lot_ids: Collection[int]) -> dict[Place, list[ReminderCall]]:
    """The calls noted about these lots, by lot, month and organization, the latest first."""
    found: dict[Place, list[ReminderCall]] = defaultdict(list)
    for row in db.session.scalars(
        select(ReminderCall)
        .where(ReminderCall.lot_id.in_(lot_ids))
        .options(joinedload(ReminderCall.noted_by))
        .order_by(ReminderCall.called_on.desc(), ReminderCall.id.desc())
    ):
        found[row.lot_id, row.month, row.organization_id].append(row)
    return dict(found)


def last_call(lot_id: int, month: date, organization_id: int) -> ReminderCall | None:
    calls = calls_about([lot_id]).get((lot_id, month, organization_id), [])
    return calls[0] if calls else None


def pauses_of(lot_ids: Collection[int], on: date) -> dict[tuple[int, date], ReminderPause]:
    """The months of these lots about which nothing leaves by itself today."""
    rows = db.session.scalars(
        select(ReminderPause).where(ReminderPause.lot_id.in_(lot_ids), ReminderPause.until >= on)
    )
    return {(row.lot_id, row.month): row for row in rows}


def history_of(lot_id: int, month: date) -> list[tuple[str, Sent]]:
    """(organization, reminder) of one month of a lot, the latest first."""
    places = {place: rows for place, rows in sent_about([lot_id]).items() if place[1] == month}
    names = {
        row[0]: row[1]
        for row in db.session.execute(
            select(Organization.id, Organization.name).where(Organization.id.in_({p[2] for p in places}))
        )
    }
    found = [(names[place[2]], one) for place, rows in places.items() for one in rows]
    return sorted(found, key=lambda row: (row[1].told_on, row[0]), reverse=True)


def calls_of(lot_id: int, month: date) -> Sequence[ReminderCall]:
    """The calls noted about one month of a lot, the latest first."""
    return db.session.scalars(
        select(ReminderCall)
        .where(ReminderCall.lot_id == lot_id, ReminderCall.month == month)
        .options(joinedload(ReminderCall.noted_by), joinedload(ReminderCall.organization))
        .order_by(ReminderCall.called_on.desc(), ReminderCall.id.desc())
    ).all()


def pause_version(lot_id: int, month: date) -> int | None:
    """The version of the pause of a month, over or not, for the form that changes it."""
    return db.session.scalar(
        select(ReminderPause.version).where(ReminderPause.lot_id == lot_id, ReminderPause.month == month)
    )
