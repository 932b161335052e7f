"""What is said to everybody about personal data, how does somebody ask, and how does the administration answer?"""

from dataclasses import replace

from flask import current_app, g, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission, reach_of
from clauses.actions.base import intent
from clauses.actions.people import data_requests as actions
from clauses.config import clock
from clauses.domain.errors import Refused
from clauses.domain.kinds_accounts import Counted
from clauses.domain.kinds_personal_data import DataRequestKind, IdentityCheck, RefusalGround
from clauses.queries import territories
from clauses.queries.people import accounts
from clauses.queries.people import personal_data as queries
from clauses.queries.people.held import Section
from clauses.reference import rulebook
from clauses.web.doorkeeper import needs, public
from clauses.web.fields import Form, whole_number
from clauses.web.page import done, page
from clauses.web.people.door import bp
from clauses.web.people.forms_personal_data import AnswerForm, AskForm, HoldForm, IdentifyForm, RecordForm
from clauses.web.people.hashing import hashed, place
from clauses.wording import personal_data as words
from clauses.wording import sentences


@bp.get("/donnees-personnelles")
@public
def personal_data() -> Response:
    return _public(AskForm())


@bp.post("/donnees-personnelles")
@public
def ask_about_data() -> Response:
    form = AskForm(request.form)
    if not form.validate():
        return _public(form, 422)
    here, name, at = place(), hashed(f"data:{form.d_email.data}"), clock.real()
    if minutes := accounts.minutes_to_wait(Counted.DATA_REQUEST, place_hash=here, name_hash=name, at=at):
        form.form_errors = [sentences.refusal("try_later", minutes=minutes)]
        response = _public(form, 429)
        response.headers["Retry-After"] = str(minutes * 60)
        return response
    now = clock.now()
    number = actions.ask_about_data(
        DataRequestKind(form.d_kind.data), form.d_name.data or "", form.d_email.data or "", form.d_message.data or "",
        hashes=(here, name), now=now, at=at,
    )  # fmt: skip
    due = queries.answer_due(clock.today())
    return done("people.personal_data", "data_asked", facts={"number": number, "due": due})


@bp.get("/admin/donnees-personnelles")
@needs(Permission.PURGE_CONFIRM)
def data_desk() -> Response:
    return _desk(HoldForm())


@bp.get("/admin/donnees-personnelles/nouvelle")
@needs(Permission.DATA_ANSWER)
def show_record_request() -> Response:
    return page("people/data_record.html", "form", form=RecordForm())


@bp.post("/admin/donnees-personnelles/nouvelle")
@needs(Permission.DATA_ANSWER)
def record_request() -> Response:
    form = RecordForm(request.form)
    asked = None
    if form.validate():
        asked = form.attempt(
            actions.record_request, g.actor, DataRequestKind(form.d_kind.data), form.d_name.data,
            form.d_email.data or None, form.d_message.data, form.received_on.data, now=clock.now(),
        )  # fmt: skip
    if asked is None:
        return page("people/data_record.html", "form", status=422, form=form)
    facts = {"number": asked.id, "due": asked.due_on}
    return done("people.data_request", "data_request_recorded", facts=facts, data_request_id=asked.id)


@bp.get("/admin/donnees-personnelles/<int:data_request_id>")
@needs(Permission.DATA_ANSWER, guarded=True)
def data_request(data_request_id: int) -> Response:
    return _one(data_request_id)


@bp.post("/admin/donnees-personnelles/<int:data_request_id>/identite")
@needs(Permission.DATA_ANSWER, guarded=True)
def identify(data_request_id: int) -> Response:
    form = IdentifyForm(request.form)
    if form.validate():
        form.attempt(
            actions.identify, g.actor, data_request_id, last_name=form.i_last_name.data,
            first_name=form.i_first_name.data, birth=form.i_birth.data, email=form.i_email.data or None,
            check=IdentityCheck(form.i_check.data), version=_version(), now=clock.now(),
        )  # fmt: skip
        if not form.problems:
            return done("people.data_request", "data_identified", data_request_id=data_request_id)
    return _one(data_request_id, identity=form, status=422)


@bp.post("/admin/donnees-personnelles/<int:data_request_id>/copie")
@needs(Permission.DATA_ANSWER, guarded=True)
def hand_over(data_request_id: int) -> Response:
    """A copy of everything held: a page to print, or a file that programs read. Written in the audit each time."""
    as_page = request.form.get("form") != "json"
    form = Form(request.form)
    current = intent.get()
    held = intent.set(
        replace(current, key=None) if current else None
    )  # the page stays: each copy counts for one
    try:
        sections = form.attempt(
            actions.export_held, g.actor, data_request_id, form="html" if as_page else "json", now=clock.now()
        )
    finally:
        intent.reset(held)
    if sections is None:
        return _one(data_request_id, answer=form, status=422)
    name = words.EXPORT_NAME.format(number=data_request_id)
    note = sentences.written(words.EXPORT_NOTE, day=clock.today())
    if as_page:
        response = page("people/data_copy.html", sections=sections, note=note, empty=words.EXPORT_EMPTY,
                        title=words.EXPORT_TITLE)  # fmt: skip
        return _file(response, f"{name}.html")
    content = {words.EXPORT_TITLE: note, **{one.title: _lines(one) for one in sections}}
    answer = current_app.response_class(
        current_app.json.dumps(content, indent=1), mimetype="application/json"
    )
    return _file(answer, f"{name}.json")


