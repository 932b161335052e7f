"""Who can do this work, near this place, and how are they reached?"""

from typing import Any

from flask import Response as Streamed
from flask import abort, g, redirect, request, stream_with_context, url_for
from werkzeug.wrappers import Response

from clauses.config import clock
from clauses.queries import structure_sheet, territories
from clauses.queries.partners import search, sheet, supply, widening, zones
from clauses.queries.partners.search import Results
from clauses.queries.territories import TerritoryCard
from clauses.reference import outlines, trades
from clauses.reference.comparison import COMPARED
from clauses.reports import directory_search as report
from clauses.web import drawn
from clauses.web.doorkeeper import public
from clauses.web.page import page
from clauses.web.partners import screens_comparison, screens_requests, screens_seek
from clauses.web.partners.door import bp
from clauses.web.searching import Question, again, question, wider_link
from clauses.web.uploads import picture
from clauses.wording import partners as words

__all__ = ["bp", "screens_comparison", "screens_requests", "screens_seek"]
DEPARTMENT = "60"  # the one that is drawn


@bp.get("/annuaire")
@public
def directory() -> Response:
    one = question(request.args)
    results = search.search(one.asked, request.args.get("page", 1, type=int))
    cards = [] if results.total else territories.cards(one.asked.on)
    one.form.offer([(each.code, each.name) for each in cards] or zones.territories())
    return page(
        "partners/directory.html", "results", form=one.form, one=one, results=results, pager=_pager(results),
        trades=trades.trades(one.asked.on), facets=_facets(one, results), again=again, period=words.period(one.asked.months), advice=None if results.total else _advice(one, cards),
    )  # fmt: skip


@bp.get("/annuaire/carte")
@public
def directory_map() -> Response:
    """The same answers by commune: the table of the EPCI first, then the drawing."""
    one = question(request.args)
    one.form.offer(zones.territories())
    found, drawing = supply.over(one.asked, DEPARTMENT), outlines.drawing()
    return page(
        "partners/map.html", "results", form=one.form, one=one, again=again, supply=found, drawing=drawing,
        trades=trades.trades(one.asked.on), marks=drawn.marks(drawing, found.spots), legend=drawn.legend(),
        columns=drawn.columns, heads=[label for _, label, _ in drawn.legend()],
    )  # fmt: skip


@bp.get("/annuaire.csv")
@public
def directory_csv() -> Response:
    """Every answer of the same search, in the same order, without anything that reaches a person."""
    lines = report.csv_lines(question(request.args).asked)
    response = Streamed(stream_with_context(lines), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{words.FILE_NAME}.csv"'
    return response


def _pager(results: Results) -> dict[str, Any]:
    """What the pager prints, with addresses that keep the search."""

    def url(number: int) -> str | None:
        return again(page=number) if 1 <= number <= results.pages else None

    return {
        "pages": results.pages, "number": results.number, "first": results.first, "last": results.last,
        "total": results.total, "previous_url": url(results.number - 1), "next_url": url(results.number + 1),
    }  # fmt: skip


def _facets(one: Question, results: Results) -> list[dict[str, Any]]:
    """The kinds that answer, each with its count and the address that keeps it alone; none when one kind answers."""
    if len(results.kinds) < 2:
        return []
    everyone = {"kind": None, "count": sum(results.kinds.values()), "url": again(search_kinds=None),
                "current": not one.asked.kinds}  # fmt: skip
    kinds = [
        {"kind": kind, "count": results.kinds[kind], "url": again(search_kinds=kind.value),
         "current": one.asked.kinds == {kind}}
        for kind in type(next(iter(results.kinds)))
        if kind in results.kinds
    ]  # fmt: skip
    return [everyone, *kinds]


def _advice(one: Question, cards: list[TerritoryCard]) -> dict[str, Any]:
    """Where to turn when nothing answers: what to ask less of, and the person who follows the place."""
    epci = one.city.epci_code if one.city else None
    card = next((each for each in cards if any(held.code == epci for held in each.epcis)), None)
    return {
        "person": (card.person if card else None) or territories.coordination(),
        "wider": [wider_link(each) for each in widening.wider(one.asked)],
    }


@bp.get("/annuaire/<int:organization_id>-<slug>")
@public
def siae(organization_id: int, slug: str) -> Response:
    found = sheet.structure(organization_id, clock.today())
    if found is None:
        abort(404)
    if slug != found.slug:
        return redirect(url_for("partners.siae", organization_id=found.id, slug=found.slug), 301)
    return page(
        "partners/siae.html", sheet=found, contact=found.contact if g.actor else None, compared=COMPARED,
        profile=structure_sheet.public_profile(found.id, clock.today()),
    )  # fmt: skip


@bp.get("/annuaire/<int:organization_id>/photos/<int:photo_id>")
@public
def photo(organization_id: int, photo_id: int) -> Response:
    stored = structure_sheet.photo_file(organization_id, photo_id)
    if stored is None:
        abort(404)
    return picture(stored)
