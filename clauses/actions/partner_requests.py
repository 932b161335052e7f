"""How does a company ask structures for hours, and what may each of the two then do with the request?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, select

from clauses.access.gate import load
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, check_version, civil_day, journal, next_number, record
from clauses.domain import partner_requests as rules
from clauses.domain.errors import DomainError, IllegalMove, Refused, Several
from clauses.domain.events import PartnerAnswered, PartnerAsked, PartnerReminded, PartnerRequestSettled
from clauses.domain.kinds import DeclineReason, OrganizationKind, PartyCapacity
from clauses.domain.kinds_requests import RequestKind, RequestState, RequestStepKind
from clauses.domain.lifecycle import PARTNER_REQUEST, RequestMove, advance
from clauses.extensions import db
from clauses.models.markets import Lot, LotParty, Market
from clauses.models.partner_requests import PartnerRequest, PartnerRequestStep
from clauses.models.people import Organization
from clauses.queries import partner_requests as queries


@dataclass(frozen=True, slots=True)
class Need:
    """What is asked, the same of each structure; hours in hundredths, months by their first day."""

    kinds: tuple[RequestKind, ...]
    need: str
    hours: int | None
    reply_by: date
    first_month: date | None = None
    last_month: date | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What a structure answers; hours and months are its own where it proposes something else."""

    step: RequestStepKind
    way: RequestKind | None = None
    hours: int | None = None
    first_month: date | None = None
    last_month: date | None = None
    reason: DeclineReason | None = None
    message: str | None = None


ANSWERS = {
    RequestStepKind.ACCEPTED: RequestMove.ACCEPT,
    RequestStepKind.COUNTERED: RequestMove.COUNTER,
    RequestStepKind.DECLINED: RequestMove.DECLINE,
}


@action
def ask_structures(
    actor: Actor, lot_id: int, structure_ids: Sequence[int], need: Need, *, now: datetime
) -> list[PartnerRequest]:
    """Ask 1 to 5 structures at once for a lot: one act, as many requests, all or none.

    Refuses what was already asked of one of them and is not over, a structure that cannot do what is sought, whose
    agreement has ended or that nobody acts for here, and a day of answer in the past or after the offers.
    """
    lot = load(
        actor, Permission.PARTNER_SEEK, Lot, lot_id
    )  # locked: two forms at once pass one after the other
    market = db.session.get_one(Market, lot.market_id)
    on = civil_day(now)
    _refuse_closed(actor, lot, market, on)
    refusals = [*_need_refusals(need, lot, market, on)]
    structures = _structures(structure_ids)
    refusals += [*_choice_refusals(actor, lot, structures, need, on)]
    if refusals:
        raise Several(refusals)
    made = []
    for one in structures:
        assert one.employer_kind is not None
        of_pair = (PartnerRequest.lot_id == lot.id, PartnerRequest.company_id == actor.organization_id,
                   PartnerRequest.structure_id == one.id)  # fmt: skip
        request = PartnerRequest(
            lot_id=lot.id, company_id=actor.organization_id, structure_id=one.id,
            number=next_number(PartnerRequest.number, *of_pair),
            kinds=[kind.value for kind in rules.able(one.employer_kind, need.kinds)], trade=lot.trade,
            hours=need.hours, first_month=need.first_month, last_month=need.last_month, need=need.need.strip(),
            reply_by=need.reply_by, sent_at=now, sent_by_id=actor.user_id, state=RequestState.SENT,
        )  # fmt: skip
        db.session.add(request)
        db.session.flush()
        _step(request, RequestStepKind.SENT, actor, now, hours=need.hours)
        record(PartnerAsked(request.id), now=now)
        journal(actor, "request:send", request, now=now, hours=need.hours, day=need.reply_by)
        made.append(request)
    return made


