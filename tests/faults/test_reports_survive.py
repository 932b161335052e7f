"""What is left of a report when the worker is killed, or Redis emptied? The report, once, within two minutes."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, insert, select, text

from clauses.actions import compliance
from clauses.config import clock
from clauses.domain.kinds import JobState, NoClauseReason
from clauses.extensions import db, write_transaction
from clauses.jobs import compliance as work
from clauses.jobs import dispatch, engine
from clauses.jobs.run import Outdated
from clauses.models.compliance import ReportRequest, ReportSnapshot
from clauses.models.journal import BackgroundJob, EmailMessage
from clauses.models.markets import Lot
from tests import servers, stage
from tests.conftest import SqliteStore, Store
from tests.faults.processes import Running, wait_until
from tests.portal import Portal

DAY = "2026-06-30"
MANY = 600  # lots: enough for a worker to be caught in the middle
WITHIN = 120.0


@pytest.fixture
def redis() -> Iterator[servers.RedisUnderTest]:
    with servers.redis_server() as server:
        yield server
    engine.configure(None)


def start(command: str, store: Store, redis: servers.RedisUnderTest) -> Running:
    return Running(command, database_url=store.url, redis_url=redis.url, instance=store.instance, day=DAY)


def ask(portal: Portal, many: int = MANY) -> int:
    """A report over a market of very many lots, unless it does not matter."""
    market = stage.published(portal)
    with write_transaction():
        rows = [
            {"market_id": market.id, "number": n, "title": f"Lot n° {n}", "places": [], "has_clause": False,
             "no_clause_reason": NoClauseReason.SHORT, "version": 1}
            for n in range(100, 100 + many)
        ]  # fmt: skip
        db.session.execute(insert(Lot), rows)
        db.session.commit()
    portal.day(DAY)
    portal.run_jobs()
    asked = compliance.request_report(
        stage.actor("sandrine.lemaire"), market.id, as_of=date(2026, 5, 31), now=portal.now
    )
    return asked.id


def state_of(request_id: int) -> JobState:
    db.session.rollback()
    return db.session.scalars(select(ReportRequest.state).where(ReportRequest.id == request_id)).one()


def count(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def run_out(request_id: int) -> None:
    """The lease of the attempt ends now."""
    with write_transaction():
        job = db.session.scalars(
            select(BackgroundJob).where(
                BackgroundJob.kind == "report", BackgroundJob.subject_id == request_id
            )
        ).one()
        job.lease_until = clock.real()
        db.session.commit()


def arrived_once(request_id: int) -> None:
    def told() -> bool:
        db.session.rollback()
        return bool(db.session.scalar(select(EmailMessage.id).where(EmailMessage.template == "M25")))

    wait_until(told, 30, "the message that the report is ready")
    assert count(ReportSnapshot) == 1
    db.session.rollback()
    job = db.session.scalars(select(BackgroundJob).where(BackgroundJob.kind == "report")).one()
    assert (job.state, job.subject_id) == (JobState.DONE, request_id)
    assert len(db.session.scalars(select(EmailMessage).where(EmailMessage.template == "M25")).all()) == 1


def test_a_worker_killed_in_the_middle_of_a_report_does_not_lose_it(
    portal: Portal, store: Store, redis: servers.RedisUnderTest
) -> None:
    request_id = ask(portal)
    engine.configure(redis.url)
    worker, scheduler = start("worker", store, redis), start("scheduler", store, redis)
    try:
        wait_until(lambda: state_of(request_id) is JobState.RUNNING, 40, "the report begins")
        assert len(worker.members()) >= 2, "the work-horse should be in the worker's session"
        worker.kill()
        assert state_of(request_id) is JobState.RUNNING, "the worker was killed after the report was done"
        if db.engine.dialect.name == "postgresql":  # the whole wait is shown once, on the embedded database
            run_out(request_id)
        worker = start("worker", store, redis)
        wait_until(lambda: state_of(request_id) is JobState.DONE, WITHIN, "the report arrives")
        arrived_once(request_id)
        db.session.rollback()
        assert (
            db.session.scalars(select(BackgroundJob.attempt).where(BackgroundJob.kind == "report")).one() == 2
        )
    finally:
        worker.stop()
        scheduler.stop()


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_redis_emptied_between_the_commit_and_the_work_does_not_lose_the_report(
    portal: Portal, store: Store, redis: servers.RedisUnderTest
) -> None:
    engine.configure(redis.url)
    request_id = ask(portal)
    redis.kill()
    for leftover in redis.settings.socket.parent.rglob("*"):
        if leftover.is_file() and leftover.suffix in (".aof", ".rdb", ".manifest"):
            leftover.unlink()
    redis.start()
    worker, scheduler = start("worker", store, redis), start("scheduler", store, redis)
    try:
        wait_until(lambda: state_of(request_id) is JobState.DONE, WITHIN, "the report arrives")
        arrived_once(request_id)
    finally:
        worker.stop()
        scheduler.stop()


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
def test_without_redis_the_scheduler_does_the_work_itself(portal: Portal, store: Store) -> None:
    request_id = ask(portal, 1)
    scheduler = Running("scheduler", database_url=store.url, redis_url="", instance=store.instance, day=DAY)
    try:
        wait_until(lambda: state_of(request_id) is JobState.DONE, 60, "the report arrives")
        arrived_once(request_id)
    finally:
        scheduler.stop()


def test_a_late_attempt_publishes_nothing(portal: Portal) -> None:
    request_id = ask(portal, 1)
    dispatch.tick()
    [job_id] = portal.waiting_jobs()
    late = dispatch._take(job_id)
    assert late is not None
    job = db.session.get_one(BackgroundJob, job_id)
    job.lease_until = portal.now.replace(year=2020)
    db.session.commit()
    assert dispatch.run_job(job_id) == "done"
    with pytest.raises(Outdated):
        late.renew()
    with pytest.raises(Outdated):
        work.produce_report(late)
    db.session.rollback()
    assert count(ReportSnapshot) == 1
    assert state_of(request_id) is JobState.DONE


def test_nobody_waits_to_write_while_a_report_is_made(
    portal: Portal, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the first figure read to the last file written, another process writes at once."""
    free: list[str] = []

    def writes_at_once(step: str) -> None:
        if isinstance(store, SqliteStore):
            with closing(sqlite3.connect(store.file, timeout=0, isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                other.execute("ROLLBACK")
        else:
            with db.engine.connect() as other_connection:
                other_connection.execute(text("SELECT id FROM lot FOR UPDATE NOWAIT")).all()
        free.append(step)

    def watched(step: str, work_done: Callable[..., Any]) -> Callable[..., Any]:
        def done(*arguments: Any, **named: Any) -> Any:
            writes_at_once(step)
            made = work_done(*arguments, **named)
            writes_at_once(step)
            return made

        return done

    monkeypatch.setattr(work.making, "made", watched("figures", work.making.made))
    monkeypatch.setattr(work.xlsx, "write", watched("workbook", work.xlsx.write))
    request_id = ask(portal, 1)
    dispatch.tick()
    [job_id] = portal.waiting_jobs()
    assert dispatch.run_job(job_id) == "done"
    assert free == ["figures", "figures", "workbook", "workbook"]
    assert state_of(request_id) is JobState.DONE


def test_a_job_rung_ten_times_is_done_once(portal: Portal) -> None:
    ask(portal, 1)
    dispatch.tick()
    [job_id] = portal.waiting_jobs()
    assert [dispatch.run_job(job_id) for _ in range(10)] == ["done"] + ["not_due"] * 9
    assert count(ReportSnapshot) == 1


def test_a_report_that_always_fails_says_so_after_three_attempts_and_can_be_asked_again(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def disk_full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    request_id = ask(portal, 1)
    dispatch.tick()
    [job_id] = portal.waiting_jobs()
    with monkeypatch.context() as broken:
        broken.setattr(work.xlsx, "write", disk_full)
        for attempt in range(1, 4):
            assert dispatch.run_job(job_id) == "failed", attempt
            job = db.session.get_one(BackgroundJob, job_id)
            job.not_before = portal.now.replace(year=2020)
            db.session.commit()
    assert state_of(request_id) is JobState.FAILED
    assert count(ReportSnapshot) == 0
    portal.run_jobs()
    assert {m.recipient.email.split("@")[0] for m in portal.mails("M26")} == {
        "sandrine.lemaire",
        "maxime.ollier",
    }
    sandrine = portal.sign_in("sandrine.lemaire")
    sandrine.submit(sandrine.get(f"/rapports/{request_id}"), form="relance")
    portal.run_jobs()
    assert state_of(request_id) is JobState.DONE
