"""Is every structure in the directory once, under its own kind, and placed where it can be?"""

from collections.abc import Iterator

from sqlalchemy import or_, select

from clauses.domain.kinds import OrganizationKind
from clauses.extensions import db
from clauses.models.partners import SiaeProfile
from clauses.models.people import Organization
from clauses.reference import places


def profiles_kept() -> Iterator[str]:
    """Each employer has its sheet, of its own kind; nobody else has one; none is nowhere while its commune is known."""
    rows = db.session.execute(
        select(Organization.id, Organization.kind, Organization.employer_kind, Organization.commune_code,
               SiaeProfile.id, SiaeProfile.employer_kind, SiaeProfile.lat_e6)
        .outerjoin(SiaeProfile, SiaeProfile.organization_id == Organization.id)
        .where(or_(Organization.kind == OrganizationKind.EMPLOYER, SiaeProfile.id.is_not(None)))
        .order_by(Organization.id)
    )  # fmt: skip
    for organization_id, kind, employer_kind, commune_code, profile_id, profile_kind, lat in rows:
        if profile_id is None:
            yield f"organization {organization_id}: an employer without a sheet"
        elif kind is not OrganizationKind.EMPLOYER or employer_kind is not profile_kind:
            yield f"sheet {profile_id}: not of the kind of its organization"
        elif lat is None and (place := places.place(commune_code)) and place.lat is not None:
            yield f"sheet {profile_id}: nowhere, while its commune is known"
