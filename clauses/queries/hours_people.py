"""Who works on a lot, which proofs wait for a decision, and which document goes with a proof?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from clauses.access.gate import OutOfReach, load, may
from clauses.access.policy import Actor, Permission, reach_of
from clauses.access.scoping import within_reach
from clauses.domain.kinds import (
    EligibilityCategory,
    EligibilityState,
    EntryState,
    LineState,
    Modality,
    PlanState,
    Role,
)
from clauses.domain.values import month_of
from clauses.extensions import db
from clauses.models.allocation import AllocationLine, AllocationPlan, Commitment
from clauses.models.hours import Eligibility, EmploymentContract, HoursEntry, LedgerLine, Participant
from clauses.models.markets import Lot, Market
from clauses.queries.hours_facts import counting
from clauses.reference import geography
from clauses.wording.labels import label

WAITING = (EligibilityState.PENDING, EligibilityState.TO_COMPLETE)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person on a lot, as those who employ or accompany the person see them; `proof_id` only for who may read it."""

    name: str
    employer: str
    modality: Modality
    starts_on: date
    ends_on: date | None
    eligible: EligibilityState
    valid_until: date | None
    counted: int
    proof_id: int | None
    to_complete_id: int | None  # the proof whose document the actor still owes
    message: str | None
    counters_id: int | None  # the person placed by an AI whose counters the actor may open


@dataclass(frozen=True, slots=True)
class People:
    lot: Lot
    rows: list[PersonRow]
    may_add: bool


@dataclass(frozen=True, slots=True)
class ProofRow:
    """A proof to examine, with the hours that wait for it."""

    proof: Eligibility
    employer: str
    lots: str
    waiting: int

    @property
    def categories(self) -> list[str]:
        """The situations declared, in French; shown to the resource person only."""
        known = {category.value: category for category in EligibilityCategory}
        return [label(known[value]) for value in self.proof.categories if value in known]


def fold_names(last_name: str, first_name: str) -> str:
    """Names without accents, case nor hyphens: « Hélène » and « Helene » are one."""
    return f"{geography.folded(last_name)} {geography.folded(first_name)}"[:170]


def age_on(birth: date, day: date) -> int:
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def modalities_for(organization_id: int, lot: Lot) -> list[Modality]:
    """How a structure may employ people on a lot: by the lines it accepted, or as the holder of the lot."""
    found = set(
        db.session.scalars(
            select(AllocationLine.modality)
            .join(AllocationPlan, AllocationPlan.id == AllocationLine.plan_id)
            .join(Commitment, Commitment.id == AllocationPlan.commitment_id)
            .where(
                Commitment.lot_id == lot.id,
                AllocationLine.structure_id == organization_id,
                AllocationLine.state == LineState.ACCEPTED,
                AllocationPlan.state.in_((PlanState.PROPOSED, PlanState.SETTLED)),
            )
        )
    )
    if lot.award and lot.award.awardee_id == organization_id:
        found.add(Modality.SIAE_AWARDEE)
    return [modality for modality in Modality if modality in found]


def lot_for_hiring(actor: Actor, lot_id: int) -> Lot:
    """The lot on which the actor adds a person, with what the form prints."""
    return load(
        actor, Permission.PARTICIPANT_ADD, Lot, lot_id,
        joinedload(Lot.market).joinedload(Market.buyer), joinedload(Lot.award), joinedload(Lot.clause),
        selectinload(Lot.targets),
    )  # fmt: skip


def people_of(actor: Actor, lot_id: int) -> People:
    """The people of a lot whom the actor may name; a lot whose people are not theirs does not exist for them."""
    if not may(actor, Permission.PARTICIPANT_IDENTIFY, Lot, lot_id):
        raise OutOfReach
    lot = load(
        actor, Permission.PARTICIPANT_IDENTIFY, Lot, lot_id,
        joinedload(Lot.market).joinedload(Market.buyer), joinedload(Lot.award),
    )  # fmt: skip
    contracts = db.session.scalars(
        select(EmploymentContract)
        .join(Participant, Participant.id == EmploymentContract.participant_id)
        .where(
            EmploymentContract.lot_id == lot.id,
            within_reach(actor, Permission.PARTICIPANT_IDENTIFY, EmploymentContract),
        )
        .options(
            joinedload(EmploymentContract.participant).selectinload(Participant.eligibilities),
            joinedload(EmploymentContract.employer),
        )
        .order_by(Participant.last_name, Participant.first_name, EmploymentContract.starts_on)
    ).all()
    counted = {
        (participant_id, employer_id): hours
        for participant_id, employer_id, hours in db.session.execute(
            select(LedgerLine.participant_id, HoursEntry.employer_id, func.sum(LedgerLine.hours))
            .join(HoursEntry, HoursEntry.id == LedgerLine.entry_id)
            .where(LedgerLine.lot_id == lot.id)
            .group_by(LedgerLine.participant_id, HoursEntry.employer_id)
        )
    }
    readable = set(db.session.scalars(select(Eligibility.id).where(within_reach(actor, Permission.ELIGIBILITY_VIEW, Eligibility))))  # noqa: E501  # fmt: skip
    rows = [_person(actor, contract, counted, readable) for contract in contracts]
    return People(
        lot,
        rows,
        actor.role in (Role.COMPANY, Role.SIAE) and may(actor, Permission.PARTICIPANT_ADD, Lot, lot_id),
    )


