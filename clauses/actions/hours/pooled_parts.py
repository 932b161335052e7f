"""How is the part of one lot written, and counted anew once its month is decided?

Within an act on a pool: its lots and their reports are locked.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select

from clauses.access.policy import Actor
from clauses.actions.base import journal, record
from clauses.actions.hours import counting
from clauses.actions.hours.contested import corrected
from clauses.actions.hours.held import OPEN, is_remembered, opened_report
from clauses.domain import events
from clauses.domain.errors import Refused
from clauses.domain.kinds import EntryState, ReportState, ReturnReason
from clauses.domain.lifecycle import MONTHLY_REPORT, ReportMove, advance
from clauses.extensions import db
from clauses.models.hours import Eligibility, HoursEntry, LedgerLine, MonthlyReport
from clauses.models.markets import Lot
from clauses.models.pooling import HoursPool, PooledHours, PoolLot, PoolPart, PoolPerson
from clauses.queries import hours_facts

DECIDED = (ReportState.VALIDATED, ReportState.PARTLY_VALIDATED)


@dataclass(slots=True)
class Month:
    """The lots and reports of a pool in a month, locked."""

    pool: HoursPool
    month: date
    reports: dict[int, MonthlyReport | None] = field(default_factory=dict)
    before: dict[int, int] = field(default_factory=dict)
    counted: dict[int, list[HoursEntry]] = field(default_factory=dict)
    changed: set[int] = field(default_factory=set)
    taken: dict[int, int] = field(default_factory=dict)


def whose(person: PoolPerson) -> tuple[int, int]:
    return person.participant_id, person.employer_id


def apart(report: MonthlyReport, person: PoolPerson) -> HoursEntry | None:
    return next(
        (
            entry
            for entry in report.entries
            if (entry.participant_id, entry.employer_id, entry.modality) == (*whose(person), person.modality)
        ),
        None,
    )


def write_part(
    actor: Actor, held: Month, one: PoolLot, person: PoolPerson, pooled: PooledHours, part: PoolPart | None,
    figures: tuple[int, int, str | None], now: datetime, reason: str | None,
) -> None:  # fmt: skip
    """Write the line of one lot; a line emptied goes, unless the ledger remembers it."""
    worked, training, comment = figures
    report = held.reports[one.lot_id]
    decided = report is not None and report.state in DECIDED
    if part is None:
        if not (pooled.worked or pooled.training) or (decided and not (worked or training)):
            return
        report = report or opened_report(one.lot, held.month)
        held.reports[one.lot_id] = report
        entry = apart(report, person) or _new_line(report, person)
        part = PoolPart(pooled=pooled, entry=entry, weight=0)
        db.session.add(part)
        before = (0, 0)
    else:
        entry, before = part.entry, (part.entry.worked, part.entry.training)
    assert report is not None
    same = before == (worked, training)
    if not same and decided:
        held.taken[entry.id] = _withheld(one.lot, entry)
        counting.reverse_entries(actor, [entry.id], reason or "", now)
        held.counted.setdefault(one.lot_id, []).append(entry)
    entry.worked, entry.training, entry.comment = worked, training, comment
    if not same:
        held.changed.add(one.lot_id)
        if entry.id is not None:
            corrected(actor, one.lot, [entry], now)
        if not decided:
            entry.state, entry.refusal_reason = EntryState.DRAFT, None
    if report.state in OPEN:
        report.state = advance(MONTHLY_REPORT, report.state, ReportMove.ENTER)
    if not (pooled.worked or pooled.training) and not decided:
        _clear(report, pooled, part, entry)


def _new_line(report: MonthlyReport, person: PoolPerson) -> HoursEntry:
    entry = HoursEntry(
        report_id=report.id, participant_id=person.participant_id, employer_id=person.employer_id,
        modality=person.modality, state=EntryState.DRAFT, worked=0, training=0, entered_by_id=person.employer_id,
    )  # fmt: skip
    entry.participant, entry.employer = person.participant, person.employer
    report.entries.append(entry)
    db.session.flush()
    return entry


def _clear(report: MonthlyReport, pooled: PooledHours, part: PoolPart, entry: HoursEntry) -> None:
    if is_remembered(entry):
        return
    pooled.parts.remove(part)
    db.session.delete(part)
    db.session.flush()
    report.entries.remove(entry)
    db.session.delete(entry)


def _withheld(lot: Lot, entry: HoursEntry) -> int:
    """Hours of a line that the resource person had kept out: they stay out."""
    if entry.state is not EntryState.VALIDATED or entry.refusal_reason is None:
        return 0
    counted = hours_facts.declared(entry, lot) - _live(entry)
    return max(0, counted)


def _live(entry: HoursEntry) -> int:
    return sum(db.session.scalars(select(LedgerLine.hours).where(LedgerLine.entry_id == entry.id)))


def decide_again(
    actor: Actor, held: Month, proofs: dict[int, list[Eligibility]], reason: str, now: datetime
) -> None:  # fmt: skip
    """Count anew the lines of the reports already decided, as they were decided."""
    for one in sorted(held.pool.lots, key=lambda row: row.lot_id):
        entries, report = held.counted.get(one.lot_id, []), held.reports[one.lot_id]
        if not entries or report is None:
            continue
        done = []
        for entry in entries:
            if entry.state is EntryState.REFUSED:
                continue
            answer = hours_facts.counting(proofs[entry.participant_id], report.month)
            hours = max(0, hours_facts.declared(entry, one.lot) - held.taken[entry.id])
            if answer.counted:
                counting.count(actor, one.lot, report, entry, hours, now)
                done.append(entry)
            elif answer.pending and report.state is ReportState.PARTLY_VALIDATED:
                entry.state = EntryState.PENDING_ELIGIBILITY
            elif answer.pending:
                raise Refused("pooled_pending", name=entry.participant.short)
            else:
                entry.state, entry.refusal_reason = EntryState.REFUSED, ReturnReason.NOT_PROVEN
        db.session.flush()
        journal(
            actor, "report:resplit", report, now=now, lot_id=one.lot_id, month=report.month,
            hours=sum(_live(entry) for entry in entries), reason=reason,
        )  # fmt: skip
        record(events.HoursValidated(report.id), now=now)
        counting.follow_up(actor, one.lot, report.month, done, held.before[one.lot_id], now)
