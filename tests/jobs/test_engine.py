"""Does a job reach Redis without holding a page up, and is a forged one refused whatever it carries?"""

import json
import os
import pickle
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from rq.job import JobStatus

from clauses.jobs import engine
from tests.jobs.bait import ENDLESS
from tests.servers import RedisUnderTest

pytestmark = pytest.mark.redis
BAIT = "tests.jobs.bait.spring"
ROOT = Path(__file__).parents[2]


class Canary:
    """An address that nobody should ever call."""

    def __init__(self) -> None:
        self.calls = 0
        canary = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                canary.calls += 1
                self.send_response(204)
                self.end_headers()

            def log_message(self, *args: object) -> None: ...

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def canary() -> Iterator[Canary]:
    canary = Canary()
    yield canary
    canary.close()


def forge(redis: RedisUnderTest, name: str, data: bytes, **fields: str) -> None:
    """Writes a job into Redis as somebody who got hold of its password would."""
    client = engine.connection(redis.url)
    now = "2026-03-02T08:00:00.000000Z"
    forged = {"data": zlib.compress(data), "created_at": now, "enqueued_at": now, "origin": engine.SOON}
    client.hset(f"rq:job:{name}", mapping={**forged, "status": "queued", "timeout": "30", **fields})
    client.sadd("rq:queues", f"rq:queue:{engine.SOON}")
    client.rpush(f"rq:queue:{engine.SOON}", name)


def call(function: str, *args: Any, instance: Any = None, **named: Any) -> bytes:
    return json.dumps([function, instance, list(args), named]).encode()


def work(redis: RedisUnderTest, folder: Path, how: str = "portal") -> list[str]:
    """What was really asked of the portal's own functions once the queues are empty."""
    done, env = folder / "done", dict(os.environ, BAIT=str(folder / "sprung"))
    command = [sys.executable, "-m", "tests.jobs.bait", redis.url, str(done), how]
    subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, timeout=60)
    return done.read_text().split("\n")[:-1] if done.exists() else []


def test_a_job_that_the_portal_made_is_done(redis: RedisUnderTest, tmp_path: Path) -> None:
    assert engine.enqueue(engine.RUN_JOB, 42, job_id="report-42-1")
    assert engine.enqueue(engine.TICK, job_id="tick-1")
    assert work(redis, tmp_path) == ["tick", "run_job 42"]  # "soon" before "reports"


def test_the_same_job_rung_twice_waits_once(redis: RedisUnderTest, tmp_path: Path) -> None:
    assert engine.enqueue(engine.RUN_JOB, 42, job_id="report-42-1")
    assert engine.enqueue(engine.RUN_JOB, 42, job_id="report-42-1")
    assert work(redis, tmp_path) == ["run_job 42"]


def test_nothing_forged_runs(redis: RedisUnderTest, tmp_path: Path, canary: Canary) -> None:
    hook = json.dumps(
        [{"url": canary.url, "job_status": status, "method": "GET"} for status in ("finished", "failed")]
    )
    forge(redis, "pickled", pickle.dumps((BAIT, None, (), {})))
    forge(redis, "named", call(BAIT))
    forge(redis, "mkdir", call("os.mkdir", str(tmp_path / "sprung")))
    forge(redis, "success", call(engine.TICK), success_callback_name=BAIT)
    forge(redis, "failure", call(engine.RUN_JOB), failure_callback_name=BAIT)
    forge(redis, "stopped", call(engine.TICK), stopped_callback_name=BAIT)
    forge(redis, "hooked", call(engine.TICK), webhooks=hook)
    forge(redis, "hooked-failing", call(BAIT), webhooks=hook)
    forge(redis, "object", call("mkdir", instance="os"))
    for name, args in {
        "text": ["1"],
        "truth": [True],
        "real": [1.0],
        "less": [-1],
        "none": [],
        "two": [1, 2],
    }.items():
        forge(redis, f"argument-{name}", call(engine.RUN_JOB, *args))
    forge(redis, "keyword", call(engine.RUN_JOB, job_id=1))
    forge(redis, "shape", b'"not a call at all"')
    forge(redis, "mangled", call(engine.TICK), timeout="soon", result_ttl="never")
    assert engine.enqueue(engine.RUN_JOB, 7, job_id="report-7-1")

    assert work(redis, tmp_path) == ["run_job 7"]
    assert not (tmp_path / "sprung").exists()
    assert canary.calls == 0


