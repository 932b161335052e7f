"""What is shown beside a volume: the same hours told otherwise, what is unusual, and what the territory can do?"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from clauses.domain import proportion, sizing
from clauses.domain.kinds import MarketType
from clauses.domain.proportion import Finding
from clauses.domain.references import ReferenceKind
from clauses.domain.values import month_of
from clauses.domain.workload import Ask, Month, Outlook
from clauses.models.markets import Market
from clauses.queries.markets import load
from clauses.queries.markets.load import Local
from clauses.queries.reference_values import Values, values_on
from clauses.reference import proportions, rulebook, trades
from clauses.web.markets.clause_cards import Card
from clauses.wording import proportion as words
from clauses.wording import references as reference_words

MOST_MONTHS = 12  # rows of the table: the sentence above counts them all


@dataclass(frozen=True, slots=True)
class Supply:
    """What the territory can do, in sentences and month by month."""

    territory: str
    sentences: tuple[str, ...]
    caption: str
    rows: tuple[Month, ...]
    note: str | None


@dataclass(frozen=True, slots=True)
class Measure:
    """A volume put in proportion: equivalents (label, value, note), warnings, advice, supply."""

    hours: int
    equivalents: tuple[tuple[str, str, str], ...]
    warnings: tuple[str, ...]
    advice: tuple[str, ...]
    supply: Supply | None = None
    proposed: tuple[str, ...] = ()  # where the values that the region set come from


def measure(
    hours: int,
    *,
    amount: int | None,
    works: bool,
    labour_hours: int | None,
    high_rate: bool,
    exec_months: int | None,
    on: date,
    pool: Fraction | None = None,
    supply: Supply | None = None,
    proposed: tuple[str, ...] = (),
) -> Measure:
    """The measure of a volume in hundredths; `high_rate` already warns of a share of the labour hours."""
    found = proportion.read(
        hours, amount=amount, works=works, labour_hours=labour_hours, exec_months=exec_months, pool=pool,
        rule=proportions.proportion(on),
    )  # fmt: skip
    if high_rate:
        found = [one for one in found if one[0] is not Finding.LABOUR_SHARE]
    return Measure(
        hours=hours,
        equivalents=tuple(
            words.told_otherwise(hours, exec_months=exec_months, fte_base=rulebook.fte(on).base_hours)
        ),
        warnings=tuple(words.finding(one) for one in found if one[0] in proportion.WARNINGS),
        advice=tuple(words.finding(one) for one in found if one[0] not in proportion.WARNINGS),
        supply=supply,
        proposed=proposed,
    )


def sources(values: Values, trade: str | None) -> tuple[str, ...]:
    """Where the share and the cost proposed for a trade come from, when the region set them."""
    found = [(kind, values.in_force(kind, trade)) for kind in ReferenceKind]
    return tuple(
        reference_words.proposed(kind, one.value, one.since, one.source)
        for kind, one in found
        if one is not None and one.regional
    )


def of_cards(market: Market, cards: list[Card], on: date) -> dict[int, Measure]:
    """By lot, the measure of the volume retained, else of the one proposed; the lots of one market add up."""
    volumes = {card.lot.id: card.retained or card.proposed or 0 for card in cards}
    asks = {
        card.lot.id: Ask(
            volumes[card.lot.id], month_of(market.exec_start), market.exec_months, card.lot.trade
        )
        for card in cards
        if market.exec_start and market.exec_months
    }
    places = {card.lot.territory_id for card in cards if card.lot.territory_id}
    locals_ = load.local_loads(places, on, without_market=market.id)
    values = values_on(on)
    found = {}
    for card in cards:
        lot, hours = card.lot, volumes[card.lot.id]
        if not hours:
            continue
        local = locals_.get(lot.territory_id or 0)
        besides = [asks[c.lot.id] for c in cards
                   if c is not card and c.lot.id in asks and c.lot.territory_id == lot.territory_id]  # fmt: skip
        found[lot.id] = measure(
            hours, amount=lot.amount, works=market.market_type is MarketType.WORKS,
            labour_hours=_labour_hours(card), high_rate=card.high_rate, exec_months=market.exec_months, on=on,
            pool=pool_of(local), supply=supply_of(local, asks.get(lot.id), lot.trade, besides, on), proposed=sources(values, lot.trade),
        )  # fmt: skip
    return found


def _labour_hours(card: Card) -> int | None:
    """The labour hours of the whole lot, as the card calculates them."""
    share, cost = card.form.labour_share.data, card.form.hourly_cost.data
    if not (card.lot.amount and share and cost):
        return None
    return sizing.labour_hours(amount=card.lot.amount, labour_share=share, hourly_cost=cost)


def pool_of(local: Local | None) -> Fraction | None:
    """The people full time that the structures of a territory offer; None where none says its hours."""
    if local is None or not local.all_trades.monthly_hours:
        return None
    return proportion.pool_of(local.all_trades.monthly_hours)


def supply_of(
    local: Local | None, ask: Ask | None, trade: str | None, besides: list[Ask], on: date
) -> Supply | None:
    """What the territory can do for an ask; None where no territory follows the place."""
    if local is None:
        return None
    known = trades.trade(trade, on) if trade else None
    if ask is None:
        return Supply(local.name, (words.NO_DATES.format(territory=local.name),), "", (), None)
    everything = local.outlook(ask, None, besides)
    sentences, shown, label = [], everything, None
    if known is not None:
        shown, label = local.outlook(ask, known.code, besides), known.label
        sentences.append(_pace(local, shown, label, local.offered(known.code).monthly_hours))
    sentences.append(_pace(local, everything, None, local.all_trades.monthly_hours))
    sentences += _uncertain(local, known.code if known else None)
    rows = shown.months[:MOST_MONTHS]
    note = words.months_shown(len(rows), len(shown.months)) if len(rows) < len(shown.months) else None
    return Supply(local.name, tuple(sentences), words.caption(label), rows, note)


def _pace(local: Local, outlook: Outlook, label: str | None, offered: int) -> str:
    return words.pace(outlook, territory=local.name, trade=label, offered=offered)


def _uncertain(local: Local, trade: str | None) -> list[str]:
    return words.uncertain(silent=local.offered(trade).silent, uncounted=local.uncounted)


def of_calculation(
    hours: int,
    *,
    amount: int | None,
    labour_hours: int | None,
    high_rate: bool,
    works: bool,
    trade: str | None,
    local: Local | None,
    exec_months: int | None,
    on: date,
    proposed: tuple[str, ...] = (),
) -> Measure:
    """The measure of a public calculation: its months are those that come, for nothing says when it begins."""
    ask = Ask(hours, _next_month(on), exec_months, trade) if exec_months else None
    supply = supply_of(local, ask, trade, [], on) if ask else None
    return measure(
        hours, amount=amount, works=works, labour_hours=labour_hours, high_rate=high_rate, exec_months=exec_months,
        on=on, pool=pool_of(local), supply=supply, proposed=proposed,
    )  # fmt: skip


def _next_month(on: date) -> date:
    return date(on.year + on.month // 12, on.month % 12 + 1, 1)
