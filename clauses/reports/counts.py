"""How are the counts of persons of a report masked? All together, once the report is whole, beside what was given before.

A table holds its counts as they are (`Count`), and says which ones add up. Nothing is written down before `masked`:
the same count is shown in the same way wherever the report prints it, and none is found from another table of the same
report, nor from an earlier report of the same subject (R21).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from clauses.domain.release_guard import Release, at_least, guarded
from clauses.domain.small_cell_masking import Shown, Sum
from clauses.reports.table import Kind, Report, ReportTable, Row, figure
from clauses.wording import formats
from clauses.wording import report as words

ALL, CONTRACTS = "all", "contracts"


@dataclass(frozen=True, slots=True)
class Count:
    """A count of persons or of contracts; `cell` says which one, the same wherever it is printed."""

    cell: str
    n: int


@dataclass(frozen=True, slots=True)
class Told:
    """A figure that gives a count away, as the hours by person do; printed where that count is, « — » elsewhere."""

    count: Count
    text: str


@dataclass(frozen=True, slots=True)
class Added:
    """Counts that add up to another one, printed or not: a reader is held to know the total."""

    total: Count
    parts: tuple[Count, ...]


def by_level(level: str, parts: Mapping[Any, int], whole: int) -> tuple[dict[Any, Count], Added]:
    """The persons of each part of a level, each once there; what they sum to is the whole, or a number never printed
    where a person is in two parts: a reader may hold it for known."""
    counts = {key: Count(f"{level} {key}", n) for key, n in parts.items()}
    summed = sum(parts.values())
    total = Count(ALL, whole) if summed == whole else Count(f"{level} sum", summed)
    return counts, Added(total, tuple(counts.values()))


def masked(
    report: Report, first: date | None, last: date, minimum: int, earlier: Sequence[Release] = ()
) -> tuple[Report, Release]:
    """The report as it may be given, and its counts as they are kept to guard the next ones; months on the 1st."""
    counts: dict[str, int] = {}
    for one in _counts(report):
        if counts.setdefault(one.cell, one.n) != one.n:
            raise ValueError(f"two counts are called {one.cell!r}")
    sums = tuple(
        Sum(one.total.cell, tuple(part.cell for part in one.parts))
        for one in dict.fromkeys(added for table in report.tables for added in table.added)
        if one.parts
    )
    shown = guarded(first, last, counts, sums, minimum, earlier)
    said = _Words(shown, minimum, (first, last), earlier)
    tables = tuple(said.table(table) for table in report.tables)
    return replace(report, tables=tables), Release(first, last, counts, shown, sums)


def _counts(report: Report) -> Iterator[Count]:
    for table in report.tables:
        for cell in _cells(table):
            if isinstance(cell, (Count, Told)):
                yield cell if isinstance(cell, Count) else cell.count
        for added in table.added:
            yield from (added.total, *added.parts)


def _cells(table: ReportTable) -> Iterator[Any]:
    if not callable(table.rows):  # the lines of the ledger: no person is counted there
        for row in table.rows:
            yield from row
    yield from table.total or ()


@dataclass(frozen=True, slots=True)
class _Words:
    shown: Mapping[str, Shown]
    minimum: int
    months: tuple[date | None, date]
    earlier: Sequence[Release]

    def table(self, table: ReportTable) -> ReportTable:
        if not any(isinstance(cell, (Count, Told)) for cell in _cells(table)):
            return table
        assert not callable(table.rows)
        rows = tuple(self._row(table, row) for row in table.rows)
        return replace(table, rows=rows, total=self._row(table, table.total) if table.total else None)

    def _row(self, table: ReportTable, row: Row) -> Row:
        return tuple(self._cell(cell, column.kind) for column, cell in zip(table.columns, row, strict=True))

    def _cell(self, cell: Any, kind: Kind) -> Any:
        if isinstance(cell, Told):
            return cell.text if self.shown[cell.count.cell] is Shown.PLAIN else words.WITHOUT_TARGET
        if not isinstance(cell, Count):
            return cell
        how = self.shown[cell.cell]
        if how is Shown.HIDDEN:
            floor = at_least(cell.cell, cell.n, self.months, self.earlier)
            return words.HIDDEN if floor is None else words.AT_LEAST.format(n=formats.number(floor))
        said = words.masked(cell.n, how, self.minimum)
        return figure(Kind.COUNT, said) if kind is Kind.TEXT and isinstance(said, int) else said


def kept(release: Release) -> dict[str, Any]:
    """The counts of a release, as they are written beside the report."""
    return {
        "first": release.first.isoformat() if release.first else None, "last": release.last.isoformat(),
        "counts": dict(release.counts), "shown": {cell: how.value for cell, how in release.shown.items()},
        "sums": [[one.total, *one.parts] for one in release.sums],
    }  # fmt: skip
