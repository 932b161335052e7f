"""Is an answer of the provider refused when anything in it is wrong, and is silence waited for five seconds at most?"""

import json
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from clauses.access import provider as access
from clauses.access import provider_calls
from clauses.config import clock
from tests import identity_provider as idp
from tests.identity_provider import IdentityProvider, jwk_of, signed
from tests.portal import Portal
from tests.stage_provider import enter, go, here, leave, register, sessions_open, tie

BACK = "/connexion/proconnect/retour"
UNVERIFIED = "La réponse de ProConnect n'a pas pu être vérifiée"
KID = {"kid": "one"}
PEM = idp.RSA_KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
SHORT_RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=1024)
# What is refused here is refused before any row is looked at: one database is enough.
pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)


def lie(**changes: Any) -> Callable[[IdentityProvider], None]:
    def told(one: IdentityProvider) -> None:
        for name, value in changes.items():
            setattr(one, name, value)

    return told


def claims(**wrong: Any) -> Callable[[IdentityProvider], None]:
    return lie(wrong=wrong)


def moved(**shifts: int) -> Callable[[IdentityProvider], None]:
    """Moments told so many seconds from now."""
    return lambda one: one.wrong.update(
        {name: int(clock.real().timestamp()) + shift for name, shift in shifts.items()}
    )


NOT_BELIEVED: dict[str, Callable[[IdentityProvider], None]] = {
    # Signature
    "forged": lie(sign=lambda c: signed(c, "RS256", idp.OTHER_RSA_KEY, KID)),
    "changed afterwards": lie(sign=lambda c: _altered(signed(c, "RS256", idp.RSA_KEY, KID))),
    "no signature": lie(sign=lambda c: signed(c, "none", None)),
    "none in capitals": lie(sign=lambda c: signed(c, "NONE", None)),
    "none, with something after": lie(sign=lambda c: signed(c, "none", None) + "AAAA"),
    "registered algorithm without signature": lie(sign=lambda c: signed(c, "RS256", None, KID)),
    "public key as a secret": lie(sign=lambda c: signed(c, "HS256", PEM, KID)),
    "our secret instead of its key": lie(sign=lambda c: signed(c, "HS256", idp.SECRET.encode(), KID)),
    "another algorithm": lie(sign=lambda c: signed(c, "ES256", idp.EC_KEY, KID)),
    "key inside": lie(
        sign=lambda c: signed(c, "RS256", idp.OTHER_RSA_KEY, {"jwk": jwk_of(idp.OTHER_RSA_KEY, None)})
    ),
    "key inside, named as ours": lie(
        sign=lambda c: signed(c, "RS256", idp.OTHER_RSA_KEY, {**KID, "jwk": jwk_of(idp.OTHER_RSA_KEY, "one")})
    ),
    "address of a key": lie(
        sign=lambda c: signed(
            c,
            "RS256",
            idp.OTHER_RSA_KEY,
            {**KID, "jku": "http://127.0.0.1:9/jwks", "x5u": "http://127.0.0.1:9/"},
        )
    ),
    "key never published": lie(sign=lambda c: signed(c, "RS256", idp.OTHER_RSA_KEY, {"kid": "two"})),
    "critical extension": lie(sign=lambda c: signed(c, "RS256", idp.RSA_KEY, {**KID, "crit": ["x"], "x": 1})),
    "no name and two keys": lie(
        header={}, published=[jwk_of(idp.RSA_KEY, None), jwk_of(idp.OTHER_RSA_KEY, None)]
    ),
    "key for encryption": lie(published=[{**jwk_of(idp.RSA_KEY, "one"), "use": "enc"}]),
    "no key at all": lie(published=[]),
    "key too short": lie(
        published=[jwk_of(SHORT_RSA_KEY, "one")], sign=lambda c: signed(c, "RS256", SHORT_RSA_KEY, KID)
    ),
    "access token": lie(header={**KID, "typ": "at+jwt"}),
    "no token": lie(sign=lambda _: "not.a token"),
    "five parts": lie(sign=lambda _: "a.b.c.d.e"),
    "no object": lie(sign=lambda _: signed([1], "RS256", idp.RSA_KEY, KID)),
    # For whom, by whom
    "other issuer": claims(iss="https://autre.example/api/v2"),
    "issuer with a slash more": lambda one: one.wrong.update(iss=one.issuer + "/"),
    "no issuer": claims(iss=None),
    "other audience": claims(aud="un-autre-site"),
    "audience that contains ours": claims(aud="portail-bis"),
    "no audience": claims(aud=None),
    "list without us": claims(aud=["un", "deux"]),
    "several audiences and no party": claims(aud=["portail", "un-autre-site"]),
    "several audiences for another party": claims(aud=["portail", "un-autre-site"], azp="un-autre-site"),
    "one audience for another party": claims(azp="un-autre-site"),
    "audience that is an object": claims(aud={"portail": True}),
    # When
    "expired": moved(exp=-61),
    "no end": claims(exp=None),
    "end that is a text": claims(exp="demain"),
    "end that is true": claims(exp=True),
    "not yet": moved(nbf=90),
    "made tomorrow": moved(iat=90),
    "made before we left": moved(iat=-90),
    "no birth": claims(iat=None),
    "signed in tomorrow": moved(auth_time=90),
    "its clock two minutes ahead": lie(shift=120),
    "its clock two minutes late": lie(shift=-125),
    # For which sign-in, of whom
    "other nonce": claims(nonce="n" * 43),
    "no nonce": claims(nonce=None),
    "empty subject": claims(sub=""),
    "no subject": claims(sub=None),
    "subject that is a number": claims(sub=12),
    "subject too long": claims(sub="s" * 256),
    "other access token": claims(at_hash="AAAA"),
    # Userinfo
    "userinfo signed by another": lie(sign_userinfo=lambda c: signed(c, "RS256", idp.OTHER_RSA_KEY, KID)),
    "userinfo unsigned": lie(sign_userinfo=lambda c: signed(c, "none", None)),
    "userinfo in plain": lie(userinfo_kind="application/json"),
    "userinfo of somebody else": lie(wrong_userinfo={"sub": "un-autre"}),
    "userinfo for another": lie(wrong_userinfo={"aud": "un-autre-site"}),
    "userinfo by another": lie(wrong_userinfo={"iss": "https://autre.example"}),
    "userinfo expired": lambda one: one.wrong_userinfo.update(exp=int(clock.real().timestamp()) - 61),
    # Answers that are none
    "no ID token": lie(token_answer={"id_token": None}),
    "no access token": lie(token_answer={"access_token": None}),
    "access token of two lines": lie(token_answer={"access_token": "a\r\nX-Other: b"}),
    "other kind of token": lie(token_answer={"token_type": "mac"}),
    "token refused": lie(fails={"token": 400}),
    "userinfo refused": lie(fails={"userinfo": 401}),
    "keys refused": lie(fails={"keys": 404}),
    "token elsewhere": lie(sends_to={"token": "http://127.0.0.1:9/"}),
    "userinfo elsewhere": lie(sends_to={"userinfo": "http://127.0.0.1:9/"}),
    "keys elsewhere": lie(sends_to={"keys": "http://127.0.0.1:9/"}),
}


