"""Which lines of a month are drawn for a check, and what did the check find? E04."""

from flask import g, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions.hours import control as actions
from clauses.config import clock
from clauses.domain.kinds_validation import PickResult
from clauses.queries import hours_control as queries
from clauses.queries import hours_control_estimate as estimates
from clauses.web.doorkeeper import needs
from clauses.web.fields import Form
from clauses.web.hours.door import bp, month_in, written
from clauses.web.hours.forms_claims import PickForm
from clauses.web.page import done, page
from clauses.web.readings import NAMES, traced

P = Permission


@bp.get("/validation/<month>/sondage")
@needs(P.HOURS_VALIDATE)
@traced(NAMES)
def control(month: str) -> Response:
    return _page(month, PickForm())


@bp.post("/validation/<month>/sondage")
@needs(P.HOURS_VALIDATE)
def draw_control(month: str) -> Response:
    wanted, form = month_in(month), Form(request.form)
    drawn = form.attempt(actions.draw_control, g.actor, wanted, now=clock.now())
    if drawn is None:
        return _page(month, PickForm(), refused=form, status=422)
    n = len(drawn.picks)
    said = "control_drawn_one" if n == 1 else "control_drawn"
    return done("hours.control", said, facts={"n": n}, month=month)


@bp.post("/sondage/<int:pick_id>")
@needs(P.HOURS_VALIDATE, guarded=True)
def check_pick(pick_id: int) -> Response:
    form = PickForm(request.form)
    value = form.pick_result.data
    result = PickResult(value) if value in {one.value for one in PickResult} else None
    checked = form.attempt(
        actions.check_pick,
        g.actor,
        pick_id,
        result,
        form.pick_hours.data,
        form.pick_note.data,
        now=clock.now(),
    )
    if checked is None:
        return _page(written(queries.month_of_pick(g.actor, pick_id)), form, wrong=pick_id, status=422)
    pick, added = checked
    said = "pick_gap_extended" if added else f"pick_{pick.result}"
    return done("hours.control", said, month=written(pick.draw.month))


def _page(
    month: str, form: Form, *, refused: Form | None = None, wrong: int | None = None, status: int = 200
) -> Response:
    wanted = month_in(month)
    return page(
        "hours/control.html", status=status, control=queries.control(g.actor, wanted), month=wanted, written=written,
        form=form, refused=refused, wrong=wrong, fresh=PickForm(), lessons=estimates.lessons(g.actor, wanted),
    )  # fmt: skip
