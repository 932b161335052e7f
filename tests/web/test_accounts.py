"""Does one's own account change by one's own hand only? Password, address, sessions, links and what strangers learn."""

import re
import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from clauses.actions.demonstration import PASSWORD
from clauses.config import clock
from clauses.domain.errors import Refused
from clauses.extensions import db, write_transaction
from clauses.models.accounts import CountedTry, SecretLink
from clauses.models.journal import AuditEvent, EmailMessage, OutboxEvent
from clauses.models.people import User, WebSession
from clauses.web.doorkeeper import hash_token

SANDRINE = "sandrine.lemaire@beauvais.example"
ELODIE = "elodie.petit@tremplin-interim60.example"
MAXIME = "maxime.ollier@portail-clauses.example"
NEW = "la pluie tombe sur le lavoir"
FORGOTTEN = "/connexion/mot-de-passe-oublie"


def change(model, **values) -> None:
    with write_transaction():
        db.session.execute(update(model).values(**values))
        db.session.commit()


def enter(browser, email=SANDRINE, password=PASSWORD, *, status=303):
    return browser.submit(
        browser.get("/connexion"), {"email": email, "password": password}, form="sign-in", status=status
    )


def ask(browser, email=SANDRINE, *, status=200, **options):
    return browser.submit(browser.get(FORGOTTEN), {"email": email}, form="oublie", status=status, **options)


def path_in(portal, message) -> str:
    """The path of the link as it leaves in the letter."""
    from clauses.jobs.envelope import to_message

    with portal.app.test_request_context():
        text = to_message(db.session.get(EmailMessage, message.id)).get_body(("plain",)).get_content()
    found = re.search(r"http://clauses\.example(/\S+)", text)
    assert found, text
    return found.group(1)


def reset_link(portal, email=SANDRINE) -> str:
    ask(portal.visitor(), email)
    portal.run_jobs()
    return path_in(portal, portal.mails("M39")[-1])


def choose(browser, path, password=NEW, *, status=303):
    return browser.submit(
        browser.get(path), {"password": password}, form="nouveau-mot-de-passe", status=status
    )


# The page « Mon compte »


def test_the_account_page_shows_who_i_am_and_leads_to_every_setting(portal):
    page = portal.sign_in(SANDRINE).get("/mon-compte")
    for words in ("Sandrine Lemaire", SANDRINE, "Mot de passe", "Sessions ouvertes", "Coordonnées"):
        assert words in page
    assert 'href="/mon-compte"' in portal.sign_in(ELODIE).get("/tableau-de-bord").response.text
    portal.visitor().get("/mon-compte", status=302)


def test_one_corrects_ones_own_name_and_telephone(portal):
    browser = portal.sign_in(SANDRINE)
    page = browser.get("/mon-compte/coordonnees")
    wrong = browser.submit(page, {"phone": "12 34", "last_name": " "}, form="coordonnees", status=422)
    assert wrong.problems == [
        "Indiquez votre nom.",
        "Saisissez un numéro à 10 chiffres, par exemple 03 44 12 34 56.",
    ]
    browser.submit(page, {"phone": "+33 3 44 12 34 56", "last_name": "Lemaire-Petit"}, form="coordonnees")
    page = browser.get("/mon-compte")
    assert "Sandrine Lemaire-Petit" in page and "03 44 12 34 56" in page.text.replace("\u202f", " ").replace(
        "\u00a0", " "
    )


# Changing the password


def test_the_new_password_asks_the_current_one_and_closes_the_other_sessions(portal):
    here, elsewhere = portal.sign_in(SANDRINE), portal.sign_in(SANDRINE)
    page = here.get("/mon-compte/mot-de-passe")
    wrong = here.submit(
        page, {"current_password": "autre chose", "password": NEW}, form="mot-de-passe", status=422
    )
    assert wrong.problems == ["Ce n'est pas votre mot de passe actuel. Vérifiez-le, puis réessayez."]
    assert NEW not in wrong.response.text
    before = here.client.get_cookie("session").value
    here.submit(page, {"current_password": PASSWORD, "password": NEW}, form="mot-de-passe")
    assert here.client.get_cookie("session").value != before, "the session has a new name"
    assert "Mot de passe changé" in here.get("/mon-compte")
    elsewhere.get("/mon-compte", status=302)
    enter(portal.visitor(), status=422)
    enter(portal.visitor(), password=NEW)
    portal.run_jobs()
    assert [m.recipient.email for m in portal.mails("M64")] == [SANDRINE]


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("trop court", "au moins 12 caractères"),
        ("Sandrine-Lemaire60", "votre nom"),
        ("motdepasse2026", "trop répandu"),
        (PASSWORD, "différent de l'actuel"),
        ("x" * 4097, "4096 caractères au plus"),
    ],
)
def test_a_password_is_judged_where_it_is_changed(portal, password, sentence):
    browser = portal.sign_in(SANDRINE)
    page = browser.get("/mon-compte/mot-de-passe")
    told = browser.submit(
        page, {"current_password": PASSWORD, "password": password}, form="mot-de-passe", status=422
    )
    assert len(told.problems) == 1 and sentence in told.problems[0]


