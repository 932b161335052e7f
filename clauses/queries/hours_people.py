"""Who works on a lot, which proofs wait for a decision, and which document goes with a proof?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from clauses.access.gate import OutOfReach, load, may
from clauses.access.policy import Actor, Permission, reach_of
from clauses.access.scoping import within_reach
from clauses.domain.eligibility import LEVEL_2_CRITERIA, window
from clauses.domain.kinds import (
    EligibilityState,
    EntryState,
    LineState,
    Modality,
    PlanState,
    Role,
)
from clauses.domain.kinds_eligibility import EligibilityCategory, ImmersionPurpose, JobseekerDefinition
from clauses.domain.proofs import Admission, criteria, enough_for
from clauses.domain.values import month_of
from clauses.extensions import db
from clauses.models.allocation import AllocationLine, AllocationPlan, Commitment
from clauses.models.hours import Eligibility, EmploymentContract, HoursEntry, LedgerLine, Participant
from clauses.models.markets import Clause, Lot, Market
from clauses.models.participants import Immersion
from clauses.queries import hours_passes
from clauses.queries.hours_facts import counting
from clauses.queries.placement_points import two_contracts
from clauses.reference import geography, rulebook
from clauses.reference import proofs as dated_proofs
from clauses.wording.labels import label
from clauses.wording.placement_points import TWO_CONTRACTS

ADULT = 18
THROUGH_SIAE = frozenset(Modality) - {Modality.DIRECT_HIRE, Modality.GEIQ_PLACEMENT, Modality.SUBCONTRACT_EA}
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
    training: int  # of the hours that count, those of training (hundredths): a sub-total of its own
    pass_id: int | None  # the person whose PASS IAE the actor may open
    pass_end: date | None
    counters_id: int | None  # the person placed by an AI whose counters the actor may open
    to_check: str | None = None  # a CDDI and another contract of insertion over the same days


@dataclass(frozen=True, slots=True)
class People:
    lot: Lot
    rows: list[PersonRow]
    may_add: bool
    stays: list["StayRow"]


@dataclass(frozen=True, slots=True)
class StayRow:
    """A PMSMP on a lot: a counter of its own."""

    name: str
    first_day: date
    last_day: date
    days: int
    purpose: ImmersionPurpose


@dataclass(frozen=True, slots=True)
class ProofRow:
    """A proof to examine, with the hours that wait for it."""

    proof: Eligibility
    employer: str
    lots: str
    waiting: int
    pass_end: date | None = None

    @property
    def declared(self) -> list[EligibilityCategory]:
        known = {category.value: category for category in EligibilityCategory}
        return [known[value] for value in self.proof.categories if value in known]

    @property
    def categories(self) -> list[str]:
        """The situations declared, in French; shown to the resource person only."""
        return [label(one) for one in self.declared]

    @property
    def expected(self) -> list[tuple[str, Admission]]:
        """What proves each declared situation on the day of hiring, by the rules of that day."""
        admissions = dated_proofs.admissions(self.proof.hired_on)
        return [(label(one), admissions[one]) for one in self.declared if one in admissions]

    @property
    def valid_until(self) -> date:
        """The last day of the hours that would count, were it accepted."""
        return window(self.proof.hired_on, rulebook.eligibility(self.proof.hired_on))[1]

    @property
    def criteria(self) -> tuple[int, int, bool] | None:
        """Criteria of level 1 and of level 2, and whether they are enough for this kind of SIAE; None elsewhere."""
        kind = self.proof.submitted_by.employer_kind
        if kind not in LEVEL_2_CRITERIA:
            return None
        admissions = dated_proofs.admissions(self.proof.hired_on)
        return *criteria(self.declared, admissions), enough_for(kind, self.declared, admissions)

    @property
    def definition(self) -> JobseekerDefinition | None:
        """What « long term » means here, when that is the situation declared."""
        if EligibilityCategory.LONG_TERM_JOBSEEKER not in self.declared:
            return None
        return jobseeker_definition(self.proof.participant_id, self.proof.hired_on)


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


def jobseeker_definition(participant_id: int, hired_on: date) -> JobseekerDefinition:
    """What « long term » means in the clause of the lot a person was hired on first (trap 21)."""
    found = db.session.scalars(
        select(Clause.jobseeker_definition)
        .join(EmploymentContract, EmploymentContract.lot_id == Clause.lot_id)
        .where(EmploymentContract.participant_id == participant_id, EmploymentContract.starts_on >= hired_on)
        .order_by(EmploymentContract.starts_on, EmploymentContract.id)
        .limit(1)
    ).first()
    return found or JobseekerDefinition.RUNNING


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
    counted = _counted(lot.id)
    passes: dict[int, date] = {}
    if reach_of(actor, Permission.PASS_VIEW):
        passes = hours_passes.ends({contract.participant_id for contract in contracts})
    readable = set(db.session.scalars(select(Eligibility.id).where(within_reach(actor, Permission.ELIGIBILITY_VIEW, Eligibility))))  # noqa: E501  # fmt: skip
    double = two_contracts({contract.participant_id for contract in contracts})
    rows = [
        _person(actor, contract, counted, readable, passes, contract.id in double) for contract in contracts
    ]
    return People(
        lot,
        rows,
        actor.role in (Role.COMPANY, Role.SIAE) and may(actor, Permission.PARTICIPANT_ADD, Lot, lot_id),
        _stays(actor, lot.id),
    )


def _counted(lot_id: int) -> dict[tuple[int, int], tuple[int, int]]:
    """(person, employer) -> hours that count, and those of training among them: what was worked comes first."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    rows = db.session.execute(
        select(
            LedgerLine.participant_id, HoursEntry.employer_id, HoursEntry.worked, func.sum(LedgerLine.hours)
        )
        .join(HoursEntry, HoursEntry.id == LedgerLine.entry_id)
        .where(LedgerLine.lot_id == lot_id)
        .group_by(LedgerLine.participant_id, HoursEntry.employer_id, LedgerLine.entry_id, HoursEntry.worked)
    )
    for participant_id, employer_id, worked, hours in rows:
        total, training = found.get((participant_id, employer_id), (0, 0))
        found[participant_id, employer_id] = (total + hours, training + max(0, hours - worked))
    return found


