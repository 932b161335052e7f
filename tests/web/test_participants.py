"""A person on a lot: PASS IAE, immersions, apprentices, and what a company never reads."""

from datetime import date

import pytest
from sqlalchemy import select

from clauses.domain.kinds import EntryState, Modality
from clauses.extensions import db
from clauses.models.hours import EmploymentContract, HoursEntry, LedgerLine, Participant
from clauses.models.participants import Immersion, PassIaeChange
from clauses.queries import invariants
from tests import stage, stage_hours
from tests.portal import Portal
from tests.stage_hours import AI, EI

NADEGE, CLAIRE, MICKAEL, OLIVIER = "nadege.brunel", "claire.delattre", "mickael.roussel", "olivier.lambert"


def rows(question):  # type: ignore[no-untyped-def]
    db.session.rollback()
    return list(db.session.scalars(question))


def person_typed(**changed: object) -> dict[str, object]:
    return {
        "p_last_name": "Ostrowick", "p_first_name": "Maëlle", "p_birth": "14/07/1994", "p_gender": "woman",
        "p_category": ["RSA"], "p_informed": "y", "k_modality": "ai_placement", "k_type": "CDDU",
        "k_start": "01/10/2026", **changed,
    }  # fmt: skip


def pass_of(portal: Portal, site: stage_hours.Site, start: str = "01/01/2024") -> str:
    person = rows(select(Participant.id).where(Participant.last_name == "Aubrespin"))[0]
    url = f"/participants/{person}/pass-iae"
    nadege = portal.sign_in(NADEGE)
    page = nadege.get(url)
    assert "Aucun PASS IAE enregistré" in page
    nadege.submit(page, {"pass_number": "999 992 139 048", "pass_start": start}, form="pass-iae")
    return url


def test_a_pass_of_1_january_2024_ends_on_30_december_2025(portal: Portal) -> None:
    """Trap 22: 730 days with the last one included, not 24 calendar months; 2024 is a leap year."""
    site = stage_hours.begun(portal)
    url = pass_of(portal, site)
    assert "30 décembre 2025" in portal.sign_in(NADEGE).get(url)
    wrong = portal.sign_in(NADEGE).post(url, {"pass_number": "12", "pass_start": "01/01/2024"}, status=422)
    assert "Indiquez le numéro du PASS IAE, 12 chiffres (ou 5 lettres et 7 chiffres)." in wrong
    twice = portal.sign_in(NADEGE).post(
        url, {"pass_number": "999992139048", "pass_start": "01/01/2024"}, status=422
    )
    assert "Un PASS IAE qui commence ce jour-là est déjà enregistré." in twice
    assert "PASS IAE, jusqu'au 30/12/2025" in portal.sign_in(CLAIRE).get(f"/lots/{site.lot_id}/participants")


def test_a_company_and_a_buyer_never_open_a_pass(portal: Portal) -> None:
    """Trap 25: that somebody has a PASS IAE is a ground; the company reads yes or no, and dates."""
    site = stage_hours.begun(portal)
    url = pass_of(portal, site)
    for who, status in ((MICKAEL, 403), ("sandrine.lemaire", 404), ("isabelle.caudron", 404)):
        portal.sign_in(who).get(url, status=status)
    people = portal.sign_in(MICKAEL).get(f"/lots/{site.lot_id}/participants")
    assert "PASS" not in people.text and "999992139048" not in people.text
    assert "Validée" in people and "jusqu'au 31/08/2028" in people


