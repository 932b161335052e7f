"""What must the resource person decide in a month: which reports are clean, which ones deserve a look, and why?"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain import ai_cap
from clauses.domain.kinds import EligibilityState, EntryState, MarketState, Modality, ReportState
from clauses.domain.values import last_day, month_of
from clauses.extensions import db
from clauses.models.hours import Eligibility, HoursEntry, MonthlyReport
from clauses.models.markets import Award, Lot, Market
from clauses.queries import hours_anomalies, hours_checks, hours_counters, hours_declarers
from clauses.queries.hours_anomalies import Anomaly
from clauses.queries.hours_facts import counting, declared, lot_period
from clauses.reference import rulebook

DECIDED = (ReportState.VALIDATED, ReportState.PARTLY_VALIDATED, ReportState.TO_CORRECT, ReportState.NIL)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A report with its anomalies; those that are `tickable` may be validated together.

    `own`: this very person declared hours of it, and somebody else must decide.
    """

    report: MonthlyReport
    anomalies: list[Anomaly]
    hours: int
    counted: int
    own: bool = False
    unchecked: int = 0  # lines drawn for a check that nobody has done yet

    @property
    def clean(self) -> bool:
        return not self.anomalies

    @property
    def empty(self) -> bool:
        """Nothing is declared any more: it goes back, whoever looks."""
        return hours_anomalies.empty(self.report)

    @property
    def tickable(self) -> bool:
        return self.clean and not self.own and not self.unchecked

    @property
    def stake(self) -> int:
        """Hours (hundredths) that would count wrongly if nobody looked: the most of each line, once."""
        lines: dict[int | None, int] = {}
        for one in self.anomalies:
            lines[one.entry_id] = max(one.stake, lines.get(one.entry_id, 0))
        return min(self.hours, sum(lines.values()))

    @property
    def cost(self) -> int | None:
        """The stake in cents, by the penalty that the contract of the lot sets; None where it sets none."""
        clause = self.report.lot.clause
        per_hour = clause.penalty_hour if clause is not None else None
        return self.stake * per_hour // 100 if per_hour else None

    @property
    def rank(self) -> int:
        """What it could cost, in cents: by the usual penalty where the contract sets none. Orders a list, no more."""
        usual = rulebook.penalty(last_day(self.report.month)).per_hour_cents
        return self.cost if self.cost is not None else self.stake * usual // 100


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """An entry in the detail of a report."""

    entry: HoursEntry
    declared: int
    counted: int
    relay: ai_cap.Counter | None
    legal_done: int
    legal_max: int
    anomalies: list[str]
    eligible: bool
    proof: Eligibility | None


@dataclass(frozen=True, slots=True)
class Month:
    """The work of a month: reports to decide (the clean ones first), reports decided, and how many are expected."""

    month: date
    to_decide: list[Reviewed]
    decided: list[Reviewed]
    expected: int
    missing: int

    @property
    def clean(self) -> list[Reviewed]:
        return [one for one in self.to_decide if one.clean and not one.own]

    @property
    def tickable(self) -> list[Reviewed]:
        """Those of a batch."""
        return [one for one in self.to_decide if one.tickable]


def latest_month(actor: Actor, on: date) -> date:
    """The latest month with a report to decide; else the month that has just ended."""
    waiting = db.session.scalar(
        select(func.max(MonthlyReport.month)).where(
            within_reach(actor, Permission.HOURS_VALIDATE, MonthlyReport),
            MonthlyReport.state == ReportState.SUBMITTED,
        )
    )
    if waiting is not None:
        return waiting
    first = month_of(on)
    return (
        first.replace(year=first.year - 1, month=12)
        if first.month == 1
        else first.replace(month=first.month - 1)
    )


def months_waiting(actor: Actor) -> list[tuple[date, int]]:
    """The months in which reports wait, with how many."""
    return [
        (month, count)
        for month, count in db.session.execute(
            select(MonthlyReport.month, func.count())
            .where(
                within_reach(actor, Permission.HOURS_VALIDATE, MonthlyReport),
                MonthlyReport.state == ReportState.SUBMITTED,
            )
            .group_by(MonthlyReport.month)
            .order_by(MonthlyReport.month)
        )
    ]


