"""Does ProConnect open the right account, once, for who asked for it, and nothing otherwise? Against a real provider."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from sqlalchemy import func, select, update

from clauses.access import provider as access
from clauses.actions.demonstration import PASSWORD
from clauses.config import Misconfigured, clock, read_settings
from clauses.extensions import db, write_transaction
from clauses.models.identities import ProviderIdentity, SpentPassage
from clauses.models.people import Membership, User, WebSession
from clauses.models.second_factor import Authenticator
from clauses.sealing import seals
from clauses.web import doorkeeper
from tests import identity_provider as idp
from tests.identity_provider import IdentityProvider, Person
from tests.stage_provider import (
    CLAIRE,
    OWN,
    cookie,
    enter,
    go,
    here,
    leave,
    link,
    register,
    sessions_open,
    tie,
    user_of,
)

SANDRINE = "sandrine.lemaire@beauvais.example"
BACK = "/connexion/proconnect/retour"
# Rows are not what these tests look at.
one_database = pytest.mark.parametrize("store", ["sqlite"], indirect=True)
VAIN = "La connexion avec ProConnect n'a pas abouti"
UNVERIFIED = "La réponse de ProConnect n'a pas pu être vérifiée"
EXPIRED = "a expiré, a déjà servi ou a été commencée dans un autre navigateur"


# Settings


WHOLE = {
    "PROCONNECT_URL": "https://proconnect.example/api/v2", "PROCONNECT_CLIENT_ID": "portail",
    "PROCONNECT_CLIENT_SECRET": "s" * 40, "PROCONNECT_ALG": "ES256", "PROCONNECT_ACR": "eidas1, eidas2",
}  # fmt: skip


def test_the_registration_is_whole_or_none(tmp_path):
    env = {"INSTANCE_PATH": str(tmp_path)}
    assert read_settings(env).proconnect is None
    found = read_settings({**env, **WHOLE}).proconnect
    assert (
        found and found.accepted_acr == ("eidas1", "eidas2") and found.origin == "https://proconnect.example"
    )
    assert "s" * 40 not in repr(found)
    for name in WHOLE:
        with pytest.raises(Misconfigured, match=name):
            read_settings({**env, **WHOLE, name: ""})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PROCONNECT_ALG", "none"), ("PROCONNECT_ALG", "RS256,HS256"), ("PROCONNECT_ALG", "rs256"),
        ("PROCONNECT_URL", "http://proconnect.example/api/v2"), ("PROCONNECT_URL", "proconnect.example"),
        ("PROCONNECT_URL", "https://user@proconnect.example/"), ("PROCONNECT_ACR", " , "),
    ],
)  # fmt: skip
def test_a_registration_that_would_be_unsafe_does_not_start(tmp_path, name, value):
    with pytest.raises(Misconfigured, match="PROCONNECT"):
        read_settings({"INSTANCE_PATH": str(tmp_path), **WHOLE, name: value})


def test_a_secret_too_short_to_sign_does_not_start(tmp_path):
    with pytest.raises(Misconfigured, match="PROCONNECT_CLIENT_SECRET"):
        read_settings(
            {
                "INSTANCE_PATH": str(tmp_path),
                **WHOLE,
                "PROCONNECT_ALG": "HS256",
                "PROCONNECT_CLIENT_SECRET": "court",
            }
        )


@one_database
def test_without_settings_there_is_no_button_no_door_and_no_other_host(portal):
    browser = portal.visitor()
    page = browser.get("/connexion")
    assert "ProConnect" not in page
    assert "form-action 'self';" in page.response.headers["Content-Security-Policy"]
    browser.post("/connexion/proconnect", status=404)
    browser.get(BACK, status=404)
    claire = portal.sign_in(CLAIRE)
    assert "ProConnect" not in claire.get("/mon-compte")
    claire.get(OWN, status=404)


# The way there


@one_database
def test_the_button_leads_to_the_provider_with_what_it_knows_and_nothing_else(portal, provider):
    browser = portal.visitor()
    url = leave(browser)
    assert url.startswith(provider.issuer + "/authorize?")
    asked = {k: v[0] for k, v in parse_qs(urlsplit(url).query).items()}
    assert set(asked) <= idp.AUTHORIZE and "prompt" not in asked
    assert len(asked["state"]) >= 32 and len(asked["nonce"]) >= 32 and asked["state"] != asked["nonce"]
    assert asked["scope"] == "openid email siret"
    wanted = json.loads(asked["claims"])["id_token"]
    assert wanted["acr"] == {"essential": True, "values": [idp.LEVEL, idp.STRONG_LEVEL]}
    go(url)  # the provider refuses any parameter it does not know


@one_database
def test_the_passage_is_in_a_closed_cookie_of_ten_minutes_that_reads_nothing(portal, provider):
    browser = portal.visitor()
    answer = browser.submit(browser.get("/connexion"), form="proconnect").response
    given = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("passage="))
    assert "HttpOnly" in given and "SameSite=Lax" in given and "Max-Age=600" in given
    asked = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert asked["state"][0] not in given and asked["nonce"][0] not in given


@one_database
def test_two_sign_ins_share_nothing(portal, provider):
    urls = [parse_qs(urlsplit(leave(portal.visitor())).query) for _ in range(2)]
    for name in ("state", "nonce", "code_challenge"):
        assert urls[0][name] != urls[1][name]


@one_database
def test_no_proof_is_sent_to_a_provider_that_does_not_know_it(portal, provider):
    provider.pkce = False
    tie(provider)
    browser = portal.visitor()
    enter(browser)
    assert "Claire Delattre" in browser.get("/aide")


@one_database
def test_a_link_from_elsewhere_signs_nobody_in(portal, provider):
    portal.visitor().get("/connexion/proconnect", status=405)  # only a form of ours leaves
    answer = portal.visitor().client.post("/connexion/proconnect", data={"csrf_token": "x"})
    assert answer.status_code in (400, 401) and "authorize" not in provider.seen


@one_database
def test_forms_may_lead_to_the_provider_and_to_no_other_host(portal, provider):
    policy = portal.visitor().get("/connexion").response.headers["Content-Security-Policy"]
    assert f"form-action 'self' {provider.url};" in policy
    assert policy.replace(f" {provider.url}", "") == doorkeeper.HEADERS["Content-Security-Policy"]


# Signing in


@one_database
@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "HS256"])
def test_the_account_of_this_identity_opens(portal, provider, algorithm):
    provider.algorithm = algorithm
    register(portal, provider)
    tie(provider)
    browser = portal.visitor()
    assert enter(browser).response.headers["Location"] == "/tableau-de-bord"
    assert "Claire Delattre" in browser.get("/aide")
    assert cookie(browser, "passage") is None
    assert db.session.scalars(select(ProviderIdentity.used_at)).one() is not None
    assert provider.seen == [
        "discovery",
        "authorize",
        "token",
        *(["keys"] if algorithm != "HS256" else []),
        "userinfo",
    ]


@one_database
def test_the_metadata_and_the_keys_are_read_once_for_all(portal, provider):
    tie(provider)
    enter(portal.visitor())
    enter(portal.visitor())
    assert provider.seen.count("discovery") == provider.seen.count("keys") == 1


@one_database
def test_it_leads_back_to_the_page_that_was_asked_for_and_to_no_other_site(portal, provider):
    tie(provider)
    assert enter(portal.visitor(), next_url="/marches").response.headers["Location"] == "/marches"
    assert (
        enter(portal.visitor(), next_url="//evil.example").response.headers["Location"] == "/tableau-de-bord"
    )


def test_another_session_of_this_browser_ends(portal, provider):
    tie(provider)
    browser = portal.sign_in(SANDRINE)
    url = browser.post("/connexion/proconnect").response.headers["Location"]
    browser.get(here(go(url)), status=303)
    assert "Claire Delattre" in browser.get("/aide")
    assert sessions_open() == 1


@one_database
def test_neither_a_token_nor_a_code_is_written_or_shown(portal, provider, caplog):
    caplog.set_level("DEBUG")
    given: list[str] = []
    honest = IdentityProvider.token

    def kept(claims):
        given.append(honest(provider, claims))
        return given[-1]

    provider.sign = provider.sign_userinfo = kept
    tie(provider)
    browser = portal.visitor()
    url = go(leave(browser))
    page = browser.get(here(url), status=303)
    code = parse_qs(urlsplit(url).query)["code"][0]
    told = caplog.text + str(page.response.headers) + page.response.text
    assert len(given) == 2
    for secret in (*given, code, idp.SECRET, *provider.access):
        assert secret not in told.replace(here(url), "")
    closed = db.session.scalars(select(WebSession.provider_token)).one()
    assert closed.startswith("s1.") and given[0] not in closed
    assert seals.open(closed, place=f"provider_token:{user_of(CLAIRE).id}") == given[0]


# The second step


def with_application(email: str = CLAIRE) -> str:
    key = pyotp.random_base32()
    user_id = user_of(email).id
    with write_transaction():
        db.session.add(
            Authenticator(
                user_id=user_id,
                sealed=seals.seal(key, place=f"totp:{user_id}"),
                confirmed=True,
                created_at=clock.real(),
            )
        )
        db.session.commit()
    return key


def test_several_factors_proved_there_are_worth_our_second_step(portal, provider):
    tie(provider)
    with_application()
    provider.person.amr = ["pwd", "totp", "mfa"]
    browser = portal.visitor()
    enter(browser)
    assert "Claire Delattre" in browser.get("/marches")


@one_database
@pytest.mark.parametrize("amr", [None, [], ["pwd"], ["totp"], "mfa", {"mfa": True}])
def test_otherwise_our_second_step_is_asked(portal, provider, amr):
    tie(provider)
    key = with_application()
    provider.person.amr = amr
    browser = portal.visitor()
    enter(browser)
    page = browser.follow(browser.get("/marches", status=303))
    browser.submit(page, {"otp_code": pyotp.TOTP(key).at(clock.real())}, form="code")
    browser._token = None
    assert "Claire Delattre" in browser.get("/marches")


@one_database
def test_where_a_second_factor_is_due_a_single_one_leads_to_set_it_up(portal, provider):
    settings = portal.app.config["SETTINGS"]
    portal.app.config["SETTINGS"] = replace(settings, second_factor="required")
    tie(provider)
    browser = portal.visitor()
    enter(browser)
    asked = browser.get("/marches", status=303).response.headers["Location"]
    assert asked == "/mon-compte/double-authentification"


# Whose identity


def test_an_address_alone_opens_nothing_and_creates_nothing(portal, provider):
    """The provider tells the address of Claire's account: that is no proof that it is hers."""
    before = db.session.scalar(select(func.count()).select_from(User))
    page = enter(portal.visitor(), status=403)
    assert "ProConnect n'est pas encore relié à un compte" in page and "Claire" not in page
    assert sessions_open() == 0
    assert db.session.scalar(select(func.count()).select_from(User)) == before
    assert db.session.scalar(select(func.count()).select_from(ProviderIdentity)) == 0


