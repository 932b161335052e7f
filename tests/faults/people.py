"""How do people post declarations over real HTTP, through servers that die, and remember outside the portal what they
were told?

Each person types one line of one month again and again, always another number of hours: each answer that says « kept »
is one entry that must be found afterwards, once. What got no answer is sent again with the same key, as a browser does.
"""

import http.client
import secrets
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

KEPT, CROSSED = 303, 409
PATIENCE = 180  # seconds somebody goes on asking again
LOST = (OSError, http.client.HTTPException)


@dataclass(frozen=True)
class Entry:
    """What one form said: these hours (hundredths) for this contract in this month."""

    contract_id: int
    month: str
    hours: int


class Journal:
    """A file outside the portal: « sent KEY » before a form leaves, « kept KEY » once its answer came."""

    def __init__(self, path: Path) -> None:
        self.path, self._turn = path, threading.Lock()
        self.kept: list[Entry] = []

    def sent(self, key: str) -> None:
        self._write(f"sent {key}\n")

    def answered(self, key: str, entry: Entry) -> None:
        self._write(f"kept {key}\n")
        self.kept.append(entry)

    def _write(self, line: str) -> None:
        with self._turn, self.path.open("a", encoding="utf-8") as file:
            file.write(line)


class _MonthForm(HTMLParser):
    """The fields of the form of a month, as a browser would send them untouched."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "form":
            self._inside = told.get("id") == "month"
        kind, name = told.get("type", "text"), told.get("name")
        if self._inside and tag == "input" and name and kind in ("hidden", "text"):
            self.values[name] = told.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False


@dataclass
class Person:
    """One person, one session, one line of one month."""

    port: int
    cookie: str
    lot_id: int
    month: str
    contract_id: int
    journal: Journal
    stop: threading.Event
    answers: Counter[int] = field(default_factory=Counter)
    retries: int = 0
    seconds: list[float] = field(default_factory=list)
    turn: int = 0

    def work(self) -> None:
        """Type until told to stop, then finish what was begun."""
        while not self.stop.is_set():
            self.type_once()

    def type_once(self) -> None:
        page = f"/releves/{self.lot_id}/{self.month}"
        status, html = self._insist("GET", page)
        if status != 200:
            self.answers[status] += 1
            return
        self.turn += 1
        hours = 25 * self.turn  # by quarter of an hour, never twice the same
        values = _MonthForm(html).values
        values["idem_key"] = secrets.token_hex(16)
        values[f"h_worked-{self.contract_id}"] = f"{hours // 100},{hours % 100:02}"
        self.journal.sent(values["idem_key"])
        started = time.monotonic()
        status, _ = self._insist("POST", page, urlencode(values))
        self.seconds.append(time.monotonic() - started)
        self.answers[status] += 1
        if status == KEPT:
            self.journal.answered(values["idem_key"], Entry(self.contract_id, self.month, hours))

    def _insist(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return self._ask(method, path, body)
            except LOST:
                assert time.monotonic() < end, f"{method} {path}: no server for {PATIENCE} s"
                self.retries += 1
                time.sleep(0.2)

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, str]:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        try:
            headers = {"Cookie": f"session={self.cookie}"}
            if body is not None:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            link.request(method, path, body, headers)
            answer = link.getresponse()
            return answer.status, answer.read().decode()
        finally:
            link.close()
