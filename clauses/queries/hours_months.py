"""What does a month look like to those who type it? The months of a company, one month, the grid of a structure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy import select, true
from sqlalchemy.orm import joinedload, selectinload

from clauses.access.gate import load, may
from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.kinds import EntryState, MarketState, ReportState, Role
from clauses.domain.values import add_months, month_of, months_between
from clauses.extensions import db
from clauses.models.hours import EmploymentContract, HoursEntry, MonthlyReport
from clauses.models.markets import Award, Lot, Market
from clauses.queries import hours_anomalies, hours_contests, hours_counters
from clauses.queries.hours_facts import covers, due_on, holds_lot, lot_period
from clauses.queries.hours_lines import Line, ai_facts, context_of, lines_of, pooled_on

TO_DO = frozenset({ReportState.TO_ENTER, ReportState.DRAFT, ReportState.TO_CORRECT})
REOPENABLE = frozenset({ReportState.VALIDATED, ReportState.PARTLY_VALIDATED, ReportState.NIL})
SETTLED_SHOWN = 12

_LOT = (joinedload(Lot.market).joinedload(Market.buyer), joinedload(Lot.clause), joinedload(Lot.award).joinedload(Award.awardee), selectinload(Lot.targets))  # noqa: E501  # fmt: skip
_ENTRIES = selectinload(MonthlyReport.entries).options(
    joinedload(HoursEntry.participant), joinedload(HoursEntry.employer), joinedload(HoursEntry.entered_by)
)


@dataclass(frozen=True, slots=True)
class PartnerHours:
    """What one employer has typed on a lot in a month, and the people under contract whose hours it has not."""

    name: str
    hours: int
    people: int
    missing: int
    contested: int


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One lot and one month in the list of a company."""

    lot: Lot
    month: date
    state: ReportState
    hours: int
    pending: int  # hours worked that count once their documents are there
    partners: list[PartnerHours]
    due_on: date
    late: bool
    complete: bool


@dataclass(frozen=True, slots=True)
class MonthSheet:
    """The report of one lot and one month, seen by one actor."""

    lot: Lot
    month: date
    report: MonthlyReport | None
    state: ReportState
    due_on: date
    late: bool
    lines: list[Line]
    total: int
    counted: int
    anomalies: list[str]
    begun: bool  # nothing is typed of a month that has not begun
    may_type: bool
    may_send: bool
    may_decide: bool
    may_reopen: bool
    may_claim: bool  # contest a decided line, or ask that it be corrected
    names: bool
    training_counts: bool
    previous: date | None
    following: date | None


def month_rows(actor: Actor, on: date) -> tuple[list[MonthRow], list[MonthRow]]:
    """What this company still has to send, the oldest first; and what it sent, the latest first."""
    lots = db.session.scalars(
        select(Lot)
        .join(Market, Market.id == Lot.market_id)
        .where(
            within_reach(actor, Permission.MONTH_SUBMIT, Lot),
            Market.state.not_in((MarketState.CLOSED, MarketState.CANCELLED)),
        )
        .options(*_LOT)
        .order_by(Lot.id)
    ).unique().all()  # fmt: skip
    lot_ids = [lot.id for lot in lots]
    reports = {
        (report.lot_id, report.month): report
        for report in db.session.scalars(
            select(MonthlyReport).where(MonthlyReport.lot_id.in_(lot_ids or [0])).options(_ENTRIES)
        ).unique()
    }
    contracts = contracts_by_lot(lot_ids)
    open_reports = [r for r in reports.values() if r.state in TO_DO]
    anomalies = hours_anomalies.of_reports(open_reports)
    contested = set(hours_contests.standing([e.id for r in open_reports for e in r.entries]))
    rows = [
        _row(lot, month, reports.get((lot.id, month)), contracts[lot.id], anomalies, contested, on)
        for lot in lots
        for month in months_of(lot, on)
    ]
    to_do = sorted((r for r in rows if r.state in TO_DO), key=lambda r: (r.month, r.lot.id))
    sent = sorted((r for r in rows if r.state not in TO_DO), key=lambda r: (-r.month.toordinal(), r.lot.id))
    return to_do, [one for n, one in enumerate(sent) if n < SETTLED_SHOWN or one.pending]


