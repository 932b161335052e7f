"""Who could do the hours of a lot with us, and how are one to five structures chosen and asked at once?

The choice lives in the address: the search and the boxes are one plain form, and nothing is lost between two searches.
"""

from datetime import date, timedelta
from typing import Any

from flask import g, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions import partner_requests as actions
from clauses.config import clock
from clauses.domain.partner_requests import MOST_STRUCTURES
from clauses.domain.values import month_of, months_between
from clauses.domain.workdays import is_working_day
from clauses.queries import partner_requests as queries
from clauses.queries import people
from clauses.queries.partner_requests import SoughtLot
from clauses.queries.partners import search, zones
from clauses.queries.partners.asked import WIDEST_KM
from clauses.reference import geography, trades
from clauses.web.doorkeeper import needs
from clauses.web.fields import whole_number
from clauses.web.forms_directory import DEFAULT_KM
from clauses.web.page import done, page
from clauses.web.partners.door import bp
from clauses.web.partners.forms_requests import RequestForm, numbers
from clauses.web.searching import question
from clauses.wording import formats, sentences
from clauses.wording import requests as words
from clauses.wording.partners import period

P = Permission
WIDER = 20  # km added by the button of an empty answer
MOST_MONTHS = 24  # of which the hours left are asked
DELAY_DAYS = 10  # proposed for an answer; the company writes the day it wants


@bp.get("/partenaires")
@needs(P.PARTNER_SEEK)
def seek() -> Response:
    return _seek_page()


def _seek_page(refusal: str | None = None, status: int = 200) -> Response:
    on = clock.today()
    lots = queries.sought_lots(g.actor, on)
    lot = _lot_of(lots)
    one = question(_asked(lot, on))
    one.form.offer(zones.territories())
    results = search.search(one.asked, request.args.get("page", 1, type=int))
    reached = queries.reached(each.id for each in results.items)
    chosen = queries.chosen_structures(numbers(request.args.getlist("structure")))
    wider = min(one.km + WIDER, WIDEST_KM) if one.city and one.km < WIDEST_KM else None
    return page(
        "partners/seek.html", status=status, form=one.form, one=one, lots=lots, lot=lot, results=results,
        trades=trades.trades(on), chosen_ids={each.id for each in chosen}, reached=reached,
        kept=[each for each in chosen if each.id not in reached], most=MOST_STRUCTURES, refusal=refusal, wider=wider,
        follower=people.follower_of(lot.territory_id if lot else None, on), asked=_already_asked(lot, on),
        period=period(one.asked.months),
    )  # fmt: skip


def _lot_of(lots: list[SoughtLot]) -> SoughtLot | None:
    """The lot that the address names, when partners may be sought for it; else the only one there is."""
    wanted = whole_number(request.args.get("lot"))
    found = next((one for one in lots if one.id == wanted), None)
    return found or (lots[0] if len(lots) == 1 else None)


def _asked(lot: SoughtLot | None, on: date) -> MultiDict[str, str]:
    """The search as it was typed; the one that the lot suggests where nothing was, or another lot was chosen."""
    typed = MultiDict([(name, value) for name, value in request.args.items(multi=True)])
    if typed.get("search_wider"):
        typed["search_km"] = typed["search_wider"]
    if lot is None or typed.get("search_lot") == str(lot.id):
        return typed
    trade = next((one.label for one in trades.trades(on) if one.code == lot.trade), "")
    commune = geography.commune(lot.place) if lot.place else None
    suggested = {
        "search_trade": trade,
        "search_city": f"{commune.name} ({commune.code})" if commune else "",
        "search_km": str(DEFAULT_KM),
        **_months_of(lot, on),
    }
    for name, value in suggested.items():
        if name not in typed or "search_lot" in typed:
            typed[name] = value
    return typed


def _months_of(lot: SoughtLot, on: date) -> dict[str, str]:
    """The months of the works that are still to come, so that the hours shown are those of then."""
    if not lot.first_month or not lot.last_month or lot.last_month < on:
        return {}
    first = max(lot.first_month, month_of(on))
    months = min(months_between(first, lot.last_month) + 1, MOST_MONTHS)
    return {"search_from": formats.month_numeric(first), "search_months": str(months)}


def _already_asked(lot: SoughtLot | None, on: date) -> dict[int, queries.Request]:
    """The last request to each structure for this lot."""
    if lot is None:
        return {}
    found: dict[int, queries.Request] = {}
    for one in queries.sent_requests(g.actor, on):
        if one.lot.id == lot.id:
            found.setdefault(one.structure.id, one)
    return found


@bp.get("/partenaires/demandes/nouvelle")
@needs(P.PARTNER_SEEK)
def show_new_request() -> Response:
    on = clock.today()
    ids = numbers(request.args.getlist("structure"))
    wanted = whole_number(request.args.get("lot"))
    if wanted is None:
        return _seek_page(sentences.refusal("request_lot"), status=422)
    if not ids:
        return _seek_page(sentences.refusal("structures_none"), status=422)
    if len(ids) > MOST_STRUCTURES:
        many = sentences.refusal(
            "structures_many", n=len(ids), max=MOST_STRUCTURES, less=len(ids) - MOST_STRUCTURES
        )
        return _seek_page(many, status=422)
    lot = queries.sought_lot(g.actor, wanted, on)
    form = RequestForm(
        structure=ids,
        request_first=lot.first_month,
        request_last=lot.last_month,
        request_deadline=_delay(lot, on),
    )
    return _request_page(lot, form, ids)


@bp.post("/partenaires/demandes/nouvelle")
@needs(P.PARTNER_SEEK)
def send_request() -> Response:
    on = clock.today()
    wanted = whole_number(request.form.get("lot"))
    if wanted is None:
        return _seek_page(sentences.refusal("request_lot"), status=422)
    lot = queries.sought_lot(g.actor, wanted, on)
    ids = numbers(request.form.getlist("structure"))
    offered = numbers(request.form.getlist("offered")) or ids
    form = RequestForm(
        MultiDict([
            *((n, v) for n, v in request.form.items(multi=True) if n != "structure"),
            *(("structure", str(one)) for one in ids),
        ])
    )  # fmt: skip
    made = form.attempt(lambda: actions.ask_structures(g.actor, lot.id, ids, form.need(), now=clock.now()))
    if made is None:
        return _request_page(queries.sought_lot(g.actor, lot.id, on), form, offered, status=422)
    asked, day = queries.chosen_structures(ids), form.request_deadline.data
    if len(asked) == 1:
        return done("partners.sent", "request_sent_one", facts={"name": asked[0].name, "day": day})
    return done("partners.sent", "request_sent_many", facts={"n": len(asked), "day": day})


def _delay(lot: SoughtLot, on: date) -> date:
    """A working day in ten days or so, never after the offers."""
    day = on + timedelta(days=DELAY_DAYS)
    while not is_working_day(day):
        day += timedelta(days=1)
    return min(day, lot.offers_deadline) if lot.offers_deadline else day


def _request_page(lot: SoughtLot, form: RequestForm, ids: list[int], status: int = 200) -> Response:
    on = clock.today()
    sides = queries.chosen_structures(ids)
    form.offer(sides)
    back: dict[str, Any] = {"lot": lot.id, "structure": [one.id for one in sides]}
    return page(
        "partners/request_new.html", "form", status=status, form=form, lot=lot, sides=sides,
        follower=people.follower_of(lot.territory_id, on), back_url=url_for("partners.seek", **back),
        breadcrumb=[(words.SEEK, url_for("partners.seek", **back)), (words.NEW, "")],
    )  # fmt: skip
