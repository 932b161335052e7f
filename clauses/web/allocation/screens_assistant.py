"""How does a resource person ask for plans, compare them, and start from one?"""

from dataclasses import dataclass
from typing import Any

from flask import abort, g, request, url_for
from werkzeug.wrappers import Response

from clauses.access import gate
from clauses.access.policy import Permission
from clauses.actions import assistant as actions
from clauses.config import clock
from clauses.domain.kinds_assistant import ProposalState
from clauses.models.allocation import Commitment
from clauses.models.assistant import AllocationProposal
from clauses.queries import allocation
from clauses.queries import assistant as queries
from clauses.web.allocation import proposals, sheets
from clauses.web.allocation.door import bp
from clauses.web.allocation.forms_assistant import (
    USUAL_KM,
    QuestionForm,
    TakeUpForm,
    number_typed,
    way_typed,
)
from clauses.web.allocation.proposals import LineShown, ProposalShown
from clauses.web.doorkeeper import needs
from clauses.web.fields import whole_number
from clauses.web.page import done, page
from clauses.wording import allocation as plan_words
from clauses.wording import assistant as words

P = Permission


@dataclass(frozen=True, slots=True)
class TakenUp:
    """A plan of the assistant on its way to the form of the plan."""

    lines: list[LineShown]
    reason: str


def taken_up(commitment_id: int) -> TakenUp | None:
    """What the address of the form of the plan names, if it names one; 404 for what is not of this lot."""
    number = whole_number(request.args.get("proposition", ""))
    if number is None:
        return None
    chosen = queries.choice(g.actor, commitment_id, number)
    return TakenUp(proposals.lines_to_start_from(chosen), chosen.reason)


@bp.get("/engagements/<int:commitment_id>/affectation/propositions")
@needs(P.PLAN_MAKE, guarded=True)
def show_proposals(commitment_id: int) -> Response:
    return _lot_page(commitment_id)


@bp.post("/engagements/<int:commitment_id>/affectation/propositions")
@needs(P.PLAN_MAKE, guarded=True)
def ask_proposals(commitment_id: int) -> Response:
    """Ask, stop, or start from a plan: three buttons of one page."""
    act = request.form.get("act", "ask")
    here: dict[str, Any] = {"commitment_id": commitment_id}
    if act == "stop":
        actions.cancel(g.actor, **here, territory_id=None, now=clock.now(), at=clock.real())
        return done("allocation.show_proposals", "proposal_stopped", **here)
    if act == "take":
        return _take_up(commitment_id)
    form = QuestionForm(request.form)
    asked = form.attempt(
        actions.ask_for_lot, g.actor, commitment_id, max_km=form.max_km.data, now=clock.now()
    )
    if asked is None:
        return _lot_page(commitment_id, question=form, status=422)
    return done("allocation.show_proposals", "proposal_asked", **here)


@bp.get("/affectation/territoire")
@needs(P.PLAN_MAKE)
def show_territory() -> Response:
    return _territory_page(QuestionForm(data={"max_km": USUAL_KM}))


@bp.post("/affectation/territoire")
@needs(P.PLAN_MAKE)
def ask_territory() -> Response:
    typed = request.form.get("territoire")
    known = queries.territories(g.actor)
    territory_id = number_typed(typed) if typed or not known else known[0].id
    if request.form.get("act") == "stop":
        actions.cancel(
            g.actor, commitment_id=None, territory_id=territory_id, now=clock.now(), at=clock.real()
        )
        return done("allocation.show_territory", "proposal_stopped", territoire=territory_id)
    form = QuestionForm(request.form)
    asked = form.attempt(
        actions.ask_for_territory, g.actor, territory_id, max_km=form.max_km.data, now=clock.now()
    )
    if asked is None:
        return _territory_page(form, status=422)
    return done("allocation.show_territory", "proposal_asked", territoire=territory_id)


def _take_up(commitment_id: int) -> Response:
    form = TakeUpForm(request.form)
    way = way_typed(request.form.get("way"))
    if way is None:
        abort(404)
    chosen = form.attempt(
        actions.take_up, g.actor, commitment_id, number_typed(request.form.get("proposal")), way,
        reason=form.reason.data, now=clock.now(),
    )  # fmt: skip
    if chosen is None:
        return _lot_page(commitment_id, take=form, taken=way.value, status=422)
    return done("allocation.show_plan", "proposal_taken", commitment_id=commitment_id, proposition=chosen.id)


def _lot_page(
    commitment_id: int, *, question: QuestionForm | None = None, take: TakeUpForm | None = None,
    taken: str | None = None, status: int = 200,
) -> Response:  # fmt: skip
    one = allocation.commitment(g.actor, commitment_id, P.PLAN_MAKE)
    found = queries.latest(g.actor, commitment_id)
    shown = _shown(found, commitment_id=commitment_id)
    question = question or QuestionForm(data={"max_km": shown.max_km if shown else USUAL_KM})
    forms = {}
    for plan in shown.plans if shown else []:
        forms[plan.way] = take if take is not None and plan.way == taken else TakeUpForm()
        for field in forms[plan.way]:
            field.id = f"{field.short_name}-{plan.way.value}"
    return page(
        "allocation/proposals.html", "progress" if status == 200 else None, status=status, sheet=sheets.head_of(one),
        one=one, shown=shown, question=question, forms=forms, take=take, choices=queries.choices(one.id),
        breadcrumb=_trail(one),
    )  # fmt: skip


def _territory_page(form: QuestionForm, status: int = 200) -> Response:
    known = queries.territories(g.actor)
    asked = whole_number(request.values.get("territoire", ""))
    chosen = next((t for t in known if t.id == asked), None)
    if asked is not None and chosen is None:
        raise gate.OutOfReach
    chosen = chosen or (known[0] if known else None)
    found = queries.latest_of_territory(g.actor, chosen.id) if chosen else None
    lots: list[Any] = queries.lots_to_plan(g.actor, chosen.id) if chosen else []
    return page(
        "allocation/territory_proposals.html", "progress" if status == 200 else None, status=status, known=known,
        chosen=chosen, form=form, shown=_shown(found), lots=[_lot(c) for c in lots],
        breadcrumb=[(words.TERRITORY, "")],
    )  # fmt: skip


def _shown(found: AllocationProposal | None, *, commitment_id: int | None = None) -> ProposalShown | None:
    if found is None:
        return None
    stale = found.state is ProposalState.DONE and queries.stale(g.actor, found, on=clock.today())
    return proposals.shown(found, stale=stale, on=clock.today(), commitment_id=commitment_id)


def _lot(one: Commitment) -> dict[str, Any]:
    target = one.lot.targets[-1].hours if one.lot.targets else 0
    return {
        "title": plan_words.LOT.format(number=one.lot.number, title=one.lot.title),
        "market": one.lot.market.reference,
        "hours": target,
        "over": queries.hours_left(one, clock.today()) is None,
        "url": url_for("allocation.show_proposals", commitment_id=one.id),
    }


def _trail(one: Commitment) -> list[tuple[str, str]]:
    lot = one.lot
    return [
        (lot.market.reference, url_for("markets.market", market_id=lot.market_id)),
        (plan_words.COMMITMENT, url_for("allocation.commitment", commitment_id=one.id)),
        (plan_words.PLAN, url_for("allocation.show_plan", commitment_id=one.id)),
        (words.TITLE, ""),
    ]
