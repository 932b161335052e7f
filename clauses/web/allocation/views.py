"""How does a company commit, a resource person plan and a structure answer?"""

from typing import Any

from flask import g, request, url_for
from werkzeug.wrappers import Response

from clauses.access import gate
from clauses.access.policy import Permission, reach_of
from clauses.actions import allocation as actions
from clauses.config import clock
from clauses.domain.kinds import LineState, PlanState
from clauses.models.allocation import AllocationLine, Commitment
from clauses.queries import allocation as queries
from clauses.queries import compliance as figures
from clauses.queries import partner_requests
from clauses.web.allocation import screens_assistant, sheets
from clauses.web.allocation.door import bp
from clauses.web.allocation.forms import AnswerForm, DeclarationForm, Lines, PlanForm
from clauses.web.doorkeeper import needs
from clauses.web.page import done, page
from clauses.wording import allocation as words
from clauses.wording import formats
from clauses.wording import requests as requests_words

P = Permission


@bp.get("/engagements")
@needs(P.COMMITMENT_VIEW)
def commitment_list() -> Response:
    rows = [sheets.row_of(g.actor, c) for c in queries.commitments(g.actor)]
    may_pool, plans = (reach_of(g.actor, p) is not None for p in (P.POOL_PROPOSE, P.PLAN_MAKE))
    return page("allocation/list.html", rows=rows, may_pool=may_pool, plans=plans)


@bp.get("/engagements/<int:commitment_id>")
@needs(P.COMMITMENT_VIEW, guarded=True)
def commitment(commitment_id: int) -> Response:
    one = queries.commitment(g.actor, commitment_id)
    follow_up = figures.lot_follow_up(g.actor, one.lot_id, on=clock.today())
    return page(
        "allocation/commitment.html", sheet=sheets.sheet_of(g.actor, one, clock.today()), follow_up=follow_up,
        breadcrumb=_trail(one),
    )  # fmt: skip


@bp.get("/engagements/<int:commitment_id>/declaration")
@needs(P.COMMITMENT_EDIT, guarded=True)
def show_declaration(commitment_id: int) -> Response:
    one = queries.commitment(g.actor, commitment_id, P.COMMITMENT_EDIT)
    structures = _structures(one)
    form = DeclarationForm(data={"relay_choice": one.relay_choice, "company_contact": one.company_contact})
    form.lines_form = Lines.of(one.lines, structures, sheets.modalities_of(one, to_define=True))
    return _declaration_page(one, form, structures)


@bp.post("/engagements/<int:commitment_id>/declaration")
@needs(P.COMMITMENT_EDIT, guarded=True)
def declare(commitment_id: int) -> Response:
    one = queries.commitment(g.actor, commitment_id, P.COMMITMENT_EDIT)
    structures = _structures(one)
    form = DeclarationForm(request.form)
    form.lines_form = Lines.read(request.form, structures, sheets.modalities_of(one, to_define=True))
    act = request.form.get("act", "compute")
    if act == "relay":
        form.lines_form = sheets.with_relay(form.lines_form, one, structures, clock.today())
    lines = form.lines_form.values()
    if act in ("compute", "relay") or lines is None:
        return _declaration_page(one, form, structures, status=200 if lines is not None else 422)
    common: dict[str, Any] = {
        "relay_choice": sheets.relay_choice(form.relay_choice.data), "contact": form.company_contact.data,
        "version": request.form.get("version", type=int), "now": clock.now(),
    }  # fmt: skip
    if act == "send":
        kept = form.attempt(
            actions.submit_commitment, g.actor, commitment_id, lines, signed=form.signatory.data,
            more_confirmed=form.more_confirmed.data, **common,
        )  # fmt: skip
        if kept:
            name = sheets.follower_name(one, clock.today())
            return done(
                "allocation.commitment", "commitment_sent", facts={"name": name}, commitment_id=commitment_id
            )
    else:
        kept = form.attempt(actions.save_commitment, g.actor, commitment_id, lines, **common)
        if kept:
            time = formats.moment(clock.now()).rsplit(" ", 1)[-1]
            return done(
                "allocation.show_declaration",
                "commitment_saved",
                facts={"time": time},
                commitment_id=commitment_id,
            )
    return _declaration_page(one, form, structures, status=422)


def _declaration_page(
    one: Commitment, form: DeclarationForm, structures: list[Any], status: int = 200
) -> Response:
    return page(
        "allocation/declaration.html", "form", status=status, form=form, one=one, structures=structures,
        balance=sheets.balance(form.lines_form, one, clock.today()), follower=sheets.follower(one, clock.today()),
        sheet=sheets.head_of(one), breadcrumb=_trail(one, words.DECLARATION),
    )  # fmt: skip


