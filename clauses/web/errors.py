"""What does a person see when something is refused? One sentence, one way out, and what was typed is kept."""

import logging
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, flash, g, make_response, redirect, render_template, url_for
from htmx_flask import request
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response

from clauses.access.gate import Forbidden, OutOfReach
from clauses.domain.errors import AlreadyDone, DomainError, IllegalMove, KeyReused, Stale
from clauses.extensions import db
from clauses.stores import Away
from clauses.web import problems
from clauses.web.typed import typed_values
from clauses.wording import formats, sentences

log = logging.getLogger(__name__)
PAGES = frozenset({400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503})


def attach(app: Flask) -> None:
    app.register_error_handler(OutOfReach, lambda _: _page(404))
    app.register_error_handler(Forbidden, lambda _: _page(403))
    app.register_error_handler(AlreadyDone, _already_done)
    app.register_error_handler(Stale, _stale)
    app.register_error_handler(Away, _files_away)
    app.register_error_handler(DomainError, _refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _failed)


def _page(status: int, **context: Any) -> Response:
    """The page of a status; with the same bytes whether a thing is absent or simply not yours."""
    if problems.asked_by_program():
        return problems.problem(status, detail=context.get("message"))
    shown = {405: 404, 415: 400}.get(status, status)
    return make_response(
        render_template(f"errors/{shown}.html", request_id=g.get("request_id"), **context), status
    )


def _http(error: HTTPException) -> Response:
    if isinstance(error, SecurityError):  # a host that is not ours: no address can be built for a page
        return make_response(
            sentences.refusal("unknown_host"), 400, {"Content-Type": "text/plain; charset=utf-8"}
        )
    status = error.code or 500
    if status == 401:
        return _sign_in()
    if status not in PAGES:
        status = 400 if status < 500 else 500
    response = _page(status, typed=typed_values(request.form) if status == 400 else [])
    for name, value in error.get_headers():
        if name.lower() in ("allow", "retry-after"):
            response.headers[name] = value
    return response


def _sign_in() -> Response:
    """Signed out: sign in and come back; what was typed in a form is shown so that it is not lost."""
    if problems.asked_by_program():
        return problems.problem(401)
    if request.htmx:
        response = make_response("", 401)
        response.headers["HX-Redirect"] = url_for("people.sign_in")
        return response
    if request.method == "GET":
        return redirect(url_for("people.sign_in", next_url=request.full_path.rstrip("?")))
    return _page(401, typed=typed_values(request.form))


def _already_done(error: AlreadyDone) -> Response:
    flash(sentences.success("already_done"), "info")
    return redirect(error.facts.get("answer") or url_for("people.dashboard"), 303)


def _stale(error: Stale) -> Response:
    hidden = [
        (k, v) for k, v in request.form.items(multi=True) if k not in ("csrf_token", "idem_key", "version")
    ]
    again = {
        "action_url": request.full_path.rstrip("?"),
        "hidden": [*hidden, ("version", error.facts["version"])],
    }
    return _page(
        409,
        message=None,
        by=error.facts.get("by"),
        at=formats.hour_of_day(error.facts["at"]) if error.facts.get("at") else None,
        typed=typed_values(request.form),
        again=again,
    )


def _refused(error: DomainError) -> Response:
    """A refusal that no form caught: the state changed, or a hand-made request."""
    status = 409 if isinstance(error, IllegalMove | KeyReused) else 422
    message = sentences.refusal(error.code, **error.facts)
    return _page(
        status, message=message, typed=typed_values(request.form), again=None, reload_url=_came_from()
    )


def _files_away(error: Away) -> Response:
    """The store of the documents does not answer: what was typed is shown, and the same page may be asked again."""
    return _page(
        503, message=sentences.refusal(error.code), typed=typed_values(request.form), reload_url=_came_from()
    )


def _came_from() -> str:
    """The page the form was on, for « Recharger »; a path of this site or the dashboard."""
    parts = urlsplit(request.referrer or "")
    if parts.netloc == request.host and parts.path:
        return parts.path + (f"?{parts.query}" if parts.query else "")
    return url_for("people.dashboard")


def _failed(error: Exception) -> Response:
    db.session.rollback()
    if current_app.config.get("PROPAGATE_EXCEPTIONS") or (
        current_app.testing and not request.headers.get("X-Failsafe")
    ):
        raise error
    log.exception("request_failed", extra={"request_id": g.get("request_id")})
    return _page(500, typed=typed_values(request.form))
