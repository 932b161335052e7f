"""Who acts for which organization?"""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from clauses.access.policy import Actor
from clauses.domain.kinds import Role
from clauses.extensions import db
from clauses.models.people import Membership, Organization, User


def memberships_of(actor: Actor) -> list[Membership]:
    """The organizations this person may act for."""
    return list(
        db.session.scalars(
            select(Membership)
            .join(Organization)
            .where(Membership.user_id == actor.user_id, Membership.active)
            .options(selectinload(Membership.organization))
            .order_by(Organization.name, Membership.role)
        )
    )


def members_of(organization_id: int, role: Role | None = None) -> list[User]:
    """The people who act for an organization, whom its messages go to."""
    question = (
        select(User)
        .join(Membership)
        .where(Membership.organization_id == organization_id, Membership.active, User.active)
        .order_by(User.id)
    )
    if role is not None:
        question = question.where(Membership.role == role)
    return list(db.session.scalars(question).unique())
