"""How do the figures that are no sum of lines differ: targets, full-time equivalents, persons? From what was printed."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Protocol

from clauses.domain.reconciliation import PUBLISHED
from clauses.models.compliance import ReportRequest
from clauses.queries import report_figures, report_names
from clauses.queries import report_reconciliation as queries
from clauses.queries.report_figures import TOTAL, Figure
from clauses.reports.table import Column, Kind, ReportTable, Row
from clauses.wording import formats, reviews
from clauses.wording import reconciliation as words
from clauses.wording import report as report_words

FINEST = ("lot", "market", "buyer", "territory")
SAID_ELSEWHERE = frozenset({
    report_words.BUYER, report_words.OBJECT, report_words.COMPANY, report_words.STATE, report_words.TARGET,
    reviews.SIRET, reviews.TERRITORY,
})  # fmt: skip
WHYS = {
    report_words.PERSONS: words.PERSONS_WHY, reviews.PERSONS: words.PERSONS_WHY, report_words.CONTRACTS: words.PERSONS_WHY,
    reviews.SEVERAL: words.PERSONS_WHY, report_words.RATE: words.RATE_WHY,
}  # fmt: skip


class Compared(Protocol):
    """Two reports that are compared, and how the second is read."""

    @property
    def one(self) -> ReportRequest: ...

    @property
    def other(self) -> ReportRequest: ...

    @property
    def second(self) -> queries.Side: ...


def targets_table(found: Compared) -> ReportTable | None:
    """The targets that differ, by the finest level that both reports print; None where they print none in common."""
    first, second = (report_figures.targets(tables) for tables in _tables(found))
    level = next((one for one in FINEST if _at(first, one) and _at(second, one)), None)
    if level is None or found.second.reading != PUBLISHED:
        return None
    there, elsewhere = _at(first, level), _at(second, level)
    numbers = [one for one in {**there, **elsewhere} if there.get(one) != elsewhere.get(one)]
    called = queries.names(dict.fromkeys(numbers)) | {
        ("territory", str(number)): name for number, name in report_names.territories()
    }
    rows: list[Row] = []
    for figure in sorted(numbers, key=lambda one: (called.get(one, ""), one)):
        rows.append(_target(called.get(figure, figure[1]), there.get(figure), elsewhere.get(figure)))
    whole = (first.get(TOTAL, sum(there.values())), second.get(TOTAL, sum(elsewhere.values())))
    alone, changed = sum(row[4] or 0 for row in rows), sum(row[5] or 0 for row in rows)
    difference = whole[1] - whole[0]
    total = (words.ALL_TARGETS, *whole, difference, alone, changed, difference - alone - changed)
    columns = (
        Column(words.FIGURE, Kind.TEXT, 48), Column(words.FIRST, Kind.HOURS), Column(words.SECOND, Kind.HOURS),
        Column(words.DIFFERENCE, Kind.HOURS), Column(words.ONE_ONLY, Kind.HOURS), Column(words.CHANGED, Kind.HOURS),
        Column(words.UNEXPLAINED, Kind.HOURS),
    )  # fmt: skip
    return ReportTable(
        words.SHEET_TARGETS, words.TARGETS, columns, tuple(rows), note=words.TARGETS_NOTE, total=total
    )


def _target(name: str, first: int | None, second: int | None) -> Row:
    difference = (second or 0) - (first or 0)
    alone = first is None or second is None
    return (name, first, second, difference, difference if alone else None, None if alone else difference, 0)


def _at(found: Mapping[Figure, int], level: str) -> dict[Figure, int]:
    return {figure: hours for figure, hours in found.items() if figure[0] == level}


def others_table(found: Compared) -> ReportTable | None:
    """Persons, contracts, rates, full-time equivalents: what both heads print, and why they may differ."""
    if found.second.reading != PUBLISHED:
        return None
    first, second = (report_figures.facts(tables) for tables in _tables(found))
    names = [name for name in first if name in second and name not in SAID_ELSEWHERE]
    rows = tuple((name, first[name], second[name], _why(found, name)) for name in names)
    if not rows:
        return None
    columns = (
        Column(words.FIGURE, Kind.TEXT, 48), Column(words.FIRST, Kind.TEXT, 26), Column(words.SECOND, Kind.TEXT, 26),
        Column(words.WHY, Kind.TEXT, 60),
    )  # fmt: skip
    return ReportTable(words.SHEET_OTHERS, words.OTHERS, columns, rows)


def _why(found: Compared, name: str) -> str | None:
    return _full_time(found) if name == report_words.FTE else WHYS.get(name)


def _full_time(found: Compared) -> str | None:
    """The two steps of a difference of full-time equivalents: the hours first, then the base; to the printed hundredth."""
    tables = _tables(found)
    hours = [report_figures.printed(one).get(TOTAL) for one in tables]
    bases = [report_figures.base_of(one) for one in tables]
    if None in hours or not all(bases):
        return None
    first, second = (Fraction(one or 0) for one in hours)
    before, after = (Fraction(one or 1) for one in bases)
    steps = [_printed(first / before), _printed(second / before), _printed(second / after)]
    said = [words.FTE_HOURS.format(hours=formats.decimal(Fraction(steps[1] - steps[0], 100)))]
    if before != after:
        moved = formats.decimal(Fraction(steps[2] - steps[1], 100))
        said.append(
            words.FTE_BASE.format(
                first=formats.hours(int(before)), second=formats.hours(int(after)), base=moved
            )
        )
    return " ; ".join(said)


def _printed(value: Fraction) -> int:
    """To the hundredth, half up, as it is printed."""
    return int(value * 100 + Fraction(1, 2))


def _tables(found: Compared) -> tuple[dict[str, object], dict[str, object]]:
    assert found.one.snapshot is not None and found.other.snapshot is not None
    return found.one.snapshot.tables, found.other.snapshot.tables
