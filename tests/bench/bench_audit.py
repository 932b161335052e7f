"""How long does it take to check a journal of 100 000 lines, and to open a page of it?"""

import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import process_time

from sqlalchemy import insert

from clauses.actions import demonstration
from clauses.app import create_app
from clauses.config import clock
from clauses.domain.chain import line_hash
from clauses.extensions import Base, db, write_transaction
from clauses.models.journal import AuditEvent
from clauses.queries import audit
from tests.bench.registry import Line, bench, timed
from tests.conftest import settings_for

LINES = 100_000
AIM = 5
ACTS = ("hours:enter", "report:submit", "report:validate", "market:edit", "names:read")


def fill(lines: int, actors: tuple[int, ...], organizations: tuple[int, ...]) -> None:
    """Append lines to the chain of this database, as acts would have written them."""
    seq, previous = audit.head()
    start, rows = datetime(2026, 1, 1, tzinfo=UTC), []
    for n in range(lines):
        seq += 1
        row = AuditEvent(
            seq=seq, prev_hash=previous, at=start + timedelta(minutes=n), actor_id=actors[n % len(actors)],
            organization_id=organizations[n % len(organizations)], action=ACTS[n % len(ACTS)], object_type="Lot",
            object_id=n % 500 + 1, lot_id=None, facts={"hours": n, "changed": {"state": ["draft", "submitted"]}},
            request_id=f"{n:016x}", place=f"{n % 50:012x}",
        )  # fmt: skip
        previous = line_hash(previous, row.content())
        rows.append(
            {c.name: getattr(row, c.name) for c in AuditEvent.__table__.columns if c.name != "hash"}
            | {"hash": previous}
        )
    with write_transaction():
        for at in range(0, len(rows), 5000):
            db.session.execute(insert(AuditEvent), rows[at : at + 5000])
        db.session.commit()


@bench("audit", f"a journal of {LINES} lines checked from end to end (aim: {AIM} s)", runs=3)
def check(runs: int) -> list[Line]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        app = create_app(settings_for(f"sqlite:///{folder}/clauses.sqlite", Path(folder)), TESTING=True)
        with app.app_context():
            Base.metadata.create_all(db.engine)
            clock.pretended = date(2026, 3, 2)
            demonstration.load(now=clock.now())
            fill(LINES, (1, 2, 3), (1, 2))

            def verify() -> None:
                found = audit.verify()
                assert found.broken is None and found.lines >= LINES
                db.session.rollback()

            seconds = timed({"verify, SQLite": verify}, runs)
            spent = process_time()
            verify()
            spent = process_time() - spent
            db.session.remove()
            db.engine.dispose()
            clock.pretended = None
    return [Line(name, taken, f"{spent:.2f} s of processor") for name, taken in seconds.items()]
