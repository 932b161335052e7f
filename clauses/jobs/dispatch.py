"""How do facts leave and how does heavy work get done, exactly once in effect?

The database is the truth. A fact is drained in one transaction with all that follows from it. A job is taken by a
lease and an attempt number; whoever comes back late finds that its attempt is no longer the current one and publishes
nothing. Redis only rings the bell: stopped, hung or emptied, it loses nothing.
"""

import logging
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import or_, select, update

from clauses.actions.base import action, record
from clauses.config import clock
from clauses.domain import events
from clauses.domain.kinds import JobState
from clauses.extensions import db, write_transaction
from clauses.jobs import calendar, engine, files, handlers, sending
from clauses.jobs.run import Outdated, Run
from clauses.jobs.work import FAILURES, WORK
from clauses.models.journal import BackgroundJob, OutboxEvent
from clauses.queries import parameters

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=45)
RING_AGAIN = timedelta(seconds=30)
ATTEMPTS = 3
LOST = 3  # attempts more for a job whose workers disappeared: a machine may have been stopped meanwhile
BACKOFF = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=5), timedelta(hours=1))
BATCH = 200


def attach(app: Flask) -> None:
    """Say once where Redis is, and let the health page ask whether it answers."""
    engine.configure(app.config["SETTINGS"].redis_url)
    app.extensions["redis_answers"] = engine.redis_answers


def nudge() -> None:
    """After a commit that recorded a fact: ask for a tick soon. A failure is logged and costs nothing."""
    if db.session.info.pop("facts", False):
        engine.enqueue(
            "clauses.jobs.dispatch.tick", job_id=f"tick-{int(clock.real().timestamp() * 2)}", queue="soon"
        )


def tick() -> int:
    """Drain the facts, do what the day asks, ring for the work that waits, send the mail. Returns the facts that left."""
    _step("parameters", lambda: parameters.refresh(clock.today()))
    drained = _step("drain", drain)
    _step("calendar", lambda: calendar.run_due(clock.now()))
    _step("ring", ring)
    _step("mail", lambda: sending.send_waiting(clock.now()))
    _step("files", lambda: files.look_after(clock.real()))
    return drained


def _step(name: str, do: Callable[[], int | None]) -> int:
    """One step of a tick; what stops it does not stop the next one."""
    try:
        return do() or 0
    except Exception:
        db.session.rollback()
        log.exception("tick_step_failed", extra={"step": name})
        return 0


def drain() -> int:
    """Every waiting fact, in order, each in its own transaction with what follows from it."""
    return sum(_drain_one(event_id) for event_id in waiting_facts())


def waiting_facts() -> list[int]:
    """The first facts that could leave now, in order."""
    now = clock.real()
    found = db.session.scalars(
        select(OutboxEvent.id)
        .where(
            OutboxEvent.drained_at.is_(None),
            or_(OutboxEvent.not_before.is_(None), OutboxEvent.not_before <= now),
        )
        .order_by(OutboxEvent.id)
        .limit(BATCH)
    ).all()
    db.session.rollback()
    return list(found)


def _drain_one(event_id: int) -> int:
    session = db.session
    try:
        with write_transaction():
            row = session.scalar(
                select(OutboxEvent)
                .where(OutboxEvent.id == event_id, OutboxEvent.drained_at.is_(None))
                .with_for_update(skip_locked=True)
            )
            if row is None:
                session.rollback()
                return 0
            fact = events.from_payload(row.name, row.payload)
            for handle in handlers.HANDLERS.get(type(fact), ()):
                handle(fact, event_key=f"{row.name}-{row.id}", now=clock.now())
            row.drained_at = clock.real()
            row.last_error = None
            session.commit()
        return 1
    except Exception:
        session.rollback()
        log.exception("fact_not_drained", extra={"event_id": event_id})
        _put_off(event_id, traceback.format_exc(limit=4))
        return 0


def _put_off(event_id: int, reason: str) -> None:
    with write_transaction():
        row = db.session.get(OutboxEvent, event_id)
        if row is not None:
            row.attempts += 1
            row.not_before = clock.real() + BACKOFF[min(row.attempts, len(BACKOFF)) - 1]
            row.last_error = reason[-2000:]
        db.session.commit()


