"""Is a dead process started again, a stubborn one stopped, and does none outlive its parent?"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from clauses.config import Misconfigured, read_settings
from clauses.jobs.children import FIRST_PAUSE, LONGEST_PAUSE, Child, stop

ROOT = Path(__file__).parents[2]
SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)",
]


@pytest.fixture
def child(tmp_path: Path) -> Iterator[Child]:
    child = Child("sleeper", SLEEPER, tmp_path)
    child.start()
    yield child
    child.kill()


def pid(child: Child) -> int:
    assert child.process is not None
    return child.process.pid


def gone(number: int, within: float = 5.0) -> bool:
    end = time.monotonic() + within
    while time.monotonic() < end:
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return True
        state = Path(f"/proc/{number}/stat")
        if state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return True  # dead, waiting for its new parent to notice
        time.sleep(0.02)
    return False


def die(child: Child) -> None:
    assert child.process is not None
    child.process.kill()
    child.process.wait(5)


def test_a_dead_child_is_told_once_and_started_again_after_its_pause(child: Child) -> None:
    first = pid(child)
    assert child.watch(1000.0) is False
    die(child)
    child.started = 1000.0
    assert child.watch(1001.0) is True
    assert child.watch(1001.0 + FIRST_PAUSE / 2) is False
    assert not child.alive
    assert child.watch(1001.0 + FIRST_PAUSE) is False
    assert child.alive
    assert pid(child) != first


def test_the_pause_doubles_up_to_a_limit_and_is_short_again_after_a_calm_minute(child: Child) -> None:
    now = 1000.0
    for _ in range(8):
        die(child)
        child.started = now
        assert child.watch(now)
        now = child.due
        child.watch(now)
    assert child.pause == LONGEST_PAUSE
    die(child)
    child.started = now - 3600
    child.watch(now)
    assert child.due == now + FIRST_PAUSE


def test_all_stop_when_asked(tmp_path: Path) -> None:
    children = [Child(f"sleeper-{n}", SLEEPER, tmp_path) for n in range(3)]
    for child in children:
        child.start()
    stop(children)
    assert not any(child.alive for child in children)


def test_a_deaf_child_is_killed_in_the_end(tmp_path: Path) -> None:
    child = Child("deaf", STUBBORN, tmp_path)
    child.start()
    while "deaf" not in child.tail():
        time.sleep(0.02)
    stop([child], patience=0.6)
    assert not child.alive


def test_what_a_child_says_is_in_its_journal(tmp_path: Path) -> None:
    child = Child("speaker", [sys.executable, "-c", "print('one'); print('two')"], tmp_path)
    child.start()
    assert child.process is not None
    child.process.wait(10)
    assert child.tail(1) == "two"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent is gone")
def test_a_child_dies_with_a_parent_that_was_killed_outright(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from clauses.jobs.children import Child;"
        f"child = Child('orphan', {SLEEPER!r}, Path({str(tmp_path)!r})); child.start();"
        "print(child.process.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        orphan = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
        parent.wait(5)
        assert gone(orphan)


FORKED = """
import os, sys
from types import SimpleNamespace
from rq import Worker
from clauses.jobs import worker
Worker.main_work_horse = lambda self, job, queue: print(os.getpriority(os.PRIO_PROCESS, 0))
one = object.__new__(worker.PortalWorker)
one.pid, one.app = os.getppid(), SimpleNamespace(config={"SETTINGS": SimpleNamespace(jobs_nice=int(sys.argv[2]))})
one.main_work_horse(None, SimpleNamespace(name=sys.argv[1]))
"""


def test_a_report_gives_way_to_the_pages_and_what_is_short_does_not(tmp_path: Path) -> None:
    def priority(queue: str, nice: int, own: int = 0) -> int:
        command = [sys.executable, "-c", FORKED, queue, str(nice)]
        os_nice = f"import os, sys; os.nice({own}); os.execv(sys.argv[1], sys.argv[1:])"
        done = subprocess.run(
            [sys.executable, "-c", os_nice, *command], cwd=ROOT, capture_output=True, text=True, check=True
        )
        return int(done.stdout)

    usual = os.getpriority(os.PRIO_PROCESS, 0)
    assert priority("reports", 19) == 19
    assert priority("soon", 19) == usual
    assert priority("reports", 0) == usual
    assert priority("reports", 1, own=19) == 19, "what was started behind the others stays there"
    assert os.getpriority(os.PRIO_PROCESS, 0) == usual
    own = {"INSTANCE_PATH": str(tmp_path)}
    assert (read_settings(own).jobs_nice, read_settings({**own, "JOBS_NICE": "3"}).jobs_nice) == (10, 3)
    for wrong in ("20", "-1", "dix"):
        with pytest.raises(Misconfigured, match="JOBS_NICE"):
            read_settings({**own, "JOBS_NICE": wrong})