def _stays(actor: Actor, lot_id: int) -> list[StayRow]:
    """The PMSMP of a lot: those of one's own structure, or all for whoever follows the lot."""
    question = select(Immersion).where(Immersion.lot_id == lot_id).options(joinedload(Immersion.participant))
    if actor.role in (Role.COMPANY, Role.SIAE):
        question = question.where(Immersion.host_id == actor.organization_id)
    return [
        StayRow(
            one.participant.name,
            one.first_day,
            one.last_day,
            (one.last_day - one.first_day).days + 1,
            one.purpose,
        )
        for one in db.session.scalars(question.order_by(Immersion.first_day, Immersion.id))
    ]


def _person(
    actor: Actor, contract: EmploymentContract, counted: dict[tuple[int, int], tuple[int, int]], readable: set[int],
    passes: dict[int, date], double: bool,
) -> PersonRow:  # fmt: skip
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
    done = counted.get((contract.participant_id, contract.employer_id), (0, 0))
    own_pass = contract.modality in THROUGH_SIAE and reach_of(actor, Permission.PASS_VIEW) is not None
    if actor.role is Role.SIAE:
        own_pass = own_pass and contract.employer_id == actor.organization_id
    return PersonRow(
        name=contract.participant.name, employer=contract.employer.name, modality=contract.modality,
        starts_on=contract.starts_on, ends_on=contract.ends_on, eligible=state,
        valid_until=max((p.valid_until for p in proofs if p.valid_until), default=None),
        counted=done[0], training=done[1], pass_id=contract.participant_id if own_pass else None,
        pass_end=passes.get(contract.participant_id) if own_pass else None,
        proof_id=shown.id if shown and shown.proof_file_id else None,
        to_complete_id=owed.id if owed and actor.role in (Role.COMPANY, Role.SIAE) else None,
        message=told.message if told and told.state is not EligibilityState.VALIDATED else None,
        counters_id=contract.participant_id
        if contract.modality is Modality.AI_PLACEMENT and reach_of(actor, Permission.RELAY_VIEW) else None,
        to_check=TWO_CONTRACTS if double else None,
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
