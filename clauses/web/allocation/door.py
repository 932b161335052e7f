"""Which blueprint do the screens of commitments and plans share, and how is one found on its pages?"""

from datetime import date

from flask import Blueprint, url_for

from clauses.models.allocation import Commitment
from clauses.queries import allocation as queries
from clauses.wording import allocation as words

bp = Blueprint("allocation", __name__)


def trail(one: Commitment, last: str | None = None) -> list[tuple[str, str]]:
    """From the market down to the page, so that the lot is one click away."""
    lot = one.lot
    found = [
        (lot.market.reference, url_for("markets.market", market_id=lot.market_id)),
        (words.LOT_SHORT.format(number=lot.number), url_for("markets.lot", market_id=lot.market_id, number=lot.number)),
        (words.COMMITMENT, url_for("allocation.commitment", commitment_id=one.id) if last else ""),
    ]  # fmt: skip
    return [*found, (last, "")] if last else found


def structures_near(one: Commitment) -> list[queries.Structure]:
    """The structures that could take hours of this lot, from its first commune."""
    places = one.lot.places or one.lot.market.places
    return queries.structures(places[0] if places else None, one.lot.trade)


def written(month: date | None) -> str:
    """A month as a field holds it, « 2026-09 »; empty where nothing was chosen."""
    return f"{month:%Y-%m}" if month else ""