def test_an_unknown_person_reads_the_same_whether_the_address_is_known_or_not(portal, provider):
    known = enter(portal.visitor(), status=403)
    provider.person = Person(sub="autre", email="personne@nulle-part.example")
    assert enter(portal.visitor(), status=403).text == known.text


@one_database
def test_an_unknown_person_is_led_to_sign_up_with_the_siret_already_there(portal, provider):
    browser = portal.visitor()
    page = enter(browser, status=403)
    assert "266 000 173 00012" in page
    found = re.search(r'href="(/inscription\?siret=[0-9]+)"', page.response.text)
    assert found
    step = browser.get(found[1])
    assert '<input type="hidden" name="siret" value="26600017300012">' in step.response.text
    shown = browser.get("/inscription/organisation?profile=buyer&siret=26600017300012")
    assert re.search(r'name="siret"[^>]*value="26600017300012"', shown.response.text)


@one_database
@pytest.mark.parametrize("siret", [None, "", "abc", "1" * 15, "<b>", 12])
def test_a_siret_that_is_none_is_not_repeated(portal, provider, siret):
    provider.wrong_userinfo = {"siret": siret}
    page = enter(portal.visitor(), status=403)
    assert "siret=" not in page.response.text


def test_a_person_ties_proconnect_from_their_account_then_enters_with_it(portal, provider):
    browser = portal.sign_in(CLAIRE)
    assert "Les comptes reliés au vôtre" in browser.get("/mon-compte")
    page = link(browser)
    assert "Votre compte ProConnect est relié" in page
    row = db.session.scalars(select(ProviderIdentity)).one()
    assert (row.issuer, row.subject, row.user_id) == (provider.issuer, "sub-de-claire", user_of(CLAIRE).id)
    other = portal.visitor()
    enter(other)
    assert "Claire Delattre" in other.get("/aide")
    portal.run_jobs()
    letter = portal.mails("M50", "claire.delattre")[-1].body
    assert "vient d'être relié" in letter and "/mon-compte/proconnect" in letter


