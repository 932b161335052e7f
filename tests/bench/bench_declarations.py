"""How many declarations of hours does the real server take in a minute, from fifty connections at once?

gunicorn with its workers as in production, PostgreSQL, client and servers on the same machine. Each connection is a
session of its own that types the month of one lot again and again: form key, checks of the trade, lines, journal.
"""

import http.client
import os
import re
import secrets
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

from clauses.config import clock
from clauses.jobs.supervisor import WEB_WORKERS
from tests import servers
from tests.bench.many_hours import STRUCTURE, fill
from tests.bench.registry import Line, bench
from tests.conftest import PostgresStore
from tests.portal import Portal

CONNECTIONS, PEOPLE, SECONDS = 50, 4, 20
AIM = 600  # a minute, with p95 under 500 ms
ROOT = Path(__file__).resolve().parents[2]
SECRET = "a secret of the tests, long enough for the rule"  # what the store sealed is read again
TOKEN = re.compile(r'name="csrf_token" value="([0-9a-f]+)"')


@bench("declarations", f"hours posted by {CONNECTIONS} connections (aim: {AIM} a minute, p95 500 ms)", runs=1)
def declarations(runs: int) -> list[Line]:
    with servers.postgres() as address, tempfile.TemporaryDirectory(prefix="bench-") as folder:
        store = PostgresStore(Path(folder), address)
        store.fill()
        with store.app.app_context():
            portal = Portal(store.app)
            lots, contracts = fill(portal, PEOPLE, CONNECTIONS, shared=False)
            cookies = [
                portal.sign_in(*STRUCTURE).client.get_cookie("session").value for _ in range(CONNECTIONS)
            ]
            clock.pretended = None
        url = store.app.config["SETTINGS"].database_url
        store.close()
        with _served(url, Path(folder)) as port:
            hands = [
                _Hand(port, cookies[n], lots[n], contracts[n * PEOPLE : (n + 1) * PEOPLE])
                for n in range(CONNECTIONS)
            ]
            for hand in hands:
                hand.opens()
            lines = []
            for _ in range(runs):
                lines += [
                    _run("600 a minute, paced", hands, CONNECTIONS * 60 / AIM),
                    _run("as many as it takes", hands, 0),
                ]
        servers.drop_database(address, store.name)
    return lines


def _run(label: str, hands: list["_Hand"], every: float) -> Line:
    """`every`: seconds from a declaration of one connection to its next; 0 for at once."""
    start, spent = time.monotonic(), _served.spent()
    threads = [
        threading.Thread(target=hand.work, args=(start + n * every / len(hands), start + SECONDS, every))
        for n, hand in enumerate(hands)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = [one for hand in hands for one in hand.taken]
    answers = sum((hand.answers for hand in hands), Counter[int]())
    minute = answers[303] * 60 / (time.monotonic() - start)
    spent = (_served.spent() - spent) / max(1, len(taken)) * 1000
    for hand in hands:
        hand.taken, hand.answers = [], Counter()
    note = (
        f"{minute:.0f} a minute, p95 {quantiles(taken, n=20)[-1] * 1000:.0f} ms, {WEB_WORKERS} workers,"
        f" {spent:.0f} ms of their processor each, answers {dict(answers)}, ratio to the aim {minute / AIM:.1f}, load {os.getloadavg()[0]:.0f}"
    )
    return Line(label, taken, note)


class _Hand:
    """One connection and one session, on one lot."""

    def __init__(self, port: int, cookie: str, lot_id: int, contracts: list[int]) -> None:
        self.port, self.cookie, self.contracts = port, cookie, contracts
        self.path = f"/releves/{lot_id}/2026-09"
        self.taken: list[float] = []
        self.answers: Counter[int] = Counter()

    def ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": f"session={self.cookie}"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    def opens(self) -> None:
        """The page of the month, for the token of its forms."""
        status, page = self.ask("GET", self.path)
        found = TOKEN.search(page)
        assert found is not None, f"{self.path} answers {status}"
        self.token = found[1]

    def work(self, at: float, until: float, every: float) -> None:
        while at < until:
            time.sleep(max(0.0, at - time.monotonic()))
            typed = {f"h_worked-{one}": f"{1 + secrets.randbelow(120)},5" for one in self.contracts}
            body = urlencode({"csrf_token": self.token, "idem_key": secrets.token_hex(16), **typed})
            start = time.perf_counter()
            status, _ = self.ask("POST", self.path, body)
            self.taken.append(time.perf_counter() - start)
            self.answers[status] += 1
            at = max(at + every, time.monotonic())


class _served:  # noqa: N801 - read as the verb it is
    """The portal served by gunicorn as in production, on this database; stops with the block."""

    running: "subprocess.Popen[bytes] | None" = None

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder

    @classmethod
    def spent(cls) -> float:
        """Seconds of processor of the web workers so far, whatever else the machine does."""
        assert cls.running is not None
        pid, ticks = cls.running.pid, 0
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for child in children:
            values = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
            ticks += int(values[11]) + int(values[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def __enter__(self) -> int:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        env = {
            "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "DATABASE_URL": self.url, "SECRET_KEY": SECRET,
            "INSTANCE_PATH": str(self.folder), "CLAUSES_TODAY": "2026-10-05",
        }  # fmt: skip
        with (self.folder / "web.log").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "--config", "python:clauses.jobs.web_server", "--workers", str(WEB_WORKERS),
                 "--bind", f"127.0.0.1:{self.port}", "--log-level", "warning", "--no-control-socket", "wsgi:app"],
                cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        _served.running = self.process
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                connection.request("GET", "/connexion")
                if connection.getresponse().status == 200:
                    return self.port
            except OSError:
                time.sleep(0.2)
        raise AssertionError((self.folder / "web.log").read_text()[-2000:])

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(20)
