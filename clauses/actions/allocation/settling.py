"""When is a plan settled, and what becomes of the version it replaces?"""

from datetime import datetime

from clauses.access.policy import Actor
from clauses.actions.base import civil_day, journal, record
from clauses.actions.parties import make_party
from clauses.domain import events
from clauses.domain.kinds import CommitmentState, LineState, PartyCapacity, PlanState
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
from clauses.models.allocation import AllocationPlan, Commitment


def plan_in(commitment: Commitment, state: PlanState) -> AllocationPlan | None:
    return next((p for p in reversed(commitment.plans) if p.state is state), None)


def supersede(plan: AllocationPlan) -> None:
    plan.state = advance(ALLOCATION_PLAN, plan.state, PlanMove.SUPERSEDE)
    for line in plan.lines:
        line.state = advance(ALLOCATION_LINE, line.state, LineMove.SUPERSEDE)


def settle_if_complete(actor: Actor, commitment: Commitment, plan: AllocationPlan, now: datetime) -> None:
    if any(line.state is not LineState.ACCEPTED for line in plan.lines):
        return
    for older in commitment.plans:
        if older.id != plan.id and older.state is PlanState.SETTLED:
            supersede(older)
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