@bp.post("/admin/donnees-personnelles/<int:data_request_id>/reponse")
@needs(Permission.DATA_ANSWER, guarded=True)
def answer_request(data_request_id: int) -> Response:
    form, act = AnswerForm(request.form), request.form.get("act", "answer")
    kept = {"version": _version(), "now": clock.now()}
    said = "data_answered"
    if not form.validate():
        return _one(data_request_id, answer=form, status=422)
    if act == "refuse":
        ground = RefusalGround(form.a_ground.data) if form.a_ground.data else None
        form.attempt(actions.refuse, g.actor, data_request_id, ground, form.a_text.data, **kept)
        said = "data_refused"
    elif act == "erase":
        form.attempt(
            actions.erase_person, g.actor, data_request_id, form.a_text.data, at=clock.real(), **kept
        )
        said = "data_erased"
    else:
        form.attempt(actions.answer, g.actor, data_request_id, form.a_text.data, **kept)
    if form.problems:
        return _one(data_request_id, answer=form, status=422)
    return done("people.data_request", said, data_request_id=data_request_id)


@bp.post("/admin/donnees-personnelles/litiges")
@needs(Permission.DATA_ANSWER)
def place_hold() -> Response:
    form = HoldForm(request.form)
    kept = form.attempt(
        actions.place_hold, g.actor, reference=form.l_reference.data, number=form.l_lot.data,
        participant_id=form.l_person.data, reason=form.l_reason.data, now=clock.now(),
    )  # fmt: skip
    return done("people.data_desk", "hold_placed") if kept else _desk(form, 422)


@bp.post("/admin/donnees-personnelles/litiges/<int:hold_id>/levee")
@needs(Permission.DATA_ANSWER, guarded=True)
def lift_hold(hold_id: int) -> Response:
    actions.lift_hold(g.actor, hold_id, now=clock.now())
    return done("people.data_desk", "hold_lifted")


@bp.post("/admin/donnees-personnelles/purges/<int:order_id>")
@needs(Permission.PURGE_CONFIRM, guarded=True)
def confirm_purge(order_id: int) -> Response:
    try:
        order = actions.confirm_purge(g.actor, order_id, version=_version(), now=clock.now())
    except Refused as refusal:
        form = HoldForm()
        form.refuse(refusal)
        return _desk(form, 422)
    return done("people.data_desk", "purge_second" if order.second_by_id else "purge_first")


def _public(form: AskForm, status: int = 200) -> Response:
    rule = rulebook.retention(clock.today())
    register = [(line, words.durations(line, rule)) for line in words.REGISTER]
    return page(
        "people/personal_data.html", status=status, form=form, register=register, rule=rule,
        coordination=territories.coordination(),
        desk=bool(g.actor and reach_of(g.actor, Permission.PURGE_CONFIRM)),
    )  # fmt: skip


def _desk(form: HoldForm, status: int = 200) -> Response:
    on, answers = clock.today(), reach_of(g.actor, Permission.DATA_ANSWER) is not None
    night = queries.next_night(on)
    return page(
        "people/data_desk.html", status=status, form=form, answers=answers, rule=rulebook.retention(on),
        requests=queries.requests(g.actor, on), night=night, preview=queries.preview(night),
        calendar=queries.calendar(on), holds=queries.holds(g.actor), order=queries.order(g.actor),
        proofs=queries.proofs(), held=queries.held_back(),
    )  # fmt: skip


def _one(
    data_request_id: int, *, identity: IdentifyForm | None = None, answer: Form | None = None, status: int = 200
) -> Response:  # fmt: skip
    asked = queries.request(g.actor, data_request_id)
    answering = answer if isinstance(answer, AnswerForm) else AnswerForm()
    if answer is not None and answer is not answering:
        answering.form_errors = answer.form_errors
    return page(
        "people/data_request.html", status=status, asked=asked, identity=identity or IdentifyForm(),
        form=answering, days_left=(asked.due_on - clock.today()).days, open=asked.answered_on is None,
        erasing=asked.kind in (DataRequestKind.ERASURE, DataRequestKind.OBJECTION),
    )  # fmt: skip


def _version() -> int | None:
    return whole_number(request.form.get("version"))


def _lines(section: Section) -> list[dict[str, str]]:
    return [dict(zip(section.columns, row, strict=True)) for row in section.rows]


def _file(response: Response, name: str) -> Response:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
