"""How are the plans of a proposal made? With the rights of whoever asked, on what is known now, kept whole or not at all."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from clauses.access import gate
from clauses.access.policy import Actor
from clauses.actions import assistant as actions
from clauses.config import clock
from clauses.domain.assistant import snapshot
from clauses.domain.assistant.shortage import widened
from clauses.domain.events import ProposalAsked
from clauses.domain.kinds import JobState
from clauses.domain.kinds_assistant import ProposalState
from clauses.extensions import db
from clauses.jobs.run import Run
from clauses.jobs.solving import solved
from clauses.models.assistant import AllocationProposal
from clauses.models.journal import BackgroundJob
from clauses.models.people import Membership
from clauses.queries import assistant as queries
from clauses.queries import compliance

SECONDS_A_LOT = 6
SECONDS_A_TERRITORY = 24


class NoLongerAllowed(RuntimeError):
    """The person who asked may no longer plan this: nothing is proposed."""


def proposal_asked(fact: ProposalAsked, *, event_key: str, now: datetime) -> None:
    """Leave the work to be done; asked again, the same work stands."""
    known = select(BackgroundJob.id).where(
        BackgroundJob.kind == actions.JOB, BackgroundJob.subject_id == fact.proposal_id
    )
    state = db.session.scalar(
        select(AllocationProposal.state).where(AllocationProposal.id == fact.proposal_id)
    )
    if db.session.scalar(known) is None and state is ProposalState.QUEUED:
        at = clock.real()
        db.session.add(
            BackgroundJob(
                kind=actions.JOB, subject_id=fact.proposal_id, state=JobState.QUEUED, not_before=at, created_at=at
            )
        )  # fmt: skip


def propose_plans(run: Run) -> None:
    """Answer a proposal. Safe to run twice: what is read and solved again changes nothing until it is published."""
    compliance.begin_snapshot()
    proposal = db.session.get_one(AllocationProposal, run.subject_id)
    actor = _asker(proposal)
    on = clock.today()
    if proposal.commitment_id is not None:
        question = queries.question_of_lot(actor, proposal.commitment_id, on=on, max_km=proposal.max_km)
        seconds = SECONDS_A_LOT
    else:
        assert proposal.territory_id is not None
        question = queries.question_of_territory(actor, proposal.territory_id, on=on, max_km=proposal.max_km)
        seconds = SECONDS_A_TERRITORY
    db.session.rollback()  # nothing is held open while the solver works
    answer: dict[str, Any] = {"missing": 0, "plans": []}
    if question.problem.needs:
        answer = solved(
            question.problem, widened(question.problem, question.kept_out), seconds=seconds,
            sign=lambda done, total: _sign_of_life(run, done, total),
        )  # fmt: skip
    actions.publish(
        run, run.subject_id, question=snapshot.problem_to(question.problem), fingerprint=question.fingerprint,
        answer=answer, now=clock.now(),
    )  # fmt: skip


def on_failure(proposal_id: int) -> Iterable[Any]:
    """After the last attempt: the proposal says so, and may be asked for again."""
    db.session.execute(
        update(AllocationProposal)
        .where(AllocationProposal.id == proposal_id, AllocationProposal.state.in_(actions.UNDER_WAY))
        .values(state=ProposalState.FAILED)
    )
    return []


def _asker(proposal: AllocationProposal) -> Actor:
    membership = db.session.get_one(Membership, proposal.membership_id)
    actor = gate.actor_of(membership, clock.today())
    if actor is None or actor.role is not proposal.role:
        raise NoLongerAllowed(f"proposal {proposal.id}")
    return actor


def _sign_of_life(run: Run, done: int, total: int) -> None:
    """Keep the lease and tell the progress bar; a question that was stopped stops here."""
    progress = update(AllocationProposal).where(
        AllocationProposal.id == run.subject_id, AllocationProposal.state.in_(actions.UNDER_WAY)
    )
    run.renew(progress.values(state=ProposalState.RUNNING, done_steps=done, total_steps=total))
