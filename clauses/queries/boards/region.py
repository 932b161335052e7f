"""B05. Where does the region stand, territory by territory, and where does the network need help?"""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import func, literal, select, union_all

from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.kinds import ComplianceStatus
from clauses.domain.kinds_cooperation import ExitType
from clauses.domain.values import add_months, half_up, ratio
from clauses.extensions import db
from clauses.models.markets import Market
from clauses.queries import lasting, lot_sums, small_counts, territories
from clauses.queries.boards import delays, exits, maps, pace, relays, shared
from clauses.queries.boards.board import Board, Figure, Link
from clauses.queries.boards.curves import Multiples, TerritoryCurve
from clauses.queries.boards.delays import Delay
from clauses.queries.compliance import LotFigures
from clauses.queries.territories import TerritoryCard
from clauses.queries.worklist import Standing
from clauses.wording import dashboard as words
from clauses.wording import formats, sentences

LOTS = "markets.followed_lots"
YEAR = 12
MOST = 6  # figures of a home page


def board(actor: Actor, on: date, standing: Standing) -> Board:
    """Six figures, a curve for each territory, the map and what is offered. Eight statements besides the figures of the lots."""
    cards = lasting.kept(("cards", on), lambda: territories.cards(on), len)
    waits = delays.by_territory(actor, on)
    figures = [
        _coverage(cards),
        shared.hours(standing, LOTS),
        shared.persons(standing, LOTS, small_counts.least_read(actor, on)),
        shared.delay(delays.together(waits.values()), on, "people.dashboard", _anchor="territoires-donnees"),
    ]
    in_time = lasting.kept(("relays", on), lambda: relays.of_the_year(cards, on), lambda _: 1)
    if in_time is not None:
        figures.append(relays.figure(in_time))
    told, ways_out = lasting.kept(("of the year", actor, on), lambda: _of_the_year(actor, on), lambda _: 3)
    figures += told
    left = exits.of_the_year(cards, ways_out, on)
    if left is not None and len(figures) < MOST:
        figures.append(exits.figure(left))
    multiples = _multiples(actor, cards, standing.running, waits, on) if standing.running else None
    there = maps.structures_of({epci.code for card in cards for epci in card.epcis})
    return Board(
        figures=figures,
        territories=multiples,
        area_map=maps.region_map(cards, multiples.territories if multiples else (), there),
        supply=maps.supply_matrix(there, on),
        relays=in_time,
        exits=left,
        links=[
            Link(words.ALERT_LIST, "compliance.alert_list"),
            Link(words.NETWORK, "people.network"),
            Link(words.VACANT_ZONES, "people.white_zones"),
            Link(words.OFFER, "supply.coverage"),
            Link(words.QUARTERS, "compliance.current_quarter"),
            Link(words.MEETINGS, "cooperation.meetings"),
            Link(words.THREADS, "markets.threads"),
            Link(words.JOURNAL, "cooperation.journal"),
        ],
    )


def _coverage(cards: Sequence[TerritoryCard]) -> Figure:
    vacant = [one for one in cards if one.person is None]
    note = words.ALL_COVERED
    if vacant:
        note = sentences.written(
            words.UNCOVERED, people=formats.number(sum(one.population for one in vacant)),
            names=formats.joined([one.name for one in vacant]),
        )  # fmt: skip
    return Figure(
        words.COVERAGE, f"{len(cards) - len(vacant)}\N{NARROW NO-BREAK SPACE}/\N{NARROW NO-BREAK SPACE}{len(cards)}", note,
        "people.network", {}, "rouge" if vacant else None,
    )  # fmt: skip


