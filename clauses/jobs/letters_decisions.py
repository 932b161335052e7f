"""Who is told of what a buyer decides, of what a company answers, and of the end of a lot?"""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clauses.domain.events_decisions import (
    ClosingReportSent,
    DecisionAnswered,
    DecisionTaken,
    FormalNoticeGiven,
    LotClosed,
    LotReopened,
    PenaltyProposed,
    ReopeningAsked,
)
from clauses.domain.kinds import Role
from clauses.domain.kinds_decisions import DecisionKind, PenaltyBase
from clauses.domain.values import ratio
from clauses.extensions import db
from clauses.jobs.letters import (
    About,
    Post,
    Side,
    admins,
    coordination,
    follower,
    link,
    members,
    quoted,
    send,
)
from clauses.models.decisions import ClosingReport, Decision, DecisionAnswer, LotClosing
from clauses.models.markets import Award, Lot, Market
from clauses.queries.decisions import decision_told
from clauses.queries.decisions_group import part_of
from clauses.wording.labels import label

_LOT = (
    joinedload(Lot.market).joinedload(Market.buyer),
    joinedload(Lot.territory),
    joinedload(Lot.award).joinedload(Award.awardee),
)


def penalty_proposed(fact: PenaltyProposed, *, event_key: str, now: datetime) -> None:
    """M73: the company, which has a delay to answer; who follows the lot in copy."""
    _tell("M73", decision_told(fact.decision_id), Post(event_key, now))


def formal_notice_given(fact: FormalNoticeGiven, *, event_key: str, now: datetime) -> None:
    """M23: the company; who follows the lot in copy."""
    one = decision_told(fact.decision_id)
    _tell("M23", one, Post(event_key, now), demand=label(one.demand).lower() if one.demand else "")


def decision_taken(fact: DecisionTaken, *, event_key: str, now: datetime) -> None:
    """M24: the company, with the calculation; who follows the lot in copy."""
    _tell("M24", decision_told(fact.decision_id), Post(event_key, now))


def _tell(kind: str, one: Decision, post: Post, **more: Any) -> None:
    """The holder and whoever follows the lot are told the whole; each other member it speaks to, its own part."""
    lot = one.lot
    if lot.award is None:
        return

    def told(sides: list[Side], decision: Any, hours_base: dict[str, Any] | None) -> None:
        send(
            kind, sides, post, territory=lot.territory, about=About(lot.id, part=one.number),
            url=link("compliance.decision", decision_id=one.id), lot=lot, market=lot.market, decision=decision,
            buyer=lot.market.buyer.name, reason=quoted(one.waiver_reason or one.reason), hours_base=hours_base,
            **more,
        )  # fmt: skip

    told([members("company", lot.award.awardee), follower(lot.territory, post.on)], one, _hours_base(one))
    for row in one.parties:
        if row.organization_id != lot.award.awardee_id:
            told([members("member", row.organization)], *_own_part(one, row.organization_id))


def _own_part(one: Decision, organization_id: int) -> tuple[Any, dict[str, Any] | None]:
    """A decision and its base of hours as one member reads them: its own hours, its own amount."""
    part, base = part_of(one, organization_id), _hours_base(one)
    own = SimpleNamespace(
        kind=one.kind, state=one.state, hours=one.hours, demand=one.demand, delay_days=one.delay_days,
        answer_by=one.answer_by, amount=part.asked if part else one.amount, target=part.part if part else one.target,
        neutralised=part.already if part else one.neutralised, validated=part.validated if part else one.validated,
    )  # fmt: skip
    if base is None or part is None or not part.calculated:
        return own, None
    return own, {**base, "quantity": part.missing, "amount": part.calculated, "by_member": False}


