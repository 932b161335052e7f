"""How long does each dashboard take on a region of 3 000 lots and a million lines, in how many statements, reading what?

Whole requests of a person signed in, layout and menus included, without the network: what the aim of 12 ms covers.
A home page is opened again, then each time after hours were written in its places, then after a row that marks
everything: what it costs where nothing has changed since, and where something has, are told apart.
Every statement is counted, those of the session too; those that name the ledger or the entries typed are explained,
and a scan of the whole table is told. The machine may be busy: read the time of the processor and the ratios.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from secrets import token_hex
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Any

from sqlalchemy import event, select, text

from clauses.access.policy import Permission
from clauses.access.scoping import within_reach
from clauses.actions import quarters
from clauses.config import clock
from clauses.extensions import db, write_transaction
from clauses.jobs import heap
from clauses.models.allocation import Commitment
from clauses.models.hours import HoursEntry, MonthlyReport
from clauses.queries import quarters as figures
from tests.bench.market_report import reported
from tests.bench.region import TODAY, Size, fill
from tests.bench.registry import Line, bench
from tests.bench.stores import filled_stores
from tests.conftest import Store
from tests.portal import Portal
from tests.stage import actor

REGION, TENFOLD = Size(3_000, 1_000_000), Size(3_000, 10_000_000)
CLOSED = "2025-07-01"  # the quarter that is closed; the one after waits
BIG = ("ledger_line", "hours_entry")
FLOOR = "a page without a question"
HOME = "/tableau-de-bord"
KEPT = (HOME, "/consolidation", "/alertes")  # pages that the process remembers until something changes


@dataclass(frozen=True, slots=True)
class Screen:
    """A page, and who opens it (nobody: everyone)."""

    name: str
    who: str | None
    url: str = HOME


SCREENS = (
    Screen(FLOOR, "helene.vasseur", "/mentions-legales"),
    Screen("buyer", "sandrine.lemaire"),
    Screen("company", "mickael.roussel"),
    Screen("structure (AI)", "nadege.brunel"),
    Screen("resource person", "claire.delattre"),
    Screen("coordinator", "helene.vasseur"),
    Screen("administrator", "maxime.ollier"),
    Screen("H04 quarter, coordinator", "helene.vasseur", "/consolidation"),
    Screen("H04 quarter, resource person", "claire.delattre", "/consolidation"),
    Screen("H06 alerts", "helene.vasseur", "/alertes"),
    Screen("public figures", None, "/chiffres"),
    Screen("lots of a territory", "claire.delattre", "/lots"),
)


@dataclass(frozen=True, slots=True)
class Cost:
    """A page opened many times: seconds of each, milliseconds of this processor each, its statements, its size, its scans."""

    seconds: list[float]
    processor: float
    asked: list[tuple[str, Any]]
    size: int
    scans: list[str]

    def told(self) -> str:
        p95 = quantiles(self.seconds, n=20)[-1] * 1000 if len(self.seconds) > 1 else self.seconds[0] * 1000
        read = f"scans {', '.join(sorted(set(self.scans)))}" if self.scans else "no scan"
        return (
            f"p95 {p95:.1f} ms, {self.processor:.1f} ms of processor, {len(self.asked)} statements, {read},"
            f" {self.size / 1000:.0f} kB"
        )


@contextmanager
def regions(size: Size) -> Iterator[dict[str, Store]]:
    """The region of this size on each database, the quarter before the last one closed."""
    with filled_stores() as stores:
        for store in stores.values():
            clock.pretended = TODAY
            with store.app.app_context():
                fill(size)
                closed()
        heap.settle()  # as a web process does before its first request
        try:
            yield stores
        finally:
            clock.pretended = None


def closed() -> None:
    """The coordination closes a quarter: its figures are public, and what is corrected later is told."""
    on = clock.today().fromisoformat(CLOSED)
    who = actor("helene.vasseur")
    seen = figures.figures(who, on, clock.today()).total("hours")
    quarters.close_quarter(who, on, seen_hours=seen, reason="Clôture de mesure", now=clock.now())
    db.session.remove()


def measure(store: Store, screen: Screen, runs: int, before: Callable[[], None] = lambda: None) -> Cost:
    """The cost of a screen, `before` being done ahead of each opening and counted in nothing."""
    portal = Portal(store.app)
    with store.app.app_context():
        client = (portal.sign_in(screen.who) if screen.who else portal.visitor()).client
        engine = db.engine
        db.session.remove()
    for _ in range(2):
        assert client.get(screen.url).status_code == 200, screen
    before()
    with listened(engine) as asked:
        size = len(client.get(screen.url).data)
    seconds, spent = [], []
    for _ in range(runs):
        before()
        begun, start = process_time(), perf_counter()
        client.get(screen.url)
        seconds.append(perf_counter() - start)
        spent.append(process_time() - begun)
    return Cost(seconds, median(spent) * 1000, asked, size, scanned(engine, asked))


def unchanged() -> None:
    """Nothing comes before."""


def declares(store: Store, who: str) -> Callable[[], None]:
    """Somebody writes in a line of hours that this person's page shows: the page has to be worked out again."""
    with store.app.app_context():
        reader = actor(who)
        lots = select(Commitment.lot_id).where(within_reach(reader, Permission.COMMITMENT_VIEW, Commitment))
        entry_id = db.session.scalars(
            select(HoursEntry.id)
            .join(MonthlyReport, MonthlyReport.id == HoursEntry.report_id)
            .where(MonthlyReport.lot_id.in_(lots))
            .limit(1)
        ).first()
        db.session.remove()

    def change() -> None:
        with store.app.app_context(), write_transaction():
            if entry_id is not None:
                db.session.get_one(HoursEntry, entry_id).comment = token_hex(4)
                db.session.commit()

    return change


