"""What do people read of the markets: the list, a market, a lot, the open consultations, the public calculation?"""

from datetime import date
from typing import Any

from flask import g, request, url_for
from werkzeug.wrappers import Response

from clauses.access.policy import Permission, reach_of
from clauses.config import clock
from clauses.domain.consultation import is_open
from clauses.domain.kinds import LotResult, MarketState, Programme, Role
from clauses.models.markets import Lot, Market
from clauses.queries import markets as queries
from clauses.queries import partner_requests
from clauses.queries.followed import turn_of
from clauses.reference import geography, trades
from clauses.reports.followed import turn_words
from clauses.web.doorkeeper import needs, public
from clauses.web.markets import calculator as calculation
from clauses.web.markets.door import bp
from clauses.web.markets.next_step import in_alert, of_lot, of_market
from clauses.web.markets.shown import (
    breadcrumb,
    follow_up,
    history_entries,
    lot_definition,
    market_definition,
    ways,
    weeks_of,
)
from clauses.web.markets.tabs import lot_tabs, market_tabs
from clauses.web.page import page
from clauses.wording.awards import WHAT_FOLLOWS
from clauses.wording.threads import change

LIST_FILTERS = frozenset({"q", "statut", "programme", "territoire", "annee", "sans_avis", "publies_depuis"})


@bp.get("/marches")
@needs(Permission.MARKET_VIEW)
def market_list() -> Response:
    filters = _filters()
    found = queries.market_list(g.actor, filters, clock.today())
    kept: dict[str, Any] = {k: v for k, v in request.args.items() if v and k in LIST_FILTERS}
    more = url_for("markets.market_list", **kept, apres=found.next_after) if found.next_after else None
    back = url_for("markets.market_list", **kept) if filters.after else None
    return page(
        "markets/market_list.html", "results", found=found, filters=filters, more=more, back=back,
        states=list(MarketState), programmes=list(Programme), files=g.actor.role is Role.BUYER,
        follows=reach_of(g.actor, Permission.LOT_FOLLOW) is not None,
    )  # fmt: skip


def _filters() -> queries.Filters:
    args = request.args
    return queries.Filters(
        state=_member(MarketState, args.get("statut")),
        programme=_member(Programme, args.get("programme")),
        territory_id=args.get("territoire", type=_number),
        year=args.get("annee", type=_number),
        without_opinion=args.get("sans_avis") == "1",
        published_since=args.get("publies_depuis", type=date.fromisoformat),
        text=(args.get("q") or "").strip()[:80] or None,
        after=args.get("apres", type=_number),
    )


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise ValueError
    return int(text)


def _member(kind: Any, value: str | None) -> Any:
    return kind(value) if value in {m.value for m in kind} else None


@bp.get("/marches/<int:market_id>")
@needs(Permission.MARKET_VIEW, guarded=True)
def market(market_id: int) -> Response:
    file = queries.market_file(g.actor, market_id, clock.today())
    tab = "historique" if request.args.get("onglet") == "historique" else "synthese"
    lots = [line.lot for line in file.lines]
    history = (
        history_entries(queries.history_of_market(file.market, lots), inside=file.amounts_shown)
        if tab == "historique"
        else []
    )
    return page(
        "markets/market.html", tabs=market_tabs(g.actor, market_id, tab), file=file, tab=tab, history=history, step=of_market(file, g.actor, clock.today()),
        definition=market_definition(file), breadcrumb=breadcrumb(g.actor, file.market), told=change,
        rectifications=queries.rectifications_of([market_id]).get(market_id, ()),
    )  # fmt: skip


@bp.get("/marches/<int:market_id>/lots/<int:number>")
@needs(Permission.MARKET_VIEW, guarded=True)
def lot(market_id: int, number: int) -> Response:
    file = queries.lot_file(g.actor, market_id, number, clock.today())
    tab = "historique" if request.args.get("onglet") == "historique" else "synthese"
    history = (
        history_entries(queries.history_of_lot(file.lot), inside=file.amounts_shown)
        if tab == "historique"
        else []
    )
    found, onward = follow_up(g.actor, file.lot.id, clock.today()), ways(g.actor, file, clock.today())
    return page(
        "markets/lot.html", tabs=lot_tabs(g.actor, file.lot, tab), file=file, weeks=weeks_of(file.lot.clause), state=_state_of(file.lot, file.market), tab=tab, history=history, step=of_lot(file, g.actor, clock.today()) or in_alert(file, found, onward),
        definition=lot_definition(file, clock.today()), follow_up=found,
        turn=turn_words(turn_of(g.actor, file.lot, clock.today()), file.lot.award.awardee.name, file.line.follower.name if file.line.follower else None) if found and file.lot.award else None,
        ways=onward, changes=queries.lot_changes(g.actor, file.lot, clock.today()),
        breadcrumb=breadcrumb(g.actor, file.market, file.lot), group=queries.group_of(g.actor, file.lot),
        follows=WHAT_FOLLOWS, meeting=queries.kick_off_of(file.lot.id),
        comments=queries.comments_of([file.lot.id]).get(file.lot.id, []) if file.amounts_shown else [],
        may_rectify=file.may_award and file.lot.has_clause and is_open(file.market.state, file.market.offers_deadline, clock.today()),
        may_comment=queries.may_comment(g.actor, file.lot, file.market),
    )  # fmt: skip


def _state_of(lot: Lot, market: Market) -> LotResult | MarketState:
    """A lot without a result is still out to tender, however far the others of its market have gone."""
    begun = market.state in (MarketState.AWARDED, MarketState.IN_PROGRESS)
    return lot.result or (MarketState.PUBLISHED if begun else market.state)


@bp.get("/consultations")
@needs(Permission.CONSULTATION_VIEW)
def consultations() -> Response:
    city = (request.args.get("search_city") or "").strip()[:80]
    near = geography.find(city) if city else None
    trade = request.args.get("search_trade") or None
    km = min(request.args.get("search_km", 50, type=_number), 500)
    found = queries.consultations(
        g.actor, clock.today(), near=near, within_km=km if near else None, trade=trade
    )
    return page(
        "markets/consultations.html", "results", found=found, city=city, city_unknown=bool(city and near is None),
        near=near, km=km, trade=trade, trades=trades.grouped(clock.today()), filtered=bool(near or trade), seeks_partners=reach_of(g.actor, Permission.PARTNER_SEEK) is not None, told=change,
        asked=partner_requests.asked_counts(g.actor, [lot.id for one in found for lot in one.lots]),
    )  # fmt: skip


@bp.get("/calculer")
@public
def calculator() -> Response:
    return page("markets/calculator.html", "result", **calculation.answer(request.args, clock.today()))


from clauses.web.markets import (  # noqa: E402
    screens_award,
    screens_changes,
    screens_comments,
    screens_consultation,
    screens_decp,
    screens_defaults,
    screens_documents,
    screens_filing,
    screens_followed,
    screens_import,
    screens_kick_offs,
    screens_messages,
    screens_opinion,
    screens_programme,
    screens_purchases,
    screens_references,
    screens_subcontracts,
    screens_texts,
    screens_year,
)

__all__ = [
    "bp",
    "screens_award",
    "screens_changes",
    "screens_comments",
    "screens_consultation",
    "screens_decp",
    "screens_documents",
    "screens_filing",
    "screens_followed",
    "screens_import",
    "screens_kick_offs",
    "screens_messages",
    "screens_opinion",
    "screens_programme",
    "screens_purchases",
    "screens_defaults",
    "screens_subcontracts",
    "screens_references",
    "screens_texts",
    "screens_year",
]
