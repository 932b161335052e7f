"""How is the assistant asked for plans, how is its answer kept, and how is one of its plans taken up?

A plan taken up is no plan version yet: its lines go to the form of the plan, where they may be changed, and from there
by the same act as any other plan.
"""

from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select, update

from clauses.access.gate import OutOfReach, load
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, civil_day, journal, record
from clauses.domain import events
from clauses.domain.errors import IllegalMove, Refused
from clauses.domain.kinds import CommitmentState, JobState
from clauses.domain.kinds_assistant import ProposalState, Way
from clauses.extensions import db
from clauses.models.allocation import Commitment
from clauses.models.assistant import AllocationProposal, ProposalChoice
from clauses.models.journal import BackgroundJob
from clauses.models.territory import Territory
from clauses.queries import assistant as queries

FARTHEST = 300  # kilometres
JOB = "assistant"
UNDER_WAY = (ProposalState.QUEUED, ProposalState.RUNNING)


class Turn(Protocol):
    """The attempt that publishes; it refuses when another one has taken over."""

    def finish(self) -> None: ...


@action
def ask_for_lot(actor: Actor, commitment_id: int, *, max_km: int, now: datetime) -> AllocationProposal:
    """Ask for plans for one lot. The same question still being answered is not asked twice.

    Refuses a lot whose declaration is not sent, whose volume is not fixed or whose time is over, and a distance that
    is none (`max_km`, kilometres).
    """
    commitment = load(actor, Permission.PLAN_MAKE, Commitment, commitment_id)
    if commitment.state in (CommitmentState.DRAFT, CommitmentState.TO_COMPLETE, CommitmentState.CLOSED):
        raise IllegalMove("commitment_not_submitted")
    if not commitment.lot.targets:
        raise IllegalMove("lot_target_missing")
    if queries.hours_left(commitment, civil_day(now)) is None:
        raise IllegalMove("proposal_over")
    return _ask(actor, max_km, now, commitment_id=commitment.id, lot_id=commitment.lot_id)


@action
def ask_for_territory(actor: Actor, territory_id: int, *, max_km: int, now: datetime) -> AllocationProposal:
    """Ask for plans for all the lots of a territory that wait for theirs, together. Refuses when there is none."""
    territory = load(actor, Permission.PLAN_MAKE, Territory, territory_id)
    if not queries.lots_to_plan(actor, territory.id):
        raise IllegalMove("proposal_no_lot")
    return _ask(actor, max_km, now, territory_id=territory.id)


@action
def cancel(
    actor: Actor, *, commitment_id: int | None, territory_id: int | None, now: datetime, at: datetime
) -> int:
    """Stop looking for plans for this lot, or for this territory; whoever is at it gives up at its next sign of life.

    Returns how many questions were stopped: none when the answer came first.
    """
    if commitment_id is not None:
        load(actor, Permission.PLAN_MAKE, Commitment, commitment_id)
    else:
        load(actor, Permission.PLAN_MAKE, Territory, territory_id or 0)
    waiting = db.session.scalars(
        select(AllocationProposal)
        .where(
            AllocationProposal.commitment_id == commitment_id
            if commitment_id is not None
            else AllocationProposal.territory_id == territory_id,
            AllocationProposal.state.in_(UNDER_WAY),
        )
        .with_for_update()
    ).all()
    for proposal in waiting:
        proposal.state = ProposalState.CANCELLED
        db.session.execute(
            update(BackgroundJob)
            .where(BackgroundJob.kind == JOB, BackgroundJob.subject_id == proposal.id)
            .values(state=JobState.DONE, lease_until=None, ended_at=at)
        )
        journal(actor, "proposal:cancel", proposal, now=now)
    return len(waiting)


@action
def publish(
    turn: Turn, proposal_id: int, *, question: dict[str, Any], fingerprint: str, answer: dict[str, Any], now: datetime
) -> None:  # fmt: skip
    """Keep question and answer and end the job, in one commit; nothing is kept of a question stopped meanwhile."""
    turn.finish()
    proposal = db.session.get_one(
        AllocationProposal, proposal_id, with_for_update=True, populate_existing=True
    )
    if proposal.state not in UNDER_WAY:
        return
    proposal.question, proposal.fingerprint, proposal.answer = question, fingerprint, answer
    proposal.state, proposal.known_at, proposal.done_steps = ProposalState.DONE, now, proposal.total_steps
    journal(
        None, "proposal:publish", proposal, now=now, fingerprint=fingerprint, plans=len(answer["plans"]), missing=answer["missing"]
    )  # fmt: skip


@action
def take_up(
    actor: Actor, commitment_id: int, proposal_id: int, way: Way, *, reason: str, now: datetime
) -> ProposalChoice:
    """Start the plan of a lot from one of the assistant's, and say why. Its lines are changed or kept in the form.

    Refuses without a reason, and a plan that the proposal does not hold.
    """
    commitment = load(actor, Permission.PLAN_MAKE, Commitment, commitment_id)
    proposal = db.session.get(AllocationProposal, proposal_id)
    if proposal is None or proposal.answer is None or queries.place_in(proposal, commitment.id) is None:
        raise OutOfReach
    if way.value not in {plan["way"] for plan in proposal.answer["plans"]}:
        raise OutOfReach
    if not reason:
        raise Refused("proposal_reason", field="reason")
    choice = ProposalChoice(
        proposal_id=proposal.id, commitment_id=commitment.id, way=way, reason=reason, chosen_by_id=actor.user_id,
        chosen_on=civil_day(now),
    )  # fmt: skip
    db.session.add(choice)
    journal(
        actor, "proposal:take_up", choice, now=now, lot_id=commitment.lot_id, proposal=proposal.id, way=way, reason=reason
    )  # fmt: skip
    return choice


def _ask(
    actor: Actor, max_km: int, now: datetime, *, commitment_id: int | None = None, territory_id: int | None = None,
    lot_id: int | None = None,
) -> AllocationProposal:  # fmt: skip
    if not 1 <= max_km <= FARTHEST:
        raise Refused("number_range", field="max_km", min=1, max=FARTHEST)
    known = db.session.scalar(
        select(AllocationProposal).where(
            AllocationProposal.commitment_id.is_(None)
            if commitment_id is None
            else AllocationProposal.commitment_id == commitment_id,
            AllocationProposal.territory_id.is_(None)
            if territory_id is None
            else AllocationProposal.territory_id == territory_id,
            AllocationProposal.max_km == max_km,
            AllocationProposal.state.in_(UNDER_WAY),
        )
    )
    if known is not None:
        return known
    proposal = AllocationProposal(
        commitment_id=commitment_id, territory_id=territory_id, max_km=max_km, requested_by_id=actor.user_id,
        membership_id=actor.membership_id, role=actor.role, requested_at=now,
    )  # fmt: skip
    db.session.add(proposal)
    db.session.flush()
    record(events.ProposalAsked(proposal.id), now=now)
    journal(actor, "proposal:ask", proposal, now=now, lot_id=lot_id, territory=territory_id, max_km=max_km)
    return proposal
