"""How do structures known before the directory get their sheet, and how does one without a place find it?"""

from sqlalchemy import select

from clauses.actions.base import action
from clauses.domain.kinds import OrganizationKind
from clauses.extensions import db
from clauses.models.partners import SiaeProfile, new_profile
from clauses.models.people import Organization


@action
def complete_profiles() -> int:
    """Make the sheet of each employer that has none, and place those that a known commune can place; how many.

    It runs after each migration and changes nothing the second time.
    """
    alone = select(Organization).where(
        Organization.kind == OrganizationKind.EMPLOYER,
        ~select(SiaeProfile.id).where(SiaeProfile.organization_id == Organization.id).exists(),
    )
    made = [new_profile(one) for one in db.session.scalars(alone.order_by(Organization.id))]
    db.session.add_all(made)
    done = len(made)
    nowhere = (
        select(SiaeProfile, Organization.commune_code)
        .join(Organization, Organization.id == SiaeProfile.organization_id)
        .where(SiaeProfile.lat_e6.is_(None))
    )
    for profile, commune_code in db.session.execute(nowhere):
        city, post_code = profile.city, profile.post_code
        profile.stand_in(commune_code)
        if profile.lat_e6 is None:  # still unknown: what was written stays
            profile.city, profile.post_code = city, post_code
        else:
            done += 1
    return done
