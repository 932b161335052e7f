"""How does a buyer decide on a lot, and how does a company answer? C11."""

from typing import Any

from flask import g, request
from werkzeug.wrappers import Response

from clauses.access import gate
from clauses.access.policy import Permission
from clauses.actions import decisions as actions
from clauses.config import clock
from clauses.domain.consortium import refuse_other_total
from clauses.domain.errors import Refused
from clauses.domain.kinds import Role
from clauses.domain.kinds_decisions import DecisionKind, DecisionState, NoticeDemand, PriceDay
from clauses.models.decisions import Decision
from clauses.models.markets import Lot
from clauses.queries import decisions as queries
from clauses.queries import recovery
from clauses.queries.boards import at_stake
from clauses.queries.decisions import Case
from clauses.web.compliance import shown
from clauses.web.compliance.door import bp
from clauses.web.compliance.forms_decisions import (
    MEMBER,
    AnswerForm,
    DecisionForm,
    RevisionForm,
    TermsForm,
    WaiverForm,
    done_by,
    member,
    with_members,
)
from clauses.web.doorkeeper import needs
from clauses.web.fields import Form
from clauses.web.page import done, page
from clauses.wording import decisions as words
from clauses.wording import sentences

P = Permission
OF_A_LOT = "/marches/<int:market_id>/lots/<int:number>"


def seen_version() -> int | None:
    return request.form.get("version", type=int)


@bp.get("/decisions")
@needs(P.DECISION_VIEW)
def decisions() -> Response:
    buys = g.actor.role is Role.BUYER
    found = [shown.seen(one, g.actor) for one in queries.decisions(g.actor)]
    return page(
        "compliance/decisions.html", found=found, empty=words.NO_DECISION, buys=buys,
        suggested=queries.long_in_alert(g.actor, clock.today()) if buys else [],
        stakes=shown.stakes(at_stake.of_company(g.actor, clock.today())) if g.actor.role is Role.COMPANY else None,
        on=clock.today(),
    )  # fmt: skip


@bp.get(f"{OF_A_LOT}/decision")
@needs(P.DECISION_MAKE, guarded=True)
def decision_new(market_id: int, number: int) -> Response:
    """The choice first, then the fields of what was chosen."""
    return _new_page(market_id, number, member(DecisionKind, request.args.get("decision")))


@bp.post(f"{OF_A_LOT}/decision")
@needs(P.DECISION_MAKE, guarded=True)
def record_decision(market_id: int, number: int) -> Response:
    kind = member(DecisionKind, request.form.get("dec_kind"))
    if kind is None:
        return _new_page(market_id, number, None, status=422, missing=True)
    case = _case(market_id, number, P.DECISION_MAKE)
    form = with_members(DecisionForm, case.members)(kind, case, request.form)
    if request.form.get("do") == "count":  # look at the calculation again with what was typed
        form.attempt(_same_total, form, case)
        return _new_page(market_id, number, kind, form)
    made = form.attempt(
        lambda: actions.prepare_decision(
            g.actor, market_id, number, form.fields(), seen_version=seen_version(), now=clock.now()
        )
    )
    if made is None:
        return _new_page(market_id, number, kind, form, status=422)
    facts: dict[str, Any] = {"hours": made.hours, "day": made.answer_by}
    return done("compliance.decision", f"decision_{kind.value}", facts=facts, decision_id=made.id)


def _case(market_id: int, number: int, permission: Permission, **late: Any) -> Case:
    case = queries.open_case(g.actor, market_id, number, permission, clock.today(), **late)
    if case is None:
        raise Refused("decision_nothing_owed")
    return case


def _same_total(form: DecisionForm, case: Case) -> None:
    typed = form.late().done_by
    if typed is not None:
        refuse_other_total(list(typed.values()), case.validated)


