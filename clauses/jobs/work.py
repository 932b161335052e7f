"""Which pieces of heavy work are there, and how does one hold its turn?"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from clauses.config import clock
from clauses.domain.kinds import JobState
from clauses.extensions import db, write_transaction
from clauses.jobs import assistant, case_files, letters_made, letters_week
from clauses.jobs.compliance import on_failure, produce_report
from clauses.jobs.purge import purge
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


WORK: dict[str, Callable[[Run], None]] = {
    "report": produce_report,
    "purge": purge,
    "week": letters_week.tell_the_week,
    "assistant": assistant.propose_plans,
    "letter": letters_made.produce_letter,
    "case_file": case_files.produce_case_file,
}
FAILURES: dict[str, Callable[[int], Iterable[Any]]] = {
    "report": on_failure,
    "purge": lambda on: (),
    "week": lambda monday: (),
    "assistant": assistant.on_failure,
    "letter": letters_made.on_failure,
    "case_file": case_files.on_failure,
}
