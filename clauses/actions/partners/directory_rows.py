"""How does a row of a list become a structure and its sheet, or change those that are known?"""

from clauses.domain.kinds import OrganizationKind
from clauses.domain.kinds_partners import DirectoryShape
from clauses.extensions import Base
from clauses.models.partners import Capability, new_profile
from clauses.models.people import Organization
from clauses.queries.directory_lists import OF_ORGANIZATION, Change, Found

LISTED = frozenset(shape.value for shape in DirectoryShape)


def create(found: Found) -> list[Base]:
    """A structure that nobody has an account for yet, its sheet and its trades; where it comes from is the list."""
    entry = found.entry
    organization = Organization(
        kind=OrganizationKind.EMPLOYER, employer_kind=entry.kind, employer_kind_key=entry.kind.value,
        siret=entry.siret, origin=entry.source if entry.source in LISTED else entry.shape.value,
        **{name: value for name, value in found.values.items() if name in OF_ORGANIZATION},
    )  # fmt: skip
    profile = new_profile(organization)
    for name, value in found.values.items():
        if name not in OF_ORGANIZATION:
            setattr(profile, name, value)
    profile.source, profile.source_id, profile.source_date = entry.source, entry.source_id, entry.source_date
    return [profile, *(_capability(organization, code, found) for code in found.trades)]


def rewrite(organization: Organization, change: Change) -> list[Base]:
    """Give a structure and its sheet the values that the list knows better; the trades to add."""
    for name, value in change.values.items():
        setattr(organization if name in OF_ORGANIZATION else organization.profile, name, value)
    return [_capability(organization, code, change.found) for code in change.trades]


def _capability(organization: Organization, code: str, found: Found) -> Capability:
    """A trade that the list says or shows, without hours: those are the structure's to state."""
    return Capability(
        organization=organization, trade=code, monthly_hours=None, stated_on=found.entry.source_date
    )
