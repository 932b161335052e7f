"""What makes a count of persons, of contracts, or a target of a made report? The lines or the versions behind it.

Only a figure that the report prints whole is opened: a masked count leads nowhere. Hours are hundredths.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, select

from clauses.access.gate import OutOfReach
from clauses.access.policy import Actor
from clauses.domain.as_of import Cut, last_month_at
from clauses.domain.kinds_reports import ReportScope
from clauses.models.compliance import ReportRequest
from clauses.models.hours import LedgerLine
from clauses.models.markets import HoursTarget, Lot
from clauses.queries import compliance, report_lines, report_persons
from clauses.queries.report_lines import Opened, opened
from clauses.queries.report_requests import about_of
from clauses.queries.report_scope import Lines, lots_of
from clauses.wording import report as words

LOTS = 300  # beyond, a target is opened by territory, buyer or market
PERSONS, CONTRACTS, TARGET = "persons", "contracts", "target"


@dataclass(frozen=True, slots=True)
class TargetOf:
    """A lot whose target is summed: the version in force at the closing date, and what it owes then."""

    lot: Lot
    version: HoursTarget
    owed: int


@dataclass(frozen=True, slots=True)
class Targets:
    """The lots of a target and their sum; none where they are too many to be read at once."""

    rows: list[TargetOf]
    hours: int
    count: int

    @property
    def too_many(self) -> bool:
        return self.count > LOTS


def counted_lines(actor: Actor, request: ReportRequest, asked: Mapping[str, str], what: str) -> Opened:
    """The lines of the persons that a count holds: those whose hours were not taken back whole.

    Raises OutOfReach where the report prints no such figure, or prints it masked (R21).
    """
    _printed(request, asked, what)
    about, cut = about_of(request), _cut(request)
    lines = Lines(lots_of(actor, about), cut, about.since(cut))
    also = report_lines.narrowed(asked)
    counted = (
        select(LedgerLine.participant_id)
        .where(*lines.where, *also)
        .group_by(LedgerLine.participant_id)
        .having(func.sum(LedgerLine.hours) > 0)
    )
    return opened(lines, asked, LedgerLine.participant_id.in_(counted))


def counted_targets(actor: Actor, request: ReportRequest, asked: Mapping[str, str]) -> Targets:
    """The lots whose targets make a figure, each with the version in force; raises OutOfReach where none is printed."""
    _printed(request, asked, TARGET)
    about, cut = about_of(request), _cut(request)
    where = and_(
        lots_of(actor, about), Lot.id.not_in(report_lines.reserved_lots()), *report_lines.narrowed_lots(asked)
    )
    ids = compliance.lot_ids(and_(where, Lot.id.in_(select(HoursTarget.lot_id))))
    if len(ids) > LOTS:
        return Targets([], 0, len(ids))
    since = about.since(cut)
    spanned = dict(report_persons.hours_by(Lines(where, cut, since), "lot"))
    rows = []
    for f in compliance.figures_of(compliance.lots(ids), on=cut.as_of, cut=cut):
        counted = about.scope is ReportScope.MARKET or compliance.carried_out(
            f, since, cut.as_of, f.lot.id in spanned
        )
        if f.target is not None and counted:
            rows.append(TargetOf(f.lot, f.target, f.owed))
    return Targets(rows, sum(one.owed for one in rows), len(rows))


def _cut(request: ReportRequest) -> Cut:
    return Cut(request.as_of, last_month_at(request.as_of), request.known_on, provisional=False)


def _printed(request: ReportRequest, asked: Mapping[str, str], what: str) -> None:
    if request.snapshot is None:
        raise OutOfReach
    wanted = {name: value for name, value in asked.items() if name in report_lines.FILTERS}
    for opening, kind, text in _openings(request.snapshot.tables):
        if kind == what and opening == wanted and text and not words.is_masked(text):
            return
    raise OutOfReach


def _openings(tables: Mapping[str, Any]) -> Iterator[tuple[dict[str, str], str, str]]:
    """(opening, what it leads to, what is printed) of each cell that opens."""
    for table in tables["tables"]:
        rows = list(zip(table["rows"], table["opens"], strict=True))
        for row, opening in [*rows, *([(table["total"], table["total_opens"])] if table["total"] else [])]:
            if opening is None:
                continue
            bare = {name: value for name, value in opening.items() if name != "figure"}
            for column, text in zip(table["columns"], row, strict=True):
                if column[2]:
                    yield bare, opening.get("figure") or (column[3] if len(column) > 3 else ""), text
