"""Has every structure its sheet in the directory, whoever made the structure and however old it is?"""

from sqlalchemy import delete, func, select

from clauses.actions.partners import complete_profiles
from clauses.actions.people import organizations
from clauses.domain.kinds import EmployerKind, OrganizationKind
from clauses.extensions import db, write_transaction
from clauses.models.partners import SiaeProfile
from clauses.models.people import Organization
from clauses.queries.invariants_directory import profiles_kept
from tests import stage
from tests.portal import Portal


def test_every_structure_has_its_sheet_at_the_commune_from_its_first_day(portal: Portal) -> None:
    assert not list(profiles_kept()), "the demonstration and its fifty real structures are complete"
    admin = stage.actor("maxime.ollier")
    for siret, kind in (("73282932000074", EmployerKind.AI), ("73282932000074", EmployerKind.ACI)):
        new = organizations.NewOrganization(
            "Atelier neuf", OrganizationKind.EMPLOYER, siret, "80021", None, kind
        )
        organizations.add_organization(admin, new, now=portal.now)
    lending, working = db.session.scalars(
        select(SiaeProfile).join(Organization).where(Organization.siret == siret).order_by(SiaeProfile.id)
    )
    assert (lending.lends_staff, working.lends_staff) == (True, False)
    assert (lending.city, lending.post_code, lending.lat_e6) == ("Amiens", "80000", 49_898_800)
    with write_transaction():
        lending.organization.commune_code = "60057"
        db.session.commit()
    assert lending.city == "Beauvais", "its sheet moves with it"


def test_a_structure_older_than_the_directory_gets_its_sheet_once(portal: Portal) -> None:
    with write_transaction():
        employers = db.session.scalar(select(func.count()).select_from(SiaeProfile))
        db.session.execute(delete(SiaeProfile))
        db.session.commit()
    assert len(list(profiles_kept())) == employers
    assert complete_profiles() == employers
    assert not list(profiles_kept()) and complete_profiles() == 0
