"""Who makes each kind of report? One maker a kind: it gives the report and the name of its files."""

from collections.abc import Callable

from clauses.domain.kinds_reports import ReportKind
from clauses.reports import market
from clauses.reports.asked import Asked
from clauses.reports.table import Report

MAKERS: dict[ReportKind, Callable[[Asked], tuple[Report, str]]] = {
    ReportKind.MARKET_COMPLIANCE: market.report,
}
