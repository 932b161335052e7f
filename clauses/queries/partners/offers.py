"""Which trades does each structure say it does, and by which name is it known in an address?"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from clauses.reference import geography, trades

REAL = "siae_2021"  # the structures of the public list of 2021: no account, no hours, no contact data

OfferRow = tuple[str, int | None, date]  # a trade, its usual hours in a month, the day they were said


@dataclass(frozen=True, slots=True)
class Offer:
    """A trade of a structure; hours a month in hundredths, None when the structure did not say."""

    code: str
    label: str
    monthly_hours: int | None
    stated_on: date


def slug_of(name: str) -> str:
    """The name in an address: « coup-d-main-beauvaisis »."""
    return re.sub(r"[^a-z0-9]+", "-", geography.folded(name)).strip("-") or "structure"


def in_order(rows: list[OfferRow], on: date) -> tuple[Offer, ...]:
    """Trades as they are shown, in the order of the alphabet."""
    labels = _labels(on)
    order = {code: n for n, code in enumerate(labels)}
    rows = sorted(rows, key=lambda row: (order.get(row[0], len(order)), row[0]))
    return tuple(Offer(code, labels.get(code, code), hours, stated) for code, hours, stated in rows)


@lru_cache(maxsize=4)
def _labels(on: date) -> dict[str, str]:
    """The trades of a day by code, in the order of the alphabet."""
    known = sorted(trades.trades(on), key=lambda trade: geography.folded(trade.label))
    return {trade.code: trade.label for trade in known}
