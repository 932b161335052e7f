"""How is a refusal told to a program? `application/problem+json`: the French sentence and its code (RFC 9457)."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from http import HTTPStatus

from flask import Response, g, request

from clauses.wording import api as words

PREFIX = "/api/"


@dataclass(frozen=True, slots=True)
class Wrong:
    """One value to correct."""

    field: str
    code: str
    detail: str


def asked_by_program() -> bool:
    """True for the addresses that programs read: they are answered in JSON, refusals included."""
    return request.path.startswith(PREFIX)


def problem(
    status: int, code: str | None = None, detail: str | None = None, wrong: Sequence[Wrong] = ()
) -> Response:
    """The refusal of a status; its own code and sentence where no other is given."""
    usual = words.PROBLEMS.get(status, words.PROBLEMS[500 if status >= 500 else 400])
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code or usual[0],
        "detail": detail or usual[1],
        "errors": [asdict(one) for one in wrong],
        "request_id": g.get("request_id"),
    }
    return Response(json.dumps(body, ensure_ascii=False), status, mimetype="application/problem+json")
