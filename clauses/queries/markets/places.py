"""Which places of a market does no territory follow? The coordination then answers for them (R20)."""

from datetime import date

from clauses.models.markets import Market
from clauses.queries.people import territory_of
from clauses.reference import geography


def without_territory(market: Market, on: date) -> list[str]:
    """The names of the communes of a market and of its lots that belong to no territory on a day, each once."""
    codes = dict.fromkeys([*market.places, *(code for lot in market.lots for code in lot.places)])
    names = []
    for code in codes:
        if territory_of(code, on) is None:
            commune = geography.commune(code)
            names.append(commune.name if commune else code)
    return names
