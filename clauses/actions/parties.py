"""Who becomes a party to a lot? The row that opens the lot to an organization, once in each capacity."""

from datetime import date

from sqlalchemy import select

from clauses.domain.kinds import PartyCapacity
from clauses.extensions import db
from clauses.models.markets import LotParty


def make_party(lot_id: int, organization_id: int, capacity: PartyCapacity, since: date) -> None:
    """Make an organization a party to a lot: from now on it sees it."""
    known = select(LotParty.id).where(
        LotParty.lot_id == lot_id, LotParty.organization_id == organization_id, LotParty.capacity == capacity
    )
    if db.session.scalar(known) is None:
        db.session.add(
            LotParty(lot_id=lot_id, organization_id=organization_id, capacity=capacity, since=since)
        )
