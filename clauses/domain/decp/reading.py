"""What contracts does this DECP file describe, and which rows cannot be taken, and why?"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from clauses.domain.decp import document, model, regulation, table, tabular
from clauses.domain.decp.contracts import Contract, Reading, Refusal
from clauses.domain.decp.findings import Findings, most_after

_LISTS = ("marche", "contrat-concession")


class _Taken:
    """The contracts taken so far; an id (or a lot of our model) met a second time is refused."""

    def __init__(self) -> None:
        self.contracts: list[Contract] = []
        self.refusals: list[Refusal] = []
        self._first: dict[tuple[str, str | None], int] = {}

    def take(self, found: Contract | None, findings: Findings, id_name: str = "id") -> None:
        if found is None:
            self.refusals.extend(findings.refusals())
        elif (key := (found.uid, found.lot)) in self._first:
            findings.ref = found.id
            findings.refuse(id_name, "decp_duplicate", found.id, first=self._first[key])
            self.refusals.extend(findings.refusals())
        else:
            self._first[key] = found.line
            self.contracts.append(found)

    def reading(self, shape: str, read: int) -> Reading:
        refusals = sorted(self.refusals, key=lambda refusal: refusal.line)
        return Reading(shape, read, tuple(self.contracts), tuple(refusals))


class _Reader:
    def __init__(
        self,
        is_siret: Callable[[str], bool],
        today: date,
        most: int,
        prepare: Callable[[table.Row], None] | None = None,
    ) -> None:
        self.is_siret = is_siret
        self.prepare = prepare
        self.most = most
        self.today = today
        self.taken = _Taken()

    def findings(self, line: int, text_line: int | None) -> Findings:
        told = len(self.taken.refusals)
        return Findings(line, text_line, is_siret=self.is_siret, today=self.today, most=most_after(told))

    def records(self, shape: str, records: list[tuple[Any, bool]], lines: list[int] | None) -> Reading:
        """Records of the regulation, each with whether its list is that of the concessions."""
        _count(len(records), self.most)
        for rank, (record, concession) in enumerate(records):
            findings = self.findings(rank + 1, lines[rank] if lines else None)
            found = regulation.contract(findings, record, concession=concession)
            self.taken.take(found, findings)
        return self.taken.reading(shape, len(records))

    def rows(self, rows: list[table.Row]) -> Reading:
        """Rows of the tabular consolidation or of our model, by their columns."""
        columns = {column: name for row in rows[:50] for column, name in row.names.items()}
        if all(column in columns for column in model.NEEDED):
            for row in rows:
                if self.prepare is not None:
                    self.prepare(row)
                findings = self.findings(row.line, row.text_line)
                self.taken.take(model.contract(findings, row), findings, row.name("reference"))
            self.taken.contracts = model.differences(self.taken.contracts, columns)
            return self.taken.reading("model", len(rows))
        if not all(column in columns for column in tabular.NEEDED):
            raise document.refused("decp_unreadable")
        old = "datenotification" in columns.values() or any(sign in columns for sign in tabular.OLD_SIGNS)
        for rows_of_one in tabular.group(rows):
            found, refusals = tabular.contract(
                rows_of_one, lambda row: self.findings(row.line, row.text_line)
            )
            first = rows_of_one[0]
            if found is None:
                self.taken.refusals.extend(refusals)
            else:
                self.taken.take(found, self.findings(first.line, first.text_line))
        return self.taken.reading("tabular_old" if old else "tabular", len(rows))


def _count(n: int, most: int) -> None:
    if n > most:
        raise document.refused("decp_too_many", limit=most)
    if not n:
        raise document.refused("decp_no_contract")


def _same_length(lines: list[int] | None, n: int) -> list[int] | None:
    return lines if lines is not None and len(lines) == n else None


def _read_json(reader: _Reader, text: str) -> Reading:
    document.refuse_crowded(text, document.MAX_VALUES * max(1, reader.most // document.MAX_RECORDS))
    lines = document.record_lines(text)
    content = document.loaded(text)
    if isinstance(content, dict) and "marches" in content:
        marches = content["marches"]
        if isinstance(marches, list):
            records = [(record, False) for record in marches]
            return reader.records("regulation_old", records, _same_length(lines.get("{["), len(records)))
        if isinstance(marches, dict) and any(isinstance(marches.get(key), (list, dict)) for key in _LISTS):
            records = []
            for key, held in marches.items():  # in the order of the file, so that a line is found again
                if key in _LISTS and held:
                    records += [(r, key != "marche") for r in (held if isinstance(held, list) else [held])]
            return reader.records("regulation", records, _same_length(lines.get("{{["), len(records)))
        raise document.refused("decp_unreadable")
    where = "{[" if isinstance(content, dict) else "["
    items = content.get("data") if isinstance(content, dict) else content
    if not isinstance(items, list):
        raise document.refused("decp_unreadable")
    _count(len(items), reader.most)
    found = _same_length(lines.get(where), len(items))
    if any(isinstance(item, dict) and ("titulaires" in item or "acheteur" in item) for item in items[:50]):
        return reader.records("regulation_old", [(item, False) for item in items], found)
    return reader.rows(table.json_rows(items, found))


def read(
    content: bytes,
    filename: str,
    *,
    is_siret: Callable[[str], bool],
    today: date,
    most_bytes: int = document.MAX_BYTES,
    most_records: int = document.MAX_RECORDS,
    aliases: Mapping[str, str] | None = None,
    prepare: Callable[[table.Row], None] | None = None,
) -> Reading:
    """The contracts of a DECP file (JSON of the regulation or table) or of our CSV model.

    `is_siret` tells whether 14 digits pass the check of a SIRET; `today` tells which days are still to come. The
    name of the file decides nothing: its content does. Raises `Refused` on `import_file` for a file that cannot be
    read at all. `aliases` are the headings of our own model in plain French, and `prepare` completes a row of it
    before it is read.
    """
    if len(content) > most_bytes:
        raise document.refused("decp_too_big", size=len(content), limit=most_bytes // 1_000_000)
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if not start:
        raise document.refused("decp_empty")
    reader = _Reader(is_siret, today, most_records, prepare)
    if start in (b"{", b"["):
        return _read_json(reader, document.decoded(content, strict=True))
    rows = table.csv_rows(document.decoded(content, strict=False), most_records, aliases)
    if not rows:
        raise document.refused("decp_no_contract")
    return reader.rows(rows)


def read_rows(
    rows: list[table.Row],
    *,
    is_siret: Callable[[str], bool],
    today: date,
    prepare: Callable[[table.Row], None] | None = None,
) -> Reading:
    """The same from rows read elsewhere, in a workbook for instance; refused when they are not our model's."""
    if not rows:
        raise document.refused("decp_no_contract")
    if not all(column in rows[0].names for column in model.NEEDED):
        raise document.refused("decp_unreadable")
    return _Reader(is_siret, today, len(rows), prepare).rows(rows)
