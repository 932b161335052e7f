"""How long does the page of a market take, against the bare SQL that it asks?"""

import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event

from clauses.actions import synthetic
from clauses.config import clock
from clauses.extensions import db
from tests.bench.registry import Line, bench, timed
from tests.conftest import SqliteStore
from tests.portal import Portal

LOTS = 600  # 100 markets, 21 600 ledger lines


@bench("market", "page of a market (6 lots, 600 lots in the base) against its bare SQL", runs=30)
def market(runs: int) -> list[Line]:
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        store = SqliteStore(folder)
        store.fill()
        with store.app.app_context():
            synthetic.seed(LOTS, seed=1, now=clock.now())
            return _measure(store.app, store.file, runs)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _measure(app: Flask, file: Path, runs: int) -> list[Line]:
    browser = Portal(app).sign_in("helene.vasseur").client
    asked: list[tuple[str, Any]] = []

    def note(conn: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        asked.append((statement, parameters))

    url = "/marches/1"
    with app.app_context():
        engine = db.engine
    assert browser.get(url).status_code == 200
    event.listen(engine, "before_cursor_execute", note)
    size = len(browser.get(url).data)
    event.remove(engine, "before_cursor_execute", note)
    statements = [(s, p) for s, p in asked if s.lstrip().upper().startswith("SELECT")]
    connection = sqlite3.connect(file)

    def bare() -> None:
        for statement, parameters in statements:
            connection.execute(statement, parameters).fetchall()

    seconds = timed({"bare SQL": bare, "page": lambda: browser.get(url)}, runs)
    connection.close()
    notes = {
        "bare SQL": f"{len(statements)} statements",
        "page": f"{size / 1000:.0f} kB of HTML, whole request",
    }
    return [Line(name, taken, notes[name]) for name, taken in seconds.items()]
