"""What does every test stand on? A real portal on a real database, SQLite, PostgreSQL or each in turn (`tests/split.py`).

Each test that touches the database starts from the same demonstration: a copy of a file for SQLite, a database made
from a template for PostgreSQL. Commits are real commits. Network, mail and the clock are held still. The processes of
one run share a PostgreSQL server and the stories already played (`tests/moments.py`), never a database.
"""

import fcntl
import gc
import inspect
import os
import pickle
import re
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic import command
from argon2 import PasswordHasher
from flask import current_app, has_request_context, request
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from clauses.access import recovery
from clauses.actions import base, demonstration, stamps
from clauses.app import _engine_options, create_app
from clauses.cli.database import alembic_config
from clauses.config import PARIS, Settings, clock
from clauses.extensions import db
from clauses.queries import lasting
from clauses.reference import rulebook
from clauses.web import kept
from clauses.web.people import hashing, views
from tests import servers, split
from tests.moments import Left, Stories
from tests.portal import Portal

os.environ["HYPOTHESIS_NO_PLUGINS"] = "1"  # another library of the environment would be loaded for nothing

# Passwords and recovery codes are hashed for each account: at their real cost the suite would be a quarter longer.
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
recovery._hasher = CHEAP
hashing.hasher._parameters = CHEAP._parameters
views.NOBODY = hashing.NOBODY = CHEAP.hash("nobody")
demonstration.PasswordHasher = lambda: CHEAP  # type: ignore[misc, assignment]
DEMONSTRATION_DAY = date(2026, 3, 2)
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")


@event.listens_for(Session, "before_flush")
def _get_never_writes(session: Session, context: object, instances: object) -> None:
    """A GET that changes a row is a fault, whatever page it is."""
    if has_request_context() and request.method in ("GET", "HEAD") and not base._acting.get():
        changed = [*session.new, *session.dirty, *session.deleted]
        if changed:
            raise AssertionError(f"GET {request.path} writes {changed!r}: only an action may write")


@event.listens_for(Engine, "before_cursor_execute")
def _a_kept_page_reads_nothing_silent(
    connection: object, cursor: object, statement: str, *rest: object
) -> None:
    """What marks no place when it is written may not be on a page that is kept, nor what is not told with its lot in
    what is kept lot by lot."""
    marks = statement.startswith(
        "SELECT stamp.place, stamp.mark"
    )  # of what is kept in it, asked as it is worked out
    if kept.making.get() and current_app.config["KEPT_CHECKED"] and not marks:
        unmarked = stamps.SILENT
        if lasting.reading_lots.get():
            unmarked = unmarked | (stamps.TABLES - lasting.OF_LOTS)
        read = unmarked.intersection(re.findall(r"\b[a-z_]+\b", statement))
        if read:
            raise AssertionError(f"a kept page reads {sorted(read)}, which do not mark it: {statement}")


SHARED = "TESTS_SHARED"  # the folder where the processes of one run put what they share
whole_run = ExitStack()


def _play_at(begin: datetime) -> None:
    """The suite says the same at any hour: the portal of these tests, not its children, believes it is this moment."""
    real, shift = clock.real, begin.replace(tzinfo=PARIS).astimezone(UTC) - clock.real()
    clock.real = lambda: real() + shift  # type: ignore[method-assign]


def pytest_configure(config: pytest.Config) -> None:
    """One PostgreSQL and one folder for the processes of the run: what one of them has played the others put back."""
    if config.option.at:
        _play_at(config.option.at)
    if hasattr(config, "workerinput") or config.option.collectonly or not getattr(config.option, "tx", None):
        return
    folder = whole_run.enter_context(tempfile.TemporaryDirectory(prefix="run-", dir=servers.quick_folder()))
    os.environ[SHARED] = folder
    with suppress(servers.Missing):  # each process says why there is none
        os.environ.setdefault("TEST_DATABASE_URL", whole_run.enter_context(servers.postgres()))


def pytest_unconfigure(config: pytest.Config) -> None:
    whole_run.close()


# Whole processes, browsers and waits: begun last, or all of them by one process, they would keep it busy alone at the end.
LONGEST = (
    ("tests/browser/",),
    ("tests/faults/", "tests/jobs/test_opening"),
    ("tests/access/", "tests/web/test_both_databases"),
)


def _in_turn(items: list[pytest.Item], processes: int) -> list[pytest.Item]:
    """The tests in as many parts as processes, which take a part each: every part begins with its share of the longest."""
    first: list[list[pytest.Item]] = [[] for _ in range(processes)]
    rest = []
    for item in items:
        kind = next((i for i, starts in enumerate(LONGEST) if item.nodeid.startswith(starts)), None)
        (rest if kind is None else first[kind % processes]).append(item)
    ordered: list[pytest.Item] = []
    for number, part in enumerate(first):
        size = (len(items) - len(ordered)) // (processes - number)
        more, rest = rest[: max(0, size - len(part))], rest[max(0, size - len(part)) :]
        ordered += [*part, *more]
    return [*ordered, *rest]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--both-databases", action="store_true", help="play every test on both databases (tests/split.py)"
    )
    parser.addoption(
        "--at", type=datetime.fromisoformat, help="play as if it were now 2026-12-31T23:50, in Paris"
    )


