"""Is each statement that a page may send to a database sent to it by the tests which are played on that database?

    pytest -n 2 --both-databases -p tests.statements --statements FOLDER
    python -m tests.statements FOLDER

The first notes what each test sends to each database, everything being played on both. The second says which part of it
the ordinary run still sends (`tests/split.py`), and writes in `both_databases.txt` the tests to play on both, the cheapest it
finds, so that nearly all of it is. What a story put back had sent counts for the test that played it: the part is an understatement.
"""

import json
import os
import re
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from tests import split

FORMS = (  # two statements are one when they differ by what is asked, or by how many rows are told together
    (re.compile(r"\s+"), " "),
    (re.compile(r"%\(\w+\)s|%s|\?|\bp\d+\b"), "P"),
    (re.compile(r"P::[A-Z]+(?:\(\d+\))?(?: (?:WITH|WITHOUT) TIME ZONE)?"), "P"),
    (re.compile(r"P(?:, (?:P|\d+))+"), "P…"),
    (re.compile(r"\(P…?\)(?:, \(P…?\))+"), "(P…)…"),
)
ENOUGH = 0.995  # of the statements
DEAR = 0.5  # seconds of processor for one statement that no other test sends
OF_THE_TESTS = re.compile(r"(CREATE|DROP) DATABASE|SELECT pg_catalog|PRAGMA|BEGIN|SAVEPOINT|RELEASE|ROLLBACK")


def form_of(statement: str) -> str:
    for pattern, written in FORMS:
        statement = pattern.sub(written, statement)
    return statement.strip()


class Notes:
    """What each test of this process sent."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.file = folder / f"{os.getpid()}.jsonl"
        self.sent: dict[str, set[str]] = defaultdict(set)
        event.listen(Engine, "before_cursor_execute", self.note)

    def note(self, connection: Any, cursor: object, statement: str, *rest: object) -> None:
        if not OF_THE_TESTS.match(statement):
            self.sent[connection.dialect.name].add(form_of(statement))

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.sent.clear()
        started = time.process_time()
        yield
        with self.file.open("a", encoding="utf-8") as file:
            sent = {kind: sorted(forms) for kind, forms in self.sent.items()}
            took = time.process_time() - started
            file.write(json.dumps({"test": item.nodeid, "took": took, "sent": sent}) + "\n")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--statements", type=Path, required=True, help="the folder of what each test sends")


def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput") or not getattr(config.option, "tx", None):
        config.pluginmanager.register(Notes(config.option.statements))


def noted(folder: Path) -> tuple[dict[str, dict[str, set[str]]], dict[str, float]]:
    """By database, the tests that send each statement; and the seconds of processor of each test."""
    senders: dict[str, dict[str, set[str]]] = {kind: defaultdict(set) for kind in split.KINDS}
    took: dict[str, float] = {}
    for path in folder.glob("*.jsonl"):
        for line in path.read_text("utf-8").splitlines():
            one = json.loads(line)
            took[one["test"]] = one["took"]
            for kind, forms in one["sent"].items():
                for form in forms:
                    senders[kind][sha256(form.encode()).hexdigest()[:16]].add(one["test"])
    return senders, took


def to_add(
    senders: dict[str, set[str]], played: set[str], took: dict[str, float]
) -> tuple[set[str], list[str]]:
    """The statements that no test played sends, and tests which send nearly all of them, the cheapest found."""
    lost = {form for form, tests in senders.items() if not tests & played}
    sent = defaultdict(set)
    for form in lost:
        for test in senders[form]:
            sent[test].add(form)
    left, chosen = set(lost), []
    while left:
        best = max(sent, key=lambda test: (len(sent[test] & left) / (took[test] + 0.1), test))
        chosen.append(best)
        left -= sent[best]
    spared = round(len(senders) * (1 - ENOUGH))
    for test in sorted(chosen, key=lambda test: -took[test]):
        alone = sent[test].difference(*(sent[other] for other in chosen if other != test))
        if len(alone) <= min(spared, took[test] // DEAR):
            chosen.remove(test)
            spared -= len(alone)
    return lost, chosen


def main(folder: Path) -> None:
    split.BOTH.write_text("", "utf-8")
    collect = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:randomly", "tests"]
    listed = subprocess.run(collect, capture_output=True, text=True, check=True).stdout
    played, names = {line for line in listed.splitlines() if "::" in line}, set()
    of_all, took = noted(folder)
    for kind, senders in of_all.items():
        if not senders:
            continue
        lost, chosen = to_add(senders, played, took)
        still = sum(not tests & {*played, *chosen} for tests in senders.values())
        print(
            f"{kind}: of {len(senders)} statements {len(lost)} left out, {still} with {len(chosen)} tests more"
        )
        names |= {split.named(test) for test in chosen}
    split.BOTH.write_text("".join(f"{name}\n" for name in sorted(names)), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
