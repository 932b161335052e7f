"""How do the offer of the territories and its forecast leave as a table?"""

from collections.abc import Iterable, Sequence

from clauses.queries.coverage import Forecast, Line
from clauses.reports.flat import csv_text, hours_cell
from clauses.wording import coverage as words


def coverage_csv(lines: Iterable[Line], columns: Sequence[tuple[str, str]], whole: tuple[str, str]) -> str:
    """One row a trade and a column; `columns` and `whole` are (territory, kind) as they are written."""
    rows = []
    for line in lines:
        for (territory, kind), cell in [*zip(columns, line.cells, strict=True), (whole, line.whole)]:
            rows.append(
                (line.trade.label, territory, kind, str(cell.structures), str(cell.silent), hours_cell(cell.stated),
                 hours_cell(cell.left), hours_cell(cell.asked), hours_cell(cell.short))
            )  # fmt: skip
    return csv_text(words.COVERAGE, rows)


def forecast_csv(found: Iterable[Forecast]) -> str:
    """One row a trade and a month."""
    return csv_text(
        words.FORECAST,
        (
            (one.trade.label, f"{month.month:%m/%Y}", hours_cell(month.offered), hours_cell(month.asked),
             hours_cell(month.short))
            for one in found for month in one.months
        ),
    )  # fmt: skip
