"""What does it take for hours to count, and what follows at once from their counting?

One line of the ledger for each entry, and in the same transaction: the target reached, the counters of the people whom
an AI places, the relay done. Lines are never edited: what is taken back is reversed, exactly and once.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlalchemy import exists, select

from clauses.access.policy import Actor
from clauses.actions.base import civil_day, journal, record
from clauses.actions.hours import watching
from clauses.domain import events
from clauses.domain.kinds import EmployerKind, EntryState, LedgerKind, Modality
from clauses.extensions import db
from clauses.models.cooperation import CooperationEvent
from clauses.models.hours import HoursEntry, LedgerLine, MonthlyReport
from clauses.models.journal import AuditEvent
from clauses.models.markets import Lot
from clauses.queries import hours_counters

ENTERPRISES = (EmployerKind.EI, EmployerKind.EITI)


def count(
    actor: Actor, lot: Lot, report: MonthlyReport, entry: HoursEntry, hours: int, now: datetime
) -> None:
    """Write the line that makes an entry count, in the month it was worked, recorded today."""
    entry.state = EntryState.VALIDATED
    if not hours:
        return
    db.session.add(
        LedgerLine(
            kind=LedgerKind.VALIDATION, entry_id=entry.id, lot_id=lot.id, participant_id=entry.participant_id,
            employer_id=entry.employer_id, modality=entry.modality, month=report.month, hours=hours,
            recorded_on=civil_day(now), recorded_at=now, recorded_by_id=actor.user_id,
        )
    )  # fmt: skip


def reverse(actor: Actor, report: MonthlyReport, reason: str, now: datetime) -> int:
    """Take back every live line of a report by an exact reversal; returns the hours taken back."""
    return reverse_entries(actor, [entry.id for entry in report.entries], reason, now)


def reverse_entries(actor: Actor, entry_ids: Collection[int], reason: str, now: datetime) -> int:
    """Take back every live line of these entries by an exact reversal; returns the hours taken back."""
    lines = list(
        db.session.scalars(
            select(LedgerLine).where(LedgerLine.entry_id.in_(entry_ids)).order_by(LedgerLine.id)
        )
    )
    reversed_ids = {line.reverses_id for line in lines}
    live = [line for line in lines if line.kind is LedgerKind.VALIDATION and line.id not in reversed_ids]
    for line in live:
        db.session.add(
            LedgerLine(
                kind=LedgerKind.REVERSAL, entry_id=line.entry_id, lot_id=line.lot_id,
                participant_id=line.participant_id, employer_id=line.employer_id, modality=line.modality,
                month=line.month, hours=-line.hours, reverses_id=line.id, reason=reason,
                recorded_on=civil_day(now), recorded_at=now, recorded_by_id=actor.user_id,
            )
        )  # fmt: skip
    return sum(line.hours for line in live)


def follow_up(
    actor: Actor, lot: Lot, month: date, entries: Iterable[HoursEntry], before: int, now: datetime
) -> None:
    """What follows from hours that have just been decided on a lot; `before`: hours that counted on it until then."""
    db.session.flush()
    _target(actor, lot, before, now)
    decided = list(entries)
    taken = [e for e in decided if e.modality is Modality.ETTI_PLACEMENT and e.state is EntryState.VALIDATED]
    look_after(actor, lot, month, decided, now, taken=taken)
    counted = [e for e in decided if e.state is EntryState.VALIDATED]
    _beside_the_holder(lot, [e for e in counted if e.modality is Modality.AI_PLACEMENT], now)
    db.session.flush()


def look_after(
    actor: Actor, lot: Lot, month: date, entries: Iterable[HoursEntry], now: datetime,
    *, taken: Collection[HoursEntry] = (),
) -> None:  # fmt: skip
    """Both counters of the people whom an AI places in these entries, after an act on them."""
    placed = {
        e.participant_id: (lot.id, e.employer_id) for e in entries if e.modality is Modality.AI_PLACEMENT
    }
    if placed or taken:
        watching.watch(actor, placed, month, now, places=placed, taken=taken)


def _target(actor: Actor, lot: Lot, before: int, now: datetime) -> None:
    """Told once in the life of a lot, whatever is reversed and counted again later."""
    if not lot.targets:
        return
    target, total = lot.targets[-1].hours, hours_counters.counted_on(lot.id)
    if not before < target <= total:
        return
    told = select(AuditEvent.seq).where(
        AuditEvent.lot_id == lot.id, AuditEvent.action == "lot:target_reached"
    )
    if db.session.scalar(select(exists(told))):
        return
    journal(actor, "lot:target_reached", lot, now=now, lot_id=lot.id, hours=total, target=target)
    record(events.TargetReached(lot.id), now=now)


def _beside_the_holder(lot: Lot, placed: Iterable[HoursEntry], now: datetime) -> None:
    """An AI whose people work on a lot held by an EI: a cooperation of the convention (C2), logged once a lot and AI."""
    holder = lot.award.awardee if lot.award else None
    if holder is None or holder.employer_kind not in ENTERPRISES:
        return
    known = set(
        db.session.scalars(
            select(CooperationEvent.first_id).where(
                CooperationEvent.kind == "ai_ei", CooperationEvent.lot_id == lot.id
            )
        )
    )
    for employer_id in sorted({entry.employer_id for entry in placed} - known):
        db.session.add(
            CooperationEvent(
                kind="ai_ei",
                lot_id=lot.id,
                first_id=employer_id,
                second_id=holder.id,
                happened_on=civil_day(now),
            )
        )
