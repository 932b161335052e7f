"""How does a month look as a spreadsheet: one row a person, one column a lot? F05.

The same cells as lot by lot, under the same names; what the table does not show (training, comments) stays as it is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clauses.actions.hours.beyond import Typed
from clauses.queries.hours_lines import Counters, Line
from clauses.web.fields import Form
from clauses.web.hours.shown import Grid


@dataclass(frozen=True, slots=True)
class Row:
    """A person, and its line on each lot; None where it does not work."""

    name: str
    employer: str
    line: Line  # any of them: what is said of the person is the same on each
    cells: list[Line | None]

    @property
    def counters(self) -> Counters | None:
        return self.line.counters

    @property
    def worked(self) -> int:
        return sum(cell.worked or 0 for cell in self.cells if cell is not None)


def table(grid: Grid) -> list[Row]:
    """The people of the month, in the order of their names under their employer."""
    places = [{line.person: line for line in sheet.lines} for sheet in grid.lots]
    people = {line.person: line for sheet in grid.lots for line in sheet.lines}
    rows = [
        Row(line.full_name, line.employer, line, [place.get(person) for place in places])
        for person, line in people.items()
    ]
    return sorted(rows, key=lambda row: (row.employer, row.name, row.line.modality))


def rows_typed(form: Form, lines: Iterable[Line], sent: Mapping[str, str]) -> list[Typed]:
    """What was typed, contract by contract; a comment only where one was asked."""
    return [
        Typed(
            contract_id=line.key,
            worked=form[f"h_worked-{line.key}"].data,
            training=line.training,
            comment=form[f"h_comment-{line.key}"].data if f"h_comment-{line.key}" in sent else line.comment,
        )
        for line in lines
        if line.key is not None
    ]
