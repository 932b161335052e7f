"""Does a passkey prove its person and nobody else, once for each question, and only on this site?"""

import json
import re
import secrets
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from clauses.extensions import db
from clauses.models.people import WebSession
from clauses.models.second_factor import Authenticator, Passkey, PasskeyChallenge, RecoveryCode
from tests.authenticator import PRESENT, SoftwareKey
from tests.portal import Browser, Portal
from tests.reading import Page
from tests.web.test_second_factor import OWN, Hands, session_cookie

MICKAEL = "mickael.roussel@batisseurs-therain.example"
ADD, PROVE = f"{OWN}/cles", "/connexion/cle"


@pytest.fixture
def claire(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hands]:
    usual = portal.app.config["SETTINGS"]
    portal.app.config["SETTINGS"] = replace(usual, base_url="https://clauses.example")
    yield Hands(portal, monkeypatch)
    portal.app.config["SETTINGS"] = usual


def asked(browser: Browser, url: str, here: str) -> dict[str, Any]:
    """The options of a challenge, asked as the page's script does."""
    browser._token = re.search(r'csrf_token" value="([0-9a-f]+)', browser.get(here).response.text)[1]
    data = {"csrf_token": browser._token, "idem_key": secrets.token_hex(16)}
    answer = browser.client.post(f"{url}/defi", data=data)
    assert answer.status_code == 200 and answer.mimetype == "application/json"
    return json.loads(answer.text)


def add(
    browser: Browser, key: SoftwareKey, *, status: int = 200, answer: str | None = None, **changes: Any
) -> Page:
    options = asked(browser, ADD, OWN)
    data = {"credential": answer or key.create(options, **changes), "key_name": "Téléphone de Claire"}
    page = browser.post(ADD, data, status=status)
    browser._token = None
    return page


def prove(
    browser: Browser, key: SoftwareKey, *, status: int = 303, answer: str | None = None, **changes: Any
) -> Page:
    options = asked(browser, PROVE, "/connexion/code")
    page = browser.post(PROVE, {"credential": answer or key.get(options, **changes)}, status=status)
    browser._token = None
    return page


@pytest.fixture
def keyed(claire: Hands) -> tuple[Hands, SoftwareKey]:
    key = SoftwareKey()
    add(claire.password(), key)
    claire.later(seconds=60)
    return claire, key


def test_a_passkey_is_asked_to_know_its_person_and_to_be_kept_by_the_device(claire: Hands) -> None:
    options = asked(claire.password(), ADD, OWN)
    assert options["rp"] == {"id": "clauses.example", "name": "Clauses d'insertion"}
    choice = options["authenticatorSelection"]
    assert (choice["residentKey"], choice["userVerification"]) == ("required", "required")
    assert options["attestation"] == "none"
    assert len(options["challenge"]) >= 43


def test_a_passkey_is_added_and_proves_the_second_step(keyed: tuple[Hands, SoftwareKey]) -> None:
    claire, key = keyed
    assert len(db.session.scalars(select(RecoveryCode)).all()) == 10
    browser = claire.password()
    before = session_cookie(browser)
    browser.get("/tableau-de-bord", status=303)
    options = asked(browser, PROVE, "/connexion/code")
    assert [one["id"] for one in options["allowCredentials"]] and options["userVerification"] == "required"
    prove(browser, key)
    assert session_cookie(browser) != before
    assert "Téléphone de Claire" in browser.get(OWN)
    assert "Claire Delattre" in browser.get("/marches")
    claire.portal.run_jobs()
    assert "vient d'être ajouté" in claire.portal.mails("M50", "claire")[0].body


def test_a_passkey_and_an_application_work_side_by_side(keyed: tuple[Hands, SoftwareKey]) -> None:
    claire, key = keyed
    browser = claire.password()
    prove(browser, key)
    claire.enrol(browser)
    claire.later(seconds=60)
    claire.second(claire.password(), claire.code())
    prove(claire.password(), key)


def test_an_answer_that_served_is_worth_nothing_again(keyed: tuple[Hands, SoftwareKey]) -> None:
    claire, key = keyed
    browser = claire.password()
    answer = key.get(asked(browser, PROVE, "/connexion/code"))
    browser.post(PROVE, {"credential": answer})
    thief = claire.password()
    assert "n'a pas été reconnue" in prove(thief, key, answer=answer, status=422)
    thief.get("/tableau-de-bord", status=303)


def test_a_challenge_serves_once_even_when_the_answer_was_wrong(keyed: tuple[Hands, SoftwareKey]) -> None:
    claire, key = keyed
    browser = claire.password()
    options = asked(browser, PROVE, "/connexion/code")
    browser.post(PROVE, {"credential": "{}"}, status=422)
    assert not db.session.scalars(select(PasskeyChallenge)).all()
    browser.post(PROVE, {"credential": key.get(options)}, status=422)


def test_a_challenge_is_forgotten_after_five_minutes(keyed: tuple[Hands, SoftwareKey]) -> None:
    claire, key = keyed
    browser = claire.password()
    options = asked(browser, PROVE, "/connexion/code")
    claire.later(minutes=6)
    browser.post(PROVE, {"credential": key.get(options)}, status=422)


