"""What can each structure do, and how many hours a month can it offer?"""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, event, inspect
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from clauses.domain.kinds import EmployerKind, OrganizationKind
from clauses.domain.kinds_partners import Zone
from clauses.extensions import Base
from clauses.models.people import Organization
from clauses.models.types import Hours, JsonList, Kind, Numbered, Versioned
from clauses.reference import places

LENDERS = frozenset({EmployerKind.AI, EmployerKind.ETTI, EmployerKind.EATT, EmployerKind.GEIQ})
MILLION = 1_000_000


class SiaeProfile(Versioned, Base):
    """The sheet of a structure in the directory: one for each organization that is an employer.

    The place is in millionths of a degree (WGS 84), of the address when a source gave it, else of its commune. The
    commune and the postcode are kept as written, for structures far from the communes the portal knows.
    """

    __tablename__ = "siae_profile"
    __table_args__ = (
        CheckConstraint("(lat_e6 IS NULL) = (lon_e6 IS NULL)", name="place"),
        CheckConstraint("radius_km BETWEEN 0 AND 150", name="radius_km"),
        Index("ix_siae_profile_employer_kind_lat_e6", "employer_kind", "lat_e6"),
        Index("ix_siae_profile_lat_e6_lon_e6", "lat_e6", "lon_e6"),
    )

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), unique=True)
    employer_kind: Mapped[EmployerKind] = mapped_column(Kind(EmployerKind))  # that of the organization
    brand: Mapped[str | None] = mapped_column(String(200))
    city: Mapped[str] = mapped_column(String(100))
    post_code: Mapped[str | None] = mapped_column(String(5))
    lat_e6: Mapped[int | None]
    lon_e6: Mapped[int | None]
    zone: Mapped[Zone] = mapped_column(Kind(Zone), default=Zone.RADIUS)
    radius_km: Mapped[int | None]
    zone_codes: Mapped[list[str]] = mapped_column(JsonList, default=list)
    lends_staff: Mapped[bool] = mapped_column(default=False)  # mise à disposition, intérim
    takes_works: Mapped[bool] = mapped_column(default=False)  # sous-traitance, prestation
    joins_groups: Mapped[bool] = mapped_column(default=False)  # cotraitance
    sectors: Mapped[list[str]] = mapped_column(JsonList, default=list)  # slugs of the sector taxonomy
    networks: Mapped[list[str]] = mapped_column(JsonList, default=list)
    recruitment_procedure: Mapped[str | None] = mapped_column(Text)
    equipment: Mapped[str | None] = mapped_column(Text)
    website: Mapped[str | None] = mapped_column(String(300))
    public_contact: Mapped[str | None] = mapped_column(String(120))  # a function, never a name
    naf: Mapped[str | None] = mapped_column(String(5))
    branch: Mapped[bool] = mapped_column(default=False)  # attached to the agreement of its head office
    under_agreement: Mapped[bool] = mapped_column(default=True)  # its agreement with the State is active
    agreement_number: Mapped[str | None] = mapped_column(String(60))
    agreement_start: Mapped[date | None]  # its end is on the organization
    source: Mapped[str] = mapped_column(String(40), default="account")
    source_id: Mapped[str | None] = mapped_column(String(60))
    source_date: Mapped[date | None]
    published_on: Mapped[date | None]  # the day the structure published its sheet itself

    organization: Mapped[Organization] = relationship(back_populates="profile")

    def stand_in(self, commune_code: str) -> None:
        """Place the sheet at the centre of a commune, under its name and its first postcode; nowhere if unknown."""
        found = places.place(commune_code)
        self.city = found.name if found else commune_code
        self.post_code = found.postcodes[0] if found and found.postcodes else None
        self.lat_e6 = round(found.lat * MILLION) if found and found.lat is not None else None
        self.lon_e6 = round(found.lon * MILLION) if found and found.lon is not None else None


class Capability(Numbered, Base):
    """A trade that a structure really covers today, with the hours it can offer in a month."""

    __tablename__ = "capability"
    __table_args__ = (UniqueConstraint("organization_id", "trade"),)

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    trade: Mapped[str] = mapped_column(String(40), index=True)
    monthly_hours: Mapped[int | None] = mapped_column(Hours)
    stated_on: Mapped[date]

    organization: Mapped[Organization] = relationship()


class PrefectWaiver(Numbered, Base):
    """A prefect's decision letting an AI go beyond the legal ceiling (C. trav. L5132-9 2°, D5132-18-1)."""

    __tablename__ = "prefect_waiver"

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    number: Mapped[str] = mapped_column(String(60))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))  # the decree itself
    stated_on: Mapped[date | None]
    stated_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    organization: Mapped[Organization] = relationship()


def new_profile(of: Organization) -> SiaeProfile:
    """The first sheet of a structure: the place of its commune, and what a structure of its kind does by law.

    AI, ETTI, EATT and GEIQ lend staff (C. trav. L5132-6, L5132-7, L5213-13-1, L1253-1); the others take works.
    """
    assert of.employer_kind is not None
    lends = of.employer_kind in LENDERS
    made = SiaeProfile(organization=of, employer_kind=of.employer_kind, source=of.origin or "account",
                       lends_staff=lends, takes_works=not lends)  # fmt: skip
    made.stand_in(of.commune_code)
    return made


@event.listens_for(Session, "before_flush")
def _keep_profiles(session: Session, context: Any, instances: Any) -> None:
    """Whoever makes an employer, its sheet is made with it; whoever moves it to another commune moves its sheet."""
    for one in [one for one in session.new if isinstance(one, Organization)]:
        if one.kind is OrganizationKind.EMPLOYER and one.profile is None:
            session.add(new_profile(one))
    for one in [one for one in session.dirty if isinstance(one, Organization)]:
        if inspect(one).attrs.commune_code.history.has_changes() and one.profile is not None:
            placed = inspect(one.profile).attrs
            if not (placed.lat_e6.history.has_changes() or placed.city.history.has_changes()):
                one.profile.stand_in(one.commune_code)
