"""How is a joint information session planned, and what came of it? F10."""

from flask import g, request
from werkzeug.wrappers import Response

from clauses.access import gate
from clauses.access.policy import Permission
from clauses.actions.cooperation import offers as actions
from clauses.config import clock
from clauses.queries import cooperation as queries
from clauses.web.cooperation.door import bp, may, place, tabs, year_asked
from clauses.web.cooperation.forms import SessionForm, SessionResultForm
from clauses.web.doorkeeper import needs
from clauses.web.fields import Form, whole_number
from clauses.web.page import done, page

P = Permission


@bp.get("/informations-collectives")
@needs(P.COOPERATION_VIEW)
def sessions() -> Response:
    return _page()


@bp.post("/informations-collectives")
@needs(P.COOPERATION_NOTE, guarded=True)
def plan_session() -> Response:
    where = place()
    if where.one is None:
        raise gate.OutOfReach
    territory_id = where.one.id
    form = SessionForm(request.form, structures=queries.active_structures(territory_id, clock.today()))
    made = form.attempt(lambda: actions.plan_session(g.actor, territory_id, form.session(), now=clock.now()))
    if made is None:
        return _page(plan=form)
    return done("cooperation.sessions", "session_planned", territoire=where.one.code, annee=made.held_on.year)


@bp.post("/informations-collectives/suites")
@needs(P.COOPERATION_NOTE, guarded=True)
def note_session() -> Response:
    form = SessionResultForm(request.form)
    number = whole_number(request.form.get("seance")) or 0
    made = form.attempt(
        lambda: actions.note_session(
            g.actor, number, form.ses_present.data, form.ses_result.data or None,
            version=request.form.get("version", type=int), now=clock.now(),
        )
    )  # fmt: skip
    if made is None:
        return _page(result=form, noted=number)
    return done("cooperation.sessions", "session_noted", annee=made.held_on.year)


def _page(plan: Form | None = None, result: Form | None = None, noted: int | None = None) -> Response:
    where, year = place(), year_asked()
    structures = queries.active_structures(where.one.id, clock.today()) if where.one else []
    others = [one for one in structures if one.id != g.actor.organization_id]
    return page(
        "cooperation/sessions.html", status=422 if plan or result else 200, where=where, year=year,
        tabs=tabs("sessions"), rows=queries.sessions(where.one.id, year) if where.one else [],
        may_note=may(P.COOPERATION_NOTE, where.one), plan=plan or SessionForm(structures=others),
        result=result or SessionResultForm(), noted=noted, refused=plan or result, today=clock.today(),
    )  # fmt: skip
