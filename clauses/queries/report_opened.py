"""What makes a figure of a made report? The lines of the ledger behind it, or the lots, or the places of its persons.

Only a figure that the report prints whole is opened: a masked count leads nowhere. Hours are hundredths.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, func, select

from clauses.access.gate import OutOfReach
from clauses.access.policy import Actor
from clauses.domain.kinds_reports import ReportSpan
from clauses.domain.reports import SHAPES
from clauses.domain.values import add_months
from clauses.models.compliance import ReportRequest
from clauses.models.hours import LedgerLine
from clauses.queries import report_lines, report_lots, report_persons, report_profiles, report_releases
from clauses.queries.report_lines import Opened, opened
from clauses.queries.report_lots import Counted, LotsOf, Which
from clauses.queries.report_profiles import Placed
from clauses.queries.report_requests import about_of
from clauses.queries.report_scope import Lines, lots_of
from clauses.wording import report as words

PERSONS, CONTRACTS, STRUCTURES, PROFILE = "persons", "contracts", "structures", "profile"
MONTHS_BACK = {ReportSpan.YEAR: 12, ReportSpan.QUARTER: 3}  # to the same months, a year or a quarter earlier


@dataclass(frozen=True, slots=True)
class CountedLines:
    """A count of persons, of contracts or of structures, and the lines that make it."""

    number: int
    found: Opened


def opened_figure(actor: Actor, request: ReportRequest, asked: Mapping[str, str]) -> Opened:
    """The lines of the ledger that make one figure of hours of a report, as they were known at its cut.

    « all » opens a figure that counts since the beginning in a report of a year or of a quarter, « before » that of the
    same months a year or a quarter earlier; « which » keeps the lots that the figure counts.
    """
    about, cut = about_of(request), report_lots.cut_of(request)
    since = None if "all" in asked else about.since(cut)
    back = MONTHS_BACK.get(SHAPES[request.kind].span)
    if "before" in asked and since is not None and back is not None:
        cut = replace(cut, last_month=add_months(cut.last_month, -back))
        since = add_months(since, -back)
    also: list[ColumnElement[bool]] = []
    if asked.get("which", "") in set(Which):
        lots = [f.lot.id for f in report_lots.selected(actor, request, asked)]
        also.append(LedgerLine.lot_id.in_(lots))
    return opened(Lines(lots_of(actor, about), cut, since), asked, *also)


def counted_lines(actor: Actor, request: ReportRequest, asked: Mapping[str, str], what: str) -> CountedLines:
    """The lines of the persons, contracts or structures that a count holds: those whose hours were not taken back whole.

    Raises OutOfReach where the report prints no such figure, or prints it masked (R21).
    """
    _printed(request, asked, what)
    about, cut = about_of(request), report_lots.cut_of(request)
    lines = Lines(lots_of(actor, about), cut, about.since(cut))
    also = report_lines.narrowed(asked)
    keys = report_persons.COUNTED[what]
    number = report_persons.number_of(lines, keys, *also)
    counted = (
        select(keys[0]).where(*lines.where, *also).group_by(*keys).having(func.sum(LedgerLine.hours) > 0)
    )
    return CountedLines(number, opened(lines, asked, keys[0].in_(counted)))


def counted_lots(
    actor: Actor, request: ReportRequest, asked: Mapping[str, str], what: Counted, after: int
) -> LotsOf:
    """The lots that make a figure, a page at a time; raises OutOfReach where the report prints none of the sort."""
    _printed(request, asked, what)
    return report_lots.counted(actor, request, asked, what, after)


def counted_profile(actor: Actor, request: ReportRequest, asked: Mapping[str, str], minimum: int) -> Placed:
    """The places of the persons of a group; raises OutOfReach where the report does not print their number."""
    _printed(request, asked, PROFILE)
    about, axis = about_of(request), asked.get("profile", "").partition(".")[0]
    before = report_releases.requests_before(about, request.snapshot_id or 0)
    found = report_profiles.placed(
        actor, request, asked, minimum, [one for one in before if _places(one, axis)]
    )
    if found is None:
        raise OutOfReach
    return found


def _places(request: ReportRequest, axis: str) -> bool:
    """Does this report open the places of a group of this reading?"""
    return request.snapshot is not None and any(
        kind == PROFILE and opening.get("profile", "").partition(".")[0] == axis and not words.is_masked(text)
        for opening, kind, text in _openings(request.snapshot.tables)
        if text
    )


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
            for column, text in zip(table["columns"], row, strict=True):
                asked = opening_of(column, opening)
                if asked is not None:
                    figure = asked.pop("figure", "")
                    yield asked, figure, text


def opening_of(column: Any, opening: Mapping[str, str] | None) -> dict[str, str] | None:
    """What a cell asks: what its row has in common, and what its column counts (`[heading, kind, opens, figure, asks]`,
    the two last ones missing in older reports); None for a cell that does not open."""
    if opening is None or not column[2]:
        return None
    figure, asks = (column[3] if len(column) > 3 else ""), (column[4] if len(column) > 4 else {})
    asked = {**({"figure": figure} if figure else {}), **opening, **asks}
    return asked