def test_hours_of_a_suspended_month_are_pointed_at_and_count_all_the_same(portal: Portal) -> None:
    """Trap 23: a suspension told late is an alert; nothing is rejected by itself."""
    site = stage_hours.begun(portal)
    url = pass_of(portal, site, "01/06/2026")
    portal.day("2026-10-02")
    site.enter(date(2026, 9, 1), {("P1", AI): 70, ("P2", AI): 63})
    nadege = portal.sign_in(NADEGE)
    pause = {"change_kind": "suspension", "change_start": "25/08/2026", "change_end": "10/10/2026"}
    told = nadege.follow(nadege.submit(nadege.get(url), pause, form="changements"))
    assert "le PASS IAE va maintenant jusqu'au 16/07/2028 inclus." in told
    again = nadege.submit(told, pause, form="changements", status=422)
    assert "Une suspension est déjà enregistrée à ces dates." in again
    portal.day("2026-10-05")
    site.submit(date(2026, 9, 1))
    claire = portal.sign_in(CLAIRE)
    page = claire.get(f"/validation/2026-09?lot={site.lot_id}")
    assert "prise en compte suspendue du 25/08/2026 au 10/10/2026" in page
    assert "les heures ne sont pas rejetées" in page
    company = portal.sign_in(MICKAEL).get(f"/releves/{site.lot_id}/2026-09")
    assert "PASS" not in company.text
    claire.submit(page, {"v_decision": "validate"}, form=f"/{site.lot_id}/decision")
    assert sum(rows(select(LedgerLine.hours))) == 13_300
    assert invariants.breaches() == []


def test_a_suspension_older_than_twelve_months_is_kept_and_said_to_be_late(portal: Portal) -> None:
    """Trap 23: up to twelve months back is usual; beyond, the structure is asked to check, and nothing is lost."""
    site = stage_hours.begun(portal)
    url = pass_of(portal, site, "01/01/2025")
    nadege = portal.sign_in(NADEGE)
    pause = {"change_kind": "suspension", "change_start": "01/03/2025", "change_end": "31/03/2025"}
    told = nadege.follow(nadege.submit(nadege.get(url), pause, form="changements"))
    assert "Cette suspension a plus de 12 mois" in told and "Aucune heure n'est rejetée." in told
    [change] = rows(select(PassIaeChange))
    nadege.submit(told, {"change_id": str(change.id)}, form="/retirer")
    assert rows(select(PassIaeChange.withdrawn_on)) == [portal.today]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"change_start": "01/01/2020", "change_end": "31/01/2020"}, "Ces dates sont hors du PASS IAE"),
        ({"change_start": "01/07/2026", "change_end": "30/06/2030"}, "Une suspension dure 36 mois au plus"),
        ({"change_start": "10/07/2026", "change_end": "09/07/2026"}, "Corrigez"),
        ({"change_kind": "senior", "change_start": "01/07/2026", "change_end": "31/07/2026"},
         "Une prolongation commence le lendemain du dernier jour du PASS IAE, le 31/05/2028."),
        ({"change_kind": "senior", "change_start": "31/05/2028", "change_end": "31/05/2029"},
         "Une prolongation se demande pour 12 mois au plus : celle-ci peut aller jusqu'au 30/05/2029."),
        ({"change_kind": "", "change_start": "31/02/2028"}, "Choisissez."),
    ],
)  # fmt: skip
def test_what_cannot_move_the_end_of_a_pass_is_refused_at_its_field(
    portal: Portal, typed: dict[str, str], said: str
) -> None:
    url = pass_of(portal, stage_hours.begun(portal), "01/06/2026")
    nadege = portal.sign_in(NADEGE)
    usual = {"change_kind": "suspension", "change_start": "01/07/2026", "change_end": "31/07/2026"}
    refused = nadege.submit(nadege.get(url), {**usual, **typed}, form="changements", status=422)
    assert said in refused or refused.problems
    assert rows(select(PassIaeChange)) == []


