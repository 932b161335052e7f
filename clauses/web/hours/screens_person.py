"""Where do the two counters of one person stand, and which hours of before the portal were declared?"""

from flask import g, request
from werkzeug.wrappers import Response

from clauses.access.gate import load
from clauses.access.policy import Permission
from clauses.actions.hours import earlier as actions
from clauses.actions.hours import passes
from clauses.config import clock
from clauses.domain.kinds_eligibility import PassChange
from clauses.models.hours import Participant
from clauses.queries import hours_passes
from clauses.queries import hours_person as queries
from clauses.reference import proofs
from clauses.web.doorkeeper import needs
from clauses.web.fields import Form, whole_number
from clauses.web.hours.door import bp
from clauses.web.hours.forms_person import PassChangeForm, PassForm
from clauses.web.hours.forms_relays import EarlierForm, WithdrawForm
from clauses.web.page import done, page
from clauses.web.readings import NAMES, PROOF, traced

P = Permission


@bp.get("/participants/<int:participant_id>/compteurs-ai")
@needs(P.RELAY_VIEW, guarded=True)
@traced(NAMES)
def ai_counters(participant_id: int) -> Response:
    return _page(participant_id, EarlierForm())


@bp.post("/participants/<int:participant_id>/heures-anterieures")
@needs(P.EARLIER_DECLARE, guarded=True)
def declare_earlier(participant_id: int) -> Response:
    load(g.actor, P.EARLIER_DECLARE, Participant, participant_id)  # may I, before what was typed is looked at
    form = EarlierForm(request.form)
    kept = None
    if form.validate():
        kept = form.attempt(actions.declare_earlier, g.actor, participant_id, form.earlier(), now=clock.now())
    if kept is None:
        return _page(participant_id, form, 422)
    said = "earlier_declared" if kept.hours else "earlier_none"
    return done("hours.ai_counters", said, facts={"hours": kept.hours}, participant_id=participant_id)


@bp.post("/participants/<int:participant_id>/heures-anterieures/<int:earlier_id>/retirer")
@needs(P.EARLIER_DECLARE, guarded=True)
def withdraw_earlier(participant_id: int, earlier_id: int) -> Response:
    load(g.actor, P.EARLIER_DECLARE, Participant, participant_id)
    form = WithdrawForm(request.form)
    kept = form.attempt(
        actions.withdraw_earlier,
        g.actor,
        participant_id,
        earlier_id,
        form.earlier_reason.data,
        now=clock.now(),
    )
    if kept is None:
        return _page(participant_id, EarlierForm(), 422, wrong=earlier_id, refused=form)
    return done(
        "hours.ai_counters", "earlier_withdrawn", facts={"hours": kept.hours}, participant_id=participant_id
    )


@bp.get("/participants/<int:participant_id>/pass-iae")
@needs(P.PASS_VIEW, guarded=True)
@traced(PROOF)
def pass_sheet(participant_id: int) -> Response:
    """The PASS IAE: for the structure that employs the person and whoever accompanies her, never for a company."""
    return _pass_page(participant_id)


@bp.post("/participants/<int:participant_id>/pass-iae")
@needs(P.PASS_RECORD, guarded=True)
def record_pass(participant_id: int) -> Response:
    form = PassForm(request.form)
    kept = form.attempt(
        lambda: passes.record_pass(
            g.actor, participant_id, form.pass_number.data or "", form.started, now=clock.now()
        )
    )
    if kept is None:
        return _pass_page(participant_id, form=form, status=422)
    facts = {"last": hours_passes.last_day_of(kept)}
    return done("hours.pass_sheet", "pass_recorded", facts=facts, participant_id=participant_id)


@bp.post("/participants/<int:participant_id>/pass-iae/<int:pass_id>/changements")
@needs(P.PASS_RECORD, guarded=True)
def change_pass(participant_id: int, pass_id: int) -> Response:
    form = PassChangeForm(request.form)
    kept = form.attempt(
        lambda: passes.change_pass(
            g.actor, participant_id, pass_id, PassChange(form.change_kind.data), *form.days, now=clock.now()
        )
    )
    if kept is None:
        return _pass_page(participant_id, wrong=pass_id, changed=form, status=422)
    one, late = kept
    facts = {"last": hours_passes.last_day_of(one), "months": proofs.pass_rule(clock.today()).late_months}
    said = "pass_changed_late" if late else "pass_changed"
    return done("hours.pass_sheet", said, facts=facts, participant_id=participant_id)


@bp.post("/participants/<int:participant_id>/pass-iae/<int:pass_id>/retirer")
@needs(P.PASS_RECORD, guarded=True)
def withdraw_pass(participant_id: int, pass_id: int) -> Response:
    change_id = whole_number(request.form.get("change_id"))
    passes.withdraw_change(g.actor, participant_id, pass_id, change_id, now=clock.now())
    return done("hours.pass_sheet", "pass_withdrawn", participant_id=participant_id)


def _pass_page(
    participant_id: int, *, form: PassForm | None = None, wrong: int | None = None,
    changed: PassChangeForm | None = None, status: int = 200,
) -> Response:  # fmt: skip
    sheet = hours_passes.sheet(g.actor, participant_id)
    changes = {}
    for row in sheet.rows:
        mine = changed if changed is not None and row.one.id == wrong else PassChangeForm()
        for field in mine:
            field.id = f"{field.short_name}-{row.one.id}"
        changes[row.one.id] = mine
    return page(
        "hours/pass_iae.html", "sheet", status=status, sheet=sheet, form=form or PassForm(), changes=changes,
        refused=form or changed,
    )  # fmt: skip


def _page(
    participant_id: int,
    form: EarlierForm,
    status: int = 200,
    *,
    wrong: int | None = None,
    refused: Form | None = None,
) -> Response:
    sheet = queries.ai_sheet(g.actor, participant_id, clock.today())
    withdraw = {}
    for one in sheet.declared:
        mine = refused if refused is not None and one.id == wrong else WithdrawForm()
        for field in mine:
            field.id = f"{field.short_name}-{one.id}"
        withdraw[one.id] = mine
    return page(
        "hours/ai_counters.html", "sheet", status=status, sheet=sheet, form=form, withdraw=withdraw,
        refused=refused,
    )  # fmt: skip
