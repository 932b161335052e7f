"""A declaration sent back, other figures proposed, an overrun re-allocated: every version kept with its reason (D06, E03)."""

import pytest
from sqlalchemy import select

from clauses.domain.kinds import CommitmentState, LineState, PlanState
from clauses.extensions import db
from clauses.models.allocation import AllocationPlan, Commitment
from tests import stage, stage_hours
from tests.journeys.test_s02_s03_commitment_and_plan import AI, EI, ETTI, typed
from tests.portal import Portal
from tests.reading import Page


def kept(page: Page, name: str) -> str:
    return page.by_id(name).get("value", "").replace("\u202f", " ")


def plans(portal: Portal) -> list[AllocationPlan]:
    db.session.expire_all()
    return list(db.session.scalars(select(AllocationPlan).order_by(AllocationPlan.number)))


def test_a_plan_waits_for_the_declaration_of_the_company(portal: Portal) -> None:
    commitment = stage.awarded(portal)
    claire = portal.sign_in("claire.delattre")
    page = claire.get(f"/engagements/{commitment.id}/affectation")
    assert "Bâtisseurs du Thérain n'a pas encore transmis sa déclaration" in page
    assert "Proposer le plan" not in page.text
    claire.post(f"/engagements/{commitment.id}/affectation", typed((AI, "10", "1")) | {"act": "propose"}, status=409)  # fmt: skip


def test_a_declaration_sent_back_is_completed_and_sent_again(portal: Portal) -> None:
    commitment = stage.submitted(portal)
    portal.day("2026-06-23")
    claire = portal.sign_in("claire.delattre")
    page = claire.get(f"/engagements/{commitment.id}/affectation")
    refused = claire.submit(page, {"completion": ""}, form="/complement", status=422)
    assert "Dites ce que l'entreprise doit compléter" in refused
    asked = {"completion": "Dites quels mois vous prévoyez pour l'ETTI."}
    told = claire.follow(claire.submit(page, asked, form="/complement"))
    assert "Bâtisseurs du Thérain est prévenue" in told
    portal.run_jobs()
    [letter] = portal.mails("M45")
    assert letter.recipient.email.startswith("mickael.roussel") and "quels mois" in letter.body

    mickael = portal.sign_in("mickael.roussel")
    page = mickael.get(f"/engagements/{commitment.id}/declaration")
    assert "Dites quels mois vous prévoyez pour l'ETTI." in page and kept(page, "line_hours-0") == "600"
    wrong = mickael.submit(
        page,
        {"line_first-1": "2027-03", "line_last-1": "2026-10", "signatory": "y"},
        press="send",
        status=422,
    )
    assert "Le dernier mois ne peut pas précéder le premier (mars 2027)." in wrong
    mickael.submit(
        page, {"line_first-1": "2026-12", "line_last-1": "2027-03", "signatory": "y"}, press="send"
    )
    again = portal.sign_in("claire.delattre").get(f"/engagements/{commitment.id}/affectation")
    assert "de décembre 2026 à mars 2027" in again
    db.session.rollback()
    found = db.session.get_one(Commitment, commitment.id)
    assert (found.state, found.completion) == (CommitmentState.SUBMITTED, None)


def test_other_figures_are_taken_back_and_whoever_proposed_them_is_not_asked_again(portal: Portal) -> None:
    plan = stage.proposed(portal)
    url = f"/engagements/{plan.commitment_id}/affectation"
    portal.day("2026-06-26")
    nadege = portal.sign_in("nadege.brunel")
    nadege.submit(nadege.get("/demandes"), {"answer": "accepted"})
    elodie = portal.sign_in("elodie.petit", "agence de Beauvais")
    page = elodie.get("/demandes")
    none = elodie.submit(page, {"answer": "countered"}, status=422)
    assert "Le nombre d'heures doit être supérieur à 0" in none
    line = next(line for line in plan.lines if line.modality.value == "etti_placement")
    answer = {"answer": "countered", "answer_hours": "380", "answer_persons": "1", "answer_first": "2026-12"}
    elodie.submit(page, answer, form=f"/demandes/{line.id}")

    claire = portal.sign_in("claire.delattre")
    page = claire.get(url)
    assert "propose 380 h, 1 personne, à partir de décembre 2026" in page
    page = claire.submit(page, press="answers", status=200)
    assert (kept(page, "line_hours-1"), kept(page, "line_persons-1")) == ("380", "1")
    assert "Il reste 20 h à répartir." in page
    claire.submit(page, {"line_hours-2": "330"}, press="propose")
    first, second = plans(portal)
    assert (first.state, second.state) == (PlanState.SUPERSEDED, PlanState.PROPOSED)
    assert [one.state for one in second.lines] == [LineState.ACCEPTED, LineState.ACCEPTED, LineState.PROPOSED]
    olivier = portal.sign_in("olivier.lambert")
    olivier.submit(olivier.get("/demandes"), {"answer": "accepted"})
    assert plans(portal)[1].state is PlanState.SETTLED
    sheet = claire.get(f"/engagements/{plan.commitment_id}")
    assert "Version 1" in sheet and "propose 380 h, 1 personne" in sheet  # what was answered stays


@pytest.mark.parametrize("months", [6])
def test_an_overrun_is_shown_and_hours_done_stay_where_they_were_done(portal: Portal, months: int) -> None:
    """S04, step 6: 446 h in the ETTI for 400 planned; 53 h leave the EI, which has done 248 of its 310."""
    site = stage_hours.played(portal, months)
    portal.day("2027-03-12")
    url = f"/engagements/{site.plan.commitment_id}/affectation"
    claire = portal.sign_in("claire.delattre")
    page = claire.get(url)
    assert "446 h validées, +46 h au-delà de la ligne" in page and "248 h validées" in page

    reason = {"plan_reason": "suite de parcours en ETTI"}
    less = typed((AI, "480", "2"), (ETTI, "390", "2"), (EI, "320", "2"))
    refused = claire.submit(page, less | reason, press="propose", status=422)
    assert "a déjà fait 446 h sur ce lot : les heures faites ne se réaffectent pas" in refused
    moved = {"move_from": "3", "move_to": "2", "move_hours": "63"}
    refused = claire.submit(page, moved, press="move", status=422)
    assert "248 h sont déjà faites sur cette ligne : 62 h peuvent encore être réaffectées." in refused
    page = claire.submit(page, moved | {"move_hours": "53"}, press="move", status=200)
    assert [kept(page, f"line_hours-{i}") for i in range(3)] == ["480", "453", "257"]
    assert kept(page, "plan_reason").startswith("Réaffectation de 53 h, de Bâti Solidaire Picardie")
    sheet = claire.follow(claire.submit(page, reason, press="propose"))
    assert "proposé à 2 structures" in sheet

    for start, agency in (("elodie.petit", "agence de Beauvais"), ("olivier.lambert", None)):
        browser = portal.sign_in(start, agency)
        browser.submit(browser.get("/demandes"), {"answer": "accepted"})
    first, second = plans(portal)
    assert (first.state, second.state, second.reason) == (
        PlanState.SUPERSEDED,
        PlanState.SETTLED,
        *reason.values(),
    )
    assert [line.hours for line in second.lines] == [48_000, 45_300, 25_700]
    mickael = portal.sign_in("mickael.roussel")
    sheet = mickael.get(f"/engagements/{site.plan.commitment_id}")
    assert "suite de parcours en ETTI" in sheet and "310 h 257 h" in sheet
