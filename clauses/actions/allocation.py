"""How are the hours of a lot shared out? The company commits, the resource person plans, each structure answers.

Commitment: draft → submitted → under review → planned. A plan is a version: while one is being answered, the last
settled one stays in force; a line that a structure has already accepted with the same hours is not asked again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from clauses.access.gate import load
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, check_version, civil_day, journal, next_number, record
from clauses.actions.parties import make_party
from clauses.domain import events
from clauses.domain import plan as rules
from clauses.domain.errors import DomainError, IllegalMove, Refused, Several
from clauses.domain.kinds import (
    CommitmentState,
    DeclineReason,
    EmployerKind,
    LineState,
    Modality,
    OverrideReason,
    PartyCapacity,
    PlanState,
    RelayChoice,
)
from clauses.domain.lifecycle import (
    ALLOCATION_LINE,
    ALLOCATION_PLAN,
    COMMITMENT,
    CommitmentMove,
    LineMove,
    PlanMove,
    advance,
)
from clauses.extensions import db
from clauses.models.allocation import AllocationLine, AllocationPlan, Commitment, CommitmentLine
from clauses.models.people import Organization
from clauses.reference import rulebook

PARTNER_OF: dict[Modality, frozenset[EmployerKind]] = {
    Modality.AI_PLACEMENT: frozenset({EmployerKind.AI}),
    Modality.ETTI_PLACEMENT: frozenset({EmployerKind.ETTI}),
    Modality.GEIQ_PLACEMENT: frozenset({EmployerKind.GEIQ}),
    Modality.SUBCONTRACT_EI: frozenset({EmployerKind.EI, EmployerKind.EITI}),
    Modality.SUBCONTRACT_ACI: frozenset({EmployerKind.ACI}),
    Modality.SUBCONTRACT_EA: frozenset({EmployerKind.EA, EmployerKind.EATT, EmployerKind.ESAT}),
}

MOVE_OF = {
    LineState.ACCEPTED: LineMove.ACCEPT,
    LineState.COUNTERED: LineMove.COUNTER,
    LineState.DECLINED: LineMove.DECLINE,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it was typed: hours in hundredths."""

    modality: Modality
    structure_id: int | None
    hours: int
    persons: int
    first_month: date | None = None
    last_month: date | None = None
    override_reason: OverrideReason | None = None


@action
def save_commitment(
    actor: Actor, commitment_id: int, lines: Sequence[Line], *, relay_choice: RelayChoice | None,
    contact: str | None, version: int | None, now: datetime,
) -> Commitment:  # fmt: skip
    """Keep the company's declaration as a draft, whatever its total."""
    commitment = _editable(actor, commitment_id, version)
    _write_declaration(commitment, lines, relay_choice, contact)
    journal(actor, "commitment:save", commitment, now=now, lot_id=commitment.lot_id, total=_sum(lines))
    return commitment


@action
def submit_commitment(
    actor: Actor, commitment_id: int, lines: Sequence[Line], *, relay_choice: RelayChoice | None,
    contact: str | None, signed: bool, more_confirmed: bool, version: int | None, now: datetime,
) -> Commitment:  # fmt: skip
    """Send the declaration to the resource person. Refuses a total under the target, an unconfirmed surplus, a
    missing signature, or hours beyond the relay without a choice (R8)."""
    commitment = _editable(actor, commitment_id, version)
    on = civil_day(now)
    target = _target(commitment)
    refusals: list[DomainError] = _line_refusals(commitment, lines)
    if not lines:
        refusals.append(Refused("lines_none", field="lines", target=target))
    refusals += _total_refusals(_sum(lines), target, more_confirmed)
    if relay_choice is None and rules.relay_warnings(_as_rules(lines), rulebook.relay(on)):
        refusals.append(Refused("relay_choice", field="relay_choice"))
    if not contact:
        refusals.append(Refused("company_contact", field="company_contact"))
    if not signed:
        refusals.append(Refused("signatory", field="signatory"))
    if refusals:
        raise Several(refusals)
    _write_declaration(commitment, lines, relay_choice, contact)
    commitment.state = advance(COMMITMENT, commitment.state, CommitmentMove.SUBMIT)
    commitment.submitted_on = on
    commitment.signed_by_id = actor.user_id
    record(events.CommitmentSubmitted(commitment.id), now=now)
    journal(
        actor,
        "commitment:submit",
        commitment,
        now=now,
        lot_id=commitment.lot_id,
        total=_sum(lines),
        target=target,
    )
    return commitment