def test_an_administrator_chooses_sixteen_characters(portal):
    browser = portal.sign_in(MAXIME)
    page = browser.get("/mon-compte/mot-de-passe")
    assert "16 caractères au moins" in page
    told = browser.submit(
        page, {"current_password": PASSWORD, "password": "lavoir & violon"}, form="mot-de-passe", status=422
    )
    assert "au moins 16 caractères" in told.problems[0]


@pytest.mark.parametrize(
    "password", ["  deux espaces devant et derrière  ", "ключ от старого сада", "été " * 50]
)
def test_spaces_alphabets_and_two_hundred_characters_come_back_as_they_were(portal, password):
    browser = portal.sign_in(SANDRINE)
    page = browser.get("/mon-compte/mot-de-passe")
    password = password if len(password) < 100 else ("la pluie, le lavoir, le violon ; " * 7)[:200]
    browser.submit(page, {"current_password": PASSWORD, "password": password}, form="mot-de-passe")
    enter(portal.visitor(), password=password)
    enter(
        portal.visitor(), password=password[:72] if len(password) > 72 else password.strip() + ".", status=422
    )


def test_the_current_password_cannot_be_guessed_for_ever(portal):
    browser = portal.sign_in(SANDRINE)
    page = browser.get("/mon-compte/mot-de-passe")
    for _ in range(10):
        browser.submit(page, {"current_password": "non", "password": NEW}, form="mot-de-passe", status=422)
    told = browser.submit(
        page, {"current_password": PASSWORD, "password": NEW}, form="mot-de-passe", status=429
    )
    assert "Réessayez dans 15 minutes" in told.problems[0]
    change(CountedTry, at=clock.real() - timedelta(minutes=16))
    browser.submit(page, {"current_password": PASSWORD, "password": NEW}, form="mot-de-passe")


# Sessions


def test_sessions_are_listed_and_closed_one_by_one_or_all_the_others(portal):
    here, second, third = (portal.sign_in(SANDRINE) for _ in range(3))
    stranger = portal.sign_in(ELODIE)
    page = here.get("/mon-compte/sessions")
    assert page.text.count("Connexion du") == 3 and page.text.count("Cette session") == 1
    db.session.rollback()
    ids = db.session.scalars(
        select(WebSession.id).join(User).where(User.email == SANDRINE).order_by(WebSession.id)
    ).all()
    stranger.post(f"/mon-compte/sessions/{ids[1]}/fermer", status=404)
    here.post(f"/mon-compte/sessions/{ids[1]}/fermer")
    second.get("/mon-compte", status=302)
    third.get("/mon-compte")
    here.submit(here.get("/mon-compte/sessions"), form="/mon-compte/sessions/fermer")
    third.get("/mon-compte", status=302)
    here.get("/mon-compte")
    stranger.get("/mon-compte")
    assert "Vous n'avez pas d'autre session ouverte." in here.get("/mon-compte/sessions")


# Changing the address


