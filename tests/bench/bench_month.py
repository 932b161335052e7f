"""How long does the month of sixty people on ten lots take: to open, to save whole, to save when one cell changes?"""

from collections.abc import Callable
from itertools import count
from statistics import quantiles
from time import process_time

from clauses.config import clock
from tests.bench.bench_directory import _asked, _stores
from tests.bench.many_hours import LOTS, PEOPLE, STRUCTURE, fill
from tests.bench.registry import Line, bench, timed
from tests.conftest import Store
from tests.portal import Portal

URL = "/heures?month=2026-09"


@bench("month", f"month grid of {PEOPLE} people x {LOTS} lots, the floor a static page", runs=5)
def month(runs: int) -> list[Line]:
    lines = []
    with _stores() as stores:
        for name, store in stores.items():
            with store.app.app_context():
                lines += _measure(name, store, runs)
            clock.pretended = None
    return lines


def _measure(name: str, store: Store, runs: int) -> list[Line]:
    portal = Portal(store.app)
    _, contracts = fill(portal)
    browser = portal.sign_in(*STRUCTURE)
    turn = count()

    def save(changed: int) -> None:
        """The whole grid is sent, as the page does; so many cells are not what they were."""
        other = f"{1 + next(turn) % 9},5"
        typed = {f"h_worked-{one}": other if n < changed else "10" for n, one in enumerate(contracts)}
        browser.post("/heures", {"month": "2026-09", **typed})

    ways: dict[str, Callable[[], object]] = {
        "static page": lambda: browser.client.get("/mentions-legales"),
        "page": lambda: browser.client.get(URL),
        "save, 600 cells": lambda: save(len(contracts)),
        "save, 1 cell": lambda: save(1),
    }
    asked, size = _asked(store, browser.client, URL)
    notes = {"page": f"{len(asked)} statements, {size / 1000:.0f} kB, "}
    for label, way in ways.items():
        way()
        spent = process_time()
        way()
        notes[label] = f"{notes.get(label, '')}{process_time() - spent:.2f} s of processor"
    return [
        Line(f"{name}, {label}", taken, f"p95 {quantiles(taken, n=20)[-1]:.2f} s, {notes[label]}")
        for label, taken in timed(ways, runs).items()
    ]
