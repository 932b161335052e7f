"""How does a buyer say what it spends in a year? Every word is kept, the last one stands."""

from datetime import datetime

from clauses.access.gate import Forbidden
from clauses.access.policy import Actor, Permission, reach_of
from clauses.actions.base import action, journal
from clauses.extensions import db
from clauses.models.people import Organization
from clauses.models.purchases import BuyerPurchases


@action
def declare_purchases(actor: Actor, year: int, amount: int, *, now: datetime) -> BuyerPurchases:
    """Note the purchases of a year, in cents before tax (L2111-3); an earlier figure stays in the list."""
    if reach_of(actor, Permission.MARKET_FILE) is None:
        raise Forbidden
    said = BuyerPurchases(
        organization_id=actor.organization_id, year=year, amount=amount, recorded_at=now,
        recorded_by_id=actor.user_id,
    )  # fmt: skip
    db.session.add(said)
    buyer = db.session.get_one(Organization, actor.organization_id)
    journal(actor, "buyer:purchases", buyer, now=now, year=year, amount=amount)
    return said