def _of_the_year(actor: Actor, on: date) -> tuple[list[Figure], list[exits.Told]]:
    """The markets published with an opinion, of those of the last year, left out when there was none; with them, who
    left the structures. One statement."""
    since, nothing = add_months(on, -YEAR), literal("")
    markets = (
        select(literal("market"), Market.published_without_opinion, func.count(), nothing, nothing)
        .where(within_reach(actor, Permission.MARKET_VIEW, Market), Market.published_on >= since)
        .group_by(Market.published_without_opinion)
    )
    rows: Any = db.session.execute(union_all(markets, exits.asked(since, on))).all()
    published = {bool(without): n for what, without, n, *_ in rows if what == "market"}
    left = [
        exits.Told(commune, ExitType(kind), n) for what, *_, n, commune, kind in rows if what == exits.EXIT
    ]
    day, figures = formats.day_long(since), []
    if published:
        note = sentences.plural(words.OPINIONS_NOTE, sum(published.values()), day=day)
        figures.append(
            Figure(words.OPINIONS, formats.number(published.get(False, 0)), note, "markets.market_list",
                   {"publies_depuis": since.isoformat()})
        )  # fmt: skip
    return figures, left


def _multiples(
    actor: Actor,
    cards: Sequence[TerritoryCard],
    running: Sequence[LotFigures],
    waits: dict[int | None, Delay],
    on: date,
) -> Multiples:
    months = tuple(pace.last_months(on))
    later = _later(actor, running, months[0])
    curves = tuple(
        _curve(card, [one for one in running if one.lot.territory_id == card.id], later.get(card.id, {}), months,
               waits.get(card.id, Delay()))
        for card in cards
    )  # fmt: skip
    return Multiples(_finding(running, curves), months, curves)


def _later(actor: Actor, running: Sequence[LotFigures], after: date) -> dict[int | None, dict[date, int]]:
    """By territory, the hours of the running lots in the months after this one. One statement at most."""
    first = add_months(after, 1)
    lots: dict[int | None, list[int]] = defaultdict(list)
    for one in running:
        if one.lot.territory_id is not None:
            lots[one.lot.territory_id].append(one.lot.id)

    def read(asked: Collection[int | None]) -> dict[int | None, dict[date, int]]:
        parts = lasting.handfuls((territory, id) for territory in asked for id in lots[territory])
        found = lasting.kept_by_lots(
            ("months", first, None), parts.values(), lambda some: lot_sums.by_month_within(some, first, None),
            lambda rows: len(rows) / 15,
        )  # fmt: skip
        months: dict[int | None, Counter[date]] = {territory: Counter() for territory in asked}
        for (territory, _), part in parts.items():
            months[territory].update(found[part])
        return dict(months)

    names: dict[int | None, tuple[object, ...]] = {
        territory: ("later", after, *ids) for territory, ids in lots.items()
    }
    return lasting.kept_by_territory(actor, names, read, lambda _: 1)


def _curve(
    card: TerritoryCard, lots: Sequence[LotFigures], later: dict[date, int], months: Sequence[date], delay: Delay
) -> TerritoryCurve:  # fmt: skip
    """`later`: the hours of the months after the first one drawn. What was done before is all the rest, however old."""
    owed, done = sum(one.owed for one in lots), sum(one.validated for one in lots)
    rates = [
        half_up(Fraction(10_000 * (done - sum(hours for month, hours in later.items() if month > end)), owed)) if owed else 0
        for end in months
    ]  # fmt: skip
    return TerritoryCurve(
        card.id, card.code, card.name, card.person is None, len(lots),
        sum(1 for one in lots if one.standing and one.standing.status is ComplianceStatus.ALERT),
        done, owed, sum(one.place.due for one in lots if one.place), tuple(rates),
        shared.days(delay.mean) if delay.mean is not None else None,
    )  # fmt: skip


def _finding(running: Sequence[LotFigures], curves: Sequence[TerritoryCurve]) -> str:
    """The region as a whole, then how many territories have a lot in alert: none is named, none is ranked."""
    owed, done = sum(one.owed for one in running), sum(one.validated for one in running)
    alert = sum(1 for one in curves if one.alerts)
    return sentences.plural(
        words.REGION_FINDING, alert, share=formats.percent(ratio(done, owed) or Fraction(0))
    )