@pytest.hookimpl(trylast=True)  # what was asked by -k or -m is chosen first
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A run of folders plays a test of a page on one database; files asked by their names are played on both."""
    by_name = any(".py" in argument for argument in config.args)
    if not by_name and not config.option.both_databases and (later := split.left_out(items)):
        config.hook.pytest_deselected(items=later)
        left_out = set(later)
        items[:] = [item for item in items if item not in left_out]
    items[:] = _in_turn(items, getattr(config, "workerinput", {}).get("workercount", 1))


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is loaded by now stays to the end: the collector need not walk it at each page that is made."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 50)


def settings_for(database_url: str, instance: Path) -> Settings:
    return Settings(
        database_url=database_url,
        redis_url=None,
        secret_key="a secret of the tests, long enough for the rule",
        production=False,
        instance=instance,
        files=instance / "files",
        mail_url=None,
        mail_sender="clauses@localhost",
        base_url="http://clauses.example",
        trusted_hosts=(),
        trusted_proxies=0,
        pretended_day=None,
        demonstration=True,
    )


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a real PostgreSQL; where none can be had the run says so in one line and skips its half."""
    with ExitStack() as stack:
        try:
            address = stack.enter_context(servers.postgres())
        except servers.Missing as missing:
            servers.skip(f"PostgreSQL : {missing}")
        yield address


AS_FILLED = "filled"
STATEMENTS = 5_000  # compiled once: the suite sends several times what one process of the portal ever does


