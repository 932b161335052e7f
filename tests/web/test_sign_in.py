"""Does the door let in the right person, and nobody else? Passwords, pauses, sessions, forged forms and headers."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import pytest
from sqlalchemy import select, update

from clauses.actions.demonstration import PASSWORD
from clauses.app import create_app
from clauses.config import clock
from clauses.extensions import db, write_transaction
from clauses.models.people import SignInFailure, WebSession
from clauses.web.doorkeeper import HEADERS, hash_token
from clauses.web.people.paths import safe_path
from tests.conftest import settings_for

SANDRINE = "sandrine.lemaire@beauvais.example"
ELODIE = "elodie.petit@tremplin-interim60.example"


def enter(browser, email=SANDRINE, password=PASSWORD, *, status=303, next_url=None):
    page = browser.get("/connexion" + (f"?next_url={next_url}" if next_url else ""))
    return browser.submit(page, {"email": email, "password": password}, form="sign-in", status=status)


def cookie(browser) -> str | None:
    found = browser.client.get_cookie("session")
    return found.value if found else None


def change_session(**values) -> None:
    with write_transaction():
        db.session.execute(update(WebSession).values(**values))
        db.session.commit()


# The password


def test_the_right_password_opens_the_dashboard(portal):
    browser = portal.visitor()
    answer = enter(browser)
    assert answer.response.headers["Location"] == "/tableau-de-bord"
    assert "Sandrine Lemaire" in browser.get("/aide")


def test_the_address_is_read_whatever_its_case_and_its_spaces(portal):
    assert (
        enter(portal.visitor(), f"  {SANDRINE.upper()} ").response.headers["Location"] == "/tableau-de-bord"
    )


def test_a_wrong_password_and_an_unknown_address_read_the_same(portal):
    wrong = enter(portal.visitor(), password="une autre phrase", status=422)
    unknown = enter(portal.visitor(), email="personne@nulle-part.example", status=422)
    sentence = "L'adresse ou le mot de passe ne correspond pas. Vérifiez les deux, puis réessayez."
    assert wrong.problems == unknown.problems == [sentence]
    assert "une autre phrase" not in wrong.response.text


def test_what_is_missing_is_named(portal):
    page = enter(portal.visitor(), email="", password="", status=422)
    assert page.problems == [
        "Saisissez une adresse e-mail complète, par exemple prenom.nom@commune.fr.",
        "Saisissez votre mot de passe.",
    ]


def test_an_account_that_was_closed_does_not_open(portal):
    from clauses.models.people import User

    browser = portal.sign_in(SANDRINE)
    with write_transaction():
        db.session.execute(update(User).where(User.email == SANDRINE).values(active=False))
        db.session.commit()
    assert browser.get("/tableau-de-bord", status=302).response.headers["Location"].startswith("/connexion")
    enter(portal.visitor(), status=422)


def test_the_tenth_failure_begins_a_pause_without_redis(portal):
    """Counted in the database: the limit holds when Redis is absent, as it is here."""
    from clauses.web.people.hashing import hashed

    with portal.app.test_request_context():
        account, place = hashed(SANDRINE), hashed("127.0.0.1")
    with write_transaction():
        for _ in range(9):
            db.session.add(SignInFailure(account_hash=account, place_hash=place, at=clock.real()))
        db.session.commit()
    enter(portal.visitor(), password="non", status=422)
    paused = enter(portal.visitor(), status=429)  # the right password does not help during the pause
    assert "Trop d'essais en peu de temps. Réessayez dans 15 minutes." in paused
    assert int(paused.response.headers["Retry-After"]) == 15 * 60
    enter(portal.visitor(), email=ELODIE)  # another account from the same place is not paused
    with write_transaction():
        db.session.execute(update(SignInFailure).values(at=clock.real() - timedelta(minutes=16)))
        db.session.commit()
    enter(portal.visitor())
    assert not db.session.scalars(select(SignInFailure).where(SignInFailure.account_hash == account)).all()


# Where a sign-in leads

ELSEWHERE = (
    "https://evil.example/", "http:evil.example", "//evil.example", "///evil.example", "////evil.example",
    "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "/\n/evil.example", "\t//evil.example",
    "javascript:alert(1)", "data:text/html,x", " //evil.example", "https:evil.example", "/\\/evil.example", "",
    "evil.example", "?next=//evil.example", "@evil.example", "http://clauses.example@evil.example", "\x00//evil.example",
)  # fmt: skip
HERE = (
    "/marches",
    "/marches/12?onglet=heures",
    "/annuaire?search_city=Beauvais&search_km=30",
    "/%2f%2fevil.example",
)


@pytest.mark.parametrize("target", ELSEWHERE)
def test_an_address_of_another_site_is_not_followed(target):
    assert safe_path(target) is None


@pytest.mark.parametrize("target", HERE)
def test_an_address_of_this_site_is_followed(target):
    assert safe_path(target) == target
    landed = urlsplit(urljoin("http://clauses.example/connexion", target))
    assert (landed.scheme, landed.netloc) == ("http", "clauses.example")


def test_signing_in_leads_back_to_the_page_that_asked_for_it(portal):
    browser = portal.visitor()
    asked = browser.get("/organisation/choisir", status=302)
    assert asked.response.headers["Location"] == "/connexion?next_url=/organisation/choisir"
    answer = enter(browser, next_url="/organisation/choisir")
    assert answer.response.headers["Location"] == "/organisation/choisir"
    away = enter(portal.visitor(), next_url="//evil.example")
    assert away.response.headers["Location"] == "/tableau-de-bord"


# The session


def test_the_session_identifier_is_new_at_each_sign_in_and_kept_as_a_hash_alone(portal):
    browser = portal.visitor()
    browser.client.set_cookie("session", "chosen-by-somebody-else")
    enter(browser)
    first = cookie(browser)
    assert first and first != "chosen-by-somebody-else"
    enter(other := portal.visitor())
    assert cookie(other) != first
    kept = set(db.session.scalars(select(WebSession.token_hash)))
    assert first not in kept and hash_token(first) in kept


def test_the_cookie_is_closed_to_scripts_and_to_other_sites(portal):
    answer = enter(portal.visitor())
    given = next(c for c in answer.response.headers.getlist("Set-Cookie") if c.startswith("session="))
    assert "HttpOnly" in given and "SameSite=Lax" in given and "Path=/" in given and "Domain" not in given


def test_signing_out_makes_a_copy_of_the_cookie_worthless(portal):
    browser = portal.visitor()
    enter(browser)
    copied = cookie(browser)
    browser.post("/deconnexion")
    assert cookie(browser) is None
    thief = portal.visitor()
    thief.client.set_cookie("session", copied)
    assert thief.get("/organisation/choisir", status=302)


@pytest.mark.parametrize(
    ("column", "age", "status"),
    [
        ("seen_at", timedelta(minutes=29), 200),
        ("seen_at", timedelta(minutes=31), 302),
        ("created_at", timedelta(hours=11, minutes=59), 200),
        ("created_at", timedelta(hours=12, minutes=1), 302),
    ],
)
def test_a_session_ends_when_idle_and_ends_anyway(portal, column, age, status):
    browser = portal.sign_in(SANDRINE)
    change_session(**{column: clock.real() - age})
    browser.get("/organisation/choisir", status=status)


def test_a_session_kept_busy_still_ends_after_twelve_hours(portal):
    browser = portal.sign_in(SANDRINE)
    change_session(created_at=clock.real() - timedelta(hours=12), seen_at=clock.real())
    browser.get("/organisation/choisir", status=302)


def test_what_a_page_refreshes_by_itself_does_not_keep_a_session_alive(portal):
    browser = portal.sign_in(SANDRINE)
    seen = clock.real() - timedelta(minutes=20)
    change_session(seen_at=seen)
    browser.get("/aide", headers={"HX-Request": "true"})
    assert db.session.scalar(select(WebSession.seen_at)) == seen
    browser.get("/aide")
    db.session.rollback()
    assert db.session.scalar(select(WebSession.seen_at)) > seen


def test_changing_organization_changes_the_rights_and_the_session(portal):
    browser = portal.sign_in(ELODIE)
    before = cookie(browser)
    page = browser.get("/organisation/choisir")
    assert "Tremplin Intérim 60 - agence de Beauvais" in page
    browser.submit(page, form="/organisation/choisir/")
    assert cookie(browser) != before
    assert "Vous travaillez maintenant pour Tremplin Intérim 60" in browser.get("/aide")
    thief = portal.visitor()
    thief.client.set_cookie("session", before)
    thief.get("/organisation/choisir", status=302)


def test_nobody_acts_for_an_organization_of_others(portal):
    from clauses.models.people import Membership, User

    other = db.session.scalar(select(Membership.id).join(User).where(User.email == SANDRINE))
    portal.sign_in(ELODIE).post(f"/organisation/choisir/{other}", status=404)


# Forged forms


def posts(app) -> list[str]:
    """Every address that takes a form, with plausible values for its variables."""
    values = {"code": "T1", "slug": "x", "month": "2026-02"}
    found = []
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            if "POST" in (rule.methods or ()):
                arguments = {name: values.get(name, 1) for name in rule.arguments}
                found.append(adapter.build(rule.endpoint, arguments, method="POST"))
    return sorted(found)


def test_every_form_refuses_what_another_site_or_another_session_sends(portal):
    browser, other, visitor = portal.sign_in(SANDRINE), portal.sign_in(ELODIE), portal.visitor()
    own, foreign = browser.token(), other.token()
    key = {"idem_key": "k" * 32}
    addresses = posts(portal.app)
    assert len(addresses) > 10
    for url in addresses:
        for data, headers, statuses in (
            ({**key}, {}, {400}),
            ({**key, "csrf_token": foreign}, {}, {400}),
            ({**key, "csrf_token": own[:-1] + ("0" if own[-1] != "0" else "1")}, {}, {400}),
            ({**key, "csrf_token": own}, {"Sec-Fetch-Site": "cross-site"}, {400}),
            ({**key, "csrf_token": own}, {"Sec-Fetch-Site": "same-site"}, {400}),
            ({"csrf_token": own}, {}, {400}),
        ):
            status = browser.client.post(url, data=data, headers=headers).status_code
            assert status in statuses, f"{url} with {sorted(data)} and {headers}: {status}"
        assert visitor.client.post(url, data=key).status_code in (400, 401, 403), url
        assert browser.client.post(url, json={"csrf_token": own}).status_code == 415, url


def test_a_form_sent_after_the_session_ended_shows_what_was_typed(portal):
    browser = portal.sign_in(SANDRINE)
    token = browser.token()
    change_session(ended_at=clock.real())
    data = {"csrf_token": token, "idem_key": "k" * 32, "search_city": "Beauvais", "password": "secret-typed"}
    page = browser._read(browser.client.post("/organisation/choisir/1", data=data), 401)
    assert "Beauvais" in page
    assert "secret-typed" not in page.response.text


# Headers, hosts, and views that say nothing


def test_every_answer_carries_every_guard(portal):
    visitor, admin = portal.visitor(), portal.sign_in("maxime.ollier")
    answers = [
        visitor.client.get(url) for url in ("/", "/connexion", "/sante", "/rien", "/organisation/choisir")
    ]
    answers += [
        admin.client.get("/admin/etat"),
        admin.client.get("/admin/courriels/999999"),
        visitor.client.post("/connexion", data={"email": "x"}),
    ]
    assert {a.status_code for a in answers} >= {200, 302, 400, 404}
    for response in answers:
        for name, value in HEADERS.items():
            assert response.headers.get(name) == value, (response.request.path, name)
        assert response.headers["Cache-Control"] == "no-store"
        assert "Server" not in response.headers or "Python" not in response.headers["Server"]


@pytest.fixture
def strict_app(tmp_path):
    """A fresh portal of production kind: it names its host, and one of its views forgot to say who may enter."""
    settings = replace(
        settings_for(f"sqlite:///{tmp_path / 'x.sqlite'}", tmp_path), trusted_hosts=("clauses.example",)
    )
    app = create_app(settings, TESTING=False)

    def broken():
        raise ValueError("secret detail of a failure")

    broken.permission = None
    app.add_url_rule("/oubli", "oubli", lambda: "ouvert")
    app.add_url_rule("/panne", "panne", broken)
    return app


def test_a_view_that_names_no_permission_answers_500(strict_app):
    response = strict_app.test_client().get("/oubli", headers={"Host": "clauses.example"})
    assert response.status_code == 500
    assert "ouvert" not in response.text


def test_a_failure_keeps_its_details_and_the_guards_stay(strict_app):
    response = strict_app.test_client().get("/panne", headers={"Host": "clauses.example"})
    assert response.status_code == 500
    assert "secret detail" not in response.text and "Traceback" not in response.text
    for name, value in HEADERS.items():
        assert response.headers.get(name) == value, name


@pytest.mark.parametrize(
    "host", ["evil.example", "clauses.example.evil.example", "clauses.example@evil.example", ""]
)
def test_another_host_name_is_refused(strict_app, host):
    response = strict_app.test_client().get("/sante", headers={"Host": host})
    assert response.status_code == 400
    assert "evil" not in response.text


def test_the_named_host_is_answered(strict_app):
    assert strict_app.test_client().get("/sante", headers={"Host": "clauses.example"}).status_code == 200
