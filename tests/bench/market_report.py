"""What does the report of a market cost on the database of a region, reading and files, and does its memory stay flat?

Made as the worker makes it, in a process of its own: the lots at the cut, each table, each line of the ledger behind
the figures, then the workbook, the CSV and the PDF. The memory before the work is that of the application alone.
"""

from datetime import date
from pathlib import Path

from sqlalchemy import select

from clauses.app import create_app
from clauses.config import clock
from clauses.domain.as_of import cut
from clauses.domain.kinds_reports import ReportFormat, ReportKind
from clauses.extensions import db
from clauses.jobs import compliance as work
from clauses.models.markets import Market
from clauses.queries.report_scope import Subject
from clauses.reference import rulebook
from clauses.reports.asked import Asked
from tests.bench.child import cost
from tests.bench.region import TODAY
from tests.bench.registry import Line
from tests.conftest import Store, settings_for
from tests.stage import actor

MARKET, AS_OF = "REG-000000", date(2026, 2, 28)


def make(url: str, folder: str) -> None:
    """The work of the other process."""
    clock.pretended = TODAY
    app = create_app(settings_for(url, Path(folder)), TESTING=True)
    with app.app_context():
        market_id = db.session.scalars(select(Market.id).where(Market.reference == MARKET)).one()
        known = cut(AS_OF, TODAY, rulebook.reporting(AS_OF).settled_months)
        about = Subject(ReportKind.MARKET_COMPLIANCE, market_id=market_id)
        report, name, _ = work.gather(Asked(actor("helene.vasseur"), about, known, TODAY))
        files = work.written(report, name)
        assert {one.format for one in files} == set(ReportFormat)
        db.session.remove()
        db.engine.dispose()


def reported(name: str, store: Store, runs: int = 3) -> Line:
    made = [cost("tests.bench.market_report", "make", store.url, store.instance) for _ in range(runs)]
    peak, before = max(its.peak for its in made), max(its.before for its in made)
    spent = min(its.processor for its in made)
    told = f"{spent:.1f} s of processor with the start of the application, peak {peak:.0f} MB ({before:.0f} before the work)"
    return Line(name, [its.seconds for its in made], told)
