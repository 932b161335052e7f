"""How are the subcontractors of a lot declared, accepted, refused and ended?"""

from flask import flash, g, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions import markets as actions
from clauses.config import clock
from clauses.domain.subcontracts import low_price
from clauses.queries import markets as queries
from clauses.reference import rulebook
from clauses.web.doorkeeper import needs
from clauses.web.fields import whole_number
from clauses.web.markets.door import bp
from clauses.web.markets.forms_subcontracts import SubcontractAnswer, SubcontractForm
from clauses.web.markets.shown import breadcrumb
from clauses.web.page import done, page
from clauses.wording.awards import LOW_PRICE, SUBCONTRACTS
from clauses.wording.sentences import written


@bp.get("/marches/<int:market_id>/lots/<int:number>/sous-traitants")
@needs(Permission.MARKET_VIEW, guarded=True)
def subcontracts(market_id: int, number: int) -> Response:
    return _page(market_id, number, SubcontractForm())


@bp.post("/marches/<int:market_id>/lots/<int:number>/sous-traitants")
@needs(Permission.SUBCONTRACT_DECLARE, guarded=True)
def declare_subcontract(market_id: int, number: int) -> Response:
    file = queries.subcontracts_file(g.actor, market_id, number, clock.today())
    form = SubcontractForm(request.form)
    if not file.accepts:
        form.sub_date.data = None
    made = form.attempt(
        lambda: actions.declare_subcontract(g.actor, market_id, number, form.fields(), now=clock.now())
    )
    if made is None:
        return _page(market_id, number, form, status=422)
    low = low_price(made.amount, made.hours, rulebook.subcontract(clock.today()))
    if low is not None:
        flash(
            written(LOW_PRICE, amount=made.amount, hours=made.hours, price=low, least=file.least), "warning"
        )
    said = "subcontract_accepted" if file.accepts else "subcontract_declared"
    return done("markets.subcontracts", said, market_id=market_id, number=number)


@bp.post("/marches/<int:market_id>/lots/<int:number>/sous-traitants/<int:rank>/decision")
@needs(Permission.AWARD_DECLARE, guarded=True)
def decide_subcontract(market_id: int, number: int, rank: int) -> Response:
    form = SubcontractAnswer(rank, request.form)
    accept = request.form.get("do") == "accept"
    decided = form.attempt(
        lambda: actions.decide_subcontract(
            g.actor, market_id, number, rank, accept=accept, day=form.sub_date.data, reason=form.sub_reason.data,
            seen_version=whole_number(form.sub_version.data), now=clock.now(),
        )
    )  # fmt: skip
    if decided is None:
        return _page(market_id, number, SubcontractForm(), form, status=422)
    said = "subcontract_accepted" if accept else "subcontract_refused"
    return done("markets.subcontracts", said, market_id=market_id, number=number)


@bp.post("/marches/<int:market_id>/lots/<int:number>/sous-traitants/<int:rank>/fin")
@needs(Permission.AWARD_DECLARE, guarded=True)
def end_subcontract(market_id: int, number: int, rank: int) -> Response:
    form = SubcontractAnswer(rank, request.form)
    ended = form.attempt(
        lambda: actions.end_subcontract(
            g.actor, market_id, number, rank, day=form.sub_date.data, reason=form.sub_reason.data,
            seen_version=whole_number(form.sub_version.data), now=clock.now(),
        )
    )  # fmt: skip
    if ended is None:
        return _page(market_id, number, SubcontractForm(), form, status=422)
    return done("markets.subcontracts", "subcontract_ended", market_id=market_id, number=number)


def _page(
    market_id: int,
    number: int,
    form: SubcontractForm,
    answer: SubcontractAnswer | None = None,
    status: int = 200,
) -> Response:
    file = queries.subcontracts_file(g.actor, market_id, number, clock.today())
    answers = {
        row.subcontract.number: SubcontractAnswer(
            row.subcontract.number, sub_version=str(row.subcontract.version)
        )
        for row in file.rows
        if row.to_decide or row.to_end
    }
    if answer is not None and answer.row in answers:
        answers[answer.row] = answer
    return page(
        "markets/subcontracts.html", "content", status=status, file=file, form=form, answers=answers,
        problems=answer if answer is not None else form,
        breadcrumb=breadcrumb(g.actor, file.market, file.lot, SUBCONTRACTS),
    )  # fmt: skip
