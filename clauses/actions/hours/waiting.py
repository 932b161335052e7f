"""What becomes of hours that waited for a proof, once it is decided? They count in their own months, or never will."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from clauses.access.policy import Actor
from clauses.actions.base import journal, record
from clauses.actions.hours import counting
from clauses.domain import events
from clauses.domain.kinds import EntryState, ReportState, ReturnReason
from clauses.domain.lifecycle import MONTHLY_REPORT, ReportMove, advance
from clauses.extensions import db
from clauses.models.hours import Eligibility, HoursEntry, MonthlyReport
from clauses.models.markets import Lot
from clauses.queries import hours_counters, hours_facts


def waiting_lots(eligibility_id: int) -> list[Lot]:
    """The lots where this person's hours wait, locked before the proof: the order every act follows."""
    participant = select(Eligibility.participant_id).where(Eligibility.id == eligibility_id).scalar_subquery()
    ids = (
        select(MonthlyReport.lot_id)
        .join(HoursEntry, HoursEntry.report_id == MonthlyReport.id)
        .where(HoursEntry.participant_id == participant)
    )
    return list(
        db.session.scalars(
            select(Lot).where(Lot.id.in_(ids)).order_by(Lot.id).with_for_update(of=Lot)
            .execution_options(populate_existing=True).options(selectinload(Lot.targets), selectinload(Lot.clause))
        )
    )  # fmt: skip


def settle_waiting(actor: Actor, lot: Lot, participant_id: int, now: datetime) -> int:
    """Decide the entries of a person that waited in reports already decided on; those of a closed lot are left."""
    if lot.closed_on is not None:
        return 0
    reports = db.session.scalars(
        select(MonthlyReport)
        .where(
            MonthlyReport.lot_id == lot.id,
            MonthlyReport.state.in_((ReportState.VALIDATED, ReportState.PARTLY_VALIDATED)),
            MonthlyReport.entries.any(
                (HoursEntry.participant_id == participant_id)
                & (HoursEntry.state == EntryState.PENDING_ELIGIBILITY)
            ),
        )
        .order_by(MonthlyReport.month)
        .with_for_update(of=MonthlyReport)
        .execution_options(populate_existing=True)
        .options(selectinload(MonthlyReport.entries).selectinload(HoursEntry.participant))
    ).all()
    proofs = list(db.session.scalars(select(Eligibility).where(Eligibility.participant_id == participant_id)))
    total = 0
    for report in reports:
        before, done, hours = hours_counters.counted_on(lot.id), [], 0
        answer = hours_facts.counting(proofs, report.month)
        if answer.pending:
            continue
        for entry in report.entries:
            if entry.participant_id != participant_id or entry.state is not EntryState.PENDING_ELIGIBILITY:
                continue
            if answer.counted:
                declared = hours_facts.declared(entry, lot)
                counting.count(actor, lot, report, entry, declared, now)
                hours += declared
            else:
                entry.state, entry.refusal_reason = EntryState.REFUSED, ReturnReason.NOT_PROVEN
            done.append(entry)
        full = all(e.state is EntryState.VALIDATED and e.refusal_reason is None for e in report.entries)
        state = report.state
        if state is ReportState.PARTLY_VALIDATED:
            report.state = advance(
                MONTHLY_REPORT, state, ReportMove.VALIDATE if full else ReportMove.VALIDATE_PARTLY
            )
        journal(actor, "report:count_late", report, now=now, lot_id=lot.id, month=report.month, before=state,
                after=report.state, hours=hours)  # fmt: skip
        if hours:
            record(events.HoursValidated(report.id), now=now)
        counting.follow_up(actor, lot, report.month, done, before, now)
        total += hours
    return total
