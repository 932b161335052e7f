"""Where does each lot that a person follows stand, and what comes next on it?

Every lot that owes hours, with its figures of today, its last monthly report and the one act that is awaited. The number
of statements does not follow the number of lots. Hours are hundredths; persons are counted, never named.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import func, or_, select

from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.kinds import CommitmentState, ComplianceStatus, MarketState, PlanState, ReportState
from clauses.domain.values import add_months, month_of, months_between
from clauses.extensions import db
from clauses.models.allocation import AllocationPlan, Commitment
from clauses.models.hours import MonthlyReport
from clauses.models.markets import Lot, Market
from clauses.models.people import Organization
from clauses.models.territory import Territory
from clauses.queries import running, small_counts
from clauses.queries.compliance import LotFigures, figures_of
from clauses.queries.hours_facts import due_on, lot_period
from clauses.reference.geography import folded

OVER = frozenset({MarketState.CLOSED, MarketState.CANCELLED})
WAITING = frozenset({ReportState.TO_ENTER, ReportState.DRAFT, ReportState.TO_CORRECT})


class Next(StrEnum):
    """What is awaited on a lot, the first thing first."""

    DECLARE = "declare"  # the company says how it will do the hours
    COMPLETE = "complete"
    INSTRUCT = "instruct"  # the resource person examines it
    PLAN = "plan"
    ANSWERS = "answers"  # the structures answer the plan
    VALIDATE = "validate"  # a month waits for the resource person
    CORRECT = "correct"
    REPORT_LATE = "report_late"
    REPORT = "report"  # the month before is not sent yet, and still in time
    NOTHING = "nothing"


MINE = frozenset({Next.INSTRUCT, Next.PLAN, Next.VALIDATE})  # the person who follows the lot acts


@dataclass(frozen=True, slots=True)
class View:
    """What the address keeps of the lots: a status, a territory, words, what is awaited; whether the ended ones show."""

    status: ComplianceStatus | None = None
    territory_id: int | None = None
    text: str | None = None
    next: Next | None = None
    mine: bool = False
    late: bool = False
    over: bool = False

    @property
    def any(self) -> bool:
        return self != View()


@dataclass(frozen=True, slots=True)
class FollowedLot:
    """One line; `report` is the last month sent or due, with its state (None: nothing typed yet)."""

    figures: LotFigures
    report: tuple[date, ReportState | None] | None
    next: Next
    month: date | None  # of the act awaited
    commitment_id: int | None
    over: bool
    late: bool  # a month that is over was not sent in time, whatever else comes first
    market_title: str
    buyer: str
    territory: str

    @property
    def lot(self) -> Lot:
        return self.figures.lot

    @property
    def status(self) -> ComplianceStatus | None:
        return self.figures.standing.status if self.figures.standing else None


@dataclass(frozen=True, slots=True)
class Followed:
    lines: list[FollowedLot]
    running: int
    alerts: int
    late: int
    mine: int
    territories: list[tuple[int, str]]
    least: int  # persons: fewer are said « < 5 » to this reader


def followed(actor: Actor, view: View, on: date) -> Followed:
    """The lots within reach that answer the view, those furthest behind first; the counts are of all running ones."""
    lots = running.lots(actor, Permission.COMMITMENT_VIEW)
    places = _places({lot.territory_id for lot in lots})
    everything = _lines(actor, lots, places, on)
    going = [one for one in everything if not one.over]
    kept = [one for one in everything if _answers(one, view)]
    kept.sort(key=_rank)
    return Followed(
        kept, len(going), sum(1 for one in going if one.status is ComplianceStatus.ALERT),
        sum(1 for one in going if one.late), sum(1 for one in going if one.next in MINE),
        list(places.items()), small_counts.least_read(actor, on),
    )  # fmt: skip


def _places(ids: set[int | None]) -> dict[int, str]:
    """The names of these territories, in order of their codes."""
    rows = db.session.execute(
        select(Territory.id, Territory.name).where(Territory.id.in_(ids - {None})).order_by(Territory.code)
    )
    return dict(rows.all())


def _called(market_ids: set[int]) -> dict[int, tuple[str, str]]:
    """The title of each market and the name of its buyer."""
    rows = db.session.execute(
        select(Market.id, Market.title, Organization.name)
        .join(Organization, Organization.id == Market.buyer_id)
        .where(Market.id.in_(market_ids))
    )
    return {number: (title, buyer) for number, title, buyer in rows}


def _rank(one: FollowedLot) -> tuple[bool, float, str, int]:
    gap = float(one.figures.standing.gap) if one.figures.standing else 0.0
    return (one.over, gap, one.lot.market.reference, one.lot.number)


def _answers(one: FollowedLot, view: View) -> bool:
    return (
        one.over is view.over
        and (view.status is None or one.status is view.status)
        and (view.territory_id is None or one.lot.territory_id == view.territory_id)
        and (view.next is None or one.next is view.next)
        and (not view.mine or one.next in MINE)
        and (not view.late or one.late)
        and (not view.text or folded(view.text) in _words(one))
    )


def _words(one: FollowedLot) -> str:
    lot = one.lot
    said = (lot.market.reference, lot.title, one.market_title, one.buyer, one.figures.awardee or "")
    return folded(" ".join(said))


def _lines(actor: Actor, lots: Sequence[Lot], places: dict[int, str], on: date) -> list[FollowedLot]:
    ids = [lot.id for lot in lots] or [0]
    commitments = {
        lot_id: (id, state)
        for id, lot_id, state in db.session.execute(
            select(Commitment.id, Commitment.lot_id, Commitment.state).where(
                Commitment.lot_id.in_(ids), within_reach(actor, Permission.COMMITMENT_VIEW, Commitment)
            )
        )
    }
    proposed = set(
        db.session.scalars(
            select(Commitment.lot_id)
            .join(AllocationPlan, AllocationPlan.commitment_id == Commitment.id)
            .where(Commitment.lot_id.in_(ids), AllocationPlan.state == PlanState.PROPOSED)
        )
    )
    reports, complete = _reports(lots, on)
    called = _called({lot.market_id for lot in lots})
    found = []
    for figures in figures_of(list(lots), on=on):
        lot = figures.lot
        commitment = commitments.get(lot.id)
        sent = reports.get(lot.id, {})
        over = lot.market.state in OVER
        missing = None if over or lot.id in complete else _first_missing(lot, sent, on)
        awaited, of = (
            (Next.NOTHING, None) if over else _next(commitment, lot.id in proposed, sent, missing, on)
        )
        found.append(
            FollowedLot(
                figures,
                _last(lot, sent, on),
                awaited,
                of,
                commitment[0] if commitment else None,
                over,
                missing is not None and due_on(missing) < on,
                *called[lot.market_id],
                places.get(lot.territory_id or 0, ""),
            )
        )
    return found


Sent = dict[date, ReportState]


def _reports(lots: Sequence[Lot], on: date) -> tuple[dict[int, Sent], set[int]]:
    """By lot, the state of its months; and the lots whose months were all received, counted by the database.

    Of these last ones, whose execution goes on, nothing is read but the last month and those that wait for an act.
    """
    over = add_months(month_of(on), -1)
    spans = {lot.id: period for lot in lots if (period := lot_period(lot)) is not None and period[1] >= over}
    received = db.session.execute(
        select(MonthlyReport.lot_id, func.min(MonthlyReport.month), func.max(MonthlyReport.month), func.count())
        .where(
            MonthlyReport.lot_id.in_(spans), MonthlyReport.state.not_in(WAITING), MonthlyReport.month <= over
        )
        .group_by(MonthlyReport.lot_id)
    )  # fmt: skip
    complete = {
        lot_id for lot_id, first, last, count in received
        if first == spans[lot_id][0] and last == over and count == months_between(first, last) + 1
    }  # fmt: skip
    rows = db.session.execute(
        select(MonthlyReport.lot_id, MonthlyReport.month, MonthlyReport.state).where(
            MonthlyReport.lot_id.in_([lot.id for lot in lots]),
            or_(
                MonthlyReport.lot_id.not_in(complete), MonthlyReport.month == over,
                MonthlyReport.state.in_((ReportState.SUBMITTED, ReportState.TO_CORRECT)),
            ),
        )
    )  # fmt: skip
    found: dict[int, Sent] = {}
    for lot_id, month, state in rows:
        found.setdefault(lot_id, {})[month] = state
    return found, complete


def _last(lot: Lot, sent: Sent, on: date) -> tuple[date, ReportState | None] | None:
    """The last month that is over within the execution, with the state of its report."""
    period = lot_period(lot)
    if period is None:
        return None
    month = min(add_months(month_of(on), -1), period[1])
    if month < period[0]:
        return None
    return month, sent.get(month)


def _next(
    commitment: Any, proposed: bool, sent: Sent, late: date | None, on: date
) -> tuple[Next, date | None]:
    """The first thing awaited: before the plan, then of the months, oldest first; `late` is the first not sent."""
    state = commitment[1] if commitment else None
    early = {
        CommitmentState.DRAFT: Next.DECLARE, CommitmentState.TO_COMPLETE: Next.COMPLETE,
        CommitmentState.SUBMITTED: Next.INSTRUCT,
        CommitmentState.UNDER_REVIEW: Next.ANSWERS if proposed else Next.PLAN,
    }  # fmt: skip
    if state in early:
        return early[state], None
    waiting = sorted(month for month, one in sent.items() if one is ReportState.SUBMITTED)
    if waiting:
        return Next.VALIDATE, waiting[0]
    corrected = sorted(month for month, one in sent.items() if one is ReportState.TO_CORRECT)
    if corrected:
        return Next.CORRECT, corrected[0]
    if late is not None:
        return (Next.REPORT_LATE if due_on(late) < on else Next.REPORT), late
    return (Next.ANSWERS, None) if proposed else (Next.NOTHING, None)


def _first_missing(lot: Lot, sent: Sent, on: date) -> date | None:
    """The first month that is over and not sent."""
    period = lot_period(lot)
    if period is None:
        return None
    month, last = period[0], min(period[1], add_months(month_of(on), -1))
    while month <= last:
        if sent.get(month, ReportState.TO_ENTER) in WAITING:
            return month
        month = add_months(month, 1)
    return None


@dataclass(frozen=True, slots=True)
class Turn:
    """What is awaited on one lot: the month it is about, the day it waits for or since, None where there is none."""

    next: Next
    month: date | None
    day: date | None


def turn_of(actor: Actor, lot: Lot, on: date) -> Turn | None:
    """The one thing awaited on a lot that is being carried out, as in the list of lots; None before the award, and on a
    market that is over. Three statements."""
    if lot.award is None or not lot.targets or lot.market.state in OVER:
        return None
    commitment = db.session.execute(
        select(Commitment.id, Commitment.state).where(
            Commitment.lot_id == lot.id, within_reach(actor, Permission.COMMITMENT_VIEW, Commitment)
        )
    ).first()
    proposed = db.session.scalar(
        select(AllocationPlan.id)
        .join(Commitment, Commitment.id == AllocationPlan.commitment_id)
        .where(Commitment.lot_id == lot.id, AllocationPlan.state == PlanState.PROPOSED)
        .limit(1)
    )
    rows = db.session.execute(
        select(MonthlyReport.month, MonthlyReport.state, MonthlyReport.submitted_on).where(
            MonthlyReport.lot_id == lot.id
        )
    ).all()
    sent = {month: state for month, state, _ in rows}
    awaited, month = _next(commitment, proposed is not None, sent, _first_missing(lot, sent, on), on)
    day = None
    if awaited is Next.VALIDATE:
        day = next((sent_on for one, _, sent_on in rows if one == month), None) or on
    elif awaited in (Next.REPORT, Next.REPORT_LATE) and month:
        day = due_on(month)
    elif awaited is Next.DECLARE:
        day = lot.award.notified_on
    return Turn(awaited, month, day)