def ring() -> int:
    """Enqueue every job that waits, or whose lease ran out, and that has not been rung for lately."""
    now = clock.real()
    due = db.session.execute(
        select(BackgroundJob.id, BackgroundJob.attempt).where(
            or_(
                (BackgroundJob.state == JobState.QUEUED) & (BackgroundJob.not_before <= now),
                (BackgroundJob.state == JobState.RUNNING) & (BackgroundJob.lease_until < now),
            ),
            or_(BackgroundJob.rung_at.is_(None), BackgroundJob.rung_at < now - RING_AGAIN),
        )
    ).all()
    db.session.rollback()
    rung = 0
    for job_id, attempt in due:
        name = f"job-{job_id}-{attempt + 1}-{int(now.timestamp())}"
        if engine.enqueue("clauses.jobs.dispatch.run_job", job_id, job_id=name, queue="reports"):
            rung += 1
            with write_transaction():
                db.session.execute(
                    update(BackgroundJob).where(BackgroundJob.id == job_id).values(rung_at=now)
                )
                db.session.commit()
    return rung


def waiting_jobs() -> list[int]:
    """Jobs that could run now; whoever has no Redis runs them itself."""
    now = clock.real()
    found = db.session.scalars(
        select(BackgroundJob.id)
        .where(
            or_(
                (BackgroundJob.state == JobState.QUEUED) & (BackgroundJob.not_before <= now),
                (BackgroundJob.state == JobState.RUNNING) & (BackgroundJob.lease_until < now),
            )
        )
        .order_by(BackgroundJob.id)
    ).all()
    db.session.rollback()
    return list(found)


def run_job(job_id: int) -> str:
    """Take the job, do it, publish it in one commit. Returns what became of it, for the log."""
    parameters.refresh(clock.today())
    run = _take(job_id)
    if run is None:
        return "not_due"
    if run.attempt > ATTEMPTS + LOST:  # it takes its worker down each time: nobody was left to give it back
        _give_back(run, "lost")
        return "failed"
    try:
        WORK[run.kind](run)
        return "done"
    except Outdated:
        db.session.rollback()
        log.warning("job_outdated", extra={"job_id": job_id, "attempt": run.attempt})
        return "outdated"
    except Exception:
        db.session.rollback()
        log.exception("job_failed", extra={"job_id": job_id, "attempt": run.attempt})
        _give_back(run, traceback.format_exc(limit=6))
        return "failed"


def _take(job_id: int) -> Run | None:
    now = clock.real()
    db.session.rollback()
    with write_transaction():
        taken = db.session.execute(
            update(BackgroundJob)
            .where(
                BackgroundJob.id == job_id,
                or_(
                    (BackgroundJob.state == JobState.QUEUED) & (BackgroundJob.not_before <= now),
                    (BackgroundJob.state == JobState.RUNNING) & (BackgroundJob.lease_until < now),
                ),
            )
            .values(
                state=JobState.RUNNING,
                attempt=BackgroundJob.attempt + 1,
                lease_until=now + LEASE,
                rung_at=now,
            )
            .returning(BackgroundJob.kind, BackgroundJob.subject_id, BackgroundJob.attempt)
            .execution_options(synchronize_session=False)
        ).first()
        db.session.commit()
    return Run(job_id, taken.kind, taken.subject_id, taken.attempt, LEASE) if taken else None


def _give_back(run: Run, reason: str) -> None:
    """After a failure: try again later, or say that it failed after the last attempt."""

    @action
    def give_back(now: datetime) -> None:
        job = run.hold()
        job.last_error = reason[-4000:]
        job.lease_until = None
        if run.attempt >= ATTEMPTS:
            job.state, job.ended_at = JobState.FAILED, clock.real()
            for fact in FAILURES[run.kind](run.subject_id):
                record(fact, now=now)
        else:
            job.state, job.not_before = JobState.QUEUED, clock.real() + BACKOFF[run.attempt - 1]
            job.rung_at = None

    try:
        give_back(clock.now())
    except Outdated:
        db.session.rollback()
