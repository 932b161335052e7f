"""The assistant proposes, the resource person compares, changes and keeps: over HTTP, on both databases."""

import pytest
from sqlalchemy import select

from clauses.domain.kinds import JobState, PlanState
from clauses.domain.kinds_assistant import ProposalState, Way
from clauses.extensions import db
from clauses.models.allocation import AllocationPlan, Commitment
from clauses.models.assistant import AllocationProposal, ProposalChoice
from clauses.models.journal import BackgroundJob
from clauses.models.partners import Capability
from tests import stage
from tests.portal import Browser, Portal
from tests.reading import Page


@pytest.fixture
def commitment(portal: Portal) -> Commitment:
    """The lot of 1 190 h, declared 600 AI / 280 ETTI / 310 EI, waiting for its plan."""
    found = stage.submitted(portal)
    portal.day("2026-06-25")
    return found


def proposals(browser: Browser, commitment: Commitment) -> Page:
    return browser.get(f"/engagements/{commitment.id}/affectation/propositions")


def asked(portal: Portal, browser: Browser, commitment: Commitment, **typed: str) -> Page:
    browser.submit(proposals(browser, commitment), {"max_km": "50", **typed}, press="ask")
    portal.run_jobs()
    return proposals(browser, commitment)


def test_the_resource_person_compares_plans_takes_one_up_changes_it_and_the_structures_are_asked(
    portal: Portal, commitment: Commitment
) -> None:
    claire = portal.sign_in("claire.delattre")
    assert "Chercher des plans possibles" in claire.get(f"/engagements/{commitment.id}/affectation")
    waiting = claire.follow(claire.submit(proposals(claire, commitment), {"max_km": "50"}, press="ask"))
    assert "Recherche des plans : étape 0 sur 1" in waiting
    portal.run_jobs()

    page = proposals(claire, commitment)
    assert "Les plans côte à côte" in page and "Ce qu'il gagne" in page
    assert "c'est démontré" in page
    found = db.session.scalars(select(AllocationProposal)).one()
    assert found.answer is not None and len(found.answer["plans"]) in (2, 3)
    assert {plan["gap"] for plan in found.answer["plans"]} == {0}

    wishes = f"plan-{Way.WISHES.value}"
    refused = claire.submit(page, {"way": "wishes"}, press="take", status=422)
    assert refused.problems
    taken = claire.submit(page, {"way": "wishes", "reason": "Comme l'entreprise l'a prévu"}, press="take")
    assert page.by_id(wishes) is not None
    form = claire.follow(taken)
    assert form.by_id("plan_reason").get("value") == "Comme l'entreprise l'a prévu"
    assert "Total : 1 190 h sur 1 190 h" in form
    claire.submit(form, press="Proposer le plan")

    plan = db.session.scalars(select(AllocationPlan)).one()
    assert (plan.state, plan.reason) == (PlanState.PROPOSED, "Comme l'entreprise l'a prévu")
    assert sum(line.hours for line in plan.lines) == 119_000
    assert all(line.hours <= 24_000 * line.persons for line in plan.lines if line.modality == "ai_placement")
    choice = db.session.scalars(select(ProposalChoice)).one()
    assert (choice.commitment_id, choice.way) == (commitment.id, Way.WISHES)


def test_plans_are_said_to_be_out_of_date_once_a_structure_says_otherwise(
    portal: Portal, commitment: Commitment
) -> None:
    claire = portal.sign_in("claire.delattre")
    assert "plus à jour" not in asked(portal, claire, commitment)
    etti = db.session.scalars(
        select(Capability).where(Capability.trade == "gros_oeuvre").order_by(Capability.id)
    ).first()
    assert etti is not None and etti.monthly_hours
    etti.monthly_hours -= 10_000
    db.session.commit()
    assert "Ces plans ne sont plus à jour" in proposals(claire, commitment)


def test_what_nobody_can_take_is_said_to_the_hour_and_so_is_what_stands_in_the_way(
    portal: Portal, commitment: Commitment
) -> None:
    """Only the 600 h, 280 h and 310 h declared remain when nobody has hours left: less 100 h of the ETTI."""
    for one in db.session.scalars(select(Capability).where(Capability.trade == "gros_oeuvre")):
        one.monthly_hours = 500  # 5 h a month for 12 months: 60 h each
    db.session.commit()
    claire = portal.sign_in("claire.delattre")
    page = asked(portal, claire, commitment, max_km="5")
    found = db.session.scalars(select(AllocationProposal)).one()
    assert found.answer is not None
    left = found.answer["missing"]
    assert left > 0
    assert f"Il manque {left // 100} h (gros œuvre) de septembre 2026 à août 2027." in page
    assert "En acceptant des structures plus lointaines" in page
    assert found.answer["without"]["distance"] < left


def test_a_search_may_be_stopped_and_then_publishes_nothing(portal: Portal, commitment: Commitment) -> None:
    claire = portal.sign_in("claire.delattre")
    page = claire.follow(claire.submit(proposals(claire, commitment), {"max_km": "50"}, press="ask"))
    claire.submit(page, press="stop")
    portal.run_jobs()
    found = db.session.scalars(select(AllocationProposal)).one()
    assert (found.state, found.answer) == (ProposalState.CANCELLED, None)
    assert not db.session.scalars(select(BackgroundJob).where(BackgroundJob.state == JobState.QUEUED)).all()
    assert "Chercher des plans" in proposals(claire, commitment)


def test_all_the_lots_of_the_territory_are_shared_out_together(
    portal: Portal, commitment: Commitment
) -> None:
    claire = portal.sign_in("claire.delattre")
    page = claire.get("/affectation/territoire")
    assert "Lots qui attendent leur plan" in page
    bad = claire.submit(page, {"max_km": "9999"}, press="ask", status=422)
    assert "comprise entre 1 et 300" in bad
    claire.submit(page, {"max_km": "60"}, press="ask")
    portal.run_jobs()
    assert "Les plans côte à côte" in claire.get("/affectation/territoire")
    own = proposals(claire, commitment)
    assert "Avec les autres lots du territoire (1 lot)" in own
    form = claire.follow(claire.submit(own, {"reason": "Vu pour tout le territoire"}, press="take"))
    assert "Total : 1 190 h sur 1 190 h" in form


def test_nobody_else_asks_the_assistant(portal: Portal, commitment: Commitment) -> None:
    for other in ("mickael.roussel", "sandrine.lemaire", "nadege.brunel"):
        browser = portal.sign_in(other)
        url = f"/engagements/{commitment.id}/affectation/propositions"
        assert browser.client.get(url).status_code in (403, 404)
        assert browser.client.get("/affectation/territoire").status_code == 403
