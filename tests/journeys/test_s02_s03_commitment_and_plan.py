"""S02 (steps 6-8) and S03: the company declares, the resource person allocates, the structures answer.

Every act is a request over HTTP, on both databases; figures are those of the scenarios.
"""

import pytest
from sqlalchemy import select

from clauses.domain.kinds import CommitmentState, LineState, PlanState
from clauses.extensions import db
from clauses.models.allocation import AllocationPlan, Commitment
from tests import stage
from tests.portal import Browser, Portal
from tests.reading import Page

AI, ETTI, EI = (
    ("ai_placement", "Coup d'Main Beauvaisis (AI)"),
    ("etti_placement", "Tremplin Intérim 60 - agence de Beauvais (ETTI)"),
    ("subcontract_ei", "Bâti Solidaire Picardie (EI)"),
)
CONTACT = "Mickaël Roussel, conducteur de travaux, 03 53 01 00 02"


def typed(*lines: tuple[tuple[str, str], str, str], **more: str) -> dict[str, str]:
    """The fields of a grid: (modality and structure, hours, persons) a line."""
    fields = dict(more)
    for i, ((modality, partner), hours, persons) in enumerate(lines):
        fields |= {f"line_modality-{i}": modality, f"line_partner-{i}": partner, f"line_hours-{i}": hours,
                   f"line_persons-{i}": persons}  # fmt: skip
    return fields


def declaration(browser: Browser, commitment: Commitment) -> Page:
    return browser.get(f"/engagements/{commitment.id}/declaration")


@pytest.fixture
def commitment(portal: Portal) -> Commitment:
    found = stage.awarded(portal)
    portal.day("2026-06-22")
    return found


def test_a_declaration_of_600_hours_for_two_people_in_an_ai_says_that_120_must_go_to_an_etti(
    portal: Portal, commitment: Commitment
) -> None:
    mickael = portal.sign_in("mickael.roussel")
    page = declaration(mickael, commitment)
    answer = mickael.submit(
        page,
        typed((AI, "600", "2"), (ETTI, "280", "2"), (EI, "310", "2")),
        press="Calculer le total",
        status=200,
    )
    assert "Total : 1 190 h sur 1 190 h. Il reste 0 h à répartir." in answer
    assert "600 h pour 2 personnes, soit 300 h chacune" in answer
    assert "120 h devront passer par une ETTI" in answer


def test_a_declaration_under_the_target_is_refused_and_keeps_what_was_typed(
    portal: Portal, commitment: Commitment
) -> None:
    mickael = portal.sign_in("mickael.roussel")
    fields = typed((AI, "500", "2"), (ETTI, "280", "2"), (EI, "310", "2"), relay_choice="resource_person",
                   company_contact=CONTACT, signatory="y")  # fmt: skip
    answer = mickael.submit(declaration(mickael, commitment), fields, press="send", status=422)
    assert "Vous avez réparti 1 090 h sur 1 190 h. Il reste 100 h à répartir." in answer
    assert answer.by_id("line_hours-0").get("value") == "500"
    db.session.rollback()
    assert db.session.get_one(Commitment, commitment.id).state is CommitmentState.DRAFT


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("signatory", "Cochez cette case pour transmettre la déclaration."),
        ("company_contact", "Indiquez un interlocuteur et son téléphone."),
        ("relay_choice", "Dites ce que vous prévoyez au-delà de 240 h"),
    ],
)
def test_a_declaration_is_not_sent_without_its(
    portal: Portal, commitment: Commitment, missing: str, sentence: str
) -> None:
    mickael = portal.sign_in("mickael.roussel")
    fields: dict[str, str | None] = {
        **typed((AI, "600", "2"), (ETTI, "280", "2"), (EI, "310", "2")),
        "relay_choice": "resource_person", "company_contact": CONTACT, "signatory": "y",
    }  # fmt: skip
    fields[missing] = None
    answer = mickael.submit(declaration(mickael, commitment), fields, press="send", status=422)
    assert sentence in answer


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ((AI, "beaucoup", "2"), "Saisissez un nombre d'heures, par exemple 35 ou 35,5."),
        ((AI, "-5", "2"), "Le nombre d'heures doit être supérieur à 0."),
        ((AI, "600", "0"), "Indiquez le nombre de personnes prévues, au moins 1."),
        ((("ai_placement", "Personne (AI)"), "600", "2"), "Choisissez une structure dans la liste proposée"),
        ((("etti_placement", "Coup d'Main Beauvaisis (AI)"), "1190", "9"), "ne peut pas faire d'heures en"),
    ],
)
def test_a_line_that_cannot_be_is_told_at_its_field(
    portal: Portal, commitment: Commitment, line: tuple[tuple[str, str], str, str], sentence: str
) -> None:
    mickael = portal.sign_in("mickael.roussel")
    fields = typed(line, company_contact=CONTACT, signatory="y")
    answer = mickael.submit(declaration(mickael, commitment), fields, press="send", status=422)
    assert sentence in answer


