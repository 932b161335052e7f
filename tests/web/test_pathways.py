"""Is a portfolio kept by the structure alone until the person agrees, and again once the agreement is taken back? F06, S13."""

from datetime import date

import pytest
from sqlalchemy import select, text

from clauses.actions.people.purge import pseudonymise
from clauses.extensions import db, write_transaction
from clauses.models.hours import Participant
from clauses.models.pathways import PathwayEmployee, PortfolioConsent, SkillEntry
from clauses.queries.people import held, retention
from tests import stage, stage_hours
from tests.portal import Browser, Page, Portal
from tests.stage_hours import Site

NADEGE, OLIVIER = "nadege.brunel", "olivier.lambert"
STRANGERS = ("mickael.roussel", "sandrine.lemaire", "helene.vasseur", "maxime.ollier", "karim.benali")
NEW = {
    "p_last_name": "Ostrowick", "p_first_name": "Maëlle", "p_birth": "14/07/1994", "p_informed": "y", "k_type": "CDDI",
    "k_start": "05/01/2026", "k_end": "30/09/2026", "k_weekly": "26",
}  # fmt: skip


@pytest.fixture
def site(portal: Portal) -> Site:
    found = stage_hours.begun(portal)
    portal.day("2026-10-08")
    return found


def rows(model):  # type: ignore[no-untyped-def]
    db.session.rollback()
    found = select(model).order_by(model.id)
    return db.session.scalars(found, execution_options={"populate_existing": True}).all()


def added(nadege: Browser, **changed: str) -> Page:
    page = nadege.get("/parcours/nouvelle")
    return nadege.follow(nadege.submit(page, {**NEW, **changed}, form="parcours/nouvelle"))


def filled(nadege: Browser) -> str:
    """A person in pathway with one skill; returns the number of the pathway."""
    page = added(nadege)
    skill = {"s_skill": "Poser une plinthe", "s_level": "alone", "s_evidence": "Chantier des Tilleuls"}
    nadege.submit(page, skill, form="skill-form")
    return str(rows(PathwayEmployee)[-1].id)


def agree(nadege: Browser, number: str) -> Page:
    page = nadege.get(f"/parcours/{number}")
    return nadege.follow(nadege.submit(page, {"s_consent": "y", "consent_day": "07/10/2026"}, form="/accord"))


def test_a_list_without_anybody_says_what_to_do(portal: Portal):
    assert "Aucun salarié en parcours. Ajoutez une personne." in portal.sign_in(NADEGE).get("/parcours")


def test_somebody_employed_on_a_lot_is_followed_in_one_click_and_once(site: Site, portal: Portal):
    nadege = portal.sign_in(NADEGE)
    page = nadege.get("/parcours")
    assert "Employées sur un lot, pas encore suivies" in page and "Zéphyrin Aubrespin" in page
    person = rows(Participant)[0].id
    for _ in range(2):
        nadege.post("/parcours/suivre", {"person": str(person)}, status=303)
    assert [one.participant_id for one in rows(PathwayEmployee)] == [person]
    portal.sign_in(OLIVIER).post("/parcours/suivre", {"person": str(person)}, status=404)


def test_a_contract_on_no_lot_is_listed_with_its_dates_and_the_flag_of_twelve_months(
    site: Site, portal: Portal
):
    nadege = portal.sign_in(NADEGE)
    added(nadege, k_start="05/10/2025", k_end="31/12/2026")
    page = nadege.get("/parcours")
    for words in (
        "Maëlle Ostrowick",
        "du 05/10/2025 au 31/12/2026",
        "Parcours de plus de 12 mois",
        "à commencer",
    ):
        assert words in page, words
    added(nadege, p_last_name="Quervelle", k_start="08/10/2025", k_end="31/12/2026")
    assert nadege.get("/parcours").text.count("Parcours de plus de 12 mois") == 1


