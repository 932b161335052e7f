"""Who may take away the factors that somebody lost, and what follows?"""

import pytest
from sqlalchemy import select

from clauses.extensions import db
from clauses.models.journal import AuditEvent
from clauses.models.people import User
from clauses.models.second_factor import Authenticator, RecoveryCode
from tests.portal import Portal
from tests.web.test_second_factor import Hands

SURE = {"reset_reason": "lost", "reset_checked": "y"}


@pytest.fixture
def claire(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> Hands:
    hands = Hands(portal, monkeypatch)
    hands.enrol(hands.password())
    hands.later(seconds=60)
    return hands


def number(start: str) -> int:
    return db.session.scalars(select(User.id).where(User.email.startswith(start))).one()


def address(start: str) -> str:
    return f"/admin/utilisateurs/{number(start)}/double-authentification"


def test_an_administrator_takes_lost_factors_away_and_the_person_is_told(claire: Hands) -> None:
    portal = claire.portal
    opened = claire.password()
    claire.second(opened, claire.code())
    admin = portal.sign_in("maxime.ollier")
    page = admin.get(address("claire.delattre"))
    assert "de vive voix" in page
    admin.submit(page, {"reset_reason": "lost"}, form="reset-factor", status=422)
    admin.submit(page, {"reset_checked": "y"}, form="reset-factor", status=422)
    assert db.session.scalars(select(Authenticator)).all()
    admin.submit(page, SURE, form="reset-factor")
    db.session.rollback()
    assert (
        not db.session.scalars(select(Authenticator)).all()
        and not db.session.scalars(select(RecoveryCode)).all()
    )
    opened.get("/tableau-de-bord", status=302)
    claire.password().get("/tableau-de-bord")  # offered here; where it is required she sets a new one up
    portal.run_jobs()
    assert "réinitialisée" in portal.mails("M50", "claire")[-1].body
    line = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "factor:reset")).one()
    assert line.facts == {"reason": "lost", "sessions": 2} and line.actor_id == number("maxime.ollier")


def test_nobody_resets_their_own(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    hands = Hands(portal, monkeypatch, "maxime.ollier@portail-clauses.example")
    admin = hands.password()
    hands.enrol(admin)
    refused = admin.submit(admin.get(address("maxime.ollier")), SURE, form="reset-factor", status=422)
    assert "votre propre double authentification" in refused


def test_only_the_administration_resets(claire: Hands) -> None:
    for start in ("sandrine.lemaire", "helene.vasseur", "mickael.roussel"):
        browser = claire.portal.sign_in(start)
        browser.get(address("claire.delattre"), status=403)
        browser.post(address("claire.delattre"), SURE, status=403)


def test_a_reset_asks_for_the_password_again(claire: Hands) -> None:
    admin = claire.portal.sign_in("maxime.ollier")
    page = admin.get(address("claire.delattre"))
    claire.later(minutes=6)
    led = admin.submit(page, SURE, form="reset-factor").response.headers["Location"]
    assert led.startswith("/mon-compte/confirmation")
    assert db.session.scalars(select(Authenticator)).all()


def test_an_account_without_a_factor_has_nothing_to_reset(portal: Portal) -> None:
    admin = portal.sign_in("maxime.ollier")
    assert "rien à réinitialiser" in admin.get(address("sandrine.lemaire"))
    admin.post(address("sandrine.lemaire"), SURE, status=422)
    admin.get("/admin/utilisateurs/999999/double-authentification", status=404)