def test_the_declaration_reaches_the_resource_person_and_her_mailbox(
    portal: Portal, commitment: Commitment
) -> None:
    mickael = portal.sign_in("mickael.roussel")
    fields = typed((AI, "600", "2"), (ETTI, "280", "2"), (EI, "310", "2"), relay_choice="resource_person",
                   company_contact=CONTACT, signatory="y")  # fmt: skip
    sheet = mickael.follow(mickael.submit(declaration(mickael, commitment), fields, press="send"))
    assert "Transmis à Claire Delattre." in sheet
    portal.run_jobs()
    [letter] = portal.mails("M08")
    assert letter.recipient.email.startswith("claire.delattre")
    assert "1 190 h" in letter.body.replace("\u202f", " ")
    claire = portal.sign_in("claire.delattre")
    assert "Bâtisseurs du Thérain" in claire.get("/tableau-de-bord")


def test_the_resource_person_applies_the_relay_and_the_structures_settle_the_plan(portal: Portal) -> None:
    commitment = stage.submitted(portal)
    portal.day("2026-06-25")
    claire = portal.sign_in("claire.delattre")
    url = f"/engagements/{commitment.id}/affectation"
    page = claire.submit(claire.get(url), press="relay", status=200)
    values = [page.by_id(f"line_hours-{i}").get("value", "").replace("\u202f", " ") for i in range(3)]
    assert values == ["480", "400", "310"]
    for share in ("40,3 %", "33,6 %", "26,1 %"):
        assert share in page

    refused = claire.submit(
        page, typed((AI, "500", "2"), (ETTI, "380", "2"), (EI, "310", "2")), press="propose", status=422
    )
    assert "Indiquez le motif : la coopération AI-ETTI au-delà de 240 h" in refused
    assert "250 h par personne" in refused

    sheet = claire.follow(claire.submit(page, press="propose"))
    assert "Plan d'affectation proposé à 3 structures." in sheet
    portal.run_jobs()
    assert len(portal.mails("M09")) == 3

    portal.day("2026-06-26")
    for start in ("nadege.brunel", "olivier.lambert"):
        browser = portal.sign_in(start)
        browser.submit(browser.get("/demandes"), {"answer": "accepted"})
    portal.day("2026-06-29")
    elodie = portal.sign_in("elodie.petit", "agence de Beauvais")
    elodie.submit(elodie.get("/demandes"), {"answer": "countered", "answer_hours": "380"})
    sheet = claire.get(f"/engagements/{commitment.id}")
    assert "Contre-proposition" in sheet and "Il manque 20 h" in sheet

    portal.day("2026-06-30")
    elodie.submit(elodie.get("/demandes"), {"answer": "accepted", "answer_hours": ""})
    db.session.rollback()
    plan = db.session.scalars(select(AllocationPlan)).one()
    assert (plan.state, plan.number) == (PlanState.SETTLED, 1)
    assert {line.state for line in plan.lines} == {LineState.ACCEPTED}
    assert plan.commitment.state is CommitmentState.PLANNED
    portal.run_jobs()
    assert {m.recipient.email.split("@")[0] for m in portal.mails("M10")} >= {
        "mickael.roussel", "nadege.brunel", "elodie.petit", "olivier.lambert", "sandrine.lemaire",
    }  # fmt: skip
    lot = stage.lot(1)
    sandrine = portal.sign_in("sandrine.lemaire")
    assert "Non démarré" in sandrine.get(f"/marches/{lot.market_id}/lots/1")


def test_a_structure_sees_its_own_line_and_no_other(portal: Portal) -> None:
    plan = stage.proposed(portal)
    nadege = portal.sign_in("nadege.brunel")
    sheet = nadege.get(f"/engagements/{plan.commitment_id}")
    assert "Coup d'Main Beauvaisis" in sheet
    assert "Bâti Solidaire" not in sheet.text
    outsider = portal.sign_in("fatou.diop")
    outsider.get(f"/engagements/{plan.commitment_id}", status=404)


def test_a_line_is_answered_by_its_structure_alone(portal: Portal) -> None:
    plan = stage.proposed(portal)
    line = plan.lines[0]
    for start, status in (
        ("fatou.diop", 404),
        ("mickael.roussel", 403),
        ("claire.delattre", 403),
        ("yann.morel", 404),
    ):
        portal.sign_in(start).post(f"/demandes/{line.id}", {"answer": "accepted"}, status=status)


def test_two_people_who_open_the_same_plan_are_told_and_nothing_typed_is_lost(portal: Portal) -> None:
    commitment = stage.submitted(portal)
    claire = portal.sign_in("claire.delattre")
    url = f"/engagements/{commitment.id}/affectation"
    first, second = claire.get(url), claire.get(url)
    claire.submit(first, typed((AI, "480", "2"), (ETTI, "400", "2"), (EI, "310", "2")), press="propose")
    late = claire.submit(
        second, typed((AI, "470", "2"), (ETTI, "410", "2"), (EI, "310", "2")), press="propose", status=409
    )
    assert "Claire Delattre" in late and "470" in late.text
