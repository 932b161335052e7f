"""What does the directory say of every structure, to whoever takes it away? Nothing personal, nothing of hours."""

from collections.abc import Iterator

from sqlalchemy import select

from clauses.domain.kinds import OrganizationKind
from clauses.extensions import db
from clauses.models.partners import Capability, SiaeProfile
from clauses.models.people import Organization


def structures() -> Iterator[tuple[Organization, SiaeProfile, list[str]]]:
    """Each open structure with its sheet and its trades, by SIRET then kind. Two statements."""
    practised: dict[int, list[str]] = {}
    for owner, code in db.session.execute(
        select(Capability.organization_id, Capability.trade).order_by(Capability.trade)
    ):
        practised.setdefault(owner, []).append(code)
    question = (
        select(Organization, SiaeProfile)
        .join(SiaeProfile, SiaeProfile.organization_id == Organization.id)
        .where(Organization.kind == OrganizationKind.EMPLOYER, Organization.closed_on.is_(None))
        .order_by(Organization.siret, Organization.employer_kind_key)
    )
    for one, profile in db.session.execute(question.execution_options(yield_per=500)):
        yield one, profile, practised.get(one.id, [])
