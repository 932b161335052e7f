"""Is a difficulty told, answered and kept from those it does not concern; and is a visit noted without naming anybody?"""

from datetime import date

import pytest
from sqlalchemy import select

from clauses.extensions import db
from clauses.models.follow_up import Difficulty, Visit
from clauses.models.hours import EmploymentContract
from tests import stage_hours
from tests.portal import Portal
from tests.stage_hours import PEOPLE, Site


@pytest.fixture
def site(portal: Portal) -> Site:
    found = stage_hours.begun(portal)
    portal.day("2026-10-08")
    return found


def fresh(model):  # type: ignore[no-untyped-def]
    db.session.rollback()
    return db.session.scalars(select(model)).all()


def test_a_difficulty_reaches_the_resource_person_and_comes_back_answered(site: Site, portal: Portal):
    address = f"/engagements/{site.plan.commitment_id}/difficulte"
    company = portal.sign_in("mickael.roussel")
    page = company.get(address)
    empty = company.submit(page, form="difficulty-form", status=422)
    assert "Choisissez un sujet." in empty and "Dites-nous en une phrase ce qui se passe." in empty
    first, last, _ = PEOPLE["P1"]
    named = company.submit(
        page,
        {"diff_kind": "absence", "diff_text": f"{first} {last} ne vient plus."},
        form="difficulty-form",
        status=422,
    )
    assert "semble citer une personne" in named and fresh(Difficulty) == []
    contract = site.contracts["P1", stage_hours.AI]
    who = db.session.get_one(EmploymentContract, contract).participant_id
    sent = company.submit(
        named, {"diff_kind": "absence", "diff_text": "Ne vient plus depuis lundi.", "diff_person": str(who), "diff_call": "y"},
        form="difficulty-form", status=303,
    )  # fmt: skip
    assert "est prévenu(e) de la difficulté" in company.follow(sent)
    (one,) = fresh(Difficulty)
    portal.run_jobs()
    (mail,) = portal.mails("M35")
    assert last not in mail.body and last not in mail.subject and "souhaite un rappel" in mail.body

    claire = portal.sign_in("claire.delattre")
    assert "Répondre à Bâtisseurs du Thérain" in claire.get("/tableau-de-bord")
    sheet = claire.get(f"/difficultes/{one.id}")
    assert f"{first} {last}" in sheet and "Ne vient plus depuis lundi." in sheet
    claire.submit(
        sheet, {"diff_answer": "Appelée ce matin : reprise mercredi."}, form="answer-form", status=303
    )
    portal.run_jobs()
    assert len(portal.mails("M72")) == 1
    assert "reprise mercredi" in company.get(f"/difficultes/{one.id}")
    # Neither the buyer nor another structure knows of it.
    portal.sign_in("sandrine.lemaire").get(f"/difficultes/{one.id}", status=404)
    portal.sign_in("nadege.brunel").get(f"/difficultes/{one.id}", status=404)


def test_a_visit_is_noted_by_functions_and_never_for_a_day_to_come(site: Site, portal: Portal):
    claire = portal.sign_in("claire.delattre")
    page = claire.get("/visites/nouvelle")
    typed = {
        "visit_lot": str(site.lot_id), "visit_kind": "welcome", "visit_date": "09/10/2026",
        "visit_with": "Conductrice de travaux", "visit_points": ["tutor", "safety"],
    }  # fmt: skip
    late = claire.submit(page, typed, form="visit-form", status=422)
    assert "La date ne peut pas être dans le futur." in late and fresh(Visit) == []
    claire.submit(late, {**typed, "visit_date": "07/10/2026"}, form="visit-form", status=303)
    (one,) = fresh(Visit)
    assert (one.held_on, one.points) == (date(2026, 10, 7), ["tutor", "safety"])
    listed = claire.get("/visites")
    assert "Conductrice de travaux" in listed and "Tuteur, Sécurité" in listed
    assert "Conductrice de travaux" not in portal.sign_in("nadege.brunel").get("/visites")
