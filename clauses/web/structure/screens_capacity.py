"""F02. How many hours can my structure offer, trade by trade, for the months to come?"""

from flask import g, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission, reach_of
from clauses.actions import capacity as actions
from clauses.config import clock
from clauses.domain import capacity as rules
from clauses.queries import capacity as queries
from clauses.reference import rulebook
from clauses.web.doorkeeper import needs
from clauses.web.fields import Form, whole_number
from clauses.web.page import done, page
from clauses.web.structure.door import bp
from clauses.web.structure.forms_capacity import capacity_form, stated

P = Permission


@bp.get("/structure/disponibilites")
@needs(P.STRUCTURE_VIEW)
def capacity() -> Response:
    shown = _shown()
    return _page(shown, capacity_form(shown))


@bp.post("/structure/disponibilites")
@needs(P.CAPACITY_STATE)
def state_capacity() -> Response:
    shown = _shown()
    form = capacity_form(shown, request.form)

    def act() -> bool:
        said = stated(form, [row.trade for row in shown.listed], shown.months)
        actions.state(g.actor, said, seen=whole_number(request.form.get("version")), now=clock.now())
        return True

    if form.attempt(act) is None:
        return _page(shown, form, 422)
    return done("structure.capacity", "capacity_stated")


@bp.post("/structure/disponibilites/inchange")
@needs(P.CAPACITY_STATE)
def confirm_capacity() -> Response:
    actions.confirm(g.actor, seen=whole_number(request.form.get("version")), now=clock.now())
    return done("structure.capacity", "capacity_confirmed")


def _shown() -> queries.OwnPage:
    on = clock.today()
    return queries.own_page(g.actor.organization_id, rules.window(on, rulebook.capacity(on)), on)


def _page(shown: queries.OwnPage, form: Form, status: int = 200) -> Response:
    on = clock.today()
    days = (on - shown.stated_on).days if shown.stated_on else None
    said = any(one.stated is not None for row in shown.listed for one in row.months)
    return page(
        "structure/capacity.html", "form", status=status, shown=shown, form=form, days=days, said=said,
        stale=rules.is_stale(days, rulebook.capacity(on)), may=reach_of(g.actor, P.CAPACITY_STATE) is not None,
        edits=reach_of(g.actor, P.SHEET_EDIT) is not None,
    )  # fmt: skip
