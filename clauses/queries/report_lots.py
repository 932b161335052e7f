"""Which lots make a figure of a made report: a target, an amount, a count of lots, of markets, of buyers or of companies?

A figure is asked by what its lots have in common (`report_lines.narrowed_lots`) and by `which` of them it counts. The
lots are those of the report for whoever reads it, as they stood at its cut. Hours are hundredths, amounts cents.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import and_

from clauses.access.policy import Actor
from clauses.domain.as_of import Cut, last_month_at
from clauses.domain.kinds import MarketForm
from clauses.domain.kinds_reports import ReportScope
from clauses.domain.values import add_months, month_of
from clauses.models.compliance import ReportRequest
from clauses.models.markets import Lot
from clauses.queries import compliance, report_lines, report_persons
from clauses.queries.compliance import LotFigures
from clauses.queries.report_requests import about_of
from clauses.queries.report_scope import Lines, lots_of
from clauses.wording import decp_words

ROWS = 100  # lots of a page
BATCH = 500  # lots whose figures are read at once


class Stage(StrEnum):
    """Where a market stands at a day, by its lots that owe hours."""

    TO_BEGIN = "to_begin"
    RUNNING = "under_way"
    ENDED = "ended"


class Which(StrEnum):
    """Which lots of the report a figure counts."""

    RUNNING = "running"  # carried out in the months of the report: their targets are summed
    OWING = "owing"  # with a target at the cut
    WITH_HOURS = "with_hours"  # in the months of the report
    TOGETHER = "together"  # with hours of several structures
    CLAUSE = "clause"
    NOTIFIED = "notified"  # in the months of the report
    SOCIAL = "social"  # notified, with a social consideration
    HELD = "held"  # notified, with a target
    SET_ASIDE = "set_aside"  # notified, reserved
    TO_BEGIN, UNDER_WAY, ENDED = "to_begin", "under_way", "ended"  # the market is


class Counted(StrEnum):
    """What is counted of the lots."""

    TARGET = "target"
    AMOUNT = "amount"
    LOTS = "lots"
    MARKETS = "markets"
    BUYERS = "buyers"
    COMPANIES = "companies"


@dataclass(frozen=True, slots=True)
class LotsOf:
    """The lots of a figure, a page of them, what they make, and after which one the next page begins (0: none)."""

    rows: list[LotFigures]
    count: int
    value: int
    further: int


def is_reserved(f: LotFigures) -> bool:
    """A reserved lot or a service of integration: its hours are produced, not owed by a clause."""
    return f.lot.clause is not None and f.lot.clause.clause_type in report_lines.RESERVED


def notified(f: LotFigures, since: date | None, on: date) -> bool:
    """Was its contract notified between the two days?"""
    award = f.lot.award
    return award is not None and award.notified_on <= on and (since is None or award.notified_on >= since)


def social_words(f: LotFigures) -> tuple[str, ...]:
    """The social considerations of a contract, as the essential data name them."""
    clause = f.lot.clause if f.lot.has_clause else None
    if clause is None:
        return (decp_words.NO_SOCIAL,)
    concession = f.lot.market.market_form is MarketForm.CONCESSION
    return tuple(decp_words.social_words(clause.clause_type, concession=concession))


def stage_of(lots: Iterable[LotFigures], on: date) -> Stage:
    """To begin while no lot has, ended once all are; a market between two lots is under way."""
    any_begun, ended = False, True
    for f in lots:
        assert f.target is not None
        end = add_months(month_of(f.target.exec_start), f.target.exec_months)
        begun = f.target.exec_start <= on
        any_begun = any_begun or begun
        ended = ended and begun and (end <= on or (f.lot.closed_on is not None and f.lot.closed_on <= on))
    if not any_begun:
        return Stage.TO_BEGIN
    return Stage.ENDED if ended else Stage.RUNNING


def cut_of(request: ReportRequest) -> Cut:
    return Cut(request.as_of, last_month_at(request.as_of), request.known_on, provisional=False)


def selected(actor: Actor, request: ReportRequest, asked: Mapping[str, str]) -> list[LotFigures]:
    """The lots of a figure, at the cut of its report; those that `which` asks, or whose targets are summed."""
    about, cut = about_of(request), cut_of(request)
    since = about.since(cut)
    where = and_(lots_of(actor, about), *report_lines.narrowed_lots(asked))
    figures: list[LotFigures] = []
    ids = compliance.lot_ids(where)
    for start in range(0, len(ids), BATCH):
        figures += compliance.figures_of(compliance.lots(ids[start : start + BATCH]), on=cut.as_of, cut=cut)
    own = Which.OWING if about.scope is ReportScope.MARKET else Which.RUNNING
    which = asked.get("which", own.value)
    if which not in set(Which):
        return []
    lines = Lines(and_(where, Lot.id.not_in(report_lines.reserved_lots())), cut, since)
    if which == Which.WITH_HOURS:
        done = report_persons.lots_with_hours(lines, *report_lines.narrowed(asked))
        return [f for f in figures if f.lot.id in done]
    return _chosen(Which(which), figures, lines)


def _chosen(which: Which, figures: list[LotFigures], lines: Lines) -> list[LotFigures]:
    since, on = lines.since, lines.cut.as_of
    if which is Which.RUNNING:
        spanned = dict(report_persons.hours_by(lines, "lot"))
        return [
            f for f in figures
            if not is_reserved(f) and compliance.carried_out(f, since, on, f.lot.id in spanned)
        ]  # fmt: skip
    if which is Which.TOGETHER:
        return _together(figures, lines)
    if which in (Which.TO_BEGIN, Which.UNDER_WAY, Which.ENDED):
        return _at_stage(Stage(which.value), figures, on)
    keeps = _KEEPS[which]
    return [f for f in figures if keeps(f) and (which in _ANY_DAY or notified(f, since, on))]


_ANY_DAY = (Which.OWING, Which.CLAUSE)
_KEEPS: dict[Which, Callable[[LotFigures], bool]] = {
    Which.OWING: lambda f: f.target is not None and not is_reserved(f),
    Which.CLAUSE: lambda f: bool(f.lot.has_clause),
    Which.NOTIFIED: lambda f: True,
    Which.SOCIAL: lambda f: social_words(f) != (decp_words.NO_SOCIAL,),
    Which.HELD: lambda f: f.target is not None,
    Which.SET_ASIDE: is_reserved,
}


def _together(figures: list[LotFigures], lines: Lines) -> list[LotFigures]:
    employers: dict[int, set[int]] = {}
    for one in report_lines.months_of(lines):
        employers.setdefault(one.lot_id, set()).add(one.employer_id)
    return [f for f in figures if len(employers.get(f.lot.id, ())) > 1]


def _at_stage(stage: Stage, figures: list[LotFigures], on: date) -> list[LotFigures]:
    markets: dict[int, list[LotFigures]] = {}
    for f in figures:
        if _KEEPS[Which.OWING](f):
            markets.setdefault(f.lot.market_id, []).append(f)
    return [f for lots in markets.values() if stage_of(lots, on) is stage for f in lots]


def counted(
    actor: Actor, request: ReportRequest, asked: Mapping[str, str], what: Counted, after: int
) -> LotsOf:
    """What the lots make, and a page of them after the number of one, in the order of their numbers."""
    found = sorted(selected(actor, request, asked), key=lambda f: f.lot.id)
    rows = [f for f in found if f.lot.id > after]
    further = rows[ROWS - 1].lot.id if len(rows) > ROWS else 0
    return LotsOf(rows[:ROWS], len(found), _value(found, what, cut_of(request)), further)


def _value(found: list[LotFigures], what: Counted, cut: Cut) -> int:
    match what:
        case Counted.TARGET:
            return sum(f.owed for f in found)
        case Counted.AMOUNT:
            return sum((f.lot.award.amount or 0) for f in found if f.lot.award)
        case Counted.LOTS:
            return len(found)
        case Counted.MARKETS:
            return len({f.lot.market_id for f in found})
        case Counted.BUYERS:
            return len({f.lot.market.buyer_id for f in found})
        case _:
            return len({one.id for f in found if (one := compliance.holder_at(f.lot, cut)) is not None})
