"""Who makes each kind of report? One maker a kind: it gives the report and the name of its files."""

from collections.abc import Callable

from clauses.domain.kinds_reports import ReportKind
from clauses.reports import (
    annexes,
    buyer,
    cdiae,
    certificate,
    cooperation,
    market,
    national,
    region,
    territory,
)
from clauses.reports.asked import Asked
from clauses.reports.table import Report

MAKERS: dict[ReportKind, Callable[[Asked], tuple[Report, str]]] = {
    ReportKind.MARKET_COMPLIANCE: market.report,
    ReportKind.BUYER_YEAR: buyer.report,
    ReportKind.COMPANY_CERTIFICATE: certificate.report,
    ReportKind.TERRITORY_REVIEW: territory.report,
    ReportKind.REGION_QUARTER: region.report,
    ReportKind.DECP_ANNEX: annexes.decp_annex,
    ReportKind.SPASER: annexes.spaser,
    ReportKind.NATIONAL: national.consolidation,
    ReportKind.ANRU: national.anru,
    ReportKind.FSE: national.fse,
    ReportKind.CDIAE: cdiae.report,
    ReportKind.COOPERATION: cooperation.report,
}
