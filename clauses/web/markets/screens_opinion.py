"""How is an opinion asked, given and read, and a consultation published?"""

from flask import g, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions import markets as actions
from clauses.config import clock
from clauses.domain.kinds import MarketState
from clauses.models.markets import Lot, Market
from clauses.queries import markets as queries
from clauses.queries.markets import MarketFile
from clauses.web.doorkeeper import needs
from clauses.web.markets.door import bp
from clauses.web.markets.forms import OpinionCards, OpinionRequestForm, PublishForm
from clauses.web.markets.screens_filing import kept_version, seen_version
from clauses.web.markets.shown import breadcrumb
from clauses.web.page import done, page
from clauses.wording.markets import FILING_STEPS, OPINION


@bp.get("/marches/<int:market_id>/avis")
@needs(Permission.MARKET_FILE, guarded=True)
def opinion_request(market_id: int) -> Response:
    file = queries.market_to_file(g.actor, market_id, clock.today())
    return _opinion_page(file, OpinionRequestForm(), PublishForm(publish_visible=True))


@bp.post("/marches/<int:market_id>/avis")
@needs(Permission.MARKET_FILE, guarded=True)
def request_opinion(market_id: int) -> Response:
    form = OpinionRequestForm(request.form)
    market = form.attempt(
        lambda: actions.request_opinion(
            g.actor, market_id, form.opinion_question.data, seen_version=seen_version(), now=clock.now()
        )
    )
    file = queries.market_to_file(g.actor, market_id, clock.today())
    if market is None:
        return _opinion_page(file, form, PublishForm(publish_visible=True), status=422)
    who = ", ".join(one.name for one in file.followers)
    return done(
        "markets.opinion_request", "opinion_requested", facts={"name": who, "due": market.opinion_due_on},
        market_id=market_id,
    )  # fmt: skip


@bp.post("/marches/<int:market_id>/publication")
@needs(Permission.MARKET_FILE, guarded=True)
def publish(market_id: int) -> Response:
    form = PublishForm(request.form)
    market = form.attempt(
        lambda: actions.publish(
            g.actor, market_id, visible=form.publish_visible.data, without_opinion=form.without_opinion.data,
            seen_version=seen_version(), now=clock.now(),
        )
    )  # fmt: skip
    if market is None:
        file = queries.market_to_file(g.actor, market_id, clock.today())
        return _opinion_page(file, OpinionRequestForm(), form, status=422)
    said = "market_published_without_opinion" if market.published_without_opinion else "market_published"
    return done("markets.market", said, market_id=market_id)


def _opinion_page(
    file: MarketFile, ask: OpinionRequestForm, publish: PublishForm, status: int = 200
) -> Response:
    market = file.market
    return page(
        "markets/opinion_request.html", "content", status=status, file=file, form=ask if ask.problems else publish,
        ask=ask, publish=publish, steps=FILING_STEPS, version=kept_version(file),
        may_ask=market.state is MarketState.DRAFT, waiting=market.state is MarketState.OPINION_REQUESTED,
        given=market.state is MarketState.OPINION_GIVEN, may_publish=file.editable,
        comments=queries.comments_of(line.lot.id for line in file.lines), overdue=_overdue(market), breadcrumb=breadcrumb(g.actor, market, last=OPINION),
    )  # fmt: skip


def _overdue(market: Market) -> bool:
    return market.opinion_due_on is not None and clock.today() > market.opinion_due_on


@bp.get("/marches/<int:market_id>/instruction")
@needs(Permission.OPINION_GIVE, guarded=True)
def instruction(market_id: int) -> Response:
    file = queries.market_to_review(g.actor, market_id, clock.today())
    return _instruction_page(file, OpinionCards(_held(file)))


@bp.post("/marches/<int:market_id>/instruction")
@needs(Permission.OPINION_GIVE, guarded=True)
def give_opinions(market_id: int) -> Response:
    file = queries.market_to_review(g.actor, market_id, clock.today())
    cards = OpinionCards(_held(file), request.form)
    if not cards.validate():
        return _instruction_page(file, cards, status=422)
    market = cards.attempt(actions.give_opinions, g.actor, market_id, cards.fields(), now=clock.now())
    if market is None:
        return _instruction_page(file, cards, status=422)
    said = "opinion_given" if market.state is MarketState.OPINION_GIVEN else "opinion_partly_given"
    return done("markets.market", said, market_id=market_id)


def _held(file: MarketFile) -> list[Lot]:
    return [line.lot for line in file.lines if line.lot.has_clause]


def _instruction_page(file: MarketFile, cards: OpinionCards, status: int = 200) -> Response:
    lines = {line.lot.number: line for line in file.lines}
    return page(
        "markets/instruction.html", "form", status=status, file=file, form=cards, lines=lines,
        comments=queries.comments_of(line.lot.id for line in file.lines), supply=queries.supply_near(file.market),
        comparables=queries.comparable_lots(g.actor, file.market), open=file.market.state is MarketState.OPINION_REQUESTED,
        breadcrumb=breadcrumb(g.actor, file.market, last=OPINION),
    )  # fmt: skip
