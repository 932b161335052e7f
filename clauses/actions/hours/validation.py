"""Which of the declared hours count? The resource person validates, keeps part, sends back, or reopens.

Twenty people deciding on one report wait for each other at its lock; the first decides, the others are told that its
state has changed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, check_version, civil_day, journal, record
from clauses.actions.hours import counting, doubles, evidence
from clauses.actions.hours.held import (
    existing_report,
    held_lot,
    lock_people,
    lock_proofs,
    people_of_lots,
    report_of,
)
from clauses.actions.hours.waiting import FOR_A_PIECE
from clauses.domain import events
from clauses.domain.errors import DomainError, IllegalMove, Refused, Several
from clauses.domain.kinds import EntryState, ReportState, ReturnReason
from clauses.domain.lifecycle import MONTHLY_REPORT, ReportMove, advance
from clauses.extensions import db
from clauses.models.hours import HoursEntry, MonthlyReport
from clauses.models.markets import Lot
from clauses.queries import (
    hours_anomalies,
    hours_checks,
    hours_counters,
    hours_declarers,
    hours_doubles,
    hours_evidence,
    hours_facts,
    hours_limits,
)


class Decision(StrEnum):
    VALIDATE = "validate"
    PARTLY = "partly"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class Retained:
    """Hours kept of one entry (hundredths), and why fewer than declared."""

    hours: int | None
    reason: ReturnReason | None


@dataclass(frozen=True, slots=True)
class Decided:
    """What a decision gave: hours that count from now on, hours that wait for a proof, and hours held for a document."""

    report: MonthlyReport
    counted: int
    waiting: int
    held: int = 0


@action
def decide_report(
    actor: Actor, lot_id: int, month: date, decision: Decision, *, retained: Mapping[int, Retained] | None = None,
    reason: ReturnReason | None = None, message: str | None = None, version: int | None = None, now: datetime,
) -> Decided:  # fmt: skip
    """Decide on the report of a month; what counts is written in the ledger in the same transaction."""
    lot = held_lot(actor, Permission.HOURS_VALIDATE, lot_id)
    report = existing_report(lot, month)
    if report.state is not ReportState.SUBMITTED:
        raise IllegalMove("report_settled" if report.decided_on else "report_not_sent", state=report.state)
    check_version(report, version)
    if decision is Decision.RETURN:
        return _return(actor, lot, report, dict(retained or {}), reason, message, now)
    if hours_anomalies.empty(report):
        raise Refused("v_empty", field="v_decision")
    if hours_declarers.declared_by(actor, [report.id]):
        raise Refused("four_eyes", field="v_decision")
    kept = dict(retained or {}) if decision is Decision.PARTLY else {}
    return _validate(actor, lot, report, kept, decision, message, now)


@action
def validate_clean(actor: Actor, month: date, lot_ids: Sequence[int], *, now: datetime) -> list[Decided]:
    """Validate several reports without anomaly at once; refuses all of them when one has an anomaly by now."""
    if not lot_ids:
        raise Refused("reports_none")
    lots = [held_lot(actor, Permission.HOURS_VALIDATE, lot_id) for lot_id in sorted(set(lot_ids))]
    lock_people(people_of_lots([lot.id for lot in lots]))
    sent = [(lot, existing_report(lot, month)) for lot in lots]
    ids = [report.id for _, report in sent]
    # Asked once for all of them: nothing that one of these decisions writes makes another report less clean.
    anomalies = hours_anomalies.of_reports([report for _, report in sent])
    own, drawn = hours_declarers.declared_by(actor, ids), hours_checks.unchecked(ids)
    for lot, report in sent:
        if report.state is not ReportState.SUBMITTED:
            raise IllegalMove("report_settled", state=report.state)
        if anomalies.get(report.id):
            raise Refused("report_anomaly", month=month, lot=lot.number)
        if report.id in own:
            raise Refused("four_eyes")
        if report.id in drawn:
            raise Refused("report_unchecked", month=month, lot=lot.number)
    return [_validate(actor, lot, report, {}, Decision.VALIDATE, None, now) for lot, report in sent]


@action
def reopen_report(actor: Actor, lot_id: int, month: date, reason: str, *, now: datetime) -> int:
    """Take back a decision: its lines are reversed, never edited. Returns the hours taken back (hundredths)."""
    lot = held_lot(actor, Permission.HOURS_VALIDATE, lot_id)
    report = report_of(lot, month)
    if report is None or report.state not in (
        ReportState.VALIDATED,
        ReportState.PARTLY_VALIDATED,
        ReportState.NIL,
    ):
        raise IllegalMove("report_not_validated")
    if not reason:
        raise Refused("reopen_reason", field="reopen_reason")
    before = report.state
    lock_people({entry.participant_id for entry in report.entries})
    taken = counting.reverse(actor, report, reason, now)
    for entry in report.entries:
        entry.state, entry.refusal_reason = EntryState.DRAFT, None
    report.state = advance(MONTHLY_REPORT, before, ReportMove.REOPEN)
    report.return_reason, report.return_message = ReturnReason.OTHER, reason
    report.nil_comment = None
    journal(
        actor, "report:reopen", report, now=now, lot_id=lot.id, month=month, before=before, after=report.state,
        hours=-taken, reason=reason,
    )  # fmt: skip
    record(events.ReportReturned(report.id), now=now)
    counting.look_after(actor, lot, month, report.entries, now)
    return taken


def _return(
    actor: Actor,
    lot: Lot,
    report: MonthlyReport,
    lines: dict[int, Retained],
    reason: ReturnReason | None,
    message: str | None,
    now: datetime,
) -> Decided:
    """Send back a report, and say at each line that is wrong what is: the others need no second look."""
    wrong = {entry.id: line.reason for entry in report.entries
             if (line := lines.get(entry.id)) is not None and line.reason is not None}  # fmt: skip
    reason = reason or next(iter(wrong.values()), None)
    if reason is None:
        raise Refused("v_reason", field="v_reason")
    lock_people({entry.participant_id for entry in report.entries})
    for entry in report.entries:
        entry.state, entry.refusal_reason = EntryState.DRAFT, wrong.get(entry.id)
    report.state = advance(MONTHLY_REPORT, report.state, ReportMove.RETURN)
    report.return_reason, report.return_message = reason, message
    _stamp(actor, report, now)
    journal(
        actor, "report:return", report, now=now, lot_id=lot.id, month=report.month, before=ReportState.SUBMITTED,
        after=report.state, reason=reason, lines=sorted(wrong),
    )  # fmt: skip
    record(events.ReportReturned(report.id), now=now)
    counting.look_after(actor, lot, report.month, report.entries, now)
    return Decided(report, 0, 0)


def _validate(
    actor: Actor, lot: Lot, report: MonthlyReport, retained: dict[int, Retained], decision: Decision,
    message: str | None, now: datetime,
) -> Decided:  # fmt: skip
    people = {entry.participant_id for entry in report.entries}
    lock_people(people)
    keep = {entry.id: _kept(entry, lot, retained.get(entry.id), decision) for entry in report.entries}
    refusals = [
        refusal for answer in keep.values() if isinstance(answer, DomainError) for refusal in [answer]
    ]
    refusals = refusals or hours_limits.of_report(lot, report) or _twice(report, keep)
    if refusals:
        raise Several(refusals)
    proofs = lock_proofs(people)
    before = hours_counters.counted_on(lot.id)
    pieces = hours_evidence.of_reports([report])[report.id]
    counted, waiting, held, full = 0, 0, 0, True
    for entry in report.entries:
        hours, why = keep[entry.id]  # type: ignore[misc]
        entry.refusal_reason = why
        full = full and why is None
        answer = hours_facts.counting(proofs[entry.participant_id], report.month)
        if not hours and why in FOR_A_PIECE:
            entry.state = EntryState.PENDING_EVIDENCE
            held += _declared(entry, lot)
        elif not hours and why is not None:
            entry.state = EntryState.REFUSED
        elif answer.counted and hours and hours_evidence.holds_back(entry, pieces):
            if why is not None:
                raise Refused("v_held", field=f"v_hours-{entry.id}")
            entry.state, full = EntryState.PENDING_EVIDENCE, False
            held += hours
        elif answer.counted:
            counting.count(actor, lot, report, entry, hours, now)
            counted += hours
        elif answer.pending and why is not None:
            raise Refused("v_pending", field=f"v_hours-{entry.id}")
        elif answer.pending:
            entry.state, full = EntryState.PENDING_ELIGIBILITY, False
            waiting += hours
        else:
            entry.state, full = EntryState.REFUSED, False
            entry.refusal_reason = ReturnReason.NOT_PROVEN
    doubles.settle_with_decision(actor, report, report.entries, now)
    if decision is Decision.PARTLY and full:
        raise Refused("v_partial", field="v_decision")
    evidence.accept_what_was_leaned_on(
        actor, report, [entry for entry in report.entries if entry.state is EntryState.VALIDATED], now
    )
    state = report.state
    report.state = advance(MONTHLY_REPORT, state, ReportMove.VALIDATE if full else ReportMove.VALIDATE_PARTLY)
    report.return_reason, report.return_message = None, message
    _stamp(actor, report, now)
    journal(
        actor, "report:validate", report, now=now, lot_id=lot.id, month=report.month, before=state, after=report.state,
        hours=counted, waiting=waiting + held, declared=sum(_declared(e, lot) for e in report.entries),
    )  # fmt: skip
    record(events.HoursValidated(report.id), now=now)
    if not full:
        record(events.ReportReturned(report.id), now=now)
    counting.follow_up(actor, lot, report.month, report.entries, before, now)
    return Decided(report, counted, waiting, held)


def _kept(
    entry: HoursEntry, lot: Lot, answer: Retained | None, decision: Decision
) -> tuple[int, ReturnReason | None] | DomainError:
    """Hours retained of an entry and why fewer; everything when nothing was said."""
    if entry.state is EntryState.REFUSED:  # both sides said that these hours are on the other line
        return 0, entry.refusal_reason
    declared = _declared(entry, lot)
    if answer is None or answer.hours is None or decision is not Decision.PARTLY:
        return declared, None
    if answer.hours > declared:
        return Refused("v_hours", field=f"v_hours-{entry.id}", hours=declared)
    if answer.hours < declared and answer.reason is None:
        return Refused("v_reason", field=f"v_reason-{entry.id}")
    return answer.hours, answer.reason if answer.hours < declared else None


def _twice(
    report: MonthlyReport, keep: Mapping[int, tuple[int, ReturnReason | None] | DomainError]
) -> list[DomainError]:
    """One hour counts once, on one line and for one obligation (R5-3, R13): refuse what would count it twice."""
    hours = {entry_id: answer[0] for entry_id, answer in keep.items() if not isinstance(answer, DomainError)}
    return [
        Refused("v_duplicate" if double.elsewhere is None else "v_two_lots", field=f"v_hours-{double.one.id}",
                name=double.one.participant.short)
        for double in hours_doubles.counted_twice(report, hours)
    ]  # fmt: skip


def _declared(entry: HoursEntry, lot: Lot) -> int:
    """Hours worked, and in training where the clause counts them (R12)."""
    return hours_facts.declared(entry, lot)


def _stamp(actor: Actor, report: MonthlyReport, now: datetime) -> None:
    report.decided_on, report.decided_by_id = civil_day(now), actor.user_id
    db.session.flush()
