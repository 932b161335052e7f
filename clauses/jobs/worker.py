"""Who does the work that waits in Redis?

An entry of our own rather than RQ's command: the application is loaded once, before the first fork (25 ms a job
instead of a second), and the job class that refuses forged jobs cannot be forgotten on a command line.
"""

import logging
import os
import random
import signal
from collections.abc import Sequence
from typing import Any

from flask import Flask
from rq import Worker
from rq.job import Job
from rq.serializers import JSONSerializer

from clauses.extensions import db
from clauses.jobs import engine, heap
from clauses.jobs.children import die_with_parent, give_way

log = logging.getLogger(__name__)

WORKER_TTL = 45  # seconds; with the two below, a job abandoned by a killed worker is cleared in about a minute and a half
MAINTENANCE = 30
MONITORING = 10


class NoRedis(RuntimeError):
    """A worker without Redis has nothing to do; the scheduler does the work itself."""


class PortalWorker(Worker):  # type: ignore[misc, unused-ignore]
    """RQ's worker, whose children share no database connection with it and die with it."""

    app: Flask | None = None

    def main_work_horse(self, job: Job, queue: Any) -> None:
        die_with_parent(signal.SIGKILL, self.pid or os.getppid())  # RQ gives the child a group of its own
        if (
            self.app is not None and queue.name == engine.REPORTS
        ):  # this child alone: the next one is forked anew
            give_way(self.app.config["SETTINGS"].jobs_nice, self.pid)
        super().main_work_horse(job, queue)

    def perform_job(self, job: Job, queue: Any, execution: Any) -> bool:
        if self.app is None:
            return bool(super().perform_job(job, queue, execution))
        with self.app.app_context():
            db.engine.dispose(close=False)  # the parent's sockets stay the parent's
            return bool(super().perform_job(job, queue, execution))


def build(url: str, queues: Sequence[str] = engine.QUEUES, app: Flask | None = None) -> PortalWorker:
    client = engine.connection(url, patient=True)
    worker = PortalWorker(
        [engine.queue(name, client) for name in queues],
        connection=client,
        job_class=engine.SafeJob,
        queue_class=engine.SafeQueue,
        serializer=JSONSerializer,
        worker_ttl=WORKER_TTL,
        maintenance_interval=MAINTENANCE,
        job_monitoring_interval=MONITORING,
        log_job_description=False,
        default_result_ttl=engine.KEPT,
        name=f"worker-{os.getpid()}-{random.SystemRandom().randrange(16**6):06x}",
    )
    worker.app = app
    return worker


def main(app: Flask, queues: Sequence[str] = engine.QUEUES, burst: bool = False) -> None:
    """Works until told to stop. `burst`: until the queues are empty."""
    url = app.config["SETTINGS"].redis_url
    if not url:
        raise NoRedis("REDIS_URL is missing: a worker takes its jobs from Redis.")
    heap.settle()
    build(url, queues, app).work(burst=burst, with_scheduler=False, logging_level="WARNING")
