"""Do sessions hold against those who fix, steal, copy or outlive them, and while a sign-in is not complete?"""

import secrets
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from clauses.access import gate
from clauses.access.policy import GRANTS, PERSONAL, reads_personal_data
from clauses.actions import people as actions
from clauses.actions.demonstration import PASSWORD
from clauses.actions.people import sessions
from clauses.config import clock
from clauses.domain.kinds import Role
from clauses.domain.second_factor import Step, Strength, minutes_to_wait, step_left
from clauses.extensions import db, write_transaction
from clauses.models.people import Membership, User, WebSession
from clauses.web.doorkeeper import hash_token
from tests.portal import Browser, Portal
from tests.web.test_second_factor import CLAIRE, OWN, Hands, session_cookie

ELODIE = "elodie.petit@tremplin-interim60.example"
VALUES = {"code": "T1", "slug": "x", "month": "2026-02", "key": "0" * 32, "token": "x" * 43}


@pytest.fixture
def required(portal: Portal) -> Iterator[Portal]:
    """A portal whose settings ask the second factor of the roles concerned."""
    usual = portal.app.config["SETTINGS"]
    portal.app.config["SETTINGS"] = replace(usual, second_factor="required")
    yield portal
    portal.app.config["SETTINGS"] = usual


def addresses(app: Flask) -> list[tuple[str, str, Any]]:
    """Every address of the portal with each of its methods, and the view behind it."""
    found = []
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            url = adapter.build(rule.endpoint, {n: VALUES.get(n, 1) for n in rule.arguments}, method=method)
            found.append((method, url, app.view_functions[rule.endpoint]))
    return sorted(found, key=lambda one: one[:2])


def ask(browser: Browser, method: str, url: str) -> Any:
    if method == "GET":
        return browser.client.get(url)
    return browser.client.post(url, data={"csrf_token": browser.token(), "idem_key": secrets.token_hex(16)})


def token_of(browser: Browser, url: str) -> None:
    browser._token = browser.get(url).response.text.split('name="csrf_token" value="')[1][:64]


# While the sign-in is not complete


def test_the_roles_concerned_come_from_the_table_of_grants() -> None:
    concerned = {role for role in Role if reads_personal_data(role)}
    assert concerned == {Role.SIAE, Role.COMPANY, Role.RESOURCE_PERSON, Role.REGIONAL_COORDINATOR, Role.ADMIN}
    assert concerned == {role for permission in PERSONAL for role in GRANTS[permission]}


@pytest.mark.parametrize("step", [Step.ENROL, Step.PROVE])
def test_a_role_without_its_second_factor_reaches_only_the_pages_of_that_step(
    required: Portal, monkeypatch: pytest.MonkeyPatch, step: Step
) -> None:
    hands = Hands(required, monkeypatch)
    browser = hands.password()
    if step is Step.PROVE:
        hands.enrol(browser)
        browser = hands.password()
    here = OWN if step is Step.ENROL else "/connexion/code"
    token_of(browser, here)
    cookie = session_cookie(browser)
    opened, closed = set(), 0
    for method, url, view in addresses(required.app):
        if url in ("/deconnexion", "/connexion") and method == "POST":
            continue
        response = ask(browser, method, url)
        assert session_cookie(browser) == cookie, url
        if view.permission is None:
            assert b'class="account-who"' not in response.data, f"{url} knows who has not proved it"
        elif step in view.during:
            opened.add(url)
        else:
            assert response.status_code == 303, (method, url, response.status_code)
            assert response.headers["Location"].split("?")[0] == here, url
            closed += 1
    assert all(url.startswith(("/mon-compte/", "/connexion/c")) for url in opened), opened
    assert closed > 80
    fragment = browser.client.get("/tableau-de-bord", headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment.headers["HX-Redirect"]) == (204, here)
    browser.post("/deconnexion")


