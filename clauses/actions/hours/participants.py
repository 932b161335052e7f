"""Who is hired on a lot, and is the person eligible? A person once, a contract per employer, a proof at hiring."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from clauses.access.gate import load
from clauses.access.policy import Actor, Permission
from clauses.actions import files as files_kept
from clauses.actions.base import action, civil_day, journal
from clauses.actions.hours import hiring, identity
from clauses.actions.hours.held import held_lot, lock_people
from clauses.actions.hours.waiting import settle_waiting, waiting_lots
from clauses.config import FilesPlace
from clauses.domain import eligibility as rules
from clauses.domain import proofs
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
from clauses.domain.kinds_eligibility import EligibilityCategory, ProofBasis, Reception
from clauses.domain.values import month_of
from clauses.extensions import db
from clauses.models.files import StoredFile
from clauses.models.hours import Eligibility, EmploymentContract, Participant
from clauses.models.markets import Lot
from clauses.queries import hours_facts, hours_limits, hours_people
from clauses.reference import geography, rulebook
from clauses.reference import proofs as dated_proofs

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
    reception: Sequence[Reception] = ()  # what is ready for the first day


class Verdict(StrEnum):
    VALIDATE = "validate"
    TO_COMPLETE = "to_complete"
    REFUSE = "refuse"


@action
def register_participant(
    actor: Actor, lot_id: int, person: Person, contract: Contract, *, same_as: int | None, homonym: bool,
    proof: CheckedFile | None, proof_label: str | None, files: FilesPlace, now: datetime, resumed: bool = False,
) -> tuple[Participant, bool]:  # fmt: skip
    """Add a person and a contract to a lot; returns the person, and whether it is already eligible.

    `resumed`: what was kept of the steps goes, and the document put with them is the proof when none comes now.
    Refuses another structure's person, a modality that is not the actor's, a person too young, a person already
    known unless it is said to be the same (`same_as`) or a namesake (`homonym`), and a placement by an AI of somebody
    who has reached the legal ceiling (R7).
    """
    hired, eligible = hire(
        actor, lot_id, person, contract, same_as=same_as, homonym=homonym, proof=proof, proof_label=proof_label,
        files=files, now=now, resumed=resumed,
    )  # fmt: skip
    return hired.participant, eligible


def hire(
    actor: Actor, lot_id: int, person: Person, contract: Contract, *, same_as: int | None, homonym: bool,
    proof: CheckedFile | None, proof_label: str | None, files: FilesPlace | None, now: datetime, resumed: bool = False,
) -> tuple[EmploymentContract, bool]:  # fmt: skip
    """The contract of a person on a lot, and whether the person is already eligible: what `register_participant` and
    a mission have in common. `files` is where a proof is put, when one comes."""
    lot = held_lot(actor, Permission.PARTICIPANT_ADD, lot_id)
    on = civil_day(now)
    refusals = _contract_refusals(actor, lot, contract) + person_refusals(person, contract.starts_on)
    if refusals:
        raise Several(refusals)
    participant = who(actor, person, same_as, homonym, on)
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
        participant=participant, lot_id=lot.id, employer_id=actor.organization_id, modality=contract.modality,
        contract_type=contract.contract_type, starts_on=contract.starts_on, ends_on=contract.ends_on,
        tutor=contract.tutor, reception=[one.value for one in contract.reception],
    )  # fmt: skip
    db.session.add(hired)
    db.session.flush()
    journal(actor, "contract:add", hired, now=now, lot_id=lot.id, participant=participant.id, modality=contract.modality,
            starts_on=contract.starts_on, ends_on=contract.ends_on)  # fmt: skip
    known_proofs = list(
        db.session.scalars(select(Eligibility).where(Eligibility.participant_id == participant.id))
    )
    eligible = hours_facts.counting(known_proofs, month_of(contract.starts_on)).counted
    pending = any(p.state in (EligibilityState.PENDING, EligibilityState.TO_COMPLETE) for p in known_proofs)
    kept = hiring.take_over(actor, lot.id) if resumed else None
    given = proof is not None or kept is not None
    if not eligible and (given or not pending):
        stored = kept
        if proof is not None and files is not None:
            stored = files_kept.keep(proof, files, actor.organization_id, "p_proof", now)
        _ask_eligibility(actor, lot, participant, person, contract, known_proofs, stored, proof_label, now)
        kept = None if stored is kept else kept
    if kept is not None:
        files_kept.erase(kept, now)  # nothing waits for it: it is not kept
    return hired, eligible


@action
def complete_eligibility(
    actor: Actor, eligibility_id: int, *, proof: CheckedFile | None, proof_label: str | None, files: FilesPlace,
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
    issued_on: date | None = None,
    ground: EligibilityCategory | None = None,
    basis: ProofBasis = ProofBasis.DOCUMENT,
) -> tuple[Eligibility, int]:
    """Accept, ask again or refuse a proof. Accepted, hours that waited for it count in their own months, recorded
    today; refused, they never will. Returns the decided proof and the hours that now count (hundredths).

    `issued_on`: the day of the document when it is not the one it takes effect; `ground`: the situation retained, else
    the first declared one that the document proves. Refuses a document effective after hiring (R11), one too old for
    the situation on the day of hiring (domain rules 4.2), and a certification that no service of the State gives.
    Once decided, a proof never changes: it is a picture of the day of hiring.
    """
    lots = waiting_lots(eligibility_id)
    found = load(actor, Permission.ELIGIBILITY_DECIDE, Eligibility, eligibility_id)
    if found.state not in (EligibilityState.PENDING, EligibilityState.TO_COMPLETE):
        raise IllegalMove("elig_decided")
    on = civil_day(now)
    if verdict is Verdict.VALIDATE:
        _refuse_late(found, effective_on, on)
        assert effective_on is not None  # refused above
        found.ground = _ground(found, issued_on or effective_on, on, ground, basis, message)
        found.issued_on, found.basis = issued_on, basis
        found.definition = hours_people.jobseeker_definition(found.participant_id, found.hired_on)
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


def _ground(
    found: Eligibility, issued_on: date, on: date, chosen: EligibilityCategory | None, basis: ProofBasis,
    message: str | None,
) -> EligibilityCategory | None:  # fmt: skip
    """The situation retained, among those declared, once its proof is found fresh enough."""
    declared = [EligibilityCategory(one) for one in found.categories]
    if chosen is not None and chosen not in declared:
        raise Refused("elig_ground", field="elig_ground")
    if issued_on > on:
        raise Refused("elig_issued_future", field="elig_issued")
    asked = [chosen] if chosen else declared
    admissions = dated_proofs.admissions(found.hired_on)
    if basis is ProofBasis.CERTIFIED:
        certified = next((one for one in asked if one in admissions and admissions[one].certified_by), None)
        if certified is None:
            raise Refused("elig_not_certified", field="elig_basis")
        return certified
    if basis is ProofBasis.SUBSTITUTE and not message:
        raise Refused("elig_substitute", field="elig_reason")
    retained, stale = proofs.admitted(asked, admissions, issued_on=issued_on, hired_on=found.hired_on)
    if stale is not None:
        raise Refused("proof_stale", field="elig_issued", issued=issued_on, months=stale.months, hired=found.hired_on,
                      since=stale.since)  # fmt: skip
    return retained


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


def person_refusals(person: Person, starts_on: date) -> list[DomainError]:
    """What is wrong with a person on the first day, by age and by what the person was told."""
    found: list[DomainError] = []
    age = hours_people.age_on(person.birth, starts_on)
    if age < MIN_AGE:
        found.append(Refused("p_age", field="p_birth"))
    elif age > MAX_AGE:
        found.append(Refused("p_age_over", field="p_birth"))
    if not person.informed:
        found.append(Refused("p_informed", field="p_informed"))
    return found


def who(actor: Actor, person: Person, same_as: int | None, homonym: bool, on: date) -> Participant:
    """The person already known, or a new one; a likely double is asked about, never merged in silence."""
    known = identity.known_as(person.last_name, person.first_name, person.birth)
    if same_as is not None:
        return identity.same_one(known, same_as)
    if known and not homonym:
        raise identity.asked_about(known[0])
    fold = hours_people.fold_names(person.last_name, person.first_name)
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
    actor: Actor, lot: Lot, participant: Participant, person: Person, contract: Contract, known: list[Eligibility],
    stored: StoredFile | None, label: str | None, now: datetime,
) -> None:  # fmt: skip
    """A proof to examine; the day of hiring is that of the first contract, every employer together."""
    hired_on = min([contract.starts_on, *(p.hired_on for p in known if p.state is EligibilityState.PENDING)])
    asked = Eligibility(
        participant_id=participant.id, categories=list(person.categories), hired_on=hired_on, proof_label=label,
        proof_file_id=stored.id if stored else None, residence=_residence(person, hired_on), submitted_by_id=actor.organization_id, submitted_on=civil_day(now),
    )  # fmt: skip
    db.session.add(asked)
    db.session.flush()
    journal(actor, "eligibility:ask", asked, now=now, lot_id=lot.id, participant=participant.id, hired_on=hired_on,
            document=stored is not None)  # fmt: skip


def _residence(person: Person, hired_on: date) -> dict[str, Any]:
    """Where the person lives on the day of hiring, by the map of that day: neither is looked at again (R26)."""
    return {
        "commune": person.commune_code,
        "district": person.priority_district,
        "map": dated_proofs.district_map(hired_on),
    }


def _refuse_late(found: Eligibility, effective_on: date | None, on: date) -> None:
    if effective_on is None:
        raise Refused("elig_from", field="elig_from")
    if effective_on > on:
        raise Refused("elig_future", field="elig_from")
    if not rules.is_proven(effective_on, found.hired_on):
        raise Refused("proof_late", field="elig_from", effective=effective_on, hired=found.hired_on)
