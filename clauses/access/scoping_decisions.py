"""Which decisions of a buyer does a reach cover? Those on a lot, and those that speak to a member for its own part."""

from sqlalchemy import exists, or_, select

from clauses.access.policy import Actor, Reach
from clauses.access.reaches import Criterion, by_lot, own_lot, party
from clauses.domain.kinds import PartyCapacity
from clauses.models.decisions import Decision, DecisionParty

_by_lot = by_lot(Decision.lot_id, lambda actor: own_lot(actor, Decision.lot_id))


def decision(actor: Actor, reach: Reach) -> Criterion:
    """Addressed: to whoever holds the lot, and to the members of its group that the decision names (R16)."""
    if reach is not Reach.ADDRESSED:
        return _by_lot(actor, reach)
    named = exists(
        select(DecisionParty.id).where(
            DecisionParty.decision_id == Decision.id, DecisionParty.organization_id == actor.organization_id
        )
    )
    return or_(party(actor, Decision.lot_id, PartyCapacity.AWARDEE), named)
