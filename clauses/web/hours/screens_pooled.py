"""How is the month of a pooled person typed once, and corrected once it is decided? F05, D09 for a pool."""

from flask import g, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions.hours import pooled as actions
from clauses.config import clock
from clauses.queries import hours_pool_sheets as sheets
from clauses.web.doorkeeper import needs
from clauses.web.fields import Form
from clauses.web.hours.door import bp, month_in, written
from clauses.web.hours.forms_pools import month_form, shared_rows
from clauses.web.hours.screens_pools import title_of
from clauses.web.page import done, page
from clauses.web.readings import NAMES, say
from clauses.wording import pooling as words

P = Permission


@bp.get("/mutualisations/<int:pool_id>/<month>")
@needs(P.POOL_VIEW, guarded=True)
def pool_month(pool_id: int, month: str) -> Response:
    found = sheets.month_sheet(g.actor, pool_id, month_in(month), clock.today())
    return _month_page(found, _form(found, None))


@bp.post("/mutualisations/<int:pool_id>/<month>")
@needs(P.HOURS_ENTER, guarded=True)
def enter_pooled(pool_id: int, month: str) -> Response:
    found = sheets.month_sheet(g.actor, pool_id, month_in(month), clock.today())
    form = month_form(found.lines, request.form, training=found.training, correcting=False)
    kept = form.attempt(
        actions.enter_pooled, g.actor, pool_id, found.month, shared_rows(form), version=_version(), now=clock.now()
    )  # fmt: skip
    if kept is None:
        return _month_page(found, form, status=422)
    hours = sum(sum(one.parts) for one in kept)
    return done("hours.pool_month", "pooled_saved", facts={"hours": hours, "month": found.month}, pool_id=pool_id,
                month=month)  # fmt: skip


@bp.post("/mutualisations/<int:pool_id>/<month>/corriger")
@needs(P.HOURS_VALIDATE, guarded=True)
def correct_pooled(pool_id: int, month: str) -> Response:
    found = sheets.month_sheet(g.actor, pool_id, month_in(month), clock.today())
    form = month_form(found.lines, request.form, training=found.training, correcting=True)
    kept = form.attempt(
        actions.correct_pooled, g.actor, pool_id, found.month, shared_rows(form), form["pooled_reason"].data,
        version=_version(), now=clock.now(),
    )  # fmt: skip
    if kept is None:
        return _month_page(found, form, status=422)
    return done(
        "hours.pool_month", "pooled_corrected", facts={"month": found.month}, pool_id=pool_id, month=month
    )


def _form(found: sheets.PoolMonth, typed: None) -> Form:
    return month_form(found.lines, typed, training=found.training, correcting=found.may_correct)


def _month_page(found: sheets.PoolMonth, form: Form, status: int = 200) -> Response:
    if any(line.name for line in found.lines):
        say(NAMES)
    return page(
        "hours/pool_month.html", status=status, found=found, form=form, written=written, title=title_of(found.pool),
        rule=words.RULE, here={"pool_id": found.pool.id, "month": written(found.month)},
    )  # fmt: skip


def _version() -> int | None:
    return request.form.get("version", type=int)
