"""Is an unusual silence shown to whoever follows the lots, explained, and gone at the first sign of life?"""

from datetime import date

import pytest

from clauses.actions import markets
from clauses.extensions import db, write_transaction
from clauses.models.notices import RefusedAddress
from clauses.models.people import User
from tests import stage, stage_hours
from tests.portal import Portal
from tests.stage_hours import ETTI, Site

MARCH = date(2027, 3, 1)
WHY = "Répond d'habitude avant le 9, rien au 13."


@pytest.fixture
def quiet(portal: Portal) -> Site:
    """Six months confirmed by the company on the 8th, and nothing of March."""
    site = stage_hours.played(portal, 6)
    portal.day("2027-04-13")
    return site


def test_a_company_that_always_answers_on_the_8th_and_says_nothing_by_the_13th(
    portal: Portal, quiet: Site
) -> None:
    claire = portal.sign_in("claire.delattre")
    page = claire.get("/relances")
    assert "Silence inhabituel" in page and WHY in page and "6 mois ont été regardés" in page
    dashboard = claire.get("/tableau-de-bord")
    assert "Prendre des nouvelles de Bâtisseurs du Thérain" in dashboard and WHY in dashboard
    assert page.text.count("Silence inhabituel") == 1, (
        "the structures have too short a history: nothing is said of them"
    )
    portal.day("2027-04-12")
    assert "Silence inhabituel" not in claire.get("/relances")
    assert "Prendre des nouvelles" not in claire.get("/tableau-de-bord")


def test_a_message_ends_the_silence(portal: Portal, quiet: Site) -> None:
    lot = stage.lot(1)
    markets.send_message(
        stage.actor("mickael.roussel"), lot.market_id, 1, "La comptable revient lundi.", now=portal.now
    )
    page = portal.sign_in("claire.delattre").get("/relances")
    assert "Silence inhabituel" not in page and "Relevé à transmettre" in page, "still late, but not silent"


def test_the_report_ends_the_silence(portal: Portal, quiet: Site) -> None:
    quiet.enter(MARCH, {("P2", ETTI): 7})
    quiet.submit(MARCH)
    assert "Silence inhabituel" not in portal.sign_in("claire.delattre").get("/relances")


def test_others_do_not_read_who_is_silent(portal: Portal, quiet: Site) -> None:
    for who in ("sandrine.lemaire", "mickael.roussel", "nadege.brunel"):
        assert "Prendre des nouvelles" not in portal.sign_in(who).get("/tableau-de-bord")


def test_an_address_that_takes_nothing_is_a_line_until_it_changes(portal: Portal, quiet: Site) -> None:
    """« … vérifiez l'adresse », and it goes when the person has another address."""
    mickael = stage.actor("mickael.roussel")
    with write_transaction():
        user = db.session.get_one(User, mickael.user_id)
        db.session.add(RefusedAddress(address=user.email.lower(), refused_at=portal.now, code=550))
        db.session.commit()
    claire = portal.sign_in("claire.delattre")
    told = claire.get("/tableau-de-bord")
    assert "Vérifier l'adresse de Mickaël Roussel, Bâtisseurs du Thérain" in told
    assert "Nos messages n'ont pas atteint Mickaël Roussel : vérifiez l'adresse." in claire.get("/relances")
    with write_transaction():
        db.session.get_one(User, mickael.user_id).email = "mickael@autre.example"
        db.session.commit()
    assert "Vérifier l'adresse" not in claire.get("/tableau-de-bord")
    assert "vérifiez l'adresse" not in claire.get("/relances")
