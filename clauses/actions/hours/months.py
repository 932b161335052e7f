"""How do the hours of a month get typed, contested, shared out and sent?

A structure types the lines of its own people; the company types the others, confirms what its partners typed or
contests it, and sends. The resource person may still correct a report that was sent, until it is decided.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from clauses.access.gate import Forbidden, OutOfReach
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, check_version, civil_day, journal, record
from clauses.actions.hours.held import (
    OPEN,
    clear_entry,
    contracts_on,
    entry_of,
    existing_report,
    held_lot,
    opened_report,
    refuse_outside,
)
from clauses.domain import events
from clauses.domain.errors import DomainError, IllegalMove, Refused, Several
from clauses.domain.kinds import EntryState, ReportState, Role
from clauses.domain.lifecycle import MONTHLY_REPORT, ReportMove, advance
from clauses.extensions import db
from clauses.models.hours import EmploymentContract, HoursEntry, MonthlyReport
from clauses.models.markets import Lot
from clauses.queries import hours_anomalies, hours_limits
from clauses.queries.hours_facts import covers


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed for one contract in a month: hundredths, None where nothing stands."""

    contract_id: int
    worked: int | None
    training: int | None = None
    comment: str | None = None

    @property
    def blank(self) -> bool:
        return not self.worked and not self.training


@action
def enter_hours(
    actor: Actor,
    lot_id: int,
    month: date,
    rows: Sequence[Typed],
    *,
    version: int | None = None,
    now: datetime,
) -> MonthlyReport:
    """Keep the hours of one lot and one month. Refuses what R7, R9 or the contract forbid; warns of nothing: going
    beyond the relay (R6) may be kept, and is an anomaly for the resource person."""
    lot = held_lot(actor, Permission.HOURS_ENTER, lot_id)
    refuse_outside(lot, month, civil_day(now), field="month")
    report = opened_report(lot, month)
    check_version(report, version)
    _write(actor, lot, report, rows, now)
    return report


@action
def enter_grid(
    actor: Actor, month: date, rows_by_lot: dict[int, Sequence[Typed]], *, now: datetime
) -> list[MonthlyReport]:
    """Keep the hours of one structure on all its lots in a month; everything is kept, or nothing is."""
    reports, refusals = [], []
    for lot_id in sorted(rows_by_lot):
        lot = held_lot(actor, Permission.HOURS_ENTER, lot_id)
        try:
            refuse_outside(lot, month, civil_day(now))
            report = opened_report(lot, month)
            _write(actor, lot, report, rows_by_lot[lot_id], now)
            reports.append(report)
        except Several as several:
            refusals += several.refusals
        except Refused as one:
            refusals.append(one)
    if refusals:
        raise Several(refusals)
    if not reports:
        raise Refused("h_nothing")
    return reports


@action
def contest_entry(
    actor: Actor, lot_id: int, month: date, entry_id: int, text: str, *, now: datetime
) -> HoursEntry:
    """The company says what is wrong with a line of its partner, without touching it."""
    lot = held_lot(actor, Permission.MONTH_SUBMIT, lot_id)
    report = existing_report(lot, month)
    entry = entry_of(report, entry_id)
    if report.state not in OPEN:
        raise IllegalMove("report_sent")
    if entry.entered_by_id == actor.organization_id:
        raise Refused("contest_own")
    if not text:
        raise Refused("contest_empty", field="contest")
    entry.contested = text
    journal(actor, "hours:contest", report, now=now, lot_id=lot.id, month=month, entry=entry.id)
    return entry


@action
def submit_report(
    actor: Actor, lot_id: int, month: date, *, honour: bool, nil: bool, nil_comment: str | None,
    version: int | None = None, now: datetime,
) -> MonthlyReport:  # fmt: skip
    """Send the report of a month to the resource person, or say that nobody worked (R10)."""
    lot = held_lot(actor, Permission.MONTH_SUBMIT, lot_id)
    refuse_outside(lot, month, civil_day(now), field="month")
    report = opened_report(lot, month)
    check_version(report, version)
    _send(actor, lot, report, honour, nil, nil_comment, now)
    return report


@action
def submit_complete(
    actor: Actor, picks: Sequence[tuple[int, date]], *, honour: bool, now: datetime
) -> list[MonthlyReport]:
    """« Rien à signaler » : send several complete reports at once; refuses any that is not complete any more."""
    if not picks:
        raise Refused("reports_none")
    sent = []
    for lot_id, month in sorted(set(picks)):
        lot = held_lot(actor, Permission.MONTH_SUBMIT, lot_id)
        refuse_outside(lot, month, civil_day(now))
        report = existing_report(lot, month)
        anomalies = hours_anomalies.of_reports([report])[report.id]
        if not hours_anomalies.complete(report, contracts_on(lot).values(), anomalies):
            raise Refused("report_incomplete", month=month, lot=lot.number)
        _send(actor, lot, report, honour, False, None, now)
        sent.append(report)
    return sent


