"""How is a programme written as a workbook? The answer to each line with its reasons, then the load by month."""

from datetime import date
from typing import BinaryIO

from clauses.queries.programme import Answered, ProgrammeFile
from clauses.reference import rulebook
from clauses.reports import xlsx
from clauses.reports.table import Column, Kind, Report, ReportTable, Row
from clauses.wording import programme as words
from clauses.wording.rules import rule_lines, rule_title

_RULES = ("programme", "sizing")


def write(file: ProgrammeFile, target: BinaryIO, *, on: date) -> None:
    """The workbook of a programme, with the rules in force on the day."""
    xlsx.write(report(file, on), target)


def report(file: ProgrammeFile, on: date) -> Report:
    programme = file.programme
    headings = list(dict.fromkeys(name for one in file.lines for name in one.line.free))
    columns = (
        Column(words.ROW, Kind.COUNT), Column(words.REFERENCE, Kind.TEXT, 16), Column(words.OBJECT, Kind.TEXT, 48),
        Column(words.AMOUNT, Kind.EUROS), Column(words.START, Kind.DAY), Column(words.MONTHS, Kind.COUNT),
        Column(words.PLACE, Kind.TEXT, 20), Column(words.TRADE, Kind.TEXT, 24), Column(words.ANSWER, Kind.TEXT, 16),
        Column(words.HOURS, Kind.HOURS), Column(words.WHY, Kind.TEXT, 60),
        *(Column(name, Kind.TEXT) for name in headings),
    )  # fmt: skip
    load = tuple((one.month, one.clause, one.reserved) for one in file.load)
    total = ("Total", sum(one.clause for one in file.load), sum(one.reserved for one in file.load))
    return Report(
        title=programme.title,
        reference=programme.organization.name,
        as_of=on,
        produced_on=on,
        tables=(
            ReportTable(words.SHEET_ANSWERS, programme.title, columns,
                        tuple(_row(one, headings) for one in file.lines)),
            ReportTable(words.SHEET_LOAD, words.SHEET_LOAD,
                        (Column(words.MONTH, Kind.MONTH), Column(words.CLAUSE_HOURS, Kind.HOURS),
                         Column(words.RESERVED_HOURS, Kind.HOURS)), load, note=words.RESERVED_NOTE,
                        total=total if load else None),
        ),
        method=_method(on),
    )  # fmt: skip


def _row(one: Answered, headings: list[str]) -> Row:
    line, judged = one.line, one.judged
    return (
        line.row, line.reference, line.title, line.amount, line.starts_on, line.months, one.place,
        one.trade.label if one.trade else None, words.ANSWERS[judged.answer], judged.hours or None, explained(one),
        *(line.free.get(name) for name in headings),
    )  # fmt: skip


def explained(one: Answered) -> str:
    """Why this answer, and where its trade was read."""
    guessed = (
        words.TRADE_GUESSED.format(trade=one.trade.label) if one.line.trade_guessed and one.trade else ""
    )
    return f"{words.why(one.judged)} {guessed}".strip()


def _method(on: date) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (f"{rule_title(rule.name)} · {term}", value, rule.source)
        for rule in rulebook.described(on)
        if rule.name in _RULES
        for term, value in rule_lines(rule.name, rule.values)
    )