def _new_page(
    market_id: int, number: int, kind: DecisionKind | None, form: DecisionForm | None = None, *, status: int = 200,
    missing: bool = False,
) -> Response:  # fmt: skip
    case = _case(market_id, number, P.DECISION_MAKE)
    if kind is not None and form is None:
        form = with_members(DecisionForm, case.members)(kind, case, dec_amount=case.proposal.amount or None)
    if form is not None and kind is DecisionKind.PENALTY:
        case = _case(market_id, number, P.DECISION_MAKE, late=form.late())
    return page(
        "compliance/decision_new.html", "form", status=status, case=case, lot=case.lot, kind=kind, form=form,
        kinds=list(DecisionKind), acts=words.ACTS, notes=words.WHAT_FOR, missing=sentences.refusal("dec_kind") if missing else None,
        summary=shown.summary(case), coming=shown.coming(case, clock.today()), rows=shown.calculation(case), line=shown.line_of_case(case),
        owed=shown.owed_by_members(case), members=[field for field in form or () if field.name.startswith(MEMBER)],
        told=shown.proposal_line(case), requests=shown.requests_line(case),
        alone=words.ALONE if queries.second_persons(g.actor.organization_id) < 2 else None,
        closed=case.lot.closed_on, breadcrumb=shown.breadcrumb(g.actor, case.lot, words.DECISION),
    )  # fmt: skip


@bp.get("/decisions/<int:decision_id>")
@needs(P.DECISION_VIEW, guarded=True)
def decision(decision_id: int) -> Response:
    return _page(decision_id)


@bp.post("/decisions/<int:decision_id>/reponse")
@needs(P.DECISION_ANSWER, guarded=True)
def answer_decision(decision_id: int) -> Response:
    form = AnswerForm(request.form)
    made = form.attempt(
        lambda: actions.answer_decision(
            g.actor, decision_id, contests=form.dec_contests.data, text=form.dec_answer.data,
            seen_version=seen_version(), now=clock.now(),
        )
    )  # fmt: skip
    if made is None:
        return _page(decision_id, status=422, answer=form)
    return done("compliance.decision", "decision_answered", decision_id=decision_id)


@bp.post("/decisions/<int:decision_id>/decider")
@needs(P.DECISION_MAKE, guarded=True)
def decide_penalty(decision_id: int) -> Response:
    form = Form(request.form)
    made = form.attempt(
        lambda: actions.decide_penalty(g.actor, decision_id, seen_version=seen_version(), now=clock.now())
    )
    if made is None:
        return _page(decision_id, status=422, deciding=form)
    return done("compliance.decision", "penalty_decided", decision_id=decision_id)


@bp.post("/decisions/<int:decision_id>/correction")
@needs(P.DECISION_MAKE, guarded=True)
def revise_penalty(decision_id: int) -> Response:
    members = queries.members_again(queries.decision(g.actor, decision_id), clock.today())
    form = with_members(RevisionForm, members)(request.form)
    made = form.attempt(
        lambda: actions.revise_penalty(
            g.actor, decision_id, amount=form.dec_amount.data, reason=form.dec_reason.data,
            article=form.dec_clause.data, seen_version=seen_version(), now=clock.now(),
            done_by=done_by(form, members),
        )
    )  # fmt: skip
    if made is None:
        return _page(decision_id, status=422, revision=form)
    return done("compliance.decision", "penalty_revised", decision_id=decision_id)


@bp.post("/decisions/<int:decision_id>/renonciation")
@needs(P.DECISION_MAKE, guarded=True)
def waive_penalty(decision_id: int) -> Response:
    form = WaiverForm(request.form)
    made = form.attempt(
        lambda: actions.waive_penalty(
            g.actor, decision_id, reason=form.waiver_reason.data, seen_version=seen_version(), now=clock.now()
        )
    )
    if made is None:
        return _page(decision_id, status=422, waiver=form)
    return done("compliance.decision", "penalty_waived", decision_id=decision_id)


