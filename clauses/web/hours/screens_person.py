"""Where do the two counters of one person stand, and which hours of before the portal were declared?"""

from flask import g, request
from werkzeug.wrappers import Response

from clauses.access.gate import load
from clauses.access.policy import Permission
from clauses.actions.hours import earlier as actions
from clauses.config import clock
from clauses.models.hours import Participant
from clauses.queries import hours_person as queries
from clauses.web.doorkeeper import needs
from clauses.web.fields import Form
from clauses.web.hours.door import bp
from clauses.web.hours.forms_relays import EarlierForm, WithdrawForm
from clauses.web.page import done, page
from clauses.web.readings import NAMES, traced

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
