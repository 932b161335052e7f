"""Is a subcontract paid enough for the hours it promises? (R23)"""

from fractions import Fraction
from typing import TYPE_CHECKING

from clauses.domain.values import half_up

if TYPE_CHECKING:
    from clauses.domain.rules import SubcontractRule


def low_price(amount: int, hours: int | None, rule: "SubcontractRule") -> int | None:
    """The price of an hour in cents, when it is below the one that asks a look; None otherwise.

    `amount` in cents without tax, `hours` in hundredths. The exact price is judged, the rounded one is shown.
    """
    if not hours:
        return None
    price = Fraction(amount * 100, hours)
    return half_up(price) if price < rule.min_hourly_cents else None
