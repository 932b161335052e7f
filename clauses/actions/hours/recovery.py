"""How is an action to catch up a lot proposed, kept, done or dropped? (domain rules 1.2, step 17)

It may be proposed as soon as the lot has begun and hours remain, not only once its figures say that it is behind: they come
weeks after the work, and whoever knows that hours will be missing is not to wait for the alert to say so.
"""

from dataclasses import dataclass
from datetime import date, datetime

from clauses.access.gate import load
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, check_version, civil_day, journal, next_number, record
from clauses.domain import events_decisions
from clauses.domain.errors import DomainError, IllegalMove, Refused, Several
from clauses.domain.kinds_follow_up import RecoveryState
from clauses.domain.lifecycle import RECOVERY, RecoveryMove, advance, moves_from
from clauses.domain.naming import named
from clauses.extensions import db
from clauses.models.follow_up import RecoveryAction
from clauses.models.markets import Lot
from clauses.queries import recovery as queries
from clauses.queries.decisions import FOR_A_CASE
from clauses.queries.hours_people import names_on
from clauses.reference.geography import folded

P = Permission


@dataclass(frozen=True, slots=True)
class Proposal:
    """What will be done, by which organization and by when; `hours` expected of it, in hundredths, at will."""

    text: str
    who_id: int | None
    due_on: date | None
    hours: int | None = None


@action
def propose_recovery(actor: Actor, lot_id: int, proposal: Proposal, *, now: datetime) -> RecoveryAction:
    """Propose an action to catch up a lot, for whoever holds it or follows it.

    Where the buyer asked the holder for a plan to catch up, what the holder proposes answers that request.
    Refuses a text that names a participant, an organization that is not of the lot, a day that is past or beyond the end of
    the execution, and more hours than remain to be done. Proposals on one lot are numbered one after the other.
    """
    load(actor, P.RECOVERY_PROPOSE, Lot, lot_id)  # its row is held: two proposals pass one after the other
    lot = db.session.get_one(Lot, lot_id, options=list(FOR_A_CASE))
    on = civil_day(now)
    figures = queries.figures_of(lot, on)
    left = queries.left_of(figures)
    if not left:
        raise Refused("recovery_nothing")
    refusals: list[DomainError] = []
    if not proposal.text:
        refusals.append(Refused("recovery_text", field="recovery_text"))
    refusals += _nobody(lot_id, "recovery_text", proposal.text)
    if proposal.who_id not in {one.id for one in queries.doers_of(lot, on)}:
        refusals.append(Refused("recovery_who", field="recovery_who"))
    refusals += _due(proposal.due_on, on, queries.last_day_of(figures))
    if proposal.hours is not None and proposal.hours <= 0:
        refusals.append(Refused("hours_positive", field="recovery_hours"))
    elif proposal.hours is not None and proposal.hours > left:
        refusals.append(Refused("recovery_hours_over", field="recovery_hours", left=left))
    if refusals or proposal.who_id is None or proposal.due_on is None:
        raise Several(refusals)
    asked = queries.request_of(lot_id, actor.organization_id, on)
    made = RecoveryAction(
        lot_id=lot_id, number=next_number(RecoveryAction.number, RecoveryAction.lot_id == lot_id), text=proposal.text,
        who_id=proposal.who_id, due_on=proposal.due_on, hours=proposal.hours, state=RecoveryState.PROPOSED,
        organization_id=actor.organization_id, proposed_by_id=actor.user_id, proposed_on=on,
        decision_id=asked.id if asked else None,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    record(events_decisions.RecoveryProposed(made.id), now=now)
    journal(
        actor, "recovery:propose", made, now=now, lot_id=lot_id, number=made.number, who=made.who_id, due=made.due_on,
        hours=made.hours,
    )  # fmt: skip
    return made


@action
def keep_recovery(actor: Actor, recovery_id: int, *, version: int | None, now: datetime) -> RecoveryAction:
    """Keep an action that was proposed: from now on, whoever is to do it is expected to. Refuses one that is not proposed."""
    found = _ready(actor, P.RECOVERY_DECIDE, recovery_id, RecoveryMove.KEEP, version)
    found.state = advance(RECOVERY, found.state, RecoveryMove.KEEP)
    found.decided_by_id, found.decided_on = actor.user_id, civil_day(now)
    record(events_decisions.RecoveryKept(found.id), now=now)
    journal(actor, "recovery:keep", found, now=now, lot_id=found.lot_id, number=found.number)
    return found


@action
def finish_recovery(
    actor: Actor, recovery_id: int, done_on: date | None, *, version: int | None, now: datetime
) -> RecoveryAction:
    """Say that an action is done and since which day, for whoever does it or follows the lot.

    Refuses a day to come, one before it was proposed, and an action that was not kept. It changes no hours: those it brings
    are declared and validated as any other.
    """
    found = _ready(actor, P.RECOVERY_FINISH, recovery_id, RecoveryMove.FINISH, version)
    if done_on is None:
        raise Refused("recovery_done", field="recovery_done")
    if done_on > civil_day(now):
        raise Refused("recovery_done_future", field="recovery_done")
    if done_on < found.proposed_on:
        raise Refused("recovery_done_before", field="recovery_done", day=found.proposed_on)
    found.state = advance(RECOVERY, found.state, RecoveryMove.FINISH)
    found.settled_by_id, found.settled_on, found.done_on = actor.user_id, civil_day(now), done_on
    record(events_decisions.RecoveryDone(found.id), now=now)
    journal(actor, "recovery:finish", found, now=now, lot_id=found.lot_id, number=found.number, day=done_on)
    return found


@action
def drop_recovery(
    actor: Actor, recovery_id: int, reason: str, *, version: int | None, now: datetime
) -> RecoveryAction:
    """Give an action up, with its reason; it stays in the file of the lot. Refuses one that is settled, and a name."""
    found = _ready(actor, P.RECOVERY_DECIDE, recovery_id, RecoveryMove.DROP, version)
    refusals: list[DomainError] = [] if reason else [Refused("recovery_reason", field="recovery_reason")]
    refusals += _nobody(found.lot_id, "recovery_reason", reason)
    if refusals:
        raise Several(refusals)
    found.state = advance(RECOVERY, found.state, RecoveryMove.DROP)
    found.settled_by_id, found.settled_on, found.reason = actor.user_id, civil_day(now), reason
    record(events_decisions.RecoveryDropped(found.id), now=now)
    journal(actor, "recovery:drop", found, now=now, lot_id=found.lot_id, number=found.number)
    return found


def _ready(
    actor: Actor, permission: Permission, recovery_id: int, move: RecoveryMove, version: int | None
) -> RecoveryAction:
    found = load(actor, permission, RecoveryAction, recovery_id)
    if move not in moves_from(RECOVERY, found.state):
        raise IllegalMove("recovery_moved", state=found.state)
    check_version(found, version)
    return found


def _due(due_on: date | None, on: date, last: date | None) -> list[Refused]:
    """Once the execution is over, what was late may still be put in order: no day is too far then."""
    if due_on is None or due_on < on:
        return [Refused("recovery_due_past", field="recovery_due")]
    if last is not None and on <= last < due_on:
        return [Refused("recovery_due_end", field="recovery_due", day=last)]
    return []


def _nobody(lot_id: int, field: str, text: str) -> list[Refused]:
    """No participant is named in what the buyer reads and the file of the lot keeps."""
    name = named(text, names_on([lot_id]), folded)
    return [Refused("recovery_names", field=field, name=name)] if name else []