def test_tying_asks_for_a_fresh_proof(portal, provider):
    browser = portal.sign_in(CLAIRE)
    page = browser.get(OWN)
    old = clock.real() - timedelta(minutes=6)
    with write_transaction():
        db.session.execute(update(WebSession).values(created_at=old, confirmed_at=old))
        db.session.commit()
    asked = browser.submit(page, form=OWN).response.headers["Location"]
    assert asked == f"/mon-compte/confirmation?next_url={OWN}" and "authorize" not in provider.seen


def test_an_identity_of_somebody_else_is_not_taken(portal, provider):
    tie(provider, SANDRINE)
    browser = portal.sign_in(CLAIRE)
    url = browser.submit(browser.get(OWN), form=OWN).response.headers["Location"]
    page = browser.get(here(go(url)), status=403)
    assert "déjà reliée à un autre compte" in page and "Sandrine" not in page
    assert db.session.scalars(select(ProviderIdentity.user_id)).all() == [user_of(SANDRINE).id]


def test_the_answer_to_a_tie_counts_in_the_session_that_asked_alone(portal, provider):
    """Somebody else signs in meanwhile in the same browser: the identity does not become theirs."""
    browser = portal.sign_in(CLAIRE)
    url = go(browser.submit(browser.get(OWN), form=OWN).response.headers["Location"])
    browser.client.set_cookie("session", cookie(portal.sign_in(SANDRINE)))
    assert EXPIRED in browser.get(here(url), status=400)
    browser = portal.sign_in(CLAIRE)
    url = go(browser.submit(browser.get(OWN), form=OWN).response.headers["Location"])
    browser.client.delete_cookie("session")
    assert EXPIRED in browser.get(here(url), status=400)
    assert db.session.scalar(select(func.count()).select_from(ProviderIdentity)) == 0


