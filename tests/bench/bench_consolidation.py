"""What does the consolidation of a region cost the process that makes it, and do the pages suffer meanwhile?

The whole report of a quarter, its workbook, CSV and PDF too, in a process of its own as the worker's, which gives way
as the worker's does: seconds and memory. This process plays the web, held to one processor: it opens the home page of a
buyer, worked out each time, alone first, then while the other works; the two are compared in each run. Three ways: the
report where it likes, as on a machine of two processors; on the very processor of the pages, the hardest there is; and
there without giving way, to see what giving way is worth. Two processors are not twice one: a process that only counts,
asks the database nothing and keeps nothing says what the machine itself takes from the pages as soon as it works on
something else. Nothing else should run: a busy machine hides all of it.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time, sleep
from typing import Any

from clauses.app import create_app
from clauses.config import clock
from clauses.domain import quarters as rules
from clauses.domain.as_of import cut
from clauses.domain.kinds_reports import ReportFormat, ReportKind
from clauses.extensions import db
from clauses.jobs import compliance as work
from clauses.jobs import heap
from clauses.jobs.children import give_way
from clauses.queries.report_scope import Subject
from clauses.reference import rulebook
from clauses.reports.asked import Asked
from clauses.web import kept
from tests.bench.bench_region import REGION, regions
from tests.bench.child import cost
from tests.bench.region import TODAY
from tests.bench.registry import Line, bench
from tests.conftest import Store, settings_for
from tests.portal import Portal
from tests.stage import actor

COUNTING = 8.0  # seconds, about those of the report
ALONE = 60  # pages opened before the other process begins
BETWEEN = 0.02  # seconds between two pages: people read
PAGE = "/tableau-de-bord"


def count(url: str, folder: str, processors: str, nice: str) -> None:
    """What the other process is compared with: it works as long as a report, on nothing."""
    hold(int(one) for one in processors.split(","))
    give_way(int(nice))
    end = perf_counter() + COUNTING
    while perf_counter() < end:
        sum(range(10_000))


def consolidate(url: str, folder: str, processors: str, nice: str) -> None:
    """The work of the other process: the last quarter, territory by territory, with who the persons are, in files."""
    hold(int(one) for one in processors.split(","))
    clock.pretended = TODAY
    app = create_app(settings_for(url, Path(folder)), TESTING=True)
    give_way(int(nice))
    heap.settle()
    with app.app_context():
        as_of = rules.ends_on(rules.previous(rules.quarter_of(TODAY)))
        known = cut(as_of, TODAY, rulebook.reporting(as_of).settled_months)
        report, name, _ = work.gather(
            Asked(actor("helene.vasseur"), Subject(ReportKind.REGION_QUARTER), known, TODAY)
        )
        files = work.written(report, name)
        assert {one.format for one in files} == set(ReportFormat)
        db.session.remove()
        db.engine.dispose()


@bench(
    "consolidation", "a quarter of 3 000 lots, 1 000 000 lines (aim: 20 s, 300 MB, web p95 + 20 %)", runs=3
)
def consolidation(runs: int) -> list[Line]:
    with regions(REGION) as stores:
        return [line for name, store in stores.items() for line in compared(name, store, runs)]


def compared(name: str, store: Store, runs: int, alone: int = ALONE) -> list[Line]:
    with store.app.app_context():
        client = Portal(store.app).sign_in("sandrine.lemaire").client
        db.session.remove()
    store.app.config["KEPT_CHECKED"] = False
    all_of_them = sorted(os.sched_getaffinity(0))
    nice = store.app.config["SETTINGS"].jobs_nice
    ways = {
        "on the other processors": (all_of_them, nice),
        "on the same processor": (all_of_them[:1], nice),
        "on the same processor, without giving way": (all_of_them[:1], 0),
    }
    lines = []
    with pinned(all_of_them[0]):
        for way, held in ways.items():
            lines += _lines(f"{name}, {way}", [_run(store, client, held, alone) for _ in range(runs)])
        counted = [_run(store, client, ways["on the other processors"], alone, count) for _ in range(runs)]
        lines += _lines(f"{name}, beside a process that only counts", counted)[-1:]
    return lines


def _run(
    store: Store,
    client: Any,
    held: tuple[list[int], int],
    alone: int,
    beside: Callable[..., None] = consolidate,
) -> tuple[Any, list[Any], list[Any]]:
    """One report with the pages opened before it and meanwhile."""
    quiet = [_opened(store, client) for _ in range(alone)]
    busy: list[tuple[float, float]] = []
    at, nice = ",".join(map(str, held[0])), held[1]
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(
            cost, "tests.bench.bench_consolidation", beside.__name__, store.url, store.instance, at, nice
        )
        while not other.done():
            busy.append(_opened(store, client))
        return other.result(), quiet, busy


def _lines(name: str, taken: list[tuple[Any, list[Any], list[Any]]]) -> list[Line]:
    made = [its for its, _, _ in taken]
    ratios = [_p95(busy) / _p95(quiet) for _, quiet, busy in taken]
    quiets = [one for _, quiet, _ in taken for one in quiet]
    busies = [one for _, _, busy in taken for one in busy]
    peak, before = max(its.peak for its in made), max(its.before for its in made)
    middle = median(wall for wall, _ in busies) / median(wall for wall, _ in quiets)
    told = f"median {middle:.2f} x alone, p95 {median(ratios):.2f} x alone ({', '.join(f'{one:.2f}' for one in sorted(ratios))})"
    return [
        Line(f"{name}, report", [its.seconds for its in made],
             f"{median(its.processor for its in made):.1f} s of processor, peak {peak:.0f} MB ({before:.0f} before the work)"),
        Line(f"{name}, page alone", [wall for wall, _ in quiets], f"p95 {_p95(quiets) * 1000:.0f} ms, {_spent(quiets)}"),
        Line(f"{name}, page meanwhile", [wall for wall, _ in busies],
             f"p95 {_p95(busies) * 1000:.0f} ms, {told}, {_spent(busies)}"),
    ]  # fmt: skip


@contextmanager
def pinned(processor: int) -> Iterator[None]:
    """This process on one processor, as one web process among others."""
    before = os.sched_getaffinity(0)
    hold([processor])
    try:
        yield
    finally:
        hold(before)


def hold(processors: Any) -> None:
    os.sched_setaffinity(0, processors)


def _opened(store: Store, client: Any) -> tuple[float, float]:
    """A page that nothing kept: something has changed since the last one."""
    kept.attach(store.app)
    sleep(BETWEEN)
    begun, start = process_time(), perf_counter()
    assert client.get(PAGE).status_code == 200
    return perf_counter() - start, process_time() - begun


def _p95(taken: list[tuple[float, float]]) -> float:
    walls = [wall for wall, _ in taken]
    return quantiles(walls, n=20)[-1] if len(walls) > 1 else walls[0]


def _spent(taken: list[tuple[float, float]]) -> str:
    return f"{sum(spent for _, spent in taken) / len(taken) * 1000:.0f} ms of processor each"