def _send(
    actor: Actor,
    lot: Lot,
    report: MonthlyReport,
    honour: bool,
    nil: bool,
    nil_comment: str | None,
    now: datetime,
) -> None:
    if report.state not in OPEN:
        raise IllegalMove("report_settled", state=report.state)
    refusals: list[DomainError] = []
    entered = [entry for entry in report.entries if entry.worked or entry.training]
    if nil and entered:
        refusals.append(Refused("nil_with_hours", field="nil_report"))
    if nil and not nil_comment:
        refusals.append(Refused("nil_report", field="nil_comment"))
    if not nil and not entered:
        known = any(covers(contract, report.month) for contract in contracts_on(lot).values())
        refusals.append(Refused("report_no_hours" if known else "report_empty", field="nil_report"))
    if not honour:
        refusals.append(Refused("r_honour", field="r_honour"))
    if refusals:
        raise Several(refusals)
    before = report.state
    report.state = advance(MONTHLY_REPORT, before, ReportMove.DECLARE_NIL if nil else ReportMove.SUBMIT)
    report.nil_comment = nil_comment if nil else None
    report.submitted_on, report.submitted_by_id = civil_day(now), actor.user_id
    report.return_reason = report.return_message = None
    total = sum(entry.worked + entry.training for entry in entered)
    journal(
        actor, "report:submit", report, now=now, lot_id=lot.id, month=report.month, before=before, after=report.state,
        hours=total,
    )  # fmt: skip
    record(events.ReportSubmitted(report.id), now=now)


def _write(actor: Actor, lot: Lot, report: MonthlyReport, rows: Sequence[Typed], now: datetime) -> None:
    """Check every row against the trade, then keep them; the report becomes a draft if it was empty."""
    _refuse_settled(actor, report)
    contracts = contracts_on(lot)
    known = {(e.participant_id, e.employer_id, e.modality): e for e in report.entries}
    pairs: list[tuple[Typed, EmploymentContract, HoursEntry | None]] = []
    for row in rows:
        contract = contracts.get(row.contract_id)
        if contract is None or (actor.role is Role.SIAE and contract.employer_id != actor.organization_id):
            raise OutOfReach
        entry = known.get((contract.participant_id, contract.employer_id, contract.modality))
        _refuse_not_mine(actor, contract, entry)
        pairs.append((row, contract, entry))
    filled = [(row, contract, entry) for row, contract, entry in pairs if not row.blank]
    emptied = [entry for row, _, entry in pairs if row.blank and entry is not None]
    if not filled and not emptied:
        raise Refused("h_nothing", field=f"h_worked-{rows[0].contract_id}" if rows else None)
    training_counts = bool(lot.clause and lot.clause.training_counts)
    refusals: list[DomainError] = [
        Refused(
            "h_period", field=f"h_worked-{contract.id}", name=contract.participant.short, month=report.month
        )
        for _, contract, _ in filled
        if not covers(contract, report.month)
    ] + [
        Refused("h_training", field=f"h_training-{contract.id}")
        for row, contract, _ in filled
        if row.training and not training_counts
    ]
    planned = [
        hours_limits.Planned.on(c, row.worked or 0, row.training or 0, row.comment) for row, c, _ in filled
    ]
    touched = [entry.id for _, _, entry in pairs if entry is not None]
    refusals += hours_limits.refusals(lot, report.month, planned, touched=touched)
    if refusals:
        raise Several(refusals)
    for entry in emptied:
        clear_entry(report, entry)
    for row, contract, kept in filled:
        _keep(actor, report, row, contract, kept)
    if report.state is not ReportState.SUBMITTED:
        report.state = advance(MONTHLY_REPORT, report.state, ReportMove.ENTER)
    report.version += 1  # two people typing the same month are told of each other
    db.session.flush()
    journal(
        actor, "hours:enter", report, now=now, lot_id=lot.id, month=report.month,
        entries=[[contract.id, row.worked or 0, row.training or 0] for row, contract, _ in pairs],
    )  # fmt: skip


def _refuse_settled(actor: Actor, report: MonthlyReport) -> None:
    if report.state in OPEN:
        return
    if report.state is ReportState.SUBMITTED:
        if actor.role is Role.RESOURCE_PERSON:
            return
        raise IllegalMove("report_sent")
    raise IllegalMove("report_settled", state=report.state)


def _refuse_not_mine(actor: Actor, contract: EmploymentContract, entry: HoursEntry | None) -> None:
    """A line already typed by its structure belongs to it: the company confirms it or contests it."""
    if actor.role is not Role.COMPANY or entry is None or entry.employer_id == actor.organization_id:
        return
    if entry.entered_by_id == contract.employer_id:
        raise Forbidden


def _keep(
    actor: Actor, report: MonthlyReport, row: Typed, contract: EmploymentContract, kept: HoursEntry | None
) -> None:
    entry = kept
    if entry is None:
        entry = HoursEntry(
            report_id=report.id, participant_id=contract.participant_id, employer_id=contract.employer_id,
            modality=contract.modality, state=EntryState.DRAFT, entered_by_id=contract.employer_id,
        )  # fmt: skip
        if actor.role is not Role.RESOURCE_PERSON:
            entry.entered_by_id = actor.organization_id
        entry.participant, entry.employer = contract.participant, contract.employer
        report.entries.append(entry)
    elif actor.role is not Role.RESOURCE_PERSON:
        entry.entered_by_id = actor.organization_id
    changed = (entry.worked, entry.training) != (row.worked or 0, row.training or 0)
    entry.worked, entry.training, entry.comment = row.worked or 0, row.training or 0, row.comment
    if changed:
        entry.state, entry.refusal_reason, entry.contested = EntryState.DRAFT, None, None