def test_a_changed_identity_is_refused_and_explained_never_followed(portal, provider):
    tie(provider)
    provider.person.sub = "un-autre-sub"
    page = enter(portal.visitor(), status=403)
    assert "n'est plus celle qui est reliée à votre compte" in page and sessions_open() == 0
    assert db.session.scalars(select(ProviderIdentity.subject)).one() == "sub-de-claire"
    link(portal.sign_in(CLAIRE))  # the person proves it as usual, and the new one replaces the old one
    assert db.session.scalars(select(ProviderIdentity.subject)).one() == "un-autre-sub"


def test_the_same_subject_of_another_issuer_is_somebody_else(portal, provider):
    tie(provider)
    with write_transaction():
        db.session.execute(update(ProviderIdentity).values(issuer="https://autre.example/api/v2"))
        db.session.commit()
    assert "pas encore relié" in enter(portal.visitor(), status=403)


def test_a_closed_account_stays_closed(portal, provider):
    tie(provider)
    with write_transaction():
        db.session.execute(update(User).where(User.email == CLAIRE).values(active=False))
        db.session.commit()
    assert "est fermé" in enter(portal.visitor(), status=403)
    assert sessions_open() == 0


def test_a_person_who_left_their_organization_waits(portal, provider):
    tie(provider)
    with write_transaction():
        db.session.execute(
            update(Membership).where(Membership.user_id == user_of(CLAIRE).id).values(active=False)
        )
        db.session.commit()
    assert "n'est rattaché à aucune organisation" in enter(portal.visitor(), status=403)
    assert sessions_open() == 0


