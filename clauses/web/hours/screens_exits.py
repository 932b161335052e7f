"""Whose contract ends soon, how is the exit prepared and what was it? F11."""

from typing import Any

from flask import g, request, url_for
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions.hours import exits as actions
from clauses.config import clock
from clauses.queries import hours_exits as queries
from clauses.web.doorkeeper import needs
from clauses.web.fields import Form
from clauses.web.hours.door import bp
from clauses.web.hours.forms_exits import ExitForm, StepsForm
from clauses.web.page import done, page
from clauses.web.readings import NAMES, traced
from clauses.wording import pathways as words

P = Permission


@bp.get("/sorties")
@needs(P.PATHWAY_KEEP)
@traced(NAMES)
def exits() -> Response:
    on = clock.today()
    return page(
        "hours/exits.html", rows=queries.exits(g.actor, on), until=queries.horizon(on), on=on, words=words
    )


@bp.get("/parcours/<int:pathway_id>/sortie")
@needs(P.PATHWAY_KEEP, guarded=True)
@traced(NAMES)
def exit_sheet(pathway_id: int) -> Response:
    return _sheet(pathway_id)


@bp.post("/parcours/<int:pathway_id>/sortie/preparer")
@needs(P.PATHWAY_KEEP, guarded=True)
def prepare_exit(pathway_id: int) -> Response:
    form = StepsForm(request.form)
    made = form.attempt(
        lambda: actions.prepare_exit(g.actor, pathway_id, form.steps, version=_seen(), now=clock.now())
    )
    if made is None:
        return _sheet(pathway_id, steps=form)
    return done("hours.exit_sheet", "exit_prepared", pathway_id=pathway_id)


@bp.post("/parcours/<int:pathway_id>/sortie")
@needs(P.PATHWAY_KEEP, guarded=True)
def tell_exit(pathway_id: int) -> Response:
    form = ExitForm(request.form)
    made = form.attempt(
        lambda: actions.tell_exit(
            g.actor, pathway_id, form.exit_day.data, form.kind, version=_seen(), now=clock.now()
        )
    )
    if made is None:
        return _sheet(pathway_id, told=form)
    return done("hours.exit_sheet", "exit_told", facts={"result": made.exit_type}, pathway_id=pathway_id)


def _seen() -> int | None:
    return request.form.get("version", type=int)


def _sheet(pathway_id: int, **refused: Form) -> Response:
    row = queries.exit_of(g.actor, pathway_id)
    known = row.one.exit
    typed: dict[str, Any] = {
        "exit_type": known.exit_type.value if known and known.exit_type else "",
        "exit_day": known.left_on if known else None,
    }
    forms: dict[str, Form] = {
        "steps": StepsForm(data={"exit_steps": known.steps if known else []}), "told": ExitForm(data=typed), **refused,
    }  # fmt: skip
    return page(
        "hours/exit.html", status=422 if refused else 200, row=row, forms=forms,
        refused=next(iter(refused.values()), None),
        breadcrumb=[(words.EXITS, url_for("hours.exits")), (words.ONE_EXIT, "")],
    )  # fmt: skip
