"""« Copier les personnes du mois dernier » : the people come again for one month, their hours never do. (F05)"""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select

from clauses.access.gate import OutOfReach
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, civil_day, journal
from clauses.actions.hours.held import held_lots, lock_people, lock_proofs, refuse_outside
from clauses.domain.errors import DomainError, Refused, Several
from clauses.domain.kinds import Modality
from clauses.domain.values import last_day
from clauses.extensions import db
from clauses.models.hours import EmploymentContract
from clauses.queries import hours_again, hours_facts, hours_limits


@action
def take_people_again(
    actor: Actor, month: date, contract_ids: Collection[int], *, now: datetime
) -> list[EmploymentContract]:  # fmt: skip
    """A contract of the same kind, from the first to the last day of the month, for people who worked the month before
    and have none in this one. All of them, or none.

    Refuses a month not begun, a person whose eligibility does not reach it, one whom an AI may not place any more (R7),
    and whoever is not in the list any longer.
    """
    if month > civil_day(now):
        raise Refused("month_future")
    if not contract_ids:
        raise Refused("again_none")
    lot_ids = set(
        db.session.scalars(
            select(EmploymentContract.lot_id).where(
                EmploymentContract.id.in_(set(contract_ids)), EmploymentContract.employer_id == actor.organization_id
            )
        )
    )  # fmt: skip
    lots = {lot.id: lot for lot in held_lots(actor, Permission.PARTICIPANT_ADD, lot_ids)}
    known = {one.id: one for one in hours_again.people_to_take_again(actor, month, lots)}
    gone = [one for one in contract_ids if one not in known]
    if any(db.session.get(EmploymentContract, one) is None for one in gone):
        raise OutOfReach
    if gone:
        raise Refused("again_changed")
    people = {known[one].participant_id for one in contract_ids}
    lock_people(people)
    proofs = lock_proofs(people)
    made: list[EmploymentContract] = []
    refusals: list[DomainError] = []
    for contract_id in sorted(set(contract_ids)):
        before = known[contract_id]
        lot = lots[before.lot_id]
        refuse_outside(lot, month, civil_day(now))
        answer = hours_facts.counting(proofs[before.participant_id], month)
        if not answer.counted and not answer.pending:
            refusals.append(Refused("again_not_eligible", name=before.participant.short))
            continue
        try:
            if before.modality is Modality.AI_PLACEMENT:
                hours_limits.refuse_placement(lot, before.participant, actor.organization_id, month)
        except Refused as refused:
            refusals.append(refused)
            continue
        made.append(_again(actor, before, month, now))
    if refusals:
        raise Several(refusals)
    return made


def _again(actor: Actor, before: EmploymentContract, month: date, now: datetime) -> EmploymentContract:
    hired = EmploymentContract(
        participant_id=before.participant_id, lot_id=before.lot_id, employer_id=before.employer_id,
        modality=before.modality, contract_type=before.contract_type, starts_on=month, ends_on=last_day(month),
        tutor=before.tutor,
    )  # fmt: skip
    db.session.add(hired)
    db.session.flush()
    journal(
        actor, "contract:again", hired, now=now, lot_id=hired.lot_id, participant=hired.participant_id,
        before=before.id, starts_on=hired.starts_on, ends_on=hired.ends_on,
    )  # fmt: skip
    return hired