def _altered(token: str) -> str:
    """Another subject under the same signature."""
    head, _, end = token.split(".")
    told = {**idp.read_claims(token), "sub": "sub-d-un-autre"}
    return f"{head}.{idp.b64(json.dumps(told).encode())}.{end}"


@pytest.mark.parametrize("case", NOT_BELIEVED)
def test_an_answer_that_is_not_right_opens_nothing(
    portal: Portal, provider: IdentityProvider, case: str
) -> None:
    tie(provider)
    NOT_BELIEVED[case](provider)
    browser = portal.visitor()
    page = enter(browser, status=403)
    assert UNVERIFIED in page
    assert browser.client.get_cookie("session") is None and browser.client.get_cookie("passage") is None
    assert sessions_open() == 0


BELIEVED: dict[str, Callable[[IdentityProvider], None]] = {
    "audience as a list": claims(aud=["portail"]),
    "several audiences, ours the party": claims(aud=["portail", "un-autre-site"], azp="portail"),
    "party named though alone": claims(azp="portail"),
    "expired within the minute": moved(exp=-50),
    "a little early": moved(nbf=50, iat=50),
    "its clock fifty seconds ahead": lie(shift=50),
    "its clock fifty seconds late": lie(shift=-50),
    "key without a name, the only one": lie(header={}),
    "a key inside, its own key used": lie(header={**KID, "jwk": jwk_of(idp.OTHER_RSA_KEY, "one")}),
    "other keys beside": lie(
        published=[
            jwk_of(idp.OTHER_RSA_KEY, "two"),
            jwk_of(idp.EC_KEY, "one"),
            jwk_of(idp.RSA_KEY, "one"),
            {"kty": "OKP"},
        ]
    ),
    "no moment of sign-in": claims(auth_time=None),
    "moments with decimals": lambda one: one.wrong.update(exp=clock.real().timestamp() + 59.5),
    "methods left out": claims(amr=None),
    "the level above": lambda one: setattr(one.person, "acr", idp.STRONG_LEVEL),
    "secret in a header": lie(metadata={"token_endpoint_auth_methods_supported": ["client_secret_basic"]}),
    "no name of issuer in answers": lie(metadata={"authorization_response_iss_parameter_supported": None}),
}


