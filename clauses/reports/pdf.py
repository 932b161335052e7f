"""How does a document or a report become a PDF? Typst composes it, tagged (PDF/UA-1), in French, titled.

Nothing else writes PDF. The words and figures go to the template (`document.typ`) as data, so nothing that somebody
typed is ever read as markup; the template reads no file and no network. The same document gives the same bytes,
whatever the hour and the machine: no system font, no clock.
"""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import typst

from clauses.reports.table import Column, Kind, Report, ReportTable, fingerprint, row_text
from clauses.wording import formats
from clauses.wording import pdf as words
from clauses.wording.workbook import ASKED_BY, METHOD_HEADINGS

MEDIA_TYPE = "application/pdf"
MOST_ROWS = 1_500  # of one table: beyond, nobody reads paper; the workbook has them all
_TEMPLATE = Path(__file__).with_name("document.typ")
_NUMERIC = frozenset({Kind.HOURS, Kind.EUROS, Kind.PERCENT, Kind.POINTS, Kind.COUNT})
_WEIGHTS = {Kind.TEXT: 26, Kind.MONTH: 14, Kind.DAY: 11, Kind.EUROS: 13}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading under the title; level 1 to 3, never skipping one."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Plain text; a blank line in it opens another paragraph."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list, one bullet a text."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a term and what it is."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs, one line under the other."""

    lines: tuple[str, ...]


Block = Heading | Paragraph | Items | Facts | Signature | ReportTable


@dataclass(frozen=True, slots=True)
class Document:
    """What is written; `sender`, `recipient` and `dateline` make it a letter. `footer` is at the foot of every page."""

    title: str
    day: date
    footer: str
    blocks: tuple[Block, ...]
    sender: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    dateline: str | None = None
    author: str = words.AUTHOR
    landscape: bool = False
    dense: bool = False


def pdf_of(what: Document | Report) -> bytes:
    """The bytes of the PDF. A report is laid out as its workbook is: each table, then « Méthode » and the checksum."""
    document = _of_report(what) if isinstance(what, Report) else what
    midnight = datetime(document.day.year, document.day.month, document.day.day, tzinfo=UTC)
    return typst.compile(
        _TEMPLATE,
        root=_TEMPLATE.parent,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(_data(document), ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=midnight,
    )


def _of_report(report: Report) -> Document:
    method = ReportTable(
        words.METHOD,
        words.METHOD,
        tuple(
            Column(heading, Kind.TEXT, width)
            for heading, width in zip(METHOD_HEADINGS, (30, 60, 40), strict=True)
        ),
        ((ASKED_BY, report.asked_by, ""), *report.method) if report.asked_by else report.method,
        note=words.FINGERPRINT.format(fingerprint=fingerprint(report)),
    )
    return Document(
        title=report.title,
        day=report.produced_on,
        footer=words.PRODUCED.format(reference=report.reference, day=formats.day_short(report.produced_on)),
        blocks=(
            Paragraph(words.AS_OF.format(day=formats.day_long(report.as_of)), strong=True),
            *(table for table in report.tables if not table.detail),
            method,
        ),
        landscape=True,
        dense=True,
    )


def _data(document: Document) -> dict[str, Any]:
    blocks: list[dict[str, Any]] = []
    for block in document.blocks:
        blocks += _block(block)
    return {
        "title": _plain(document.title),
        "author": _plain(document.author),
        "day": [document.day.year, document.day.month, document.day.day],
        "footer": _plain(document.footer),
        "page_words": words.PAGE,
        "landscape": document.landscape,
        "dense": document.dense,
        "sender": [_plain(each) for each in document.sender],
        "recipient": [_plain(each) for each in document.recipient],
        "dateline": None if document.dateline is None else _plain(document.dateline),
        "blocks": blocks,
    }


def _block(block: Block) -> list[dict[str, Any]]:
    match block:
        case Heading():
            return [{"kind": "heading", "text": _plain(block.text), "level": block.level}]
        case Paragraph():
            parts = [part for part in block.text.split("\n\n") if part.strip()]
            return [{"kind": "paragraph", "text": _plain(part), "strong": block.strong} for part in parts]
        case Items():
            return [{"kind": "items", "items": [_plain(each) for each in block.items]}]
        case Facts():
            return [{"kind": "facts", "rows": [[_plain(a), _plain(b)] for a, b in block.rows]}]
        case Signature():
            return [{"kind": "signature", "lines": [_plain(each) for each in block.lines]}]
        case ReportTable():
            return [_table(block)]


def _table(table: ReportTable) -> dict[str, Any]:
    """The table as text; a long one is cut, and says how many lines it has."""
    first: list[tuple[str, ...]] = []
    rows = table.each()
    for row in islice(rows, MOST_ROWS):
        first.append(row_text(table, row))
    left = sum(1 for _ in rows)
    notes = [table.note] if table.note else []
    if left:
        notes.append(
            words.REST.format(shown=formats.number(len(first)), count=formats.number(len(first) + left))
        )
    if not first:
        notes.insert(0, words.EMPTY)
    return {
        "kind": "table",
        "title": _plain(table.title) or None,
        "level": 1,
        "headings": [_plain(column.heading) for column in table.columns],
        "numeric": [column.kind in _NUMERIC for column in table.columns],
        "widths": [column.width or _WEIGHTS.get(column.kind, 12) for column in table.columns],
        "rows": [[_plain(cell) for cell in row] for row in first],
        "total": None if table.total is None else [_plain(cell) for cell in row_text(table, table.total)],
        "note": _plain(" ".join(notes)) or None,
    }


def _plain(text: str) -> str:
    """Without the control characters that no reader shows; single line ends stay."""
    return "".join(c for c in text if c in "\n\t" or ord(c) >= 0x20).strip()
