"""Which structures does a file describe, and which of its rows cannot be taken, and why?

The text is read by the guards of every file that comes in: size, encoding, depth, doubled names, broken tables.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from clauses.domain.decp import Refusal, document, table
from clauses.domain.decp.findings import Findings, most_after
from clauses.domain.decp.table import Row
from clauses.domain.directory.entry import Entry
from clauses.domain.directory.row import entry_of
from clauses.domain.directory.shapes import shape_of
from clauses.domain.errors import Refused
from clauses.domain.kinds_partners import DirectoryShape

MAX_BYTES, MAX_ROWS = 10_000_000, 20_000  # the whole country is some 7 000 structures
_LISTS = ("results", "data", "siaes")  # what a service puts its rows in, page by page
_SAID_OTHERWISE = {
    "decp_unreadable": "list_unreadable",
    "decp_too_deep": "list_too_deep",
    "decp_too_many": "list_too_many",
    "decp_empty": "sheet_empty",
}


@dataclass(frozen=True, slots=True)
class Reading:
    shape: DirectoryShape
    read: int
    entries: tuple[Entry, ...]
    refusals: tuple[Refusal, ...]


def rows_of(content: bytes) -> list[Row]:
    """The rows of a JSON list or of a CSV. Raises Refused for a file that cannot be read at all."""
    if len(content) > MAX_BYTES:
        raise document.refused("decp_too_big", limit=MAX_BYTES // 1_000_000)
    try:
        bare = content.removeprefix(b"\xef\xbb\xbf").lstrip()
        if not bare:
            raise document.refused("decp_empty")
        is_json = bare[:1] in (b"{", b"[")
        text = document.decoded(content, strict=is_json)
        if is_json:
            return _json_rows(text)
        if text.lstrip("\r\n")[:1] == "<" or _undecoded(text):
            raise document.refused("decp_unreadable")
        return table.csv_rows(text, MAX_ROWS)
    except Refused as refusal:
        code = _SAID_OTHERWISE.get(refusal.code)
        if code is None:
            raise
        raise document.refused(code, **{k: v for k, v in refusal.facts.items() if k != "field"}) from None


def read_rows(
    rows: Sequence[Row], *, is_siret: Callable[[str], bool], today: date, listed_on: date | None = None
) -> Reading:
    """The structures of these rows; `listed_on` is the day of a list that does not date its rows.

    A structure (SIRET and kind) described twice is taken once, the first time; the second row is refused.
    """
    columns = {column for row in rows[:50] for column in row.names}
    shape = shape_of(columns)
    if shape is None:
        raise document.refused("list_unreadable")
    if not rows:
        raise document.refused("list_empty")
    if len(rows) > MAX_ROWS:
        raise document.refused("list_too_many", limit=MAX_ROWS)
    entries: dict[tuple[str, str], Entry] = {}
    refusals: list[Refusal] = []
    for row in rows:
        findings = Findings(
            row.line, row.text_line, is_siret=is_siret, today=today, most=most_after(len(refusals))
        )
        entry = entry_of(findings, row, shape, listed_on)
        if entry is not None and (first := entries.get(entry.key)) is not None:
            findings.refuse(row.name("siret"), "siae_twice", entry.siret, first=first.line, kind=entry.kind)
            entry = None
        if entry is None:
            refusals.extend(findings.refusals())
        else:
            entries[entry.key] = entry
    return Reading(shape, len(rows), tuple(entries.values()), tuple(refusals))


def _json_rows(text: str) -> list[Row]:
    document.refuse_crowded(text)
    lines = document.record_lines(text)
    held: Any = document.loaded(text)
    found = lines.get("[")
    if isinstance(held, dict):
        name = next((name for name in _LISTS if isinstance(held.get(name), list)), None)
        if name is None:
            raise document.refused("decp_unreadable")
        held, found = held[name], lines.get("{[")
    if len(held) > MAX_ROWS:
        raise document.refused("decp_too_many", limit=MAX_ROWS)
    return table.json_rows(held, found if found is not None and len(found) == len(held) else None)


def _undecoded(text: str) -> bool:
    """Whether this is no text at all: a picture, an archive, a program."""
    return any(ord(c) < 32 and c not in "\t\r\n\f" for c in text[:2000])
