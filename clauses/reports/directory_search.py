"""How does a search of the directory leave as a table, every answer in it and nobody's name?

Telephone, e-mail and address stay out: they may be those of a person.
"""

import csv
import io
from collections.abc import Iterator

from clauses.queries.partners.asked import Asked
from clauses.queries.partners.search import Found, described, places_of
from clauses.reports.sheet_stream import looks_like_formula
from clauses.wording import formats
from clauses.wording import partners as words
from clauses.wording.labels import label

CHUNK = 500  # structures described in one statement


def csv_lines(asked: Asked) -> Iterator[str]:
    """The headings, then the answers in their order; a cell that a spreadsheet would take for a formula is quoted."""
    written = io.StringIO()
    table = csv.writer(written, delimiter=";", lineterminator="\r\n")
    written.write("\N{BYTE ORDER MARK}")
    table.writerow(words.HEADINGS)
    yield _taken(written)
    places, period = places_of(asked), words.period(asked.months)
    for start in range(0, len(places), CHUNK):
        for found in described(places[start : start + CHUNK], asked.on):
            cells = _row(found, period)
            table.writerow([f"'{cell}" if looks_like_formula(cell) else cell for cell in cells])
        yield _taken(written)


def _taken(written: io.StringIO) -> str:
    text = written.getvalue()
    written.seek(0)
    written.truncate()
    return text


def _row(one: Found, period: str) -> tuple[str, ...]:
    return (
        one.name, one.brand or "", label(one.kind), one.siret, one.city, one.post_code or "", one.commune_code,
        "" if one.distance_km is None else str(one.distance_km), words.YES if one.comes else words.NO,
        " ; ".join(offer.label for offer in one.offers), " ; ".join(label(mode) for mode in one.modes),
        "" if one.left is None else _number(one.left), period,
        formats.day_short(one.stated_on) if one.stated_on else "", one.website or "", words.SOURCES[one.real],
        formats.day_short(one.source_date) if one.source_date else "",
    )  # fmt: skip


def _number(hundredths: int) -> str:
    """Hours as a spreadsheet reads them, without spaces: « 1190 », « 37,50 »."""
    return str(hundredths // 100) + (f",{hundredths % 100:02}" if hundredths % 100 else "")
