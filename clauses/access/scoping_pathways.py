"""Where does the pathway of a person sit: in the structure that follows it, and, once the person agreed, with the SIAE of
its territory and whoever holds a mandate there?"""

from sqlalchemy import and_, exists, false, or_, select

from clauses.access.policy import Actor, Reach
from clauses.access.reaches import Criterion
from clauses.domain.kinds import SIAE_KINDS, Role
from clauses.models.pathways import PathwayEmployee, PortfolioConsent
from clauses.models.people import Organization
from clauses.reference import geography


def pathway(actor: Actor, reach: Reach) -> Criterion:
    own = PathwayEmployee.organization_id == actor.organization_id
    if reach is Reach.OWN:
        return own if actor.role is Role.SIAE else false()
    if reach is not Reach.SHARED:
        return false()
    agreed = exists().where(
        PortfolioConsent.pathway_id == PathwayEmployee.id, PortfolioConsent.withdrawn_on.is_(None)
    )
    communes = [one.code for epci in sorted(actor.epcis) for one in geography.communes_of(epci)]
    there = select(Organization.id).where(
        Organization.commune_code.in_(communes), Organization.employer_kind.in_(SIAE_KINDS)
    )
    shared = and_(agreed, PathwayEmployee.organization_id.in_(there))
    return or_(own, shared) if actor.role is Role.SIAE else shared
