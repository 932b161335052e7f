"""Who comes near the relay, and what is prepared, agreed or overridden? E06."""

from collections.abc import Callable

from flask import g, request
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from clauses.access.gate import load
from clauses.access.policy import Permission, reach_of
from clauses.actions.hours import relays as actions
from clauses.config import clock
from clauses.domain.kinds import OverrideReason
from clauses.models.hours import Relay
from clauses.queries import hours_relays as queries
from clauses.web.doorkeeper import needs
from clauses.web.fields import Form, whole_number
from clauses.web.hours.door import bp
from clauses.web.hours.forms_people import OverrideForm, RelayForm
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
    load(g.actor, P.RELAY_PREPARE, Relay, relay_id)  # may I, before what was typed is looked at
    form = RelayForm(request.form)
    to_id = whole_number(form.relay_to.data)
    relay = form.attempt(
        actions.propose_relay, g.actor, relay_id, to_id, form.relay_date.data, now=clock.now()
    )
    if relay is None:
        return _page(relay_id, form)
    return done("hours.relays", "relay_proposed", facts={"name": queries.name_of(relay.to_id)})


@bp.post("/relais/<int:relay_id>/convenir")
@needs(P.RELAY_PREPARE, guarded=True)
def agree_relay(relay_id: int) -> Response:
    return _move(actions.agree_relay, relay_id, "relay_agreed")


@bp.post("/relais/<int:relay_id>/fait")
@needs(P.RELAY_PREPARE, guarded=True)
def close_relay(relay_id: int) -> Response:
    return _move(actions.close_relay, relay_id, "relay_done")


@bp.post("/relais/<int:relay_id>/deroger")
@needs(P.RELAY_PREPARE, guarded=True)
def override_relay(relay_id: int) -> Response:
    load(g.actor, P.RELAY_PREPARE, Relay, relay_id)
    form = OverrideForm(request.form)
    value = form.override_reason.data
    reason = OverrideReason(value) if value in {r.value for r in OverrideReason} else None
    if form.attempt(actions.override_relay, g.actor, relay_id, reason, now=clock.now()) is None:
        return _page(relay_id, form)
    return done("hours.relays", "relay_overridden")


def _move(verb: Callable[..., Relay], relay_id: int, said: str) -> Response:
    verb(g.actor, relay_id, now=clock.now())
    return done("hours.relays", said)


def _page(wrong: int | None = None, form: Form | None = None) -> Response:
    on = clock.today()
    rows = queries.relays(g.actor, on, may_prepare=reach_of(g.actor, P.RELAY_PREPARE) is not None)
    forms = {}
    for row in rows:
        mine = form if row.relay.id == wrong else None
        propose = mine if isinstance(mine, RelayForm) else RelayForm(
            data={"relay_to": str(row.relay.to_id or ""), "relay_date": row.relay.planned_on}
        )  # fmt: skip
        propose.relay_to.choices = [
            SelectChoice("", words.CHOOSE),
            *(SelectChoice(str(etti.id), queries.words_of(etti)) for etti in row.ettis),
        ]
        override = mine if isinstance(mine, OverrideForm) else OverrideForm()
        for field in (*propose, *override):
            field.id = f"{field.short_name}-{row.relay.id}"
        forms[row.relay.id] = (propose, override)
    return page(
        "hours/relays.html", "list", status=422 if form else 200, rows=rows, forms=forms, form=form,
        rule=queries.rule_on(on),
    )  # fmt: skip
