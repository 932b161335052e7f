"""Who is placed where, until when, and how did a trial placement end? F04."""

from flask import g, request, url_for
from werkzeug.wrappers import Response

from clauses.access.gate import load
from clauses.access.policy import Permission
from clauses.actions.hours import missions as actions
from clauses.config import clock
from clauses.models.hours import EmploymentContract
from clauses.queries import hours_missions as queries
from clauses.web.doorkeeper import needs
from clauses.web.fields import whole_number
from clauses.web.hours.door import bp
from clauses.web.hours.forms_missions import MissionForm, TrialForm
from clauses.web.page import done, page
from clauses.web.readings import NAMES, traced
from clauses.wording import pathways as words

P = Permission
PAST = "terminees"


@bp.get("/missions")
@needs(P.MISSION_MAKE)
@traced(NAMES)
def missions() -> Response:
    return _list()


@bp.get("/missions/nouvelle")
@needs(P.MISSION_MAKE)
@traced(NAMES)
def show_mission() -> Response:
    return _form_page(_form({"k_person": request.args.get("personne", "")}))


@bp.post("/missions/nouvelle")
@needs(P.MISSION_MAKE)
def create_mission() -> Response:
    form = _form(None)
    made = form.attempt(lambda: actions.create_mission(g.actor, form.mission(), now=clock.now()))
    if made is None:
        return _form_page(form, 422)
    hired, eligible = made
    said = "mission_created" if eligible else "mission_created_pending"
    return done("hours.missions", said, facts={"name": hired.participant.name})


@bp.post("/missions/<int:contract_id>/suite")
@needs(P.MISSION_MAKE, guarded=True)
def tell_trial(contract_id: int) -> Response:
    load(
        g.actor, P.MISSION_MAKE, EmploymentContract, contract_id
    )  # may I, before what was typed is looked at
    form = TrialForm(request.form)
    version = request.form.get("version", type=int)
    told = form.attempt(
        lambda: actions.tell_trial(g.actor, contract_id, form.result, version=version, now=clock.now())
    )
    if told is None:
        return _list(wrong=contract_id, refused=form, status=422)
    return done("hours.missions", "trial_told", facts={"result": told.result}, etat=_state())


def _list(*, wrong: int | None = None, refused: TrialForm | None = None, status: int = 200) -> Response:
    past = _state() is not None
    number = whole_number(request.values.get("page")) or 1
    found = queries.missions(g.actor, clock.today(), past=past, page=number)
    forms: dict[int, TrialForm] = {}
    for row in found.rows:
        if row.asks:
            mine = refused if refused is not None and row.contract.id == wrong else TrialForm()
            for field in mine:
                field.id = f"{field.short_name}-{row.contract.id}"
            forms[row.contract.id] = mine

    def url(n: int) -> str | None:
        if not 1 <= n <= found.pages:
            return None
        return url_for("hours.missions", etat=_state(), page=n)

    start, total = (found.number - 1) * queries.PER_PAGE, found.past if past else found.running
    pager = {
        "pages": found.pages, "number": found.number, "first": start + 1, "last": start + len(found.rows), "total": total,
        "previous_url": url(found.number - 1), "next_url": url(found.number + 1),
    }  # fmt: skip
    tabs = [
        (words.RUNNING, url_for("hours.missions"), not past, found.running),
        (words.PAST, url_for("hours.missions", etat=PAST), past, found.past),
    ]
    return page(
        "hours/missions.html", "list", status=status, found=found, past=past, forms=forms, pager=pager, tabs=tabs,
        refused=refused, words=words, today=clock.today(),
    )  # fmt: skip


def _state() -> str | None:
    """The list that is looked at: missions that are over, or None for those that run."""
    return PAST if request.values.get("etat") == PAST else None


def _form(proposed: dict[str, str] | None) -> MissionForm:
    people, places = queries.known_people(g.actor), queries.places(g.actor)
    return MissionForm(None if proposed else request.form, people=people, places=places, data=proposed)


def _form_page(form: MissionForm, status: int = 200) -> Response:
    people, places = len(form.k_person.choices) > 1, len(form.k_place.choices) > 1
    return page(
        "hours/mission_new.html", "form", status=status, form=form,
        problem=words.NO_PLACE if not places else words.NO_PERSON if not people else None,
        breadcrumb=[(words.MISSIONS, url_for("hours.missions")), (words.NEW_MISSION, "")],
    )  # fmt: skip
