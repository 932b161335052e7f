"""How is a decision on hours contested, and how is what counted corrected for ever? By counter-lines, by two persons.

What counted is never edited: a line of the exact opposite takes it back, with the motive, and another one counts, both
recorded on the day of the correction. A report « arrêté au » an earlier day keeps its figures. Whoever asks does not
decide: what a declarer asks is decided by whoever follows the lot; what the follower asks is confirmed by the declarer,
or by another follower.
"""

from datetime import date, datetime

from sqlalchemy import exists, select

from clauses.access.gate import OutOfReach, load
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, civil_day, journal, record
from clauses.actions.hours import counting
from clauses.actions.hours.held import entry_of, existing_report, held_lot, lock_people, lock_proofs
from clauses.domain import events
from clauses.domain.errors import DomainError, IllegalMove, Refused, Several
from clauses.domain.kinds import EntryState, ReportState, ReturnReason, Role
from clauses.domain.kinds_validation import ClaimKind, ClaimState
from clauses.domain.lifecycle import MONTHLY_REPORT, ReportMove, advance
from clauses.extensions import db
from clauses.models.hours import HoursEntry, MonthlyReport
from clauses.models.markets import Lot
from clauses.models.validation import HoursClaim
from clauses.queries import hours_counters, hours_doubles, hours_facts, hours_limits, hours_pooled

DECIDED = (ReportState.VALIDATED, ReportState.PARTLY_VALIDATED)


@action
def ask_claim(
    actor: Actor,
    lot_id: int,
    month: date,
    entry_id: int,
    hours: int | None,
    motive: str | None,
    *,
    now: datetime,
) -> HoursClaim:
    """Ask that a line decided count `hours` (hundredths) instead: a contest of what was refused, or a correction.

    Refuses a line not decided yet or waiting for a proof, what counts already, a second claim beside one that waits, no
    motive, and the correction of hours that a pool shares.
    """
    lot = held_lot(actor, Permission.HOURS_ENTER, lot_id)
    report = existing_report(lot, month)
    entry = entry_of(report, entry_id)
    load(actor, Permission.HOURS_ENTER, HoursEntry, entry_id)
    if report.state not in DECIDED:
        raise IllegalMove("claim_not_decided")
    if entry.state not in (EntryState.VALIDATED, EntryState.REFUSED):
        raise Refused("claim_pending", field="claim_hours")
    if db.session.scalar(
        select(exists().where(HoursClaim.entry_id == entry.id, HoursClaim.state == ClaimState.OPEN))
    ):
        raise IllegalMove("claim_open")
    if hours is None:
        raise Refused("claim_hours", field="claim_hours")
    if not motive:
        raise Refused("claim_motive", field="claim_motive")
    before, declared = counted(entry), hours_facts.declared(entry, lot)
    if hours == before:
        raise Refused("claim_same", field="claim_hours", hours=before)
    contested = actor.role is not Role.RESOURCE_PERSON and before < hours <= declared
    if not contested and hours_pooled.part_entries([entry.id]):
        raise Refused("claim_pooled", field="claim_hours")
    claim = HoursClaim(
        entry_id=entry.id, lot_id=lot.id, kind=ClaimKind.CONTEST if contested else ClaimKind.CORRECTION, before=before,
        after=hours, motive=motive, asked_on=civil_day(now), asked_by_id=actor.user_id,
        organization_id=actor.organization_id,
    )  # fmt: skip
    db.session.add(claim)
    db.session.flush()
    journal(
        actor,
        "hours:claim",
        claim,
        now=now,
        lot_id=lot.id,
        month=month,
        kind=claim.kind,
        before=before,
        after=hours,
    )
    return claim


