"""How do the responsible purchases of a buyer leave as a table? Two CSV: the figures, and the lots that make them."""

import csv
import io
from collections.abc import Iterable
from fractions import Fraction

from clauses.domain.formulas import looks_like_formula
from clauses.queries.purchases import YearOfPurchases
from clauses.wording import formats
from clauses.wording import purchases as words
from clauses.wording.labels import label


def figures_csv(found: YearOfPurchases) -> str:
    """One row a figure: number, euros and shares with a decimal comma, as a French spreadsheet reads them."""
    rows = (
        (words.FIGURES[one.figure], str(one.number), _euros(one.amount), _share(one.number_share), _share(one.amount_share))
        for one in found.counts
    )  # fmt: skip
    return _csv(words.HEADINGS, rows)


def lots_csv(found: YearOfPurchases) -> str:
    """One row a lot notified in the year."""
    rows = (
        (one.reference, str(one.number), one.title, one.holder or "", formats.day_short(one.notified_on),
         label(one.lever) if one.lever else "", "" if one.amount is None else _euros(one.amount))
        for one in found.lines
    )  # fmt: skip
    return _csv(words.LOT_HEADINGS, rows)


def _csv(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    written = io.StringIO()
    table = csv.writer(written, delimiter=";", lineterminator="\r\n")
    table.writerow(headings)
    for row in rows:
        table.writerow([f"'{cell}" if looks_like_formula(cell) else cell for cell in row])
    return written.getvalue()


def _euros(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02}"


def _share(value: Fraction | None) -> str:
    """A percentage with one decimal, without its sign."""
    return "" if value is None else formats.percent(value).split("\N{NARROW NO-BREAK SPACE}%")[0]
