"""Who comes near the relay, and what is proposed, answered, agreed, handed over or overridden? E06."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from flask import g, request
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from clauses.access.gate import load
from clauses.access.policy import Permission, reach_of
from clauses.actions.hours import arbitration
from clauses.actions.hours import relays as actions
from clauses.config import clock
from clauses.domain.kinds import DeclineReason, OverrideReason
from clauses.domain.kinds_relays import HeldState
from clauses.models.hours import Relay
from clauses.models.relays import HeldHours
from clauses.queries import hours_held as held_queries
from clauses.queries import hours_relays as queries
from clauses.web.doorkeeper import needs
from clauses.web.fields import Form, whole_number
from clauses.web.hours.door import bp
from clauses.web.hours.forms_relays import (
    CancelForm,
    ConsentForm,
    DeclineForm,
    HandOverForm,
    HeldForm,
    OverrideForm,
    RelayForm,
)
from clauses.web.page import done, page
from clauses.web.readings import NAMES, traced
from clauses.wording import hours as words

P = Permission


@bp.get("/relais")
@needs(P.RELAY_VIEW)
@traced(NAMES)
def relays() -> Response:
    return _page()


@bp.post("/relais/<int:relay_id>/proposer")
@needs(P.RELAY_PREPARE, guarded=True)
def propose_relay(relay_id: int) -> Response:
    form = RelayForm(request.form)
    to_id = whole_number(form.relay_to.data)
    return _act(
        P.RELAY_PREPARE, relay_id, form, "relay_proposed", actions.propose_relay, to_id, form.relay_date.data
    )


@bp.post("/relais/<int:relay_id>/accepter")
@needs(P.RELAY_ANSWER, guarded=True)
def accept_relay(relay_id: int) -> Response:
    return _act(P.RELAY_ANSWER, relay_id, Form(), "relay_accepted", actions.accept_relay)


@bp.post("/relais/<int:relay_id>/decliner")
@needs(P.RELAY_ANSWER, guarded=True)
def decline_relay(relay_id: int) -> Response:
    form = DeclineForm(request.form)
    reason = _one_of(DeclineReason, form.relay_decline.data)
    return _act(P.RELAY_ANSWER, relay_id, form, "relay_declined", actions.decline_relay, reason)


@bp.post("/relais/<int:relay_id>/accord")
@needs(P.RELAY_ANSWER, guarded=True)
def consent_relay(relay_id: int) -> Response:
    form = ConsentForm(request.form)
    agreed, on = form.relay_agreed.data, form.relay_agreed_on.data
    return _act(P.RELAY_ANSWER, relay_id, form, "relay_consented", actions.consent_relay, agreed, on)


@bp.post("/relais/<int:relay_id>/sans-accord")
@needs(P.RELAY_ANSWER, guarded=True)
def refuse_consent(relay_id: int) -> Response:
    return _act(P.RELAY_ANSWER, relay_id, Form(), "relay_not_consented", actions.refuse_consent)


@bp.post("/relais/<int:relay_id>/annuler")
@needs(P.RELAY_PREPARE, guarded=True)
def cancel_relay(relay_id: int) -> Response:
    form = CancelForm(request.form)
    reason = form.relay_cancel.data
    return _act(P.RELAY_PREPARE, relay_id, form, "relay_cancelled", actions.cancel_relay, reason)


@bp.post("/relais/<int:relay_id>/fait")
@needs(P.RELAY_ANSWER, guarded=True)
def close_relay(relay_id: int) -> Response:
    form = HandOverForm(request.form)
    start, end = form.relay_start.data, form.relay_end.data
    return _act(P.RELAY_ANSWER, relay_id, form, "relay_done", actions.hand_over, start, end)


@bp.post("/relais/<int:relay_id>/deroger")
@needs(P.RELAY_PREPARE, guarded=True)
def override_relay(relay_id: int) -> Response:
    form = OverrideForm(request.form)
    reason = _one_of(OverrideReason, form.override_reason.data)
    return _act(P.RELAY_PREPARE, relay_id, form, "relay_overridden", actions.override_relay, reason)


@bp.post("/heures-a-arbitrer/<int:held_id>")
@needs(P.HOURS_VALIDATE, guarded=True)
def decide_held(held_id: int) -> Response:
    load(g.actor, P.HOURS_VALIDATE, HeldHours, held_id)  # may I, before what was typed is looked at
    form = HeldForm(request.form)
    decision = _one_of(HeldState, request.form.get("decision")) or HeldState.PENDING
    held = form.attempt(
        arbitration.decide_held, g.actor, held_id, decision, form.held_reason.data, now=clock.now()
    )
    if held is None:
        return _page(form=form, held_wrong=held_id)
    return done("hours.relays", f"held_{held.state}", facts={"hours": held.hours, "month": held.month})


def _act(
    permission: Permission, relay_id: int, form: Form, said: str, verb: Callable[..., Relay], *values: Any
) -> Response:
    load(g.actor, permission, Relay, relay_id)  # may I, before what was typed is looked at
    relay = form.attempt(verb, g.actor, relay_id, *values, now=clock.now())
    if relay is None:
        return _page(relay_id, form)
    return done("hours.relays", said, facts={"name": queries.name_of(relay.to_id)})


def _one_of(kind: type[StrEnum], value: str | None) -> Any:
    return kind(value) if value in {one.value for one in kind} else None


def _page(wrong: int | None = None, form: Form | None = None, *, held_wrong: int | None = None) -> Response:
    on = clock.today()
    held = held_queries.held_hours(g.actor, on)
    held_forms = {one.id: form if form is not None and one.id == held_wrong else HeldForm() for one in held}
    for number, one in held_forms.items():
        for field in one:
            field.id = f"{field.short_name}-h{number}"
    rows = queries.relays(g.actor, on, may_prepare=reach_of(g.actor, P.RELAY_PREPARE) is not None)
    forms = {row.relay.id: _forms(row, form if row.relay.id == wrong else None) for row in rows}
    return page(
        "hours/relays.html", "list", status=422 if form else 200, rows=rows, forms=forms, form=form, held=held,
        held_forms=held_forms, may_decide=reach_of(g.actor, P.HOURS_VALIDATE) is not None,
        rule=queries.rule_on(on),
    )  # fmt: skip


def _forms(row: queries.RelayRow, mine: Form | None) -> dict[str, Form]:
    """The forms of one relay, with what was typed in the one that was refused."""
    planned = row.relay.planned_on
    found: dict[str, Form] = {
        "propose": RelayForm(data={"relay_to": str(row.relay.to_id or ""), "relay_date": planned}),
        "decline": DeclineForm(), "consent": ConsentForm(), "cancel": CancelForm(), "override": OverrideForm(),
        "done": HandOverForm(data={"relay_start": planned, "relay_end": True}),
    }  # fmt: skip
    found = {
        name: mine if mine is not None and type(mine) is type(one) else one for name, one in found.items()
    }
    propose = found["propose"]
    propose["relay_to"].choices = [
        SelectChoice("", words.CHOOSE),
        *(SelectChoice(str(etti.id), queries.words_of(etti)) for etti in row.ettis),
    ]
    for one in found.values():
        for field in one:
            field.id = f"{field.short_name}-{row.relay.id}"
    return found
