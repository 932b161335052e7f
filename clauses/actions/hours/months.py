"""How do the hours of a month get typed and sent?

A structure types the lines of its own people; the company types the others, confirms what its partners typed or
contests it (contesting.py), and sends. The resource person may still correct a report that was sent, until it is decided.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, check_version, civil_day, journal, record, refuse_stale
from clauses.actions.hours import control, doubles
from clauses.actions.hours.beyond import Typed
from clauses.actions.hours.counting import look_after
from clauses.actions.hours.held import (
    OPEN,
    contracts_on,
    existing_report,
    held_lot,
    held_lots,
    in_turn,
    lock_people,
    opened_report,
    people_of_lots,
    refuse_outside,
    report_of,
)
from clauses.actions.hours.staffing import write_staff
from clauses.actions.hours.writing import write_rows
from clauses.domain import events
from clauses.domain.errors import DomainError, IllegalMove, Refused, Several
from clauses.domain.lifecycle import MONTHLY_REPORT, ReportMove, advance
from clauses.models.hours import EmploymentContract, MonthlyReport
from clauses.models.markets import Lot
from clauses.queries import hours_anomalies
from clauses.queries.hours_facts import covers
from clauses.queries.hours_lines import Standing, digest, standing

__all__ = ["Typed", "enter_grid", "enter_hours", "submit_complete", "submit_report"]


@action
def enter_hours(
    actor: Actor,
    lot_id: int,
    month: date,
    rows: Sequence[Typed],
    *,
    version: int | None = None,
    hold: bool = False,
    now: datetime,
) -> MonthlyReport:
    """Keep the hours of one lot and one month. Refuses what R7, R9 or the contract forbid; warns of nothing: going
    beyond the relay (R6) may be kept, and is an anomaly for the resource person. `hold`: what R7 forbids is held."""
    lot = held_lot(actor, Permission.HOURS_ENTER, lot_id)
    refuse_outside(lot, month, civil_day(now), field="month")
    report = opened_report(lot, month)
    check_version(report, version)
    write_rows(actor, lot, report, rows, now, hold=hold)
    return report


@action
def enter_grid(
    actor: Actor, month: date, rows_by_lot: dict[int, Sequence[Typed]], *, staff: Mapping[int, int] | None = None,
    hold: bool = False, seen: str | None = None, now: datetime,
) -> list[MonthlyReport]:  # fmt: skip
    """Keep the hours of one organization on all its lots in a month; everything is kept, or nothing is.

    `staff`: by lot, the hours of its permanent staff, where they change; they never count (R12). `hold`: what R7
    forbids is held. `seen`: the digest of the lines as the page showed them; somebody who typed one of them since is
    told of, and nothing is overwritten.
    """
    reports, refusals, told = [], [], dict(staff or {})
    lots = held_lots(actor, Permission.HOURS_ENTER, {*rows_by_lot, *told})
    lock_people(people_of_lots([lot.id for lot in lots]))
    found = {lot.id: (report_of(lot, month), contracts_on(lot)) for lot in lots}
    _refuse_unseen(seen, rows_by_lot, found)
    all_rows = [row for rows in rows_by_lot.values() for row in rows]
    if (
        not told
        and all(row.blank for row in all_rows)
        and not any(r and r.entries for r, _ in found.values())
    ):
        raise Refused("h_nothing", field=f"h_worked-{all_rows[0].contract_id}" if all_rows else None)
    for lot in lots:
        lot_id, (known, contracts) = lot.id, found[lot.id]
        rows = rows_by_lot.get(lot_id, ())
        if known is None and lot_id not in told and all(row.blank for row in rows):
            continue  # nothing was done there this month
        try:
            refuse_outside(lot, month, civil_day(now))
            report = known or opened_report(lot, month)
            write_rows(actor, lot, report, rows, now, asked=False, hold=hold, contracts=contracts)
            if lot_id in told:
                write_staff(actor, lot, report, told[lot_id], now)
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


def _refuse_unseen(
    seen: str | None, rows_by_lot: Mapping[int, Sequence[Typed]],
    found: Mapping[int, tuple[MonthlyReport | None, dict[int, EmploymentContract]]],
) -> None:  # fmt: skip
    """Refuse a page opened before somebody else typed one of its lines."""
    if seen is None:
        return
    stands: list[Standing] = []
    last: MonthlyReport | None = None
    for lot_id, rows in rows_by_lot.items():
        report, contracts = found[lot_id]
        entries = report.entries if report is not None else []
        known = {(e.participant_id, e.employer_id, e.modality): e for e in entries}
        if report is not None and entries and (last is None or report.version > last.version):
            last = report
        for row in rows:
            one = contracts.get(row.contract_id)
            entry = known.get((one.participant_id, one.employer_id, one.modality)) if one else None
            stands.append(standing(row.contract_id, entry))
    now = digest(stands)
    if now != seen and last is not None:
        refuse_stale(last, now)


@action
def submit_report(
    actor: Actor, lot_id: int, month: date, *, honour: bool, nil: bool, nil_comment: str | None,
    rows: Sequence[Typed] = (), version: int | None = None, now: datetime,
) -> MonthlyReport:  # fmt: skip
    """Send the report of a month to the resource person, or say that nobody worked (R10)."""
    lot = held_lot(actor, Permission.MONTH_SUBMIT, lot_id)
    refuse_outside(lot, month, civil_day(now), field="month")
    report = opened_report(lot, month)
    check_version(report, version)
    if report.state in OPEN:
        write_rows(actor, lot, report, rows, now, asked=False)
    send(actor, lot, report, honour, nil, nil_comment, now)
    return report


@action
def submit_complete(
    actor: Actor, picks: Sequence[tuple[int, date]], *, honour: bool, now: datetime
) -> list[MonthlyReport]:
    """« Rien à signaler » : send several complete reports at once; refuses any that is not complete any more."""
    if not picks:
        raise Refused("reports_none")
    sent = []
    lock_people(people_of_lots(in_turn(actor, Permission.MONTH_SUBMIT, [lot_id for lot_id, _ in picks])))
    for lot_id, month in sorted(set(picks)):
        lot = held_lot(actor, Permission.MONTH_SUBMIT, lot_id)
        refuse_outside(lot, month, civil_day(now))
        report = existing_report(lot, month)
        anomalies = hours_anomalies.of_reports([report])[report.id]
        if not hours_anomalies.complete(report, contracts_on(lot).values(), anomalies):
            raise Refused("report_incomplete", month=month, lot=lot.number)
        send(actor, lot, report, honour, False, None, now)
        sent.append(report)
    return sent


def send(
    actor: Actor,
    lot: Lot,
    report: MonthlyReport,
    honour: bool,
    nil: bool,
    nil_comment: str | None,
    now: datetime,
) -> None:
    """Within an act: send a report held by it, or refuse."""
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
    for entry in report.entries:  # what was said at a line that came back is answered
        entry.refusal_reason = None
    total = sum(entry.worked + entry.training for entry in entered)
    journal(
        actor, "report:submit", report, now=now, lot_id=lot.id, month=report.month, before=before, after=report.state,
        hours=total,
    )  # fmt: skip
    record(events.ReportSubmitted(report.id), now=now)
    doubles.ask_both(actor, report, now)
    control.bring_in(report)
    lock_people({entry.participant_id for entry in entered})
    look_after(actor, lot, report.month, entered, now)
