"""Is the solver a guest that may be sent away at any moment, and does a question survive its death?"""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from clauses.actions import assistant
from clauses.config import clock
from clauses.domain.kinds import JobState
from clauses.domain.kinds_assistant import ProposalState
from clauses.extensions import db, write_transaction
from clauses.jobs import assistant as work
from clauses.jobs import dispatch, solving
from clauses.models.assistant import AllocationProposal
from clauses.models.journal import AuditEvent, BackgroundJob
from tests import stage
from tests.bench.many_lots import question
from tests.portal import Portal


class Enough(Exception):
    """Whoever asked does not want to know any more."""


def test_a_question_that_is_stopped_stops_the_solver_and_leaves_no_process_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started = []
    real = solving.subprocess.Popen

    def noted(*args, **kwargs):
        started.append(real(*args, **kwargs))
        return started[-1]

    monkeypatch.setattr(solving.subprocess, "Popen", noted)

    def sign(done: int, total: int) -> None:
        raise Enough

    with pytest.raises(Enough):
        solving.solved(question(), {}, seconds=60, sign=sign)
    assert [child.returncode for child in started] == [-9]


def test_a_question_whose_solver_dies_is_taken_up_again_and_answered_once(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    commitment = stage.submitted(portal)
    portal.day("2026-06-25")
    asked = assistant.ask_for_lot(stage.actor("claire.delattre"), commitment.id, max_km=50, now=portal.now)
    again = assistant.ask_for_lot(stage.actor("claire.delattre"), commitment.id, max_km=50, now=portal.now)
    assert again.id == asked.id

    def dies(*args, **kwargs):
        raise solving.SolverFailed("no answer")

    with monkeypatch.context() as broken:
        broken.setattr(work, "solved", dies)
        portal.run_jobs()
    job = db.session.scalars(select(BackgroundJob).where(BackgroundJob.kind == assistant.JOB)).one()
    assert (job.state, job.attempt) == (JobState.QUEUED, 1)
    with write_transaction():
        earlier = clock.real() - timedelta(seconds=1)
        db.session.execute(update(BackgroundJob).where(BackgroundJob.id == job.id).values(not_before=earlier))
        db.session.commit()
    assert dispatch.run_job(job.id) == "done"
    assert dispatch.run_job(job.id) == "not_due"
    found = db.session.scalars(select(AllocationProposal)).one()
    assert found.state is ProposalState.DONE and found.answer is not None and found.answer["plans"]
    said = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "proposal:publish")).all()
    assert len(said) == 1
