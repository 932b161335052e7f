"""How does one attempt at a piece of heavy work hold its turn, and how does it know that another took over?"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from clauses.config import clock
from clauses.domain.kinds import JobState
from clauses.extensions import db, write_transaction
from clauses.models.journal import BackgroundJob


class Outdated(Exception):
    """Another attempt has taken this job over: nothing may be published by this one."""


@dataclass(frozen=True, slots=True)
class Run:
    """One attempt at one job."""

    job_id: int
    kind: str
    subject_id: int
    attempt: int
    lease: timedelta

    def hold(self) -> BackgroundJob:
        """The job's row, locked, if this attempt is still the current one; to be asked before publishing."""
        job = db.session.scalar(
            select(BackgroundJob)
            .where(
                BackgroundJob.id == self.job_id,
                BackgroundJob.attempt == self.attempt,
                BackgroundJob.state == JobState.RUNNING,
            )
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        if job is None:
            raise Outdated
        return job

    def finish(self) -> None:
        """Mark the job done, inside the transaction that publishes its result."""
        job = self.hold()
        job.state, job.lease_until, job.ended_at, job.last_error = JobState.DONE, None, clock.real(), None

    def renew(self, *also: Any) -> None:
        """Still at work: keep the lease, and do `also` (a statement or two) with it.

        On a connection of its own: the figures being gathered keep the transaction they are read in.
        """
        with write_transaction(), db.engine.begin() as connection:
            kept = connection.execute(
                update(BackgroundJob)
                .where(
                    BackgroundJob.id == self.job_id,
                    BackgroundJob.attempt == self.attempt,
                    BackgroundJob.state == JobState.RUNNING,
                )
                .values(lease_until=clock.real() + self.lease)
            )
            if kept.rowcount != 1:
                raise Outdated
            for statement in also:
                connection.execute(statement)