@action
def see_request(actor: Actor, partner_request_id: int, *, now: datetime) -> bool:
    """Note that the structure opened the request; once, so that the company knows it did not get lost."""
    request = load(actor, Permission.REQUEST_ANSWER, PartnerRequest, partner_request_id)
    if _has(request, RequestStepKind.SEEN) or request.state is not RequestState.SENT:
        return False
    _step(request, RequestStepKind.SEEN, actor, now)
    return True


@action
def answer_request(
    actor: Actor, partner_request_id: int, reply: Reply, *, version: int | None, now: datetime
) -> PartnerRequest:
    """A structure accepts, proposes something else or declines with a reason, until the day it was given.

    After a counter-proposal it may still answer otherwise, whatever the day: the two are talking.
    """
    request = load(actor, Permission.REQUEST_ANSWER, PartnerRequest, partner_request_id)
    check_version(request, version)
    on = civil_day(now)
    if rules.is_late(request.state, request.reply_by, on):
        raise IllegalMove("request_expired", day=request.reply_by)
    _refuse_over(request, on)
    reply = _read(request, reply)
    before = request.state
    request.state = advance(PARTNER_REQUEST, request.state, ANSWERS[reply.step])
    if request.state is before:  # another counter-proposal is a change too
        request.version += 1
    step = _step(
        request, reply.step, actor, now, way=reply.way, hours=reply.hours, first_month=reply.first_month,
        last_month=reply.last_month, reason=reply.reason, message=reply.message,
    )  # fmt: skip
    record(PartnerAnswered(step.id), now=now)
    journal(actor, "request:answer", request, now=now, before=before, after=request.state, hours=reply.hours)
    return request


@action
def agree_counter(
    actor: Actor, partner_request_id: int, *, version: int | None, now: datetime
) -> PartnerRequest:
    """The company accepts what the structure proposed instead."""
    request = load(actor, Permission.PARTNER_SEEK, PartnerRequest, partner_request_id)
    check_version(request, version)
    _refuse_over(request, civil_day(now))
    request.state = advance(PARTNER_REQUEST, request.state, RequestMove.AGREE)
    last = _last_answer(request)
    step = _step(
        request, RequestStepKind.AGREED, actor, now, way=last.way, hours=last.hours, first_month=last.first_month,
        last_month=last.last_month,
    )  # fmt: skip
    record(PartnerRequestSettled(step.id), now=now)
    journal(actor, "request:agree", request, now=now, hours=last.hours)
    return request


@action
def withdraw_request(
    actor: Actor, partner_request_id: int, message: str | None, *, version: int | None, now: datetime
) -> PartnerRequest:
    """The company takes its request back; the structure is told, and both keep the trace of it."""
    request = load(actor, Permission.PARTNER_SEEK, PartnerRequest, partner_request_id)
    check_version(request, version)
    request.state = advance(PARTNER_REQUEST, request.state, RequestMove.WITHDRAW)
    step = _step(request, RequestStepKind.WITHDRAWN, actor, now, message=message)
    record(PartnerRequestSettled(step.id), now=now)
    journal(actor, "request:withdraw", request, now=now)
    return request


@action
def remind_structure(
    actor: Actor, partner_request_id: int, *, version: int | None, now: datetime
) -> PartnerRequest:
    """Remind, once, a structure that has not answered and still may."""
    request = load(actor, Permission.PARTNER_SEEK, PartnerRequest, partner_request_id)
    check_version(request, version)
    on = civil_day(now)
    if request.state is not RequestState.SENT:
        raise IllegalMove("request_answered")
    if rules.is_late(request.state, request.reply_by, on):
        raise IllegalMove("request_expired", day=request.reply_by)
    if _has(request, RequestStepKind.REMINDED):
        raise IllegalMove("request_reminded")
    _step(request, RequestStepKind.REMINDED, actor, now)
    request.version += 1
    record(PartnerReminded(request.id), now=now)
    journal(actor, "request:remind", request, now=now)
    return request


