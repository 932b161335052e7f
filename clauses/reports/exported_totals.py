"""Does what leaves as a workbook sum to the ledger? The figures of today, and those of each report already given (I14)."""

import hashlib
import warnings
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload

from clauses.config import PARIS
from clauses.domain.as_of import Cut, cut
from clauses.domain.kinds_reports import ReportKind
from clauses.extensions import db
from clauses.models.compliance import ReportRequest, ReportSnapshot
from clauses.models.hours import LedgerLine
from clauses.models.markets import Lot, Market
from clauses.queries import compliance as queries
from clauses.queries.report_figures import keeps_reserved_beside
from clauses.queries.report_lines import reserved_lots
from clauses.queries.report_scope import Lines
from clauses.reference import rulebook
from clauses.reports import counts, xlsx
from clauses.reports.market import market_report
from clauses.wording import report as words
from clauses.wording.invariants import broken

_RESERVED = case((LedgerLine.lot_id.in_(reserved_lots()), LedgerLine.hours), else_=0)
_LAST = date(9999, 12, 1)
_SUMMED = ("Mois", words.SHEET_MODALITIES, words.SHEET_LINES)


def same_as_ledger(on: date) -> Iterator[str]:
    """Each market with hours is written as a workbook and read back; each report given is read as it was kept."""
    for market_id, whole, reserved in _counted_by_market():
        for table, exported in _written(market_id, on).items():
            counted = _expected(table, whole, reserved)
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


def _counted_by_market() -> list[tuple[int, int, int]]:
    """(market, hours of the ledger, those of its reserved lots)."""
    rows = db.session.execute(
        select(Lot.market_id, func.sum(LedgerLine.hours), func.sum(_RESERVED))
        .join(Lot, Lot.id == LedgerLine.lot_id)
        .group_by(Lot.market_id)
        .order_by(Lot.market_id)
    )
    return [(market_id, int(hours), int(reserved)) for market_id, hours, reserved in rows]


def _expected(table: str, whole: int, reserved: int) -> int:
    """What a sheet must sum to: every line where the lines are listed, those of the clauses elsewhere (R7-5)."""
    return whole if table == words.SHEET_LINES else whole - reserved


def _written(market_id: int, on: date) -> dict[str, int]:
    market = db.session.get_one(Market, market_id, options=[joinedload(Market.buyer)])
    ids = list(db.session.scalars(select(Lot.id).where(Lot.market_id == market_id).order_by(Lot.number)))
    everything = Lines(Lot.market_id == market_id, Cut(on, _LAST, _LAST, provisional=True))
    figures = queries.figures_of(queries.lots(ids), on=on, cut=everything.cut)
    base = rulebook.fte(on).base_hours
    report = market_report(market, figures, everything, fte_base=base, asked_by="", produced_on=on)
    written = BytesIO()
    minimum = rulebook.small_cell(on).minimum
    xlsx.write(counts.masked(report, None, _LAST, minimum)[0], written)
    return totals_of(written.getvalue())


def _given(number: int) -> Iterator[str]:
    request = db.session.get_one(ReportRequest, number)
    snapshot = db.session.get_one(ReportSnapshot, request.snapshot_id)
    if hashlib.sha256(snapshot.content).hexdigest() != snapshot.file_sha256:
        yield broken("report_altered", report=number)
        return
    asked_on = request.requested_at.astimezone(PARIS).date()
    last_month = cut(request.as_of, asked_on, rulebook.reporting(request.as_of).settled_months).last_month
    whole, reserved = db.session.execute(
        select(func.coalesce(func.sum(LedgerLine.hours), 0), func.coalesce(func.sum(_RESERVED), 0))
        .join(Lot, Lot.id == LedgerLine.lot_id)
        .where(
            Lot.market_id == request.market_id,
            LedgerLine.month <= last_month,
            LedgerLine.recorded_on <= request.known_on,
        )
    ).one()
    beside = int(reserved) if keeps_reserved_beside(snapshot.tables) else 0
    for table, exported in totals_of(snapshot.content).items():
        counted = _expected(table, int(whole), beside)
        if exported != counted:
            yield broken("report_total", report=number, table=table, exported=exported, counted=counted)


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