def test_a_role_that_must_have_a_factor_sets_one_up_then_works(
    required: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = Hands(required, monkeypatch)
    browser = hands.password()
    led = browser.get("/tableau-de-bord", status=303)
    page = browser.follow(led)
    assert (
        "À mettre en place pour continuer" in page and "Marchés" not in page.response.text.split("<main")[0]
    )
    hands.enrol(browser)
    browser.get("/tableau-de-bord")
    hands.later(seconds=60)
    refused = browser.submit(browser.get(OWN), form="application/retrait", status=422)
    assert "Votre rôle demande une double authentification" in refused
    again = hands.password()
    hands.second(again, hands.code())
    again.get("/tableau-de-bord")


def test_a_role_that_reads_no_personal_data_may_do_without(required: Portal) -> None:
    required.sign_in("sandrine.lemaire").get("/tableau-de-bord")
    required.sign_in("mickael.roussel").get("/tableau-de-bord", status=303)


def test_acting_for_another_organization_asks_again_what_the_role_asks(required: Portal) -> None:
    """A buyer who also acts for a structure: the second role is not opened by the first one's sign-in."""
    with write_transaction():
        user = db.session.scalars(select(User).where(User.email.startswith("sandrine.lemaire"))).one()
        siae = db.session.scalars(select(Membership).where(Membership.role == Role.SIAE)).first()
        assert siae is not None
        db.session.add(Membership(user_id=user.id, organization_id=siae.organization_id, role=Role.SIAE))
        db.session.commit()
    browser = required.sign_in("sandrine.lemaire")
    before = session_cookie(browser)
    browser.submit(browser.get("/organisation/choisir"), form="/organisation/choisir/")
    assert session_cookie(browser) != before
    assert browser.get("/heures", status=303).response.headers["Location"] == OWN


@pytest.mark.parametrize(
    ("strength", "has_factor", "must_have", "left"),
    [
        (Strength.PASSWORD, False, False, None), (Strength.PASSWORD, False, True, Step.ENROL),
        (Strength.PASSWORD, True, False, Step.PROVE), (Strength.PASSWORD, True, True, Step.PROVE),
        (Strength.PROVIDER, False, True, Step.ENROL), (Strength.PROVIDER, True, False, Step.PROVE),
        (Strength.PROVIDER_STRONG, True, True, None), (Strength.CODE, True, True, None),
        (Strength.RECOVERY, True, True, None), (Strength.PASSKEY, True, True, None),
    ],
)  # fmt: skip
def test_every_way_in_is_held_to_the_same_strength(strength, has_factor, must_have, left) -> None:
    assert step_left(strength, has_factor=has_factor, must_have=must_have) is left


def test_the_delay_after_wrong_codes_doubles_up_to_an_hour() -> None:
    now = clock.real()
    assert [minutes_to_wait(n, now, now) for n in (0, 9, 10, 11, 12, 15, 16, 17, 500)] == [
        0,
        0,
        1,
        2,
        4,
        32,
        60,
        60,
        60,
    ]
    assert minutes_to_wait(12, now - timedelta(minutes=4), now) == 0


# Identifiers


def test_the_identifier_changes_at_the_password_at_the_code_and_at_the_change_of_role(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = Hands(portal, monkeypatch, ELODIE)
    hands.enrol(hands.password())
    hands.later(seconds=60)
    browser = portal.visitor()
    browser.client.set_cookie("session", "fixed-by-somebody-else")
    seen = ["fixed-by-somebody-else"]
    hands.password(browser=browser)
    seen.append(session_cookie(browser))
    hands.second(browser, hands.code())
    seen.append(session_cookie(browser))
    browser.submit(browser.get("/organisation/choisir"), form="/organisation/choisir/")
    seen.append(session_cookie(browser))
    assert len(set(seen)) == 4
    browser._token = None
    browser.get("/heures")  # what was proved is still proved under the new identifier
    for old in seen[:-1]:
        thief = portal.visitor()
        thief.client.set_cookie("session", old)
        thief.get("/heures", status=302)


def test_a_session_fixed_on_a_victim_is_not_upgraded_with_theirs(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The thief keeps the identifier of the first step: the second step leaves it worthless."""
    hands = Hands(portal, monkeypatch)
    hands.enrol(hands.password())
    hands.later(seconds=60)
    victim = hands.password()
    fixed = session_cookie(victim)
    hands.second(victim, hands.code())
    thief = portal.visitor()
    thief.client.set_cookie("session", fixed)
    for url in ("/tableau-de-bord", "/connexion/code"):
        assert thief.get(url, status=302).response.headers["Location"].startswith("/connexion?")


def test_a_form_of_the_first_step_does_not_pass_for_one_of_the_second(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = Hands(portal, monkeypatch)
    hands.enrol(hands.password())
    hands.later(seconds=60)
    browser = hands.password()
    token_of(browser, "/connexion/code")
    before = browser._token
    hands.second(browser, hands.code())
    browser.post("/deconnexion", {"csrf_token": before}, status=400)


# The end of a session


def test_signing_out_wins_over_a_request_on_its_way(portal: Portal) -> None:
    """SecureDrop's race: what touches, renews or upgrades a session does not bring a closed one back to life."""
    browser = portal.sign_in(CLAIRE)
    cookie = session_cookie(browser)
    opened = db.session.scalars(select(WebSession)).one()
    user_id, at = opened.user_id, clock.real()
    browser.post("/deconnexion")
    actions.touch_session(opened.id, at=at + timedelta(minutes=2))
    actor = gate.identify(user_id, opened.membership_id, clock.today())
    assert actor is not None
    with pytest.raises(gate.OutOfReach):
        actions.choose_organization(
            actor, opened.membership_id, session_id=opened.id, token_hash=hash_token("new"), at=at
        )
    db.session.rollback()
    assert not db.session.scalars(select(WebSession).where(WebSession.ended_at.is_(None))).all()
    thief = portal.visitor()
    thief.client.set_cookie("session", cookie)
    thief.get("/tableau-de-bord", status=302)


def test_a_sign_out_and_a_change_of_role_at_once_leave_at_most_one_session(portal: Portal) -> None:
    """Either the change came first and its session lives, or the sign-out did and none does."""
    browser = portal.sign_in(ELODIE)
    page = browser.get("/organisation/choisir")
    out = ("/deconnexion", {"csrf_token": browser.token(), "idem_key": "k" * 32})
    choose = page.form("/organisation/choisir/")
    cookie = session_cookie(browser)
    statuses: list[int] = []

    def send(url: str, values: dict[str, Any]) -> None:
        other = portal.visitor()
        other.client.set_cookie("session", cookie)
        statuses.append(other.client.post(url, data=values).status_code)

    threads = [threading.Thread(target=send, args=one) for one in (out, choose)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    assert 500 not in statuses
    assert len(db.session.scalars(select(WebSession).where(WebSession.ended_at.is_(None))).all()) <= 1
    thief = portal.visitor()
    thief.client.set_cookie("session", cookie)
    thief.get("/tableau-de-bord", status=302)


def test_two_codes_sent_at_once_open_one_session(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same code from two browsers in the same second: one of them comes too late."""
    hands = Hands(portal, monkeypatch)
    hands.enrol(hands.password())
    hands.later(seconds=60)
    browsers = [hands.password(), hands.password()]
    forms = []
    for browser in browsers:
        url, values = browser.get("/connexion/code").form("code")
        forms.append((browser, url, {**values, "otp_code": hands.code()}))
    statuses: list[int] = []
    threads = [
        threading.Thread(
            target=lambda b, u, v: statuses.append(b.client.post(u, data=v).status_code), args=form
        )
        for form in forms
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [303, 422]


def test_a_membership_taken_away_ends_what_it_opened(portal: Portal) -> None:
    browser = portal.sign_in(CLAIRE)
    with write_transaction():
        db.session.execute(update(Membership).values(active=False))
        db.session.commit()
    browser.get("/tableau-de-bord", status=302)


def test_a_sixth_session_closes_the_oldest(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    hands = Hands(portal, monkeypatch)
    browsers = []
    for _ in range(6):
        hands.later(seconds=1)
        browsers.append(hands.password())
    browsers[0].get("/tableau-de-bord", status=302)
    for browser in browsers[1:]:
        browser.get("/tableau-de-bord")


def test_the_second_step_does_not_make_a_session_longer(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twelve hours are counted from the password, whatever was renewed since."""
    hands = Hands(portal, monkeypatch)
    hands.enrol(hands.password())
    hands.later(seconds=60)
    browser = hands.password()
    begun = hands.at
    hands.later(minutes=9)
    hands.second(browser, hands.code())
    with write_transaction():
        db.session.execute(update(WebSession).values(seen_at=begun + timedelta(hours=12)))
        db.session.commit()
    hands.at = begun + timedelta(hours=11, minutes=59)
    browser.get("/tableau-de-bord")
    hands.at = begun + timedelta(hours=12, minutes=1)
    browser.get("/tableau-de-bord", status=302)


def test_the_cookie_of_the_second_step_is_as_closed_as_the_first(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = Hands(portal, monkeypatch)
    hands.enrol(hands.password())
    hands.later(seconds=60)
    answer = hands.second(hands.password(), hands.code())
    given = next(c for c in answer.response.headers.getlist("Set-Cookie") if c.startswith("session="))
    assert "HttpOnly" in given and "SameSite=Lax" in given and "Path=/" in given and "Domain" not in given


def test_in_production_the_cookie_is_tied_to_its_host(portal: Portal) -> None:
    """`__Host-`, Secure, for the whole site and no domain: no other host and no plain connection can set it."""
    usual = portal.app.config["SETTINGS"]
    portal.app.config["SETTINGS"] = replace(usual, production=True)
    try:
        client = portal.app.test_client()
        page = client.get("/connexion", base_url="https://clauses.example").text
        token = page.split('name="csrf_token" value="')[1][:64]
        answer = client.post(
            "/connexion", data={"csrf_token": token, "email": CLAIRE, "password": PASSWORD},
            base_url="https://clauses.example",
        )  # fmt: skip
        given = next(c for c in answer.headers.getlist("Set-Cookie") if "session=" in c)
    finally:
        portal.app.config["SETTINGS"] = usual
    assert given.startswith("__Host-session=")
    assert (
        all(flag in given for flag in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
        and "Domain" not in given
    )


def test_the_sessions_of_a_person_can_be_closed_save_one(portal: Portal) -> None:
    first, second = portal.sign_in(CLAIRE), portal.sign_in(CLAIRE)
    kept = db.session.scalars(
        select(WebSession).where(WebSession.token_hash == hash_token(session_cookie(second)))
    ).one()
    with write_transaction():
        assert sessions.end_all(kept.user_id, clock.real(), but=kept.id) == 1
        db.session.commit()
    first.get("/tableau-de-bord", status=302)
    second.get("/tableau-de-bord")
