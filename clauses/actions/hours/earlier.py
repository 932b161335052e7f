"""How are hours done in an AI before the portal, or outside its lots, made to count in both counters?

An AI only knows its own hours: what the person did elsewhere is declared with the document that proves it and its date.
The document is seen, not kept.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from clauses.access.gate import OutOfReach, load
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, civil_day, journal
from clauses.actions.hours import watching
from clauses.domain.errors import DomainError, Refused, Several
from clauses.domain.kinds import EntryState, Modality
from clauses.domain.kinds_relays import PlacedWith
from clauses.domain.values import last_day, month_of, months_between
from clauses.extensions import db
from clauses.models.hours import HoursEntry, MonthlyReport, Participant
from clauses.models.people import Organization
from clauses.models.relays import EarlierHours
from clauses.reference import rulebook
from clauses.reference.geography import folded


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was typed: hours in hundredths, 0 when the person says there are none."""

    hours: int
    association: str | None
    placed_with: PlacedWith
    first_day: date | None
    last_day: date | None
    proof_label: str | None
    proof_on: date | None
    apart: bool  # « ces heures ne sont pas celles d'un lot du portail »


@action
def declare_earlier(actor: Actor, participant_id: int, earlier: Earlier, *, now: datetime) -> EarlierHours:
    """Add hours of before to the counters of a person, or note that there are none.

    Refuses a period without end or of the future, more hours than its months hold, a missing proof, hours declared
    already for the same association and the same days, and, unless said to be others, days on which the portal already
    counts hours with that association.
    """
    person = load(actor, Permission.EARLIER_DECLARE, Participant, participant_id)
    refusals = _refusals(person, earlier, civil_day(now))
    if refusals:
        raise Several(refusals)
    kept = EarlierHours(
        participant_id=person.id, hours=earlier.hours, placed_with=earlier.placed_with, declared_on=civil_day(now),
        declared_by_id=actor.user_id, organization_id=actor.organization_id,
    )  # fmt: skip
    if earlier.hours:
        kept.association, kept.first_day, kept.last_day = (
            earlier.association,
            earlier.first_day,
            earlier.last_day,
        )
        kept.proof_label, kept.proof_on = earlier.proof_label, earlier.proof_on
    db.session.add(kept)
    db.session.flush()
    journal(actor, "earlier_hours:declare", kept, now=now, hours=kept.hours, starts_on=kept.first_day,
            ends_on=kept.last_day)  # fmt: skip
    watching.watch(actor, {person.id}, month_of(civil_day(now)), now)
    return kept


@action
def withdraw_earlier(
    actor: Actor, participant_id: int, earlier_id: int, reason: str | None, *, now: datetime
) -> EarlierHours:
    """Take a declaration back, with the reason: it stays readable and counts no more."""
    person = load(actor, Permission.EARLIER_DECLARE, Participant, participant_id)
    found = db.session.scalars(
        select(EarlierHours).where(EarlierHours.id == earlier_id, EarlierHours.participant_id == person.id)
        .with_for_update().execution_options(populate_existing=True)
    ).one_or_none()  # fmt: skip
    if found is None:
        raise OutOfReach
    if found.withdrawn_on is not None:
        raise Refused("earlier_withdrawn", field="earlier_reason")
    if not reason:
        raise Refused("earlier_reason", field="earlier_reason")
    found.withdrawn_on, found.withdrawn_by_id, found.withdrawn_reason = (
        civil_day(now),
        actor.user_id,
        reason,
    )
    journal(actor, "earlier_hours:withdraw", found, now=now, hours=-found.hours)
    watching.watch(actor, {person.id}, month_of(civil_day(now)), now)
    return found


def _refusals(person: Participant, typed: Earlier, on: date) -> list[DomainError]:
    if not typed.hours:
        return []
    found: list[DomainError] = []
    if not typed.association:
        found.append(Refused("earlier_association", field="earlier_association"))
    if typed.first_day is None:
        found.append(Refused("earlier_first", field="earlier_first"))
    if typed.last_day is None:
        found.append(Refused("earlier_last", field="earlier_last"))
    if not typed.proof_label:
        found.append(Refused("earlier_proof", field="earlier_proof"))
    if typed.proof_on is None or typed.proof_on > on:
        found.append(Refused("earlier_proof_on", field="earlier_proof_on"))
    if typed.last_day and typed.last_day > on:
        found.append(Refused("earlier_future", field="earlier_last"))
    if found or typed.first_day is None or typed.last_day is None or not typed.association:
        return found
    if typed.last_day < typed.first_day:
        return [Refused("date_order", field="earlier_last", start=typed.first_day)]
    n = months_between(month_of(typed.first_day), month_of(typed.last_day)) + 1
    most = n * rulebook.plausibility(typed.last_day).block_over
    if typed.hours > most:
        return [Refused("earlier_too_many", field="earlier_hours", months=n, max=most)]
    return _twice(person, typed, typed.association, typed.first_day, typed.last_day)


def _twice(
    person: Participant, typed: Earlier, association: str, first_day: date, last: date
) -> list[DomainError]:
    """No hour is counted twice: neither in two declarations, nor in a declaration and in a month of the portal."""
    name = folded(association)
    for one in db.session.scalars(
        select(EarlierHours).where(
            EarlierHours.participant_id == person.id,
            EarlierHours.withdrawn_on.is_(None),
            EarlierHours.placed_with == typed.placed_with,
            EarlierHours.first_day <= last,
            EarlierHours.last_day >= first_day,
        )
    ):
        if folded(one.association or "") == name:
            return [Refused("earlier_known", field="earlier_first", start=one.first_day, end=one.last_day)]
    if typed.apart:
        return []
    months = db.session.execute(
        select(Organization.name, MonthlyReport.month)
        .join(HoursEntry, HoursEntry.employer_id == Organization.id)
        .join(MonthlyReport, MonthlyReport.id == HoursEntry.report_id)
        .where(
            HoursEntry.participant_id == person.id,
            HoursEntry.modality == Modality.AI_PLACEMENT,
            HoursEntry.state != EntryState.REFUSED,
            HoursEntry.worked > 0,
            MonthlyReport.month <= last,
        )
        .order_by(MonthlyReport.month)
    )
    for known, month in months:
        if folded(known) == name and last_day(month) >= first_day:
            return [Refused("earlier_in_portal", field="earlier_apart", month=month)]
    return []