def _page(decision_id: int, *, status: int = 200, **forms: Form) -> Response:
    one = queries.decision(g.actor, decision_id)
    lot = one.lot
    seen = shown.seen(one, g.actor)
    may_make = gate.may(g.actor, P.DECISION_MAKE, Lot, lot.id)
    waits = one.kind is DecisionKind.PENALTY and one.state in queries.OPEN
    may_decide = may_make and waits
    revision = forms.get("revision")
    if revision is None:
        again = queries.members_again(one, clock.today()) if may_decide else ()
        revision = with_members(RevisionForm, again)(
            data={"dec_amount": one.amount, "dec_reason": one.reason}
        )
    return page(
        "compliance/decision.html", status=status, one=one, seen=seen, lot=lot, rows=shown.kept_calculation(seen),
        line=shown.line_of_decision(one), owed=shown.kept_members(seen), by_share=words.ASKED_BY_SHARE,
        actions=recovery.answering(g.actor, one.id) if one.demand is NoticeDemand.RECOVERY else (),
        may_propose=one.demand is NoticeDemand.RECOVERY and gate.may(g.actor, P.RECOVERY_PROPOSE, Lot, lot.id),
        own_part=None if seen.whole else words.OWN_PART, turn=shown.whose_turn(seen, g.actor, clock.today()),
        not_heard=shown.not_heard(seen, g.actor, clock.today()), answers=shown.answers_of(one, g.actor),
        may_decide=may_decide, members=[field for field in revision if field.name.startswith(MEMBER)], own=one.prepared_by_id == g.actor.user_id,
        alone=words.ALONE if waits and queries.second_persons(g.actor.organization_id) < 2 else None,
        may_waive=may_make and one.kind is DecisionKind.PENALTY and one.state is not DecisionState.WAIVED,
        may_answer=_may_answer(one), deciding=forms.get("deciding"),
        revision=revision, waiver=forms.get("waiver") or WaiverForm(), answer=forms.get("answer") or AnswerForm(),
        breadcrumb=shown.breadcrumb(g.actor, lot, words.DECISION),
    )  # fmt: skip


def _may_answer(one: Decision) -> bool:
    if one.kind is DecisionKind.WAIVER or one.state is DecisionState.WAIVED or one.lot.closed_on is not None:
        return False
    return gate.may(g.actor, P.DECISION_ANSWER, Decision, one.id) and not one.wrote(g.actor.organization_id)


@bp.get(f"{OF_A_LOT}/penalites")
@needs(P.DECISION_MAKE, guarded=True)
def penalty_terms(market_id: int, number: int) -> Response:
    return _terms_page(market_id, number)


@bp.post(f"{OF_A_LOT}/penalites")
@needs(P.DECISION_MAKE, guarded=True)
def record_terms(market_id: int, number: int) -> Response:
    form = TermsForm(request.form)
    made = form.attempt(
        lambda: actions.record_terms(g.actor, market_id, number, form.fields(), now=clock.now())
    )
    if made is None:
        return _terms_page(market_id, number, form, status=422)
    return done("markets.lot", "terms_recorded", market_id=market_id, number=number)


def _terms_page(market_id: int, number: int, form: TermsForm | None = None, status: int = 200) -> Response:
    lot = gate.load_by(g.actor, P.DECISION_MAKE, Lot, Lot.market_id == market_id, Lot.number == number)
    terms, row = queries.terms_of(lot)
    form = form or TermsForm(
        data={
            "pen_price": terms.hours_price.value, "pen_per_hour": terms.per_hour, "pen_multiple": terms.multiple,
            "pen_day": (terms.price_day or PriceDay.NOTIFICATION).value, "pen_fixed_on": terms.fixed_on,
            "pen_per_day_late": terms.per_day_late, "pen_per_absence": terms.per_absence,
            "pen_prior_notice": terms.prior_notice, "pen_both": terms.both_bases,
            "pen_article": row.article if row else None,
        }
    )  # fmt: skip
    return page(
        "compliance/terms.html", "form", status=status, lot=lot, form=form, row=row,
        breadcrumb=shown.breadcrumb(g.actor, lot, words.TERMS),
    )  # fmt: skip
