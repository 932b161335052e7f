"""Who rings every few seconds, and who does the work when Redis is gone?

RQ's own cron scheduler is not used: it enqueues through the default queue class, with pickle and without the job class
that refuses forged jobs, and it stops ringing when Redis does. A tick looks at the database for all that is due, the
night's tasks included, so two schedulers, a missed ring or a machine asleep at two in the morning cost nothing.
"""

import logging
import signal
import threading
import time
from collections.abc import Callable

from flask import Flask

from clauses.jobs import dispatch, engine, heap
from clauses.jobs.children import give_way

log = logging.getLogger(__name__)

EVERY = 5.0  # seconds between two ticks


def main(app: Flask) -> None:
    """Rings until told to stop."""
    stop = threading.Event()
    for sig in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sig, lambda *_: stop.set())
    settings = app.config["SETTINGS"]
    if not settings.redis_url:  # the reports are made in this process
        give_way(settings.jobs_nice)
    heap.settle()
    run(app, stop)


def run(
    app: Flask, stop: threading.Event, every: float = EVERY, clock: Callable[[], float] = time.time
) -> None:
    while not stop.is_set():
        beat(app, int(clock() // every), stop)
        stop.wait(max(0.05, every - clock() % every))


def beat(app: Flask, number: int, stop: threading.Event | None = None) -> bool:
    """One ring; without Redis, the work itself, here. True when Redis took it."""
    if engine.enqueue(engine.TICK, job_id=f"tick-{number}", queue=engine.SOON):
        return True
    do_it_here(app, stop)
    return False


def do_it_here(app: Flask, stop: threading.Event | None = None) -> None:
    """Degraded: facts are drained, mails sent and jobs done in this process, one after the other."""
    try:
        with app.app_context():
            dispatch.tick()
        with app.app_context():
            waiting = dispatch.waiting_jobs()
        for job_id in waiting:
            if stop is not None and stop.is_set():
                return
            with app.app_context():
                dispatch.run_job(job_id)
    except Exception:
        log.exception("tick_failed_here")
