"""What does it take for hours to count, and what follows at once from their counting?

One line of the ledger for each entry, and in the same transaction: the target reached, the relay alerted or due, the
relay done. Lines are never edited: what is taken back is reversed, exactly and once.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, select

from clauses.access.policy import Actor
from clauses.actions.base import civil_day, journal, record
from clauses.domain import ai_cap, events
from clauses.domain.kinds import EmployerKind, EntryState, LedgerKind, Modality, RelayState
from clauses.domain.values import add_months
from clauses.extensions import db
from clauses.models.cooperation import CooperationEvent
from clauses.models.hours import HoursEntry, LedgerLine, MonthlyReport, Relay
from clauses.models.journal import AuditEvent
from clauses.models.markets import Lot
from clauses.queries import hours_counters
from clauses.reference import rulebook

ENTERPRISES = (EmployerKind.EI, EmployerKind.EITI)
OPEN_RELAYS = (RelayState.TO_PREPARE, RelayState.PROPOSED, RelayState.AGREED)


@dataclass(frozen=True, slots=True)
class Standing:
    """What counted before the act: hours of the lot, AI hours of each person."""

    total: int
    ai: dict[int, list[ai_cap.Placement]]


def standing(lot: Lot, participant_ids: Iterable[int]) -> Standing:
    return Standing(
        hours_counters.counted_on(lot.id), hours_counters.ai_hours(set(participant_ids), decided_only=True)
    )


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
    actor: Actor, lot: Lot, month: date, entries: Iterable[HoursEntry], before: Standing, now: datetime
) -> None:
    """What follows from hours that have just been counted on a lot."""
    db.session.flush()
    _target(actor, lot, before.total, now)
    counted = list(entries)
    placed = {e.participant_id: e for e in counted if e.modality is Modality.AI_PLACEMENT}
    after = hours_counters.ai_hours(set(placed), decided_only=True)
    relays = _relays_of({e.participant_id for e in counted})
    due = []
    for participant_id, entry in placed.items():
        rows = after.get(participant_id, [])
        until = max([month, *(row.month for row in rows)])
        rule = rulebook.relay(until)
        counter = ai_cap.relay_counter(rows, until, rule)
        was = ai_cap.relay_counter(before.ai.get(participant_id, []), until, rule)
        if counter.alerted and not _alerted(relays, participant_id, until, rule.window_months):
            relays = [*relays, _alert(lot, month, entry, relays, now)]
        if was.left and not counter.left:
            due.append(participant_id)
    for entry in counted:
        if entry.modality is Modality.ETTI_PLACEMENT:
            _take_over(actor, lot, entry, relays, now)
    _beside_the_holder(lot, placed.values(), now)
    for participant_id in due:
        if any(r.participant_id == participant_id and r.state in OPEN_RELAYS for r in relays):
            record(events.RelayDue(participant_id, lot.id, month), now=now)
    db.session.flush()


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


def _relays_of(participant_ids: set[int]) -> list[Relay]:
    return list(
        db.session.scalars(
            select(Relay)
            .where(Relay.participant_id.in_(participant_ids))
            .order_by(Relay.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


def _alerted(relays: list[Relay], participant_id: int, month: date, window_months: int) -> bool:
    """Was this person's relay already opened within the window of the rule, on any lot?"""
    since = add_months(month, 1 - window_months)
    return any(
        r.participant_id == participant_id and r.alert_month >= since and r.state is not RelayState.NOT_NEEDED
        for r in relays
    )


def _alert(lot: Lot, month: date, entry: HoursEntry, relays: list[Relay], now: datetime) -> Relay:
    known = next((r for r in relays if r.participant_id == entry.participant_id and r.lot_id == lot.id), None)
    relay = known if known is not None else Relay(participant_id=entry.participant_id, lot_id=lot.id)
    relay.employer_id, relay.state = entry.employer_id, RelayState.TO_PREPARE
    relay.alerted_on, relay.alert_month = civil_day(now), month
    relay.to_id = relay.planned_on = relay.override_reason = relay.done_on = None
    db.session.add(relay)
    record(events.RelayAlerted(entry.participant_id, lot.id, month), now=now)
    return relay


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


def _take_over(actor: Actor, lot: Lot, entry: HoursEntry, relays: list[Relay], now: datetime) -> None:
    """Hours counted in an ETTI close the open relay to it, and log the cooperation of the two structures."""
    for relay in relays:
        if relay.participant_id != entry.participant_id or relay.state not in OPEN_RELAYS:
            continue
        if relay.to_id not in (None, entry.employer_id):
            continue
        before = relay.state
        relay.state, relay.to_id, relay.done_on = RelayState.DONE, entry.employer_id, civil_day(now)
        db.session.flush()
        known = exists(
            select(CooperationEvent.id).where(
                CooperationEvent.kind == "ai_etti",
                CooperationEvent.lot_id == lot.id,
                CooperationEvent.participant_id == entry.participant_id,
            )
        )
        if not db.session.scalar(select(known)):
            db.session.add(
                CooperationEvent(
                    kind="ai_etti", lot_id=lot.id, participant_id=entry.participant_id, first_id=relay.employer_id,
                    second_id=entry.employer_id, happened_on=civil_day(now),
                )
            )  # fmt: skip
        journal(actor, "relay:done", relay, now=now, lot_id=relay.lot_id, before=before, after=relay.state)
