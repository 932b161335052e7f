"""What does a resource person see of their own territory, and how do they say that they are away?"""

from flask import g, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions.people import absences as actions
from clauses.config import clock
from clauses.domain.errors import Refused
from clauses.queries.people import own_territory as queries
from clauses.web.doorkeeper import needs
from clauses.web.fields import whole_number
from clauses.web.page import done, page
from clauses.web.people.door import bp
from clauses.web.people.forms_territory import AbsenceForm
from clauses.wording import territories as words


@bp.get("/territoire")
@needs(Permission.TERRITORY_VIEW)
def own_territory() -> Response:
    found = _found()
    return _page(found, AbsenceForm().offer(found.deputies))


@bp.post("/territoire/absences")
@needs(Permission.ABSENCE_DECLARE)
def declare_absence() -> Response:
    found = _found()
    form = AbsenceForm(request.form).offer(found.deputies)
    chosen = form.deputy.data
    absence = form.attempt(
        actions.declare_absence, g.actor, form.absence_from.data, form.absence_to.data, whole_number(chosen),
        coordination=chosen == "region", now=clock.now(),
    )  # fmt: skip
    if absence is None:
        return _page(found, form, 422)
    name = next((one.name for one in found.deputies if one.id == absence.deputy_id), words.KEEP)
    return done("people.own_territory", "absence_declared",
                facts={"name": name, "start": absence.starts_on, "end": absence.ends_on})  # fmt: skip


@bp.post("/territoire/absences/<int:absence_id>/fin")
@needs(Permission.ABSENCE_DECLARE, guarded=True)
def end_absence(absence_id: int) -> Response:
    found = _found()
    form = AbsenceForm(formdata=None).offer(found.deputies)
    try:
        actions.end_absence(g.actor, absence_id, now=clock.now())
    except Refused as refusal:
        form.refuse(refusal)
        return _page(found, form, 422)
    return done("people.own_territory", "absence_ended")


def _found() -> queries.OwnTerritory:
    return queries.own_territory(g.actor, request.args.get("territoire"), clock.today())


def _page(found: queries.OwnTerritory, form: AbsenceForm, status: int = 200) -> Response:
    return page("people/own_territory.html", "form", status=status, found=found, form=form, on=clock.today())
