"""Which record of a territory may somebody write the outcome of, held until it is written?"""

from typing import TypeVar

from sqlalchemy import select

from clauses.access import gate
from clauses.access.gate import load
from clauses.access.policy import Actor, Permission
from clauses.extensions import db
from clauses.models.cooperation import CollectiveSession, NetworkMeeting
from clauses.models.territory import Territory

Record = TypeVar("Record", CollectiveSession, NetworkMeeting)


def to_note(actor: Actor, model: type[Record], id: int) -> Record:
    """The record, locked; out of reach when it is not there, refused as its territory is (G03)."""
    territory_id = db.session.scalar(select(model.territory_id).where(model.id == id))
    if territory_id is None:
        raise gate.OutOfReach
    load(actor, Permission.COOPERATION_NOTE, Territory, territory_id)
    return db.session.scalars(select(model).where(model.id == id).with_for_update()).one()
