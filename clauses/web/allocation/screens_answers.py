"""How does a structure read and answer the hours proposed to it? F03."""

from flask import g, request
from werkzeug.wrappers import Response

from clauses.access import gate
from clauses.access.policy import Permission
from clauses.actions import allocation as actions
from clauses.config import clock
from clauses.domain.kinds import LineState
from clauses.models.allocation import AllocationLine
from clauses.queries import allocation as queries
from clauses.queries import partner_requests
from clauses.web.allocation.cards import Card, card_of
from clauses.web.allocation.door import bp
from clauses.web.allocation.forms import AnswerForm
from clauses.web.allocation.forms_lines import month_choices, month_typed
from clauses.web.doorkeeper import needs
from clauses.web.page import done, page
from clauses.wording import allocation as words
from clauses.wording import requests as requests_words

P = Permission


@bp.get("/demandes")
@needs(P.LINE_ANSWER)
def requests() -> Response:
    return _requests_page(AnswerForm(), None)


@bp.post("/demandes/<int:line_id>")
@needs(P.LINE_ANSWER, guarded=True)
def answer(line_id: int) -> Response:
    gate.load(g.actor, P.LINE_ANSWER, AllocationLine, line_id)
    form = AnswerForm(request.form)
    chosen = form.answer.data
    card = next((c for c in _cards() if c.id == line_id), None)
    months = card.months if card else ()
    line = form.attempt(
        actions.answer_line, g.actor, line_id,
        LineState(chosen) if chosen in ("accepted", "countered", "declined") else None,
        hours=form.answer_hours.data, persons=form.answer_persons.data,
        first=month_typed(form.answer_first.data, months), last=month_typed(form.answer_last.data, months),
        reason=form.reason, message=form.message.data or None, version=request.form.get("version", type=int),
        now=clock.now(),
    )  # fmt: skip
    if line is None:
        return _requests_page(form, line_id, status=422)
    hours = line.counter_hours if line.state is LineState.COUNTERED else line.hours
    return done("allocation.requests", f"line_{line.state.value}", facts={"hours": hours})


def _cards() -> list[Card]:
    return [card_of(line, clock.today()) for line in queries.requests(g.actor)]


def _requests_page(form: AnswerForm, refused_id: int | None, status: int = 200) -> Response:
    cards = _cards()
    for card in cards:
        card.form = form if card.id == refused_id else AnswerForm(prefix="")
        card.form.answer_first.choices = month_choices(card.months, words.AS_ASKED)
        card.form.answer_last.choices = month_choices(card.months, words.AS_ASKED)
        for field in card.form:
            field.id = f"{field.short_name}-{card.id}"
    return page(
        "allocation/requests.html", "requests", status=status, cards=cards, form=form,
        holds=queries.holds_a_lot(g.actor), asked=partner_requests.received_requests(g.actor, clock.today()),
        sought=requests_words.sought, told=requests_words.clock,
    )  # fmt: skip