def test_the_forgeries_are_real_ones(redis: RedisUnderTest, tmp_path: Path, canary: Canary) -> None:
    """The trap works: a worker that trusts Redis falls into it."""
    hook = json.dumps([{"url": canary.url, "job_status": "finished", "method": "GET"}])
    forge(redis, "named", call(BAIT), webhooks=hook)
    work(redis, tmp_path, "trusting")
    assert (tmp_path / "sprung").exists()
    assert canary.calls == 1


def test_a_refused_job_is_marked_as_failed(redis: RedisUnderTest, tmp_path: Path) -> None:
    forge(redis, "named", call(BAIT))
    work(redis, tmp_path)
    job = engine.SafeJob.fetch("named", connection=engine.connection(redis.url), serializer="json")
    assert job.get_status() == JobStatus.FAILED


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent is gone")
def test_a_killed_worker_takes_its_running_job_with_it(redis: RedisUnderTest, tmp_path: Path) -> None:
    """Else the job would be taken over while the first attempt still works on it."""
    done = tmp_path / "done"
    engine.enqueue(engine.RUN_JOB, ENDLESS, job_id="report-99-1")
    command = [sys.executable, "-m", "tests.jobs.bait", redis.url, str(done), "portal"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as worker:
        end = time.monotonic() + 20
        while not (done.exists() and "process" in done.read_text()) and time.monotonic() < end:
            time.sleep(0.05)
        horse = Path("/proc") / done.read_text().split()[-1]
        assert horse.exists()
        worker.kill()
    end = time.monotonic() + 5
    while time.monotonic() < end and horse.exists() and "(zombie)" not in (horse / "status").read_text():
        time.sleep(0.05)
    assert not horse.exists() or "(zombie)" in (horse / "status").read_text()


def test_the_portal_itself_cannot_make_another_job(redis: RedisUnderTest) -> None:
    with pytest.raises(engine.Forged):
        engine.enqueue("os.mkdir", job_id="mkdir-1-1")
    queue = engine.queue(engine.SOON, engine.connection(redis.url))
    with pytest.raises(engine.Forged):
        queue.enqueue(engine.TICK, on_success=BAIT)
    with pytest.raises(engine.Forged):
        queue.enqueue(engine.RUN_JOB, "1")


def test_a_frozen_redis_is_given_up_then_left_alone(
    redis: RedisUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert engine.redis_answers()
    redis.freeze()
    assert engine.enqueue(engine.RUN_JOB, 1, job_id="report-1-1") is False
    with monkeypatch.context() as patch:
        patch.setattr(engine.bell, "client", lambda: pytest.fail("Redis was asked again"))
        assert engine.enqueue(engine.RUN_JOB, 1, job_id="report-1-2") is False
        assert not engine.redis_answers()
    redis.wake()
    engine.bell.closed_until = 0.0
    assert engine.enqueue(engine.RUN_JOB, 1, job_id="report-1-3")


def test_without_redis_nothing_is_taken_and_nothing_breaks() -> None:
    engine.configure(None)
    assert engine.enqueue(engine.TICK, job_id="tick-1") is False
    assert not engine.redis_answers()


def test_a_redis_that_is_not_there_is_said(tmp_path: Path) -> None:
    engine.configure(f"unix://{tmp_path}/nobody.sock")
    assert engine.enqueue(engine.TICK, job_id="tick-1") is False
    engine.configure(None)
