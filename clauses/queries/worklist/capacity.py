"""Does what this structure says of its hours have to be confirmed?"""

from datetime import date

from sqlalchemy import func, select

from clauses.access.policy import Actor, Permission, reach_of
from clauses.domain import capacity as rules
from clauses.extensions import db
from clauses.models.markets import Lot
from clauses.models.partners import Capability
from clauses.queries.worklist.found import Found
from clauses.reference import rulebook


def to_confirm(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """For a structure that lists trades: its hours, once they are old."""
    if reach_of(actor, Permission.CAPACITY_STATE) is None:
        return []
    said = db.session.scalar(
        select(func.max(Capability.stated_on)).where(Capability.organization_id == actor.organization_id)
    )
    if said is None or not rules.is_stale((on - said).days, rulebook.capacity(on)):
        return []
    return [Found("confirm_capacity", {"day": said}, "structure.capacity", {}, said)]
