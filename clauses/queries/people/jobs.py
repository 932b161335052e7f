"""What does the background have to do, what did it do, and what failed?"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from clauses.access.policy import Actor, Permission, reach_of
from clauses.domain.kinds import JobState
from clauses.extensions import db
from clauses.models.journal import BackgroundJob

SIZE = 25
_RAISED = re.compile(r"^(?:[\w.]+\.)?([A-Z]\w+)(?::|$)")


@dataclass(frozen=True, slots=True)
class JobLine:
    id: int
    kind: str
    subject_id: int
    state: JobState
    attempts: int
    created_at: datetime
    duration: timedelta | None  # from its creation to its end; None while it is not over
    error: str | None  # the class of what stopped it: what it said may quote somebody


def jobs(
    actor: Actor, state: JobState | None, before: int | None = None, kind: str | None = None
) -> tuple[list[JobLine], int | None]:
    """Twenty-five jobs, the latest first, and the number to go on from."""
    if reach_of(actor, Permission.SERVICE_VIEW) is None:
        return [], None
    asked = select(BackgroundJob).order_by(BackgroundJob.id.desc()).limit(SIZE + 1)
    if state is not None:
        asked = asked.where(BackgroundJob.state == state)
    if kind is not None:
        asked = asked.where(BackgroundJob.kind == kind)
    if before is not None:
        asked = asked.where(BackgroundJob.id < before)
    rows = list(db.session.scalars(asked))
    return [_line(row) for row in rows[:SIZE]], rows[SIZE - 1].id if len(rows) > SIZE else None


def job_counts(actor: Actor, kind: str | None = None) -> dict[JobState, int]:
    if reach_of(actor, Permission.SERVICE_VIEW) is None:
        return {}
    asked = select(BackgroundJob.state, func.count()).group_by(BackgroundJob.state)
    if kind is not None:
        asked = asked.where(BackgroundJob.kind == kind)
    rows = db.session.execute(asked)
    found: dict[JobState, int] = {row[0]: row[1] for row in rows}
    return {state: found.get(state, 0) for state in JobState}


def _line(job: BackgroundJob) -> JobLine:
    over = job.ended_at - job.created_at if job.ended_at else None
    return JobLine(
        job.id,
        job.kind,
        job.subject_id,
        job.state,
        job.attempt,
        job.created_at,
        over,
        error_code(job.last_error),
    )


def error_code(reason: str | None) -> str | None:
    """The class named by the last line of a traceback; never its message."""
    for line in reversed((reason or "").strip().splitlines()):
        found = _RAISED.match(line.strip())
        if found:
            return found[1]
    return None
