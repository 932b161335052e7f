"""Does what leaves as a workbook sum to the ledger? The figures of today, and those of each report already given (I14)."""

import hashlib
import warnings
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from clauses.config import PARIS
from clauses.domain.as_of import Cut, cut
from clauses.domain.kinds_reports import ReportKind
from clauses.extensions import db
from clauses.models.compliance import ReportRequest, ReportSnapshot
from clauses.models.hours import LedgerLine
from clauses.models.markets import Lot, Market
from clauses.queries import compliance as queries
from clauses.queries.report_scope import Lines
from clauses.reference import rulebook
from clauses.reports import xlsx
from clauses.reports.market import market_report
from clauses.wording import report as words
from clauses.wording.invariants import broken

_LAST = date(9999, 12, 1)
_SUMMED = ("Mois", words.SHEET_MODALITIES, words.SHEET_LINES)


def same_as_ledger(on: date) -> Iterator[str]:
    """Each market with hours is written as a workbook and read back; each report given is read as it was kept."""
    for market_id, counted in _counted_by_market():
        for table, exported in _written(market_id, on).items():
            if exported != counted:
                yield broken(
                    "export_market", market=market_id, table=table, exported=exported, counted=counted
                )
    for number in list(
        db.session.scalars(
            select(ReportRequest.id).where(
                ReportRequest.snapshot_id.is_not(None), ReportRequest.kind == ReportKind.MARKET_COMPLIANCE
            )
        )
    ):
        yield from _given(number)
        db.session.expunge_all()  # a workbook at a time in memory


def _counted_by_market() -> list[tuple[int, int]]:
    rows = db.session.execute(
        select(Lot.market_id, func.sum(LedgerLine.hours))
        .join(Lot, Lot.id == LedgerLine.lot_id)
        .group_by(Lot.market_id)
        .order_by(Lot.market_id)
    )
    return [(market_id, int(hours)) for market_id, hours in rows]


def _written(market_id: int, on: date) -> dict[str, int]:
    market = db.session.get_one(Market, market_id, options=[joinedload(Market.buyer)])
    ids = list(db.session.scalars(select(Lot.id).where(Lot.market_id == market_id).order_by(Lot.number)))
    everything = Lines(Lot.market_id == market_id, Cut(on, _LAST, _LAST, provisional=True))
    figures = queries.figures_of(queries.lots(ids), on=on, cut=everything.cut)
    report = market_report(market, figures, everything, asked_by="", produced_on=on)
    written = BytesIO()
    xlsx.write(report, written)
    return totals_of(written.getvalue())


def _given(number: int) -> Iterator[str]:
    request = db.session.get_one(ReportRequest, number)
    snapshot = db.session.get_one(ReportSnapshot, request.snapshot_id)
    if hashlib.sha256(snapshot.content).hexdigest() != snapshot.file_sha256:
        yield broken("report_altered", report=number)
        return
    asked_on = request.requested_at.astimezone(PARIS).date()
    last_month = cut(request.as_of, asked_on, rulebook.reporting(request.as_of).settled_months).last_month
    counted = db.session.scalar(
        select(func.sum(LedgerLine.hours))
        .join(Lot, Lot.id == LedgerLine.lot_id)
        .where(
            Lot.market_id == request.market_id,
            LedgerLine.month <= last_month,
            LedgerLine.recorded_on <= request.known_on,
        )
    )
    for table, exported in totals_of(snapshot.content).items():
        if exported != int(counted or 0):
            yield broken(
                "report_total", report=number, table=table, exported=exported, counted=int(counted or 0)
            )


def totals_of(content: bytes) -> dict[str, int]:
    """The hours (hundredths) that each sheet of a workbook totals; a sheet whose rows sum otherwise gives its rows."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    found = {}
    for sheet in book.worksheets:
        rows = sheet.iter_rows(values_only=True)
        heading = next(rows, ())
        at = next((i for i, cell in enumerate(heading) if cell == words.VALIDATED), None)
        if at is None:
            continue
        total, summed = 0, 0
        for row in rows:
            if words.TOTAL in row[:2]:
                total = _hundredths(row[at])
            else:
                summed += _hundredths(row[at])
        found[sheet.title] = summed if sheet.title in _SUMMED and summed != total else total
    return found


def _hundredths(cell: Any) -> int:
    return round(cell * 100) if isinstance(cell, (int, float)) else 0
