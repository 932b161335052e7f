"""Which markets does an actor see, and what does each hold?"""

from clauses.queries.markets.consultations import Consultation, OpenLot, consultations
from clauses.queries.markets.detail import (
    HistoryEntry,
    LotFile,
    MarketFile,
    Totals,
    history_of_market,
    holders,
    lot_file,
    lot_id_of,
    market_file,
    market_to_file,
    market_to_review,
    supply_near,
)
from clauses.queries.markets.lists import Filters, MarketPage, MarketRow, followers, market_list

__all__ = [
    "Consultation",
    "Filters",
    "HistoryEntry",
    "LotFile",
    "MarketFile",
    "MarketPage",
    "MarketRow",
    "OpenLot",
    "Totals",
    "consultations",
    "followers",
    "history_of_market",
    "holders",
    "lot_file",
    "lot_id_of",
    "market_file",
    "market_list",
    "market_to_file",
    "market_to_review",
    "supply_near",
]
