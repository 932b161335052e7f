"""What does the directory say of every structure, to whoever takes it away? Nothing personal, nothing of hours."""

from collections.abc import Iterator

from sqlalchemy import select

from clauses.domain.kinds import OrganizationKind
from clauses.extensions import db
from clauses.models.partners import SiaeProfile
from clauses.models.people import Organization


def structures() -> Iterator[tuple[Organization, SiaeProfile]]:
    """Each open structure with its sheet, by SIRET then kind. One statement, read as it is written out."""
    question = (
        select(Organization, SiaeProfile)
        .join(SiaeProfile, SiaeProfile.organization_id == Organization.id)
        .where(Organization.kind == OrganizationKind.EMPLOYER, Organization.closed_on.is_(None))
        .order_by(Organization.siret, Organization.employer_kind_key)
    )
    for row in db.session.execute(question.execution_options(yield_per=500)):
        yield row[0], row[1]
