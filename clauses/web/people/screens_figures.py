"""A01, A04. Which figures does everyone find: the last closed quarter, how they are made, and the open data?"""

from flask import Response as FlaskResponse
from flask import make_response
from werkzeug.wrappers import Response

from clauses.queries import quarters as queries
from clauses.reports import public_figures as report
from clauses.reports.public_figures import PublicQuarter
from clauses.web.doorkeeper import public
from clauses.web.page import page
from clauses.web.people.door import bp
from clauses.wording import public_figures as words


@bp.get("/chiffres")
@public
def figures() -> Response:
    return page("people/figures.html", last=last_published(), none_yet=words.NONE_YET)


@bp.get("/chiffres.csv")
@public
def figures_csv() -> Response:
    """The open data of every closed quarter."""
    response: FlaskResponse = make_response("\N{BYTE ORDER MARK}" + report.open_data(queries.closings()))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = 'attachment; filename="heures-insertion-oise.csv"'
    return response


def last_published() -> PublicQuarter | None:
    """The last closed quarter as everyone may read it; None before the first closing."""
    closing = queries.last_closed()
    return report.published(closing) if closing is not None else None
