"""How does a job reach Redis without ever holding up a page, and how is a forged one refused?

The database is the truth: a job lost here is rung again by the reconciler. So a failure to enqueue is logged and
forgotten, and what Redis holds is never trusted: only two functions can be named, with whole numbers as arguments.
"""

import logging
import os
import threading
import time
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, NoReturn

from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from rq import Queue
from rq.exceptions import DuplicateJobError, NoSuchJobError
from rq.job import Job
from rq.serializers import JSONSerializer

log = logging.getLogger(__name__)

TICK = "clauses.jobs.dispatch.tick"
RUN_JOB = "clauses.jobs.dispatch.run_job"
ALLOWED: Mapping[str, int] = {TICK: 0, RUN_JOB: 1}
"""Every function that a job may name, and how many database ids it takes."""

SOON, REPORTS = "soon", "reports"
QUEUES = (SOON, REPORTS)

BUDGET = 0.9  # seconds a page may spend on ringing the bell
PAUSE = 5.0  # seconds without trying again after a failure
TIMEOUTS = {TICK: 120, RUN_JOB: 900}  # seconds a job may run
KEPT = 60  # seconds a finished or failed job stays in Redis: its id must be free again for the reconciler
TICK_LIFE = 20  # seconds a tick waits in the queue: the next one does its work as well


class Forged(RuntimeError):
    """Somebody wrote into Redis a job that the portal never makes."""


class SafeJob(Job):  # type: ignore[misc, unused-ignore]
    """A job that can only call the functions of ALLOWED, with database ids, and tells nobody that it did.

    RQ imports whatever function or callback the hash in Redis names, and sends the web hooks it finds there: with a
    JSON serializer too, whoever can write into Redis would run code. Here nothing of that is looked up.
    """

    @classmethod
    def create(cls, *args: Any, **options: Any) -> "SafeJob":
        for forbidden in ("on_success", "on_failure", "on_stopped", "webhooks"):
            if options.get(forbidden):
                raise Forged(f"a job carries no {forbidden}")
        job = super().create(*args, **options)
        assert isinstance(job, cls)
        job._check()
        return job

    def restore(self, raw_data: Any) -> None:
        try:
            super().restore(raw_data)
        except NoSuchJobError:
            raise
        except Exception as error:  # a mangled hash must not take the worker down with it
            raise NoSuchJobError(f"Unreadable job {self.id}") from error
        names = (self._success_callback_name, self._failure_callback_name, self._stopped_callback_name)
        self._tampered = any(names) or bool(self.webhooks)
        self._success_callback_name = self._failure_callback_name = self._stopped_callback_name = None
        self.webhooks = []
        self.repeats_left = self.repeat_intervals = None
        self.retries_left = self.retry_intervals = None
        self.rate_limit_key = self.rate_limit_concurrency = None

    @property
    def func(self) -> Callable[..., Any]:
        self._check()
        module, _, name = str(self.func_name).rpartition(".")
        function: Callable[..., Any] = getattr(import_module(module), name)
        return function

    @property
    def success_callback(self) -> None:
        return None

    @property
    def failure_callback(self) -> None:
        return None

    @property
    def stopped_callback(self) -> None:
        return None

    def send_webhooks(self, *args: Any, **options: Any) -> None:
        """No web hook leaves this portal."""

    def get_call_string(self) -> str:
        """The function alone: arguments stay out of the logs."""
        return str(self.func_name)

    def _check(self) -> None:
        def refuse(why: str) -> NoReturn:
            log.error("refused_job", extra={"job_id": self.id, "why": why})
            raise Forged(why)

        if getattr(self, "_tampered", False):
            refuse("it carries callbacks or web hooks")
        name, args = self.func_name, self.args
        if not isinstance(name, str) or name not in ALLOWED:
            refuse("it names a function that is not on the list")
        if self.instance is not None or self.kwargs:
            refuse("it carries an object or named arguments")
        if not isinstance(args, list | tuple) or len(args) != ALLOWED[name]:
            refuse("it has not the right number of arguments")
        if any(type(arg) is not int or arg < 0 for arg in args):
            refuse("its arguments are not database ids")


