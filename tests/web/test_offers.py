"""Does a structure answer an offer of posts in three words, and who reads what it answered? F09."""

import pytest

from clauses.actions.cooperation import offers
from clauses.domain.kinds_cooperation import OfferAnswer
from clauses.extensions import db
from clauses.models.cooperation import JobOffer, OfferDispatch
from clauses.models.journal import AuditEvent
from tests import stage, stage_cooperation
from tests.portal import Portal
from tests.reading import Page, plain

NADEGE, OLIVIER, HERVE, CLAIRE = "nadege.brunel", "olivier.lambert", "herve.quentin", "claire.delattre"
POSTS = "/postes?annee=2026"
TO_DO = "Répondre à l'offre : Agente ou agent d'entretien 0"
READ = "Coup d'Main Beauvaisis : 2 personnes"


@pytest.fixture
def offer(portal: Portal) -> int:
    """One post of the EI, from 1 September 2026 on, sent to the three others of the territory."""
    portal.day("2026-08-10")
    return offers.publish_offer(stage.actor(OLIVIER), stage_cooperation.offer(0), now=portal.now).id


def said(page: Page) -> str:
    return plain(page.text)


def test_a_structure_answers_without_naming_anybody_and_whoever_recruits_reads_it(
    portal: Portal, offer: int
) -> None:
    nadege, form, answer, people = (
        portal.sign_in(NADEGE),
        f"answer-{offer}",
        f"{offer}-offer_answer",
        f"{offer}-offer_people",
    )

    def home() -> str:
        return said(nadege.get("/tableau-de-bord"))

    assert TO_DO in home() and "Avant le 1er septembre 2026" in home()
    assert "Offres de poste reçues 1 0 répondue, depuis le 10 août 2025" in home()
    page = nadege.get(POSTS)
    assert "répondez avant le 1er septembre 2026" in said(page) and "0 sur 3" in said(page)
    assert nadege.submit(page, {}, form=form, status=422).problems and TO_DO in home()
    unsaid = nadege.submit(page, {answer: "somebody"}, form=form, status=422)
    assert unsaid.problems == ["Indiquez combien de personnes pourraient convenir, de 1 à 50."]
    assert unsaid.form(form)[1][answer] == "somebody", "what was chosen is still there"
    nadege.submit(page, {answer: "somebody", people: "2"}, form=form)
    assert TO_DO not in home() and "Offres de poste reçues 1 1 répondue" in home()
    for who, reads in ((OLIVIER, True), (CLAIRE, True), (HERVE, False)):
        text = said(portal.sign_in(who).get(POSTS))
        assert "1 sur 3" in text and (READ in text) is reads, who
    assert "form" not in [
        e.get("id") for e in portal.sign_in(OLIVIER).get(POSTS).find_all(lambda e: e.tag == "form")
    ]
    assert TO_DO not in said(portal.sign_in(OLIVIER).get("/tableau-de-bord")), "one's own offer asks nothing"

    changed = nadege.submit(nadege.get(POSTS), {answer: "nobody"}, form=form)
    assert "Réponse enregistrée" in nadege.follow(changed)
    [kept] = db.session.query(OfferDispatch).filter(OfferDispatch.answer.is_not(None))
    assert (kept.answer, kept.people, str(kept.answered_on)) == (OfferAnswer.NOBODY, None, "2026-08-10")
    assert db.session.query(AuditEvent).filter_by(action="offer:answer").count() == 2


def test_an_offer_is_answered_by_those_it_was_sent_to_and_until_the_contracts_begin(
    portal: Portal, offer: int
) -> None:
    typed = {"territoire": "T1", "offre": str(offer), f"{offer}-offer_answer": "nobody"}
    portal.sign_in(CLAIRE).post("/postes", typed, status=403)
    portal.sign_in(OLIVIER).post("/postes", typed, status=404)
    portal.sign_in("fatou.diop").post("/postes", {**typed, "territoire": "T2"}, status=404)
    nadege = portal.sign_in(NADEGE)
    for other, status in (("99", 404), ("", 422), ("un", 422)):
        nadege.post("/postes", {**typed, "offre": other}, status=status)
    portal.day("2026-09-01")
    assert f"answer-{offer}" not in nadege.get(POSTS).response.text
    nadege.post("/postes", typed, status=422)
    assert TO_DO not in said(nadege.get("/tableau-de-bord"))
    db.session.rollback()
    assert not db.session.query(OfferDispatch).filter(OfferDispatch.answer.is_not(None)).count()
    assert db.session.query(JobOffer).count() == 1
