"""How does a buyer record that a member of the group holding a lot fails?"""

from flask import g, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions import markets as actions
from clauses.config import clock
from clauses.queries import markets as queries
from clauses.web.doorkeeper import needs
from clauses.web.markets.door import bp
from clauses.web.markets.forms_defaults import DefaultForm
from clauses.web.markets.shown import breadcrumb
from clauses.web.page import done, page
from clauses.wording.awards import DEFAULT, WHAT_FOLLOWS


@bp.get("/marches/<int:market_id>/lots/<int:number>/groupement/defaillance")
@needs(Permission.AWARD_DECLARE, guarded=True)
def show_default(market_id: int, number: int) -> Response:
    return _page(market_id, number, DefaultForm())


@bp.post("/marches/<int:market_id>/lots/<int:number>/groupement/defaillance")
@needs(Permission.AWARD_DECLARE, guarded=True)
def declare_default(market_id: int, number: int) -> Response:
    form = DefaultForm(request.form)
    before = {one.member_id: one.own or 0 for one in queries.may_fail(_lot(market_id, number).lot)}
    made = form.attempt(
        lambda: actions.declare_default(g.actor, market_id, number, form.fields(), now=clock.now())
    )
    if made is None:
        return _page(market_id, number, form, status=422)
    left = before.get(made.member_id, 0) - made.kept_hours
    return done("markets.lot", "default_declared", facts={"hours": left}, market_id=market_id, number=number)


def _lot(market_id: int, number: int) -> queries.LotFile:
    return queries.lot_file(g.actor, market_id, number, clock.today())


def _page(market_id: int, number: int, form: DefaultForm, status: int = 200) -> Response:
    file = _lot(market_id, number)
    members = queries.may_fail(file.lot)
    award = file.lot.award
    return page(
        "markets/default.html", "form", status=status, form=form.offer(members), members=members, file=file,
        follows=WHAT_FOLLOWS[award.group_form] if award and members else None,
        breadcrumb=breadcrumb(g.actor, file.market, file.lot, last=DEFAULT),
    )  # fmt: skip
