"""How does a buyer publish its contracts as essential data? What is ready is downloaded, what is missing is asked."""

from typing import Any

from flask import Response as FlaskResponse
from flask import abort, g, make_response, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions.markets import essential as actions
from clauses.config import clock
from clauses.queries import decp_export as queries
from clauses.queries.decp_export import Exportable
from clauses.reports import decp as report
from clauses.web.doorkeeper import needs
from clauses.web.markets.door import bp
from clauses.web.markets.forms_concession import ConcessionForm
from clauses.web.markets.forms_decp import EssentialForm
from clauses.web.markets.screens_filing import seen_version
from clauses.web.markets.shown import breadcrumb
from clauses.web.page import done, page
from clauses.wording.decp_words import ALL_YEARS, EXPORT, FILE_NAME
from clauses.wording.markets import MARKETS

SHOWN = 100  # contracts of each list on the page; the counts say the rest


@bp.get("/marches/donnees-essentielles")
@needs(Permission.MARKET_FILE)
def essential_data() -> Response:
    found = queries.contracts(g.actor)
    year = _year()
    kept = [one for one in found if year is None or one.notified_on.year == year]
    publication = report.publication(kept)
    return page(
        "markets/essential_data.html", "results", year=year, years=queries.years(found), publication=publication,
        ready=publication.ready[:SHOWN], waiting=publication.waiting[:SHOWN], shown=SHOWN,
        breadcrumb=[(MARKETS, "/marches"), (EXPORT, "")],
    )  # fmt: skip


@bp.get("/marches/donnees-essentielles.json")
@needs(Permission.MARKET_FILE)
def essential_data_json() -> Response:
    return _file(report.json_text(_ready()), "json", "application/json")


@bp.get("/marches/donnees-essentielles.csv")
@needs(Permission.MARKET_FILE)
def essential_data_csv() -> Response:
    return _file("\N{BYTE ORDER MARK}" + report.csv_text(_ready()), "csv", "text/csv; charset=utf-8")


def _ready() -> list[report.Published]:
    return report.publication(queries.contracts(g.actor, year=_year())).ready


def _year() -> int | None:
    text = request.args.get("annee", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None


def _file(text: str, ending: str, kind: str) -> Response:
    name = FILE_NAME.format(siret=queries.siret_of(g.actor), year=_year() or ALL_YEARS)
    response: FlaskResponse = make_response(text)
    response.headers["Content-Type"] = kind
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


@bp.get("/marches/<int:market_id>/lots/<int:number>/donnees-essentielles")
@needs(Permission.AWARD_DECLARE, guarded=True)
def essential_data_of(market_id: int, number: int) -> Response:
    one = queries.lot_to_complete(g.actor, market_id, number)
    if one.award is None:
        abort(404)
    kind: Any = ConcessionForm if one.is_concession else EssentialForm
    return _form_page(one, kind.of(one.market, one.lot, one.award, one.answers, published_on=clock.today()))


@bp.post("/marches/<int:market_id>/lots/<int:number>/donnees-essentielles")
@needs(Permission.AWARD_DECLARE, guarded=True)
def save_essential_data(market_id: int, number: int) -> Response:
    one = queries.lot_to_complete(g.actor, market_id, number)
    lot_id = one.lot.id
    form = ConcessionForm(request.form) if one.is_concession else EssentialForm(request.form)
    save: Any = actions.save_concession_data if one.is_concession else actions.save_essential_data
    saved = form.attempt(
        lambda: save(g.actor, lot_id, form.fields(), seen_version=seen_version(), now=clock.now())
    )
    if saved is None:
        return _form_page(queries.lot_to_complete(g.actor, market_id, number), form, status=422)
    return done("markets.essential_data", "essential_saved", facts={"number": number})


def _form_page(one: Exportable, form: EssentialForm | ConcessionForm, status: int = 200) -> Response:
    fixed = one.answers is not None and one.answers.published_on < clock.today()
    return page(
        "markets/essential_form.html", "form", status=status, market=one.market, lot=one.lot, form=form, fixed=fixed,
        concession=one.is_concession,
        version=seen_version() or (one.answers.version if one.answers else None),
        breadcrumb=breadcrumb(g.actor, one.market, one.lot, EXPORT),
    )  # fmt: skip
