"""Who is in a pathway, what can they do, who may read it and what comes next? F06."""

from typing import Any

from flask import g, request, url_for
from werkzeug.wrappers import Response

from clauses.access.policy import Permission, reach_of
from clauses.actions.hours import pathways as actions
from clauses.config import clock
from clauses.queries import hours_pathways as queries
from clauses.web.doorkeeper import needs
from clauses.web.fields import Form, whole_number
from clauses.web.hours.door import bp
from clauses.web.hours.forms_pathways import ConsentForm, NextStepForm, PathwayForm, SkillForm
from clauses.web.page import done, page
from clauses.web.readings import NAMES, traced
from clauses.wording import pathways as words

P = Permission


@bp.get("/parcours")
@needs(P.PATHWAY_KEEP)
@traced(NAMES)
def pathways() -> Response:
    on = clock.today()
    return page(
        "hours/pathway_list.html", found=queries.pathways(g.actor, on), on=on, words=words
    )  # fmt: skip


@bp.get("/parcours/nouvelle")
@needs(P.PATHWAY_KEEP)
def show_pathway() -> Response:
    return _new_page(PathwayForm())


@bp.post("/parcours/nouvelle")
@needs(P.PATHWAY_KEEP)
def add_pathway() -> Response:
    form = PathwayForm(request.form)
    made = form.attempt(
        lambda: actions.add_person(
            g.actor, form.person(), form.contract(), same_as=form.same_as, homonym=form.homonym, now=clock.now()
        )
    )  # fmt: skip
    if made is None:
        return _new_page(form, 422)
    return done(
        "hours.pathway", "pathway_followed", facts={"name": made.participant.name}, pathway_id=made.id
    )


@bp.post("/parcours/suivre")
@needs(P.PATHWAY_KEEP, guarded=True)
def follow_pathway() -> Response:
    made = actions.follow(g.actor, whole_number(request.form.get("person")), now=clock.now())
    return done(
        "hours.pathway", "pathway_followed", facts={"name": made.participant.name}, pathway_id=made.id
    )


@bp.get("/parcours/<int:pathway_id>")
@needs(P.PATHWAY_KEEP, guarded=True)
@traced(NAMES)
def pathway(pathway_id: int) -> Response:
    return _sheet(pathway_id)


@bp.post("/parcours/<int:pathway_id>")
@needs(P.PATHWAY_KEEP, guarded=True)
def plan_next(pathway_id: int) -> Response:
    form = NextStepForm(request.form)
    version = request.form.get("version", type=int)
    made = form.attempt(
        lambda: actions.plan_next(
            g.actor, pathway_id, form.step, form.x_date.data, version=version, now=clock.now()
        )
    )
    if made is None:
        return _sheet(pathway_id, plan=form)
    return done("hours.pathway", "pathway_planned", pathway_id=pathway_id)


@bp.post("/parcours/<int:pathway_id>/competences")
@needs(P.PATHWAY_KEEP, guarded=True)
def add_skill(pathway_id: int) -> Response:
    form = SkillForm(request.form)
    made = form.attempt(lambda: actions.add_skill(g.actor, pathway_id, form.skill(), now=clock.now()))
    if made is None:
        return _sheet(pathway_id, skill=form)
    return done("hours.pathway", "skill_added", pathway_id=pathway_id)


@bp.post("/parcours/<int:pathway_id>/competences/<int:skill_id>/retirer")
@needs(P.PATHWAY_KEEP, guarded=True)
def remove_skill(pathway_id: int, skill_id: int) -> Response:
    actions.remove_skill(g.actor, pathway_id, skill_id, now=clock.now())
    return done("hours.pathway", "skill_removed", pathway_id=pathway_id)


@bp.post("/parcours/<int:pathway_id>/accord")
@needs(P.PATHWAY_KEEP, guarded=True)
def note_consent(pathway_id: int) -> Response:
    form = ConsentForm(request.form)
    made = form.attempt(
        lambda: actions.note_consent(
            g.actor, pathway_id, agrees=form.s_consent.data, given_on=form.day, now=clock.now()
        )
    )
    if made is None:
        return _sheet(pathway_id, consent=form)
    return done("hours.pathway", "consent_noted", pathway_id=pathway_id)


@bp.post("/parcours/<int:pathway_id>/accord/retirer")
@needs(P.PATHWAY_KEEP, guarded=True)
def withdraw_consent(pathway_id: int) -> Response:
    actions.withdraw_consent(g.actor, pathway_id, now=clock.now())
    return done("hours.pathway", "consent_withdrawn", pathway_id=pathway_id)


@bp.get("/portefeuilles")
@needs(P.PORTFOLIO_VIEW)
@traced(NAMES)
def portfolios() -> Response:
    """The portfolios that the persons agreed to show to the territory of the reader."""
    return page(
        "hours/portfolio_list.html", rows=queries.shared_portfolios(g.actor), words=words,
        keeps=reach_of(g.actor, P.PATHWAY_KEEP) is not None,
    )  # fmt: skip


@bp.get("/portefeuilles/<int:pathway_id>")
@needs(P.PORTFOLIO_VIEW, guarded=True, hidden=True)
@traced(NAMES)
def portfolio(pathway_id: int) -> Response:
    one, mine = queries.portfolio(g.actor, pathway_id)
    return page(
        "hours/portfolio.html", one=one, mine=mine, words=words,
        breadcrumb=[(words.PORTFOLIOS, url_for("hours.portfolios")), (words.PORTFOLIO, "")],
    )  # fmt: skip


def _new_page(form: PathwayForm, status: int = 200) -> Response:
    return page(
        "hours/pathway_new.html", "form", status=status, form=form,
        breadcrumb=[(words.PATHWAYS, url_for("hours.pathways")), (words.ADD, "")],
    )  # fmt: skip


def _sheet(pathway_id: int, **refused: Form) -> Response:
    one, stay = queries.sheet(g.actor, pathway_id)
    planned: dict[str, Any] = {
        "x_plan": one.next_step.value if one.next_step else "",
        "x_date": one.next_step_on,
    }
    forms: dict[str, Form] = {
        "plan": NextStepForm(data=planned), "skill": SkillForm(), "consent": ConsentForm(), **refused,
    }  # fmt: skip
    return page(
        "hours/pathway.html", "sheet", status=422 if refused else 200, one=one, stay=stay, forms=forms, words=words,
        long=stay.long(clock.today()), refused=next(iter(refused.values()), None),
        breadcrumb=[(words.PATHWAYS, url_for("hours.pathways")), (words.ONE_PATHWAY, "")],
    )  # fmt: skip
