"""What does a source of the list « à faire » bring, before it is worded?"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from clauses.models.markets import Lot

TITLE = 90  # characters of a market's or a lot's title in a line of the list


@dataclass(frozen=True, slots=True)
class Found:
    """One act to do: its kind and facts, the page that does it, since when it waits and until when."""

    kind: str
    facts: dict[str, Any]
    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)
    since: date | None = None
    due: date | None = None


def of_lot(lot: Lot, **facts: Any) -> dict[str, Any]:
    """The facts that name a lot."""
    return {"lot": lot.number, "ref": lot.market.reference, "title": short(lot.title), **facts}


def short(text: str) -> str:
    return text if len(text) <= TITLE else text[: TITLE - 1].rsplit(" ", 1)[0].rstrip(" ,:;") + "…"
