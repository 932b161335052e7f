"""When is a resource person away, and who stands in? Rights and letters follow the dates; nothing is handed over."""

from datetime import date, datetime

from sqlalchemy import or_, select

from clauses.access.charges import able
from clauses.access.gate import Forbidden, load
from clauses.access.policy import Actor, Permission, reach_of
from clauses.actions.base import action, civil_day, journal, take_turn
from clauses.domain.errors import Refused, Several
from clauses.domain.mandates import DAY
from clauses.extensions import db
from clauses.models.handovers import Absence
from clauses.models.people import User


@action
def declare_absence(
    actor: Actor, starts_on: date | None, ends_on: date | None, deputy_id: int | None, *, coordination: bool = False,
    now: datetime,
) -> Absence:  # fmt: skip
    """Away from a day to a day, both included; a deputy, or the coordination, answers in the meantime."""
    if reach_of(actor, Permission.ABSENCE_DECLARE) is None:
        raise Forbidden
    take_turn("absences")
    wrong = []
    if starts_on is None or starts_on < civil_day(now):
        wrong.append(Refused("absence_from", field="absence_from"))
    if ends_on is None or (starts_on and ends_on < starts_on):
        wrong.append(Refused("absence_to", field="absence_to"))
    deputy = db.session.scalar(
        select(User).where(User.id == (deputy_id or 0), User.id != actor.user_id, User.id.in_(able()))
    )
    if deputy is None and not coordination:
        wrong.append(Refused("absence_deputy", field="deputy"))
    if wrong or starts_on is None or ends_on is None:
        raise Several(list(wrong))
    _refuse_crossing(actor, deputy, starts_on, ends_on)
    absence = Absence(user_id=actor.user_id, deputy_id=deputy.id if deputy else None, starts_on=starts_on,
                      ends_on=ends_on, declared_at=now, declared_by_id=actor.user_id)  # fmt: skip
    db.session.add(absence)
    db.session.flush()
    journal(
        actor,
        "absence:declare",
        absence,
        now=now,
        starts_on=starts_on,
        ends_on=ends_on,
        deputy=absence.deputy_id,
    )
    return absence


def _refuse_crossing(actor: Actor, deputy: User | None, starts_on: date, ends_on: date) -> None:
    """No two absences of one person, no deputy who is away, nobody away who stands in for somebody."""
    involved = {actor.user_id} | ({deputy.id} if deputy else set())
    crossing = list(
        db.session.scalars(
            select(Absence).where(
                or_(Absence.user_id.in_(involved), Absence.deputy_id == actor.user_id),
                Absence.starts_on <= ends_on, Absence.ends_on >= starts_on,
            ).order_by(Absence.starts_on)
        )
    )  # fmt: skip
    for one in crossing:
        if one.user_id == actor.user_id:
            raise Refused("absence_overlap", field="absence_from", start=one.starts_on, end=one.ends_on)
        if deputy is not None and one.user_id == deputy.id:
            raise Refused(
                "absence_deputy_away", field="deputy", name=deputy.name, start=one.starts_on, end=one.ends_on
            )
        if one.deputy_id == actor.user_id:
            away = db.session.get_one(User, one.user_id)
            raise Refused("absence_standing_in", field="absence_from", name=away.name, start=one.starts_on,
                          end=one.ends_on)  # fmt: skip


@action
def end_absence(actor: Actor, absence_id: int, *, now: datetime) -> None:
    """Back from today on; an absence that has not begun is taken back."""
    absence = load(actor, Permission.ABSENCE_DECLARE, Absence, absence_id)
    on = civil_day(now)
    if absence.ends_on < on:
        raise Refused("absence_over")
    journal(
        actor,
        "absence:end",
        absence,
        now=now,
        starts_on=absence.starts_on,
        ends_on=min(absence.ends_on, on - DAY),
    )
    if absence.starts_on >= on:
        db.session.delete(absence)
    else:
        absence.ends_on = on - DAY
