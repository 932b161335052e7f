"""A period in a real work place (PMSMP): recorded beside the hours, in a counter of its own, never an hour (trap 37)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from clauses.access.policy import Actor, Permission
from clauses.actions import files as files_kept
from clauses.actions.base import action, civil_day, journal
from clauses.actions.hours import hiring
from clauses.actions.hours.held import held_lot, lock_people
from clauses.actions.hours.participants import Person, person_refusals, who
from clauses.domain import immersions as rules
from clauses.domain.errors import Refused, Several
from clauses.domain.kinds_eligibility import ImmersionPurpose
from clauses.extensions import db
from clauses.models.hours import Participant
from clauses.models.participants import Immersion


@dataclass(frozen=True, slots=True)
class Stay:
    """One period as typed; `last_day` may be missing, and is then asked."""

    first_day: date
    last_day: date | None
    purpose: ImmersionPurpose | None
    tutor: str | None


@action
def record_immersion(
    actor: Actor, lot_id: int, person: Person, stay: Stay, *, same_as: int | None, homonym: bool, now: datetime,
) -> Participant:  # fmt: skip
    """Record a PMSMP in the actor's structure, on a lot. Refuses one without an end or a lawful purpose, a month or
    more, a third agreement and more than 60 days in twelve months (D5135-3). No proof is asked: no hour counts."""
    lot = held_lot(actor, Permission.PARTICIPANT_ADD, lot_id)
    refusals = list(person_refusals(person, stay.first_day))
    if stay.last_day is None:
        refusals.append(Refused("immersion_end", field="k_end"))
    if stay.purpose is None:
        refusals.append(Refused("immersion_purpose", field="k_purpose"))
    if refusals:
        raise Several(refusals)
    assert stay.last_day is not None and stay.purpose is not None  # refused above
    participant = who(actor, person, same_as, homonym, civil_day(now))
    lock_people({participant.id})
    before = db.session.scalars(
        select(Immersion).where(
            Immersion.participant_id == participant.id, Immersion.host_id == actor.organization_id
        )
    )
    period = rules.Period(stay.first_day, stay.last_day)
    rules.refuse_unlawful(period, [rules.Period(one.first_day, one.last_day) for one in before])
    found = Immersion(
        participant_id=participant.id, lot_id=lot.id, host_id=actor.organization_id, purpose=stay.purpose,
        first_day=stay.first_day, last_day=stay.last_day, tutor=stay.tutor, recorded_on=civil_day(now),
        recorded_by_id=actor.user_id,
    )  # fmt: skip
    db.session.add(found)
    db.session.flush()
    kept = hiring.take_over(actor, lot.id)
    if kept is not None:
        files_kept.erase(kept, now)  # a document of situation serves no purpose here
    journal(actor, "immersion:record", found, now=now, lot_id=lot.id, participant=participant.id,
            starts_on=stay.first_day, ends_on=stay.last_day)  # fmt: skip
    return participant
