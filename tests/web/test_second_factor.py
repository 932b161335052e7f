"""Does the second factor hold: codes that serve once, delays that are counted, secrets that are not readable?"""

import re
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from sqlalchemy import select, update

from clauses.actions.demonstration import PASSWORD
from clauses.config import clock
from clauses.extensions import db, write_transaction
from clauses.models.people import User
from clauses.models.second_factor import Authenticator, FactorFailure, RecoveryCode
from tests.portal import Browser, Portal
from tests.reading import Page

CLAIRE = "claire.delattre@mde-beauvaisis.example"
OWN = "/mon-compte/double-authentification"


class Hands:
    """A person with a telephone, whose clock the test may move."""

    def __init__(self, portal: Portal, monkeypatch: pytest.MonkeyPatch, email: str = CLAIRE) -> None:
        self.portal, self.email, self.key = portal, email, ""
        self.at = clock.real()
        monkeypatch.setattr(clock, "real", lambda: self.at)

    def later(self, **duration: float) -> None:
        self.at += timedelta(**duration)

    def code(self, shift: int = 0) -> str:
        return pyotp.TOTP(self.key).at(self.at + timedelta(seconds=30 * shift))

    def password(self, next_url: str = "", browser: Browser | None = None) -> Browser:
        browser = browser or self.portal.visitor()
        page = browser.get("/connexion" + (f"?next_url={next_url}" if next_url else ""))
        browser.submit(page, {"email": self.email, "password": PASSWORD}, form="sign-in")
        browser._token = None
        return browser

    def enrol(self, browser: Browser) -> list[str]:
        """Set up an application; returns the recovery codes shown."""
        page = browser.get(OWN)
        if "totp-key" not in page.response.text:
            page = browser.follow(browser.submit(page, form="begin-application"))
        self.key = re.sub(r"\s", "", re.search(r'id="totp-key">([A-Z2-7 ]+)<', page.response.text)[1])
        shown = browser.submit(page, {"otp_code": self.code()}, form="confirm-application", status=200)
        browser._token = None
        return re.findall(r"<li><code>([A-Z2-9-]{19})</code>", shown.response.text)

    def second(self, browser: Browser, typed: str, *, status: int = 303) -> Page:
        page = browser.get("/connexion/code")
        answer = browser.submit(page, {"otp_code": typed}, form="code", status=status)
        browser._token = None
        return answer