def _step(
    request: PartnerRequest, kind: RequestStepKind, actor: Actor, now: datetime, **told: object
) -> PartnerRequestStep:
    step = PartnerRequestStep(request_id=request.id, step=kind, at=now, by_id=actor.user_id, **told)
    db.session.add(step)
    db.session.flush()
    return step


def _has(request: PartnerRequest, kind: RequestStepKind) -> bool:
    question = exists().where(PartnerRequestStep.request_id == request.id, PartnerRequestStep.step == kind)
    return bool(db.session.scalar(select(question)))


def _last_answer(request: PartnerRequest) -> PartnerRequestStep:
    return db.session.scalars(
        select(PartnerRequestStep)
        .where(PartnerRequestStep.request_id == request.id, PartnerRequestStep.step.in_(ANSWERS))
        .order_by(PartnerRequestStep.id.desc())
        .limit(1)
    ).one()


def _holds(organization_id: int, lot_id: int) -> bool:
    held = (PartyCapacity.AWARDEE, PartyCapacity.CONSORTIUM_MEMBER)
    question = exists().where(
        LotParty.lot_id == lot_id, LotParty.organization_id == organization_id, LotParty.capacity.in_(held)
    )
    return bool(db.session.scalar(select(question)))


def _refuse_closed(actor: Actor, lot: Lot, market: Market, on: date) -> None:
    holds = _holds(actor.organization_id, lot.id)
    if not lot.has_clause or not rules.may_seek(market.state, market.offers_deadline, lot.result, holds, on):
        raise IllegalMove("partners_not_sought")


def _refuse_over(request: PartnerRequest, on: date) -> None:
    """Nothing is agreed any more once the consultation is over without this company."""
    lot = db.session.get_one(Lot, request.lot_id)
    market = db.session.get_one(Market, lot.market_id)
    holds = _holds(request.company_id, lot.id)
    between = (
        lot.result is None
    )  # offers are in, the buyer has not decided: what was asked may still be agreed
    if not between and not rules.may_seek(market.state, market.offers_deadline, lot.result, holds, on):
        raise IllegalMove("request_over")


def _need_refusals(need: Need, lot: Lot, market: Market, on: date) -> list[DomainError]:
    found: list[DomainError] = []
    written = len(need.need.strip())
    if not need.kinds:
        found.append(Refused("request_kind", field="request_kind"))
    if written < rules.SHORTEST_NEED:
        found.append(Refused("request_need", field="request_need"))
    elif written > rules.LONGEST_NEED:
        found.append(Refused("text_long", field="request_need", max=rules.LONGEST_NEED, n=written))
    if need.hours is None and set(need.kinds) - {RequestKind.ADVICE}:
        found.append(Refused("request_hours", field="request_hours"))
    if need.hours is not None and need.hours <= 0:
        found.append(Refused("hours_positive", field="request_hours"))
    if need.reply_by < on:
        found.append(Refused("request_deadline", field="request_deadline"))
    elif lot.result is None and market.offers_deadline and need.reply_by > market.offers_deadline:
        found.append(Refused("request_after_offers", field="request_deadline", day=market.offers_deadline))
    found += _period_refusals(need.first_month, need.last_month, "request_first", "request_last")
    return found


def _period_refusals(first: date | None, last: date | None, *fields: str) -> list[DomainError]:
    if (first is None) != (last is None):
        return [Refused("request_period", field=fields[first is not None])]
    if first and last and last < first:
        return [Refused("request_period_order", field=fields[1])]
    return []


