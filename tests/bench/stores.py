"""On which databases is a benchmark run? SQLite, and PostgreSQL where there is one; each filled, then thrown away."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests import servers
from tests.conftest import PostgresStore, SqliteStore, Store


@contextmanager
def filled_stores(only: str | None = None) -> Iterator[dict[str, Store]]:
    """The demonstration on each database, or on one alone, by its name; closed and removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        found: dict[str, Store] = {}
        (folder / "sqlite").mkdir()
        found["SQLite"] = SqliteStore(folder / "sqlite")
        try:
            if only == "SQLite":
                raise servers.Missing("not asked")
            address = stack.enter_context(servers.postgres())
            (folder / "postgresql").mkdir()
            found["PostgreSQL"] = PostgresStore(folder / "postgresql", address)
        except servers.Missing:
            pass
        for store in found.values():
            store.fill()
            store.app.config["KEPT_CHECKED"] = False  # a page kept is handed out, as it is in production
        yield found
        for store in found.values():
            store.close()