def months_of(lot: Lot, on: date) -> list[date]:
    """The months of execution of a lot already begun."""
    period = lot_period(lot)
    if period is None:
        return []
    return list(_run(period[0], min(period[1], month_of(on))))


@lru_cache(maxsize=1024)  # the lots of a region begin in few months: theirs are counted once
def _run(first: date, last: date) -> tuple[date, ...]:
    return tuple(add_months(first, i) for i in range(months_between(first, last) + 1))


def month_to_send(lot: Lot, on: date) -> date | None:
    """The oldest month of a lot that is over and whose report was not sent; None when nothing is owed."""
    ended = [month for month in months_of(lot, on) if month < month_of(on)]
    sent = set(
        db.session.scalars(
            select(MonthlyReport.month).where(
                MonthlyReport.lot_id == lot.id, MonthlyReport.state.not_in(TO_DO)
            )
        )
    )
    return next((month for month in ended if month not in sent), None)


def contracts_by_lot(lot_ids: Iterable[int]) -> dict[int, list[EmploymentContract]]:
    found: dict[int, list[EmploymentContract]] = defaultdict(list)
    for contract in db.session.scalars(
        select(EmploymentContract)
        .where(EmploymentContract.lot_id.in_(list(lot_ids) or [0]))
        .options(joinedload(EmploymentContract.participant), joinedload(EmploymentContract.employer))
        .order_by(EmploymentContract.id)
    ):
        found[contract.lot_id].append(contract)
    return found


def month_sheet(actor: Actor, lot_id: int, month: date, on: date) -> MonthSheet:
    """One month of one lot; names only for those who employ or accompany the people (R16)."""
    lot = load(actor, Permission.MONTH_VIEW, Lot, lot_id, *_LOT)
    report = db.session.scalars(
        select(MonthlyReport).where(MonthlyReport.lot_id == lot_id, MonthlyReport.month == month)
        .options(_ENTRIES, joinedload(MonthlyReport.decided_by), joinedload(MonthlyReport.submitted_by))
    ).unique().one_or_none()  # fmt: skip
    state = report.state if report else ReportState.TO_ENTER
    names = may(actor, Permission.PARTICIPANT_IDENTIFY, Lot, lot_id)
    open_ = state in TO_DO and lot.market.state not in (MarketState.CLOSED, MarketState.CANCELLED)
    enters = may(actor, Permission.HOURS_ENTER, Lot, lot_id)
    begun = month <= on
    may_type = (
        begun
        and enters
        and (open_ or (state is ReportState.SUBMITTED and actor.role is Role.RESOURCE_PERSON))
    )
    entries = list(report.entries) if report else []
    counted = hours_counters.counted_by_entry([entry.id for entry in entries])
    contracts = contracts_by_lot([lot.id])[lot.id] if names else []
    pooled = pooled_on([lot.id], month, entries) if names else {}
    holds = holds_lot(actor, lot)
    context = context_of(lot, month, state, may_type, pooled, whole=holds or actor.role is not Role.SIAE)
    lines = lines_of(actor, month, contracts, entries, counted, context) if names else []
    known = months_of(lot, on)
    decider = may(actor, Permission.HOURS_VALIDATE, Lot, lot_id)
    anomalies = []
    if report is not None and names and context.whole:
        found = hours_anomalies.of_reports([report])[report.id]
        private = hours_anomalies.PRIVATE if holds else frozenset()
        anomalies = [a.sentence for a in found if a.code not in private]
    return MonthSheet(
        lot=lot, month=month, report=report, state=state, due_on=due_on(month),
        late=state in TO_DO and on > due_on(month), lines=lines,
        total=sum(entry.worked + entry.training for entry in entries), counted=sum(counted.values()),
        anomalies=anomalies, begun=begun, may_type=may_type,
        may_send=begun and open_ and may(actor, Permission.MONTH_SUBMIT, Lot, lot_id),
        may_decide=decider and state is ReportState.SUBMITTED, may_reopen=decider and state in REOPENABLE, names=names,
        may_claim=names and enters and lot.market.state not in (MarketState.CLOSED, MarketState.CANCELLED),
        training_counts=bool(lot.clause and lot.clause.training_counts),
        previous=max((m for m in known if m < month), default=None),
        following=min((m for m in known if m > month), default=None),
    )  # fmt: skip


