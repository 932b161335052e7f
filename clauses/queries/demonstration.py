"""Is the demonstration loaded, and by which accounts is it entered?"""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clauses.domain.kinds import Role
from clauses.extensions import db
from clauses.models.people import Membership, Organization, User
from clauses.models.territory import Territory
from clauses.wording.labels import label

SHOWN = (
    "sandrine.lemaire", "mickael.roussel", "aurelie.ravon", "nadege.brunel", "elodie.petit", "olivier.lambert",
    "claire.delattre", "karim.benali", "helene.vasseur", "maxime.ollier",
)  # fmt: skip


def loaded() -> bool:
    return db.session.scalar(select(Territory.id).where(Territory.code == "T1")) is not None


def accounts() -> list[tuple[str, str]]:
    """(who, e-mail address) of the accounts shown first to a newcomer, in the order of the journey."""
    rows = db.session.scalars(
        select(User)
        .join(Membership)
        .join(Organization)
        .where(Organization.origin == "demonstration")
        .options(joinedload(User.memberships).joinedload(Membership.organization))
    ).unique()
    by_start = {user.email.split("@")[0]: user for user in rows}
    found = []
    for start in SHOWN:
        if user := by_start.get(start):
            membership = user.memberships[0]
            found.append((f"{user.name}, {role_words(membership)}", user.email))
    return found


def role_words(membership: Membership) -> str:
    organization = membership.organization
    if membership.role is Role.SIAE and organization.employer_kind:
        return f"{organization.employer_kind.value}, {organization.name}"
    return f"{label(membership.role).lower()}, {organization.name}"
