"""Which structures worked together, within one's reach?"""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.extensions import db
from clauses.models.cooperation import CooperationEvent
from clauses.models.markets import Lot


def journal(actor: Actor) -> list[CooperationEvent]:
    """The cooperations logged, latest first; no person is named."""
    return list(
        db.session.scalars(
            select(CooperationEvent)
            .where(within_reach(actor, Permission.COOPERATION_VIEW, CooperationEvent))
            .options(
                joinedload(CooperationEvent.first),
                joinedload(CooperationEvent.second),
                joinedload(CooperationEvent.lot).joinedload(Lot.market),
            )
            .order_by(CooperationEvent.happened_on.desc(), CooperationEvent.id.desc())
            .limit(200)
        )
    )