def files(store: Store) -> Callable[[], None]:
    """Somebody changes what every page may show: a row is written as it was, in a table that tells no place."""

    def change() -> None:
        with store.app.app_context(), write_transaction():
            db.session.execute(text("UPDATE lot SET title = title WHERE id = (SELECT max(id) FROM lot)"))
            db.session.commit()

    return change


@contextmanager
def listened(engine: Any) -> Iterator[list[tuple[str, Any]]]:
    """Every statement sent in the meantime, with its values."""
    asked: list[tuple[str, Any]] = []

    def note(connection: Any, cursor: Any, statement: str, values: Any, context: Any, many: bool) -> None:
        if not statement.startswith(("BEGIN", "EXPLAIN")):
            asked.append((statement, values))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def scanned(engine: Any, asked: list[tuple[str, Any]], *, indexes: bool = False) -> list[str]:
    """The big tables that these statements read from end to end, by the plan of the database itself.

    `indexes`: on tables of a few lines, which PostgreSQL reads whole whatever it could do, ask for its plan by indexes.
    """
    found = []
    for statement, values in asked:
        if any(table in statement for table in BIG):
            found += [table for table in BIG if _whole(engine, statement, values, table, indexes)]
    return found


def _whole(engine: Any, statement: str, values: Any, table: str, indexes: bool) -> bool:
    postgresql = engine.dialect.name == "postgresql"
    with engine.connect() as connection:
        if postgresql and indexes:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        explain = "EXPLAIN " if postgresql else "EXPLAIN QUERY PLAN "
        plan = [" ".join(map(str, row)) for row in connection.exec_driver_sql(explain + statement, values)]
    words = (
        (f"Seq Scan on {table}", f"Index Only Scan using pk_{table}") if postgresql else (f"SCAN {table}",)
    )
    return any(one in line for line in plan for one in words)


def changes(store: Store, screen: Screen) -> list[tuple[str, Callable[[], None]]]:
    """What comes before each opening of a screen; no hours show on the administration's home page."""
    if screen.url not in KEPT or screen.who is None or screen.name == "administrator":
        return [("", unchanged)]
    return [
        (", opened again", unchanged),
        (", after hours in its places", declares(store, screen.who)),
        (", after a change of everything", files(store)),
    ]


def told(stores: dict[str, Store], runs: int, screens: tuple[Screen, ...] = SCREENS) -> list[Line]:
    lines = []
    for name, store in stores.items():
        for screen in screens:
            for when, before in changes(store, screen):
                cost = measure(store, screen, runs, before)
                lines.append(Line(f"{name}, {screen.name}{when}", cost.seconds, cost.told()))
    return lines


@bench(
    "region",
    "dashboards on 3 000 lots and 1 000 000 lines (aim: p50 12 ms, p95 40 ms, 12 statements, no scan)",
    runs=25,
)
def region(runs: int) -> list[Line]:
    with regions(REGION) as stores:
        return told(stores, runs)


@bench(
    "region-tenfold",
    "the same questions and a market's report on ten times more lines, kept pages after hours in their places and after a"
    " change of everything (aim: at most twice as long)",
    runs=7,
)
def tenfold(runs: int) -> list[Line]:
    """On SQLite alone: what grows is told by the ratio to the same page on the million."""
    found: dict[str, list[Cost]] = {}
    lines: list[Line] = []
    for size in (REGION, TENFOLD):
        begun = perf_counter()
        with filled_stores(only="SQLite") as stores:
            clock.pretended = TODAY
            try:
                for store in stores.values():
                    with store.app.app_context():
                        fill(size)
                        closed()
                    heap.settle()
                    lines.append(Line(f"a region of {size.lines} lines, made", [perf_counter() - begun]))
                    for screen in SCREENS:
                        for when, before in changes(store, screen):
                            if before is not unchanged or not when:
                                cost = measure(store, screen, runs, before)
                                found.setdefault(f"{screen.name}{when}", []).append(cost)
                    lines.append(reported(f"report of a market, {size.lines} lines", store))
            finally:
                clock.pretended = None
    ratio: Callable[[list[Cost]], float] = lambda its: its[1].processor / its[0].processor  # noqa: E731
    pages = [
        Line(f"{name}, {size.lines} lines", cost.seconds, f"{cost.told()}, {ratio(its):.2f} x the million")
        for name, its in found.items()
        for size, cost in zip((REGION, TENFOLD), its, strict=True)
    ]
    return [*pages, *lines]
