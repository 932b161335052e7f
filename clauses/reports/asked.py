"""What does the making of a report know: who asks, about what, at which cut?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_

from clauses.access.policy import Actor
from clauses.domain.as_of import Cut
from clauses.models.markets import Lot
from clauses.queries import compliance as queries
from clauses.queries import report_lines, report_scope
from clauses.queries.compliance import LotFigures
from clauses.queries.report_lines import Written
from clauses.queries.report_scope import Lines, Subject
from clauses.reference import rulebook
from clauses.reports.table import Column, Kind, ReportTable, Row
from clauses.wording import formats
from clauses.wording import report as words
from clauses.wording.labels import label
from clauses.wording.rules import rule_lines, rule_title

BATCH = 25  # lots gathered between two signs of life
Term = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """`progress(done, total)` is told as the work goes on."""

    actor: Actor
    about: Subject
    cut: Cut
    produced_on: date
    progress: Callable[[int, int], Any] | None = None

    @property
    def asked_by(self) -> str:
        return f"{self.actor.name}, {self.actor.organization_name}"

    @property
    def lines(self) -> Lines:
        """All the lines that the report counts."""
        return Lines(report_scope.lots_of(self.actor, self.about), self.cut, self.since)

    @property
    def fte_base(self) -> int:
        """The hours (hundredths) of a full-time equivalent: those chosen for this report, or those of the rule (R22)."""
        return self.about.fte_base or rulebook.fte(self.cut.as_of).base_hours

    @property
    def since(self) -> date | None:
        return self.about.since(self.cut)

    def clauses(self, since: date | None) -> Lines:
        """The lines of the clauses alone: what is reserved stands beside (R7-5)."""
        lots = report_scope.lots_of(self.actor, self.about)
        return Lines(and_(lots, Lot.id.not_in(report_lines.reserved_lots())), self.cut, since)

    def reserved(self, since: date | None) -> Lines:
        lots = report_scope.lots_of(self.actor, self.about)
        return Lines(and_(lots, Lot.id.in_(report_lines.reserved_lots())), self.cut, since)

    def figures(self) -> list[LotFigures]:
        """The lots of the report and where each stands at the cut, gathered in batches."""
        ids = queries.lot_ids(report_scope.lots_of(self.actor, self.about))
        steps = -(-len(ids) // BATCH) + 1
        figures: list[LotFigures] = []
        for step, start in enumerate(range(0, len(ids), BATCH)):
            self.tell(step, steps)
            lots = queries.lots(ids[start : start + BATCH])
            figures += queries.figures_of(lots, on=self.cut.as_of, cut=self.cut)
        self.tell(steps - 1, steps)
        return figures

    def tell(self, done: int, total: int) -> None:
        if self.progress:
            self.progress(done, total)


def file_name(*parts: str) -> str:
    """« bilan_2026-VB-014_2027-02 »: with what a file name bears."""
    return "_".join("".join(c if c.isalnum() or c in "-_" else "-" for c in part) for part in parts)


def lines_table(lines: Lines) -> ReportTable:
    """The lines of the ledger behind the figures, in the files that are computed with; never a person."""
    columns = (
        Column(words.MONTH, Kind.MONTH), Column(words.MARKET, Kind.TEXT, 20), Column(words.LOT, Kind.COUNT),
        Column(words.STRUCTURE, Kind.TEXT, 36), Column(words.MODALITY, Kind.TEXT, 34),
        Column(words.WRITING, Kind.TEXT, 18), Column(words.RECORDED, Kind.DAY), Column(words.VALIDATED, Kind.HOURS),
    )  # fmt: skip
    return ReportTable(
        words.SHEET_LINES, words.LINES, columns, lambda: (line_row(one) for one in report_lines.written(lines)),
        note=words.LINES_NOTE, detail=True,
    )  # fmt: skip


def line_row(one: Written) -> Row:
    return (
        one.month, one.market, one.lot_number, one.structure, label(one.modality), label(one.kind), one.recorded_on,
        one.hours,
    )  # fmt: skip


# Rules of the portal that no figure of a report depends on: they stay on the page of the parameters.
NO_FIGURE = frozenset(
    {"programme", "consultation", "sending", "capacity", "opinion", "sampling", "retention"}
)


def rules_in_force(on: date) -> list[Term]:
    """The rules in force at the closing date that make figures: their values, since when, where they come from."""
    terms = []
    for rule in rulebook.described(on):
        if rule.name in NO_FIGURE:
            continue
        values = " ; ".join(f"{name} : {value}" for name, value in rule_lines(rule.name, rule.values))
        since = words.SINCE.format(day=formats.day_long(rule.effective_from))
        terms.append((rule_title(rule.name), f"{values} ({since})", rule.source))
    return terms


def method(cut: Cut, since: date | None, *own: Term) -> tuple[Term, ...]:
    """« Méthode »: the cut, the months counted, what each figure is, then the rules in force."""
    months = words.MONTHS_UNTIL if since is None else words.MONTHS_FROM
    first = formats.month_long(since) if since else ""
    counted = months.format(first=first, last=formats.month_long(cut.last_month))
    return (
        (words.AS_OF, formats.day_long(cut.as_of), words.AS_OF_WHY),
        (words.MONTHS_COUNTED, counted, words.MONTH_WHY),
        (words.KNOWN_ON, formats.day_long(cut.known_on), words.KNOWN_WHY),
        *own,
        *rules_in_force(cut.as_of),
    )


def state_of(cut: Cut) -> str:
    return words.PROVISIONAL if cut.provisional else words.FINAL
