"""How is a piece of background work that failed begun again?"""

from datetime import datetime
from typing import Any

from clauses.access.gate import Forbidden, OutOfReach
from clauses.access.policy import Actor, Permission, reach_of
from clauses.actions.base import action, journal
from clauses.domain.errors import Refused
from clauses.domain.kinds import JobState
from clauses.extensions import db
from clauses.models.compliance import ReportRequest
from clauses.models.journal import BackgroundJob
from clauses.models.letters import CaseFile, Letter

MADE_FOR: dict[str, Any] = {"letter": Letter, "case_file": CaseFile}


@action
def retry_job(actor: Actor, job_id: int, *, now: datetime, at: datetime) -> BackgroundJob:
    """Put a failed job back in the queue, with all its attempts before it; `at` is the real instant of leases."""
    if reach_of(actor, Permission.JOB_RETRY) is None:
        raise Forbidden
    job = db.session.get(BackgroundJob, job_id, with_for_update=True, populate_existing=True)
    if job is None:
        raise OutOfReach
    if job.state is not JobState.FAILED:
        raise Refused("job_not_failed")
    journal(actor, "job:retry", job, now=now, attempts=job.attempt)
    job.state, job.attempt, job.not_before = JobState.QUEUED, 0, at
    if job.kind == "report":  # whoever asked sees it wait again
        asked = db.session.get_one(ReportRequest, job.subject_id)
        asked.state, asked.done_steps = JobState.QUEUED, 0
    if job.kind in MADE_FOR:  # the same for a letter and a case file
        asked_for: Letter | CaseFile = db.session.get_one(MADE_FOR[job.kind], job.subject_id)
        asked_for.state = JobState.QUEUED
    job.lease_until = job.ended_at = job.rung_at = job.last_error = None
    return job
