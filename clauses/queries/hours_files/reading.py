"""What would a file of hours change? Every line read, matched and summed by person, lot and month; nothing written."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import select, tuple_

from clauses.access.policy import Actor
from clauses.domain.hours_files import MONTHLY_PAID, Meaning, Writing, hundredths
from clauses.extensions import db
from clauses.models.hours import EmploymentContract, HoursEntry, MonthlyReport
from clauses.queries import hours_pooled
from clauses.queries.hours_files import cells
from clauses.queries.hours_files.matching import Employed, Said, Unmatched, employed
from clauses.queries.hours_months import TO_DO
from clauses.queries.sheets import Line
from clauses.queries.sheets import columns as sheets
from clauses.queries.sheets.columns import Column, Table
from clauses.reference.geography import folded
from clauses.wording import hours_files as words

FIELD = "hours_file"
HOURS = (Meaning.WORKED, Meaning.TRAINING)
MOST = 2_000  # months of people in one file


@dataclass(frozen=True, slots=True)
class Columns:
    """What each column means, how hours are written, and the month where the file says none."""

    meanings: Mapping[int, Meaning]
    writing: Writing = Writing.DECIMAL
    month: date | None = None

    def at(self, meaning: Meaning) -> int | None:
        return next((index for index, one in self.meanings.items() if one is meaning), None)


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a line cannot be taken: its number in the file, the heading of its column, the code and its facts."""

    row: int
    column: str
    code: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stranger:
    """A line about somebody the portal does not know: others than people in insertion stand in a payroll."""

    row: int
    name: str


@dataclass(slots=True)
class Planned:
    """The hours of one contract in one month (hundredths), the lines they come from and what stands there today."""

    contract: EmploymentContract
    month: date
    worked: int
    training: int
    comment: str | None
    rows: tuple[int, ...]
    rounded: bool
    before: tuple[int, int] | None = None
    pool_id: int | None = None  # shared between the lots of this pool, whatever lot the file says
    entry_id: int | None = None
    settled: bool = False

    def add(self, other: "Planned") -> None:
        """The hours of another lot of the same pool."""
        self.worked, self.training = self.worked + other.worked, self.training + other.training
        self.rows, self.rounded = (*self.rows, *other.rows), self.rounded or other.rounded
        self.comment = self.comment or other.comment

    @property
    def changes(self) -> bool:
        return self.before != (self.worked, self.training)

    @property
    def paid_by_month(self) -> bool:
        """151,67 h is what a full month is paid, whatever was worked."""
        return self.worked in MONTHLY_PAID


@dataclass(slots=True)
class Reading:
    """A whole file, as it would be taken."""

    planned: list[Planned] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    strangers: list[Stranger] = field(default_factory=list)
    months: tuple[date, ...] = ()

    @property
    def sound(self) -> bool:
        return not self.wrong and any(one.changes for one in self.planned)

    @property
    def digest(self) -> str:
        """The digest of what would change, and from what: another reading gives another one."""
        told = [
            [one.contract.id, one.month.isoformat(), one.worked, one.training, one.comment, one.before]
            for one in self.planned
        ]
        return hashlib.sha256(repr(told).encode()).hexdigest()


@dataclass(slots=True)
class _Sum:
    contract: EmploymentContract
    worked: Fraction = Fraction(0)
    training: Fraction = Fraction(0)
    comments: list[str] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)


def table(content: bytes) -> Table:
    """The columns and the lines of a file of hours. Raises Refused for a file that is not read."""
    return sheets.table(content, field=FIELD, empty="hours_file_no_line")


def guessed(columns: Sequence[Column], known: Mapping[str, str]) -> dict[int, Meaning]:
    """A meaning for each column: the one remembered for this shape of file, else what its heading suggests."""
    values = {meaning.value for meaning in Meaning}
    found: dict[int, Meaning] = {}
    for column in columns:
        if known.get(column.key) in values:
            found[column.index] = Meaning(known[column.key])
    for column in columns:
        if column.index not in found:
            meaning = _by_heading(column.heading)
            found[column.index] = Meaning.IGNORED if meaning in found.values() else meaning
    return found


