"""What does a table of projects say, once its columns have a meaning? Each cell read or noted as odd, never guessed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from clauses.domain.programme import Meaning
from clauses.domain.values import half_up
from clauses.models.programme import ProgrammeLine
from clauses.queries.sheets import Cell, Line
from clauses.queries.sheets import columns as sheets
from clauses.queries.sheets.columns import Column, Table
from clauses.reference import geography, trade_search, trades
from clauses.reference.geography import folded
from clauses.wording import parsing
from clauses.wording import programme as words

FIELD = "programme_file"
MOST_EUROS = 10**12  # cents
LONGEST_MONTHS = 240
_LONGEST_TITLE = 1000


@dataclass(frozen=True, slots=True)
class Odd:
    """Something that could not be read in a line; `code` None for a line that is left out."""

    row: int
    code: str | None
    value: str


def table(content: bytes) -> Table:
    """The columns and the lines of a programme."""
    return sheets.table(content, field=FIELD, empty="programme_no_line")


def guessed(columns: Sequence[Column], known: Mapping[str, str]) -> dict[int, Meaning]:
    """A meaning for each column: the one remembered, else the one its heading suggests, each used once."""
    found: dict[int, Meaning] = {}
    values = {meaning.value for meaning in Meaning}
    for column in columns:
        if known.get(column.key) in values:
            found[column.index] = Meaning(known[column.key])
    for column in columns:
        if column.index not in found:
            meaning = _by_heading(column.heading)
            free = meaning is None or meaning in found.values()
            found[column.index] = Meaning.FREE if free or meaning is None else meaning
    return found


def _by_heading(heading: str) -> Meaning | None:
    plain = f" {folded(heading)} "
    raw = heading.casefold()
    for meaning, names in words.HEADINGS:
        for name in names:
            word = folded(name)
            if f" {word} " in plain or f" {word}s " in plain or (not name.isascii() and name in raw):
                return meaning
    return None


def lines_of(
    found: Table, meanings: Mapping[int, Meaning], on: date
) -> tuple[list[ProgrammeLine], list[Odd]]:
    """The lines as they would be kept, and what is odd in them; nothing is stored."""
    at: dict[Meaning, int] = {
        meaning: index
        for index, meaning in meanings.items()
        if meaning not in (Meaning.FREE, Meaning.IGNORED)
    }
    free = [
        (column.index, column.heading)
        for column in found.columns
        if meanings.get(column.index) is Meaning.FREE
    ]
    kept: list[ProgrammeLine] = []
    odd: list[Odd] = []
    for line in found.lines:
        title = sheets.shown(line.get(at.get(Meaning.TITLE)))
        if not title:
            odd.append(Odd(line.number, None, ""))
            continue
        kept.append(_line(line, at, free, title, odd, on))
    return kept, odd


def labels(lines: Sequence[ProgrammeLine], on: date) -> dict[int, tuple[str | None, str | None]]:
    """(commune, trade) of each line in words, by its row."""
    known = {one.code: one.label for one in trades.trades(on)}
    found = {}
    for line in lines:
        place = geography.commune(line.commune_code) if line.commune_code else None
        found[line.row] = (place.name if place else None, known.get(line.trade or ""))
    return found


def _line(
    line: Line,
    at: Mapping[Meaning, int],
    free: Sequence[tuple[int, str]],
    title: str,
    odd: list[Odd],
    on: date,
) -> ProgrammeLine:
    def cell(meaning: Meaning) -> Cell:
        return line.get(at.get(meaning))

    def note(code: str, value: Cell) -> None:
        odd.append(Odd(line.number, code, sheets.shown(value)[:60]))

    amount = _amount(cell(Meaning.AMOUNT), 1)
    if amount is None:
        amount = _amount(cell(Meaning.THOUSANDS), 1000)
    written = cell(Meaning.AMOUNT) if cell(Meaning.AMOUNT) is not None else cell(Meaning.THOUSANDS)
    if amount is None and written is not None:
        note("amount", written)
    start, end = _day(cell(Meaning.START)), _day(cell(Meaning.END), last=True)
    for code, meaning, read_as in (("start", Meaning.START, start), ("end", Meaning.END, end)):
        if read_as is None and cell(meaning) is not None:
            note(code, cell(meaning))
    months = _months(cell(Meaning.MONTHS))
    if months is None and cell(Meaning.MONTHS) is not None:
        note("months", cell(Meaning.MONTHS))
    if months is None and start and end:
        span = (end.year - start.year) * 12 + end.month - start.month + 1
        months = span if 1 <= span <= LONGEST_MONTHS else None
        if span < 1:
            note("order", None)
    place = sheets.shown(cell(Meaning.PLACE))
    commune = geography.find(place) if place else None
    if place and commune is None:
        note("place", place)
    trade = sheets.shown(cell(Meaning.TRADE))
    said = trade_search.meant(trade, on) if trade else []
    if trade and len(said) != 1:
        note("trade", trade)
    only = said[0].code if len(said) == 1 else _trade_in(title, on)
    return ProgrammeLine(
        row=line.number, reference=sheets.shown(cell(Meaning.REFERENCE))[:40] or None, title=title[:_LONGEST_TITLE],
        amount=amount, starts_on=start, months=months, commune_code=commune.code if commune else None, trade=only,
        trade_guessed=bool(only) and len(said) != 1,
        free={heading: text for index, heading in free if (text := sheets.shown(line.get(index)))},
    )  # fmt: skip


def _amount(cell: Cell, unit: int) -> int | None:
    """Cents; None for what is no amount above zero."""
    if isinstance(cell, bool) or cell is None or isinstance(cell, date):
        return None
    if isinstance(cell, Decimal):
        cents = half_up(Fraction(cell) * 100 * unit)
    else:
        text = re.sub(r"(?i)k ?€|keur|€|euros?|\bht\b", "", cell)
        try:
            cents = parsing.euros(text) * unit
        except parsing.NotUnderstood:
            return None
    return cents if 0 < cents <= MOST_EUROS else None


def _day(cell: Cell, *, last: bool = False) -> date | None:
    """A day, a month (its 1st) or a quarter (its first month, its last one for an end)."""
    if isinstance(cell, date):
        return cell if 2000 <= cell.year <= 2100 else None
    if not isinstance(cell, str):
        return None
    for read_as in (parsing.day, parsing.month):
        try:
            found = read_as(cell)
        except parsing.NotUnderstood:
            continue
        return found if 2000 <= found.year <= 2100 else None
    quarter = re.fullmatch(
        r"t ?([1-4]) ?[/\- ]? ?(20\d\d)|([1-4]) ?(?:er|e|eme|nd)? trimestre (20\d\d)", folded(cell)
    )
    if quarter is None:
        return None
    rank, year = int(quarter[1] or quarter[3]), int(quarter[2] or quarter[4])
    return date(year, rank * 3 if last else rank * 3 - 2, 1)


def _months(cell: Cell) -> int | None:
    if isinstance(cell, Decimal):
        whole = int(cell) if cell == cell.to_integral_value() and abs(cell) < 10**6 else None
    elif isinstance(cell, str) and (found := re.fullmatch(r"([0-9]{1,3}) ?(?:mois)?", cell.strip())):
        whole = int(found[1])
    elif isinstance(cell, str) and (found := re.fullmatch(r"([0-9]{1,2}) ?ans?", cell.strip())):
        whole = int(found[1]) * 12
    else:
        whole = None
    return whole if whole is not None and 1 <= whole <= LONGEST_MONTHS else None


def _trade_in(title: str, on: date) -> str | None:
    """The one trade that the words of a title name; None when they name none or several."""
    found = {_one_trade(word, on) for word in folded(title).split() if len(word) > 4} - {None}
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=4096)
def _one_trade(word: str, on: date) -> str | None:
    meant = trade_search.meant(word, on)
    return meant[0].code if len(meant) == 1 else None
