"""How are the cells of a file of hours read? Hours as exact fractions, months, days; what is not understood says so."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from clauses.domain.hours_files import Writing, hours_in, unclear
from clauses.domain.values import month_of
from clauses.queries.sheets import Cell, Line
from clauses.queries.sheets.columns import shown
from clauses.wording import parsing

_CLOCK = re.compile(r"(?:([0-9]{1,3}) days?, )?([0-9]{1,4}):([0-5][0-9])(?::([0-5][0-9])(?:\.0+)?)?")
_SPOKEN = re.compile(
    r"([0-9]{1,4}) ?(?:h|heures?) ?(?:([0-5]?[0-9]) ?(?:mn|min|minutes?|m)?)?", re.IGNORECASE
)
_PLAIN = re.compile(r"([0-9]{1,3}(?: [0-9]{3})+|[0-9]{1,9})(?:[.,]([0-9]{1,9}))?")
_MOST = 10_000  # of any unit: beyond, it is a number of something else


class Unreadable(Exception):  # noqa: N818 - one cell, told by its line and column
    """A cell that says no hours: `code` of its sentence."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Number:
    """A number whose unit is for the file to say."""

    value: Fraction


def read(cell: Cell) -> Fraction | Number | None:
    """The hours of a cell when it says them outright (7:30, 7 h 30), its bare number, or None when it is empty."""
    if cell is None:
        return None
    if isinstance(cell, (bool, date)):
        raise Unreadable("hours_file_hours")
    if isinstance(cell, Decimal):
        return _bare(cell)
    text = " ".join(cell.split())
    clock = _CLOCK.fullmatch(text)
    if clock is not None:
        days, hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return days * 24 + hours + Fraction(minutes, 60) + Fraction(seconds, 3600)
    spoken = _SPOKEN.fullmatch(text)
    if spoken is not None:
        return int(spoken[1]) + Fraction(int(spoken[2] or 0), 60)
    if text.startswith(("-", "−", "–")) and _PLAIN.fullmatch(text[1:].strip()):
        raise Unreadable("hours_file_negative")
    plain = _PLAIN.fullmatch(text)
    if plain is None:
        if text.strip("-–— "):
            raise Unreadable("hours_file_hours")
        return None  # a dash means nothing was worked
    try:
        return _bare(Decimal(f"{plain[1].replace(' ', '')}.{plain[2] or '0'}"))
    except InvalidOperation:  # pragma: no cover - the pattern lets nothing else pass
        raise Unreadable("hours_file_hours") from None


def _bare(value: Decimal) -> Number:
    if value < 0:
        raise Unreadable("hours_file_negative")
    if value > _MOST:
        raise Unreadable("hours_file_hours")
    return Number(Fraction(value))


def hours(cell: Cell, writing: Writing) -> Fraction:
    """The hours of a cell, zero when it is empty. Raises Unreadable."""
    found = read(cell)
    if found is None:
        return Fraction(0)
    if isinstance(found, Number):
        said = hours_in(found.value, writing)
        if said is None:
            raise Unreadable("hours_file_clock")
        return said
    return found


def doubtful(lines: Sequence[Line], columns: Iterable[int]) -> str | None:
    """What is written in a cell of these columns that reads two ways, when nothing settles how hours are written."""
    found: dict[Fraction, str] = {}
    for index in columns:
        for line in lines:
            try:
                said = read(line.get(index))
            except Unreadable:
                continue
            if isinstance(said, Number):
                found.setdefault(said.value, shown(line.get(index)))
    doubt = unclear(found)
    return found[doubt] if doubt is not None else None


def month(cell: Cell) -> date | None:
    """The month of a cell, from a day or a month; None when it is empty. Raises Unreadable."""
    if cell is None:
        return None
    if isinstance(cell, (bool, Decimal)):
        raise Unreadable("hours_file_month")
    if isinstance(cell, date):
        return month_of(cell)
    for reading in (parsing.month, parsing.day):
        try:
            return month_of(reading(cell))
        except parsing.NotUnderstood:
            continue
    raise Unreadable("hours_file_month")


def day(cell: Cell) -> date | None:
    """The day of a cell; None when it is empty. Raises Unreadable."""
    if cell is None:
        return None
    if isinstance(cell, date):
        return cell
    try:
        return parsing.day(shown(cell))
    except parsing.NotUnderstood:
        raise Unreadable("hours_file_day") from None
