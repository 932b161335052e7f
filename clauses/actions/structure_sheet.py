"""How does a structure keep its own sheet? Part by part, by those who answer for it; each part is public at once.

The name, the SIRET and the kind are those of the account: they are changed by the administration, never here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, select

from clauses.access.gate import Forbidden, OutOfReach
from clauses.access.policy import Actor, Permission, reach_of
from clauses.actions.base import action, check_version, civil_day, journal, take_turn
from clauses.actions.files import keep
from clauses.config import FilesPlace
from clauses.domain.errors import DomainError, Refused, Several
from clauses.domain.files import CheckedFile
from clauses.domain.kinds import EmployerKind, OrganizationKind
from clauses.domain.kinds_partners import Zone
from clauses.domain.naming import named
from clauses.domain.values import add_months
from clauses.extensions import db
from clauses.models.capacity import StructurePhoto
from clauses.models.partners import Capability, PrefectWaiver, SiaeProfile
from clauses.models.people import Membership, Organization, User
from clauses.reference import rulebook, trades
from clauses.reference.geography import folded

MOST_TRADES = 12
MOST_PHOTOS = 6


@dataclass(frozen=True, slots=True)
class Presentation:
    brand: str | None
    presentation: str | None
    commune_code: str
    address: str | None
    website: str | None
    public_contact: str | None
    phone: str | None
    email: str | None


@dataclass(frozen=True, slots=True)
class Activities:
    trades: tuple[str, ...]
    sectors: tuple[str, ...]
    networks: tuple[str, ...]
    lends_staff: bool
    takes_works: bool
    joins_groups: bool
    zone: Zone
    radius_km: int | None
    zone_codes: tuple[str, ...]
    equipment: str | None


@dataclass(frozen=True, slots=True)
class Agreement:
    number: str | None
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Waiver:
    number: str
    starts_on: date
    ends_on: date


@action
def save_presentation(actor: Actor, new: Presentation, *, version: int | None, now: datetime) -> SiaeProfile:
    """Who the structure is, where, and how the public reaches it: a function and shared addresses, nobody's own."""
    profile = _own(actor, version)
    refusals = _private(profile.organization, new)
    if refusals:
        raise Several(refusals)
    organization = profile.organization
    profile.brand, profile.website, profile.public_contact = new.brand, new.website, new.public_contact
    organization.presentation, organization.address = new.presentation, new.address
    organization.phone, organization.email = new.phone, new.email
    if organization.commune_code != new.commune_code:  # its place on the map follows
        organization.commune_code = new.commune_code
    return _kept(actor, profile, "presentation", now)


@action
def save_activities(actor: Actor, new: Activities, *, version: int | None, now: datetime) -> SiaeProfile:
    """What the structure does, how and how far. A trade that is taken away keeps what was said of its hours."""
    profile = _own(actor, version)
    on = civil_day(now)
    wanted = set(new.trades)
    refusals: list[DomainError] = []
    if not 1 <= len(wanted) <= MOST_TRADES or any(trades.trade(one, on) is None for one in wanted):
        refusals.append(Refused("sheet_trades", field="trades", n=MOST_TRADES))
    if not (new.lends_staff or new.takes_works or new.joins_groups):
        refusals.append(Refused("sheet_modes", field="modes"))
    if new.zone is Zone.RADIUS and new.radius_km is None:
        refusals.append(Refused("sheet_radius", field="radius_km"))
    if new.zone is Zone.AREAS and not new.zone_codes:
        refusals.append(Refused("sheet_areas", field="zone_codes"))
    if refusals:
        raise Several(refusals)
    listed = {
        one.trade: one
        for one in db.session.scalars(
            select(Capability).where(Capability.organization_id == profile.organization_id).with_for_update()
        )
    }
    said = max((one.stated_on for one in listed.values()), default=on)
    gone, come = set(listed) - wanted, wanted - set(listed)
    db.session.execute(
        delete(Capability).where(
            Capability.organization_id == profile.organization_id, Capability.trade.in_(gone)
        )
    )
    db.session.add_all(
        Capability(organization_id=profile.organization_id, trade=one, monthly_hours=None, stated_on=said)
        for one in sorted(come)
    )
    profile.sectors, profile.networks = list(new.sectors), list(new.networks)
    profile.lends_staff, profile.takes_works, profile.joins_groups = (
        new.lends_staff, new.takes_works, new.joins_groups,
    )  # fmt: skip
    profile.zone = new.zone
    profile.radius_km = new.radius_km if new.zone is Zone.RADIUS else None
    profile.zone_codes = list(new.zone_codes) if new.zone is Zone.AREAS else []
    profile.equipment = new.equipment
    return _kept(actor, profile, "activities", now, added=sorted(come), removed=sorted(gone))


@action
def save_recruitment(actor: Actor, text: str | None, *, version: int | None, now: datetime) -> SiaeProfile:
    """Who may apply, through whom, and within which time."""
    profile = _own(actor, version)
    profile.recruitment_procedure = text
    return _kept(actor, profile, "recruitment", now)


@action
def save_agreement(actor: Actor, new: Agreement, *, version: int | None, now: datetime) -> SiaeProfile:
    """The agreement of the structure with the State; one that has ended lets it receive no more hours."""
    profile = _own(actor, version)
    if new.end is not None and new.end < civil_day(now):
        raise Refused("agreement_past", field="agreement_end", day=new.end)
    if new.start and new.end and new.end < new.start:
        raise Refused("agreement_order", field="agreement_end")
    profile.agreement_number, profile.agreement_start = new.number, new.start
    profile.organization.agreement_end = new.end
    return _kept(actor, profile, "agreement", now, ends_on=new.end)