def test_the_address_changes_from_the_new_box_after_a_fresh_proof_of_identity(portal):
    browser = portal.sign_in(SANDRINE)
    change(WebSession, created_at=clock.real() - timedelta(minutes=6))
    asked = browser.get("/mon-compte/adresse", status=303).response.headers["Location"]
    assert asked == "/mon-compte/confirmation?next_url=/mon-compte/adresse"
    page = browser.get(asked)
    told = browser.submit(page, {"current_password": "non"}, form="confirmation", status=422)
    assert told.problems == ["Ce n'est pas votre mot de passe actuel. Vérifiez-le, puis réessayez."]
    before = browser.client.get_cookie("session").value
    answer = browser.submit(page, {"current_password": PASSWORD}, form="confirmation")
    assert answer.response.headers["Location"] == "/mon-compte/adresse"
    assert browser.client.get_cookie("session").value != before
    page = browser.get("/mon-compte/adresse")
    bad = browser.submit(page, {"email": "pas une adresse"}, form="adresse", status=422)
    assert bad.problems == ["Saisissez une adresse e-mail complète, par exemple prenom.nom@commune.fr."]
    browser.submit(page, {"email": "S.Lemaire@beauvais.example"}, form="adresse")
    portal.run_jobs()
    new, notice = portal.mails("M61"), portal.mails("M62")
    assert [m.goes_to for m in new] == ["s.lemaire@beauvais.example"]
    assert [m.goes_to for m in notice] == [SANDRINE]
    path = path_in(portal, new[0])
    reset = reset_link(portal)  # a link for a password dies with the address
    stranger = portal.visitor()
    stranger.get(path)
    enter(portal.visitor())  # reading the page changes nothing
    stranger.submit(stranger.get(path), form="nouvelle-adresse")
    browser.get("/mon-compte", status=302)
    enter(portal.visitor(), status=422)
    enter(portal.visitor(), email="s.lemaire@beauvais.example")
    stranger.get(path, status=410)
    stranger.get(reset, status=410)


def test_a_form_that_comes_too_late_asks_for_the_proof_again(portal):
    browser = portal.sign_in(SANDRINE)
    page = browser.get("/mon-compte/adresse")
    change(WebSession, created_at=clock.real() - timedelta(minutes=6), confirmed_at=None)
    browser.submit(page, {"email": "autre@beauvais.example"}, form="adresse")
    db.session.rollback()
    assert db.session.scalar(select(User.pending_email).where(User.email == SANDRINE)) is None
    change(WebSession, confirmed_at=clock.real() - timedelta(minutes=4))
    browser.get("/mon-compte/adresse")


def test_an_address_that_is_taken_reads_as_one_that_is_free_and_its_owner_alone_is_told(portal):
    browser = portal.sign_in(SANDRINE)
    page = browser.get("/mon-compte/adresse")
    free = browser.submit(page, {"email": "libre@beauvais.example"}, form="adresse")
    said_free = browser.follow(free).text
    portal.run_jobs()
    taken = browser.submit(browser.get("/mon-compte/adresse"), {"email": ELODIE}, form="adresse")
    said_taken = browser.follow(taken).text.replace(
        "Notifications 1 non lue ", "Notifications "
    )  # of the first try
    assert said_free.replace("libre@beauvais.example", "X") == said_taken.replace(ELODIE, "X")
    portal.run_jobs()
    assert [m.goes_to for m in portal.mails("M63")] == [ELODIE]
    assert ELODIE not in [m.goes_to for m in portal.mails("M61")]


# The forgotten password


def test_a_known_an_unknown_and_a_closed_address_get_the_same_answer(portal):
    known, unknown = ask(portal.visitor()), ask(portal.visitor(), "personne@nulle-part.example")
    with write_transaction():
        db.session.execute(update(User).where(User.email == ELODIE).values(active=False))
        db.session.commit()
    closed = ask(portal.visitor(), ELODIE)
    texts = {page.text for page in (known, unknown, closed)}
    assert len(texts) == 1 and "Si cette adresse est connue, un message vient de lui être envoyé." in known
    db.session.rollback()
    assert db.session.scalar(select(func.count()).where(OutboxEvent.name == "PasswordAsked")) == 3
    portal.run_jobs()
    assert [m.goes_to for m in portal.mails("M39")] == [SANDRINE]


def test_the_link_serves_once_within_the_hour_and_opens_no_session(portal):
    browser = portal.sign_in(SANDRINE)
    path = reset_link(portal)
    visitor = portal.visitor()
    page = visitor.get(path)
    assert page.response.headers["Referrer-Policy"] == "same-origin"  # the secret is told to no other site
    assert page.response.headers["X-Robots-Tag"] == "noindex"
    weak = visitor.submit(page, {"password": "Sandrine-Lemaire60"}, form="nouveau-mot-de-passe", status=422)
    assert "votre nom" in weak.problems[0]
    answer = choose(visitor, path)
    assert answer.response.headers["Location"] == "/connexion"
    assert visitor.client.get_cookie("session") is None
    browser.get("/mon-compte", status=302)
    visitor.get(path, status=410)
    visitor.post(path, {"password": NEW + " encore"}, status=410)
    enter(portal.visitor(), password=NEW)
    enter(portal.visitor(), status=422)


