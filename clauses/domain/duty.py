"""Must this need have a social condition? The duty of CCP L2112-2-1, tested on the whole need and at its date.

The threshold is that of the day the consultation is opened, for the buyer and the kind of market; it is compared with
the whole need, all lots together, never lot by lot (domain rules, trap 11). The first day is a parameter: sources say
21 or 22 August 2026, and 21 August is taken as in scope (trap 12).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from clauses.domain.kinds import BuyerKind, MarketForm, MarketType
from clauses.domain.rules import Dated


@dataclass(frozen=True)
class EuThresholdsRule(Dated):
    """The European thresholds without tax: they change every two years (R2-7)."""

    works_cents: int
    state_cents: int
    other_cents: int
    network_cents: int


@dataclass(frozen=True)
class SocialDutyRule(Dated):
    """Does L2112-2-1 apply to the consultations of these days?"""

    applies: bool


class BuyerClass(StrEnum):
    """How the thresholds tell buyers apart."""

    STATE = "state"
    OTHER = "other"
    NETWORK = "network"


class Counted(StrEnum):
    """Where the figure of the need comes from."""

    MARKET = "market"  # the estimate of the market, all lots
    LOTS = "lots"  # the sum of the lots, when it is higher


@dataclass(frozen=True, slots=True)
class Duty:
    """The answer and its arithmetic; amounts in cents, `threshold` None when no rule is known for that day."""

    due: bool
    on: date
    need: int | None
    counted: Counted
    threshold: int | None
    buyer: BuyerClass
    works: bool
    in_force: bool  # L2112-2-1 applies to consultations of that day
    source: str
    threshold_source: str | None

    @property
    def above(self) -> bool:
        """The need reaches the threshold, whatever the day."""
        return self.need is not None and self.threshold is not None and self.need >= self.threshold


def whole_need(market: int | None, lots: Iterable[int | None]) -> tuple[int | None, Counted]:
    """The whole need in cents: the estimate of the market or the sum of its lots, whichever is higher."""
    total = sum(amount or 0 for amount in lots)
    if market is not None and market >= total:
        return market, Counted.MARKET
    return (total, Counted.LOTS) if total else (market, Counted.MARKET)


def buyer_class(kind: BuyerKind | None) -> BuyerClass:
    """The class of a buyer; a public body is taken as local, the State's own bodies are to be entered as the State."""
    return {
        BuyerKind.STATE: BuyerClass.STATE,
        BuyerKind.NETWORK_OPERATOR: BuyerClass.NETWORK,
    }.get(kind or BuyerKind.OTHER, BuyerClass.OTHER)


def threshold_of(
    rule: EuThresholdsRule, buyer: BuyerClass, market_type: MarketType, form: MarketForm | None
) -> int:
    """The European threshold in cents, without tax: one for works and concessions, three for the rest."""
    if market_type is MarketType.WORKS or form is MarketForm.CONCESSION:
        return rule.works_cents
    return {
        BuyerClass.STATE: rule.state_cents,
        BuyerClass.NETWORK: rule.network_cents,
        BuyerClass.OTHER: rule.other_cents,
    }[buyer]


def tested(
    *,
    need: int | None,
    counted: Counted,
    on: date,
    buyer: BuyerClass,
    market_type: MarketType,
    form: MarketForm | None,
    duty: SocialDutyRule,
    thresholds: EuThresholdsRule | None,
) -> Duty:
    """The duty on the day of the consultation; exactly the threshold is reached."""
    threshold = threshold_of(thresholds, buyer, market_type, form) if thresholds is not None else None
    reached = need is not None and threshold is not None and need >= threshold
    return Duty(
        due=duty.applies and reached,
        on=on,
        need=need,
        counted=counted,
        threshold=threshold,
        buyer=buyer,
        works=market_type is MarketType.WORKS or form is MarketForm.CONCESSION,
        in_force=duty.applies,
        source=duty.source,
        threshold_source=thresholds.source if thresholds is not None else None,
    )
