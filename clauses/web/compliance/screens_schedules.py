"""How does a person plan a report each month or each quarter, see what is planned and stop it?"""

from typing import Any

from flask import g, request
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from clauses.access.policy import Permission
from clauses.actions import compliance as actions
from clauses.config import clock
from clauses.queries import report_requests as queries
from clauses.web.compliance.door import bp
from clauses.web.compliance.forms import ScheduleForm
from clauses.web.compliance.screens_reports import fill_choices, kinds
from clauses.web.doorkeeper import needs
from clauses.web.page import done, page
from clauses.wording import report as words

P = Permission
USUAL_DAY = 12  # the statements of the month before are in


@bp.get("/rapports/planifications")
@needs(P.REPORT_PLAN)
def schedules() -> Response:
    planned = queries.schedules(g.actor)
    late = queries.caught_up(planned, clock.today())
    found = [(one, words.plan_title(one), late.get(one.id)) for one in planned]
    return page("compliance/schedules.html", schedules=found, may_plan=bool(kinds()))


@bp.get("/rapports/planifications/nouvelle")
@needs(P.REPORT_PLAN)
def show_plan() -> Response:
    offered = kinds()
    form = ScheduleForm(data={"plan_day": USUAL_DAY, "plan_freq": "monthly", "plan_to": [str(g.actor.membership_id)],
                              "rep_kind": offered[0] if offered else "", "rep_scope": ""})  # fmt: skip
    return _form_page(form)


@bp.post("/rapports/planifications/nouvelle")
@needs(P.REPORT_PLAN, guarded=True)
def plan() -> Response:
    form = ScheduleForm(request.form)
    fill(form)
    planned = form.attempt(_plan, form)
    if planned is None:
        return _form_page(form, status=422)
    return done("compliance.schedules", "report_planned", facts={"day": planned.day})


def _plan(form: ScheduleForm) -> Any:
    assert form.kind is not None and form.plan_day.data is not None
    return actions.plan_report(
        g.actor, form.number, kind=form.kind, frequency=form.frequency, day=form.plan_day.data,
        recipients=form.recipients, now=clock.now(), fte_base=form.fte_base,
    )  # fmt: skip


@bp.post("/rapports/planifications/<int:schedule_id>/arret")
@needs(P.REPORT_PLAN, guarded=True)
def stop(schedule_id: int) -> Response:
    actions.stop_schedule(g.actor, schedule_id, now=clock.now())
    return done("compliance.schedules", "report_unplanned")


def fill(form: ScheduleForm) -> None:
    fill_choices(form)
    form.plan_to.choices = [
        SelectChoice(str(number), name) for number, name in queries.possible_recipients(g.actor).items()
    ]


def _form_page(form: ScheduleForm, **context: Any) -> Response:
    fill(form)
    return page(
        "compliance/schedule_new.html", "form", form=form, none=len(form.rep_scope.choices) == 1, **context
    )