class SafeQueue(Queue):  # type: ignore[misc, unused-ignore]
    """A queue of safe jobs, whoever asks for it."""

    job_class = SafeJob


def connection(url: str, *, patient: bool = False) -> Redis:
    """A client of Redis. For a page: one second at most, no second try. `patient`: for the worker's blocking waits."""
    timeout, connect = (60.0, 5.0) if patient else (1.0, 0.5)
    return Redis.from_url(
        url, socket_timeout=timeout, socket_connect_timeout=connect, retry=Retry(NoBackoff(), 0)
    )


def queue(name: str, client: Redis) -> SafeQueue:
    return SafeQueue(name, connection=client, job_class=SafeJob, serializer=JSONSerializer)


class Bell:
    """Rings the worker, or gives up within a second and leaves it alone for a while."""

    def __init__(self, url: str | None) -> None:
        self.turn_to(url)

    def turn_to(self, url: str | None) -> None:
        self.url = url
        self.closed_until = 0.0  # monotonic seconds
        self._client: Redis | None = None
        self._process = 0

    @property
    def answers(self) -> bool:
        """Is Redis worth a try now?"""
        return bool(self.url) and time.monotonic() >= self.closed_until

    def ring(self, name: str, ids: tuple[int, ...], job_id: str, queue_name: str) -> bool:
        if name not in ALLOWED:
            raise Forged(f"{name} is not a job")
        return self.answers and self._within_budget(lambda: self._push(name, ids, job_id, queue_name), job_id)

    def ping(self) -> bool:
        """Does Redis answer, within the same budget?"""
        return self.answers and self._within_budget(lambda: self.client().ping(), "ping")

    def client(self) -> Redis:
        if self._client is None or self._process != os.getpid():  # a forked process shares no socket
            assert self.url is not None
            self._client, self._process = connection(self.url), os.getpid()
        return self._client

    def _push(self, name: str, ids: tuple[int, ...], job_id: str, queue_name: str) -> None:
        try:
            queue(queue_name, self.client()).enqueue_call(
                name,
                args=ids,
                job_id=job_id,
                unique=True,
                timeout=TIMEOUTS[name],
                ttl=TICK_LIFE if name == TICK else None,
                result_ttl=KEPT,
                failure_ttl=KEPT,
                description=name,
            )
        except DuplicateJobError:
            log.debug("job_already_waiting", extra={"job_id": job_id})

    def _within_budget(self, call: Callable[[], object], what: str) -> bool:
        """A slow Redis answers each of several commands just in time: the whole is bounded by a thread left behind."""
        failure: list[Exception] = []

        def attempt() -> None:
            try:
                call()
            except Exception as error:  # noqa: BLE001 - whatever Redis does, a page goes on
                failure.append(error)

        thread = threading.Thread(target=attempt, name=f"ring {what}", daemon=True)
        thread.start()
        thread.join(BUDGET)
        if not thread.is_alive() and not failure:
            return True
        reason = type(failure[0]).__name__ if failure else f"no answer within {BUDGET} s"
        log.warning("redis_did_not_answer", extra={"asked": what, "why": reason})
        self.closed_until = time.monotonic() + PAUSE
        self._client = None
        return False


bell = Bell(None)
"""The bell of this process."""


def configure(url: str | None) -> None:
    """Says once where Redis is; None when there is none: then every `enqueue` answers False."""
    bell.turn_to(url)


def redis_answers() -> bool:
    """Does Redis answer now? For the health page; a second at most."""
    return bell.ping()


def enqueue(name: str, *ids: int, job_id: str, queue: str | None = None) -> bool:
    """Asks the worker to call `name` with database ids; True when Redis took it (or holds it already).

    `job_id` reads `<kind>-<id>-<attempt>`. Takes a second at most and never raises because of Redis.
    """
    return bell.ring(name, ids, job_id, queue or (SOON if name == TICK else REPORTS))
