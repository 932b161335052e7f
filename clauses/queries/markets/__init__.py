"""Which markets does an actor see, and what does each hold?"""

from clauses.queries.markets.changes import (
    ChangeFile,
    LotChanges,
    Outcome,
    change_file,
    lot_changes,
    outcome,
)
from clauses.queries.markets.consultations import Consultation, OpenLot, consultations
from clauses.queries.markets.detail import (
    AwardFile,
    LotFile,
    LotLine,
    MarketFile,
    Totals,
    holder_of,
    holders,
    lot_file,
    lot_id_of,
    lot_to_award,
    market_file,
    market_to_file,
    market_to_review,
)
from clauses.queries.markets.history import HistoryEntry, history_of_lot, history_of_market
from clauses.queries.markets.lists import Filters, MarketPage, MarketRow, followers, market_list
from clauses.queries.markets.supply import supply_near

__all__ = [
    "AwardFile",
    "ChangeFile",
    "Consultation",
    "Filters",
    "HistoryEntry",
    "LotChanges",
    "LotFile",
    "LotLine",
    "MarketFile",
    "MarketPage",
    "MarketRow",
    "OpenLot",
    "Outcome",
    "Totals",
    "change_file",
    "consultations",
    "followers",
    "history_of_lot",
    "history_of_market",
    "holder_of",
    "holders",
    "lot_changes",
    "lot_file",
    "lot_id_of",
    "lot_to_award",
    "market_file",
    "market_list",
    "market_to_file",
    "market_to_review",
    "outcome",
    "supply_near",
]
