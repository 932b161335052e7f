"""How do two made reports differ, figure by figure and reason by reason? One table for the page and the files.

Figures are those that each report printed; what moves them is counted again on the ledger, so that what the ledger does
not explain shows as « écart non expliqué ».
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from clauses.access.policy import Actor
from clauses.domain.kinds import Modality
from clauses.domain.kinds_reconciliation import PlaceRead, Reason
from clauses.domain.reconciliation import PUBLISHED, Compared, Reading, read_otherwise
from clauses.domain.small_cell_masking import Shown, mask
from clauses.models.compliance import ReportRequest
from clauses.queries import report_figures, report_names
from clauses.queries import report_reconciliation as queries
from clauses.queries.report_figures import LEVELS, RESERVED, TOTAL, Figure
from clauses.queries.report_reconciliation import Side
from clauses.reference import rulebook
from clauses.reports import reconciliation_others
from clauses.reports.asked import file_name
from clauses.reports.table import Column, Kind, Opening, Report, ReportTable, Row
from clauses.wording import formats
from clauses.wording import reconciliation as words
from clauses.wording import report as report_words
from clauses.wording.labels import label


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Two reports and what makes each common figure differ; `masked`: their persons are too few to be read this way."""

    one: ReportRequest
    other: ReportRequest
    first: Side
    second: Side
    figures: Mapping[Figure, Compared]
    names: Mapping[Figure, str]
    masked: bool = False

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The reasons that move at least one figure, in their order."""
        found = {reason for one in self.figures.values() for reason, hours in one.parts.items() if hours}
        return tuple(reason for reason in Reason if reason in found)

    @property
    def unexplained(self) -> bool:
        return any(one.unexplained for one in self.figures.values())


def reconciled(
    actor: Actor, one: ReportRequest, other: ReportRequest, reading: Reading = PUBLISHED
) -> Reconciliation:
    """Compare two made reports within reach, the second read as it was published or otherwise.

    Only the figures of tables that both have are compared. Read by place of the person, the total alone is: the rest
    would tell where somebody lives (R21, R7-4).
    """
    assert one.snapshot is not None and other.snapshot is not None
    first, published = queries.side_of(actor, one), queries.side_of(actor, other)
    second = published.read(reading)
    by_place = reading.place is PlaceRead.PERSON
    if by_place and _too_few(first, second, one, other):
        return Reconciliation(one, other, first, second, {}, {}, masked=True)
    printed = (report_figures.printed(one.snapshot.tables), report_figures.printed(other.snapshot.tables))
    levels = {level for level, _ in printed[0]} & {level for level, _ in printed[1]}
    if by_place:
        levels &= {"total"}
    parts = dict(queries.moved(first, second))
    by_reading = {} if reading == PUBLISHED else dict(queries.moved(published, second))
    if RESERVED[0] in levels:
        parts |= queries.moved(first, second, reserved=True)
        if reading != PUBLISHED:
            by_reading |= queries.moved(published, second, reserved=True)
    wanted = {figure for found in (*printed, parts) for figure in found if figure[0] in levels}
    compared = {
        figure: Compared(
            printed[0].get(figure), read_otherwise(printed[1].get(figure), by_reading.get(figure)),
            parts.get(figure, {}),
        )
        for figure in wanted
    }  # fmt: skip
    return Reconciliation(one, other, first, second, *_ordered(compared))


def _too_few(first: Side, second: Side, *requests: ReportRequest) -> bool:
    minimum = min(rulebook.small_cell(one.as_of).minimum for one in requests)
    counts = queries.persons_of(first, second, Reason.PLACE)
    return any(mask({"all": n}, (), minimum)["all"] is not Shown.PLAIN for n in counts)


def _ordered(compared: Mapping[Figure, Compared]) -> tuple[dict[Figure, Compared], dict[Figure, str]]:
    found = queries.names(compared)
    called = dict(report_names.territories())
    for figure in compared:
        level, number = figure
        name = found.get(figure)
        if level == "modality":
            name = label(Modality(number))
        elif level == "territory":
            name = called.get(int(number))
        said = words.LEVELS[level]
        found[figure] = words.NAMED.format(level=said, name=name or number) if number else said
    order = sorted(compared, key=lambda one: (LEVELS.index(one[0]), found[one], one[1]))
    return {figure: compared[figure] for figure in order}, {figure: found[figure] for figure in order}


def report(found: Reconciliation, *, produced_on: date, asked_by: str) -> tuple[Report, str]:
    """The comparison as tables, and the name of its files."""
    tables = [figures_table(found), reasons_table(found)]
    others = (
        reconciliation_others.targets_table(found),
        reconciliation_others.others_table(found),
        changed_rules(found),
    )
    tables += [one for one in others if one is not None]
    tables.append(sides_table(found))
    made = Report(
        title=words.TITLE, reference=words.TITLE, as_of=max(found.one.as_of, found.other.as_of), produced_on=produced_on,
        tables=tuple(tables),
        method=((words.FIGURES, words.METHOD_HOURS, report_words.OUR_DEFINITION),
                (words.REASONS, words.ONE_REASON, report_words.OUR_DEFINITION)),
        asked_by=asked_by,
    )  # fmt: skip
    return made, file_name("comparaison", str(found.one.id), str(found.other.id))


def figures_table(found: Reconciliation) -> ReportTable:
    """A figure a row: what each report says, the difference, and each reason that moves it; `opens` leads to its lines."""
    reasons, opens = found.reasons, found.second.reading.place is PlaceRead.MARKET
    columns = (
        Column(words.FIGURE, Kind.TEXT, 48), Column(words.FIRST, Kind.HOURS), Column(words.SECOND, Kind.HOURS),
        Column(words.DIFFERENCE, Kind.HOURS),
        *(Column(label(reason), Kind.HOURS, opens=opens) for reason in reasons),
        Column(words.UNEXPLAINED, Kind.HOURS),
    )  # fmt: skip
    rows = tuple(_row(found.names[figure], one, reasons) for figure, one in found.figures.items())
    return ReportTable(
        words.SHEET_FIGURES, words.FIGURES, columns, rows,
        note=words.FIGURES_NOTE if rows else words.NOT_COMPARED,
        opens=tuple(opening_of(figure) for figure in found.figures),
    )  # fmt: skip


def _row(name: str, one: Compared, reasons: Sequence[Reason]) -> Row:
    parts = (one.parts.get(reason) or None for reason in reasons)
    return (name, one.first, one.second, one.difference, *parts, one.unexplained)


def opening_of(figure: Figure) -> Opening:
    """What an address says of a figure, to open its lines."""
    if figure == TOTAL:
        return {}
    return {"reserved": "1"} if figure == RESERVED else {figure[0]: figure[1]}


def sides_table(found: Reconciliation) -> ReportTable:
    """The two reports side by side: what each counts."""
    columns = (
        Column(words.ITEM, Kind.TEXT, 34), Column(words.FIRST, Kind.TEXT, 50), Column(words.SECOND, Kind.TEXT, 50),
    )  # fmt: skip
    first, second = _side(found.one, found.first), _side(found.other, found.second)
    rows = tuple((name, said, other) for (name, said), (_, other) in zip(first, second, strict=True))
    return ReportTable(words.SHEET_SIDES, words.SIDES, columns, rows)


def _side(request: ReportRequest, side: Side) -> list[tuple[str, str]]:
    assert request.snapshot is not None
    title = report_words.title_of(request)
    reading = side.reading
    months = report_words.MONTHS_UNTIL if side.since is None else report_words.MONTHS_FROM
    first = formats.month_long(side.since) if side.since else ""
    return [
        (words.REPORT, title if reading == PUBLISHED else f"{title}, {words.READ_OTHERWISE}"),
        (words.CLOSED_AT, formats.day_short(request.as_of)),
        (words.KNOWN_ON, formats.day_short(request.known_on)),
        (words.MONTHS, months.format(first=first, last=formats.month_long(side.last_month))),
        (words.STATE, report_words.PROVISIONAL if side.provisional else report_words.FINAL),
        (words.RESERVED, words.BESIDE if side.reserved_beside else words.ADDED),
        (words.MONTH_READ, label(reading.month)),
        (words.PLACE_READ, label(reading.place)),
        (words.SHARED_READ, label(reading.shared)),
        (words.PRINT, request.snapshot.fingerprint[:16]),
    ]


def reasons_table(found: Reconciliation) -> ReportTable:
    """Each reason in a sentence, with what it moves of the total."""
    columns = (
        Column(words.REASON, Kind.TEXT, 28), Column(words.WHY, Kind.TEXT, 90), Column(words.HOURS, Kind.HOURS),
    )  # fmt: skip
    whole = found.figures.get(TOTAL)
    rows: list[Row] = [
        (label(reason), words.WHYS[reason], whole.parts.get(reason, 0) if whole else None)
        for reason in found.reasons
    ]
    if found.unexplained:
        rows.append((words.UNEXPLAINED, words.UNEXPLAINED_WHY, whole.unexplained if whole else None))
    total = (words.DIFFERENCE, None, whole.difference) if whole and rows else None
    note = words.ONE_REASON if rows else words.SAME
    return ReportTable(words.SHEET_REASONS, words.REASONS, columns, tuple(rows), note=note, total=total)


def changed_rules(found: Reconciliation) -> ReportTable | None:
    """The definitions and rules of the two « Méthode » that are not the same; None where all are."""
    assert found.one.snapshot is not None and found.other.snapshot is not None
    first = {term: value for term, value, _ in found.one.snapshot.tables["method"]}
    second = {term: value for term, value, _ in found.other.snapshot.tables["method"]}
    own = {report_words.AS_OF, report_words.KNOWN_ON, report_words.MONTHS_COUNTED}
    rows = tuple(
        (term, first[term], second[term])
        for term in first
        if term in second and term not in own and first[term] != second[term]
    )
    if not rows:
        return None
    columns = (
        Column(words.ITEM, Kind.TEXT, 34), Column(words.FIRST, Kind.TEXT, 60), Column(words.SECOND, Kind.TEXT, 60),
    )  # fmt: skip
    return ReportTable(words.SHEET_RULES, words.RULES, columns, rows)
