"""Two processes decide at the same moment on the same hours of two lots: they count for one obligation (R5-3)."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

from sqlalchemy import select

from clauses.extensions import db
from clauses.models.hours import LedgerLine
from clauses.queries import invariants
from tests.portal import Portal
from tests.stage_two_lots import OCTOBER, two_lots

ROOT = Path(__file__).resolve().parents[2]
DECIDE = """
import sys
from datetime import date
import wsgi
from clauses.actions.hours import validation
from clauses.config import clock
from clauses.domain.errors import Several
from tests import stage
with wsgi.app.app_context():
    actor = stage.actor("claire.delattre")
    print("ready", flush=True)
    sys.stdin.readline()
    try:
        found = validation.decide_report(
            actor, int(sys.argv[1]), date(2026, 10, 1), validation.Decision.VALIDATE, now=clock.now()
        )
        print("counted", found.counted, flush=True)
    except Several as refused:
        print("refused", refused.refusals[0].code, flush=True)
"""


def process(portal: Portal, lot_id: int) -> subprocess.Popen[str]:
    """A process of its own, ready to decide on the month of a lot."""
    settings = portal.app.config["SETTINGS"]
    started = subprocess.Popen(
        [sys.executable, "-c", DECIDE, str(lot_id)], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env={
            "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "DATABASE_URL": settings.database_url,
            "INSTANCE_PATH": str(settings.instance), "CLAUSES_TODAY": "2026-11-05",
            "SECRET_KEY": settings.secret_key,
        },
    )  # fmt: skip
    assert started.stdout is not None and started.stdout.readline().strip() == "ready"
    return started


def test_two_processes_validating_the_same_hours_on_two_lots_count_them_once(portal: Portal) -> None:
    """Trap 33, at once: the second to come finds what the first has counted, and is refused."""
    site = two_lots(portal)
    portal.day("2026-11-05")
    for number in (4, 5):
        site.enter(number, OCTOBER, 60)
        site.submit(number, OCTOBER)
    lots = list(site.lots.values())
    db.session.remove()
    both = [process(portal, lot_id) for lot_id in lots]
    for one in both:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    answers = sorted(one.communicate(timeout=120)[0].strip() for one in both)
    assert answers == ["counted 6000", "refused v_two_lots"]
    lines = db.session.execute(select(LedgerLine.hours, LedgerLine.month)).all()
    assert [tuple(line) for line in lines] == [(6000, date(2026, 10, 1))]
    assert invariants.breaches() == []
