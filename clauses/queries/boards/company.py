"""B01. Where do the engagements of a company stand, where do they go at this pace, and what could it cost?"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import islice

from sqlalchemy import func, select

from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain import penalties
from clauses.domain.kinds import ComplianceStatus
from clauses.domain.kinds_reports import ReportKind
from clauses.domain.penalties import Facts, Member
from clauses.domain.values import add_months, month_of
from clauses.extensions import db
from clauses.models.awards import GroupMember
from clauses.models.hours import PENDING_ENTRY, HoursEntry, MonthlyReport
from clauses.models.markets import Lot
from clauses.queries import compliance, deadlines, decisions, decisions_group, lasting, lot_sums, running
from clauses.queries.boards import shared
from clauses.queries.boards.board import Board, Figure, Link
from clauses.queries.compliance import LotFigures
from clauses.queries.curves import at_pace
from clauses.queries.hours_months import months_of
from clauses.queries.worklist import Standing
from clauses.queries.worklist.standing import OVER
from clauses.reference import legal_values
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
    shared_lots = _shared(actor, on)
    owing = [*standing.running, *shared_lots]
    by_month = lot_sums.by_month([one.lot.id for one in owing]) if owing else {}
    stake = at_stake(actor, owing, by_month, on)
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


def _shared(actor: Actor, on: date) -> list[LotFigures]:
    """The running lots that another company holds, of which this one owes a part of its own (R16)."""
    numbers = lasting.kept(
        ("parts", actor), lambda: decisions_group.lots_apart(actor.organization_id), lambda _: 0.1
    )
    if not numbers:
        return []
    lots = running.lots(actor, Permission.MARKET_VIEW, Lot.id.in_(numbers))
    found = compliance.figures_of(lots, on=on) if lots else []
    return [one for one in found if one.lot.market.state not in OVER]


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


def at_stake(
    actor: Actor, running: Sequence[LotFigures], by_month: dict[int, dict[date, int]], on: date
) -> Figure | None:
    """R17 on the hours that would be missing at the end, at the pace of the last months, on the lots in alert that the
    company holds, or of which it owes a part of its own (R16); None while none is in alert or no contract sets a price."""
    alert = [one for one in running if one.standing and one.standing.status is ComplianceStatus.ALERT]
    if not alert:
        return None
    terms = decisions.terms_of_lots([one.lot for one in alert])
    groups = decisions_group.several_of([one.lot.id for one in alert])
    amount = missing = lots = 0
    part, at = False, None
    for one in alert:
        if one.target is None or one.lot.award is None:
            continue
        expected = _at_end(one, by_month.get(one.lot.id, {}), on)
        own = _own_part(actor, one, groups.get(one.lot.id, []), expected)
        if not own and (one.lot.id in groups or one.lot.award.awardee_id != actor.organization_id):
            continue
        facts = Facts(
            target=one.owed, neutralised=0, validated=expected, members=own,
            notified_on=one.lot.award.notified_on, ended_on=decisions.ended_on(one.target), notice_ended=True,
        )  # fmt: skip
        proposal = penalties.propose(terms[one.lot.id][0], facts, legal_values.value_on)
        if proposal.amount:
            amount, missing, lots = amount + proposal.amount, missing + proposal.missing, lots + 1
            part = part or bool(own)
            if one.lot.award.awardee_id != actor.organization_id:
                at = {"market_id": one.lot.market_id, "number": one.lot.number}
    if not amount:
        return None
    note = sentences.plural(words.AT_STAKE_NOTE, lots, hours=formats.hours(missing))
    return Figure(
        words.AT_STAKE, formats.euros(amount), f"{note}{words.AT_STAKE_PART}" if part else note,
        "markets.lot" if at else "allocation.commitment_list", at or {}, "rouge",
    )  # fmt: skip


def _own_part(
    actor: Actor, one: LotFigures, rows: Sequence[GroupMember], expected: int
) -> tuple[Member, ...]:
    """What this company owes of a lot whose group answers part by part, at its end; empty where it answers for the whole,
    or for nothing."""
    mine = next((row.id for row in rows if row.organization_id == actor.organization_id), None)
    if mine is None:
        return ()
    members = decisions_group.at_end(one.lot.id, rows, one.owed, one.validated, expected)
    return tuple(member for member in members if member.number == mine)


def _at_end(one: LotFigures, by_month: dict[date, int], on: date) -> int:
    """The hours of the last month of execution, at the pace of the last three; those of today where no pace is known."""
    pace = at_pace(one.target, one.owed, by_month, one.terms, on) if one.target else None
    return pace.at_end if pace else one.validated