@action
def propose_plan(
    actor: Actor, commitment_id: int, lines: Sequence[Line], *, reason: str | None, difference_confirmed: bool,
    version: int | None, now: datetime,
) -> AllocationPlan:  # fmt: skip
    """Make a new version of the plan and ask each structure. Refuses an AI line beyond the relay without a reason
    (R6, R8), a modality the clause does not admit, an unconfirmed difference with the target."""
    commitment = load(actor, Permission.PLAN_MAKE, Commitment, commitment_id, *_WITH_PLANS)
    check_version(commitment, version)
    if commitment.state in (CommitmentState.DRAFT, CommitmentState.TO_COMPLETE, CommitmentState.CLOSED):
        raise IllegalMove("commitment_not_submitted")
    on = civil_day(now)
    target = _target(commitment)
    settled = _plan_in(commitment, PlanState.SETTLED)
    refusals = _line_refusals(commitment, lines, planning=True)
    if not lines:
        refusals.append(Refused("lines_none", field="lines", target=target))
    for warning in rules.relay_warnings(_as_rules(lines), rulebook.relay(on)):
        if lines[warning.index].override_reason is None:
            refusals.append(
                Refused("override_reason", field=f"override_reason-{warning.index}", each=warning.each, excess=warning.excess)
            )  # fmt: skip
    if _sum(lines) != target and not difference_confirmed:
        refusals += _total_refusals(_sum(lines), target, False)
    if settled is not None and not reason:
        refusals.append(Refused("plan_reason", field="plan_reason"))
    if refusals:
        raise Several(refusals)
    for older in commitment.plans:
        if older.state is PlanState.PROPOSED:
            _supersede(older)
    plan = AllocationPlan(
        commitment_id=commitment.id, number=next_number(AllocationPlan.number, AllocationPlan.commitment_id == commitment.id),
        state=PlanState.PROPOSED, reason=reason, proposed_on=on, proposed_by_id=actor.user_id,
    )  # fmt: skip
    plan.lines = [
        _planned_line(position, line, settled, commitment, on) for position, line in enumerate(lines)
    ]
    db.session.add(plan)
    if commitment.state is CommitmentState.SUBMITTED:
        commitment.state = advance(COMMITMENT, commitment.state, CommitmentMove.REVIEW)
    db.session.flush()
    record(events.PlanProposed(plan.id), now=now)
    journal(
        actor, "plan:propose", plan, now=now, lot_id=commitment.lot_id, number=plan.number, reason=reason,
        lines=[[line.modality, line.structure_id, line.hours, line.persons] for line in lines],
    )  # fmt: skip
    _settle_if_complete(actor, commitment, plan, now)
    return plan