def test_an_account_leaves_proconnect_and_the_other_sessions_end(portal, provider):
    browser = portal.sign_in(CLAIRE)
    link(browser)
    enter(portal.visitor())
    assert sessions_open() == 2
    page = browser.follow(browser.submit(browser.get(OWN), form=f"{OWN}/retrait"))
    assert "n'ouvre plus votre compte" in page and "Relier mon compte ProConnect" in page
    assert sessions_open() == 1
    assert "pas encore relié" in enter(portal.visitor(), status=403)
    browser.post(f"{OWN}/retrait", status=409)


# State


def test_a_sign_in_that_another_browser_began_is_refused(portal, provider):
    tie(provider)
    url = go(leave(portal.visitor()))
    victim = portal.visitor()
    page = victim.get(here(url), status=400)
    assert VAIN in page and EXPIRED in page
    leave(victim)
    assert EXPIRED in victim.get(here(url), status=400)  # nor with a passage of its own
    assert "token" not in provider.seen and sessions_open() == 0


@one_database
@pytest.mark.parametrize("state", [None, "", "x" * 43, "é"])
def test_an_answer_without_its_state_is_refused(portal, provider, state):
    tie(provider)
    browser = portal.visitor()
    url = here(go(leave(browser)))
    wrong = re.sub(r"&state=[^&]+", "" if state is None else f"&state={state}", url)
    assert EXPIRED in browser.get(wrong, status=400)
    assert EXPIRED in browser.get(f"{url}&state=x", status=400)
    assert "token" not in provider.seen
    browser.get(url, status=303)  # the right one still counts


def test_an_answer_counts_once(portal, provider):
    tie(provider)
    browser = portal.visitor()
    url = here(go(leave(browser)))
    kept = cookie(browser, "passage")
    browser.get(url, status=303)
    assert EXPIRED in browser.get(url, status=400)
    browser.client.set_cookie("passage", kept)  # even for who kept the cookie
    assert EXPIRED in browser.get(url, status=400)
    assert provider.seen.count("token") == 1


@one_database
def test_an_answer_comes_too_late_after_ten_minutes(portal, provider, monkeypatch):
    tie(provider)
    browser = portal.visitor()
    url = here(go(leave(browser)))
    kept = cookie(browser, "passage")
    late = clock.real() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "real", lambda: late)
    browser.client.set_cookie("passage", kept)
    assert EXPIRED in browser.get(url, status=400)


@one_database
def test_a_cookie_made_by_hand_is_no_passage(portal, provider):
    browser = portal.visitor()
    url = here(go(leave(browser)))
    for made in (
        "",
        "x",
        seals.seal("{}", place="passage"),
        seals.seal("[1]", place="passage"),
        cookie(browser, "passage")[:-4] + "AAAA",
    ):
        browser.client.set_cookie("passage", made)
        assert EXPIRED in browser.get(url, status=400)


