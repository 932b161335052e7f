"""How does a list leave for a spreadsheet? One CSV, as a French spreadsheet reads it; no cell can be run."""

import csv
import io
from collections.abc import Iterable

from clauses.domain.formulas import looks_like_formula


def csv_text(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """The table, its cells separated by semicolons; what looks like a formula is written as text."""
    written = io.StringIO()
    table = csv.writer(written, delimiter=";", lineterminator="\r\n")
    table.writerow(headings)
    for row in rows:
        table.writerow([f"'{cell}" if looks_like_formula(cell) else cell for cell in row])
    return written.getvalue()


def hours_cell(hundredths: int | None) -> str:
    """Hours with a decimal comma, without their unit: « 1190 », « 35,5 »; nothing for None."""
    if hundredths is None:
        return ""
    whole, rest = divmod(hundredths, 100)
    return f"{whole},{rest:02}".rstrip("0").rstrip(",") if rest else str(whole)