def _structures(ids: Sequence[int]) -> list[Organization]:
    """The structures asked, in the order chosen, once each."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        raise Refused("structures_none", field="structure")
    if len(wanted) > rules.MOST_STRUCTURES:
        raise Refused(
            "structures_many", field="structure", n=len(wanted), max=rules.MOST_STRUCTURES,
            less=len(wanted) - rules.MOST_STRUCTURES,
        )  # fmt: skip
    found = {
        one.id: one
        for one in db.session.scalars(
            select(Organization).where(
                Organization.id.in_(wanted), Organization.kind == OrganizationKind.EMPLOYER
            )
        )
    }
    if len(found) < len(wanted):
        raise Refused("structures_unknown", field="structure")
    return [found[id] for id in wanted]


def _choice_refusals(
    actor: Actor, lot: Lot, structures: list[Organization], need: Need, on: date
) -> list[DomainError]:
    found: list[DomainError] = []
    reached = queries.reached([one.id for one in structures])
    asked = db.session.scalars(
        select(PartnerRequest).where(
            PartnerRequest.lot_id == lot.id,
            PartnerRequest.company_id == actor.organization_id,
            PartnerRequest.structure_id.in_([one.id for one in structures]),
        )
    ).all()
    for one in structures:
        assert one.employer_kind is not None
        mine = rules.able(one.employer_kind, need.kinds)
        earlier = [
            each for each in asked
            if each.structure_id == one.id and rules.stands_in_the_way(each.state, each.reply_by, on)
            and set(each.kinds) & {kind.value for kind in mine}
        ]  # fmt: skip
        if one.id == actor.organization_id:
            found.append(Refused("structure_oneself", field="structure", name=one.name))
        elif one.closed_on and one.closed_on <= on:
            found.append(Refused("structure_closed", field="structure", name=one.name))
        elif one.id not in reached:
            found.append(Refused("structure_unreached", field="structure", name=one.name))
        elif one.agreement_end and one.agreement_end < on:
            found.append(Refused("agreement_ended", field="structure", name=one.name, day=one.agreement_end))
        elif need.kinds and not mine:
            found.append(
                Refused("structure_unable", field="structure", name=one.name, kind=one.employer_kind)
            )
        elif earlier:
            sent = civil_day(earlier[-1].sent_at)
            found.append(Refused("request_twice", field="structure", name=one.name, day=sent))
    return found


def _read(request: PartnerRequest, reply: Reply) -> Reply:
    """The answer as it is kept: nothing that its kind does not say; refused where something is missing."""
    message = (reply.message or "").strip() or None
    refusals: list[DomainError] = []
    if message and len(message) > rules.LONGEST_MESSAGE:
        refusals.append(Refused("text_long", field="message", max=rules.LONGEST_MESSAGE, n=len(message)))
    if reply.step is RequestStepKind.DECLINED:
        if reply.reason is None:
            refusals.append(Refused("decline_reason", field="answer_reason"))
        elif reply.reason is DeclineReason.OTHER and not message:
            refusals.append(Refused("decline_other", field="message"))
        if refusals:
            raise Several(refusals)
        return Reply(reply.step, reason=reply.reason, message=message)
    asked = [RequestKind(kind) for kind in request.kinds]
    way = reply.way or (asked[0] if len(asked) == 1 else None)
    if way is None or (reply.step is RequestStepKind.ACCEPTED and way not in asked):
        refusals.append(Refused("answer_way", field="answer_way"))
    hours = reply.hours if reply.hours is not None else request.hours
    if hours is not None and hours <= 0:
        refusals.append(Refused("hours_positive", field="answer_hours"))
    first = reply.first_month or request.first_month
    last = reply.last_month or request.last_month
    refusals += _period_refusals(first, last, "answer_first", "answer_last")
    same = (way in asked and hours == request.hours and (first, last) == (request.first_month, request.last_month))  # fmt: skip
    if reply.step is RequestStepKind.ACCEPTED and request.hours and (hours or 0) != request.hours:
        refusals.append(Refused("accept_other_hours", field="answer_hours", hours=request.hours))
    if reply.step is RequestStepKind.COUNTERED and same and not message:
        refusals.append(Refused("counter_nothing", field="answer_hours"))
    if refusals:
        raise Several(refusals)
    if reply.step is RequestStepKind.ACCEPTED:
        return Reply(reply.step, way, request.hours, request.first_month, request.last_month, None, message)
    return Reply(reply.step, way, hours, first, last, None, message)