def _hours_base(one: Decision) -> dict[str, Any] | None:
    """The base of the hours, when it leads to an amount: the only one that a short message spells out; None where the
    decision is about no amount."""
    if one.kind not in (DecisionKind.PENALTY, DecisionKind.WAIVER):
        return None
    found = next((row for row in one.proposal or [] if row["base"] == PenaltyBase.HOURS), None)
    if not found or not found["amount"]:
        return None
    numerator, denominator = found["price"]
    return {
        "quantity": found["quantity"], "price": round(numerator / denominator), "amount": found["amount"],
        "alone": one.proposed_amount == found["amount"], "by_member": bool(found.get("members")),
    }  # fmt: skip


def decision_answered(fact: DecisionAnswered, *, event_key: str, now: datetime) -> None:
    """M74: the buyer."""
    answer = db.session.get_one(
        DecisionAnswer, fact.answer_id, options=[joinedload(DecisionAnswer.organization)]
    )
    one, post = decision_told(answer.decision_id), Post(event_key, now)
    send(
        "M74", [members("buyer", one.lot.market.buyer)], post, territory=one.lot.territory,
        about=About(one.lot_id, part=one.number), url=link("compliance.decision", decision_id=one.id), lot=one.lot,
        market=one.lot.market, decision=one, company=answer.organization.name, contests=answer.contests,
        text=quoted(answer.text),
    )  # fmt: skip


def closing_report_sent(fact: ClosingReportSent, *, event_key: str, now: datetime) -> None:
    """M36: the buyer."""
    report = db.session.scalars(
        select(ClosingReport)
        .where(ClosingReport.id == fact.closing_report_id)
        .options(joinedload(ClosingReport.lot).options(*_LOT))
    ).one()
    lot, post = report.lot, Post(event_key, now)
    target = report.target - report.neutralised
    send(
        "M36", [members("buyer", lot.market.buyer)], post, territory=lot.territory, about=About(lot.id),
        url=link("compliance.closing", market_id=lot.market_id, number=lot.number), lot=lot, market=lot.market,
        report=report, target=target, share=ratio(report.validated, target),
    )  # fmt: skip


def lot_closed(fact: LotClosed, *, event_key: str, now: datetime) -> None:
    """M75: the company, the members of its group and who follows the lot."""
    _closing(fact.closing_id, Post(event_key, now), reopened=False)


def lot_reopened(fact: LotReopened, *, event_key: str, now: datetime) -> None:
    """M75: the buyer, the company and who follows the lot."""
    _closing(fact.closing_id, Post(event_key, now), reopened=True)


def _closing(closing_id: int, post: Post, *, reopened: bool) -> None:
    found = _closing_of(closing_id)
    lot = found.lot
    sides = [members("buyer", lot.market.buyer)] if reopened else []
    if lot.award is not None:
        sides.append(members("company", lot.award.awardee))
        sides += [members("member", one.organization) for one in lot.award.members if not one.lead]
    sides.append(follower(lot.territory, post.on))
    send(
        "M75", sides, post, territory=lot.territory, about=About(lot.id),
        url=link("markets.lot", market_id=lot.market_id, number=lot.number), lot=lot, market=lot.market,
        closing=found, reopened=reopened, state=label(found.status),
    )  # fmt: skip


def reopening_asked(fact: ReopeningAsked, *, event_key: str, now: datetime) -> None:
    """M77: the other function, which confirms or not."""
    found, post = _closing_of(fact.closing_id), Post(event_key, now)
    lot = found.lot
    side = coordination(post.on) if found.reopening_asked_as is Role.ADMIN else admins()
    send(
        "M77", [Side("coordination" if side.role == "region" else side.role, side.users, side.name)], post,
        territory=lot.territory, about=About(lot.id), url=link("compliance.reopening", lot_id=lot.id), lot=lot,
        market=lot.market, reason=quoted(found.reopening_reason),
    )  # fmt: skip


def _closing_of(closing_id: int) -> LotClosing:
    return db.session.scalars(
        select(LotClosing)
        .where(LotClosing.id == closing_id)
        .options(joinedload(LotClosing.lot).options(*_LOT))
    ).one()
