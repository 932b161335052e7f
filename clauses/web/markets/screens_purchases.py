"""How does a buyer read its responsible purchases of a year, say what it spends, and take the figures away?"""

from collections.abc import Callable

from flask import Response as FlaskResponse
from flask import g, make_response, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions import purchases as actions
from clauses.config import clock
from clauses.domain.responsible import Figure
from clauses.queries import purchases as queries
from clauses.queries.decp_export import siret_of
from clauses.queries.purchases import YearOfPurchases
from clauses.reports import purchases as report
from clauses.web.doorkeeper import needs
from clauses.web.markets.door import bp
from clauses.web.markets.forms_purchases import PurchasesForm
from clauses.web.page import done, page
from clauses.wording import purchases as words
from clauses.wording.markets import MARKETS

SHOWN = 200  # lots on the page; the file holds them all


@bp.get("/marches/indicateurs")
@needs(Permission.MARKET_FILE)
def purchases() -> Response:
    year = _year()
    return _shown(year, PurchasesForm(purchases_year=year))


@bp.post("/marches/indicateurs")
@needs(Permission.MARKET_FILE)
def declare_purchases() -> Response:
    form = PurchasesForm(request.form)
    said = form.attempt(
        lambda: actions.declare_purchases(
            g.actor, form.purchases_year.data or 0, form.purchases_amount.data or 0, now=clock.now()
        )
    )
    if said is None:
        return _shown(form.purchases_year.data or _year(), form, status=422)
    return done("markets.purchases", "purchases_declared", facts={"year": said.year}, annee=said.year)


def _shown(year: int, form: PurchasesForm, status: int = 200) -> Response:
    found = queries.year_of_purchases(g.actor, year)
    asked = request.args.get("lots")
    figure = Figure(asked) if asked in {one.value for one in Figure} else None
    kept = [one for one in found.lines if figure is not None and one.bought.counts_in(figure)]
    years = sorted({*found.years, clock.today().year, year}, reverse=True)
    return page(
        "markets/purchases.html", status=status, found=found, form=form, year=year, years=years, names=words.FIGURES,
        figure=figure, lots=kept[:SHOWN], more=len(kept) > SHOWN,
        objective=found.objective, plan=found.plan, social=found.social,
        breadcrumb=[(MARKETS, "/marches"), (words.TITLE, "")],
    )  # fmt: skip


@bp.get("/marches/indicateurs.csv")
@needs(Permission.MARKET_FILE)
def purchases_csv() -> Response:
    return _file(report.figures_csv, words.FILE_NAME)


@bp.get("/marches/indicateurs-lots.csv")
@needs(Permission.MARKET_FILE)
def purchases_lots_csv() -> Response:
    return _file(report.lots_csv, words.LOTS_FILE_NAME)


def _year() -> int:
    text = request.args.get("annee", "")
    typed = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    return typed if 2000 <= typed <= 2100 else clock.today().year


def _file(write: Callable[[YearOfPurchases], str], name: str) -> Response:
    year = _year()
    text = write(queries.year_of_purchases(g.actor, year))
    response: FlaskResponse = make_response("\N{BYTE ORDER MARK}" + text)
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    file = name.format(siret=siret_of(g.actor), year=year)
    response.headers["Content-Disposition"] = f'attachment; filename="{file}.csv"'
    return response