def test_a_challenge_to_add_does_not_prove(keyed: tuple[Hands, SoftwareKey]) -> None:
    claire, key = keyed
    browser = claire.password()
    options = asked(browser, PROVE, "/connexion/code")
    other = SoftwareKey()
    browser.post(
        ADD, {"credential": other.create(options), "key_name": "x"}
    )  # led back: the sign-in comes first
    assert len(db.session.scalars(select(Passkey)).all()) == 1


def test_a_counter_that_goes_back_is_a_copy(keyed: tuple[Hands, SoftwareKey]) -> None:
    claire, key = keyed
    key.count = 41
    prove(claire.password(), key)
    assert db.session.scalar(select(Passkey.sign_count)) == 42
    for earlier in (41, 10):
        key.count = earlier
        prove(claire.password(), key, status=422)
    key.count = 42
    prove(claire.password(), key)


@pytest.mark.parametrize(
    "change",
    [{"origin": "https://clauses.example.evil.example"}, {"origin": "http://clauses.example"}, {"type": "webauthn.create"},
     {"challenge": "A" * 43}],
)  # fmt: skip
def test_an_answer_made_for_another_site_or_another_question_is_refused(
    keyed: tuple[Hands, SoftwareKey], change: dict[str, str]
) -> None:
    claire, key = keyed
    prove(claire.password(), key, status=422, **change)


def test_an_answer_for_another_host_or_without_its_person_is_refused(
    keyed: tuple[Hands, SoftwareKey],
) -> None:
    claire, key = keyed
    key.flags = PRESENT  # the device did not check who holds it
    prove(claire.password(), key, status=422)
    key.flags, key.host = PRESENT | 4, "evil.example"
    prove(claire.password(), key, status=422)


@pytest.mark.parametrize(
    "answer", ["", "null", "[]", '{"id": 1}', "{" * 5000, '{"id":"AA","rawId":"AA"}', "é" * 30000]
)
def test_what_is_no_answer_is_refused_calmly(keyed: tuple[Hands, SoftwareKey], answer: str) -> None:
    claire, key = keyed
    browser = claire.password()
    asked(browser, PROVE, "/connexion/code")
    browser.post(PROVE, {"credential": answer}, status=422)
    prove(browser, key)


def test_the_passkey_of_somebody_else_proves_nothing(
    keyed: tuple[Hands, SoftwareKey], monkeypatch: pytest.MonkeyPatch
) -> None:
    claire, key = keyed
    mickael = Hands(claire.portal, monkeypatch, MICKAEL)
    own = SoftwareKey()
    add(mickael.password(), own)
    prove(mickael.password(), key, status=422)
    stolen = SoftwareKey()
    stolen.id = key.id  # the same identifier, presented again for another account
    browser = mickael.password()
    prove(browser, own)
    assert "n'a pas été reconnue" in add(browser, stolen, status=422)


def test_a_key_that_does_not_know_its_person_is_not_added(claire: Hands) -> None:
    key = SoftwareKey()
    key.flags = PRESENT
    add(claire.password(), key, status=422)
    assert not db.session.scalars(select(Passkey)).all()


def test_adding_and_taking_away_ask_for_the_password_again(keyed: tuple[Hands, SoftwareKey]) -> None:
    claire, key = keyed
    browser = claire.password()
    prove(browser, key)
    page = browser.get(OWN)
    claire.later(minutes=6)
    for form in (r"cles/\d+/retrait", "begin-application"):
        url = next(
            u
            for u in re.findall(r'action="([^"]+)"', page.response.text)
            if re.search(form.replace("begin-", ""), u)
        )
        led = browser.post(url).response.headers["Location"]
        assert led.startswith("/mon-compte/confirmation")
    assert db.session.scalars(select(Passkey)).one()


def test_taking_the_last_passkey_away_ends_the_second_factor_and_its_codes(
    keyed: tuple[Hands, SoftwareKey],
) -> None:
    claire, key = keyed
    browser = claire.password()
    prove(browser, key)
    browser.submit(browser.get(OWN), form="/retrait")
    assert (
        not db.session.scalars(select(Passkey)).all() and not db.session.scalars(select(RecoveryCode)).all()
    )
    claire.password().get("/tableau-de-bord")


def test_a_passkey_of_another_account_cannot_be_taken_away(
    keyed: tuple[Hands, SoftwareKey], monkeypatch: pytest.MonkeyPatch
) -> None:
    claire, _ = keyed
    number = db.session.scalars(select(Passkey.id)).one()
    Hands(claire.portal, monkeypatch, MICKAEL).password().post(f"{ADD}/{number}/retrait", status=404)


def test_without_a_secure_address_only_the_application_is_offered(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Hands(portal, monkeypatch).password().get(OWN)
    assert "demandent une adresse sécurisée" in page and "add-key" not in page.response.text
    assert (
        db.session.scalars(select(WebSession)).all() and not db.session.scalars(select(Authenticator)).all()
    )