def test_an_immersion_is_a_counter_of_its_own_and_no_hour(portal: Portal) -> None:
    """Trap 37: a PMSMP counts 0 hour; one month at most, two agreements and 60 days in the same structure."""
    site = stage_hours.begun(portal)
    portal.day("2026-09-30")
    nadege = portal.sign_in(NADEGE)
    url = f"/lots/{site.lot_id}/participants/nouveau"
    blank = nadege.post(url, person_typed(k_type="PMSMP"), status=422)
    assert "Indiquez le dernier jour de la période" in blank and "Choisissez le but de la période" in blank
    stay = person_typed(k_type="PMSMP", k_purpose="discover", k_end="02/11/2026")
    long = nadege.post(url, stay, status=422)
    assert "Une PMSMP dure un mois au plus : celle-ci peut aller jusqu'au 31/10/2026." in long
    page = nadege.follow(nadege.post(url, {**stay, "k_end": "31/10/2026"}))
    assert "Elle ne compte aucune heure d'insertion." in page and "1 période, 31 jours" in page
    person = rows(select(Immersion.participant_id))[0]
    same = {**stay, "p_duplicate": str(person)}
    crossed = nadege.post(url, {**same, "k_start": "15/10/2026", "k_end": "31/10/2026"}, status=422)
    assert "Cette personne est déjà en PMSMP dans votre structure à ces dates." in crossed
    sixty = nadege.post(url, {**same, "k_start": "01/12/2026", "k_end": "30/12/2026"}, status=422)
    assert "Cette personne dépasserait 60 jours de PMSMP" in sixty
    nadege.post(url, {**same, "k_start": "01/12/2026", "k_end": "29/12/2026"})
    third = nadege.post(url, {**same, "k_start": "01/03/2027", "k_end": "02/03/2027"}, status=422)
    assert "une troisième n'est pas possible" in third
    assert len(rows(select(Participant).where(Participant.last_name == "Ostrowick"))) == 1
    assert rows(select(EmploymentContract).where(EmploymentContract.participant_id == person)) == []
    assert rows(select(HoursEntry).where(HoursEntry.participant_id == person)) == []
    assert "Ostrowick" not in nadege.get("/heures?month=2026-09").text, "no line of hours waits for it"


def test_an_apprentice_of_sixteen_is_added_with_a_warning(portal: Portal) -> None:
    stage.awarded(portal, 4, "Élec'Oise Réseaux")
    portal.day("2026-10-01")
    kevin = portal.sign_in("kevin.baudry")
    typed = person_typed(k_modality="direct_hire", k_type="APPRENTICESHIP", p_birth="01/10/2010",
                         p_category=[], p_other=["JEUNE_SQ"])  # fmt: skip
    page = kevin.follow(kevin.post(f"/lots/{stage.lot(4).id}/participants/nouveau", typed))
    assert "Moins de 18 ans : l'apprentissage est la voie ordinaire" in page
    assert "travaux dangereux" in page


def test_permanent_staff_of_an_ei_never_become_participants_whose_hours_count(portal: Portal) -> None:
    """Trap 36: without a proof of insertion accepted by the resource person, hours of an EI wait and count nowhere."""
    site = stage_hours.begun(portal)
    portal.day("2026-12-01")
    site.hire("P3", EI, date(2026, 12, 1), proven_on=None)
    site.enter(date(2026, 12, 1), {("P3", EI): 60})
    portal.day("2027-01-05")
    site.submit(date(2026, 12, 1))
    site.validate(date(2026, 12, 1))
    assert rows(select(LedgerLine)) == []
    assert [e.state for e in rows(select(HoursEntry))] == [EntryState.PENDING_ELIGIBILITY]
    assert {e.modality for e in rows(select(HoursEntry))} == {Modality.SUBCONTRACT_EI}


def test_no_number_of_the_state_is_asked_and_the_same_names_are_asked_about_in_either_order(
    portal: Portal,
) -> None:
    """Trap 26 and trap 27: names, accents, case, hyphens and order apart, and birth; never a NIR."""
    site = stage_hours.begun(portal)
    portal.day("2026-10-01")
    nadege = portal.sign_in(NADEGE)
    url = f"/lots/{site.lot_id}/participants/nouveau"
    assert "sécurité sociale" not in nadege.get(url).text
    nadege.post(url, person_typed())
    for typed in (
        {"p_last_name": "OSTROWICK", "p_first_name": "Maelle"},
        {"p_last_name": "Maëlle", "p_first_name": "Ostrowick"},
    ):
        asked = nadege.post(url, person_typed(**typed), status=422)
        assert "Maëlle OSTROWICK, né(e) le 14/07/1994, est déjà connu(e). Utiliser cette fiche ?" in asked
    other = person_typed(p_birth="15/07/1994")
    nadege.post(url, other)  # born on another day: told to nobody here
    assert len(rows(select(Participant).where(Participant.last_name == "Ostrowick"))) == 2
