"""Who takes over the files of a territory that nobody holds, or of an organization that closes?"""

from datetime import date, datetime

from sqlalchemy import select

from clauses.access.charges import able
from clauses.access.gate import OutOfReach, load
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, civil_day, journal
from clauses.actions.people.mandates import MandateFields, put_in_charge, unlink
from clauses.domain.errors import Refused, Several
from clauses.domain.kinds import OrganizationKind
from clauses.domain.kinds_territories import MandateKind
from clauses.domain.mandates import DAY, IN_CHARGE, on_day
from clauses.extensions import db
from clauses.models.handovers import HostClosing
from clauses.models.people import Organization, User
from clauses.models.territory import Mandate, Territory


@action
def transfer_territory(
    actor: Actor, territory_id: int, to_id: int | None, day: date | None, reason: str | None, *,
    seen_warning: bool = False, now: datetime,
) -> Mandate:  # fmt: skip
    """The files of a vacant territory pass to a person until a holder is named: an interim from that day."""
    territory = load(actor, Permission.MANDATE_GIVE, Territory, territory_id)
    wrong = []
    if day is None or day < civil_day(now):
        wrong.append(Refused("transfer_past", field="transfer_date"))
    if to_id is None:
        wrong.append(Refused("transfer_to", field="transfer_to"))
    if not reason:
        wrong.append(Refused("transfer_reason", field="transfer_reason"))
    if wrong or day is None:
        raise Several(list(wrong))
    held = db.session.scalars(select(Mandate).where(Mandate.territory_id == territory_id))
    if any(one.kind in IN_CHARGE and on_day(one.starts_on, one.ends_on, day) for one in held):
        raise Refused("transfer_covered", field="transfer_date")
    fields = MandateFields(
        to_id, _successor_host(0, to_id), day, MandateKind.INTERIM, reason=reason, seen_warning=seen_warning
    )
    try:
        return put_in_charge(actor, territory, fields, now)
    except Refused as refusal:  # at the fields of this form
        raise Refused(
            refusal.code, field=FIELDS.get(refusal.field or "", refusal.field), **refusal.facts
        ) from None


FIELDS = {"rp_person": "transfer_to", "rp_from": "transfer_date"}


@action
def close_host(
    actor: Actor, host_id: int, closes_on: date | None, successor_id: int | None, reason: str | None, *,
    seen_warning: bool = False, now: datetime,
) -> HostClosing:  # fmt: skip
    """A host organization closes: from that day its territories pass to a person, or to the coordination."""
    host = db.session.scalar(
        select(Organization).where(Organization.id == host_id, Organization.kind == OrganizationKind.HOST)
    )
    if host is None:
        raise OutOfReach
    territory_ids = sorted(
        set(db.session.scalars(select(Mandate.territory_id).where(Mandate.host_id == host_id)))
    )
    held = {id: load(actor, Permission.MANDATE_GIVE, Territory, id) for id in territory_ids}
    if not held:
        raise OutOfReach
    on = civil_day(now)
    day = _closing_day(closes_on, reason, on)
    if db.session.scalar(select(HostClosing.id).where(HostClosing.organization_id == host_id)) is not None:
        raise Refused("host_already_closing")
    successor_host = _successor_host(host_id, successor_id)
    closing = HostClosing(organization_id=host_id, closes_on=day, successor_id=successor_id, reason=reason,
                          recorded_at=now, recorded_by_id=actor.user_id)  # fmt: skip
    passed = []
    for mandate in db.session.scalars(select(Mandate).where(Mandate.host_id == host_id).order_by(Mandate.id)):
        if mandate.ends_on is not None and mandate.ends_on < day:
            continue
        was_in_charge = mandate.kind in IN_CHARGE and mandate.starts_on < day
        if mandate.starts_on >= day:
            journal(actor, "mandate:cancel", held[mandate.territory_id], now=now, mandate=mandate.id)
            unlink(mandate)
            db.session.delete(mandate)
        else:
            mandate.ends_on, mandate.end_reason = day - DAY, reason
            journal(
                actor,
                "mandate:end",
                held[mandate.territory_id],
                now=now,
                mandate=mandate.id,
                ends_on=day - DAY,
            )
        if was_in_charge:
            passed.append(mandate.territory_id)
    db.session.flush()
    if successor_id is not None:
        for territory_id in passed:
            fields = MandateFields(successor_id, successor_host, day, reason=reason, seen_warning=True)
            put_in_charge(actor, held[territory_id], fields, now)
    db.session.add(closing)
    journal(
        actor, "host:close", host, now=now, closes_on=day, successor=successor_id, territories=len(passed)
    )
    return closing


def _closing_day(closes_on: date | None, reason: str | None, on: date) -> date:
    wrong = []
    if closes_on is None or closes_on < on:
        wrong.append(Refused("transfer_past", field="transfer_date"))
    if not reason:
        wrong.append(Refused("transfer_reason", field="transfer_reason"))
    if wrong or closes_on is None:
        raise Several(list(wrong))
    return closes_on


def _successor_host(host_id: int, successor_id: int | None) -> int | None:
    """Where the successor works; somebody of the organization that closes cannot take over from it."""
    if successor_id is None:
        return None
    user = db.session.scalar(select(User).where(User.id == successor_id, User.id.in_(able())))
    hosts = (
        [m.organization_id for m in user.memberships if m.active and m.organization_id != host_id]
        if user
        else []
    )
    if not hosts:
        raise Refused("transfer_to", field="transfer_to")
    return hosts[0]