@action
def add_waiver(
    actor: Actor, new: Waiver, sent: CheckedFile | None, *, files: FilesPlace, now: datetime
) -> PrefectWaiver:
    """A prefect's decision that lifts the ceiling of an AI (C. trav. L5132-9 2°), with the decree itself.

    It is added, never changed: hours are judged by the decision that stood in their month.
    """
    profile = _own(actor, None)
    if profile.employer_kind is not EmployerKind.AI:
        raise Refused("waiver_not_ai")
    refusals: list[DomainError] = []
    if new.ends_on < new.starts_on:
        refusals.append(Refused("waiver_order", field="waiver_end"))
    longest = rulebook.ceiling(civil_day(now)).waiver_max_months
    if new.ends_on >= add_months(new.starts_on, longest):
        refusals.append(Refused("waiver_long", field="waiver_end", n=longest))
    if sent is None:
        refusals.append(Refused("waiver_file", field="waiver_file"))
    if refusals:
        raise Several(refusals)
    take_turn(f"waiver:{profile.organization_id}")
    over = db.session.scalar(
        select(PrefectWaiver.number).where(
            PrefectWaiver.organization_id == profile.organization_id,
            PrefectWaiver.starts_on <= new.ends_on, PrefectWaiver.ends_on >= new.starts_on,
        )
    )  # fmt: skip
    if over is not None:
        raise Refused("waiver_overlap", field="waiver_start", number=over)
    assert sent is not None
    stored = keep(sent, files, profile.organization_id, "waiver_file", now)
    row = PrefectWaiver(
        organization_id=profile.organization_id, number=new.number, starts_on=new.starts_on, ends_on=new.ends_on,
        file_id=stored.id, stated_on=civil_day(now), stated_by_id=actor.user_id,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    journal(actor, "waiver:add", row, now=now, starts_on=new.starts_on, ends_on=new.ends_on)
    return row


@action
def put_photo(
    actor: Actor, caption: str, sent: CheckedFile | None, *, agreed: bool, files: FilesPlace, now: datetime
) -> StructurePhoto:
    """Show a photo on the sheet; whoever can be recognised on it has agreed."""
    profile = _own(actor, None)
    refusals: list[DomainError] = []
    if sent is None:
        refusals.append(Refused("photo_missing", field="photo"))
    if not agreed:
        refusals.append(Refused("photo_agreed", field="photo_agreed"))
    if refusals:
        raise Several(refusals)
    assert sent is not None
    take_turn(f"photos:{profile.organization_id}")
    shown = db.session.scalar(
        select(func.count(StructurePhoto.id)).where(
            StructurePhoto.organization_id == profile.organization_id, StructurePhoto.withdrawn_at.is_(None)
        )
    )
    if (shown or 0) >= MOST_PHOTOS:
        raise Refused("photo_most", field="photo", n=MOST_PHOTOS)
    stored = keep(sent, files, profile.organization_id, "photo", now)
    row = StructurePhoto(
        organization_id=profile.organization_id,
        file_id=stored.id,
        caption=caption,
        put_by_id=actor.user_id,
        put_at=now,
    )
    db.session.add(row)
    profile.published_on = civil_day(now)
    db.session.flush()
    journal(actor, "photo:put", row, now=now)
    return row


@action
def withdraw_photo(actor: Actor, photo_id: int, *, now: datetime) -> None:
    """Nobody sees it any more, from this moment on. Twice is once."""
    profile = _own(actor, None)
    row = db.session.scalar(
        select(StructurePhoto)
        .where(StructurePhoto.id == photo_id, StructurePhoto.organization_id == profile.organization_id)
        .with_for_update()
    )
    if row is None:
        raise OutOfReach
    if row.withdrawn_at is None:
        row.withdrawn_at = now
        journal(actor, "photo:withdraw", row, now=now)


def _own(actor: Actor, version: int | None) -> SiaeProfile:
    """The sheet of one's own structure, held until the act is done."""
    if reach_of(actor, Permission.SHEET_EDIT) is None:
        raise Forbidden
    found = db.session.scalar(
        select(SiaeProfile)
        .join(Organization, Organization.id == SiaeProfile.organization_id)
        .where(
            SiaeProfile.organization_id == actor.organization_id,
            Organization.kind == OrganizationKind.EMPLOYER,
        )
        .with_for_update(of=SiaeProfile)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise OutOfReach
    check_version(found, version)
    return found


def _kept(actor: Actor, profile: SiaeProfile, part: str, now: datetime, **facts: Any) -> SiaeProfile:
    """One more version of the sheet, whatever the table that changed."""
    profile.published_on = civil_day(now)
    before = profile.version
    db.session.flush()
    if profile.version == before:
        profile.version += 1
    journal(actor, "sheet:save", profile, now=now, part=part, **facts)
    return profile


def _private(organization: Organization, new: Presentation) -> list[DomainError]:
    """What would show a person: the name of a member as contact, the address of an account that was not there before."""
    people: Sequence[User] = db.session.scalars(
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.organization_id == organization.id)
    ).all()
    found: list[DomainError] = []
    names = {part for user in people for part in (user.last_name, user.name)}
    typed = named(new.public_contact or "", names, folded)
    if typed:
        found.append(Refused("sheet_contact_name", field="public_contact", name=typed))
    if new.email and new.email != organization.email and new.email in {user.email for user in people}:
        found.append(Refused("sheet_email_own", field="email"))
    return found