@pytest.fixture
def claire(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> Hands:
    return Hands(portal, monkeypatch)


@pytest.fixture
def enrolled(claire: Hands) -> Hands:
    claire.codes = claire.enrol(claire.password())  # type: ignore[attr-defined]
    claire.later(seconds=60)
    return claire


def session_cookie(browser: Browser) -> str:
    return browser.client.get_cookie("session").value


def test_an_application_is_set_up_with_a_drawing_or_a_key_and_a_code(claire: Hands) -> None:
    browser = claire.password()
    page = browser.follow(browser.submit(browser.get(OWN), form="begin-application"))
    text = page.response.text
    assert "<svg" in text and "http" not in text.split("<figure")[1].split("</figure")[0]
    assert re.search(r'id="totp-key">([A-Z2-7]{4} ){7}[A-Z2-7]{4}<', text)
    wrong = browser.submit(page, {"otp_code": "000000"}, form="confirm-application", status=422)
    assert "Ce code ne convient pas" in wrong
    assert len(claire.enrol(browser)) == 10
    assert "En service" in browser.get(OWN)
    letters = claire.portal
    letters.run_jobs()
    assert "vient d'être ajouté" in letters.mails("M50", "claire.delattre")[0].body


def test_the_key_and_the_recovery_codes_are_not_readable_in_the_database(enrolled: Hands) -> None:
    kept = db.session.scalars(select(Authenticator)).one()
    assert enrolled.key not in kept.sealed and kept.sealed.startswith("s1.")
    hashes = db.session.scalars(select(RecoveryCode.code_hash)).all()
    assert len(hashes) == len(set(hashes)) == 10
    assert all(h.startswith("$argon2id$") for h in hashes)


def test_the_password_alone_opens_nothing_once_a_factor_is_there(enrolled: Hands) -> None:
    browser = enrolled.password()
    asked = browser.get("/marches", status=303)
    assert asked.response.headers["Location"] == "/connexion/code?next_url=/marches"
    assert "Claire Delattre" not in browser.get("/aide")
    enrolled.second(browser, enrolled.code())
    assert "Claire Delattre" in browser.get("/marches")


def test_the_sign_in_leads_back_to_the_page_that_was_asked_for(enrolled: Hands) -> None:
    browser = enrolled.password(next_url="/relais")
    page = browser.follow(browser.get("/relais", status=303))
    answer = browser.submit(page, {"otp_code": enrolled.code()}, form="code")
    assert answer.response.headers["Location"] == "/relais"
    browser = enrolled.password()
    enrolled.later(seconds=60)
    page = browser.get("/connexion/code?next_url=//evil.example")
    answer = browser.submit(page, {"otp_code": enrolled.code()}, form="code")
    assert answer.response.headers["Location"] == "/tableau-de-bord"


@pytest.mark.parametrize(
    "shown", ["{code}", " {code}", "{code} ", "{a} {b}", "{a}\u00a0{b}", "{a}-{b}", "\t{code}\n"]
)
def test_a_code_that_served_is_refused_again_however_it_is_written(enrolled: Hands, shown: str) -> None:
    """SecureDrop's replay tests, with and without padding; the sign-in afterwards asks for the next code."""
    code = enrolled.code()
    enrolled.second(enrolled.password(), code)
    again = shown.format(code=code, a=code[:3], b=code[3:])
    assert "Ce code ne convient pas" in enrolled.second(enrolled.password(), again, status=422)
    enrolled.later(seconds=30)
    enrolled.second(enrolled.password(), enrolled.code())


def test_a_code_served_after_a_failed_try_serves_once_too(enrolled: Hands) -> None:
    browser, code = enrolled.password(), enrolled.code()
    enrolled.second(browser, "000000", status=422)
    enrolled.second(browser, code)
    enrolled.second(enrolled.password(), code, status=422)


@pytest.mark.parametrize(("shift", "status"), [(-2, 422), (-1, 303), (0, 303), (1, 303), (2, 422)])
def test_a_telephone_may_be_half_a_minute_early_or_late(enrolled: Hands, shift: int, status: int) -> None:
    enrolled.later(minutes=5)
    enrolled.second(enrolled.password(), enrolled.code(shift), status=status)


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "000000' OR 1=1", "-1", "ABCD-EFGH"]
)
def test_what_is_no_code_is_refused(enrolled: Hands, typed: str) -> None:
    enrolled.second(enrolled.password(), typed, status=422)


def test_the_tenth_wrong_code_begins_a_delay_that_grows_and_ends(enrolled: Hands) -> None:
    browser = enrolled.password()
    for _ in range(10):
        assert "Ce code ne convient pas" in enrolled.second(browser, "000000", status=422)
    paused = enrolled.second(browser, enrolled.code(), status=422)  # the right one does not help meanwhile
    assert "Trop de codes erronés. Réessayez dans 1 min" in paused
    enrolled.later(seconds=61)
    enrolled.second(browser, "000000", status=422)
    assert "Réessayez dans 2 min" in enrolled.second(browser, enrolled.code(), status=422)
    enrolled.portal.run_jobs()
    assert len(enrolled.portal.mails("M50", "claire")) == 2  # the factor added, then the codes tried: once
    enrolled.later(minutes=2, seconds=1)
    enrolled.second(browser, enrolled.code())
    assert not db.session.scalars(select(FactorFailure)).all()


def test_wrong_codes_of_one_account_stop_nobody_else(enrolled: Hands, portal: Portal) -> None:
    browser = enrolled.password()
    for _ in range(10):
        enrolled.second(browser, "000000", status=422)
    other = portal.visitor()
    other.submit(other.get("/connexion"), {"email": "mickael.roussel@batisseurs-therain.example", "password": PASSWORD},
                 form="sign-in")  # fmt: skip
    other.get("/tableau-de-bord")


def test_a_recovery_code_serves_once_and_is_told_by_letter(enrolled: Hands) -> None:
    first: Any = enrolled.codes[0]  # type: ignore[attr-defined]
    enrolled.second(enrolled.password(), f" {first.lower().replace('-', ' ')} ")
    assert "9 codes de secours restants" in enrolled_page(enrolled)
    enrolled.second(enrolled.password(), first, status=422)
    enrolled.portal.run_jobs()
    assert "codes de secours vient de servir" in enrolled.portal.mails("M50", "claire")[-1].body


def enrolled_page(hands: Hands) -> Page:
    browser = hands.password()
    hands.second(browser, hands.codes[-1])  # type: ignore[attr-defined]
    with write_transaction():  # the look itself used one: give it back
        db.session.execute(
            update(RecoveryCode).where(RecoveryCode.start == hands.codes[-1][:4]).values(used_at=None)
        )  # type: ignore[attr-defined]
        db.session.commit()
    return browser.get(OWN)


