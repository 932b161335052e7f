"""How does the administration divide the region into territories, and what does it see before saving?"""

from flask import abort, g, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions.people import divisions as actions
from clauses.config import clock
from clauses.queries.people import division as queries
from clauses.web.doorkeeper import needs
from clauses.web.fields import whole_number
from clauses.web.page import done, page
from clauses.web.people.door import bp
from clauses.web.people.forms_territory import DivisionForm, TerritoryForm


@bp.get("/admin/territoires")
@needs(Permission.TERRITORY_EDIT)
def division() -> Response:
    return _division(DivisionForm(), TerritoryForm())


@bp.post("/admin/territoires")
@needs(Permission.TERRITORY_EDIT)
def create_territory() -> Response:
    form = TerritoryForm(request.form)
    code = (form.tr_code.data or "").upper()
    made = form.attempt(actions.create_territory, g.actor, code, form.tr_name.data or "", now=clock.now())
    if made is None:
        return _division(DivisionForm(formdata=None), form, 422)
    return done("people.division", "territory_created", facts={"name": made.name})


@bp.get("/admin/territoires/verifier")
@needs(Permission.TERRITORY_EDIT)
def check_division() -> Response:
    """What the division typed would change, before it is saved."""
    form = DivisionForm(request.args)
    found = queries.division(g.actor, clock.today())
    wanted = _wanted(found, request.args)
    if not form.validate() or form.tr_from.data is None or form.tr_from.data < clock.today():
        if not form.errors:
            form.tr_from.errors = [DivisionForm.PAST]
        return _division(form, TerritoryForm(formdata=None), 422)
    return _check(found, form, wanted)


@bp.post("/admin/territoires/decoupage")
@needs(Permission.TERRITORY_EDIT)
def redraw() -> Response:
    form = DivisionForm(request.form)
    found = queries.division(g.actor, clock.today())
    wanted = _wanted(found, request.form)
    saved = form.attempt(actions.redraw, g.actor, wanted, form.tr_from.data, now=clock.now())
    if saved is None:
        return (
            _check(found, form, wanted, 422)
            if form.tr_from.data
            else _division(form, TerritoryForm(formdata=None), 422)
        )
    return done("people.division", "division_saved", facts={"day": form.tr_from.data})


def _division(form: DivisionForm, territory: TerritoryForm, status: int = 200) -> Response:
    found = queries.division(g.actor, clock.today())
    asked = _wanted(found, request.args) if request.args else {epci.code: id for epci, id, _ in found.epcis}
    return page(
        "people/division.html",
        "form",
        status=status,
        found=found,
        form=form,
        territory=territory,
        asked=asked,
    )


def _check(
    found: queries.Division, form: DivisionForm, wanted: dict[str, int | None], status: int = 200
) -> Response:
    day = form.tr_from.data or clock.today()
    before = queries.held_at(day)
    names = {one.id: one.name for one in found.territories}
    changes = [(epci, names.get(before.get(epci.code) or 0), names.get(wanted.get(epci.code) or 0))
               for epci, _, _ in found.epcis if wanted.get(epci.code) != before.get(epci.code)]  # fmt: skip
    left = sum(epci.commune_count for epci, _, _ in found.epcis if wanted.get(epci.code) is None)
    return page("people/division_check.html", status=status, found=found, form=form, wanted=wanted, changes=changes,
                lots=queries.affected(g.actor, wanted, day), left=left)  # fmt: skip


def _wanted(found: queries.Division, sent: "MultiDict[str, str]") -> dict[str, int | None]:
    """The territory typed for each EPCI; an address that names an unknown territory is refused."""
    known = {one.id for one in found.territories}
    wanted: dict[str, int | None] = {}
    for epci, present, _ in found.epcis:
        typed = sent.get(f"epci_{epci.code}")
        chosen = present if typed is None else whole_number(typed)
        if chosen is not None and chosen not in known:
            abort(404)
        wanted[epci.code] = chosen
    return wanted
