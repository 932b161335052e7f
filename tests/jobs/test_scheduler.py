"""Does the bell ring when Redis listens, and is the work done here when it does not?"""

import threading

import pytest
from flask import Flask, current_app, has_app_context

from clauses.jobs import engine, scheduler
from tests.servers import RedisUnderTest


class Work:
    """What was asked of the portal's own functions, in order."""

    def __init__(self, waiting: list[int]) -> None:
        self.waiting, self.done = waiting, list[str]()
        self.broken = False

    def tick(self) -> int:
        assert has_app_context()
        if self.broken:
            raise RuntimeError("the database is away")
        self.done.append("tick")
        return 0

    def waiting_jobs(self) -> list[int]:
        return list(self.waiting)

    def run_job(self, job_id: int) -> str:
        assert current_app.name == "portal"
        self.done.append(f"run_job {job_id}")
        return "done"


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    work = Work([3, 4])
    monkeypatch.setattr(scheduler, "dispatch", work)
    return work


@pytest.fixture
def app() -> Flask:
    return Flask("portal")


@pytest.mark.redis
def test_redis_is_rung_and_nothing_is_done_here(redis: RedisUnderTest, work: Work, app: Flask) -> None:
    assert scheduler.beat(app, 1) is True
    assert work.done == []
    assert engine.connection(redis.url).lrange("rq:queue:soon", 0, -1) == [b"tick-1"]


@pytest.mark.redis
def test_a_tick_that_nobody_takes_does_not_wait_for_ever(
    redis: RedisUnderTest, work: Work, app: Flask
) -> None:
    scheduler.beat(app, 1)
    assert 0 < engine.connection(redis.url).ttl("rq:job:tick-1") <= engine.TICK_LIFE


def test_without_redis_all_that_waits_is_done_here(work: Work, app: Flask) -> None:
    engine.configure(None)
    assert scheduler.beat(app, 1) is False
    assert work.done == ["tick", "run_job 3", "run_job 4"]


@pytest.mark.redis
def test_a_frozen_redis_is_no_excuse(redis: RedisUnderTest, work: Work, app: Flask) -> None:
    redis.freeze()
    assert scheduler.beat(app, 1) is False
    assert work.done == ["tick", "run_job 3", "run_job 4"]


def test_a_failure_is_written_down_and_the_next_beat_comes(
    work: Work, app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    engine.configure(None)
    work.broken = True
    scheduler.beat(app, 1)
    assert "tick_failed_here" in caplog.text
    work.broken = False
    scheduler.beat(app, 2)
    assert work.done[0] == "tick"


def test_it_stops_between_two_jobs_when_told_to(work: Work, app: Flask) -> None:
    engine.configure(None)
    stop = threading.Event()
    stop.set()
    scheduler.beat(app, 1, stop)
    assert work.done == ["tick"]


def test_it_beats_until_told_to_stop(work: Work, app: Flask) -> None:
    engine.configure(None)
    work.waiting = []
    stop = threading.Event()
    thread = threading.Thread(target=scheduler.run, args=(app, stop, 0.05))
    thread.start()
    while len(work.done) < 3:
        stop.wait(0.01)
    stop.set()
    thread.join(5)
    assert not thread.is_alive()