class Store:
    """One database that every test finds as it was, with its documents."""

    def __init__(self, url: str, instance: Path) -> None:
        self.url, self.instance = url, instance
        settings = settings_for(url, instance)
        options = {**_engine_options(settings), "query_cache_size": STATEMENTS}
        self.app = create_app(settings, TESTING=True, KEPT_CHECKED=True, SQLALCHEMY_ENGINE_OPTIONS=options)
        self.documents, self.copies = instance / "files", instance / "copies"
        self.shared = Path(os.environ.get(SHARED, instance)) / f"moments-{instance.name}"
        self.shared.mkdir(exist_ok=True)
        self.app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(self.shared.parent))
        self.known: dict[str, Left] = {}
        self.untouched, self.stories = False, Stories()
        self.owed, self._settling = False, threading.Lock()
        with self.app.app_context():
            event.listen(db.engine, "before_cursor_execute", self._note)
            event.listen(db.engine, "do_connect", self._settle)

    def _note(self, connection: object, cursor: object, statement: str, *rest: object) -> None:
        """Anything but a question has touched the database."""
        if not statement.startswith(("SELECT", "BEGIN", "SAVEPOINT", "RELEASE", "PRAGMA")):
            self.untouched = False

    def fill(self) -> None:
        """The demonstration on the newest tables: loaded by one process of the run, copied by the others."""
        with self._alone():
            done = self.shared / f"{AS_FILLED}.done"
            if first := not done.exists():
                self._load()
                self._keep_in(self.shared, AS_FILLED)
                done.touch()
        if not first:
            self.restore()
        gc.collect()
        gc.freeze()

    def _load(self) -> None:
        os.environ["DATABASE_URL"], old = self.url, os.environ.get("DATABASE_URL")
        try:
            command.upgrade(alembic_config(), "head")
        finally:
            os.environ.pop("DATABASE_URL")
            if old:
                os.environ["DATABASE_URL"] = old
        with self.app.app_context():
            clock.pretended = DEMONSTRATION_DAY
            demonstration.load(now=clock.now())
            clock.pretended = None

    def close(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    def end(self) -> None:
        self.close()

    def keep(self, name: str) -> None:
        """Keep what there is under this name; what had it before is thrown away."""
        self._keep_in(self.copies, name)

    def restore(self, name: str = AS_FILLED, *, once_asked: bool = False) -> None:
        """Put back what was kept under this name, now or when somebody of this process opens the database.

        A story that is put back has then no use for the demonstration below it.
        """
        if once_asked and name == AS_FILLED:
            self.close()
            self._documents_from(self.shared / name)
            self.owed = True
        else:
            self._restore_from(self.shared if name == AS_FILLED else self.copies, name)
        self.untouched = name == AS_FILLED

    def _settle(self, *of_the_connection: object) -> None:
        """Before a connection is made: the database that this test was promised."""
        with self._settling:
            if self.owed:
                self._restore(self.shared, AS_FILLED)
                self.owed = False

    def keep_for_all(self, name: str, left: Left) -> None:
        """Keep what there is for every process of the run, unless another one did so meanwhile."""
        self.known[name] = left
        with self._alone():
            if not (self.shared / f"{name}.left").exists():
                self._keep_in(self.shared, name)
                whole = self.shared / f"{name}.whole"
                whole.write_bytes(pickle.dumps(left))
                whole.rename(self.shared / f"{name}.left")

    def kept_for_all(self, name: str) -> Left | None:
        """The day and the answer of what is kept under this name, None while nothing is."""
        if name not in self.known:
            with suppress(FileNotFoundError):
                self.known[name] = pickle.loads((self.shared / f"{name}.left").read_bytes())
        return self.known.get(name)

    def how_many_kept(self) -> int:
        return len(list(self.shared.glob("*.left")))

    def restore_for_all(self, name: str) -> None:
        self._restore_from(self.shared, name)
        self.untouched = False

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.shared / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _keep_in(self, folder: Path, name: str) -> None:
        self.close()
        self._settle()
        folder.mkdir(exist_ok=True)
        try:
            self._keep(folder, name)
        except (AssertionError, DBAPIError):
            gc.collect()  # a connection that nobody holds any more is closed then
            self._keep(folder, name)
        shutil.rmtree(folder / name, ignore_errors=True)
        if self.documents.is_dir():
            shutil.copytree(self.documents, folder / name)

    def _restore_from(self, folder: Path, name: str) -> None:
        self.close()
        self.owed = False
        self._restore(folder, name)
        self._documents_from(folder / name)

    def _documents_from(self, kept: Path) -> None:
        shutil.rmtree(self.documents, ignore_errors=True)
        if kept.is_dir():
            shutil.copytree(kept, self.documents)

    def _keep(self, folder: Path, name: str) -> None: ...

    def _restore(self, folder: Path, name: str) -> None: ...


class SqliteStore(Store):
    def __init__(self, instance: Path) -> None:
        self.file = instance / "clauses.sqlite"
        super().__init__(f"sqlite:///{self.file}", instance)

    def _keep(self, folder: Path, name: str) -> None:
        with closing(sqlite3.connect(self.file)) as plain:
            busy, *_ = plain.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        assert not busy, "somebody still reads the database: the copy would miss what is not in the file yet"
        shutil.copyfile(self.file, folder / f"{name}.sqlite")

    def _restore(self, folder: Path, name: str) -> None:
        """A new file each time: a connection that nobody has closed yet goes on with the old one, and harms nothing."""
        for end in ("", "-wal", "-shm"):
            Path(f"{self.file}{end}").unlink(missing_ok=True)
        shutil.copyfile(folder / f"{name}.sqlite", self.file)


class PostgresStore(Store):
    def __init__(self, instance: Path, address: str) -> None:
        self.name = f"clauses_{WORKER}"
        self.server = create_engine(address, isolation_level="AUTOCOMMIT")
        servers.make(self.server, self.name)
        super().__init__(servers.url_of(address, self.name), instance)

    def _keep(self, folder: Path, name: str) -> None:
        servers.make(self.server, self._copy(folder, name), template=self.name)

    def _restore(self, folder: Path, name: str) -> None:
        servers.make(self.server, self.name, template=self._copy(folder, name))

    def end(self) -> None:
        super().end()
        self.server.dispose()

    def _copy(self, folder: Path, name: str) -> str:
        return f"clauses_all_{name}" if folder == self.shared else f"{self.name}_{name}"


@pytest.fixture(scope="session")
def stores() -> Iterator[dict[str, Store]]:
    made: dict[str, Store] = {}
    yield made
    for store in made.values():
        store.end()


@pytest.fixture(scope="session")
def instances() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="portal-", dir=servers.quick_folder()) as folder:
        yield Path(folder)


@pytest.fixture
def store_of(
    request: pytest.FixtureRequest, instances: Path, stores: dict[str, Store]
) -> Callable[[str], Store]:
    """The database of this kind, as the demonstration left it; at once for a test that asks for the store itself."""
    looked_at = "store" in inspect.signature(request.function).parameters

    def put_back(kind: str) -> Store:
        if kind not in stores:
            instance = instances / kind
            instance.mkdir()
            if kind == "sqlite":
                stores[kind] = SqliteStore(instance)
            else:
                stores[kind] = PostgresStore(instance, request.getfixturevalue("postgres"))
            stores[kind].fill()
        stores[kind].restore(once_asked=not looked_at)
        return stores[kind]

    return put_back


@pytest.fixture(params=split.KINDS)
def store(request: pytest.FixtureRequest, store_of: Callable[[str], Store]) -> Store:
    """The database of this test."""
    return store_of(request.param)


@contextmanager
def opened(store: Store) -> Iterator[Portal]:
    """The portal on this database, on Monday 2 March 2026, with nobody signed in."""
    clock.pretended = DEMONSTRATION_DAY
    with store.app.app_context():
        yield Portal(store.app, store)
        db.session.remove()
    clock.pretended = None
    rulebook.overlay.forget()


@pytest.fixture
def portal(store: Store) -> Iterator[Portal]:
    with opened(store) as portal:
        yield portal