def test_a_recovery_code_of_somebody_else_opens_nothing(
    enrolled: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    mickael = Hands(enrolled.portal, monkeypatch, "mickael.roussel@batisseurs-therain.example")
    mickael.enrol(mickael.password())
    mickael.later(minutes=1)
    mickael.second(mickael.password(), enrolled.codes[0], status=422)  # type: ignore[attr-defined]
    mickael.second(mickael.password(), enrolled.code(), status=422)


def test_new_recovery_codes_replace_the_older_ones(enrolled: Hands) -> None:
    browser = enrolled.password()
    enrolled.second(browser, enrolled.code())
    shown = browser.submit(browser.get(OWN), form="codes-de-secours", status=200)
    fresh = re.findall(r"<li><code>([A-Z2-9-]{19})</code>", shown.response.text)
    assert len(fresh) == 10 and not set(fresh) & set(enrolled.codes)  # type: ignore[attr-defined]
    assert "data:text/plain" in shown.response.text
    assert fresh[0] not in browser.get(OWN).response.text
    enrolled.second(enrolled.password(), enrolled.codes[0], status=422)  # type: ignore[attr-defined]
    enrolled.second(enrolled.password(), fresh[0])


def test_setting_up_a_factor_closes_the_other_sessions_and_renames_this_one(claire: Hands) -> None:
    elsewhere, here = claire.password(), claire.password()
    before = session_cookie(here)
    claire.enrol(here)
    assert session_cookie(here) != before
    here.get("/tableau-de-bord")
    assert elsewhere.get("/tableau-de-bord", status=302).response.headers["Location"].startswith("/connexion")
    thief = claire.portal.visitor()
    thief.client.set_cookie("session", before)
    thief.get("/tableau-de-bord", status=302)


def test_taking_a_factor_away_asks_for_the_password_again_and_closes_the_others(enrolled: Hands) -> None:
    elsewhere, here = enrolled.password(), enrolled.password()
    enrolled.second(elsewhere, enrolled.code())
    enrolled.later(seconds=30)
    enrolled.second(here, enrolled.code())
    page = here.get(OWN)
    enrolled.later(minutes=6)
    asked = here.submit(page, form="application/retrait")
    assert asked.response.headers["Location"].startswith("/mon-compte/confirmation")
    assert db.session.scalars(select(Authenticator)).one()
    page = here.follow(asked)
    back = here.submit(page, {"current_password": PASSWORD}, form="confirmation")
    assert back.response.headers["Location"] == OWN
    here.submit(here.get(OWN), form="application/retrait")
    db.session.rollback()
    assert (
        not db.session.scalars(select(Authenticator)).all()
        and not db.session.scalars(select(RecoveryCode)).all()
    )
    elsewhere.get("/tableau-de-bord", status=302)
    enrolled.portal.run_jobs()
    assert "vient d'être retiré" in enrolled.portal.mails("M50", "claire")[-1].body
    enrolled.password().get("/tableau-de-bord")  # offered, not required: the password is enough again


def test_replacing_the_application_keeps_the_first_until_the_second_is_confirmed(enrolled: Hands) -> None:
    browser, first = enrolled.password(), enrolled.key
    enrolled.second(browser, enrolled.code())
    browser.submit(browser.get(OWN), form="begin-application")
    enrolled.later(seconds=30)
    enrolled.second(enrolled.password(), pyotp.TOTP(first).at(enrolled.at))
    enrolled.enrol(browser)
    assert enrolled.key != first
    enrolled.later(seconds=60)
    enrolled.second(enrolled.password(), pyotp.TOTP(first).at(enrolled.at), status=422)
    enrolled.second(enrolled.password(), enrolled.code())


def test_the_second_step_is_open_for_ten_minutes_after_the_password(enrolled: Hands) -> None:
    browser = enrolled.password()
    enrolled.later(minutes=11)
    browser.get("/connexion/code", status=302)


def test_an_account_that_was_closed_between_the_two_steps_does_not_open(enrolled: Hands) -> None:
    browser = enrolled.password()
    page = browser.get("/connexion/code")
    with write_transaction():
        db.session.execute(update(User).where(User.email == CLAIRE).values(active=False))
        db.session.commit()
    browser.submit(page, {"otp_code": enrolled.code()}, form="code", status=401)
