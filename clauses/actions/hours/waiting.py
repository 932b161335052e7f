"""What becomes of hours that waited for a proof or a document, once it is decided? They count in their own months.

Hours refused because nobody had proven the person are looked at again when another proof is accepted: a refusal of
that kind is about the proof, not about the work.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import selectinload

from clauses.access.policy import Actor
from clauses.actions.base import journal, record
from clauses.actions.hours import counting
from clauses.actions.hours.held import lock_people, lock_proofs
from clauses.domain import events
from clauses.domain.kinds import EntryState, ReportState, ReturnReason
from clauses.domain.lifecycle import MONTHLY_REPORT, ReportMove, advance
from clauses.extensions import db
from clauses.models.evidence import Evidence
from clauses.models.hours import Eligibility, HoursEntry, MonthlyReport
from clauses.models.markets import Lot
from clauses.queries import hours_counters, hours_evidence, hours_facts

DECIDED = (ReportState.VALIDATED, ReportState.PARTLY_VALIDATED)
# What the resource person may say of hours kept back that a document can still bring back.
FOR_A_PIECE = frozenset({ReturnReason.EVIDENCE_MISSING, ReturnReason.EVIDENCE_UNREADABLE})
_UNPROVEN = or_(
    HoursEntry.state == EntryState.PENDING_ELIGIBILITY,
    and_(
        HoursEntry.state == EntryState.REFUSED, HoursEntry.refusal_reason == ReturnReason.NOT_PROVEN
    ),
)  # fmt: skip


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
    """Decide the lines of a person that waited for a proof, or were refused for want of one, in reports decided.

    Returns the hours that count from now on (hundredths).
    """
    total = 0
    for report in _decided(lot, HoursEntry.participant_id == participant_id, _UNPROVEN):
        total += _settle(
            actor, lot, report,
            [
                entry for entry in report.entries
                if entry.participant_id == participant_id and _waits_for_proof(entry)
            ],
            now,
        )  # fmt: skip
    return total


def settle_pieces(actor: Actor, lot: Lot, piece: Evidence, now: datetime) -> int:
    """Decide the lines that a document just accepted covers and that waited for one, in reports already decided.

    Returns the hours that count from now on (hundredths).
    """
    months = [MonthlyReport.month == piece.month] if piece.month is not None else []
    employers = {cover.employer_id for cover in piece.covers}
    reports = _decided(
        lot,
        HoursEntry.employer_id.in_(employers),
        HoursEntry.state == EntryState.PENDING_EVIDENCE,
        where=months,
    )
    total = 0
    for report in reports:
        waiting = [
            entry for entry in hours_evidence.covering(piece, report.entries)
            if entry.state is EntryState.PENDING_EVIDENCE
        ]  # fmt: skip
        total += _settle(actor, lot, report, waiting, now)
    return total


def _waits_for_proof(entry: HoursEntry) -> bool:
    return entry.state is EntryState.PENDING_ELIGIBILITY or (
        entry.state is EntryState.REFUSED and entry.refusal_reason is ReturnReason.NOT_PROVEN
    )


def _decided(lot: Lot, *of_entries: object, where: Iterable[object] = ()) -> list[MonthlyReport]:
    """The reports already decided on that hold such a line, the oldest first, locked; none of a lot that is closed."""
    if lot.closed_on is not None:
        return []
    return list(
        db.session.scalars(
            select(MonthlyReport)
            .where(
                MonthlyReport.lot_id == lot.id, MonthlyReport.state.in_(DECIDED),
                MonthlyReport.entries.any(and_(*of_entries)), *where,  # type: ignore[arg-type]
            )
            .order_by(MonthlyReport.month)
            .with_for_update(of=MonthlyReport)
            .execution_options(populate_existing=True)
            .options(selectinload(MonthlyReport.entries).selectinload(HoursEntry.participant))
        )
    )  # fmt: skip


def _settle(
    actor: Actor, lot: Lot, report: MonthlyReport, entries: Collection[HoursEntry], now: datetime
) -> int:
    """Count what is proven and has its documents; the rest says what it still waits for."""
    people = {entry.participant_id for entry in entries}
    lock_people(people)
    proofs = lock_proofs(people)
    expected = hours_evidence.of_reports([report])[report.id]
    before, hours, done = hours_counters.counted_on(lot.id), 0, []
    for entry in entries:
        was = entry.state, entry.refusal_reason
        answer = hours_facts.counting(proofs[entry.participant_id], report.month)
        if answer.counted and not hours_evidence.holds_back(entry, expected, checked=True):
            declared = hours_facts.declared(entry, lot)
            entry.refusal_reason = None
            counting.count(actor, lot, report, entry, declared, now)
            hours += declared
        elif answer.counted:
            entry.state, entry.refusal_reason = EntryState.PENDING_EVIDENCE, None
        elif answer.pending:
            entry.state, entry.refusal_reason = EntryState.PENDING_ELIGIBILITY, None
        else:
            entry.state, entry.refusal_reason = EntryState.REFUSED, ReturnReason.NOT_PROVEN
        if was != (entry.state, entry.refusal_reason):
            done.append(entry)
    if not done:
        return 0
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
    return hours