def grid(actor: Actor, month: date, on: date) -> list[tuple[Lot, ReportState, list[Line]]]:
    """The people of one organization in a month, lot by lot, with what may still be typed: its own employees, and
    everybody on the lots it holds."""
    mine = EmploymentContract.employer_id == actor.organization_id
    contracts = db.session.scalars(
        select(EmploymentContract)
        .where(within_reach(actor, Permission.HOURS_ENTER, EmploymentContract),
               true() if actor.role in (Role.COMPANY, Role.SIAE) else mine)
        .options(joinedload(EmploymentContract.lot).options(*_LOT))
    ).unique().all()  # fmt: skip
    lots = {c.lot_id: c.lot for c in contracts if covers(c, month) and month in months_of(c.lot, on)}
    reports = {
        report.lot_id: report
        for report in db.session.scalars(
            select(MonthlyReport)
            .where(MonthlyReport.lot_id.in_(list(lots) or [0]), MonthlyReport.month == month)
            .options(_ENTRIES)
        ).unique()
    }
    held = {lot_id for lot_id, lot in lots.items() if holds_lot(actor, lot)}
    entries = [
        e
        for report in reports.values()
        for e in report.entries
        if report.lot_id in held or e.employer_id == actor.organization_id
    ]
    counted = hours_counters.counted_by_entry([entry.id for entry in entries])
    by_lot = contracts_by_lot(lots)
    pooled = pooled_on(lots, month, entries)
    facts = ai_facts([c for rows in by_lot.values() for c in rows], entries)
    contests = hours_contests.latest([entry.id for entry in entries])
    found = []
    for lot_id, lot in sorted(lots.items()):
        report = reports.get(lot_id)
        state = report.state if report else ReportState.TO_ENTER
        may_type = state in TO_DO and lot.market.state not in (MarketState.CLOSED, MarketState.CANCELLED)
        own = [entry for entry in entries if report is not None and entry.report_id == report.id]
        found.append(
            (
                lot,
                state,
                lines_of(
                    actor,
                    month,
                    by_lot[lot_id],
                    own,
                    counted,
                    context_of(lot, month, state, may_type, pooled, whole=lot_id in held),
                    facts,
                    contests,
                ),
            )
        )
    return found


def _row(
    lot: Lot, month: date, report: MonthlyReport | None, contracts: list[EmploymentContract],
    anomalies: dict[int, list[hours_anomalies.Anomaly]], contested: set[int], on: date,
) -> MonthRow:  # fmt: skip
    state = report.state if report else ReportState.TO_ENTER
    entries = report.entries if report else []
    return MonthRow(
        lot=lot, month=month, state=state, hours=sum(e.worked + e.training for e in entries),
        pending=sum(e.worked for e in entries if e.state is EntryState.PENDING_EVIDENCE),
        partners=_partners(month, entries, contracts, contested),
        due_on=due_on(month), late=state in TO_DO and on > due_on(month),
        complete=report is not None and hours_anomalies.complete(report, contracts, anomalies.get(report.id, [])),
    )  # fmt: skip


def _partners(
    month: date, entries: list[HoursEntry], contracts: list[EmploymentContract], contested: set[int]
) -> list[PartnerHours]:
    """Employer by employer, those with most hours first."""
    typed: dict[str, list[HoursEntry]] = defaultdict(list)
    awaited: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for entry in entries:
        typed[entry.employer.name].append(entry)
    known = {(entry.participant_id, entry.employer_id) for entry in entries}
    for contract in contracts:
        person = (contract.participant_id, contract.employer_id)
        if covers(contract, month) and person not in known:
            awaited[contract.employer.name].add(person)
    found = [
        PartnerHours(
            name, sum(e.worked + e.training for e in typed[name]), len({e.participant_id for e in typed[name]}),
            len(awaited[name]), sum(e.id in contested for e in typed[name]),
        )
        for name in {*typed, *awaited}
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.hours, one.name))
