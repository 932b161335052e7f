"""How does a resource person share out the hours of a lot, or send a declaration back to complete? E02, E03."""

from typing import Any

from flask import g, request
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from clauses.access.policy import Permission
from clauses.actions import allocation as actions
from clauses.config import clock
from clauses.domain.errors import Refused
from clauses.domain.kinds import CommitmentState, LineState, PlanState
from clauses.models.allocation import Commitment
from clauses.queries import allocation as queries
from clauses.queries.allocation_figures import done_on
from clauses.queries.allocation_nearest import etti_outside
from clauses.web.allocation import screens_assistant, sheets
from clauses.web.allocation.balance import (
    balance,
    line_labels,
    with_answers,
    with_more_people,
    with_move,
    with_relay,
)
from clauses.web.allocation.board import board_of
from clauses.web.allocation.door import bp, structures_near, trail
from clauses.web.allocation.forms import CompletionForm, PlanForm
from clauses.web.allocation.forms_lines import Lines, Offer
from clauses.web.doorkeeper import needs
from clauses.web.fields import whole_number
from clauses.web.page import done, page
from clauses.wording import allocation as words
from clauses.wording import formats

P = Permission
ANSWERED = (LineState.COUNTERED, LineState.DECLINED)


@bp.get("/engagements/<int:commitment_id>/affectation")
@needs(P.PLAN_MAKE, guarded=True)
def show_plan(commitment_id: int) -> Response:
    one, offer = _to_plan(commitment_id)
    kept = queries.current_plan(one)
    taken_up = screens_assistant.taken_up(commitment_id)
    form = PlanForm(data={"plan_reason": taken_up.reason if taken_up else None})
    form.lines_form = Lines.of(taken_up.lines if taken_up else kept.lines if kept else one.lines, offer)
    return _plan_page(one, form)


@bp.post("/engagements/<int:commitment_id>/affectation")
@needs(P.PLAN_MAKE, guarded=True)
def make_plan(commitment_id: int) -> Response:
    one, offer = _to_plan(commitment_id)
    form = PlanForm(request.form)
    form.lines_form = Lines.read(request.form, offer)
    act = request.form.get("act", "compute")
    if act != "propose":
        return _rewritten(one, form, act)
    lines = form.lines_form.values()
    if lines is None:
        return _plan_page(one, form, status=422)
    plan = form.attempt(
        actions.propose_plan, g.actor, commitment_id, lines, reason=form.plan_reason.data,
        difference_confirmed=form.difference_confirmed.data, version=request.form.get("version", type=int),
        now=clock.now(),
    )  # fmt: skip
    if plan is None:
        return _plan_page(one, form, status=422)
    here: dict[str, Any] = {"commitment_id": commitment_id}
    if plan.state is PlanState.SETTLED:
        return done("allocation.commitment", "plan_settled", facts={"number": plan.number}, **here)
    asked = sum(line.state is LineState.PROPOSED for line in plan.lines)
    return done("allocation.commitment", "plan_proposed", facts={"to": words.structures(asked)}, **here)


@bp.post("/engagements/<int:commitment_id>/complement")
@needs(P.PLAN_MAKE, guarded=True)
def ask_completion(commitment_id: int) -> Response:
    one, offer = _to_plan(commitment_id)
    asking = CompletionForm(request.form)
    sent = asking.attempt(
        actions.ask_completion, g.actor, commitment_id, asking.completion.data,
        version=request.form.get("version", type=int), now=clock.now(),
    )  # fmt: skip
    if sent is None:
        form = PlanForm()
        form.lines_form = Lines.of(one.lines, offer)
        return _plan_page(one, form, asking=asking, status=422)
    return done("allocation.commitment", "completion_asked", facts={"name": one.company.name}, commitment_id=commitment_id)  # fmt: skip


def _rewritten(one: Commitment, form: PlanForm, act: str) -> Response:
    """The lines as a button rewrites them; nothing is kept before « Proposer le plan »."""
    plan = queries.current_plan(one)
    if act == "relay":
        form.lines_form = with_relay(form.lines_form, clock.today())
    elif act == "people":
        form.lines_form = with_more_people(form.lines_form, clock.today())
    elif act == "answers" and plan is not None:
        form.lines_form = with_answers(form.lines_form, plan)
    elif act == "move" and not _moved(one, form):
        return _plan_page(one, form, status=422)
    return _plan_page(one, form, status=200 if form.lines_form.values() is not None else 422)


def _moved(one: Commitment, form: PlanForm) -> bool:
    lines = form.lines_form
    source, destination = (whole_number(f.data) for f in (form.move_from, form.move_to))
    told = line_labels(lines)
    try:
        if source is None or destination is None:
            raise Refused("move_line", field="move_from")
        hours = form.move_hours.data
        if hours is None:
            raise Refused("hours_format", field="move_hours")
        form.lines_form = with_move(
            lines, source - 1, destination - 1, hours, done_on(one.lot_id, one.company_id)
        )
    except Refused as refusal:
        form.refuse(refusal)
        return False
    names = [text.split(". ", 1)[1].rsplit(" : ", 1)[0] for text in (told[source - 1], told[destination - 1])]
    moved = words.MOVED.format(hours=formats.hours(hours), source=names[0], destination=names[1])[:300]
    if not form.plan_reason.data:
        form.plan_reason.data = moved
    form.move_hours.raw_text, form.move_hours.data = "", None
    return True


def _to_plan(commitment_id: int) -> tuple[Commitment, Offer]:
    one = queries.commitment(g.actor, commitment_id, P.PLAN_MAKE)
    return one, Offer.of(one, structures_near(one), to_define=False)


def _plan_page(
    one: Commitment, form: PlanForm, asking: CompletionForm | None = None, status: int = 200
) -> Response:
    on = clock.today()
    for move in (form.move_from, form.move_to):
        labels = line_labels(form.lines_form)
        move.choices = [
            SelectChoice("", "Choisir…"),
            *(SelectChoice(str(n), t) for n, t in enumerate(labels, 1)),
        ]
    plan = queries.current_plan(one)
    submitted = (CommitmentState.SUBMITTED, CommitmentState.UNDER_REVIEW)
    return page(
        "allocation/plan.html", "form", status=status, form=form, one=one, asking=asking or CompletionForm(),
        balance=balance(form.lines_form, one, on), sheet=sheets.head_of(one), plan=plan,
        board=board_of(one, form.lines_form, plan), etti_outside=etti_outside(one.lot, on), settled=queries.settled_plan(one),
        may_take=plan is not None and plan.state is PlanState.PROPOSED and any(line.state in ANSWERED for line in plan.lines),
        period=words.period, open=one.state not in (*sheets.OPEN, CommitmentState.CLOSED), may_ask=plan is None and one.state in submitted,
        versions=sheets.versions_of(one), breadcrumb=trail(one, words.PLAN),
    )  # fmt: skip
