"""What does a structure say of itself beyond its trades? Read by its own pages and by its public sheet."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clauses.domain.kinds import EmployerKind, OrganizationKind
from clauses.domain.kinds_files import ScanState
from clauses.domain.kinds_partners import Zone
from clauses.extensions import db
from clauses.models.capacity import StructurePhoto
from clauses.models.files import StoredFile
from clauses.models.partners import Capability, PrefectWaiver, SiaeProfile
from clauses.models.people import Organization
from clauses.reference import geography, sectors
from clauses.wording.structure import DEPARTMENTS


@dataclass(frozen=True, slots=True)
class Photo:
    id: int
    caption: str
    waits: bool  # the antivirus has not answered yet


@dataclass(frozen=True, slots=True)
class Profile:
    """What the public reads of a sheet, in words; empty parts are left out by the page."""

    brand: str | None
    lends_staff: bool
    takes_works: bool
    joins_groups: bool
    zone: Zone
    radius_km: int | None
    areas: tuple[str, ...]
    sectors: tuple[str, ...]
    networks: tuple[str, ...]
    equipment: str | None
    recruitment: str | None
    website: str | None
    public_contact: str | None
    under_agreement: bool
    agreement_number: str | None
    agreement_start: date | None
    agreement_end: date | None
    waivers: tuple[tuple[str, date, date], ...]  # those that still run
    published_on: date | None
    photos: tuple[Photo, ...]


def public_profile(organization_id: int, on: date) -> Profile | None:
    """The sheet of a structure as anybody may read it; None when it has none. Three statements."""
    row = _sheet(organization_id)
    if row is None:
        return None
    known, networks = sectors.sectors(), sectors.networks()
    waivers = [
        (one.number, one.starts_on, one.ends_on) for one in waivers_of(organization_id) if one.ends_on >= on
    ]
    return Profile(
        row.brand, row.lends_staff, row.takes_works, row.joins_groups, row.zone, row.radius_km,
        tuple(area_name(code) for code in row.zone_codes),
        tuple(known[slug].label for slug in row.sectors if slug in known),
        tuple(networks[slug].short for slug in row.networks if slug in networks),
        row.equipment, row.recruitment_procedure, row.website, row.public_contact, row.under_agreement,
        row.agreement_number, row.agreement_start, row.organization.agreement_end,
        tuple(waivers) if row.employer_kind is EmployerKind.AI else (), row.published_on,
        tuple(one for one in photos_of(organization_id) if not one.waits),
    )  # fmt: skip


def _sheet(organization_id: int) -> SiaeProfile | None:
    return db.session.scalar(
        select(SiaeProfile)
        .join(Organization, Organization.id == SiaeProfile.organization_id)
        .where(SiaeProfile.organization_id == organization_id, Organization.kind == OrganizationKind.EMPLOYER)
        .options(joinedload(SiaeProfile.organization))
    )


def own_sheet(organization_id: int) -> SiaeProfile | None:
    """The sheet of one's own structure with its organization; None when the organization is not a structure."""
    return _sheet(organization_id)


def trades_of(organization_id: int) -> list[str]:
    """The codes of the trades that it lists."""
    return list(
        db.session.scalars(
            select(Capability.trade)
            .where(Capability.organization_id == organization_id)
            .order_by(Capability.trade)
        )
    )


def waivers_of(organization_id: int) -> list[PrefectWaiver]:
    """The prefect's decisions it declared, the latest first."""
    return list(
        db.session.scalars(
            select(PrefectWaiver)
            .where(PrefectWaiver.organization_id == organization_id)
            .order_by(PrefectWaiver.starts_on.desc())
        )
    )


def photos_of(organization_id: int) -> list[Photo]:
    """The photos that are shown, in the order they were put."""
    rows = db.session.execute(
        select(StructurePhoto.id, StructurePhoto.caption, StoredFile.scan)
        .join(StoredFile, StoredFile.id == StructurePhoto.file_id)
        .where(
            StructurePhoto.organization_id == organization_id, StructurePhoto.withdrawn_at.is_(None),
            StoredFile.scan != ScanState.INFECTED, StoredFile.erased_at.is_(None),
        )
        .order_by(StructurePhoto.id)
    )  # fmt: skip
    return [Photo(id, caption, scan is ScanState.WAITING) for id, caption, scan in rows]


def photo_file(organization_id: int, photo_id: int) -> StoredFile | None:
    """The file of a photo that is shown; None for any other number."""
    return db.session.scalar(
        select(StoredFile)
        .join(StructurePhoto, StructurePhoto.file_id == StoredFile.id)
        .where(
            StructurePhoto.id == photo_id, StructurePhoto.organization_id == organization_id,
            StructurePhoto.withdrawn_at.is_(None), StoredFile.erased_at.is_(None),
        )
    )  # fmt: skip


def waiver_file(organization_id: int, waiver_id: int) -> StoredFile | None:
    """The decree of one of its waivers; None for any other number."""
    return db.session.scalar(
        select(StoredFile)
        .join(PrefectWaiver, PrefectWaiver.file_id == StoredFile.id)
        .where(PrefectWaiver.id == waiver_id, PrefectWaiver.organization_id == organization_id)
    )


def areas() -> list[tuple[str, str]]:
    """(code, name) of the areas a structure may say it works in: the départements known here, then their EPCI."""
    found = [(code, area_name(code)) for code in geography.DEPARTMENTS]
    epcis = sorted(
        (one for department in geography.DEPARTMENTS for one in geography.epcis(department)),
        key=lambda one: geography.folded(one.name),
    )
    return found + [(one.code, one.name) for one in epcis]


def area_name(code: str) -> str:
    """An area in words; its code where it is not known here."""
    epci = geography.epci(code)
    return epci.name if epci else DEPARTMENTS.get(code, code)
