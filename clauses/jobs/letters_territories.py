"""Who is told that a territory changes hands, or that nobody holds it any more? (M29, M32)"""

from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import select

from clauses.actions.people.handovers import lots_handed_over
from clauses.domain.events import TerritoryHandedOver
from clauses.extensions import db
from clauses.jobs.letters import About, Post, Side, admins, link, members, quoted, send
from clauses.models.handovers import Handover
from clauses.models.markets import Award, Lot, Market
from clauses.models.people import Organization, User
from clauses.queries.people.followers import coordinator_membership


def handed_over(fact: TerritoryHandedOver, *, event_key: str, now: datetime) -> None:
    """M29 to the new person, to buyers and holders with open lots, to the coordination; M32 where nobody comes next."""
    row = db.session.get_one(Handover, fact.handover_id)
    post = Post(event_key, now)
    lots = [lot for lot, _ in lots_handed_over(row.territory_id, row.day)]
    coordinator = coordinator_membership()
    before = db.session.get(User, row.from_id or row.coordinator_id or 0)
    context: dict[str, Any] = {"row": row, "before": before.name if before else None, "reason": quoted(row.reason),
               "name": row.territory.name}  # fmt: skip
    if row.to_id is None:
        region = [coordinator.user] if coordinator else []
        for side, where in ((Side("coordination", region, row.territory.name), "people.white_zones"),
                            (admins(), "people.service_state")):  # fmt: skip
            send("M32", [side], post, territory=row.territory, url=link(where), lots=len(lots),
                 about=About(row.territory_id), **context)  # fmt: skip
        if coordinator is None:
            return
        after, host, phone = coordinator.user, coordinator.organization.name, coordinator.user.phone
    else:
        after = db.session.get_one(User, row.to_id)
        host, phone = (row.mandate.host.name if row.mandate else ""), after.phone
        sides = [(Side("follower", [after], row.territory.name), "markets.market_list")]
        if coordinator is not None:
            sides.append(
                (Side("region", [coordinator.user], coordinator.organization.name), "people.network")
            )
        for side, where in sides:
            send("M29", [side], post, territory=row.territory, url=link(where), lots=len(lots), after=after.name,
                 host=host, phone=phone, **context)  # fmt: skip
    for role, where, counted in _concerned(lots):
        for organization, n in counted:
            send("M29", [members(role, organization)], post, territory=row.territory, url=link(where), lots=n,
                 after=after.name, host=host, phone=phone, **context)  # fmt: skip


def _concerned(lots: list[Lot]) -> list[tuple[str, str, list[tuple[Organization, int]]]]:
    """The buyers and the holders of these lots, with how many each has."""
    ids = [lot.id for lot in lots]
    buyers = db.session.execute(
        select(Lot.id, Market.buyer_id).join(Market, Market.id == Lot.market_id).where(Lot.id.in_(ids))
    ).all()
    holders = db.session.execute(
        select(Award.lot_id, Award.awardee_id).where(Award.lot_id.in_(ids), Award.awardee_id.is_not(None))
    ).all()
    found = []
    for role, where, rows in (
        ("buyer", "markets.market_list", buyers),
        ("company", "allocation.commitment_list", holders),
    ):
        counts = Counter(organization_id for _, organization_id in rows)
        organizations = db.session.scalars(
            select(Organization).where(Organization.id.in_(counts)).order_by(Organization.id)
        )
        found.append((role, where, [(one, counts[one.id]) for one in organizations]))
    return found
