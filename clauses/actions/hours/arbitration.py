"""What does the resource person decide of hours worked in an AI beyond the legal ceiling? To the ETTI, counted, or not."""

from datetime import datetime

from sqlalchemy import select

from clauses.access.gate import OutOfReach, load
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, civil_day, journal
from clauses.actions.hours.hand_over import contract_with
from clauses.actions.hours.held import OPEN, contracts_on, held_lot, lock_people, report_of
from clauses.actions.hours.splitting import etti_for, give
from clauses.domain.errors import IllegalMove, Refused, Several
from clauses.domain.kinds import Modality, ReportState
from clauses.domain.kinds_relays import HeldState
from clauses.domain.lifecycle import MONTHLY_REPORT, ReportMove, advance
from clauses.extensions import db
from clauses.models.hours import HoursEntry, MonthlyReport
from clauses.models.markets import Lot
from clauses.models.relays import HeldHours
from clauses.queries import hours_limits
from clauses.queries.hours_facts import covers


@action
def decide_held(
    actor: Actor, held_id: int, decision: HeldState, reason: str | None, *, now: datetime
) -> HeldHours:
    """Move held hours to the ETTI of the relay or of the plan, count them in the AI when the law allows it by now, or
    leave them out with a reason. Moved or counted, they join the report of their month, which must not be decided yet;
    it is validated as any other."""
    lot_id = db.session.scalar(select(HeldHours.lot_id).where(HeldHours.id == held_id))
    if lot_id is None:
        raise OutOfReach
    lot = held_lot(actor, Permission.HOURS_VALIDATE, lot_id)
    held = load(actor, Permission.HOURS_VALIDATE, HeldHours, held_id)
    if held.state is not HeldState.PENDING:
        raise IllegalMove("held_settled")
    lock_people({held.participant_id})
    match decision:
        case HeldState.MOVED:
            _to_etti(lot, held, now)
        case HeldState.COUNTED:
            _to_ai(lot, held)
        case HeldState.REFUSED if reason:
            held.reason = reason
        case HeldState.REFUSED:
            raise Refused("held_reason", field="held_reason")
        case _:
            raise Refused("choose", field="held_reason")
    held.state, held.decided_on, held.decided_by_id = decision, civil_day(now), actor.user_id
    db.session.flush()
    journal(
        actor, "hours:held_decide", held, now=now, lot_id=lot.id, month=held.month, verdict=decision, hours=held.hours,
    )  # fmt: skip
    return held


def _report(lot: Lot, held: HeldHours) -> MonthlyReport:
    report = report_of(lot, held.month)
    if report is None or report.state not in (*OPEN, ReportState.SUBMITTED):
        raise IllegalMove("held_report", month=held.month)
    return report


def _to_etti(lot: Lot, held: HeldHours, now: datetime) -> None:
    report = _report(lot, held)
    etti = etti_for(lot, held.participant_id)
    if etti is None:
        raise Refused("split_no_etti", field="held_reason")
    contract = contract_with(lot, held.participant_id, etti, held.month, now)
    give(report, held.participant, contract, etti, held.hours)
    _touched(report)


def _to_ai(lot: Lot, held: HeldHours) -> None:
    report = _report(lot, held)
    contract = next(
        (c for c in contracts_on(lot).values() if c.participant_id == held.participant_id
         and c.employer_id == held.employer_id and c.modality is Modality.AI_PLACEMENT and covers(c, held.month)), None,
    )  # fmt: skip
    if contract is None:
        raise Refused("h_period", field="held_reason", name=held.participant.short, month=held.month)
    line: HoursEntry = give(report, held.participant, contract, contract.employer, held.hours)
    db.session.flush()
    refusals = hours_limits.refusals(
        lot, held.month, [hours_limits.Planned.of(line)], touched=[line.id]
    )  # the same limits as when hours are typed
    if any(one.code == "over_legal" for one in refusals):
        raise Refused("held_still_over", field="held_reason")
    if refusals:
        raise Several([Refused(one.code, **one.facts) for one in refusals])
    _touched(report)


def _touched(report: MonthlyReport) -> None:
    if report.state is not ReportState.SUBMITTED:
        report.state = advance(MONTHLY_REPORT, report.state, ReportMove.ENTER)
    report.version += 1
    db.session.flush()
