"""How long does a search of the directory take with as many structures as France has, against its bare SQL?"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import quantiles
from time import process_time
from typing import Any

from sqlalchemy import event

from clauses.extensions import db
from tests.bench.registry import Line, bench, timed
from tests.bench.stores import filled_stores
from tests.conftest import Store
from tests.many_structures import fill
from tests.portal import Portal

STRUCTURES = 10_000
PLAIN = "a public page without a question"
SEARCHES = {
    PLAIN: "/mentions-legales",
    "kind + trade + circle": "/annuaire?search_trade=maçon&search_kinds=EI&search_city=Beauvais&search_km=50",
    "postcode, mode, hours": "/annuaire?search_trade=espaces+verts&search_city=60300&search_km=60&search_mode=takes_works&search_hours=30",
    "everyone at 150 km": "/annuaire?search_city=Chantilly&search_km=150",
    "no criterion": "/annuaire",
}


@contextmanager
def _stores() -> Iterator[dict[str, Store]]:
    with filled_stores() as found:
        for store in found.values():
            with store.app.app_context():
                fill(STRUCTURES)
        yield found


@bench(
    "directory",
    f"search among {STRUCTURES} structures (aim: p50 15 ms, p95 40 ms, 6 statements, 60 kB)",
    runs=40,
)
def directory(runs: int) -> list[Line]:
    lines = []
    with _stores() as stores:
        for name, store in stores.items():
            lines += _measure(name, store, runs)
    return lines


def _measure(name: str, store: Store, runs: int) -> list[Line]:
    browser = Portal(store.app).visitor().client
    notes, ways = {}, {}
    for label, url in SEARCHES.items():
        asked, size = _asked(store, browser, url)
        assert len(asked) <= 6 and size < 60_000, (label, len(asked), size)
        notes[label] = f"{len(asked)} statements, {size / 1000:.0f} kB"
        ways[label] = lambda url=url: browser.get(url)
    seconds = timed(ways, runs)
    return [
        Line(
            f"{name}, {label}",
            taken,
            f"p95 {quantiles(taken, n=20)[-1] * 1000:.1f} ms, {_cpu(ways[label])}, {notes[label]}",
        )
        for label, taken in seconds.items()
    ]


def _cpu(do: Callable[[], object]) -> str:
    """What one request costs this process, whatever else the machine does."""
    start = process_time()
    for _ in range(10):
        do()
    return f"{(process_time() - start) * 100:.1f} ms of processor"


def _asked(store: Store, browser: Any, url: str) -> tuple[list[str], int]:
    """The SELECT statements of a page and its size; it is opened once before, as a first page reads the rules."""
    asked: list[str] = []

    def note(conn: Any, cursor: Any, statement: str, *_: Any) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            asked.append(statement)

    with store.app.app_context():
        engine = db.engine
    assert browser.get(url).status_code == 200
    event.listen(engine, "before_cursor_execute", note)
    size = len(browser.get(url).data)
    event.remove(engine, "before_cursor_execute", note)
    return asked, size
