"""Does one command open the whole portal on an empty folder, keep it open, and leave nothing behind?"""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from clauses.jobs import redis_server

ROOT = Path(__file__).parents[2]
pytestmark = [
    pytest.mark.redis,
    pytest.mark.skipif(redis_server.find_program() is None, reason="no Redis on this machine"),
    pytest.mark.skipif(sys.platform != "linux", reason="processes are counted in /proc"),
]


class Opening:
    """`make run` on a folder of its own, and all that it says."""

    def __init__(self, instance: Path, port: int) -> None:
        self.instance, self.port = instance, port
        self.start()

    def start(self) -> None:
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in ("DATABASE_URL", "REDIS_URL", "MAKELEVEL")
        }
        env = dict(kept, INSTANCE_PATH=str(self.instance), PORT=str(self.port), CLAUSES_ENV="embedded")
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "clauses.jobs.supervisor"],
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.reader = threading.Thread(target=self._read, args=(self.lines,), daemon=True)
        self.reader.start()

    def _read(self, lines: list[str]) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as said:
            for line in said:
                lines.append(line.rstrip())

    def says(self, words: str, within: float) -> bool:
        end = time.monotonic() + within
        while time.monotonic() < end:
            if any(words in line for line in self.lines):
                return True
            if self.process.poll() is not None and not self.reader.is_alive():
                break
            time.sleep(0.05)
        raise AssertionError(f"{words!r} was not said:\n" + "\n".join(self.lines))

    def processes(self) -> dict[int, str]:
        """Every process that works on this folder, with its command."""
        folder = str(self.instance).encode()
        found = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    command = (entry / "cmdline").read_bytes().replace(b"\0", b" ")
                    if folder in command or b"INSTANCE_PATH=" + folder in (entry / "environ").read_bytes():
                        found[int(entry.name)] = command.decode()
                except OSError:
                    continue
        return found

    def answer(self, path: str) -> int:
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as response:
            return int(response.status)

    def empty(self, within: float) -> bool:
        end = time.monotonic() + within
        while time.monotonic() < end:
            if not self.processes():
                return True
            time.sleep(0.1)
        raise AssertionError(f"left behind: {self.processes()}")


@pytest.fixture
def opening(tmp_path: Path) -> Iterator[Opening]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    opening = Opening(tmp_path / "instance", port)
    yield opening
    opening.process.kill()
    opening.process.wait(10)
    opening.empty(20)
    opening.reader.join(5)


def test_the_portal_opens_heals_closes_and_opens_again(opening: Opening) -> None:
    opening.says(f"Le portail est ouvert : http://127.0.0.1:{opening.port}", 120)
    opening.says("Comptes de démonstration", 30)
    opening.says("Ctrl-C pour arrêter", 30)
    assert opening.answer("/sante") == 200

    names = ("gunicorn", "scheduler", "worker", "redis-server")
    before = opening.processes()
    for name in names:
        assert any(name in command for command in before.values()), (name, before)

    worker = next(pid for pid, command in before.items() if "--app wsgi worker" in command)
    os.kill(worker, signal.SIGKILL)
    opening.says("« worker » s'est arrêté ; il est relancé", 10)

    opening.process.send_signal(signal.SIGTERM)
    assert opening.process.wait(15) == 0
    assert opening.empty(1)
    opening.says("Tout est arrêté", 1)

    opening.start()
    opening.says("Le portail est ouvert", 60)
    assert not any("Chargement" in line for line in opening.lines)

    opening.process.kill()  # outright: the children notice by themselves
    opening.process.wait(5)
    assert opening.empty(15)
