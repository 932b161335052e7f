"""What does the consolidation of a region cost the process that makes it, and do the pages suffer meanwhile?

The figures of a quarter with its public counts, in a process of its own as the worker's: seconds and memory. This process
plays the web: it opens the home page of a buyer, alone first, then while the other works; the two are compared.
"""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import quantiles
from time import perf_counter, process_time
from typing import Any

from clauses.app import create_app
from clauses.config import clock
from clauses.domain import quarters as rules
from clauses.extensions import db
from clauses.queries import quarters
from tests.bench.bench_region import REGION, regions
from tests.bench.child import cost
from tests.bench.region import TODAY
from tests.bench.registry import Line, bench
from tests.conftest import Store, settings_for
from tests.portal import Portal
from tests.stage import actor

ALONE = 40  # pages opened before the other process begins
PAGE = "/tableau-de-bord"


def consolidate(url: str, folder: str) -> None:
    """The work of the other process: the last quarter, territory by territory, with who the persons are."""
    clock.pretended = TODAY
    with create_app(settings_for(url, Path(folder)), TESTING=True).app_context():
        quarter = rules.previous(rules.quarter_of(TODAY))
        found = quarters.figures(actor("helene.vasseur"), quarter, TODAY, public=True)
        assert found.total("hours") and found.persons and found.public
        db.session.remove()
        db.engine.dispose()


@bench(
    "consolidation", "a quarter of 3 000 lots, 1 000 000 lines (aim: 20 s, 300 MB, web p95 + 20 %)", runs=1
)
def consolidation(runs: int) -> list[Line]:
    with regions(REGION) as stores:
        return [line for name, store in stores.items() for line in compared(name, store)]


def compared(name: str, store: Store, alone: int = ALONE) -> list[Line]:
    with store.app.app_context():
        client = Portal(store.app).sign_in("sandrine.lemaire").client
        db.session.remove()
    client.get(PAGE)
    quiet = [_opened(client) for _ in range(alone)]
    busy: list[tuple[float, float]] = []
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(cost, "tests.bench.bench_consolidation", "consolidate", store.url, store.instance)
        while not other.done():
            busy.append(_opened(client))
        its = other.result()
    ratio = _p95(busy) / _p95(quiet)
    return [
        Line(f"{name}, consolidation", [its.seconds],
             f"{its.processor:.1f} s of processor, peak {its.peak:.0f} MB ({its.before:.0f} before the work)"),
        Line(f"{name}, page alone", [wall for wall, _ in quiet], f"p95 {_p95(quiet) * 1000:.0f} ms, {_spent(quiet)}"),
        Line(f"{name}, page meanwhile", [wall for wall, _ in busy],
             f"p95 {_p95(busy) * 1000:.0f} ms, {ratio:.2f} x alone, {_spent(busy)}"),
    ]  # fmt: skip


def _opened(client: Any) -> tuple[float, float]:
    begun, start = process_time(), perf_counter()
    assert client.get(PAGE).status_code == 200
    return perf_counter() - start, process_time() - begun


def _p95(taken: list[tuple[float, float]]) -> float:
    walls = [wall for wall, _ in taken]
    return quantiles(walls, n=20)[-1] if len(walls) > 1 else walls[0]


def _spent(taken: list[tuple[float, float]]) -> str:
    return f"{sum(spent for _, spent in taken) / len(taken) * 1000:.0f} ms of processor each"
