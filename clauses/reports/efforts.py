"""How do the efforts of a company to find partners leave as a table, and how are they counted?"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from clauses.config import PARIS
from clauses.domain.formulas import looks_like_formula
from clauses.domain.kinds_requests import RequestStanding, RequestStepKind
from clauses.queries.partner_requests import Request
from clauses.wording import formats
from clauses.wording import requests as words
from clauses.wording.labels import label


@dataclass(frozen=True, slots=True)
class Tally:
    """How many structures were asked, and what came of it; hours in hundredths."""

    asked: int
    structures: int
    accepted: int
    declined: int
    silent: int
    waiting: int
    hours: int


def tally(found: Iterable[Request]) -> Tally:
    rows = list(found)
    by = Counter(one.standing for one in rows)
    return Tally(
        len(rows), len({one.structure.id for one in rows}), by[RequestStanding.ACCEPTED],
        by[RequestStanding.DECLINED], by[RequestStanding.EXPIRED],
        by[RequestStanding.SENT] + by[RequestStanding.SEEN] + by[RequestStanding.COUNTERED],
        sum(one.agreed_hours or 0 for one in rows),
    )  # fmt: skip


def csv_lines(found: Iterable[Request]) -> Iterator[str]:
    """The headings, then one request a line; a cell that a spreadsheet would take for a formula is quoted."""
    written = io.StringIO()
    table = csv.writer(written, delimiter=";", lineterminator="\r\n")
    written.write("\N{BYTE ORDER MARK}")
    table.writerow(words.HEADINGS)
    for one in found:
        cells = _row(one)
        table.writerow([f"'{cell}" if looks_like_formula(cell) else cell for cell in cells])
    yield written.getvalue()


def _row(one: Request) -> list[str]:
    answer = one.answer
    reminded = next((step for step in one.steps if step.kind is RequestStepKind.REMINDED), None)
    return [
        one.company.name, one.lot.reference, str(one.lot.number), one.structure.name,
        label(one.structure.kind) if one.structure.kind else "", one.structure.commune, words.kinds_line(one.kinds),
        formats.hours_plain(one.hours) if one.hours else "", words.period(one.first_month, one.last_month),
        formats.day_short(one.sent_on), formats.day_short(one.reply_by), label(one.standing),
        formats.day_short(answer.at.astimezone(PARIS).date()) if answer else "",
        formats.hours_plain(answer.hours) if answer and answer.hours else "",
        words.WAYS[answer.way] if answer and answer.way else "",
        label(answer.reason) if answer and answer.reason else "", (answer.message or "") if answer else "",
        formats.day_short(reminded.at.astimezone(PARIS).date()) if reminded else "", one.need,
    ]  # fmt: skip
