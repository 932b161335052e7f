"""A consultation is open: questions, answers to everyone, rectifications, and what ends it without a holder."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from clauses.domain.kinds import LotResult, MarketState
from clauses.extensions import db, write_transaction
from clauses.models.journal import AuditEvent
from clauses.models.markets import Lot, Market
from clauses.models.threads import Question, Rectification
from tests import stage
from tests.portal import Browser, Page, Portal

QUESTION = "Les heures de formation comptent-elles dans les 1 190 h du lot 1 ?"
ANSWER = "Oui, dans la limite de 10 % du volume, sur justificatif."
NAME = "Bâtisseurs du Thérain"


@pytest.fixture
def opened(portal: Portal) -> Market:
    """2026-VB-014 is published on 16 March 2026; offers are due on 24 April."""
    market = stage.published(portal)
    portal.day("2026-03-20")
    return market


def ask(portal: Portal, market: Market, who: str = "mickael.roussel", words: str = QUESTION) -> Browser:
    company = portal.sign_in(who)
    company.submit(company.get(f"/consultations/{market.id}"), {"question": words}, form="question-form")
    return company


def answer(portal: Portal, market: Market, words: str = ANSWER) -> Page:
    buyer = portal.sign_in("sandrine.lemaire")
    page = buyer.get(f"/marches/{market.id}/questions")
    return buyer.submit(page, {"answer": words}, form="reponse")


# Questions and answers


def test_an_answer_is_published_to_every_reader_and_nobody_learns_who_asked(
    portal: Portal, opened: Market
) -> None:
    company = ask(portal, opened)
    mine = company.get(f"/consultations/{opened.id}")
    assert "Posée par votre organisation" in mine
    assert "En attente de réponse" in mine
    other = portal.sign_in("nadege.brunel")
    assert QUESTION not in other.get(f"/consultations/{opened.id}")

    answer(portal, opened)
    for who in ("mickael.roussel", "nadege.brunel", "olivier.lambert", "claire.delattre", "helene.vasseur"):
        page = portal.sign_in(who).get(f"/consultations/{opened.id}")
        assert QUESTION in page and ANSWER in page, who
        assert NAME not in page and "Roussel" not in page or who == "mickael.roussel", who
    for who in ("sandrine.lemaire", "claire.delattre"):
        browser = portal.sign_in(who)
        for path in ("questions", ""):
            assert NAME not in browser.get(f"/marches/{opened.id}/{path}".rstrip("/")), who
        assert "Roussel" not in browser.get(f"/marches/{opened.id}?onglet=historique"), who


def test_the_buyer_is_written_to_once_and_the_message_does_not_say_who_asks(
    portal: Portal, opened: Market
) -> None:
    ask(portal, opened)
    portal.run_jobs()
    [message] = portal.mails("M41")
    assert message.recipient.email.startswith("sandrine.lemaire")
    assert QUESTION in message.body
    assert "18 avril 2026" in message.body  # six days before the offers
    assert NAME not in message.body + message.subject
    assert "Roussel" not in message.body + message.subject


def test_a_question_that_names_its_author_is_refused(portal: Portal, opened: Market) -> None:
    company = portal.sign_in("mickael.roussel")
    page = company.submit(
        company.get(f"/consultations/{opened.id}"),
        {"question": "Nous, BATISSEURS DU THERAIN, pouvons-nous embaucher directement ?"}, form="question-form", status=422,
    )  # fmt: skip
    assert page.problems == [
        "Votre question cite votre organisation. Retirez son nom : la question est publiée sans auteur."
    ]
    empty = company.submit(company.get(f"/consultations/{opened.id}"), {"question": "  "}, form="question-form",
                           status=422)  # fmt: skip
    assert empty.problems == ["Écrivez votre question."]


def test_the_resource_person_proposes_and_the_buyer_decides_what_is_published(
    portal: Portal, opened: Market
) -> None:
    ask(portal, opened)
    claire = portal.sign_in("claire.delattre")
    assert "Proposer une réponse (1) à l" in claire.get("/tableau-de-bord")
    claire.submit(claire.get(f"/marches/{opened.id}/questions"), {"draft": ANSWER}, form="proposition")
    assert "Proposer une réponse (1)" not in claire.get("/tableau-de-bord")
    assert ANSWER not in portal.sign_in("mickael.roussel").get(f"/consultations/{opened.id}")
    buyer = portal.sign_in("sandrine.lemaire")
    page = buyer.get(f"/marches/{opened.id}/questions")
    assert "Réponse proposée" in page and "Claire Delattre" in page
    _, values = page.form("reponse")
    assert values["answer"].strip() == ANSWER
    buyer.submit(page, form="reponse")
    assert ANSWER in portal.sign_in("mickael.roussel").get(f"/consultations/{opened.id}")


def test_a_second_answer_completes_the_first_and_both_stay_with_their_dates(
    portal: Portal, opened: Market
) -> None:
    ask(portal, opened)
    answer(portal, opened)
    portal.day("2026-03-25")
    answer(portal, opened, "Précision : les heures de sécurité ne comptent pas.")
    page = portal.sign_in("nadege.brunel").get(f"/consultations/{opened.id}")
    assert ANSWER in page and "les heures de sécurité ne comptent pas" in page
    assert "20 mars 2026" in page and "25 mars 2026" in page
    db.session.expire_all()
    with pytest.raises(DatabaseError), write_transaction():
        db.session.execute(text("UPDATE answer SET text = 'autre'"))
        db.session.commit()
    db.session.rollback()


def test_what_waits_is_on_the_dashboard_of_those_it_concerns(portal: Portal, opened: Market) -> None:
    ask(portal, opened)
    ask(portal, opened, "olivier.lambert", "Un sous-traitant peut-il porter toutes les heures ?")
    buyer = portal.sign_in("sandrine.lemaire").get("/tableau-de-bord")
    assert "Répondre aux questions (2) de la consultation 2026-VB-014" in buyer
    answer(portal, opened)
    assert "Lire ce qui est publié sur la consultation 2026-VB-014" in portal.sign_in("mickael.roussel").get(
        "/tableau-de-bord"
    )
    assert "Lire ce qui est publié" not in portal.sign_in("nadege.brunel").get("/tableau-de-bord")


def test_questions_close_with_the_offers(portal: Portal, opened: Market) -> None:
    company = portal.sign_in("mickael.roussel")
    portal.day("2026-04-24")
    page = company.get(f"/consultations/{opened.id}")
    company.submit(page, {"question": QUESTION}, form="question-form")
    portal.day("2026-04-25")
    assert "Les questions sont closes" in company.get(f"/consultations/{opened.id}")
    late = company.post(f"/consultations/{opened.id}", {"question": "Trop tard ?"}, status=409)
    assert "Cette consultation n'est plus ouverte" in late
    db.session.expire_all()
    assert db.session.query(Question).count() == 1


def test_a_consultation_that_is_not_shown_is_out_of_reach(portal: Portal, opened: Market) -> None:
    draft = stage.filed(portal, "2026-VB-015")
    company = portal.sign_in("mickael.roussel")
    company.get(f"/consultations/{draft.id}", status=404)
    company.post(f"/consultations/{draft.id}", {"question": QUESTION}, status=404)
    company.get("/consultations/999999", status=404)
    portal.sign_in("sandrine.lemaire").get(f"/consultations/{opened.id}", status=403)
    portal.sign_in("claire.delattre").post(f"/consultations/{opened.id}", {"question": QUESTION}, status=403)


def test_a_question_of_another_market_is_not_answered_from_this_one(portal: Portal, opened: Market) -> None:
    ask(portal, opened)
    other = stage.filed(portal, "2026-VB-016")
    db.session.expire_all()
    question = db.session.query(Question).one()
    buyer = portal.sign_in("sandrine.lemaire")
    portal.day("2026-03-20")
    assert other.id != opened.id
    buyer.post(f"/marches/{opened.id}/questions/999999/reponse", {"answer": ANSWER}, status=404)
    buyer.post(f"/marches/{other.id}/questions/{question.id}/reponse", {"answer": ANSWER}, status=409)
    company = portal.sign_in("mickael.roussel")
    company.post(f"/marches/{opened.id}/questions/{question.id}/reponse", {"answer": ANSWER}, status=404)


# Rectification


def rectify(portal: Portal, market: Market, typed: dict[str, str], *, status: int = 303) -> Page:
    buyer = portal.sign_in("sandrine.lemaire")
    page = buyer.get(f"/marches/{market.id}/rectification")
    return buyer.submit(page, typed, form="rectification-form", status=status)


def test_a_volume_rectified_is_shown_to_all_with_what_it_was_and_what_it_is(
    portal: Portal, opened: Market
) -> None:
    rectify(portal, opened, {
        "rectified_hours-1": "600", "offers_deadline": "11/05/2026", "rectify_reason": "Surface du gros œuvre réduite",
    })  # fmt: skip
    told = "Rectifié le 20 mars 2026"
    for who, path in (
        ("mickael.roussel", f"/consultations/{opened.id}"), ("nadege.brunel", "/consultations"),
        ("claire.delattre", f"/marches/{opened.id}"), ("sandrine.lemaire", f"/marches/{opened.id}"),
    ):  # fmt: skip
        page = portal.sign_in(who).get(path)
        assert told in page, path
        assert "1 190 h → 600 h" in page.text.replace("\u202f", " "), path
        assert "24/04/2026 → 11/05/2026" in page, path
    db.session.expire_all()
    lot = stage.lot(1)
    assert lot.clause is not None and lot.clause.target_hours == 60000
    assert lot.market.offers_deadline is not None and lot.market.offers_deadline.isoformat() == "2026-05-11"


def test_a_volume_that_changes_without_more_time_is_said_before_it_is_published(
    portal: Portal, opened: Market
) -> None:
    typed = {"rectified_hours-1": "600", "rectify_reason": "Surface réduite"}
    page = rectify(portal, opened, typed, status=422)
    assert page.problems == [
        "Le volume change et la remise des offres reste au même jour. Repoussez-la, ou cochez "
        "« Maintenir la date de remise des offres »."
    ]
    rectify(portal, opened, {**typed, "deadline_kept": "y"})
    db.session.expire_all()
    [made] = db.session.query(Rectification)
    assert made.changes == [{"what": "hours", "lot": 1, "before": 119000, "after": 60000}]


def test_everything_wrong_in_a_rectification_is_said_in_one_go(portal: Portal, opened: Market) -> None:
    page = rectify(
        portal, opened, {"offers_deadline": "01/04/2026", "exec_start": "15/03/2026", "rectify_reason": "x"}, status=422
    )  # fmt: skip
    assert page.problems == [
        "La remise des offres ne peut qu'être repoussée : elle est publiée au 24/04/2026.",
        "Le début d'exécution doit être postérieur à la remise des offres.",
    ]
    unchanged = rectify(portal, opened, {"rectify_reason": "Rien"}, status=422)
    assert unchanged.problems == ["Rien n'a changé : modifiez un volume ou une date, ou revenez au marché."]
    silent = rectify(portal, opened, {"offers_deadline": "11/05/2026"}, status=422)
    assert silent.problems == ["Indiquez le motif : il est lu par tous les candidats."]
    zero = rectify(portal, opened, {"rectified_hours-1": "0", "rectify_reason": "x"}, status=422)
    assert zero.problems == ["Le nombre d'heures doit être supérieur à zéro."] or len(zero.problems) == 1


def test_a_rectification_stays_as_it_was_written_and_each_has_its_number(
    portal: Portal, opened: Market
) -> None:
    rectify(portal, opened, {"offers_deadline": "04/05/2026", "rectify_reason": "Plans ajoutés"})
    portal.day("2026-03-27")
    rectify(portal, opened, {"offers_deadline": "11/05/2026", "rectify_reason": "Visite de site ajoutée"})
    page = portal.sign_in("mickael.roussel").get(f"/consultations/{opened.id}")
    assert "24/04/2026 → 04/05/2026" in page and "04/05/2026 → 11/05/2026" in page
    db.session.expire_all()
    assert [one.number for one in db.session.query(Rectification).order_by(Rectification.number)] == [1, 2]
    with pytest.raises(DatabaseError), write_transaction():
        db.session.execute(text("DELETE FROM rectification"))
        db.session.commit()
    db.session.rollback()


def test_nothing_is_rectified_once_offers_are_due_nor_by_somebody_else(
    portal: Portal, opened: Market
) -> None:
    for who, status in (("claire.delattre", 403), ("mickael.roussel", 404), ("helene.vasseur", 403)):
        portal.sign_in(who).get(f"/marches/{opened.id}/rectification", status=status)
    portal.day("2026-04-25")
    buyer = portal.sign_in("sandrine.lemaire")
    assert "elle ne se rectifie plus" in buyer.get(f"/marches/{opened.id}/rectification")
    buyer.post(
        f"/marches/{opened.id}/rectification",
        {"offers_deadline": "11/05/2026", "rectify_reason": "Trop tard", "exec_start": "01/09/2026", "exec_months": "12"},
        status=409,
    )  # fmt: skip


# Fruitless or abandoned


def test_a_whole_market_is_abandoned_from_its_consultation_with_its_reason(
    portal: Portal, opened: Market
) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    page = buyer.get(f"/marches/{opened.id}/sans-suite")
    silent = buyer.submit(page, {"abandon_result": "dropped"}, form="abandon-form", status=422)
    assert silent.problems == ["Indiquez le motif."]
    early = buyer.submit(
        page, {"abandon_result": "no_bid", "result_reason": "Aucune offre"}, form="abandon-form", status=422
    )
    assert early.problems == [
        "Une consultation n'est infructueuse qu'après la remise des offres. Choisissez « Sans suite »."
    ]
    buyer.submit(
        page, {"abandon_result": "dropped", "result_reason": "Financement refusé"}, form="abandon-form"
    )
    db.session.expire_all()
    market = db.session.get_one(Market, opened.id)
    assert market.state is MarketState.CANCELLED
    assert {(lot.result, lot.result_reason) for lot in market.lots} == {
        (LotResult.DROPPED, "Financement refusé")
    }
    assert "Financement refusé" in buyer.get(f"/marches/{opened.id}/lots/1")
    assert portal.sign_in("mickael.roussel").get("/consultations").text.count("2026-VB-014") == 0
    buyer.post(
        f"/marches/{opened.id}/sans-suite", {"abandon_result": "dropped", "result_reason": "x"}, status=409
    )
    assert "market:abandon" in [row.action for row in db.session.query(AuditEvent)]


def test_a_market_is_fruitless_once_its_offers_were_due(portal: Portal, opened: Market) -> None:
    portal.day("2026-04-27")
    buyer = portal.sign_in("sandrine.lemaire")
    buyer.submit(
        buyer.get(f"/marches/{opened.id}/sans-suite"),
        {"abandon_result": "no_bid", "result_reason": "Aucune offre reçue"}, form="abandon-form",
    )  # fmt: skip
    db.session.expire_all()
    assert db.session.get_one(Market, opened.id).state is MarketState.CANCELLED


def test_the_last_lot_without_a_holder_ends_a_market_as_well(portal: Portal, opened: Market) -> None:
    portal.day("2026-04-27")
    buyer = portal.sign_in("sandrine.lemaire")
    for number in range(1, 7):
        page = buyer.get(f"/marches/{opened.id}/lots/{number}/attribution")
        if number == 1:
            refused = buyer.submit(page, {"award_result": "dropped"}, form="award-form", status=422)
            assert refused.problems == ["Indiquez le motif."]
        buyer.submit(page, {"award_result": "dropped", "result_reason": "Programme revu"}, form="award-form")
    db.session.expire_all()
    assert db.session.get_one(Market, opened.id).state is MarketState.CANCELLED
    assert {lot.result_reason for lot in db.session.query(Lot).filter_by(market_id=opened.id)} == {
        "Programme revu"
    }


def test_a_market_with_a_holder_is_not_given_up_as_a_whole(portal: Portal, opened: Market) -> None:
    stage.awarded(portal, 1, market=opened)
    buyer = portal.sign_in("sandrine.lemaire")
    assert "déclarez le résultat lot par lot" in buyer.get(f"/marches/{opened.id}/sans-suite")
    buyer.post(
        f"/marches/{opened.id}/sans-suite", {"abandon_result": "dropped", "result_reason": "x"}, status=409
    )
    portal.sign_in("mickael.roussel").get(f"/marches/{opened.id}/sans-suite", status=403)
