"""How does a selection of the journal leave as a table? A CSV written line by line, however long it is."""

import csv
import io
from collections.abc import Iterable, Iterator

from clauses.domain.formulas import looks_like_formula
from clauses.models.journal import AuditEvent
from clauses.wording import formats
from clauses.wording import journal as words


def csv_lines(events: Iterable[AuditEvent]) -> Iterator[str]:
    """The headings, then one row a line; a cell that a spreadsheet would take for a formula is quoted."""
    written = io.StringIO()
    table = csv.writer(written, delimiter=";", lineterminator="\r\n")
    written.write("\N{BYTE ORDER MARK}")
    table.writerow(words.HEADINGS)
    for each in events:
        row = (
            str(each.seq), formats.moment(each.at), each.actor.name if each.actor else words.PORTAL,
            each.organization.name if each.organization else "", words.act(each.action),
            words.OBJECTS.get(each.object_type, words.OTHER_OBJECT), str(each.object_id),
            " ; ".join(words.details(each.facts)), each.place or "", each.request_id or "", each.hash,
        )  # fmt: skip
        table.writerow([f"'{cell}" if looks_like_formula(cell) else cell for cell in row])
        yield written.getvalue()
        written.seek(0)
        written.truncate()
    yield written.getvalue()
