"""How many hours of integration did a company have done on the lots it holds? Its certificate, closed at a day."""

from clauses.queries import compliance as queries
from clauses.queries import report_lines
from clauses.queries import report_names as names
from clauses.queries.report_lots import is_reserved
from clauses.reports import review
from clauses.reports.asked import Asked, file_name
from clauses.reports.market import why_none
from clauses.reports.review import Review
from clauses.reports.table import Column, Kind, Report, ReportTable
from clauses.wording import formats, reviews
from clauses.wording import report as words
from clauses.wording.labels import label


def report(asked: Asked) -> tuple[Report, str]:
    """The certificate and the name of its files; each lot once, reserved ones told apart."""
    found = review.gathered(asked)
    company = names.organization(asked.about.organization_id)
    tables = (
        review.summary(found, (words.COMPANY, company.name), (reviews.SIRET, formats.siret(company.siret))),
        _lots(found),
        review.modes(found),
        review.by_structure(found),
    )
    title = words.title_for(asked.about.kind, company.name, asked.cut.last_month)
    made = review.made(found, title, company.siret, tables)
    return made, file_name("attestation-heures", company.siret, f"{asked.cut.as_of:%Y-%m}")


def _lots(found: Review) -> ReportTable:
    """Each lot held: what it owes, what was validated, from which month to which."""
    columns = (
        Column(words.MARKET, Kind.TEXT, 20), Column(words.BUYER, Kind.TEXT, 30), Column(words.LOT, Kind.COUNT),
        Column(words.LOT_TITLE, Kind.TEXT, 36),
        Column(words.TARGET, Kind.HOURS, opens=True, figure="target", asks={"which": "owing"}),
        Column(words.VALIDATED, Kind.HOURS, opens=True), Column(words.RATE, Kind.PERCENT),
        Column(reviews.FIRST_MONTH, Kind.MONTH), Column(reviews.LAST_MONTH, Kind.MONTH),
        Column(reviews.RESERVED, Kind.HOURS, opens=True, asks={"reserved": "1"}), Column(words.STATE, Kind.TEXT, 24),
    )  # fmt: skip
    months = report_lines.bounds(found.asked.lines)
    rows = []
    for f in found.figures:
        reserved = is_reserved(f)
        first, last = months.get(f.lot.id, (None, None))
        held = queries.holder_at(f.lot, found.cut) is not None
        rows.append((
            f.lot.market.reference, f.lot.market.buyer.name, f.lot.number, f.lot.title,
            None if reserved or f.target is None else f.owed, 0 if reserved else f.validated,
            f.standing.hours_rate if f.standing and not reserved else None, first, last,
            found.reserved.get(f.lot.id, 0) if reserved else 0,
            label(f.standing.status) if f.standing else why_none(f.lot, awarded=held),
        ))  # fmt: skip
    total = (
        words.TOTAL, None, None, None, sum(row[4] or 0 for row in rows), sum(row[5] for row in rows), None, None, None,
        sum(row[9] for row in rows), None,
    )  # fmt: skip
    return ReportTable(
        reviews.SHEET_LOTS, reviews.BY_HELD_LOT, columns, tuple(rows), total=total, note=reviews.CERTIFICATE_NOTE,
        opens=tuple({"lot": str(f.lot.id), "reserved": "0"} for f in found.figures), total_opens={"reserved": "0"},
    )  # fmt: skip