@action
def answer_line(
    actor: Actor, line_id: int, answer: LineState, *, hours: int | None, reason: DeclineReason | None,
    message: str | None, version: int | None, now: datetime,
) -> AllocationLine:  # fmt: skip
    """A structure accepts, proposes another volume or declines; it may still accept after a counter-proposal."""
    _hold_commitment(line_id)
    line = load(actor, Permission.LINE_ANSWER, AllocationLine, line_id)
    plan = db.session.scalars(
        select(AllocationPlan).where(AllocationPlan.id == line.plan_id).with_for_update()
        .execution_options(populate_existing=True)
        .options(selectinload(AllocationPlan.lines), selectinload(AllocationPlan.commitment).options(*_WITH_PLANS))
    ).one()  # fmt: skip
    check_version(line, version)
    if plan.state is not PlanState.PROPOSED:
        raise IllegalMove("line_settled")
    if answer is LineState.COUNTERED:
        if not hours:
            raise Refused("hours_positive", field="answer_hours")
        if hours == line.hours:
            raise Refused("counter_same", field="answer_hours", hours=hours)
    if answer is LineState.DECLINED and reason is None:
        raise Refused("decline_reason", field="answer_reason")
    before = line.state
    line.state = advance(ALLOCATION_LINE, line.state, MOVE_OF[answer])
    line.counter_hours = hours if answer is LineState.COUNTERED else None
    line.decline_reason = reason if answer is LineState.DECLINED else None
    line.message = message
    line.answered_on = civil_day(now)
    commitment = plan.commitment
    record(events.LineAnswered(line.id), now=now)
    journal(
        actor, "line:answer", line, now=now, lot_id=commitment.lot_id, before=before, after=answer,
        hours=line.hours, counter=line.counter_hours,
    )  # fmt: skip
    if answer is LineState.ACCEPTED and line.structure_id:
        make_party(commitment.lot_id, line.structure_id, PartyCapacity.STRUCTURE, civil_day(now))
    _settle_if_complete(actor, commitment, plan, now)
    return line


_WITH_PLANS = (
    selectinload(Commitment.lot),
    selectinload(Commitment.lines),
    selectinload(Commitment.plans).selectinload(AllocationPlan.lines),
)


def _hold_commitment(line_id: int) -> None:
    """Answers and new versions of one plan pass one after the other: the commitment is locked before its plans."""
    db.session.execute(
        select(Commitment.id)
        .join(AllocationPlan, AllocationPlan.commitment_id == Commitment.id)
        .join(AllocationLine, AllocationLine.plan_id == AllocationPlan.id)
        .where(AllocationLine.id == line_id)
        .with_for_update(of=Commitment)
    )


def _editable(actor: Actor, commitment_id: int, version: int | None) -> Commitment:
    commitment = load(actor, Permission.COMMITMENT_EDIT, Commitment, commitment_id, *_WITH_PLANS)
    check_version(commitment, version)
    if commitment.state not in (CommitmentState.DRAFT, CommitmentState.TO_COMPLETE):
        raise IllegalMove("commitment_sent")
    return commitment


def _write_declaration(
    commitment: Commitment, lines: Sequence[Line], choice: RelayChoice | None, contact: str | None
) -> None:
    commitment.lines = [
        CommitmentLine(position=i, modality=line.modality, structure_id=line.structure_id, hours=line.hours,
                       persons=line.persons)
        for i, line in enumerate(lines)
    ]  # fmt: skip
    commitment.relay_choice = choice
    commitment.company_contact = contact
    commitment.version += 1


def _target(commitment: Commitment) -> int:
    """The hours owed on the lot today: the last version of its target."""
    targets = commitment.lot.targets
    if not targets:
        raise IllegalMove("lot_target_missing")
    return targets[-1].hours


def _sum(lines: Sequence[Line]) -> int:
    return sum(line.hours for line in lines)


def _as_rules(lines: Sequence[Line]) -> list[rules.PlanLine]:
    return [rules.PlanLine(line.modality, line.hours, line.persons) for line in lines]


def _total_refusals(total: int, target: int, more_confirmed: bool) -> list[DomainError]:
    if total < target:
        return [Refused("lines_under", field="lines", total=total, target=target, left=target - total)]
    if total > target and not more_confirmed:
        return [Refused("lines_over", field="lines", excess=total - target)]
    return []


