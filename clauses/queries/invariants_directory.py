"""Is every structure in the directory once, under its own kind, and placed where it can be?"""

from collections.abc import Iterator

from sqlalchemy import or_, select

from clauses.domain.kinds import OrganizationKind
from clauses.extensions import db
from clauses.models.partners import SiaeProfile
from clauses.models.people import Organization
from clauses.reference import places
from clauses.wording.invariants import broken


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
            yield broken("sheet_missing", organization=organization_id)
        elif kind is not OrganizationKind.EMPLOYER or employer_kind is not profile_kind:
            yield broken("sheet_kind", sheet=profile_id)
        elif lat is None and (place := places.place(commune_code)) and place.lat is not None:
            yield broken("sheet_nowhere", sheet=profile_id)