def _by_heading(heading: str) -> Meaning:
    plain = f" {folded(heading)} "
    for meaning, names in words.HEADINGS:
        if any(f" {name} " in plain or f" {name}s " in plain for name in names):
            return meaning
    return Meaning.IGNORED


def read(actor: Actor, found: Table, columns: Columns, on: date) -> Reading:
    """What a file says for the people this organization employs. Four statements, however long the file."""
    reading = Reading()
    known = employed(actor)
    sums: dict[tuple[int, date], _Sum] = {}
    headings = {column.index: column.heading for column in found.columns}
    for line in found.lines:
        _take(line, columns, headings, known, on, sums, reading)
    reading.planned = [_planned(key, total) for key, total in sums.items()]
    reading.planned.sort(key=lambda one: (one.month, one.contract.lot_id, one.contract.participant.fold))
    reading.months = tuple(sorted({one.month for one in reading.planned}))
    if len(reading.planned) > MOST:
        reading.wrong.append(Wrong(0, "", "hours_file_too_many", {"limit": MOST}))
    entries = _stand(reading)
    _share_out(reading, known, entries)
    _refuse_settled(reading)
    return reading


def _take(
    line: Line, columns: Columns, headings: Mapping[int, str], known: Employed, on: date,
    sums: dict[tuple[int, date], _Sum], reading: Reading,
) -> None:  # fmt: skip
    def wrong(meaning: Meaning, code: str, **facts: Any) -> None:
        at = columns.at(meaning)
        reading.wrong.append(Wrong(line.number, headings.get(at, "") if at is not None else "", code, facts))

    def text(meaning: Meaning) -> str:
        return sheets.shown(line.get(columns.at(meaning)))

    names = text(Meaning.FULL_NAME) or f"{text(Meaning.LAST_NAME)} {text(Meaning.FIRST_NAME)}".strip()
    if any(isinstance(cell, str) and folded(cell).startswith(words.TOTALS) for cell in line.cells):
        return  # the sum at the foot of the table, or of a person
    said: dict[Meaning, Fraction] = {}
    for meaning in HOURS:
        try:
            said[meaning] = cells.hours(line.get(columns.at(meaning)), columns.writing)
        except cells.Unreadable as refused:
            wrong(meaning, refused.code, value=text(meaning)[:40])
            return
    if not any(said.values()):
        return
    if not names and not text(Meaning.LINE):  # also the lines under a name whose cells are merged
        wrong(_name_column(columns), "hours_file_nobody")
        return
    try:
        month = _month(line, columns)
        birth = cells.day(line.get(columns.at(Meaning.BIRTH)))
    except cells.Unreadable as refused:
        meaning = Meaning.BIRTH if refused.code == "hours_file_day" else _month_column(columns)
        wrong(meaning, refused.code, value=text(meaning)[:40])
        return
    if month is None:
        wrong(_month_column(columns), "hours_file_month", value="")
        return
    if month > on:
        wrong(_month_column(columns), "hours_file_future", month=month)
        return
    number = text(Meaning.LOT)
    if number and not (number.isascii() and number.isdigit() and len(number) < 6):
        wrong(Meaning.LOT, "hours_file_lot", value=number[:40])
        return
    try:
        contract = known.contract(
            Said(text(Meaning.LINE), names, birth, text(Meaning.MARKET), int(number) if number else None),
            month,
        )
    except Unmatched as why:
        if why.stranger:
            reading.strangers.append(Stranger(line.number, names[:80]))
        else:
            at = Meaning.LINE if why.code == "hours_file_line" else _name_column(columns)
            wrong(at, why.code, **why.facts)
        return
    total = sums.setdefault((contract.id, month), _Sum(contract))
    total.worked += said[Meaning.WORKED]
    total.training += said[Meaning.TRAINING]
    total.rows.append(line.number)
    comment = text(Meaning.COMMENT)
    if comment and comment not in total.comments:
        total.comments.append(comment)


