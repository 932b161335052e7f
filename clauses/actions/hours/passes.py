"""The PASS IAE of a person: recorded once, moved by suspensions and prolongations, never a cause of automatic rejection.

A suspension may be declared late, up to twelve months back (trap 23): hours of those months are pointed at, and stay.
"""

import re
from datetime import date, datetime, timedelta

from sqlalchemy import select

from clauses.access.gate import OutOfReach, load
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, civil_day, journal
from clauses.actions.hours.held import lock_people
from clauses.domain.errors import IllegalMove, Refused
from clauses.domain.kinds_eligibility import PassChange
from clauses.domain.rules import PassRule
from clauses.domain.values import add_months
from clauses.extensions import db
from clauses.models.hours import Participant
from clauses.models.participants import PassIae, PassIaeChange
from clauses.queries import hours_passes
from clauses.reference import proofs

NUMBER = re.compile(r"\d{12}|[A-Z]{5}\d{7}")
DAY = timedelta(days=1)


@action
def record_pass(actor: Actor, participant_id: int, number: str, starts_on: date, *, now: datetime) -> PassIae:
    """Record a PASS IAE by its number and first day. Refuses a number of another shape and the same first day twice."""
    person = _person(actor, participant_id)
    written = re.sub(r"\s", "", number).upper()
    if not NUMBER.fullmatch(written):
        raise Refused("pass_number", field="pass_number")
    if any(one.starts_on == starts_on for one in hours_passes.passes_of(person.id)):
        raise Refused("pass_known", field="pass_start")
    found = PassIae(
        participant_id=person.id, number=written, starts_on=starts_on, recorded_on=civil_day(now),
        recorded_by_id=actor.user_id,
    )  # fmt: skip
    db.session.add(found)
    db.session.flush()
    journal(actor, "pass:record", found, now=now, participant=person.id, starts_on=starts_on)
    return found


@action
def change_pass(
    actor: Actor,
    participant_id: int,
    pass_id: int,
    kind: PassChange,
    first: date,
    last: date,
    *,
    now: datetime,
) -> tuple[PassIae, bool]:
    """Add a suspension or a prolongation; returns the PASS, and whether the suspension was told later than usual.

    Refuses one outside the PASS, longer than the rule of its first day allows, or over another suspension.
    """
    person = _person(actor, participant_id)
    one = _of(person, pass_id)
    rule = proofs.pass_rule(max(first, proofs.PASSES[0].effective_from))
    if last < first:
        raise Refused("date_order", field="change_end", start=first)
    ends = hours_passes.last_day_of(one)
    if kind is PassChange.SUSPENSION:
        _refuse_suspension(one, first, last, ends, rule)
    else:
        _refuse_prolongation(one, kind, first, last, ends, rule)
    on = civil_day(now)
    db.session.add(
        PassIaeChange(
            pass_iae=one, kind=kind, first_day=first, last_day=last, told_on=on, told_by_id=actor.user_id
        )
    )
    db.session.flush()
    db.session.refresh(one)
    journal(
        actor, "pass:change", one, now=now, participant=person.id, kind=kind, starts_on=first, ends_on=last
    )
    late = kind is PassChange.SUSPENSION and first < add_months(on, -rule.late_months)
    return one, late


@action
def withdraw_change(
    actor: Actor, participant_id: int, pass_id: int, change_id: int | None, *, now: datetime
) -> None:
    """Take back a change, or the whole PASS when none is named; both stay in the database, with the day."""
    person = _person(actor, participant_id)
    one = _of(person, pass_id)
    row: PassIae | PassIaeChange | None = one
    if change_id is not None:
        row = next((change for change in one.changes if change.id == change_id), None)
    if row is None:
        raise OutOfReach
    if row.withdrawn_on is not None:
        raise IllegalMove("pass_withdrawn")
    row.withdrawn_on = civil_day(now)
    journal(actor, "pass:withdraw", one, now=now, participant=person.id, change=change_id)


def _person(actor: Actor, participant_id: int) -> Participant:
    person = load(actor, Permission.PASS_RECORD, Participant, participant_id)
    hours_passes.refuse_of_others(actor, person.id)
    lock_people({person.id})
    return person


def _of(person: Participant, pass_id: int) -> PassIae:
    found = db.session.scalars(
        select(PassIae).where(PassIae.id == pass_id, PassIae.participant_id == person.id)
    ).first()
    if found is None:
        raise OutOfReach
    if found.withdrawn_on is not None:
        raise IllegalMove("pass_withdrawn")
    return found


def _refuse_suspension(one: PassIae, first: date, last: date, ends: date, rule: PassRule) -> None:
    if not one.starts_on <= first <= ends:
        raise Refused("pass_change_outside", field="change_start", start=one.starts_on, end=ends)
    limit = add_months(first, rule.suspension_months) - DAY
    if last > limit:
        raise Refused("pass_suspension_long", field="change_end", months=rule.suspension_months, last=limit)
    if any(pause.first <= last and first <= pause.last for pause in hours_passes.suspensions(one)):
        raise Refused("pass_change_crossed", field="change_start")


def _refuse_prolongation(
    one: PassIae, kind: PassChange, first: date, last: date, ends: date, rule: PassRule
) -> None:
    if first != ends + DAY:
        raise Refused("pass_prolongation_from", field="change_start", day=ends + DAY)
    limit = add_months(first, rule.request_months) - DAY
    if last > limit:
        raise Refused("pass_request_long", field="change_end", months=rule.request_months, last=limit)
    most = {
        PassChange.DISABILITY: rule.disability_months,
        PassChange.SENIOR: rule.senior_months,
        PassChange.DIFFICULTIES: rule.difficulties_months,
        PassChange.INCLUSION_CDI: rule.inclusion_cdi_months,
    }.get(kind)
    if most is None:  # a training: until its end
        return
    same = [change for change in hours_passes.standing(one) if change.kind is kind]
    days = sum((change.last_day - change.first_day).days + 1 for change in same) + (last - first).days + 1
    if days > (add_months(ends, most) - ends).days:
        raise Refused("pass_prolonged_out", field="change_end", months=most)