def _person(
    actor: Actor, contract: EmploymentContract, counted: dict[tuple[int, int], int], readable: set[int]
) -> PersonRow:
    proofs = sorted(contract.participant.eligibilities, key=lambda p: p.id)
    latest = proofs[-1] if proofs else None
    state = latest.state if latest else EligibilityState.PENDING
    if counting(proofs, month_of(contract.starts_on)).counted:
        state = EligibilityState.VALIDATED
    shown = next((p for p in reversed(proofs) if p.id in readable), None)
    owed = next(
        (
            p for p in reversed(proofs)
            if p.submitted_by_id == actor.organization_id
            and (p.state is EligibilityState.TO_COMPLETE or (p.state is EligibilityState.PENDING and not p.proof_file_id))
        ), None,
    )  # fmt: skip
    told = shown or owed
    return PersonRow(
        name=contract.participant.name, employer=contract.employer.name, modality=contract.modality,
        starts_on=contract.starts_on, ends_on=contract.ends_on, eligible=state,
        valid_until=max((p.valid_until for p in proofs if p.valid_until), default=None),
        counted=counted.get((contract.participant_id, contract.employer_id), 0),
        proof_id=shown.id if shown else None,
        to_complete_id=owed.id if owed and actor.role in (Role.COMPANY, Role.SIAE) else None,
        message=told.message if told and told.state is not EligibilityState.VALIDATED else None,
        counters_id=contract.participant_id
        if contract.modality is Modality.AI_PLACEMENT and reach_of(actor, Permission.RELAY_VIEW) else None,
    )  # fmt: skip


def proofs_to_decide(actor: Actor) -> list[ProofRow]:
    """Proofs that wait for this resource person, the oldest first."""
    proofs = db.session.scalars(
        select(Eligibility)
        .where(
            within_reach(actor, Permission.ELIGIBILITY_DECIDE, Eligibility),
            Eligibility.state == EligibilityState.PENDING,
        )
        .options(
            joinedload(Eligibility.submitted_by), joinedload(Eligibility.proof_file),
            joinedload(Eligibility.participant).selectinload(Participant.contracts)
            .joinedload(EmploymentContract.lot).joinedload(Lot.market),
        )
        .order_by(Eligibility.submitted_on, Eligibility.id)
    ).all()  # fmt: skip
    waiting = dict(
        db.session.execute(
            select(HoursEntry.participant_id, func.sum(HoursEntry.worked))
            .where(
                HoursEntry.participant_id.in_({p.participant_id for p in proofs} or {0}),
                HoursEntry.state == EntryState.PENDING_ELIGIBILITY,
            )
            .group_by(HoursEntry.participant_id)
        ).all()
    )  # fmt: skip
    return [
        ProofRow(
            proof=proof,
            employer=proof.submitted_by.name,
            lots=", ".join(
                sorted({f"{c.lot.market.reference}, lot {c.lot.number}" for c in proof.participant.contracts})
            ),
            waiting=waiting.get(proof.participant_id, 0),
        )
        for proof in proofs
    ]


def proof_file(actor: Actor, eligibility_id: int) -> Eligibility:
    """A proof with its document, for those who may read the grounds: the employer and the resource person."""
    found = load(
        actor, Permission.ELIGIBILITY_VIEW, Eligibility, eligibility_id, joinedload(Eligibility.proof_file)
    )
    if found.proof_file is None:
        raise OutOfReach
    return found


def names_on(lot_ids: Iterable[int]) -> list[str]:
    """The first and last names of those employed on these lots: compared with what is written, never shown."""
    rows = db.session.execute(
        select(Participant.first_name, Participant.last_name)
        .join(EmploymentContract, EmploymentContract.participant_id == Participant.id)
        .where(EmploymentContract.lot_id.in_(list(lot_ids)))
        .distinct()
    )
    return [name for row in rows for name in row if name]
