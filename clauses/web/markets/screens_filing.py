"""How is a market filed on screen? Four steps, each saving the draft: the market, the lots, the hours, the text."""

from datetime import datetime

from flask import g, redirect, request, url_for
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions import markets as actions
from clauses.config import clock
from clauses.domain.filing import amount_gap
from clauses.models.markets import Market
from clauses.queries import markets as queries
from clauses.queries.markets import MarketFile, Supply
from clauses.queries.markets.places import without_territory
from clauses.reference import law
from clauses.web.doorkeeper import needs
from clauses.web.markets import measures
from clauses.web.markets.clause_cards import ClauseCards
from clauses.web.markets.door import bp
from clauses.web.markets.forms import MarketForm
from clauses.web.markets.levers_shown import advised_lever, duty_met, levers_shown
from clauses.web.markets.lots_grid import LotsGrid
from clauses.web.markets.shown import breadcrumb
from clauses.web.page import done, page
from clauses.wording import formats, sentences
from clauses.wording.levers import duty_lines, duty_sources, duty_title
from clauses.wording.markets import FILING_STEPS


@bp.get("/marches/nouveau/marche")
@needs(Permission.MARKET_FILE)
def new_market() -> Response:
    return _step_one(MarketForm())


@bp.post("/marches/nouveau/marche")
@needs(Permission.MARKET_FILE)
def create_market() -> Response:
    form = MarketForm(request.form)
    now = clock.now()
    market = form.attempt(lambda: actions.create_market(g.actor, form.fields(), now=now))
    if market is None:
        return _step_one(form, status=422)
    return done("markets.lots", "draft_saved", facts=_hour(now), market_id=market.id)


@bp.get("/marches/<int:market_id>/marche")
@needs(Permission.MARKET_FILE, guarded=True)
def edit_market(market_id: int) -> Response:
    file = queries.market_to_file(g.actor, market_id, clock.today())
    if not file.editable:
        return _published(market_id)
    return _step_one(MarketForm.of(file.market), file=file)


@bp.post("/marches/<int:market_id>/marche")
@needs(Permission.MARKET_FILE, guarded=True)
def save_market(market_id: int) -> Response:
    form = MarketForm(request.form)
    now = clock.now()
    saved = form.attempt(
        lambda: actions.edit_market(g.actor, market_id, form.fields(), seen_version=seen_version(), now=now)
    )
    if saved is None:
        return _step_one(form, status=422, file=queries.market_to_file(g.actor, market_id, clock.today()))
    return done("markets.lots", "draft_saved", facts=_hour(now), market_id=market_id)


def _step_one(form: MarketForm, *, status: int = 200, file: MarketFile | None = None) -> Response:
    return page("markets/step_market.html", "form", status=status, form=form, file=file, steps=FILING_STEPS,
                version=kept_version(file))  # fmt: skip


@bp.get("/marches/<int:market_id>/lots")
@needs(Permission.MARKET_FILE, guarded=True)
def lots(market_id: int) -> Response:
    file = queries.market_to_file(g.actor, market_id, clock.today())
    if not file.editable:
        return _published(market_id)
    return _step_two(file, LotsGrid.of(file.market, clock.today()))


@bp.post("/marches/<int:market_id>/lots")
@needs(Permission.MARKET_FILE, guarded=True)
def save_lots(market_id: int) -> Response:
    file = queries.market_to_file(g.actor, market_id, clock.today())
    grid = LotsGrid.posted(request.form, clock.today())
    if _changed_lines(grid, file.market):
        return _step_two(file, grid)
    if not grid.validate():
        return _step_two(file, grid, status=422)
    rows = [row.fields() for row in grid.rows]
    now = clock.now()
    saved = grid.attempt(
        actions.save_lots, g.actor, market_id, rows, seen_version=seen_version(), now=now
    )  # fmt: skip
    if saved is None:
        return _step_two(file, grid, status=422)
    total = str(sum(row.amount or 0 for row in rows))
    apart = amount_gap(int(total), saved.amount)
    if apart is not None and request.form.get("sum_seen") != total:
        return done("markets.lots", "draft_saved", facts=_hour(now), market_id=market_id)
    return done("markets.hours", "draft_saved", facts=_hour(now), market_id=market_id)


def _changed_lines(grid: LotsGrid, market: Market) -> bool:
    """The buttons that change the lines without saving: they work without a script."""
    pressed, removed = request.form.get("do"), request.form.get("remove", type=int)
    if removed is not None:
        grid.drop(removed)
    elif pressed == "add":
        grid.add()
    elif pressed == "single":
        grid.single(market)
    elif pressed == "paste":
        if not grid.paste(request.form.get("pasted", "")):
            grid.form_errors.append(sentences.refusal("paste_empty"))
    else:
        return False
    return True


