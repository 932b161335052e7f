"""Whom does a resource person find on their territory, what is missing there, and who stands in for them?"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from clauses.access.charges import Charge, able, charges
from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.kinds import OrganizationKind
from clauses.domain.kinds_accounts import SignUpState
from clauses.extensions import db
from clauses.models.accounts import SignUp
from clauses.models.handovers import Absence
from clauses.models.people import Membership, Organization, User
from clauses.models.territory import Territory
from clauses.queries import territories
from clauses.queries.territories import TerritorySheet


@dataclass(frozen=True, slots=True)
class OwnTerritory:
    """`standing_in`: the absences that the person covers; `waiting`: accounts to check there."""

    mine: tuple[Territory, ...]
    sheet: TerritorySheet | None
    charge: Charge | None
    buyers: tuple[Organization, ...]
    companies: tuple[Organization, ...]
    waiting: int
    absences: tuple[Absence, ...]
    standing_in: tuple[Absence, ...]
    deputies: tuple[User, ...]


def own_territory(actor: Actor, code: str | None, on: date) -> OwnTerritory:
    """The territory asked for, else the first one of the person; none of them while nobody has named them."""
    mine = tuple(
        db.session.scalars(
            select(Territory)
            .where(within_reach(actor, Permission.TERRITORY_VIEW, Territory))
            .order_by(Territory.code)
        )
    )
    chosen = next((one for one in mine if one.code == code), mine[0] if mine else None)
    sheet = territories.sheet(chosen.code, on) if chosen else None
    communes = {commune.code for _, members in sheet.groups for commune in members} if sheet else set()
    organizations = db.session.scalars(
        select(Organization)
        .where(Organization.kind.in_((OrganizationKind.BUYER, OrganizationKind.COMPANY)),
               Organization.commune_code.in_(communes),
               select(Membership.id).where(Membership.organization_id == Organization.id, Membership.active).exists())
        .order_by(Organization.name)
    ).all()  # fmt: skip
    waiting = db.session.scalar(
        select(func.count()).select_from(SignUp)
        .where(SignUp.state == SignUpState.WAITING_COORDINATION, SignUp.commune_code.in_(communes))
    )  # fmt: skip
    absences = db.session.scalars(
        select(Absence).where(or_(Absence.user_id == actor.user_id, Absence.deputy_id == actor.user_id),
                              Absence.ends_on >= on)
        .order_by(Absence.starts_on).options(joinedload(Absence.user), joinedload(Absence.deputy))
    ).all()  # fmt: skip
    deputies = db.session.scalars(
        select(User)
        .where(User.id.in_(able()), User.id != actor.user_id)
        .order_by(User.last_name, User.first_name)
    )
    return OwnTerritory(
        mine, sheet, charges(on, [chosen.id])[chosen.id] if chosen else None,
        tuple(o for o in organizations if o.kind is OrganizationKind.BUYER),
        tuple(o for o in organizations if o.kind is OrganizationKind.COMPANY), waiting or 0,
        tuple(a for a in absences if a.user_id == actor.user_id),
        tuple(a for a in absences if a.deputy_id == actor.user_id), tuple(deputies),
    )  # fmt: skip
