"""Who is named to follow a territory, from which day, and what ends a mandate?"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from clauses.access.charges import able
from clauses.access.gate import OutOfReach, load
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, civil_day, journal
from clauses.domain.errors import Refused, Several
from clauses.domain.kinds import OrganizationKind
from clauses.domain.kinds_territories import MandateKind
from clauses.domain.mandates import DAY, IN_CHARGE, overlap
from clauses.extensions import db
from clauses.models.handovers import HostClosing
from clauses.models.people import Organization, User
from clauses.models.territory import Mandate, Territory


@dataclass(frozen=True, slots=True)
class MandateFields:
    """What is asked to name somebody: `until` is included, `reason` is told to those concerned."""

    user_id: int | None
    host_id: int | None
    starts_on: date | None
    kind: MandateKind = MandateKind.HOLDER
    until: date | None = None
    reason: str | None = None
    seen_warning: bool = False


@action
def give_mandate(actor: Actor, territory_id: int, fields: MandateFields, *, now: datetime) -> Mandate:
    """Name a resource person: the mandate in charge until then ends the day before; nothing is ever dated back."""
    territory = load(actor, Permission.MANDATE_GIVE, Territory, territory_id)
    return put_in_charge(actor, territory, fields, now)


def put_in_charge(actor: Actor, territory: Territory, fields: MandateFields, now: datetime) -> Mandate:
    """The mandate itself, on a territory that is held and locked; part of whichever act gives it."""
    on = civil_day(now)
    user, start = _checked(fields, on)
    host_id = fields.host_id
    others = list(
        db.session.scalars(
            select(Mandate).where(Mandate.user_id == user.id, Mandate.territory_id != territory.id)
        )
    )
    covered = [one for one in others if overlap(one.starts_on, one.ends_on, start, fields.until)]
    if covered and not fields.seen_warning:
        names = db.session.scalars(
            select(Territory.name).where(Territory.id.in_([one.territory_id for one in covered])).order_by(Territory.code)
        ).all()  # fmt: skip
        raise Refused("mandate_covers", field="rp_person", name=user.name, territories=", ".join(names), day=start,
                      n=len(names) + 1)  # fmt: skip
    replaced = _make_room(territory, user, fields, start)
    mandate = Mandate(
        territory_id=territory.id, user_id=user.id, host_id=host_id, kind=fields.kind, starts_on=start,
        ends_on=fields.until, given_on=on, reason=fields.reason,
        replaces_id=replaced.id if replaced else None, replaced_end=replaced.ends_on if replaced else None,
    )  # fmt: skip
    if replaced is not None:
        replaced.ends_on = start - DAY
    db.session.add(mandate)
    db.session.flush()
    journal(actor, "mandate:give", territory, now=now, mandate=mandate.id, person=user.id, host=host_id,
            kind=str(fields.kind), starts_on=start, ends_on=fields.until,
            replaces=replaced.id if replaced else None)  # fmt: skip
    return mandate


def _checked(fields: MandateFields, on: date) -> tuple[User, date]:
    wrong: list[Refused] = []
    user = db.session.scalar(select(User).where(User.id == (fields.user_id or 0), User.id.in_(able())))
    if user is None:
        wrong.append(Refused("mandate_person", field="rp_person"))
    host = db.session.scalar(
        select(Organization).where(Organization.id == (fields.host_id or 0),
                                   Organization.kind.in_((OrganizationKind.HOST, OrganizationKind.COORDINATION)))
    )  # fmt: skip
    if host is None:
        wrong.append(Refused("mandate_host", field="rp_host"))
    start = fields.starts_on
    if start is None or start < on:
        wrong.append(Refused("mandate_past", field="rp_from"))
    elif fields.until and fields.until < start:
        wrong.append(Refused("mandate_until", field="rp_until"))
    if host is not None and start is not None:
        closing = db.session.scalar(select(HostClosing).where(HostClosing.organization_id == host.id))
        if closing is not None and (fields.until or date.max) >= closing.closes_on:
            wrong.append(Refused("mandate_host_closed", field="rp_host", day=closing.closes_on))
    if wrong or user is None or start is None:
        raise Several(list(wrong))
    return user, start


def _make_room(territory: Territory, user: User, fields: MandateFields, start: date) -> Mandate | None:
    """The mandate that this one ends; refuses what would put two persons in charge on one day."""
    kept = list(
        db.session.scalars(
            select(Mandate).where(Mandate.territory_id == territory.id).order_by(Mandate.starts_on)
        )
    )
    crossing = [one for one in kept if overlap(one.starts_on, one.ends_on, start, fields.until)]
    if fields.kind is MandateKind.DEPUTY:
        if any(one.user_id == user.id for one in crossing):
            raise Refused("mandate_same", field="rp_person", name=user.name)
        return None
    crossing = [one for one in crossing if one.kind in IN_CHARGE]
    running = next((one for one in crossing if one.starts_on < start), None)
    later = next((one for one in crossing if one.starts_on >= start), None)
    if later is not None:
        raise Refused("mandate_later", field="rp_from", day=later.starts_on)
    if running is not None and running.user_id == user.id and running.kind is fields.kind:
        raise Refused("mandate_same", field="rp_person", name=user.name)
    return running


@action
def end_mandate(
    actor: Actor, mandate_id: int, last_day: date | None, reason: str | None, *, now: datetime
) -> Mandate:
    """End a mandate on a day that is not past; the territory passes to whoever comes next, or to the coordination."""
    mandate = _mandate(actor, mandate_id)
    on = civil_day(now)
    wrong = []
    if last_day is None or last_day < on:
        wrong.append(Refused("end_past", field="end_on"))
    elif last_day < mandate.starts_on or (mandate.ends_on and last_day > mandate.ends_on):
        wrong.append(Refused("end_outside", field="end_on"))
    if not reason:
        wrong.append(Refused("end_reason", field="end_reason"))
    if wrong or last_day is None:
        raise Several(list(wrong))
    mandate.ends_on, mandate.end_reason = last_day, reason
    journal(actor, "mandate:end", mandate.territory, now=now, mandate=mandate.id, ends_on=last_day)
    return mandate


@action
def cancel_mandate(actor: Actor, mandate_id: int, *, now: datetime) -> str:
    """Take back a mandate that has not begun: the one that it was to end goes on as before. Returns its territory's code."""
    mandate = _mandate(actor, mandate_id)
    if mandate.starts_on <= civil_day(now):
        raise Refused("cancel_begun")
    replaced = db.session.get(Mandate, mandate.replaces_id) if mandate.replaces_id else None
    if replaced is not None and replaced.ends_on == mandate.starts_on - DAY:
        replaced.ends_on = mandate.replaced_end
    unlink(mandate)
    territory = mandate.territory
    journal(actor, "mandate:cancel", territory, now=now, mandate=mandate.id, person=mandate.user_id,
            starts_on=mandate.starts_on)  # fmt: skip
    db.session.delete(mandate)
    return territory.code


def _mandate(actor: Actor, mandate_id: int) -> Mandate:
    """A mandate, once its territory is held and locked."""
    territory_id = db.session.scalar(select(Mandate.territory_id).where(Mandate.id == mandate_id))
    if territory_id is None:
        raise OutOfReach
    load(actor, Permission.MANDATE_GIVE, Territory, territory_id)
    return db.session.get_one(Mandate, mandate_id, populate_existing=True)


def unlink(mandate: Mandate) -> None:
    """Nothing refers any more to a mandate that is taken back."""
    for follower in db.session.scalars(select(Mandate).where(Mandate.replaces_id == mandate.id)):
        follower.replaces_id, follower.replaced_end = None, None
    db.session.flush()
