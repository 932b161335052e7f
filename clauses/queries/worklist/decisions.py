"""Which penalties wait for a decision or an answer, which lots for their report, and which for their closing?"""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.bases import in_force
from clauses.domain.kinds_decisions import ASKING, DecisionKind
from clauses.extensions import db
from clauses.models.allocation import Commitment
from clauses.models.decisions import ClosingReport, Decision, DecisionAnswer, DecisionParty, DecisionStep
from clauses.models.follow_up import RecoveryAction
from clauses.models.markets import Award, Lot
from clauses.queries.decisions import OPEN, ended_on, opens_on
from clauses.queries.decisions_group import apart, part_of
from clauses.queries.recovery import ANSWER_DAYS
from clauses.queries.worklist.found import Found, of_lot

LIMIT = 200
_LOT = joinedload(Decision.lot).options(
    joinedload(Lot.market), joinedload(Lot.award).joinedload(Award.awardee)
)


def of_buyer(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """Penalties to decide once the company was heard, and lots whose report is there and whose execution is over."""
    heard = _heard()
    rows = db.session.scalars(
        select(Decision)
        .where(
            within_reach(actor, Permission.DECISION_MAKE, Decision), Decision.kind == DecisionKind.PENALTY,
            Decision.state.in_(OPEN), heard | (Decision.answer_by < on), Decision.prepared_by_id != actor.user_id,
        )
        .options(_LOT)
        .order_by(Decision.prepared_on, Decision.id)
        .limit(LIMIT)
    )  # fmt: skip
    found = [
        Found(
            "decide_penalty", of_lot(one.lot, company=_company(one.lot), amount=one.amount), "compliance.decision",
            {"decision_id": one.id}, one.prepared_on,
        )
        for one in rows
    ]  # fmt: skip
    over = {one.id: one for one in lots if _end(one, on) is not None}
    if over:
        sent = db.session.execute(
            select(ClosingReport.lot_id, ClosingReport.sent_on)
            .where(ClosingReport.lot_id.in_(over))
            .order_by(ClosingReport.number)
        )
        for lot_id, day in dict(sent.all()).items():
            at = {"market_id": over[lot_id].market_id, "number": over[lot_id].number}
            found.append(Found("close_lot", of_lot(over[lot_id]), "compliance.closing", at, day))
    return found


def of_company(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """Penalties that are proposed: the company may answer until their day; formal notices that it has not answered, until
    a month after theirs. A member of a group that answers for its own part is asked for that part."""
    penalty = and_(Decision.kind == DecisionKind.PENALTY, Decision.state.in_(OPEN), Decision.answer_by >= on)
    again = aliased(Decision)
    later = select(again.id).where(  # the same thing asked again since: the last request is the one to answer
        again.lot_id == Decision.lot_id, again.demand == Decision.demand, again.number > Decision.number
    )  # fmt: skip
    notice = and_(
        Decision.kind.in_(ASKING), Decision.answer_by >= on - timedelta(days=ANSWER_DAYS),
        Lot.closed_on.is_(None), ~exists(later),
    )  # fmt: skip
    addressed = select(DecisionParty.id).where(DecisionParty.decision_id == Decision.id)
    owes = addressed.where(
        DecisionParty.organization_id == actor.organization_id, DecisionParty.owes.is_(True)
    )
    rows = db.session.scalars(
        select(Decision)
        .join(Lot, Lot.id == Decision.lot_id)
        .where(
            within_reach(actor, Permission.DECISION_ANSWER, Decision), penalty | notice,
            or_(~exists(addressed), exists(owes)), ~_answered(actor.organization_id),
        )
        .options(_LOT, selectinload(Decision.parties))
        .order_by(Decision.answer_by, Decision.id)
        .limit(LIMIT)
    )  # fmt: skip
    return [
        Found(
            _ANSWERED[one.kind],
            of_lot(one.lot, amount=_asked(one, actor), demand=one.demand), "compliance.decision", {"decision_id": one.id},
            one.prepared_on, one.answer_by,
        )
        for one in rows
    ]  # fmt: skip


_ANSWERED = {
    DecisionKind.PENALTY: "answer_penalty", DecisionKind.RECOVERY: "propose_recovery",
    DecisionKind.FORMAL_NOTICE: "follow_notice",
}  # fmt: skip


def _asked(one: Decision, actor: Actor) -> int | None:
    """The amount that this person's organization is asked for, in cents."""
    part = part_of(one, actor.organization_id) if apart(actor, one) else None
    return part.asked if part else one.amount


def _heard() -> ColumnElement[bool]:
    """Everybody that it makes owe answered since they were last asked to: an amount raised since is heard again."""
    owing = DecisionParty.decision_id == Decision.id, DecisionParty.owes.is_(True)
    silent = exists(
        select(DecisionParty.id).where(*owing, ~_answered(DecisionParty.organization_id)).correlate(Decision)
    )
    return and_(_answered(None), ~silent)


def _answered(organization_id: Any) -> ColumnElement[bool]:
    """This organization, or anybody where None, answered since it was last asked to, in words or by actions."""
    asked = (
        select(func.max(DecisionStep.said_at))
        .where(DecisionStep.decision_id == Decision.id, DecisionStep.asks.is_(True))
        .correlate(Decision)
        .scalar_subquery()
    )
    said = select(DecisionAnswer.id).where(
        DecisionAnswer.decision_id == Decision.id, or_(asked.is_(None), DecisionAnswer.written_at >= asked)
    )
    acts = select(RecoveryAction.id).where(RecoveryAction.decision_id == Decision.id)
    if organization_id is not None:
        said = said.where(DecisionAnswer.organization_id == organization_id)
        acts = acts.where(RecoveryAction.organization_id == organization_id)
    return or_(
        exists(said.correlate(Decision, DecisionParty)), exists(acts.correlate(Decision, DecisionParty))
    )


def reports(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """Lots in their last month or beyond, without their closing report; due one month after the end."""
    open_to = {one.id: one for one in lots if one.closed_on is None and _opened(one, on)}
    if not open_to:
        return []
    written = select(ClosingReport.lot_id)
    rows = db.session.execute(
        select(Commitment.lot_id, Commitment.id).where(
            within_reach(actor, Permission.CLOSING_REPORT, Commitment), Commitment.lot_id.in_(open_to),
            Commitment.lot_id.not_in(written),
        )
    )  # fmt: skip
    return [
        Found(
            "write_closing_report", of_lot(open_to[lot_id]), "compliance.closing_report",
            {"commitment_id": commitment_id}, _opened(open_to[lot_id], on),
        )
        for lot_id, commitment_id in rows
    ]  # fmt: skip


def _end(lot: Lot, on: date) -> date | None:
    """The last day of an open lot whose execution is over; None for the others."""
    version = in_force(lot.targets, on)
    if version is None or lot.closed_on is not None or version.suspended_on is not None:
        return None
    end = ended_on(version)
    return end if end < on else None


def _opened(lot: Lot, on: date) -> date | None:
    """The day the closing report of a lot opened, once it has."""
    version = in_force(lot.targets, on)
    if version is None or version.suspended_on is not None:
        return None
    day = opens_on(version)
    return day if day <= on else None


def _company(lot: Lot) -> str:
    return lot.award.awardee.name if lot.award else ""
