"""How are the hours of a lot shared out? Plans in versions, each with its reason.

A plan is a version: while one is being answered, the last settled one stays in force. A part that its structure has
already agreed to, or proposed itself, with the same figures is not asked again. Hours already done on the lot are
never taken away from the structure that did them.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from clauses.access.gate import load
from clauses.access.policy import Actor, Permission
from clauses.actions.allocation.lines import (
    WITH_PLANS,
    Line,
    as_rules,
    ceiling_refusals,
    line_refusals,
    shares_of,
    sum_of,
    target_of,
    total_refusals,
)
from clauses.actions.allocation.settling import plan_in, settle_if_complete, supersede
from clauses.actions.base import action, check_version, civil_day, journal, next_number, record
from clauses.domain import events
from clauses.domain import plan as rules
from clauses.domain.errors import DomainError, IllegalMove, Refused, Several
from clauses.domain.kinds import CommitmentState, LineState, PlanState
from clauses.domain.lifecycle import COMMITMENT, CommitmentMove, advance
from clauses.extensions import db
from clauses.models.allocation import AllocationLine, AllocationPlan, Commitment
from clauses.models.people import Organization
from clauses.queries.allocation_figures import done_on
from clauses.queries.hours_facts import lot_period
from clauses.reference import rulebook


@action
def propose_plan(
    actor: Actor, commitment_id: int, lines: Sequence[Line], *, reason: str | None, difference_confirmed: bool,
    version: int | None, now: datetime,
) -> AllocationPlan:  # fmt: skip
    """Make a new version of the plan and ask each structure. Refuses an AI line beyond the relay without a reason
    (R6, R8) or beyond the ceiling of the law (R7), a modality the clause does not admit, an unconfirmed difference with the target, and to take away from
    a structure hours that it has already done."""
    commitment = load(actor, Permission.PLAN_MAKE, Commitment, commitment_id, *WITH_PLANS)
    check_version(commitment, version)
    if commitment.state in (CommitmentState.DRAFT, CommitmentState.TO_COMPLETE, CommitmentState.CLOSED):
        raise IllegalMove("commitment_not_submitted")
    on = civil_day(now)
    target = target_of(commitment)
    settled = plan_in(commitment, PlanState.SETTLED)
    refusals = line_refusals(commitment, lines, planning=True)
    if not lines:
        refusals.append(Refused("lines_none", field="lines", target=target))
    for warning in rules.relay_warnings(as_rules(lines), rulebook.relay(on)):
        if lines[warning.index].override_reason is None:
            refusals.append(
                Refused("override_reason", field=f"override_reason-{warning.index}", each=warning.each, excess=warning.excess)
            )  # fmt: skip
    refusals += ceiling_refusals(commitment, lines, on)
    if sum_of(lines) != target and not difference_confirmed:
        refusals += total_refusals(sum_of(lines), target, False)
    refusals += _taken_away(commitment, lines)
    if settled is not None and not reason:
        refusals.append(Refused("plan_reason", field="plan_reason"))
    if refusals:
        raise Several(refusals)
    agreed = _agreed(commitment)
    for older in commitment.plans:
        if older.state is PlanState.PROPOSED:
            supersede(older)
    plan = AllocationPlan(
        commitment_id=commitment.id, number=next_number(AllocationPlan.number, AllocationPlan.commitment_id == commitment.id),
        state=PlanState.PROPOSED, reason=reason, proposed_on=on, proposed_by_id=actor.user_id,
    )  # fmt: skip
    plan.lines = [
        _planned_line(position, line, agreed, commitment, on) for position, line in enumerate(lines)
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
    settle_if_complete(actor, commitment, plan, now)
    return plan


Figures = tuple[rules.Who, int, int, date | None, date | None]


def _figures(commitment: Commitment, line: Line | AllocationLine, *, counter: bool = False) -> Figures:
    """What a structure agrees to: hours, people and months; without months, those of the lot."""
    period = lot_period(commitment.lot) or (None, None)
    hours, persons, first, last = line.hours, line.persons, line.first_month, line.last_month
    if counter and isinstance(line, AllocationLine):
        hours, persons = line.counter_hours or hours, line.counter_persons or persons
        first, last = line.counter_first or first, line.counter_last or last
    return (line.modality, line.structure_id), hours, persons, first or period[0], last or period[1]


def _agreed(commitment: Commitment) -> Mapping[Figures, date | None]:
    """What structures accepted in the plan in force or in the one being answered, or proposed there themselves."""
    found: dict[Figures, date | None] = {}
    for plan in commitment.plans:
        if plan.state not in (PlanState.PROPOSED, PlanState.SETTLED):
            continue
        for line in plan.lines:
            if line.state in (LineState.ACCEPTED, LineState.COUNTERED):
                countered = line.state is LineState.COUNTERED
                found[_figures(commitment, line, counter=countered)] = line.answered_on
    return found


def _planned_line(
    position: int, line: Line, agreed: Mapping[Figures, date | None], commitment: Commitment, on: date
) -> AllocationLine:
    """A line of the new plan: already accepted when nobody else must answer, or when nothing changed for it."""
    own = line.structure_id in (None, commitment.company_id)
    figures = _figures(commitment, line)
    accepted = own or figures in agreed
    return AllocationLine(
        position=position, modality=line.modality, structure_id=line.structure_id, hours=line.hours,
        persons=line.persons, first_month=line.first_month, last_month=line.last_month,
        override_reason=line.override_reason, state=LineState.ACCEPTED if accepted else LineState.PROPOSED,
        answered_on=(agreed.get(figures) or on) if accepted else None,
    )  # fmt: skip


def _taken_away(commitment: Commitment, lines: Sequence[Line]) -> list[DomainError]:
    """Hours already done stay with the structure that did them."""
    before = plan_in(commitment, PlanState.SETTLED)
    if before is None:
        return []
    company_id = commitment.company_id
    after = shares_of(lines, company_id)
    done = {who: one.done for who, one in done_on(commitment.lot_id, company_id).items()}
    found: list[DomainError] = []
    for taken in rules.taken_away(shares_of(before.lines, company_id), after, done):
        modality, structure_id = taken.who
        at = next(
            (f"line_hours-{i}" for i, line in enumerate(lines)
             if line.modality is modality and line.structure_id in (structure_id, structure_id or company_id)),
            "lines",
        )  # fmt: skip
        name = db.session.get_one(Organization, structure_id or company_id).name
        found.append(Refused("line_done", field=at, name=name, done=taken.done, least=taken.least))
    return found
