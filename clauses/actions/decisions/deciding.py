"""How does a buyer decide on a lot? Neutralise, give notice, propose a penalty that a second person decides, or waive.

The buyer alone decides (contract power). The company is heard before a penalty: it is told, it has a delay to answer,
and nothing is decided before its answer or the end of the delay. Figures are those of the ledger on the day.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from clauses.access.gate import load, load_by
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, check_version, civil_day, journal, next_number, record
from clauses.actions.decisions.keeping import address, figures_kept, keep_step, late_of
from clauses.domain import bases, changes, events_decisions
from clauses.domain.consortium import refuse_other_total
from clauses.domain.errors import DomainError, IllegalMove, Refused, Several, Stale
from clauses.domain.event import Event
from clauses.domain.kinds_decisions import (
    DecisionCause,
    DecisionKind,
    DecisionState,
    NoticeDemand,
)
from clauses.domain.lifecycle import DECISION, DecisionMove, advance
from clauses.domain.naming import named
from clauses.extensions import db
from clauses.models.decisions import Decision, DecisionAnswer
from clauses.models.markets import HoursTarget, Lot
from clauses.queries import decisions as queries
from clauses.queries.decisions import FOR_A_CASE, Case, LateFacts
from clauses.queries.decisions_group import parts_of_decision
from clauses.queries.hours_people import names_on
from clauses.queries.volumes import owed_by
from clauses.reference.geography import folded
from clauses.wording.decisions import TARGET_NEUTRALISED, TARGET_NEUTRALISED_LATER
from clauses.wording.sentences import written

DELAY, LEAST_DELAY, MOST_DELAY = 15, 5, 90  # days left to the company
LEAST_REASON = 30  # characters


@dataclass(frozen=True, slots=True)
class DecisionFields:
    """A decision as it is typed; hours in hundredths, amounts in cents."""

    kind: DecisionKind | None
    reason: str = ""
    hours: int | None = None
    cause: DecisionCause | None = None
    demand: NoticeDemand | None = None
    delay: int | None = None
    amount: int | None = None
    article: str | None = None
    late: LateFacts = LateFacts()


@action
def prepare_decision(
    actor: Actor,
    market_id: int,
    number: int,
    fields: DecisionFields,
    *,
    seen_version: int | None,
    now: datetime,
) -> Decision:
    """Record a decision. A neutralisation and a formal notice are decided at once; a penalty is proposed to be heard.

    Refuses a decision without a reason of 30 characters, hours beyond what is left, an amount beyond what the contract
    leads to without the article that allows it, a second penalty while one waits, and a text that names a participant.
    """
    lot = load_by(
        actor, Permission.DECISION_MAKE, Lot, Lot.market_id == market_id, Lot.number == number
    )  # locked
    check_version(lot, seen_version)
    lot = load(actor, Permission.DECISION_MAKE, Lot, lot.id, *FOR_A_CASE)
    case = queries.case_of(lot, civil_day(now), fields.late)
    if case is None:
        raise Refused("decision_nothing_owed")
    if fields.kind is None:
        raise Several([Refused("dec_kind", field="dec_kind"), *_reason(lot.id, fields.reason)])
    match fields.kind:
        case DecisionKind.NEUTRALISATION:
            made = _neutralise(actor, case, fields, now)
        case DecisionKind.FORMAL_NOTICE | DecisionKind.RECOVERY:
            made = _give_notice(actor, case, fields, now)
        case DecisionKind.PENALTY:
            made = _propose(actor, case, fields, now)
        case _:
            made = _waive_unproposed(actor, case, fields, now)
    journal(
        actor, f"decision:{made.kind.value}", made, now=now, lot_id=lot.id, number=made.number, hours=made.hours,
        amount=made.amount, proposed=made.proposed_amount, delay=made.delay_days, cause=made.cause,
    )  # fmt: skip
    lot.version += 1  # whoever was about to decide on the figures of before is told so
    record(_fact(made), now=now)
    return made


def _fact(made: Decision) -> Event:
    match made.kind:
        case DecisionKind.FORMAL_NOTICE:
            return events_decisions.FormalNoticeGiven(made.id)
        case DecisionKind.PENALTY:
            return events_decisions.PenaltyProposed(made.id)
        case _:
            return events_decisions.DecisionTaken(made.id)


def _neutralise(actor: Actor, case: Case, fields: DecisionFields, now: datetime) -> Decision:
    """R18: a new version of the target, from today on; what is said « arrêté au » an earlier day does not move.

    A change of the contract that takes effect later keeps its day: the hours come off what it will ask for too.
    """
    on, refusals = civil_day(now), _reason(case.lot.id, fields.reason)
    if not fields.hours:
        refusals.append(Refused("dec_hours", field="dec_hours"))
    elif fields.hours > case.left:
        refusals.append(Refused("neutralise_over", field="dec_hours", left=case.left))
    if fields.cause is None:
        refusals.append(Refused("dec_cause", field="dec_cause"))
    if refusals or not fields.hours:
        raise Several(refusals)
    made_of = []
    for number, (day, before) in enumerate(
        bases.from_day(case.lot.targets, on), start=len(case.lot.targets) + 1
    ):
        owed = changes.neutralised(owed_by(before), fields.hours, case.validated)
        words = TARGET_NEUTRALISED if day == on else TARGET_NEUTRALISED_LATER
        made_of.append(
            HoursTarget(
                lot_id=case.lot.id, number=number, hours=owed.hours, exec_start=owed.exec_start,
                exec_months=owed.exec_months, suspended_on=owed.suspended_on, suspended_days=owed.suspended_days,
                neutralised=owed.neutralised, effective_on=day, recorded_on=on,
                reason=written(words, hours=fields.hours, reason=before.reason[:200]), recorded_by_id=actor.user_id,
            )
        )  # fmt: skip
    db.session.add_all(made_of)
    db.session.flush()
    made = _row(actor, case, fields, now, state=DecisionState.DECIDED, hours=fields.hours, cause=fields.cause,
                target_id=made_of[0].id, decided_on=on, decided_by_id=actor.user_id)  # fmt: skip
    return made


def _give_notice(actor: Actor, case: Case, fields: DecisionFields, now: datetime) -> Decision:
    """A formal notice, or a plan to catch up, which asks for one thing and only where the lot is behind."""
    on, refusals = civil_day(now), _reason(case.lot.id, fields.reason)
    demand = NoticeDemand.RECOVERY if fields.kind is DecisionKind.RECOVERY else fields.demand
    if demand is None:
        refusals.append(Refused("choose", field="dec_demand"))
    if fields.kind is DecisionKind.RECOVERY and case.ended:
        raise Refused("recovery_over")
    if fields.kind is DecisionKind.RECOVERY and not case.behind:
        raise Refused("recovery_on_track")
    if fields.kind is DecisionKind.RECOVERY:
        refusals += _asked_already(case.lot.id, on)
    refusals += _delay(fields.delay)
    if refusals or fields.delay is None:
        raise Several(refusals)
    return _row(actor, case, fields, now, state=DecisionState.DECIDED, demand=demand, delay_days=fields.delay,
                answer_by=on + timedelta(days=fields.delay), decided_on=on, decided_by_id=actor.user_id)  # fmt: skip


def _asked_already(lot_id: int, on: date) -> list[DomainError]:
    """One plan at a time: the company answers the request that it has, then another may be made."""
    waits = [
        one
        for one in queries.decisions_of(lot_id)
        if one.demand is NoticeDemand.RECOVERY and one.answer_by and one.answer_by >= on and not one.heard
    ]
    return [Refused("recovery_waits", field="dec_kind", day=waits[-1].answer_by)] if waits else []


def _propose(actor: Actor, case: Case, fields: DecisionFields, now: datetime) -> Decision:
    on = civil_day(now)
    refusals = _reason(case.lot.id, fields.reason) + _delay(fields.delay)
    refusals += _amount(case, fields.amount, fields.article) + _done(case, fields.late)
    waits = [
        one
        for one in queries.decisions_of(case.lot.id)
        if one.kind is DecisionKind.PENALTY and one.state in queries.OPEN and one.decided_on is None
    ]
    if waits:
        refusals.append(Refused("penalty_waits", field="dec_kind", day=waits[0].prepared_on))
    if queries.second_persons(actor.organization_id) < 2:
        refusals.append(Refused("penalty_alone", field="dec_kind"))
    if refusals or fields.delay is None:
        raise Several(refusals)
    return _row(actor, case, fields, now, state=DecisionState.PROPOSED, amount=fields.amount, article=fields.article,
                delay_days=fields.delay, answer_by=on + timedelta(days=fields.delay))  # fmt: skip


def _waive_unproposed(actor: Actor, case: Case, fields: DecisionFields, now: datetime) -> Decision:
    """Say, with a reason, that the penalty that the contract leads to will not be asked."""
    on, refusals = civil_day(now), _reason(case.lot.id, fields.reason)
    if not case.proposal.amount:
        refusals.append(Refused("waive_nothing", field="dec_kind"))
    if refusals:
        raise Several(refusals)
    return _row(actor, case, fields, now, state=DecisionState.WAIVED, waived_on=on, waived_by_id=actor.user_id,
                waiver_reason=fields.reason)  # fmt: skip


@action
def revise_penalty(
    actor: Actor, decision_id: int, *, amount: int | None, reason: str, article: str | None,
    seen_version: int | None, now: datetime, done_by: dict[int, int] | None = None,
) -> Decision:  # fmt: skip
    """Change the amount of a penalty not decided yet, or contested since; somebody else then decides it.

    The figures are taken again from the ledger. The company answers again, in as many days, to an amount that is higher
    than the one it was told; so does a group of which one member is asked for more. Refuses what `prepare_decision` refuses.
    """
    one = _waiting(actor, decision_id, seen_version)
    late = replace(late_of(one), done_by=done_by)
    case = _case(one, now, late)
    refusals = _reason(one.lot_id, reason) + _amount(case, amount, article) + _done(case, late)
    if refusals:
        raise Several(refusals)
    before, told = {part.number: part.asked for part in parts_of_decision(one)}, one.amount or 0
    for name, value in figures_kept(case, late).items():
        setattr(one, name, value)
    one.amount, one.reason, one.article = amount, reason, article
    address(one, case.lot)
    more = (part.asked > before.get(part.number, 0) for part in parts_of_decision(one))
    raised = (amount or 0) > told or any(more)
    one.prepared_by_id, one.decided_on, one.decided_by_id = actor.user_id, None, None
    if raised:
        one.answer_by = civil_day(now) + timedelta(days=one.delay_days or DELAY)
        record(events_decisions.PenaltyProposed(one.id), now=now)
    keep_step(one, actor, now, asks=raised)
    journal(
        actor, "decision:revise", one, now=now, lot_id=one.lot_id, amount=amount, proposed=one.proposed_amount
    )
    return one


@action
def decide_penalty(actor: Actor, decision_id: int, *, seen_version: int | None, now: datetime) -> Decision:
    """Decide the penalty that a colleague prepared, once the company answered or its delay is over.

    Refuses the person who prepared it, and figures that changed since.
    """
    one = _waiting(actor, decision_id, seen_version)
    if one.prepared_by_id == actor.user_id:
        alone = queries.second_persons(actor.organization_id) < 2
        raise Refused("penalty_alone" if alone else "penalty_same_person")
    on = civil_day(now)
    if not one.heard and one.answer_by is not None and on <= one.answer_by:
        raise Refused("penalty_early", day=one.answer_by)
    case = _case(one, now)
    if (case.validated, case.neutralised) != (one.validated, one.neutralised):
        raise Refused("penalty_outdated", validated=case.validated)
    one.state = advance(DECISION, one.state, DecisionMove.DECIDE)
    one.decided_on, one.decided_by_id = on, actor.user_id
    keep_step(one, actor, now)
    journal(actor, "decision:decide", one, now=now, lot_id=one.lot_id, amount=one.amount)
    record(events_decisions.DecisionTaken(one.id), now=now)
    return one


@action
def waive_penalty(
    actor: Actor, decision_id: int, *, reason: str, seen_version: int | None, now: datetime
) -> Decision:
    """Give a penalty up, before or after it was decided, with a written reason."""
    one = load(actor, Permission.DECISION_MAKE, Decision, decision_id)
    check_version(one, seen_version)
    if one.kind is not DecisionKind.PENALTY:
        raise IllegalMove(state=one.state)
    state = advance(DECISION, one.state, DecisionMove.WAIVE)
    refusals = _reason(one.lot_id, reason)
    if refusals:
        raise Several(refusals)
    one.state, one.waived_on, one.waived_by_id, one.waiver_reason = (
        state, civil_day(now), actor.user_id, reason,
    )  # fmt: skip
    keep_step(one, actor, now, reason=reason)
    journal(actor, "decision:waive", one, now=now, lot_id=one.lot_id, amount=one.amount)
    record(events_decisions.DecisionTaken(one.id), now=now)
    return one


@action
def answer_decision(
    actor: Actor, decision_id: int, *, contests: bool, text: str, seen_version: int | None, now: datetime
) -> DecisionAnswer:
    """Answer a decision of the buyer, once before a penalty is decided and once after it; each member of a group that the
    decision speaks to answers for itself.

    A penalty that is contested waits for the buyer again. `seen_version` is how many times the buyer had spoken: refuses an
    answer to what was said otherwise since, an empty answer and a text that names a participant.
    """
    one = load(actor, Permission.DECISION_ANSWER, Decision, decision_id)
    if seen_version is not None and seen_version != len(one.said):
        last = one.said[-1]
        raise Stale(by=last.by.name, at=last.said_at, version=len(one.said))
    penalty = one.kind is DecisionKind.PENALTY
    if one.state is DecisionState.WAIVED or one.kind is DecisionKind.WAIVER:
        raise IllegalMove(state=one.state)
    if one.wrote(actor.organization_id):
        own = [answer for answer in one.answers if answer.organization_id == actor.organization_id]
        raise Refused("answer_twice", day=civil_day(own[-1].written_at))
    refusals: list[DomainError] = [] if text else [Refused("decision_answer_empty", field="dec_answer")]
    refusals += _nobody(one.lot_id, "dec_answer", text)
    if refusals:
        raise Several(refusals)
    answer = DecisionAnswer(
        decision_id=one.id, organization_id=actor.organization_id, author_id=actor.user_id, contests=contests,
        text=text, written_at=now,
    )  # fmt: skip
    db.session.add(answer)
    if contests and penalty and (one.state, DecisionMove.CONTEST) in DECISION:
        one.state = advance(DECISION, one.state, DecisionMove.CONTEST)
        keep_step(one, actor, now)
    db.session.flush()
    journal(actor, "decision:answer", one, now=now, lot_id=one.lot_id, contests=contests)
    record(events_decisions.DecisionAnswered(answer.id), now=now)
    return answer


def _waiting(actor: Actor, decision_id: int, seen_version: int | None) -> Decision:
    """A penalty that is not decided yet, or that was contested since."""
    one = load(actor, Permission.DECISION_MAKE, Decision, decision_id)
    check_version(one, seen_version)
    if one.kind is not DecisionKind.PENALTY or one.state not in queries.OPEN:
        raise IllegalMove(state=one.state)
    return one


def _case(one: Decision, now: datetime, late: LateFacts | None = None) -> Case:
    lot = db.session.get_one(Lot, one.lot_id, options=list(FOR_A_CASE))
    case = queries.case_of(lot, civil_day(now), late or late_of(one), but=one.id)
    assert case is not None
    return case


def _row(
    actor: Actor, case: Case, fields: DecisionFields, now: datetime, *, state: DecisionState, **more: Any
) -> Decision:
    assert fields.kind is not None
    made = Decision(
        lot_id=case.lot.id, number=next_number(Decision.number, Decision.lot_id == case.lot.id), kind=fields.kind,
        state=state, reason=fields.reason, with_opinion=case.report is not None, prepared_on=civil_day(now),
        prepared_at=now, prepared_by_id=actor.user_id, **figures_kept(case, fields.late), **more,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    address(made, case.lot)
    keep_step(made, actor, now, asks=state is DecisionState.PROPOSED)
    db.session.flush()
    return made


def _reason(lot_id: int, reason: str) -> list[DomainError]:
    short = len(" ".join(reason.split())) < LEAST_REASON
    found: list[DomainError] = [Refused("dec_reason", field="dec_reason")] if short else []
    return found + _nobody(lot_id, "dec_reason", reason)


def _nobody(lot_id: int, field: str, text: str) -> list[DomainError]:
    """No participant is named in what a buyer and a company write to each other."""
    name = named(text, names_on([lot_id]), folded)
    return [Refused("follow_up_names", field=field, name=name)] if name else []


def _done(case: Case, late: LateFacts) -> list[DomainError]:
    """Hours said member by member are all those of the lot."""
    if not case.members or late.done_by is None:
        return []
    try:
        refuse_other_total([one.validated for one in case.members], case.validated)
    except Refused as refusal:
        return [refusal]
    return []


def _delay(days: int | None) -> list[DomainError]:
    if days is None or not LEAST_DELAY <= days <= MOST_DELAY:
        return [Refused("number_range", field="dec_delay", min=str(LEAST_DELAY), max=str(MOST_DELAY))]
    return []


def _amount(case: Case, amount: int | None, article: str | None) -> list[DomainError]:
    if not amount:
        return [Refused("dec_amount", field="dec_amount")]
    if amount > case.proposal.amount and not article:
        return [Refused("dec_amount_over", field="dec_amount", proposed=case.proposal.amount)]
    return []