@action
def decide_claim(
    actor: Actor, claim_id: int, permission: Permission, accept: bool, answer: str | None, *, now: datetime
) -> HoursClaim:
    """Accept a claim, by a counter-line and a new line recorded today, or refuse it with an answer.

    `permission`: HOURS_VALIDATE for whoever follows the lot, HOURS_ENTER for the declarer who confirms what the follower
    asked. Refuses whoever asked, hours that changed since, and what rules R7, R9, R11 and R13 forbid.
    """
    lot_id = db.session.scalar(select(HoursClaim.lot_id).where(HoursClaim.id == claim_id))
    if lot_id is None:
        raise OutOfReach
    load(actor, permission, HoursClaim, claim_id)
    lot = held_lot(actor, permission, lot_id)
    claim = load(actor, permission, HoursClaim, claim_id)
    if claim.state is not ClaimState.OPEN:
        raise IllegalMove("claim_settled")
    if claim.asked_by_id == actor.user_id:
        raise Refused("claim_own", field="claim_answer")
    if permission is Permission.HOURS_ENTER and (
        actor.role is Role.RESOURCE_PERSON or not asked_by_follower(claim, lot)
    ):
        raise Refused("claim_not_yours", field="claim_answer")
    if not accept and not answer:
        raise Refused("claim_answer", field="claim_answer")
    report = existing_report(lot, claim.entry.report.month)
    entry = entry_of(report, claim.entry_id)
    lock_people({entry.participant_id})
    if accept:
        _correct(actor, lot, report, entry, claim, now)
    claim.state = ClaimState.ACCEPTED if accept else ClaimState.REFUSED
    claim.answer, claim.decided_on, claim.decided_by_id = answer, civil_day(now), actor.user_id
    db.session.flush()
    journal(
        actor, "hours:claim_decide", claim, now=now, lot_id=lot.id, month=report.month, after=claim.state,
        hours=claim.after - claim.before if accept else 0,
    )  # fmt: skip
    return claim


def asked_by_follower(claim: HoursClaim, lot: Lot) -> bool:
    """Was it asked by whoever follows the lot, and not by one of those who declare its hours?"""
    holder = lot.award.awardee_id if lot.award else None
    return claim.organization_id not in (claim.entry.employer_id, holder)


def counted(entry: HoursEntry) -> int:
    """Hours of a line that count today (hundredths): the sum of its ledger."""
    return hours_counters.counted_by_entry([entry.id]).get(entry.id, 0)


def _correct(
    actor: Actor, lot: Lot, report: MonthlyReport, entry: HoursEntry, claim: HoursClaim, now: datetime
) -> None:
    if counted(entry) != claim.before or report.state not in DECIDED:
        raise IllegalMove("claim_stale")
    proofs = lock_proofs({entry.participant_id})[entry.participant_id]
    if claim.after and not hours_facts.counting(proofs, report.month).counted:
        raise Refused("claim_not_eligible", field="claim_answer")
    declared = hours_facts.declared(entry, lot)
    if claim.after > declared:  # forgotten hours: what was declared before is in the claim and in the ledger
        entry.worked += claim.after - declared
        entry.comment = entry.comment or claim.motive
        declared = claim.after
    entry.state = (
        EntryState.VALIDATED
    )  # as it will stand: a line refused as a double must not count beside the other
    planned = [hours_limits.Planned.of(entry)] if claim.after else []
    refusals = hours_limits.refusals(lot, report.month, planned, touched=[entry.id])
    twice = hours_doubles.counted_twice(
        report, {**hours_counters.counted_by_entry([e.id for e in report.entries]), entry.id: claim.after}
    )
    refused: list[DomainError] = [Refused(one.code, **one.facts) for one in refusals]
    refused += [Refused("v_duplicate", name=one.one.participant.short) for one in twice]
    if refused:
        raise Several(refused)
    before = hours_counters.counted_on(lot.id)
    counting.reverse_entries(actor, [entry.id], claim.motive, now)
    counting.count(actor, lot, report, entry, claim.after, now)
    short = claim.after < declared
    entry.refusal_reason = (entry.refusal_reason or ReturnReason.OTHER) if short else None
    if not claim.after:
        entry.state = EntryState.REFUSED
    full = all(e.state is EntryState.VALIDATED and e.refusal_reason is None for e in report.entries)
    report.state = advance(
        MONTHLY_REPORT, report.state, ReportMove.CORRECT if full else ReportMove.CORRECT_PARTLY
    )
    report.version += 1
    journal(
        actor, "report:correct", report, now=now, lot_id=lot.id, month=report.month, entry=entry.id, before=claim.before,
        after=claim.after,
    )  # fmt: skip
    record(events.HoursValidated(report.id), now=now)
    counting.follow_up(actor, lot, report.month, [entry], before, now)