@bp.get("/engagements/<int:commitment_id>/affectation")
@needs(P.PLAN_MAKE, guarded=True)
def show_plan(commitment_id: int) -> Response:
    one = queries.commitment(g.actor, commitment_id, P.PLAN_MAKE)
    structures = _structures(one)
    kept = queries.current_plan(one)
    taken_up = screens_assistant.taken_up(commitment_id)
    form = PlanForm(data={"plan_reason": taken_up.reason if taken_up else None})
    lines = taken_up.lines if taken_up else kept.lines if kept else one.lines
    form.lines_form = Lines.of(lines, structures, sheets.modalities_of(one))
    return _plan_page(one, form, structures)


@bp.post("/engagements/<int:commitment_id>/affectation")
@needs(P.PLAN_MAKE, guarded=True)
def make_plan(commitment_id: int) -> Response:
    one = queries.commitment(g.actor, commitment_id, P.PLAN_MAKE)
    structures = _structures(one)
    form = PlanForm(request.form)
    form.lines_form = Lines.read(request.form, structures, sheets.modalities_of(one))
    act = request.form.get("act", "compute")
    if act == "relay":
        form.lines_form = sheets.with_relay(form.lines_form, one, structures, clock.today())
    lines = form.lines_form.values()
    if act != "propose" or lines is None:
        return _plan_page(one, form, structures, status=200 if lines is not None else 422)
    plan = form.attempt(
        actions.propose_plan, g.actor, commitment_id, lines, reason=form.plan_reason.data,
        difference_confirmed=form.difference_confirmed.data, version=request.form.get("version", type=int),
        now=clock.now(),
    )  # fmt: skip
    if plan is None:
        return _plan_page(one, form, structures, status=422)
    if plan.state is PlanState.SETTLED:
        return done(
            "allocation.commitment",
            "plan_settled",
            facts={"number": plan.number},
            commitment_id=commitment_id,
        )
    asked = sum(line.state is LineState.PROPOSED for line in plan.lines)
    return done(
        "allocation.commitment",
        "plan_proposed",
        facts={"to": words.structures(asked)},
        commitment_id=commitment_id,
    )


def _plan_page(one: Commitment, form: PlanForm, structures: list[Any], status: int = 200) -> Response:
    return page(
        "allocation/plan.html", "form", status=status, form=form, one=one, structures=structures,
        balance=sheets.balance(form.lines_form, one, clock.today()), sheet=sheets.head_of(one),
        plan=queries.current_plan(one), actuals=figures.hours_by_structure(g.actor, one.lot_id),
        settled=queries.settled_plan(one), supply=sheets.supply(form.lines_form, structures),
        breadcrumb=_trail(one, words.PLAN),
    )  # fmt: skip


@bp.get("/demandes")
@needs(P.LINE_ANSWER)
def requests() -> Response:
    return _requests_page(AnswerForm(), None)


@bp.post("/demandes/<int:line_id>")
@needs(P.LINE_ANSWER, guarded=True)
def answer(line_id: int) -> Response:
    gate.load(g.actor, P.LINE_ANSWER, AllocationLine, line_id)
    form = AnswerForm(request.form)
    answer = (
        LineState(form.answer.data) if form.answer.data in ("accepted", "countered", "declined") else None
    )
    line = form.attempt(
        actions.answer_line, g.actor, line_id, answer, hours=form.answer_hours.data, reason=form.reason,
        message=form.message.data or None, version=request.form.get("version", type=int), now=clock.now(),
    )  # fmt: skip
    if line is None:
        return _requests_page(form, line_id, status=422)
    hours = line.counter_hours if line.state is LineState.COUNTERED else line.hours
    return done("allocation.requests", f"line_{line.state.value}", facts={"hours": hours})


def _requests_page(form: AnswerForm, refused_id: int | None, status: int = 200) -> Response:
    cards = [sheets.card_of(line, clock.today()) for line in queries.requests(g.actor)]
    for card in cards:
        card.form = form if card.id == refused_id else AnswerForm(prefix="")
        for field in card.form:
            field.id = f"{field.short_name}-{card.id}"
    return page(
        "allocation/requests.html",
        "requests",
        status=status,
        cards=cards,
        asked=partner_requests.received_requests(g.actor, clock.today()),
        sought=requests_words.sought,
        told=requests_words.clock,
        form=form,
        holds=queries.holds_a_lot(g.actor),
    )


def _trail(one: Commitment, last: str | None = None) -> list[tuple[str, str]]:
    """From the market down to the page, so that the lot is one click away."""
    lot = one.lot
    trail = [
        (lot.market.reference, url_for("markets.market", market_id=lot.market_id)),
        (words.LOT_SHORT.format(number=lot.number), url_for("markets.lot", market_id=lot.market_id, number=lot.number)),
        (words.COMMITMENT, url_for("allocation.commitment", commitment_id=one.id) if last else ""),
    ]  # fmt: skip
    return [*trail, (last, "")] if last else trail


def _structures(one: Commitment) -> list[Any]:
    places = one.lot.places or one.lot.market.places
    return queries.structures(places[0] if places else None, one.lot.trade)
