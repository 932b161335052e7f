"""Those who see a lot write to each other; nobody names a participant, and nobody else reads."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from clauses.extensions import db, write_transaction
from clauses.models.hours import EmploymentContract, Participant
from clauses.models.threads import LotMessage
from tests import stage_hours
from tests.portal import Browser, Portal

WORDS = "Le ferraillage prend deux semaines d'avance : deux personnes de plus seraient utiles."


@pytest.fixture
def thread(portal: Portal) -> str:
    """Lot 1 of 2026-VB-014, under way with the people of three structures."""
    site = stage_hours.played(portal, 1)
    from clauses.models.markets import Lot

    lot = db.session.get_one(Lot, site.lot_id)
    return f"/marches/{lot.market_id}/lots/{lot.number}/echanges"


def write(portal: Portal, thread: str, who: str, words: str = WORDS, **options: int) -> Browser:
    browser = portal.sign_in(who)
    browser.submit(browser.get(thread), {"message": words}, form="message-form", **options)
    return browser


def test_a_message_is_read_by_those_who_see_the_lot_and_by_nobody_else(portal: Portal, thread: str) -> None:
    write(portal, thread, "mickael.roussel")
    for who in ("sandrine.lemaire", "claire.delattre", "nadege.brunel", "olivier.lambert", "helene.vasseur"):
        page = portal.sign_in(who).get(thread)
        assert WORDS in page and "Mickaël Roussel" in page, who
    portal.sign_in("maxime.ollier").get(thread, status=403)
    portal.visitor().get(thread, status=302)
    other = thread.replace("/lots/1/", "/lots/2/")
    portal.sign_in("nadege.brunel").get(other, status=404)
    portal.sign_in("nadege.brunel").post(other, {"message": WORDS}, status=404)
    portal.sign_in("sandrine.lemaire").get(thread.replace("/lots/1/", "/lots/99/"), status=404)


def test_the_other_parties_are_told_without_the_text(portal: Portal, thread: str) -> None:
    before = len(portal.mails("M42"))
    write(portal, thread, "mickael.roussel")
    portal.run_jobs()
    messages = portal.mails("M42")[before:]
    told = {one.recipient.email.split("@")[0] for one in messages}
    assert {"sandrine.lemaire", "claire.delattre", "nadege.brunel", "olivier.lambert"} <= told
    assert "mickael.roussel" not in told
    for one in messages:
        assert "ferraillage" not in one.body + one.subject
        assert len(one.subject) <= 70


def test_a_participant_is_named_neither_in_full_nor_in_part_and_no_box_allows_it(
    portal: Portal, thread: str
) -> None:
    person = db.session.scalars(select(Participant).join(EmploymentContract)).first()
    assert person is not None
    typed = person.first_name.upper()
    company = portal.sign_in("nadege.brunel")
    page = company.submit(
        company.get(thread),
        {"message": f"Bonjour, {typed} sera absent lundi."},
        form="message-form",
        status=422,
    )
    assert page.problems == [
        f"Votre message semble citer une personne ({typed}). Retirez son nom avant d'envoyer."
    ]
    _, values = page.form("message-form")
    assert typed in values["message"]
    assert set(values) == {"csrf_token", "idem_key", "message"}
    last = company.submit(
        company.get(thread), {"message": person.last_name.lower()}, form="message-form", status=422
    )
    assert len(last.problems) == 1
    assert db.session.query(LotMessage).count() == 0
    assert person.first_name not in portal.sign_in("sandrine.lemaire").get(thread)


def test_what_is_new_is_counted_on_the_dashboard_until_one_answers_or_says_to_have_read(
    portal: Portal, thread: str
) -> None:
    write(portal, thread, "mickael.roussel")
    write(portal, thread, "mickael.roussel", "Et un coffreur.")
    said = "Lire les messages (2) du lot 1"
    buyer = portal.sign_in("sandrine.lemaire")
    assert said in buyer.get("/tableau-de-bord")
    assert "2 messages à lire" in buyer.get(thread)
    assert said in buyer.get("/tableau-de-bord"), "reading a page changes nothing"
    buyer.submit(buyer.get(thread), form="read-form")
    assert "Lire les messages" not in buyer.get("/tableau-de-bord")
    claire = write(portal, thread, "claire.delattre", "Je cherche.")
    assert "Lire les messages" not in claire.get("/tableau-de-bord")
    assert "Lire les messages (1) du lot 1" in buyer.get("/tableau-de-bord")
    assert "Lire les messages (1) du lot 1" in portal.sign_in("mickael.roussel").get("/tableau-de-bord")
    assert "Lire les messages (3) du lot 1" in portal.sign_in("nadege.brunel").get("/tableau-de-bord")


def test_an_empty_or_endless_message_is_refused_and_one_sent_stays_as_it_was(
    portal: Portal, thread: str
) -> None:
    company = portal.sign_in("mickael.roussel")
    page = company.submit(company.get(thread), {"message": " \n "}, form="message-form", status=422)
    assert page.problems == ["Écrivez un message ou joignez un fichier."]
    company.submit(company.get(thread), {"message": "x" * 3001}, form="message-form", status=422)
    company.submit(company.get(thread), {"message": "<script>alert(1)</script>"}, form="message-form")
    assert "<script>alert" not in portal.sign_in("sandrine.lemaire").get(thread).response.text
    with pytest.raises(DatabaseError), write_transaction():
        db.session.execute(text("UPDATE lot_message SET text = 'autre'"))
        db.session.commit()
    db.session.rollback()
