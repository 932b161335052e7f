"""What came into the portal from files, besides the lists of structures: hours of structures, markets of buyers?

For the administration: who, when and how many. The names of the files are not told, for a structure may write those of
people in them.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from clauses.access.policy import Actor, Permission, reach_of
from clauses.config import PARIS
from clauses.extensions import db
from clauses.models.hours_files import HoursFile
from clauses.models.markets import Market
from clauses.models.people import Organization

MOST = 50
FORM = "form"  # a market that was typed


@dataclass(frozen=True, slots=True)
class HoursReceived:
    """A file of hours: none of it counts until the structure has confirmed what was read; `lines` are what it changed."""

    structure: str
    sent_at: datetime
    taken_at: datetime | None
    lines: int | None


@dataclass(frozen=True, slots=True)
class MarketsReceived:
    """The markets of a buyer that came from a file on a day."""

    buyer: str
    on: date
    markets: int


def hours_received(actor: Actor) -> list[HoursReceived]:
    """The latest first."""
    if reach_of(actor, Permission.ORGANIZATION_EDIT) is None:
        return []
    rows = db.session.execute(
        select(Organization.name, HoursFile.sent_at, HoursFile.taken_at, HoursFile.lines)
        .join(Organization, Organization.id == HoursFile.organization_id)
        .order_by(HoursFile.id.desc())
        .limit(MOST)
    )
    return [HoursReceived(*row) for row in rows]


def markets_received(actor: Actor) -> list[MarketsReceived]:
    """Buyer by buyer and day by day, the latest first."""
    if reach_of(actor, Permission.ORGANIZATION_EDIT) is None:
        return []
    rows = db.session.execute(
        select(Organization.name, Market.created_at, func.count(Market.id))
        .join(Organization, Organization.id == Market.buyer_id)
        .where(Market.source != FORM)
        .group_by(Organization.name, Market.created_at)
        .order_by(Market.created_at.desc())
        .limit(MOST * 20)
    ).all()
    found: dict[tuple[str, date], int] = {}
    for buyer, at, n in rows:
        key = (buyer, at.astimezone(PARIS).date())
        found[key] = found.get(key, 0) + n
    return [MarketsReceived(buyer, on, n) for (buyer, on), n in list(found.items())[:MOST]]