def test_a_portfolio_is_opened_by_the_territory_once_the_person_agrees_and_closed_again(
    site: Site, portal: Portal
):
    """S13 step 3, S16 line of the portfolio."""
    nadege = portal.sign_in(NADEGE)
    number = filled(nadege)
    url = f"/portefeuilles/{number}"
    for who in (OLIVIER, "claire.delattre", *STRANGERS):
        portal.sign_in(who).get(url, status=404)
    assert "Poser une plinthe" in nadege.get(url)
    told = agree(nadege, number)
    assert "Accord donné le 7 octobre 2026" in told
    for who in (OLIVIER, "claire.delattre"):
        page = portal.sign_in(who).get(url)
        assert "Poser une plinthe" in page and "Chantier des Tilleuls" in page, who
        assert "Maëlle Ostrowick" in portal.sign_in(who).get("/portefeuilles"), who
    portal.sign_in(OLIVIER).get(f"/parcours/{number}", status=403)
    for who in STRANGERS:
        portal.sign_in(who).get(url, status=404)
    nadege = portal.sign_in(NADEGE)
    nadege.post(f"/parcours/{number}/accord", {"s_consent": "y", "consent_day": "07/10/2026"}, status=409)
    gone = nadege.follow(nadege.submit(nadege.get(f"/parcours/{number}"), {}, form="accord/retirer"))
    assert "Sans accord, le portefeuille reste visible par votre seule structure." in gone
    for who in (OLIVIER, "claire.delattre"):
        portal.sign_in(who).get(url, status=404)
    assert [one.withdrawn_on for one in rows(PortfolioConsent)] == [date(2026, 10, 8)]


def test_what_is_typed_of_a_portfolio_is_sealed_and_holds_no_social_security_number(
    site: Site, portal: Portal
):
    nadege = portal.sign_in(NADEGE)
    number = filled(nadege)
    kept = db.session.execute(text("SELECT skill, evidence FROM skill_entry")).one()
    assert "plinthe" not in kept.skill and "Tilleuls" not in kept.evidence
    page = nadege.get(f"/parcours/{number}")
    typed = {"s_skill": "2 55 08 14 168 025 38", "s_level": "alone"}
    assert "Ceci ressemble à un numéro de sécurité sociale." in nadege.submit(
        page, typed, form="skill-form", status=422
    )
    empty = nadege.submit(page, {"s_skill": "", "s_date": "01/01/2027"}, form="skill-form", status=422)
    for words in (
        "Indiquez la compétence",
        "Choisissez un niveau.",
        "La date ne peut pas être dans le futur.",
    ):
        assert words in empty, words
    unsaid = nadege.submit(page, {"consent_day": "09/10/2026"}, form="/accord", status=422)
    assert "Cochez la case une fois que la personne vous a donné son accord." in unsaid


def test_what_comes_next_is_planned(site: Site, portal: Portal):
    nadege = portal.sign_in(NADEGE)
    number = filled(nadege)
    page = nadege.get(f"/parcours/{number}")
    nadege.submit(page, {"x_plan": "lasting_job", "x_date": "01/11/2026"}, form="plan-form")
    listed = nadege.get("/parcours")
    assert "Emploi durable" in listed and "01/11/2026" in listed
    alone = nadege.submit(nadege.get(f"/parcours/{number}"), {"x_plan": ""}, form="plan-form", status=422)
    assert "Choisissez la suite envisagée, ou effacez sa date." in alone


def test_the_copy_of_the_data_and_the_purge_know_the_portfolio(site: Site, portal: Portal):
    nadege = portal.sign_in(NADEGE)
    number = filled(nadege)
    agree(nadege, number)
    person = rows(PathwayEmployee)[-1].participant_id
    found = held.on_participant(person)
    sections = {one.title: one.rows for one in found}
    assert sections["Portefeuille de compétences"][0][1:4] == (
        "Poser une plinthe",
        "Seul",
        "Chantier des Tilleuls",
    )
    of_pathways = next(one for one in found if one.title == "Parcours")
    told = dict(zip(of_pathways.columns, of_pathways.rows[0], strict=True))
    assert (told["Accords de partage"], told["Sortie le"]) == ("07/10/2026", "")
    kept = next(one for one in retention.people([person]))
    assert kept.ended_on == max(date(2026, 9, 30), date(2026, 10, 8))
    with write_transaction():
        pseudonymise(db.session.get_one(Participant, person), portal.now)
        db.session.commit()
    assert not rows(SkillEntry) and not rows(PortfolioConsent)
    portal.sign_in(OLIVIER).get(f"/portefeuilles/{number}", status=404)


def test_two_people_of_the_same_name_are_asked_about(site: Site, portal: Portal):
    nadege = portal.sign_in(NADEGE)
    added(nadege)
    page = nadege.submit(nadege.get("/parcours/nouvelle"), NEW, form="parcours/nouvelle", status=422)
    assert "Oui, c'est la même personne" in page
    same = str(rows(PathwayEmployee)[-1].participant_id)
    again = nadege.submit(page, {**NEW, "p_duplicate": same}, form="parcours/nouvelle", status=422)
    assert "est déjà dans la liste de vos salariés en parcours." in again
    assert stage.actor(NADEGE).organization_id == rows(PathwayEmployee)[-1].organization_id
