"""B01. Where do the engagements of a company stand, where do they go at this pace, and what could it cost?"""

from datetime import date
from fractions import Fraction
from itertools import islice

from sqlalchemy import func, select

from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.kinds_reports import ReportKind
from clauses.domain.values import add_months, month_of
from clauses.extensions import db
from clauses.models.hours import PENDING_ENTRY, HoursEntry, MonthlyReport
from clauses.queries import compliance, deadlines, lot_sums
from clauses.queries.boards import at_stake, shared
from clauses.queries.boards.board import Board, Figure, Link
from clauses.queries.hours_months import months_of
from clauses.queries.worklist import Standing
from clauses.wording import dashboard as words
from clauses.wording import formats, sentences

DRAWN = 3  # lots whose curve is on the page, those furthest behind


def board(actor: Actor, on: date, standing: Standing) -> Board:
    """Four or five figures and the curves of three lots. Three statements besides the figures of the lots."""
    links = [
        Link(words.CONSULTATIONS, "markets.consultations"),
        Link(words.PARTNERS, "partners.seek"),
        Link(words.DIFFICULTIES, "hours.difficulty_list"),
        Link(words.DECISIONS, "compliance.decisions"),
        Link(
            words.CERTIFICATE, "compliance.show_request", {"rep_kind": ReportKind.COMPANY_CERTIFICATE.value}
        ),
    ]
    shared_lots = at_stake.shared_lots(actor, on)
    owing = [*standing.running, *shared_lots]
    by_month = lot_sums.by_month([one.lot.id for one in owing]) if owing else {}
    stake = at_stake.figure(at_stake.stakes(actor, owing, by_month, on))
    if not standing.running:
        return Board(figures=[stake] if stake else [], links=links if standing.found or shared_lots else [])
    figures = [
        shared.hours(standing, "allocation.commitment_list"),
        _pending(actor),
        shared.persons(standing, "allocation.commitment_list"),
        _next(on, standing),
    ]
    behind = sorted(
        standing.running, key=lambda one: (one.standing.gap if one.standing else Fraction(0), one.lot.id)
    )
    curves = (
        (one, compliance.curve_by(one, by_month.get(one.lot.id, {}), on)) for one in behind if one.validated
    )
    drawn = islice(((one, curve) for one, curve in curves if curve is not None), DRAWN)
    return Board(
        figures=[*figures, stake] if stake else figures,
        curves=[
            (curve, Link(f"{one.lot.market.reference}, lot {one.lot.number}", "markets.lot",
                         {"market_id": one.lot.market_id, "number": one.lot.number}))
            for one, curve in drawn
        ],
        links=links,
    )  # fmt: skip


def _pending(actor: Actor) -> Figure:
    lines, hours, reports = db.session.execute(
        select(
            func.count(HoursEntry.id), func.coalesce(func.sum(HoursEntry.worked), 0),
            func.count(HoursEntry.report_id.distinct()),
        )
        .join(MonthlyReport, MonthlyReport.id == HoursEntry.report_id)
        .where(
            within_reach(actor, Permission.MONTH_VIEW, MonthlyReport), PENDING_ENTRY
        )
    ).one()  # fmt: skip
    return Figure(
        words.PENDING, formats.hours(int(hours)),
        sentences.plural(words.PENDING_NOTE, lines, months=sentences.plural(words.PENDING_MONTHS, reports)),
        "hours.month_list", {}, "ambre" if lines else None,
    )  # fmt: skip


def _next(on: date, standing: Standing) -> Figure:
    """The next day on which a report is due, for the lots whose execution reaches its month; none once all is done."""
    due = deadlines.next_report_due(on)
    month = add_months(month_of(due), -1)
    carried = sum(1 for one in standing.running if month in months_of(one.lot, month))
    if not carried:
        return Figure(words.NEXT_DUE, "—", words.NEXT_DUE_NONE, "hours.month_list")
    lots = sentences.plural(words.RUNNING_LOTS, carried)
    return Figure(
        words.NEXT_DUE, formats.day_long(due), sentences.written(words.NEXT_DUE_NOTE, month=month, lots=lots),
        "hours.month_list",
    )  # fmt: skip
