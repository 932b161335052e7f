"""Who is told that a contract changes?"""

from datetime import datetime

from sqlalchemy import select

from clauses.domain.events import TargetAmended
from clauses.domain.kinds import PartyCapacity
from clauses.extensions import db
from clauses.jobs.letters import About, Post, Side, follower, link, members, quoted, send
from clauses.models.markets import LotParty
from clauses.models.people import Organization
from clauses.queries.markets.changes import change_of


def target_amended(fact: TargetAmended, *, event_key: str, now: datetime) -> None:
    """M34: the holder, the members of its group, the structures of the lot, who follows it."""
    change = change_of(fact.change_id)
    lot, post = change.lot, Post(event_key, now)
    structures = db.session.scalars(
        select(Organization)
        .join(LotParty, LotParty.organization_id == Organization.id)
        .where(LotParty.lot_id == lot.id, LotParty.capacity == PartyCapacity.STRUCTURE)
        .order_by(Organization.id)
    )
    sides: list[Side] = []
    if lot.award is not None:
        sides.append(members("company", lot.award.awardee))
        sides += [members("member", one.organization) for one in lot.award.members if not one.lead]
    sides += [members("structure", one) for one in structures]
    sides.append(follower(lot.territory, post.on))
    motive = quoted(", ".join(part for part in (change.label, change.reason) if part))
    send(
        "M34", sides, post, territory=lot.territory, about=About(lot.id),
        url=link("markets.lot", market_id=lot.market_id, number=lot.number), lot=lot, market=lot.market, change=change,
        motive=motive[:1].lower() + motive[1:], moves=change.hours_after != change.hours_before,
        longer=change.months_before and change.months_after != change.months_before,
        holder=change.holder_after.name if change.holder_after else None,
    )  # fmt: skip
