"""How does the execution of a lot open? A meeting is planned, then held, and the company names its contact there."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from clauses.access.gate import load_by
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, check_version, civil_day, journal, record
from clauses.domain.errors import DomainError, IllegalMove, Refused, Several
from clauses.domain.events import KickOffPlanned
from clauses.domain.kinds import MarketState
from clauses.domain.naming import named
from clauses.extensions import db
from clauses.models.awards import KickOff
from clauses.models.markets import Award, Lot
from clauses.queries.hours_people import names_on
from clauses.reference.geography import folded

RUNNING = frozenset({MarketState.AWARDED, MarketState.IN_PROGRESS})


@dataclass(frozen=True, slots=True)
class MeetingFields:
    """When and where; `planned_at` is « 14:30 », in Paris."""

    planned_on: date | None
    planned_at: str | None
    place: str | None
    agenda: str | None = None


@dataclass(frozen=True, slots=True)
class MinutesFields:
    """What the meeting was; `present` holds organizations with the function of who came for them, never a name."""

    held_on: date | None
    present: tuple[tuple[str, str | None], ...]
    contact: str | None
    contact_reach: str | None
    decisions: str | None


@action
def plan_kick_off(
    actor: Actor,
    market_id: int,
    number: int,
    fields: MeetingFields,
    *,
    seen_version: int | None,
    now: datetime,
) -> KickOff:
    """Plan the meeting, or move it: the holder, its group, the resource person and the buyer are invited.

    A meeting of the past is recorded without inviting anyone.
    """
    lot, award = _awarded(actor, market_id, number)
    meeting = _of(lot, seen_version)
    if meeting is not None and meeting.held_on is not None:
        raise Refused("kick_off_held")
    refusals: list[DomainError] = []
    if fields.planned_on is None:
        refusals.append(Refused("kick_off_date", field="kick_off_date"))
    elif fields.planned_on < award.notified_on:
        refusals.append(Refused("kick_off_early", field="kick_off_date", day=award.notified_on))
    if not fields.place:
        refusals.append(Refused("kick_off_place", field="kick_off_place"))
    if refusals or fields.planned_on is None or fields.place is None:
        raise Several(refusals)
    if meeting is None:
        meeting = KickOff(lot_id=lot.id, present=[])
        db.session.add(meeting)
    meeting.planned_on, meeting.planned_at = fields.planned_on, fields.planned_at
    meeting.place, meeting.agenda, meeting.planned_by_id = fields.place, fields.agenda, actor.user_id
    db.session.flush()
    if fields.planned_on >= civil_day(now):
        record(KickOffPlanned(meeting.id), now=now)
    journal(actor, "lot:kick_off", lot, now=now, lot_id=lot.id, day=fields.planned_on)
    return meeting


@action
def hold_kick_off(
    actor: Actor,
    market_id: int,
    number: int,
    fields: MinutesFields,
    *,
    seen_version: int | None,
    now: datetime,
) -> KickOff:
    """Write what the meeting was: who was there, whom the company names for the insertion hours, what was decided."""
    lot, award = _awarded(actor, market_id, number)
    meeting = _of(lot, seen_version)
    if meeting is None:
        raise Refused("kick_off_unplanned")
    refusals: list[DomainError] = []
    if fields.held_on is None:
        refusals.append(Refused("kick_off_held_date", field="held_date"))
    elif fields.held_on < award.notified_on:
        refusals.append(Refused("kick_off_early", field="held_date", day=award.notified_on))
    elif fields.held_on > civil_day(now):
        refusals.append(Refused("kick_off_future", field="held_date"))
    if not fields.present:
        refusals.append(Refused("kick_off_present", field="held_present"))
    if not fields.contact:
        refusals.append(Refused("kick_off_contact", field="held_contact"))
    people = names_on([lot.id])
    written = {
        "held_decisions": fields.decisions or "",
        "held_present": " ".join(f"{one} {function or ''}" for one, function in fields.present),
    }
    for field, text in written.items():
        typed = named(text, people, folded)
        if typed:
            refusals.append(Refused("message_names", field=field, name=typed))
    if refusals:
        raise Several(refusals)
    meeting.held_on, meeting.recorded_by_id = fields.held_on, actor.user_id
    meeting.present = [{"organization": one, "function": function} for one, function in fields.present]
    meeting.contact, meeting.contact_reach = fields.contact, fields.contact_reach
    meeting.decisions = fields.decisions
    journal(actor, "lot:kick_off_held", lot, now=now, lot_id=lot.id, day=fields.held_on,
            present=len(fields.present))  # fmt: skip
    return meeting


def _awarded(actor: Actor, market_id: int, number: int) -> tuple[Lot, Award]:
    lot = load_by(actor, Permission.KICK_OFF_PREPARE, Lot, Lot.market_id == market_id, Lot.number == number)
    award = db.session.scalars(select(Award).where(Award.lot_id == lot.id)).one_or_none()
    if award is None or lot.market.state not in RUNNING:
        raise IllegalMove(state=lot.market.state)
    return lot, award


def _of(lot: Lot, seen_version: int | None) -> KickOff | None:
    meeting = db.session.scalars(select(KickOff).where(KickOff.lot_id == lot.id)).one_or_none()
    if meeting is not None:
        check_version(meeting, seen_version)
    return meeting
