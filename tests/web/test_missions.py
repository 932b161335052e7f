"""Is somebody already known placed on a lot in one page, and is the outcome of a trial placement asked and told? F04."""

import pytest
from sqlalchemy import select

from clauses.domain.kinds import Modality
from clauses.domain.kinds_pathways import TrialResult
from clauses.extensions import db
from clauses.models.hours import Eligibility, EmploymentContract, Participant
from clauses.models.pathways import TrialPlacement
from tests import stage_hours
from tests.portal import Browser, Page, Portal
from tests.stage_hours import AI, PEOPLE, Site

NADEGE = "nadege.brunel"


@pytest.fixture
def site(portal: Portal) -> Site:
    found = stage_hours.begun(portal)
    portal.day("2026-10-08")
    return found


def fresh(model):  # type: ignore[no-untyped-def]
    db.session.rollback()
    return db.session.scalars(
        select(model).order_by(model.id), execution_options={"populate_existing": True}
    ).all()


def person_of(who: str) -> int:
    db.session.rollback()
    return db.session.scalars(select(Participant.id).where(Participant.last_name == PEOPLE[who][1])).one()


def typed(site: Site, who: str = "P1", **changed: object) -> dict[str, object]:
    return {
        "k_person": str(person_of(who)), "k_place": f"{site.lot_id}:ai_placement", "k_type": "CDDU",
        "k_start": "12/10/2026", "k_end": "30/10/2026", "k_tutor": "Cheffe d'équipe", "k_reception": ["safety"],
        **changed,
    }  # fmt: skip


def create(nadege: Browser, data: dict[str, object], status: int = 303) -> Page:
    page = nadege.get("/missions/nouvelle")
    made = nadege.submit(page, data, form="missions/nouvelle", status=status)
    return nadege.follow(made) if status == 303 else made


def test_a_structure_without_a_mission_reads_that_there_is_none(portal: Portal):
    page = portal.sign_in(NADEGE).get("/missions")
    assert "Aucune mission en cours." in page
    assert "répondez d'abord à vos demandes" in portal.sign_in(NADEGE).get("/missions/nouvelle")


def test_the_missions_of_a_structure_are_listed_with_the_company_the_dates_and_the_tutor(
    site: Site, portal: Portal
):
    page = portal.sign_in(NADEGE).get("/missions")
    for words in ("Zéphyrin Aubrespin", "Bâtisseurs du Thérain", "Mise à disposition", "Chef d'équipe"):
        assert words in page, words
    assert "sans date de fin" in page


def test_somebody_known_is_placed_in_one_page_and_her_situation_is_not_asked_again(
    site: Site, portal: Portal
):
    before = len(fresh(Eligibility))
    page = create(portal.sign_in(NADEGE), typed(site, k_reception=[]))
    assert "La mission de Zéphyrin Aubrespin est enregistrée." in page
    contract = fresh(EmploymentContract)[-1]
    assert (contract.modality, f"{contract.starts_on:%d/%m/%Y}", contract.tutor) == (
        Modality.AI_PLACEMENT, "12/10/2026", "Cheffe d'équipe",
    )  # fmt: skip
    assert len(fresh(Eligibility)) == before and not fresh(TrialPlacement)


def test_a_second_reception_of_the_form_makes_one_mission(site: Site, portal: Portal):
    nadege = portal.sign_in(NADEGE)
    page = nadege.get("/missions/nouvelle")
    data = typed(site, k_reception=[])
    nadege.submit(page, data, form="missions/nouvelle")
    before = len(fresh(EmploymentContract))
    nadege.submit(page, data, form="missions/nouvelle")
    assert len(fresh(EmploymentContract)) == before


def test_the_outcome_of_a_trial_placement_is_asked_on_its_last_day_and_told(site: Site, portal: Portal):
    """S13, step 6."""
    nadege = portal.sign_in(NADEGE)
    page = create(nadege, typed(site, k_reception=[], is_test="y"))
    assert "suite à dire le 30/10/2026" in page
    trial = fresh(TrialPlacement)[0]
    url = f"/missions/{trial.contract_id}/suite"
    portal.day("2026-10-29")
    early = portal.sign_in(NADEGE).post(url, {"test_result": "hired", "version": 1}, status=422)
    assert "Cette période test n'est pas terminée : sa suite se dit à partir du dernier jour." in early
    assert "période test" not in portal.sign_in(NADEGE).get("/tableau-de-bord")
    portal.day("2026-10-30")
    nadege = portal.sign_in(NADEGE)
    home = nadege.get("/tableau-de-bord")
    assert "Une période test à conclure" in home and "Aubrespin" not in home
    listed = nadege.get("/missions")
    silent = nadege.submit(listed, {}, form="suite", status=422)
    assert "Indiquez la suite : la mission s'est terminée le 30 octobre 2026." in silent
    told = nadege.follow(nadege.submit(listed, {"test_result": "hired"}, form="suite"))
    assert "Suite enregistrée : Embauche proposée." in told and "dit le 30/10/2026" in told
    assert fresh(TrialPlacement)[0].result is TrialResult.HIRED
    assert "période test à conclure" not in nadege.get("/tableau-de-bord")


def test_a_trial_placement_asks_for_its_end_and_goes_through_an_ai_or_an_etti(site: Site, portal: Portal):
    page = create(portal.sign_in(NADEGE), typed(site, k_reception=[], is_test="y", k_end=""), 422)
    assert "Indiquez la fin de la période test : la suite vous est demandée ce jour-là." in page
    site.hire("P3", stage_hours.EI, portal.today)
    olivier = portal.sign_in("olivier.lambert")
    data = typed(
        site, "P3", k_place=f"{site.lot_id}:subcontract_ei", k_type="CDDI", k_reception=[], is_test="y"
    )
    refused = create(olivier, data, 422)
    assert "Une période test passe par une association intermédiaire ou une ETTI." in refused


def test_wrong_typing_is_told_at_its_field(site: Site, portal: Portal):
    nadege = portal.sign_in(NADEGE)
    page = create(nadege, {"k_start": "31/02/2026"}, 422)
    for words in ("Choisissez la personne.", "Choisissez le lot.", "Choisissez le type de contrat.",
                  "Cette date n'existe pas dans le calendrier."):  # fmt: skip
        assert words in page, words
    page = create(nadege, typed(site, k_reception=[], k_tutor="2 55 08 14 168 025 38"), 422)
    assert "Ceci ressemble à un numéro de sécurité sociale." in page
    page = create(nadege, typed(site, k_reception=[], k_start="01/10/2026", k_end="01/09/2026"), 422)
    assert "La date de fin doit être postérieure à la date de début" in page


def test_a_company_a_buyer_and_another_structure_never_reach_the_missions(site: Site, portal: Portal):
    contract = site.contract_of("P1", AI)
    for who in ("mickael.roussel", "sandrine.lemaire", "helene.vasseur", "claire.delattre"):
        portal.sign_in(who).get("/missions", status=403)
    olivier = portal.sign_in("olivier.lambert")
    assert "Aubrespin" not in olivier.get("/missions")
    olivier.post(f"/missions/{contract}/suite", {"test_result": "hired"}, status=404)
    portal.sign_in("mickael.roussel").post(
        f"/missions/{contract}/suite", {"test_result": "hired"}, status=403
    )