def month(actor: Actor, wanted: date) -> Month:
    """Everything sent for a month in the territories of the actor."""
    reports = list(
        db.session.scalars(
            select(MonthlyReport)
            .where(
                within_reach(actor, Permission.HOURS_VALIDATE, MonthlyReport),
                MonthlyReport.month == wanted,
                MonthlyReport.state.in_((ReportState.SUBMITTED, *DECIDED)),
            )
            .options(
                selectinload(MonthlyReport.entries).options(
                    joinedload(HoursEntry.participant),
                    joinedload(HoursEntry.employer),
                    joinedload(HoursEntry.entered_by),
                ),
                joinedload(MonthlyReport.submitted_by),
                joinedload(MonthlyReport.lot).options(
                    joinedload(Lot.market),
                    joinedload(Lot.clause),
                    joinedload(Lot.award).joinedload(Award.awardee),
                ),
            )
            .order_by(MonthlyReport.submitted_on, MonthlyReport.id)
        ).unique()
    )
    anomalies = hours_anomalies.of_reports([r for r in reports if r.state is ReportState.SUBMITTED])
    counted = hours_counters.counted_by_entry([entry.id for report in reports for entry in report.entries])
    own = hours_declarers.declared_by(actor, [r.id for r in reports if r.state is ReportState.SUBMITTED])
    drawn = hours_checks.unchecked([r.id for r in reports if r.state is ReportState.SUBMITTED])
    rows = [
        Reviewed(
            report=report,
            anomalies=anomalies.get(report.id, []),
            hours=sum(declared(entry, report.lot) for entry in report.entries if _stands(entry)),
            counted=sum(counted.get(entry.id, 0) for entry in report.entries),
            own=report.id in own,
            unchecked=drawn.get(report.id, 0),
        )
        for report in reports
    ]
    # The clean ones first, the oldest before the others; then what could cost most.
    waiting = sorted(
        (r for r in rows if r.report.state is ReportState.SUBMITTED),
        key=lambda r: (not r.clean, -r.rank),
    )
    expected = _expected(actor, wanted)
    return Month(
        wanted, waiting, [r for r in rows if r.report.state is not ReportState.SUBMITTED], len(expected),
        len(expected - {r.report.lot_id for r in rows}),
    )  # fmt: skip


def _stands(entry: HoursEntry) -> bool:
    """May the hours of this line still count? Not where it was refused as a double before any decision."""
    return entry.report.state is not ReportState.SUBMITTED or entry.state is not EntryState.REFUSED


def detail(reviewed: Reviewed) -> list[ReviewLine]:
    """The lines of a report with the counters of each person."""
    report = reviewed.report
    people = {entry.participant_id for entry in report.entries}
    placements = hours_counters.ai_hours(people)
    proofs = hours_anomalies.proofs_of(people)
    counted = hours_counters.counted_by_entry([entry.id for entry in report.entries])
    relay_rule, ceiling_rule = (
        rulebook.relay(last_day(report.month)),
        rulebook.ceiling(last_day(report.month)),
    )
    found = []
    for entry in sorted(report.entries, key=lambda e: (e.employer.name, e.participant.last_name)):
        rows = placements[entry.participant_id]
        placed = entry.modality is Modality.AI_PLACEMENT
        legal = ai_cap.ceiling_counter(rows, report.month, ceiling_rule)
        mine = proofs[entry.participant_id]
        found.append(
            ReviewLine(
                entry=entry, declared=declared(entry, report.lot), counted=counted.get(entry.id, 0),
                relay=ai_cap.relay_counter(rows, report.month, relay_rule) if placed else None,
                legal_done=legal.done, legal_max=legal.max_hours,
                anomalies=[a.sentence for a in reviewed.anomalies if a.entry_id == entry.id],
                eligible=counting(mine, report.month).counted,
                proof=next((p for p in reversed(mine) if p.proof_file_id and p.state is not EligibilityState.REFUSED), None),
            )
        )  # fmt: skip
    return found


def _expected(actor: Actor, wanted: date) -> set[int]:
    """The lots of the territory that run in this month, each of which owes a report."""
    lots = db.session.scalars(
        select(Lot)
        .join(Market, Market.id == Lot.market_id)
        .join(Award, Award.lot_id == Lot.id)
        .where(
            within_reach(actor, Permission.HOURS_VALIDATE, Lot),
            Market.state.not_in((MarketState.CLOSED, MarketState.CANCELLED)),
            Lot.targets.any(),
        )
        .options(selectinload(Lot.targets), joinedload(Lot.award))
    ).unique()
    found = set()
    for lot in lots:
        period = lot_period(lot)
        if period is not None and period[0] <= wanted <= period[1]:
            found.add(lot.id)
    return found
