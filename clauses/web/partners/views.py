"""Who can do this work, near this place, and how are they reached?"""

from typing import Any

from flask import Blueprint, abort, g, redirect, request, url_for
from werkzeug.wrappers import Response

from clauses.config import clock
from clauses.queries import partners as queries
from clauses.queries import territories
from clauses.queries.partners import Results
from clauses.reference import geography, trade_search, trades
from clauses.web.doorkeeper import public
from clauses.web.page import page
from clauses.web.partners.forms import DirectoryForm

bp = Blueprint("partners", __name__)
WIDER = 20  # km added by the link of an empty answer
WIDEST = 150
SEARCHED = ("search_trade", "search_city", "search_km", "search_kinds")


@bp.get("/annuaire")
@public
def directory() -> Response:
    form = DirectoryForm(request.args)
    form.validate()
    on = clock.today()
    words, code = form.search_trade.data, form.search_city.data
    city = geography.commune(code) if code else None
    km = 30 if form.search_km.data is None or form.search_km.errors else form.search_km.data
    meant = trade_search.meant(words, on) if words else None
    results = queries.search(
        on=on,
        trade_codes=None if meant is None else {one.code for one in meant},
        city=city,
        km=km,
        kinds=form.kinds,
        page=request.args.get("page", 1, type=int),
    )
    return page(
        "partners/directory.html", "results", form=form, city=city, km=km, meant=meant, results=results,
        pager=_pager(results), trades=trades.trades(on), chosen=[kind.value for kind in form.kinds],
        advice=None if results.total else _advice(city, km),
    )  # fmt: skip


def _pager(results: Results) -> dict[str, Any]:
    """What the pager prints, with addresses that keep the search."""

    def url(number: int) -> str | None:
        if not 1 <= number <= results.pages:
            return None
        return _again(page=number)

    return {
        "pages": results.pages, "number": results.number, "first": results.first, "last": results.last,
        "total": results.total, "previous_url": url(results.number - 1), "next_url": url(results.number + 1),
    }  # fmt: skip


def _again(**changes: Any) -> str:
    """The same search with something changed; only its own fields are read back from the address."""
    kept: dict[str, Any] = {name: request.args.getlist(name) for name in SEARCHED if name in request.args}
    return url_for("partners.directory", **{**kept, **changes})


def _advice(city: geography.Commune | None, km: int) -> dict[str, Any]:
    """Where to turn when nothing answers: a wider circle, and the person who follows the place."""
    card = territories.card_of(city, clock.today()) if city else None
    wider = min(km + WIDER, WIDEST) if city and km < WIDEST else None
    return {
        "person": (card.person if card else None) or territories.coordination(),
        "wider": wider,
        "wider_url": _again(search_km=wider) if wider else None,
    }


@bp.get("/annuaire/<int:organization_id>-<slug>")
@public
def siae(organization_id: int, slug: str) -> Response:
    sheet = queries.structure(organization_id, clock.today())
    if sheet is None:
        abort(404)
    if slug != sheet.slug:
        return redirect(url_for("partners.siae", organization_id=sheet.id, slug=sheet.slug), 301)
    return page("partners/siae.html", sheet=sheet, contact=sheet.contact if g.actor else None)
