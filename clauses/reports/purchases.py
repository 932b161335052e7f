"""How do the responsible purchases of a buyer leave as a table? Two CSV: the figures, and the lots that make them."""

from fractions import Fraction

from clauses.queries.purchases import YearOfPurchases
from clauses.reports.flat import csv_text
from clauses.wording import formats
from clauses.wording import purchases as words
from clauses.wording.labels import label


def figures_csv(found: YearOfPurchases) -> str:
    """One row a figure: number, euros and shares with a decimal comma, as a French spreadsheet reads them."""
    rows = (
        (words.FIGURES[one.figure], str(one.number), _euros(one.amount), _share(one.number_share), _share(one.amount_share))
        for one in found.counts
    )  # fmt: skip
    return csv_text(words.HEADINGS, rows)


def lots_csv(found: YearOfPurchases) -> str:
    """One row a lot notified in the year."""
    rows = (
        (one.reference, str(one.number), one.title, one.holder or "", formats.day_short(one.notified_on),
         label(one.lever) if one.lever else "", "" if one.amount is None else _euros(one.amount))
        for one in found.lines
    )  # fmt: skip
    return csv_text(words.LOT_HEADINGS, rows)


def _euros(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02}"


def _share(value: Fraction | None) -> str:
    """A percentage with one decimal, without its sign."""
    return "" if value is None else formats.percent(value).split("\N{NARROW NO-BREAK SPACE}%")[0]
