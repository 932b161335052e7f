"""How long does it take to look at 500 lines of hours and to validate them together, and in how many statements?"""

import re
import secrets
import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from flask import Flask
from sqlalchemy import event, func, select, update

from clauses.actions import synthetic
from clauses.config import clock
from clauses.domain.kinds import EntryState, ReportState
from clauses.domain.kinds_evidence import EvidenceState
from clauses.extensions import db, write_transaction
from clauses.models.allocation import AllocationLine
from clauses.models.evidence import Evidence, EvidenceCover
from clauses.models.files import StoredFile
from clauses.models.hours import EmploymentContract, HoursEntry, MonthlyReport
from clauses.models.markets import Lot
from clauses.queries import hours_evidence
from tests.bench.registry import Line, bench
from tests.conftest import SqliteStore
from tests.portal import Browser, Portal
from tests.stage import actor

LOTS = 167  # three people each: 501 lines
MONTH, WRITTEN = date(2026, 1, 1), "2026-01"
AIM_PAGE, AIM_BATCH = 2, 10


@bench(
    "validation",
    f"page and batch of {LOTS * 3} lines of {LOTS} reports (aims: {AIM_PAGE} s, {AIM_BATCH} s)",
    runs=5,
)
def validation(runs: int) -> list[Line]:
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        store = SqliteStore(folder)
        store.fill()
        with store.app.app_context():
            synthetic.seed(LOTS, seed=1, now=clock.now())
            _submitted()
            return _measure(store.app, runs)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _submitted() -> None:
    """Every synthetic lot sends one more month to the same resource person, without anomaly."""
    territory = next(iter(actor("claire.delattre").territories))
    with write_transaction():
        lots = list(db.session.scalars(select(Lot).where(Lot.title.like("Lot de mesure%")).order_by(Lot.id)))
        for lot in lots:
            lot.territory_id = territory
            report = MonthlyReport(
                lot_id=lot.id, month=MONTH, state=ReportState.SUBMITTED, submitted_on=date(2026, 2, 8)
            )
            for number, contract in enumerate(
                db.session.scalars(select(EmploymentContract).where(EmploymentContract.lot_id == lot.id))
            ):
                report.entries.append(
                    HoursEntry(
                        participant_id=contract.participant_id, employer_id=contract.employer_id,
                        modality=contract.modality, worked=700 + lot.id * 3 + number, state=EntryState.DRAFT,
                        entered_by_id=contract.employer_id,
                    )
                )  # fmt: skip
            db.session.add(report)
        db.session.flush()
        _documented(lots)
        db.session.execute(update(AllocationLine).values(hours=10_000_000))
        db.session.commit()


def _documented(lots: list[Lot]) -> None:
    """Every document that the month asks for is there: its rows, which alone are read here."""
    who = actor("nadege.brunel")
    reports = [report for lot in lots for report in db.session.scalars(
        select(MonthlyReport).where(MonthlyReport.lot_id == lot.id, MonthlyReport.month == MONTH))]  # fmt: skip
    for report_id, wanted in hours_evidence.of_reports(reports).items():
        lot_id = next(one.lot_id for one in reports if one.id == report_id)
        for number, one in enumerate(wanted):
            kept = StoredFile(
                key=f"{report_id:024x}{number:024x}", name="piece.pdf", media_type="application/pdf", size=1, sha256="0" * 64,
                owner_id=one.employer_id, added_at=clock.now(),
            )  # fmt: skip
            db.session.add(
                Evidence(
                    lot_id=lot_id, month=MONTH, kind=one.kind, file=kept, organization_id=one.employer_id,
                    put_by_id=who.user_id, put_at=clock.now(), state=EvidenceState.ACCEPTED, decided_at=clock.now(), decided_by_id=who.user_id,
                    covers=[EvidenceCover(employer_id=one.employer_id, participant_id=one.participant_id)],
                )
            )  # fmt: skip


def _measure(app: Flask, runs: int) -> list[Line]:
    browser = Portal(app).sign_in("claire.delattre")
    url = f"/validation/{WRITTEN}"
    engine = db.engine
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda c, cur, statement, *rest: asked.append(statement))

    def counted(do: Callable[[], Any]) -> tuple[float, int]:
        asked.clear()
        start = perf_counter()
        answer = do()
        seconds = perf_counter() - start
        assert answer.status_code in (200, 303), answer.status_code
        return seconds, len(asked)

    pages = [counted(lambda: browser.client.get(url)) for _ in range(runs + 1)][1:]
    picks = re.findall(r'name="pick" value="(\d+)"', browser.client.get(url).text)
    assert len(picks) == LOTS, f"{len(picks)} reports without anomaly of {LOTS}"
    batch = counted(lambda: _batch(browser, url, picks))
    db.session.rollback()
    left = select(func.count()).where(
        MonthlyReport.month == MONTH, MonthlyReport.state != ReportState.VALIDATED
    )
    assert db.session.scalar(left) == 0
    return [
        Line("page", [seconds for seconds, _ in pages], f"{pages[0][1]} statements"),
        Line("batch act, once", [batch[0]], f"{batch[1]} statements, {batch[1] / LOTS:.1f} a report"),
    ]


def _batch(browser: Browser, url: str, picks: list[str]) -> Any:
    form = {"csrf_token": browser.token(), "idem_key": secrets.token_hex(16), "pick": picks, "confirmed": "1"}
    return browser.client.post(url, data=form)
