"""How is a meeting of a territory planned, and how are its decisions written? In words that name nobody (G03)."""

from datetime import date, datetime

from clauses.access.gate import load
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, check_version, civil_day, journal
from clauses.actions.cooperation.noted import to_note
from clauses.actions.cooperation.texts import nobody_named
from clauses.domain.errors import DomainError, IllegalMove, Refused, Several
from clauses.domain.kinds_cooperation import MeetingKind
from clauses.extensions import db
from clauses.models.cooperation import NetworkMeeting
from clauses.models.territory import Territory

LEAST_MINUTES = 10


@action
def plan_meeting(
    actor: Actor, territory_id: int, kind: MeetingKind | None, held_on: date | None, place: str | None, *,
    now: datetime,
) -> NetworkMeeting:  # fmt: skip
    """Plan a meeting, or record one that was held: its decisions are written afterwards. Refuses a missing kind, day or
    place."""
    load(actor, Permission.COOPERATION_NOTE, Territory, territory_id)
    refusals: list[DomainError] = []
    if kind is None:
        refusals.append(Refused("choose", field="meet_type"))
    if held_on is None:
        refusals.append(Refused("meet_date", field="meet_date"))
    if not place:
        refusals.append(Refused("meet_place", field="meet_place"))
    if refusals or kind is None or held_on is None or not place:
        raise Several(refusals)
    made = NetworkMeeting(
        territory_id=territory_id, kind=kind, held_on=held_on, place=place, planned_on=civil_day(now),
        planned_by_id=actor.user_id,
    )  # fmt: skip
    db.session.add(made)
    journal(actor, "meeting:plan", made, now=now, kind=kind, day=held_on)
    return made


@action
def note_meeting(
    actor: Actor, meeting_id: int, present: int | None, minutes: str, *, version: int | None, now: datetime
) -> NetworkMeeting:
    """Write the decisions of a meeting, and how many came: it is then held. Refuses one to come, and a participant's
    name."""
    found = to_note(actor, NetworkMeeting, meeting_id)
    check_version(found, version)
    on = civil_day(now)
    if found.noted_on is not None:
        raise IllegalMove("minutes_there")
    if found.held_on > on:
        raise Refused("meeting_future", field="meet_minutes", day=found.held_on)
    refusals: list[DomainError] = []
    if present is None or present < 1:
        refusals.append(Refused("meet_present", field="meet_present"))
    if len(minutes) < LEAST_MINUTES:
        refusals.append(Refused("meet_minutes", field="meet_minutes"))
    refusals += nobody_named(found.territory_id, on, meet_minutes=minutes)
    if refusals:
        raise Several(refusals)
    found.present, found.minutes, found.noted_on, found.noted_by_id = present, minutes, on, actor.user_id
    journal(actor, "meeting:note", found, now=now, persons=present)
    return found
