"""How is a process kept alive, and how is it sure to die with its parent?"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds before a dead child is started again; doubled each time
CALM = 60.0  # seconds of life after which the pause is short again
LOG_LIMIT = 5_000_000  # bytes of journal kept from one start to the next
PR_SET_PDEATHSIG = 1

_libc: Any = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(sig: int, parent: int) -> None:
    """Asks Linux to send `sig` to this process when its parent is gone, however the parent went."""
    if _libc is None:
        return
    _libc.prctl(PR_SET_PDEATHSIG, sig)
    if os.getppid() != parent:  # it went while we were asking
        os.kill(os.getpid(), sig)


def give_way(nice: int, leader: int | None = None) -> None:
    """From now on other processes go first, and what this one works out waits for them; never the reverse.

    Linux may share the processor between sessions before it looks at processes: the session gives way as well, where
    it is that of this process or of `leader`, its parent, and not a shell with other things in it.
    """
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, max(nice, os.getpriority(os.PRIO_PROCESS, 0)))
    if os.getsid(0) in (os.getpid(), leader):
        with contextlib.suppress(OSError):
            Path("/proc/self/autogroup").write_text(str(nice))


class Child:
    """One process under watch: started, started again when it dies, stopped with all that it started."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        logs: Path,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        self.name, self.command, self.env, self.cwd = name, list(command), env, cwd
        self.log = logs / f"{name}.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.pause = FIRST_PAUSE
        self.started = 0.0
        self.due = 0.0

    def start(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.unlink()
        parent = os.getpid()
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=None if self.env is None else dict(self.env),
                cwd=self.cwd,
                start_new_session=True,  # Ctrl-C reaches the supervisor alone, which stops the rest in order
                preexec_fn=lambda: die_with_parent(signal.SIGTERM, parent),  # noqa: PLW1509 - no thread here
            )
        self.started = time.monotonic()

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def watch(self, now: float) -> bool:
        """Starts the child again when it is dead and its pause is over; True at the moment its death is noticed."""
        if self.alive:
            return False
        if not self.due:
            if now - self.started > CALM:
                self.pause = FIRST_PAUSE
            self.due = now + self.pause
            self.pause = min(self.pause * 2, LONGEST_PAUSE)
            return True
        if now >= self.due:
            self.due = 0.0
            self.start()
        return False

    def signal(self, sig: int) -> None:
        if self.alive:
            assert self.process is not None
            self.process.send_signal(sig)

    def kill(self) -> None:
        """Kills the child and its whole group."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(5)

    def tail(self, lines: int = 15) -> str:
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-lines:])


def stop(
    children: Sequence[Child], patience: float = 6.0, sleep: Callable[[float], None] = time.sleep
) -> None:
    """Asks all of them to stop, asks again half-way (the worker then gives up its job), then kills what is left."""
    for child in children:
        child.signal(signal.SIGTERM)
    start, asked_again = time.monotonic(), False
    while any(child.alive for child in children) and time.monotonic() - start < patience:
        if not asked_again and time.monotonic() - start > patience / 2:
            asked_again = True
            for child in children:
                child.signal(signal.SIGTERM)
        sleep(0.05)
    for child in children:
        child.kill()