def test_the_link_is_worth_nothing_after_an_hour_a_newer_link_or_a_change_of_password(portal):
    first = reset_link(portal)
    second = reset_link(portal)
    portal.visitor().get(first, status=410)
    change(SecretLink, expires_at=clock.real() - timedelta(seconds=1))
    portal.visitor().get(second, status=410)
    third = reset_link(portal)
    browser = portal.sign_in(SANDRINE)
    browser.submit(
        browser.get("/mon-compte/mot-de-passe"),
        {"current_password": PASSWORD, "password": NEW},
        form="mot-de-passe",
    )
    portal.visitor().get(third, status=410)


def test_a_link_serves_its_own_purpose_alone(portal):
    token = reset_link(portal).rsplit("/", 1)[1]
    portal.visitor().get(f"/connexion/nouvelle-adresse/{token}", status=410)
    portal.visitor().get(f"/connexion/nouveau-mot-de-passe/{token}x", status=410)


def test_the_secret_is_kept_as_a_hash_and_leaves_with_the_letter_alone(portal):
    token = reset_link(portal).rsplit("/", 1)[1]
    assert len(token) >= 43
    link = db.session.scalars(select(SecretLink)).one()
    assert link.token_hash == hash_token(token) and token not in (link.sealed or "")
    kept = " ".join(
        [*db.session.scalars(select(EmailMessage.body)), *map(str, db.session.scalars(select(OutboxEvent.payload))),
         *map(str, db.session.scalars(select(AuditEvent.facts)))]
    )  # fmt: skip
    assert token not in kept and SANDRINE not in kept
    choose(portal.visitor(), f"/connexion/nouveau-mot-de-passe/{token}")
    db.session.rollback()
    assert db.session.scalars(select(SecretLink.sealed)).one() is None


def test_the_link_is_built_from_the_address_of_the_portal_whatever_the_request_says(portal):
    browser, elsewhere = (
        portal.visitor(),
        {"base_url": "http://evil.example", "headers": {"X-Forwarded-Host": "evil.example"}},
    )
    page = browser.get(FORGOTTEN, **elsewhere)
    browser.submit(page, {"email": SANDRINE}, form="oublie", status=200, **elsewhere)
    portal.run_jobs()
    message = portal.mails("M39")[0]
    assert path_in(portal, message).startswith("/connexion/nouveau-mot-de-passe/")
    assert "evil" not in message.body


def test_a_stranger_neither_floods_a_box_nor_tries_addresses_for_ever(portal):
    browser = portal.visitor()
    answers = {ask(browser).text for _ in range(5)}
    assert len(answers) == 1, "the fourth letter is not written, and nobody is told"
    portal.run_jobs()
    assert len(portal.mails("M39")) == 3
    for n in range(15):
        ask(browser, f"personne{n}@nulle-part.example")
    paused = ask(browser, status=429)
    assert "Trop d'essais" in paused.problems[0] and int(paused.response.headers["Retry-After"]) > 0
    enter(portal.visitor())  # whoever knows the password comes in all the same


def test_links_tried_at_random_are_counted_and_then_none_opens(portal):
    path = reset_link(portal)
    browser = portal.visitor()
    for n in range(30):
        browser.get(f"/connexion/nouveau-mot-de-passe/{n}", status=410)
    browser.get(path, status=410)
    change(CountedTry, at=clock.real() - timedelta(minutes=16))
    browser.get(path)


def test_two_hands_on_one_link_at_once_make_one_password(portal):
    from clauses.actions.people import accounts as actions

    token = reset_link(portal).rsplit("/", 1)[1]
    done, ready = [], threading.Barrier(2)

    def hand(mark: str) -> None:
        with portal.app.app_context():
            ready.wait()
            try:
                actions.choose_password(token, f"hash {mark}", now=clock.now(), at=clock.real())
                done.append(mark)
            except Refused as refusal:
                assert refusal.code == "link_dead"
            db.session.remove()

    db.session.rollback()
    hands = [threading.Thread(target=hand, args=(mark,)) for mark in "ab"]
    for one in hands:
        one.start()
    for one in hands:
        one.join()
    db.session.rollback()
    assert len(done) == 1
    assert db.session.scalar(select(User.password_hash).where(User.email == SANDRINE)) == f"hash {done[0]}"