def _line_refusals(
    commitment: Commitment, lines: Sequence[Line], planning: bool = False
) -> list[DomainError]:
    """Modality admitted by the clause, structure of the right kind whose agreement still runs."""
    clause = commitment.lot.clause
    admitted = set(clause.modalities) if clause and clause.modalities else set(Modality)
    ids = {line.structure_id for line in lines if line.structure_id}
    structures = {
        o.id: o for o in db.session.scalars(select(Organization).where(Organization.id.in_(ids or {0})))
    }
    found: list[DomainError] = []
    for i, line in enumerate(lines):
        structure = structures.get(line.structure_id or 0)
        if line.modality is Modality.TO_DEFINE:
            if planning:
                found.append(Refused("line_to_define", field=f"line_modality-{i}"))
            continue
        if line.modality not in admitted and line.modality is not Modality.SIAE_AWARDEE:
            found.append(Refused("line_modality", field=f"line_modality-{i}"))
        kinds = PARTNER_OF.get(line.modality)
        if kinds is None:
            continue
        if structure is None:
            if planning:
                found.append(Refused("line_partner", field=f"line_partner-{i}"))
        elif structure.employer_kind not in kinds:
            found.append(
                Refused(
                    "line_partner_kind",
                    field=f"line_partner-{i}",
                    name=structure.name,
                    modality=line.modality,
                )
            )
        elif structure.agreement_end and structure.agreement_end < (commitment.lot.award.exec_start if commitment.lot.award else date.min):  # noqa: E501  # fmt: skip
            found.append(Refused("agreement_ended", field=f"line_partner-{i}", name=structure.name, day=structure.agreement_end))  # noqa: E501  # fmt: skip
    return found


def _plan_in(commitment: Commitment, state: PlanState) -> AllocationPlan | None:
    return next((p for p in reversed(commitment.plans) if p.state is state), None)


def _planned_line(
    position: int, line: Line, settled: AllocationPlan | None, commitment: Commitment, on: date
) -> AllocationLine:
    """A line of the new plan: already accepted when nobody else must answer, or when nothing changed for it."""
    own = line.structure_id in (None, commitment.company_id)
    same = settled is not None and any(
        (old.modality, old.structure_id, old.hours) == (line.modality, line.structure_id, line.hours)
        for old in settled.lines
    )
    return AllocationLine(
        position=position, modality=line.modality, structure_id=line.structure_id, hours=line.hours,
        persons=line.persons, first_month=line.first_month, last_month=line.last_month,
        override_reason=line.override_reason, state=LineState.ACCEPTED if own or same else LineState.PROPOSED,
        answered_on=on if own or same else None,
    )  # fmt: skip


def _supersede(plan: AllocationPlan) -> None:
    plan.state = advance(ALLOCATION_PLAN, plan.state, PlanMove.SUPERSEDE)
    for line in plan.lines:
        line.state = advance(ALLOCATION_LINE, line.state, LineMove.SUPERSEDE)
        line.counter_hours = None


def _settle_if_complete(actor: Actor, commitment: Commitment, plan: AllocationPlan, now: datetime) -> None:
    if any(line.state is not LineState.ACCEPTED for line in plan.lines):
        return
    for older in commitment.plans:
        if older.id != plan.id and older.state is PlanState.SETTLED:
            _supersede(older)
    plan.state = advance(ALLOCATION_PLAN, plan.state, PlanMove.SETTLE)
    plan.settled_on = civil_day(now)
    if commitment.state is CommitmentState.UNDER_REVIEW:
        commitment.state = advance(COMMITMENT, commitment.state, CommitmentMove.SETTLE)
    for line in plan.lines:
        if line.structure_id and line.structure_id != commitment.company_id:
            make_party(commitment.lot_id, line.structure_id, PartyCapacity.STRUCTURE, civil_day(now))
    db.session.flush()
    record(events.PlanSettled(plan.id), now=now)
    journal(actor, "plan:settle", plan, now=now, lot_id=commitment.lot_id, number=plan.number)