def _month(line: Line, columns: Columns) -> date | None:
    return (
        cells.month(line.get(columns.at(Meaning.MONTH)))
        or cells.month(line.get(columns.at(Meaning.DAY)))
        or columns.month
    )


def _month_column(columns: Columns) -> Meaning:
    return Meaning.MONTH if columns.at(Meaning.MONTH) is not None else Meaning.DAY


def _name_column(columns: Columns) -> Meaning:
    return Meaning.FULL_NAME if columns.at(Meaning.FULL_NAME) is not None else Meaning.LAST_NAME


def _planned(key: tuple[int, date], total: _Sum) -> Planned:
    worked, cut = hundredths(total.worked)
    training, cut_too = hundredths(total.training)
    comment = " ; ".join(total.comments)[:500] or None
    return Planned(total.contract, key[1], worked, training, comment, tuple(total.rows), cut or cut_too)


def _stand(reading: Reading) -> set[int]:
    """Beside each line, what stands there today; the numbers of the lines that stand."""
    months = {(one.contract.lot_id, one.month) for one in reading.planned}
    reports = {(r.lot_id, r.month): r for r in _reports(sorted(months))}
    entries: dict[tuple[int, int, int, Any], HoursEntry] = {}
    ids = [report.id for report in reports.values()]
    for some in _parts(ids):
        for entry in db.session.scalars(select(HoursEntry).where(HoursEntry.report_id.in_(some))):
            entries[entry.report_id, entry.participant_id, entry.employer_id, entry.modality] = entry
    for one in reading.planned:
        report = reports.get((one.contract.lot_id, one.month))
        if report is None:
            continue
        contract = one.contract
        kept = entries.get((report.id, contract.participant_id, contract.employer_id, contract.modality))
        if kept is not None:
            one.before = (kept.worked, kept.training)
            one.comment, one.entry_id = one.comment or kept.comment, kept.id
        one.settled = report.state not in TO_DO
    return {one.entry_id for one in reading.planned if one.entry_id is not None}


def _share_out(reading: Reading, known: Employed, entries: set[int]) -> None:
    """The hours of a pooled person are one total for the month, to be split between the lots of the pool (R15)."""
    fed: dict[int, int] | None = None
    totals: dict[tuple[int, int, int, date], Planned] = {}
    kept: list[Planned] = []
    for one in reading.planned:
        contract, pool_id = one.contract, known.pool_of(one.contract, one.month)
        if pool_id is not None and fed is None:
            fed = hours_pooled.part_entries(entries)
        if pool_id is None or (one.entry_id is not None and one.entry_id not in (fed or {})):
            kept.append(one)  # also a line typed apart before the pool
            continue
        key = (pool_id, contract.participant_id, contract.employer_id, one.month)
        if key in totals:
            totals[key].add(one)
            continue
        pooled = hours_pooled.of_month(pool_id, one.month).get(key[1:3])
        one.pool_id, one.settled = pool_id, False
        one.before = (pooled.worked, pooled.training) if pooled is not None else None
        totals[key] = one
        kept.append(one)
    reading.planned = kept


def _refuse_settled(reading: Reading) -> None:
    """A month that was sent takes nothing more."""
    for one in reading.planned:
        if one.settled and one.changes:
            facts = {"name": one.contract.participant.short, "month": one.month}
            reading.wrong.append(Wrong(one.rows[0], "", "hours_file_settled", facts))


def _reports(months: Sequence[tuple[int, date]]) -> Iterator[MonthlyReport]:
    for some in _parts(months):
        yield from db.session.scalars(
            select(MonthlyReport).where(tuple_(MonthlyReport.lot_id, MonthlyReport.month).in_(some))
        )


def _parts(some: Sequence[Any], size: int = 400) -> Iterator[Sequence[Any]]:
    for start in range(0, len(some), size):
        yield some[start : start + size]
