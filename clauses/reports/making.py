"""Who makes each kind of report? One maker a kind: it gives the report and the name of its files."""

from collections.abc import Callable

from clauses.domain.kinds_reports import ReportKind, ReportScope
from clauses.domain.release_guard import Release
from clauses.queries import quarters, quarters_public, report_releases
from clauses.reference import rulebook
from clauses.reports import (
    annexes,
    buyer,
    cdiae,
    certificate,
    cooperation,
    counts,
    market,
    national,
    region,
    territory,
)
from clauses.reports.asked import Asked
from clauses.reports.table import Report

_MAKERS: dict[ReportKind, Callable[[Asked], tuple[Report, str]]] = {
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


def made(asked: Asked) -> tuple[Report, str, Release]:
    """A report as it may be given, the name of its files, and its counts of persons, masked beside those given before."""
    report, name = _MAKERS[asked.about.kind](asked)
    minimum = rulebook.small_cell(asked.cut.as_of).minimum
    whole, release = counts.masked(report, asked.since, asked.cut.last_month, minimum, _given(asked))
    return whole, name, release


def _given(asked: Asked) -> list[Release]:
    """The earlier reports of the subject; of the region, the quarters that were closed too: everyone reads them."""
    closed = quarters.closings() if asked.about.scope is ReportScope.REGION else []
    ours = asked.about.kind is not ReportKind.ANRU
    return [
        *(quarters_public.release_of(one) for one in reversed(closed) if ours),
        *report_releases.releases(asked.about),
    ]
