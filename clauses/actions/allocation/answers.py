"""How does a structure answer the hours proposed to it? It accepts, proposes other figures, or declines and says why."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from clauses.access.gate import load
from clauses.access.policy import Actor, Permission
from clauses.actions.allocation.lines import WITH_PLANS
from clauses.actions.allocation.settling import settle_if_complete
from clauses.actions.base import action, check_version, civil_day, journal, record
from clauses.actions.parties import make_party
from clauses.domain import events
from clauses.domain.errors import IllegalMove, Refused
from clauses.domain.kinds import DeclineReason, LineState, PartyCapacity, PlanState
from clauses.domain.lifecycle import ALLOCATION_LINE, LineMove, advance
from clauses.extensions import db
from clauses.models.allocation import AllocationLine, AllocationPlan, Commitment
from clauses.queries.hours_facts import lot_period

MOVE_OF = {
    LineState.ACCEPTED: LineMove.ACCEPT,
    LineState.COUNTERED: LineMove.COUNTER,
    LineState.DECLINED: LineMove.DECLINE,
}


@action
def answer_line(
    actor: Actor, line_id: int, answer: LineState, *, hours: int | None, reason: DeclineReason | None,
    message: str | None, version: int | None, persons: int | None = None, first: date | None = None,
    last: date | None = None, now: datetime,
) -> AllocationLine:  # fmt: skip
    """A structure accepts, proposes other figures or declines; it may still accept after a counter-proposal.

    What it leaves out of its proposal stays as it was asked: `hours` in hundredths, persons, first and last month.
    """
    _hold_commitment(line_id)
    line = load(actor, Permission.LINE_ANSWER, AllocationLine, line_id)
    plan = db.session.scalars(
        select(AllocationPlan).where(AllocationPlan.id == line.plan_id).with_for_update()
        .execution_options(populate_existing=True)
        .options(selectinload(AllocationPlan.lines), selectinload(AllocationPlan.commitment).options(*WITH_PLANS))
    ).one()  # fmt: skip
    check_version(line, version)
    if plan.state is not PlanState.PROPOSED:
        raise IllegalMove("line_settled")
    proposal = (
        _proposal(plan.commitment, line, hours, persons, first, last)
        if answer is LineState.COUNTERED
        else None
    )
    if answer is LineState.DECLINED and reason is None:
        raise Refused("decline_reason", field="answer_reason")
    before = line.state
    line.state = advance(ALLOCATION_LINE, line.state, MOVE_OF[answer])
    line.counter_hours = proposal.hours if proposal else None
    line.counter_persons = proposal.persons if proposal else None
    line.counter_first = proposal.first if proposal else None
    line.counter_last = proposal.last if proposal else None
    line.decline_reason = reason if answer is LineState.DECLINED else None
    line.message = message
    line.answered_on = civil_day(now)
    commitment = plan.commitment
    record(events.LineAnswered(line.id), now=now)
    journal(
        actor, "line:answer", line, now=now, lot_id=commitment.lot_id, before=before, after=answer,
        hours=line.hours, counter=line.counter_hours,
    )  # fmt: skip
    if answer is LineState.ACCEPTED and line.structure_id:
        make_party(commitment.lot_id, line.structure_id, PartyCapacity.STRUCTURE, civil_day(now))
    settle_if_complete(actor, commitment, plan, now)
    return line


@dataclass(frozen=True, slots=True)
class Proposal:
    """Other figures than those asked: all of them, what was left out included."""

    hours: int
    persons: int
    first: date | None
    last: date | None


def _proposal(
    commitment: Commitment, line: AllocationLine, hours: int | None, persons: int | None, first: date | None,
    last: date | None,
) -> Proposal:  # fmt: skip
    """The figures a structure proposes. Refuses none, the same ones, or months outside the lot."""
    other = persons is not None or first is not None or last is not None
    if (hours is not None and hours <= 0) or (hours is None and not other):
        raise Refused("hours_positive", field="answer_hours")
    if persons is not None and persons < 1:
        raise Refused("line_persons", field="answer_persons")
    made = Proposal(
        hours or line.hours, persons or line.persons, first or line.first_month, last or line.last_month
    )
    if made == Proposal(line.hours, line.persons, line.first_month, line.last_month):
        raise Refused("counter_same", field="answer_hours", hours=made.hours)
    period = lot_period(commitment.lot)
    if period is not None:
        if (made.first or period[0]) > (made.last or period[1]):
            raise Refused("line_months", field="answer_last", start=made.first or period[0])
        if (made.first or period[0]) < period[0] or (made.last or period[1]) > period[1]:
            raise Refused("line_months_out", field="answer_last", start=period[0], end=period[1])
    return made


def _hold_commitment(line_id: int) -> None:
    """Answers and new versions of one plan pass one after the other: the commitment is locked before its plans."""
    db.session.execute(
        select(Commitment.id)
        .join(AllocationPlan, AllocationPlan.commitment_id == Commitment.id)
        .join(AllocationLine, AllocationLine.plan_id == AllocationPlan.id)
        .where(AllocationLine.id == line_id)
        .with_for_update(of=Commitment)
    )
