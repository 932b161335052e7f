"""Who is hired on a lot, and is the person eligible? A person once, a contract per employer, a proof at hiring."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from sqlalchemy import select

from clauses.access.gate import OutOfReach, load
from clauses.access.policy import Actor, Permission
from clauses.actions import files as files_kept
from clauses.actions.base import action, civil_day, journal, take_turn
from clauses.actions.hours.held import held_lot, lock_people
from clauses.actions.hours.waiting import settle_waiting, waiting_lots
from clauses.domain import eligibility as rules
from clauses.domain.errors import DomainError, IllegalMove, Refused, Several
from clauses.domain.files import CheckedFile
from clauses.domain.kinds import (
    ContractType,
    EligibilityState,
    Gender,
    Modality,
    Prescriber,
    Role,
)
from clauses.domain.values import month_of
from clauses.extensions import db
from clauses.models.hours import Eligibility, EmploymentContract, Participant
from clauses.models.markets import Lot
from clauses.queries import hours_facts, hours_limits, hours_people
from clauses.reference import geography, rulebook

MIN_AGE, MAX_AGE = 16, 70


@dataclass(frozen=True, slots=True)
class Person:
    """The civil state and the situation at hiring, as typed."""

    last_name: str
    first_name: str
    birth: date
    gender: Gender
    commune_code: str | None
    priority_district: bool
    prescriber: Prescriber | None
    categories: Sequence[str]
    informed: bool


@dataclass(frozen=True, slots=True)
class Contract:
    modality: Modality
    contract_type: ContractType
    starts_on: date
    ends_on: date | None
    tutor: str | None


class Verdict(StrEnum):
    VALIDATE = "validate"
    TO_COMPLETE = "to_complete"
    REFUSE = "refuse"


@action
def register_participant(
    actor: Actor, lot_id: int, person: Person, contract: Contract, *, same_as: int | None, homonym: bool,
    proof: CheckedFile | None, proof_label: str | None, files: Path, now: datetime,
) -> tuple[Participant, bool]:  # fmt: skip
    """Add a person and a contract to a lot; returns the person, and whether it is already eligible.

    Refuses another structure's person, a modality that is not the actor's, a person too young, a person already
    known unless it is said to be the same (`same_as`) or a namesake (`homonym`), and a placement by an AI of somebody
    who has reached the legal ceiling (R7).
    """
    lot = held_lot(actor, Permission.PARTICIPANT_ADD, lot_id)
    on = civil_day(now)
    refusals = _contract_refusals(actor, lot, contract) + _person_refusals(person, contract)
    if refusals:
        raise Several(refusals)
    participant = _who(actor, person, same_as, homonym, on)
    known = select(EmploymentContract.id).where(
        EmploymentContract.participant_id == participant.id, EmploymentContract.lot_id == lot.id,
        EmploymentContract.employer_id == actor.organization_id, EmploymentContract.starts_on == contract.starts_on,
    )  # fmt: skip
    if db.session.scalar(known):
        raise Refused("k_known", field="k_start")
    if contract.modality is Modality.AI_PLACEMENT:
        lock_people({participant.id})
        hours_limits.refuse_placement(lot, participant, actor.organization_id, contract.starts_on)
    hired = EmploymentContract(
        participant_id=participant.id, lot_id=lot.id, employer_id=actor.organization_id, modality=contract.modality,
        contract_type=contract.contract_type, starts_on=contract.starts_on, ends_on=contract.ends_on,
        tutor=contract.tutor,
    )  # fmt: skip
    db.session.add(hired)
    db.session.flush()
    journal(actor, "contract:add", hired, now=now, lot_id=lot.id, participant=participant.id, modality=contract.modality,
            starts_on=contract.starts_on, ends_on=contract.ends_on)  # fmt: skip
    proofs = list(db.session.scalars(select(Eligibility).where(Eligibility.participant_id == participant.id)))
    eligible = hours_facts.counting(proofs, month_of(contract.starts_on)).counted
    pending = any(p.state in (EligibilityState.PENDING, EligibilityState.TO_COMPLETE) for p in proofs)
    if not eligible and (proof is not None or not pending):
        _ask_eligibility(actor, lot, participant, person, contract, proofs, proof, proof_label, files, now)
    return participant, eligible


@action
def complete_eligibility(
    actor: Actor, eligibility_id: int, *, proof: CheckedFile | None, proof_label: str | None, files: Path,
    now: datetime,
) -> Eligibility:  # fmt: skip
    """The employer gives the document that was missing; the resource person examines it again."""
    found = load(actor, Permission.PARTICIPANT_ADD, Eligibility, eligibility_id)
    if found.state not in (EligibilityState.PENDING, EligibilityState.TO_COMPLETE):
        raise IllegalMove("elig_decided")
    if proof is None:
        raise Refused("file_empty", field="p_proof")
    found.proof_file_id = files_kept.keep(proof, files, actor.organization_id, "p_proof", now).id
    found.proof_label = proof_label or found.proof_label
    found.state = EligibilityState.PENDING
    journal(actor, "eligibility:complete", found, now=now, file=found.proof_file_id)
    return found


@action
def decide_eligibility(
    actor: Actor,
    eligibility_id: int,
    verdict: Verdict,
    *,
    effective_on: date | None,
    message: str | None,
    now: datetime,
) -> tuple[Eligibility, int]:
    """Accept, ask again or refuse a proof. Accepted, hours that waited for it count in their own months, recorded
    today; refused, they never will. Returns the decided proof and the hours that now count (hundredths)."""
    lots = waiting_lots(eligibility_id)
    found = load(actor, Permission.ELIGIBILITY_DECIDE, Eligibility, eligibility_id)
    if found.state not in (EligibilityState.PENDING, EligibilityState.TO_COMPLETE):
        raise IllegalMove("elig_decided")
    on = civil_day(now)
    if verdict is Verdict.VALIDATE:
        _refuse_late(found, effective_on, on)
        found.state, found.effective_on = EligibilityState.VALIDATED, effective_on
        found.valid_until = rules.window(found.hired_on, rulebook.eligibility(found.hired_on))[1]
    else:
        if not message:
            raise Refused("elig_reason", field="elig_reason")
        refused = verdict is Verdict.REFUSE
        found.state = EligibilityState.REFUSED if refused else EligibilityState.TO_COMPLETE
        found.effective_on = effective_on
    found.message = message
    found.decided_by_id, found.decided_on = actor.user_id, on
    counted = 0
    db.session.flush()
    if verdict is not Verdict.TO_COMPLETE:
        for lot in lots:
            counted += settle_waiting(actor, lot, found.participant_id, now)
    journal(
        actor, "eligibility:decide", found, now=now, verdict=verdict, effective_on=effective_on, hours=counted
    )
    return found, counted


def _contract_refusals(actor: Actor, lot: Lot, contract: Contract) -> list[DomainError]:
    found: list[DomainError] = []
    period = hours_facts.lot_period(lot)
    if period is None:
        raise Refused("k_no_award")
    if contract.ends_on and contract.ends_on < contract.starts_on:
        found.append(Refused("date_order", field="k_end", start=contract.starts_on))
    if contract.starts_on < period[0]:
        found.append(Refused("k_before_lot", field="k_start", start=period[0]))
    if actor.role is Role.SIAE:
        mine = hours_people.modalities_for(actor.organization_id, lot)
        if not mine:
            raise Refused("k_no_line")
        if contract.modality not in mine:
            found.append(Refused("k_modality", field="k_modality"))
    elif contract.modality is not Modality.DIRECT_HIRE:
        found.append(Refused("k_modality", field="k_modality"))
    return found


def _person_refusals(person: Person, contract: Contract) -> list[DomainError]:
    found: list[DomainError] = []
    age = hours_people.age_on(person.birth, contract.starts_on)
    if age < MIN_AGE:
        found.append(Refused("p_age", field="p_birth"))
    elif age > MAX_AGE:
        found.append(Refused("p_age_over", field="p_birth"))
    if not person.informed:
        found.append(Refused("p_informed", field="p_informed"))
    return found


def _who(actor: Actor, person: Person, same_as: int | None, homonym: bool, on: date) -> Participant:
    """The person already known, or a new one; a likely double is asked about, never merged in silence."""
    fold = hours_people.fold_names(person.last_name, person.first_name)
    take_turn(f"participant {person.birth} {fold}")
    known = list(
        db.session.scalars(
            select(Participant)
            .where(Participant.birth == person.birth, Participant.fold == fold)
            .order_by(Participant.id)
        )
    )
    if same_as is not None:
        same = next((p for p in known if p.id == same_as), None)
        if same is None:
            raise OutOfReach
        return same
    if known and not homonym:
        one = known[0]
        raise Refused(
            "p_duplicate", field="p_duplicate", name=f"{one.first_name} {one.last_name.upper()}", birth=one.birth,
            participant_id=one.id,
        )  # fmt: skip
    commune = geography.commune(person.commune_code) if person.commune_code else None
    participant = Participant(
        last_name=person.last_name, first_name=person.first_name, fold=fold, birth=person.birth, gender=person.gender,
        commune_code=commune.code if commune else None, priority_district=person.priority_district,
        prescriber=person.prescriber, informed_on=on, created_by_id=actor.organization_id,
    )  # fmt: skip
    db.session.add(participant)
    db.session.flush()
    return participant


def _ask_eligibility(
    actor: Actor, lot: Lot, participant: Participant, person: Person, contract: Contract, proofs: list[Eligibility],
    proof: CheckedFile | None, label: str | None, files: Path, now: datetime,
) -> None:  # fmt: skip
    """A proof to examine; the day of hiring is that of the first contract, every employer together."""
    hired_on = min([contract.starts_on, *(p.hired_on for p in proofs if p.state is EligibilityState.PENDING)])
    stored = files_kept.keep(proof, files, actor.organization_id, "p_proof", now) if proof else None
    asked = Eligibility(
        participant_id=participant.id, categories=list(person.categories), hired_on=hired_on, proof_label=label,
        proof_file_id=stored.id if stored else None, submitted_by_id=actor.organization_id, submitted_on=civil_day(now),
    )  # fmt: skip
    db.session.add(asked)
    db.session.flush()
    journal(actor, "eligibility:ask", asked, now=now, lot_id=lot.id, participant=participant.id, hired_on=hired_on,
            document=stored is not None)  # fmt: skip


def _refuse_late(found: Eligibility, effective_on: date | None, on: date) -> None:
    if effective_on is None:
        raise Refused("elig_from", field="elig_from")
    if effective_on > on:
        raise Refused("elig_future", field="elig_from")
    if not rules.is_proven(effective_on, found.hired_on):
        raise Refused("proof_late", field="elig_from", effective=effective_on, hired=found.hired_on)
