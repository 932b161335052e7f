"""Who read the names of persons, their proofs or the journal itself? Written after the answer, once in a while.

A view that shows who somebody is says so (`@traced`, or `say()` where only some of its answers do). When its answer is ready and is not a refusal, the door asks
whether this person's reading is already written for the last fifteen minutes, and writes it by an act of its own if it
is not: the view, which only reads, has written nothing. What cannot be written is not shown: the answer is then an
error. A test opens every page of the portal and finds those that print a name without saying so.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, g, request
from werkzeug.wrappers import Response

from clauses.access.policy import reads_personal_data
from clauses.actions import readings
from clauses.actions.base import Intent, Of, intent
from clauses.config import clock
from clauses.queries import audit
from clauses.web import threshold
from clauses.web.traces import place_of

View = TypeVar("View", bound=Callable[..., Any])
NAMES, PROOF, JOURNAL, EXPORT = "names:read", "proof:read", "journal:read", "journal:export"
OF_PERSONS = frozenset({NAMES, PROOF})


def traced(verb: str, *, once: bool = True) -> Callable[[View], View]:
    """Whoever opens this view is written in the journal; `once`: not again within fifteen minutes."""

    def mark(view: View) -> View:
        view.traced, view.traced_once = verb, once  # type: ignore[attr-defined]
        return view

    return mark


def say(verb: str) -> None:
    """This answer shows what the verb says, though the view does not always."""
    g.traced = verb


def attach(app: Flask) -> None:
    app.after_request(_note)


def _note(response: Response) -> Response:
    view = current_app.view_functions.get(request.endpoint or "")
    verb, actor = g.get("traced") or getattr(view, "traced", None), g.get("actor")
    if verb is None or actor is None or request.method != "GET" or response.status_code != 200:
        return response
    if verb in OF_PERSONS and not reads_personal_data(actor.role):
        return response  # the same page, without a name for this role
    of, now, once = _thing(actor.organization_id), clock.now(), bool(getattr(view, "traced_once", True))
    if once and audit.has_read(actor, verb, of.kind, of.id, now - readings.AGAIN):
        return response
    token = intent.set(
        Intent(
            None,
            actor.user_id,
            request.path[:200],
            "",
            g.request_id,
            clock.real(),
            place(request.remote_addr),
        )
    )
    try:
        facts = g.get("traced_facts") or {}
        readings.note_reading(actor, verb, of, request.endpoint or "", once=once, now=now, **facts)
    finally:
        intent.reset(token)
    return response


def place(address: str | None) -> str:
    """The fingerprint of where a request comes from, as long as the journal keeps it."""
    return place_of(address)[:12]


def _thing(organization_id: int) -> Of:
    """What was read: the thing of the address, else the list of one's own organization."""
    named = threshold.thing_named(request.view_args or {})
    return Of(*named) if named else Of("Organization", organization_id)
