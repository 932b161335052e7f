"""How does a test run the portal's own processes, and kill them as an accident would?"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from clauses.jobs import supervisor

ROOT = Path(__file__).resolve().parents[2]


class Running:
    """A worker, a scheduler or a web server (`port`) in a session of its own, on the database and Redis of the test."""

    def __init__(
        self,
        command: str,
        *,
        database_url: str,
        redis_url: str,
        instance: Path,
        day: str,
        port: int | None = None,
    ) -> None:
        self.log = (instance / f"{command}-{time.monotonic_ns()}.log").open("wb")
        flask = [sys.executable, "-m", "flask", "--app", "wsgi", command]
        self.process = subprocess.Popen(
            supervisor.plan(port, instance, {})[0].command if port else flask,
            cwd=ROOT,
            env={
                "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "DATABASE_URL": database_url, "REDIS_URL": redis_url,
                "INSTANCE_PATH": str(instance), "CLAUSES_TODAY": day,
                "SECRET_KEY": "a secret of the tests, long enough for the rule",
            },
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip

    def members(self) -> list[int]:
        """Every process of the session: RQ puts its work-horse in a group of its own, so a group is not enough."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    if os.getsid(int(entry.name)) == self.process.pid:
                        found.append(int(entry.name))
                except (ProcessLookupError, PermissionError):
                    continue
        return found

    def kill_one(self) -> None:
        """kill -9 on one process that the first one started: it starts another."""
        others = [pid for pid in self.members() if pid != self.process.pid]
        if others:
            os.kill(random.choice(others), signal.SIGKILL)

    def kill(self) -> None:
        """kill -9 on the whole session."""
        for pid in self.members():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.wait(10)
        self.log.close()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()
        self.log.close()


def wait_until(condition: Callable[[], bool], seconds: float, what: str) -> float:
    """Seconds it took for the condition to hold; fails after the time given."""
    start = time.monotonic()
    while time.monotonic() - start < seconds:
        if condition():
            return time.monotonic() - start
        time.sleep(0.1)
    raise AssertionError(f"{what}: not within {seconds} s")
