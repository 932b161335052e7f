"""Which addresses may a program read without an account?"""

from typing import Any

from flask import Blueprint, Response, jsonify, request, url_for

from clauses.config import clock
from clauses.queries.partners import search
from clauses.web.api.answers import calculation_refused, told
from clauses.web.api.directory import search_refused
from clauses.web.api.directory import told as directory_told
from clauses.web.api.document import document
from clauses.web.calculation import calculate
from clauses.web.doorkeeper import public
from clauses.web.fields import whole_number
from clauses.web.searching import question

bp = Blueprint("api", __name__)


@bp.get("/api/v1/calcul")
@public
def calculation() -> Response:
    one = calculate(request.args, clock.today())
    if one.found is None:
        return calculation_refused(one)
    return jsonify(told(one, clock.today()))


@bp.get("/api/v1/annuaire")
@public
def directory() -> Response:
    one = question(request.args)
    refused = search_refused(one)
    if refused is not None:
        return refused
    page = whole_number(request.args.get("page")) or 1
    return jsonify(directory_told(one, search.search(one.asked, page)))


@bp.get("/api/v1/openapi.json")
@public
def openapi() -> Response:
    found: dict[str, Any] = document(
        clock.today(),
        calculation=url_for("api.calculation"),
        directory=url_for("api.directory"),
        itself=url_for("api.openapi"),
    )
    return jsonify(found)
