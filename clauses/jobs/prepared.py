"""Is the embedded database still as this very code prepared it? Then the portal opens without asking the migrations."""

import contextlib
import hashlib
import sqlite3
from pathlib import Path

from clauses.config import ROOT, Settings

SOURCES = ("clauses", "migrations")


def seal(settings: Settings, root: Path = ROOT) -> str | None:
    """One text for this database at its revision and for the code in place; None where only the migrations can say.

    It changes with the address and the revision of the database, and with any file of the code, whatever brought it:
    an update, a change by hand, a copy put back. Looking takes some hundredths of a second, asking the migrations
    four seconds: they load the whole portal.
    """
    if not settings.embedded:
        return None
    file = Path(settings.database_url.removeprefix("sqlite:///"))
    try:
        with contextlib.closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as base:
            revisions = base.execute(
                "SELECT version_num FROM alembic_version ORDER BY version_num"
            ).fetchall()
    except sqlite3.Error:
        return None
    found = hashlib.sha256(repr((settings.database_url, revisions)).encode())
    for source in SOURCES:
        for path in sorted((root / source).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                told = path.stat()
                found.update(f"{path.relative_to(root)} {told.st_size} {told.st_mtime_ns}\n".encode())
    return found.hexdigest()
