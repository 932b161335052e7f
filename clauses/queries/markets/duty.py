"""Does the duty of a social condition apply to the need of a market, on the day its consultation is opened?"""

from collections.abc import Iterable
from datetime import date

from clauses.domain import duty
from clauses.models.markets import Market
from clauses.reference import law


def duty_of(market: Market, amounts: Iterable[int | None], opened_on: date) -> duty.Duty:
    """The duty on the whole need; `amounts` are those of the lots, in cents, saved or being typed."""
    need, counted = duty.whole_need(market.amount, amounts)
    return duty.tested(
        need=need, counted=counted, on=opened_on, buyer=duty.buyer_class(market.buyer.buyer_kind),
        market_type=market.market_type, form=market.market_form, duty=law.social_duty(opened_on),
        thresholds=law.eu_thresholds(opened_on),
    )  # fmt: skip


def opening_day(market: Market, on: date) -> date:
    """The day the consultation was opened, or is planned to be; today where nothing is planned or the day is past."""
    return market.published_on or max(market.publication_date or on, on)
