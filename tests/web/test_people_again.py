"""Do the people of last month come back in one act, on the lots that still run, and never with their hours? (F05)"""

from datetime import date

import pytest
from sqlalchemy import select, update

from clauses.domain.kinds import EligibilityState
from clauses.extensions import db, write_transaction
from clauses.models.hours import Eligibility, EmploymentContract, HoursEntry
from tests import stage_hours
from tests.portal import Portal
from tests.stage_hours import AI, Site

SEPTEMBER = date(2026, 9, 1)
COPY = "Copier les personnes du mois dernier"


@pytest.fixture
def site(portal: Portal) -> Site:
    """Both worked in September; the contract of P1 ended with it, that of P2 goes on."""
    found = stage_hours.begun(portal)
    portal.day("2026-10-05")
    found.enter(SEPTEMBER, {("P1", AI): 70, ("P2", AI): 63})
    with write_transaction():
        db.session.execute(
            update(EmploymentContract)
            .where(EmploymentContract.id == found.contracts["P1", AI])
            .values(ends_on=date(2026, 9, 30), tutor="Chef d'équipe")
        )
        db.session.commit()
    portal.day("2026-10-28")
    return found


def contracts() -> list[tuple[date, date | None]]:
    db.session.rollback()
    return [
        (one.starts_on, one.ends_on)
        for one in db.session.scalars(select(EmploymentContract).order_by(EmploymentContract.id))
    ]


def test_people_of_last_month_come_again_without_their_hours(site: Site) -> None:
    nadege = site.portal.sign_in("nadege.brunel")
    page = nadege.get("/heures?month=2026-10")
    assert "Zéphyrin Aubrespin, lot 1" in page and "Ottilie Brancaleu, lot 1" not in page
    nadege.submit(page, form="/heures/personnes", press=COPY)
    assert contracts()[-1] == (date(2026, 10, 1), date(2026, 10, 31)) and len(contracts()) == 3
    db.session.rollback()
    assert {entry.report.month for entry in db.session.scalars(select(HoursEntry))} == {SEPTEMBER}
    page = nadege.get("/heures?month=2026-10")
    assert COPY not in page and "Zéphyrin Aubrespin" in page
    made = db.session.scalars(select(EmploymentContract).order_by(EmploymentContract.id.desc())).first()
    assert made is not None and made.tutor == "Chef d'équipe"
    nadege.submit(page, {f"h_worked-{made.id}": "84"}, form="grid")


def test_nobody_ticked_and_a_list_that_changed_are_told(site: Site) -> None:
    nadege = site.portal.sign_in("nadege.brunel")
    page = nadege.get("/heures?month=2026-10")
    none = nadege.submit(page, {"again": None}, form="/heures/personnes", status=422)
    assert "Cochez au moins une personne à copier." in none
    nadege.submit(page, form="/heures/personnes", press=COPY)
    again = {"month": "2026-10", "again": str(site.contracts["P1", AI])}
    assert "La liste a changé depuis" in nadege.post("/heures/personnes", again, status=422)
    assert len(contracts()) == 3


def test_a_person_whose_eligibility_has_ended_is_not_taken_again(site: Site) -> None:
    with write_transaction():
        db.session.execute(update(Eligibility).values(state=EligibilityState.REFUSED))
        db.session.commit()
    nadege = site.portal.sign_in("nadege.brunel")
    page = nadege.get("/heures?month=2026-10")
    refused = nadege.submit(page, form="/heures/personnes", press=COPY, status=422)
    assert "son éligibilité ne couvre pas ce mois" in refused and len(contracts()) == 2


def test_only_the_employer_takes_its_people_again(site: Site) -> None:
    again = {"month": "2026-10", "again": str(site.contracts["P1", AI])}
    for who, status in (("fatou.diop", 422), ("mickael.roussel", 422), ("sandrine.lemaire", 403)):
        site.portal.sign_in(who).post("/heures/personnes", again, status=status)
    assert len(contracts()) == 2