@pytest.mark.parametrize("case", BELIEVED)
def test_an_answer_that_is_right_in_another_way_opens(
    portal: Portal, provider: IdentityProvider, case: str
) -> None:
    tie(provider)
    BELIEVED[case](provider)
    enter(portal.visitor())
    assert sessions_open() == 1


@pytest.mark.parametrize("algorithm", ["ES256", "HS256"])
@pytest.mark.parametrize("used", ["RS256", "ES256", "HS256", "none"])
def test_the_algorithm_registered_is_the_only_one(
    portal: Portal, provider: IdentityProvider, algorithm: str, used: str
) -> None:  # fmt: skip
    keys = {"RS256": idp.RSA_KEY, "ES256": idp.EC_KEY, "HS256": idp.SECRET.encode(), "none": None}
    provider.algorithm = algorithm
    register(portal, provider)
    tie(provider)
    provider.published = [jwk_of(idp.RSA_KEY, "one"), jwk_of(idp.EC_KEY, "one")]
    provider.sign = lambda c: signed(c, used, keys[used], KID)
    enter(portal.visitor(), status=303 if used == algorithm else 403)
    assert sessions_open() == (used == algorithm)


@pytest.mark.parametrize("acr", [None, "", "eidas0", "eidas1-mfa", "EIDAS1", ["eidas1"], "eidas1 eidas2", 1])
def test_a_level_that_is_not_named_is_refused(portal: Portal, provider: IdentityProvider, acr: Any) -> None:
    tie(provider)
    provider.wrong = {"acr": acr}
    assert "plus sûre que celle-ci" in enter(portal.visitor(), status=403)
    assert sessions_open() == 0


def test_an_answer_that_names_another_issuer_is_refused_before_its_code_is_used(
    portal: Portal, provider: IdentityProvider
) -> None:
    tie(provider)
    for change in ("&iss=https%3A%2F%2Fautre.example", ""):
        browser = portal.visitor()
        url = here(go(leave(browser)))
        page = browser.get(url.split("&iss=")[0] + change, status=403)
        assert UNVERIFIED in page
    assert "token" not in provider.seen


@pytest.mark.parametrize("code", ["", "&code=", "&code=jamais-donne", "&code=a&code=b", "&code=" + "é" * 50])
def test_a_code_that_the_provider_did_not_give_opens_nothing(
    portal: Portal, provider: IdentityProvider, code: str
) -> None:  # fmt: skip
    tie(provider)
    browser = portal.visitor()
    url = here(go(leave(browser))).split("?")[1]
    rest = "&".join(part for part in url.split("&") if not part.startswith("code="))
    assert UNVERIFIED in browser.get(f"{BACK}?{rest}{code}", status=403)


def test_a_code_of_more_than_thirty_seconds_opens_nothing(portal: Portal, provider: IdentityProvider) -> None:
    tie(provider)
    browser = portal.visitor()
    url = here(go(leave(browser)))
    for asked in provider.codes.values():
        asked["at"] -= 31
    assert UNVERIFIED in browser.get(url, status=403)


def test_a_code_of_another_browser_does_not_serve(portal: Portal, provider: IdentityProvider) -> None:
    """Injected under a right state: the proof of the browser and the nonce are those of another sign-in."""
    tie(provider)
    for pkce in (True, False):
        provider.pkce = pkce
        access.provider_of.cache_clear()
        stolen = here(go(leave(portal.visitor()))).split("code=")[1].split("&")[0]
        browser = portal.visitor()
        url = here(go(leave(browser)))
        own = url.split("code=")[1].split("&")[0]
        assert UNVERIFIED in browser.get(url.replace(own, stolen), status=403)


