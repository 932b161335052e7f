"""How does whoever follows a lot remind somebody by hand, note a call, or hold the reminders of a month for a while?"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from clauses.access.gate import load
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, check_version, civil_day, journal, record
from clauses.domain import events
from clauses.domain.errors import DomainError, Refused, Several
from clauses.domain.kinds_follow_up import ReminderKind
from clauses.domain.naming import named
from clauses.extensions import db
from clauses.models.markets import Lot
from clauses.models.reminders import Reminder, ReminderCall, ReminderPause
from clauses.queries import hours_missing, people
from clauses.queries.hours_people import names_on
from clauses.reference import rulebook
from clauses.reference.geography import folded

LONGEST_NOTE = 1000


@dataclass(frozen=True, slots=True)
class Call:
    """A call that was made: on which day, and what was said of it, without a participant's name."""

    called_on: date | None
    text: str


@action
def remind_now(
    actor: Actor, lot_id: int, month: date, organization_id: int | None, *, now: datetime
) -> list[Reminder]:
    """Remind an organization, today, of all it still owes of a month of a lot; it counts as the rung in force (E07).

    Refuses what has come in between, a second reminder on one day, and an organization that nobody acts for.
    """
    lot = load(actor, Permission.REMINDER_SEND, Lot, lot_id, *hours_missing.HOLDER)
    on = civil_day(now)
    owed = [
        one
        for one in hours_missing.missing_of([lot], on, since=month)
        if one.month == month and one.organization.id == organization_id
    ]
    if not owed or organization_id is None:
        raise Refused("reminder_answered")
    name = owed[0].organization.name
    today = select(Reminder.id).where(
        Reminder.lot_id == lot.id, Reminder.month == month, Reminder.organization_id == organization_id,
        Reminder.told_on == on, Reminder.kind != ReminderKind.BUYER,
    )  # fmt: skip
    if db.session.scalar(today.limit(1)) is not None:
        raise Refused("reminder_today", organization=name)
    if not people.members_of(organization_id):
        raise Refused("reminder_nobody", organization=name)
    made = []
    for one in owed:
        on_ladder = one.kind is not ReminderKind.PROOFS
        reminder = Reminder(
            lot_id=lot.id, month=month, organization_id=organization_id, kind=one.kind,
            rank=max(1, hours_missing.ladder_of(month).rank(on)) if on_ladder else 0, told_on=on, told_at=now,
            event_key=f"ByHand-{lot.id}-{month:%Y%m}-{organization_id}-{one.kind}-{on:%Y%m%d}",
            asked_by_id=actor.user_id,
        )  # fmt: skip
        db.session.add(reminder)
        journal(
            actor, "reminder:send", reminder, now=now, lot_id=lot.id, month=month, kind=one.kind, rank=reminder.rank,
            organization=organization_id,
        )  # fmt: skip
        record(events.ReminderAsked(reminder.id), now=now)
        made.append(reminder)
    return made


@action
def note_call(
    actor: Actor, lot_id: int, month: date, organization_id: int | None, call: Call, *, now: datetime
) -> ReminderCall:
    """Keep that somebody was called about a month. Refuses a day to come, a participant's name, and a stranger to the lot."""
    lot = load(actor, Permission.REMINDER_SEND, Lot, lot_id, *hours_missing.HOLDER)
    refusals: list[DomainError] = []
    if organization_id not in parties_of(lot):
        refusals.append(Refused("call_who", field="call_who"))
    if call.called_on is None:
        refusals.append(Refused("call_day", field="call_day"))
    elif call.called_on > civil_day(now):
        refusals.append(Refused("call_future", field="call_day"))
    if not call.text:
        refusals.append(Refused("call_note", field="call_note"))
    name = named(call.text, names_on([lot.id]), folded)
    if name:
        refusals.append(Refused("call_names", field="call_note", name=name))
    if refusals or call.called_on is None or organization_id is None:
        raise Several(refusals)
    made = ReminderCall(
        lot_id=lot.id, month=month, organization_id=organization_id, noted_by_id=actor.user_id, noted_at=now,
        called_on=call.called_on, text=call.text,
    )  # fmt: skip
    db.session.add(made)
    journal(actor, "reminder:call", made, now=now, lot_id=lot.id, month=month, organization=organization_id,
            day=call.called_on)  # fmt: skip
    return made


@action
def pause_reminders(
    actor: Actor, lot_id: int, month: date, until: date | None, *, version: int | None, now: datetime
) -> ReminderPause:
    """Nothing leaves by itself about a month of a lot until a day, that one included; a day gone by takes it up again.

    Refuses more days than the dated rule allows (ux/4.1: 15).
    """
    lot = load(actor, Permission.REMINDER_SEND, Lot, lot_id)
    on = civil_day(now)
    most = on + timedelta(days=rulebook.sending(on).pause_days)
    if until is None:
        raise Refused("pause_until", field="pause_until", day=most)
    if until > most:
        raise Refused("pause_long", field="pause_until", day=most)
    pause = db.session.scalar(
        select(ReminderPause)
        .where(ReminderPause.lot_id == lot.id, ReminderPause.month == month)
        .with_for_update()
    )
    if pause is None:
        pause = ReminderPause(lot_id=lot.id, month=month, until=until, set_by_id=actor.user_id, set_at=now)
        db.session.add(pause)
    else:
        check_version(pause, version)
        pause.until, pause.set_by_id, pause.set_at = until, actor.user_id, now
    journal(actor, "reminder:pause", pause, now=now, lot_id=lot.id, month=month, day=until)
    return pause


def parties_of(lot: Lot) -> set[int]:
    """Who may be called about a month of this lot: its holder, and whoever employs somebody on it."""
    holder = {lot.award.awardee_id} if lot.award else set()
    return holder | hours_missing.employers_on(lot.id)