def test_what_was_spent_is_forgotten_after_an_hour(portal, provider):
    tie(provider)
    enter(portal.visitor())
    with write_transaction():
        db.session.execute(update(SpentPassage).values(at=clock.real() - timedelta(minutes=61)))
        db.session.commit()
    enter(portal.visitor())
    assert db.session.scalar(select(func.count()).select_from(SpentPassage)) == 1


@one_database
def test_who_gives_up_there_is_told_that_nothing_was_opened(portal, provider):
    browser = portal.visitor()
    state = parse_qs(urlsplit(leave(browser)).query)["state"][0]
    page = browser.get(f"{BACK}?error=access_denied&state={state}&iss={provider.issuer}", status=403)
    assert "Vous avez interrompu la connexion" in page
    state = parse_qs(urlsplit(leave(browser)).query)["state"][0]
    page = browser.get(
        f"{BACK}?error=<script>&error_description=<b>&state={state}&iss={provider.issuer}", status=403
    )
    assert UNVERIFIED in page and "<script>" not in page.response.text.replace("<script src", "")


# Signing out


def leave_both(browser) -> str:
    """Press « Se déconnecter »: the page that says so leads on to the provider by itself."""
    page = browser.post("/deconnexion", status=200)
    assert "Vous êtes déconnecté(e) du portail" in page
    assert page.response.headers["Cache-Control"] == "no-store"
    wait, _, url = page.response.headers["Refresh"].partition("; url=")
    assert wait == "0"
    return url


def test_signing_out_ends_here_first_then_there(portal, provider):
    tie(provider)
    browser = portal.visitor()
    enter(browser)
    url = leave_both(browser)
    assert sessions_open() == 0 and cookie(browser) is None
    assert db.session.scalars(select(WebSession.provider_token)).all() == [None]
    back = go(url)
    assert provider.ended == ["sub-de-claire"]
    page = browser.follow(browser.get(here(back), status=303))
    assert "déconnecté(e) du portail et de ProConnect" in page


@one_database
def test_the_return_of_a_sign_out_carries_its_state(portal, provider):
    tie(provider)
    browser = portal.visitor()
    enter(browser)
    leave_both(browser)
    page = browser.get("/deconnexion/retour?state=" + "x" * 43, status=400)
    assert "Nous n'avons pas pu vérifier" in page
    portal.visitor().get("/deconnexion/retour", status=400)


@one_database
def test_a_passage_of_one_kind_does_not_serve_for_another(portal, provider):
    tie(provider)
    browser = portal.visitor()
    state = parse_qs(urlsplit(leave(browser)).query)["state"][0]
    browser.get(f"/deconnexion/retour?state={state}", status=400)
    browser = portal.visitor()
    enter(browser)
    state = parse_qs(urlsplit(leave_both(browser)).query)["state"][0]
    browser.get(f"{BACK}?code=x&state={state}&iss={provider.issuer}", status=400)


def test_signing_out_works_when_the_provider_is_down(portal, provider):
    tie(provider)
    browser = portal.visitor()
    enter(browser)
    access.provider_of.cache_clear()  # another process, which has not read the metadata yet
    provider.fails = {"discovery": 503}
    page = browser.follow(browser.post("/deconnexion"))
    assert "Vous êtes déconnecté" in page and sessions_open() == 0


@one_database
def test_a_session_opened_with_a_password_signs_out_here_alone(portal, provider):
    browser = portal.visitor()
    browser.submit(browser.get("/connexion"), {"email": CLAIRE, "password": PASSWORD}, form="sign-in")
    browser._token = None
    assert browser.post("/deconnexion").response.headers["Location"] == "/"


def test_a_second_step_keeps_the_way_out_by_the_provider(portal, provider):
    tie(provider)
    key = with_application()
    browser = portal.visitor()
    enter(browser)
    browser.submit(
        browser.get("/connexion/code"), {"otp_code": pyotp.TOTP(key).at(clock.real())}, form="code"
    )
    browser._token = None
    assert leave_both(browser).startswith(provider.issuer)