def test_a_new_key_is_believed_once_it_is_published(
    portal: Portal, provider: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "KEYS_AGAIN", 0)
    tie(provider)
    enter(portal.visitor())
    provider.published = [jwk_of(idp.RSA_KEY, "one")]
    provider.header = {"kid": "two"}
    provider.sign = lambda c: signed(c, "RS256", idp.OTHER_RSA_KEY, provider.header)
    provider.sign_userinfo = provider.sign
    enter(portal.visitor(), status=403)
    provider.published = [jwk_of(idp.OTHER_RSA_KEY, "two")]
    enter(portal.visitor())


WRONG_METADATA: dict[str, Callable[[IdentityProvider], dict[str, Any]]] = {
    "other issuer": lambda one: {"issuer": "https://autre.example/api/v2"},
    "issuer with a slash more": lambda one: {"issuer": one.issuer + "/"},
    "no issuer": lambda one: {"issuer": None},
    "keys elsewhere": lambda one: {"jwks_uri": "http://127.0.0.1:9/jwks"},
    "token in a file": lambda one: {"token_endpoint": "file:///etc/passwd"},
    "doors elsewhere": lambda one: {"authorization_endpoint": "https://evil.example/authorize"},
    "host that only begins like it": lambda one: {"userinfo_endpoint": one.url + ".evil.example/userinfo"},
    "somebody before the host": lambda one: {
        "userinfo_endpoint": one.url.replace("//", "//a@") + "/userinfo"
    },
    "two lines": lambda one: {"authorization_endpoint": one.issuer + "/authorize\r\nX: y"},
    "no door": lambda one: {"token_endpoint": None},
    "sign-out elsewhere": lambda one: {"end_session_endpoint": "https://evil.example/"},
}


@pytest.mark.parametrize("case", WRONG_METADATA)
def test_metadata_that_are_not_ours_lead_nowhere(
    portal: Portal, provider: IdentityProvider, case: str
) -> None:
    provider.metadata = WRONG_METADATA[case](provider)
    browser = portal.visitor()
    page = browser.submit(browser.get("/connexion"), form="proconnect", status=403)
    assert UNVERIFIED in page and "Location" not in page.response.headers


# Silence

STEPS = ("token", "keys", "userinfo")
SILENT = "ProConnect ne répond pas pour le moment"


@pytest.mark.parametrize("status", [500, 503, 429])
@pytest.mark.parametrize("step", STEPS)
def test_a_provider_in_trouble_is_told_as_such(
    portal: Portal, provider: IdentityProvider, step: str, status: int
) -> None:
    tie(provider)
    provider.fails = {step: status}
    assert SILENT in enter(portal.visitor(), status=503)
    provider.fails = {}
    enter(portal.visitor())  # and nothing of it remains


@pytest.mark.parametrize("step", STEPS)
def test_a_slow_provider_is_not_waited_for(
    portal: Portal, provider: IdentityProvider, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert provider_calls.SECONDS == 5
    monkeypatch.setattr(provider_calls, "SECONDS", 0.2)
    tie(provider)
    provider.slow = {step: 60.0}  # in the end it would answer well
    assert SILENT in enter(portal.visitor(), status=503)


@pytest.mark.parametrize("silence", ["down", "slow", "refused"])
def test_without_its_metadata_the_button_says_so_and_the_password_still_opens(
    portal: Portal, provider: IdentityProvider, silence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider_calls, "SECONDS", 0.2)
    if silence == "refused":
        register(portal, provider, issuer="http://127.0.0.1:9/api/v2")
    provider.fails, provider.slow = ({"discovery": 503} if silence == "down" else {}), {"discovery": 1.0}
    browser = portal.visitor()
    page = browser.submit(browser.get("/connexion"), form="proconnect", status=503)
    assert SILENT in page and "Se connecter avec un mot de passe" in page
    asked = provider.seen.count("discovery")
    browser.submit(browser.get("/connexion"), form="proconnect", status=503)
    assert provider.seen.count("discovery") == asked  # not waited for twice within ten seconds
    assert "Mot de passe oublié" in browser.get("/connexion")


def test_those_who_try_too_often_wait(portal: Portal, provider: IdentityProvider) -> None:
    tie(provider)
    provider.wrong = {"nonce": None}
    for _ in range(30):
        enter(portal.visitor(), status=403)
    seen = provider.seen.count("token")
    assert "Trop d'essais" in enter(portal.visitor(), status=429)
    assert provider.seen.count("token") == seen