def _step_two(file: MarketFile, grid: LotsGrid, status: int = 200) -> Response:
    total = sum(row.lot_amount.data or 0 for row in grid.rows)
    stored = sum(line.lot.amount or 0 for line in file.lines)
    apart = amount_gap(stored, file.market.amount) if file.lines and status == 200 else None
    opened_on = queries.opening_day(file.market, clock.today())
    duty = queries.duty_of(file.market, [row.lot_amount.data for row in grid.rows], opened_on)
    return page(
        "markets/step_lots.html", "form", status=status, file=file, form=grid, steps=FILING_STEPS, total=total,
        sum_apart=apart is not None, sum_seen=stored,
        unfollowed=without_territory(file.market, clock.today()), version=kept_version(file),
        places_open=any(row.lot_places.data or row.lot_places.errors for row in grid.rows),
        pasted=request.form.get("pasted", "") if grid.form_errors else "",
        duty=duty, duty_title=duty_title(duty), duty_lines=duty_lines(duty), duty_sources=duty_sources(duty),
        without=[row for row in grid.rows if row.has_clause.answer is False] if duty.due else [],
        grounds=law.grounds(opened_on) if duty.due else [],
        breadcrumb=breadcrumb(g.actor, file.market, last=FILING_STEPS[1]),
    )  # fmt: skip


@bp.get("/marches/<int:market_id>/clauses")
@needs(Permission.MARKET_FILE, guarded=True)
def hours(market_id: int) -> Response:
    file = queries.market_to_file(g.actor, market_id, clock.today())
    if not file.editable:
        return _published(market_id)
    cards = ClauseCards(file.market, clock.today())
    cards.follow_proposals()
    return _step_three(file, cards)


@bp.post("/marches/<int:market_id>/clauses")
@needs(Permission.MARKET_FILE, guarded=True)
def save_hours(market_id: int) -> Response:
    file = queries.market_to_file(g.actor, market_id, clock.today())
    cards = ClauseCards(file.market, clock.today(), request.form)
    sound = cards.validate()
    taken = request.form.get("take", type=int)
    if taken is not None:
        _take_advice(file, cards, taken)
    cards.follow_proposals()
    if taken is not None or request.form.get("do") == "calculate" or not sound:
        return _step_three(file, cards, status=200 if sound else 422)
    now = clock.now()
    saved = cards.attempt(
        actions.save_clauses, g.actor, market_id, cards.fields(), seen_version=seen_version(), now=now
    )  # fmt: skip
    if saved is None:
        return _step_three(file, cards, status=422)
    return done("markets.text", "draft_saved", facts=_hour(now), market_id=market_id)


def _take_advice(file: MarketFile, cards: ClauseCards, number: int) -> None:
    """One press takes the lever advised on a lot: the page is shown again with it, the buyer then saves or not."""
    supply = _supply(file.market)
    lot = next((one for one in cards.lots if one.number == number), None)
    lever = advised_lever(supply.get(lot.id), clock.today()) if lot is not None else None
    if lever is not None:
        cards.take(number, lever)


def _supply(market: Market) -> dict[int, Supply]:
    return queries.supply_near(market, law.advice(clock.today()).within_km)


def _step_three(file: MarketFile, cards: ClauseCards, status: int = 200) -> Response:
    market, today, facts, shown = file.market, clock.today(), cards.facts(), cards.cards()
    duty = queries.duty_of(market, [lot.amount for lot in market.lots], queries.opening_day(market, today))
    return page(
        "markets/step_hours.html", "cards", status=status, file=file, form=cards, cards=shown,
        measures=measures.of_cards(market, shown, today), steps=FILING_STEPS, effort=cards.effort(),
        levers=levers_shown(market, facts, _supply(market), duty, today), taken=request.form.get("take", type=int),
        duty=duty, duty_title=duty_title(duty), duty_lines=duty_lines(duty), duty_sources=duty_sources(duty),
        duty_met=duty_met(duty, facts),
        version=kept_version(file), breadcrumb=breadcrumb(g.actor, file.market, last=FILING_STEPS[2]),
    )  # fmt: skip


def _published(market_id: int) -> Response:
    """What is published is read, not changed."""
    return redirect(url_for("markets.market", market_id=market_id))


def seen_version() -> int | None:
    """The version the form was opened on; a hand-made request without it is not held to one."""
    return request.form.get("version", type=int)


def kept_version(file: MarketFile | None) -> int | None:
    """On a page shown again, the version first seen stays, so that somebody else's change is still found."""
    return seen_version() or (file.market.version if file else None)


def _hour(now: datetime) -> dict[str, str]:
    return {"hour": formats.hour_of_day(now)}
