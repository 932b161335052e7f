"""Whose are the claims on hours decided, the hours declared twice, the lines drawn for a check?"""

from sqlalchemy import exists, or_, select

from clauses.access.policy import Actor
from clauses.access.reaches import Criterion
from clauses.access.reaches import own_lot as _own_lot
from clauses.access.reaches import party as _party
from clauses.domain.kinds import PartyCapacity, Role
from clauses.models.hours import HoursEntry
from clauses.models.validation import ControlPick, HoursClaim, HoursMatch


def own_claim(actor: Actor) -> Criterion:
    """Of whoever employs the person, and of the holder of the lot."""
    if actor.role is not Role.SIAE:
        return _own_lot(actor, HoursClaim.lot_id)
    mine = exists(
        select(HoursEntry.id).where(
            HoursEntry.id == HoursClaim.entry_id, HoursEntry.employer_id == actor.organization_id
        )
    )
    return or_(mine, _party(actor, HoursClaim.lot_id, PartyCapacity.AWARDEE))


def own_match(actor: Actor) -> Criterion:
    """Of the employer of either line, and of the holder of the lot."""
    if actor.role is not Role.SIAE:
        return _own_lot(actor, HoursMatch.lot_id)
    mine = exists(
        select(HoursEntry.id).where(
            HoursEntry.id.in_((HoursMatch.first_id, HoursMatch.second_id)),
            HoursEntry.employer_id == actor.organization_id,
        )
    )
    return or_(mine, _party(actor, HoursMatch.lot_id, PartyCapacity.AWARDEE))


def own_pick(actor: Actor) -> Criterion:
    return _own_lot(actor, ControlPick.lot_id)
