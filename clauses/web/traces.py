"""Who sent what, and how did it end? One line of the log for every act, and for every answer that is a refusal.

The address is told by its pattern, never as it was typed: it may hold a token or a search. The place a request comes
from is a keyed fingerprint, enough to see that two attempts come from one place.
"""

import hashlib
import logging

from flask import Flask, current_app, g, request
from werkzeug.wrappers import Response

log = logging.getLogger(__name__)
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def attach(app: Flask) -> None:
    app.after_request(_write)


def place_of(address: str | None) -> str:
    """A fingerprint of a network address that cannot be undone without the key of this portal."""
    key = current_app.config["SECRET_KEY"]
    return hashlib.sha256(f"{key}:{address or ''}".encode()).hexdigest()


def _write(response: Response) -> Response:
    if request.endpoint == "static" or (request.method in SAFE and response.status_code < 400):
        return response
    actor = g.get("actor")
    level = logging.WARNING if response.status_code >= 400 else logging.INFO
    log.log(level, "request", extra={
        "request_id": g.get("request_id"), "method": request.method, "endpoint": request.endpoint,
        "rule": request.url_rule.rule if request.url_rule else None, "status": response.status_code,
        "user_id": actor.user_id if actor else None, "organization_id": actor.organization_id if actor else None,
        "place": place_of(request.remote_addr)[:12],
    })  # fmt: skip
    return response
