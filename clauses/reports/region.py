"""What did the region do in a quarter? Territory by territory, confirmed or provisional, each person once (S15, R21)."""

from collections.abc import Mapping
from dataclasses import replace

from clauses.domain.quarters import code_of, quarter_of
from clauses.queries import report_names as names
from clauses.queries import report_persons
from clauses.queries.compliance import LotFigures
from clauses.reports import review
from clauses.reports.asked import Asked, file_name
from clauses.reports.counts import Count
from clauses.reports.review import Key, Review
from clauses.reports.table import Column, Kind, Report, ReportTable
from clauses.wording import report as words
from clauses.wording import reviews


def report(asked: Asked) -> tuple[Report, str]:
    """The consolidation of the quarter and the name of its files."""
    found = review.gathered(asked)
    _, _, several = report_persons.by_territory(found.lines)
    tables = (
        review.summary(found, (reviews.SEVERAL, Count("several", several))),
        by_territory(found),
        review.modes(found),
        review.by_structure(found),
        review.public(found),
    )
    last = asked.cut.last_month
    quarter = code_of(quarter_of(last))
    title = words.title_for(asked.about.kind, "", last)
    return review.made(found, title, quarter, tables), file_name("consolidation", quarter)


def by_territory(found: Review, confirmed: Mapping[int, bool] | None = None) -> ReportTable:
    """The table of S15: target, validated, share, hours of the quarter, reserved beside, persons shown or masked.

    `confirmed` adds, where it is given, whether each territory has confirmed its figures: they are provisional until then.
    """
    there: list[Key] = [(number, name) for number, name in names.territories()]
    called = dict(there)

    def territory_of(f: LotFigures) -> Key:
        number = f.lot.territory_id
        return (number, called.get(number, reviews.NO_TERRITORY) if number else reviews.NO_TERRITORY)

    table = review.by_group(
        found, reviews.SHEET_TERRITORIES, reviews.BY_TERRITORY, reviews.TERRITORY, "territory", territory_of, there,
        total_name=reviews.REGION,
    )  # fmt: skip
    return table if confirmed is None else _with_confirmations(table, there, confirmed)


def _with_confirmations(table: ReportTable, there: list[Key], confirmed: Mapping[int, bool]) -> ReportTable:
    says = {name: confirmed.get(number or 0, False) for number, name in there}
    rows = tuple(
        (*row, reviews.CONFIRMED if says.get(row[0], True) else reviews.TO_CONFIRM) for row in table.each()
    )
    column = Column(reviews.CONFIRMATION, Kind.TEXT, 24)
    total = None if table.total is None else (*table.total, None)
    return replace(table, columns=(*table.columns, column), rows=rows, total=total)
