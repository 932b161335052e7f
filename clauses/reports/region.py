"""What did the region do in a quarter? Territory by territory, confirmed or provisional, each person once (S15, R21)."""

from collections.abc import Mapping
from dataclasses import replace

from clauses.domain.quarters import code_of, last_month_of, quarter_of
from clauses.queries import quarters, report_persons
from clauses.queries import report_names as names
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
        by_territory(found, confirmed(found)),
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
    A territory without hours has nothing to confirm.
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


def confirmed(found: Review) -> dict[int, bool] | None:
    """Which territories had confirmed, by the day the report knows, the figures that it prints; None before the quarter
    has ended: nothing is confirmed of a quarter that runs."""
    quarter = quarter_of(found.cut.last_month)
    if found.cut.last_month != last_month_of(quarter):
        return None
    said = quarters.confirmations_of(quarter, found.cut.known_on)
    persons = report_persons.count_by(found.lines, "territory")
    hours = dict(report_persons.hours_by(found.lines, "territory"))
    return {
        number: number in said
        and (said[number].hours, said[number].persons) == (done, persons.get(number, 0))
        for number, done in hours.items()
        if number is not None
    }


def _with_confirmations(table: ReportTable, there: list[Key], confirmed: Mapping[int, bool]) -> ReportTable:
    said = {True: reviews.CONFIRMED, False: reviews.TO_CONFIRM}
    says = {
        name: said[confirmed[number]] for number, name in there if number is not None and number in confirmed
    }
    rows = tuple((*row, says.get(row[0])) for row in table.each())
    column = Column(reviews.CONFIRMATION, Kind.TEXT, 24)
    total = None if table.total is None else (*table.total, None)
    note = f"{table.note} {reviews.CONFIRMATION_WHY}" if table.note else reviews.CONFIRMATION_WHY
    return replace(table, columns=(*table.columns, column), rows=rows, total=total, note=note)
