"""S18, the last line: the monthly report from the sign-in to « Transmis » without a mouse, wide and narrow.

Tab, arrows, Space and Enter only; the focus is seen at every stop, a refusal receives it, and nothing scrolls sideways
in a window of 320 px, where tables are cards.
"""

from datetime import date

import pytest
from selenium.webdriver.common.keys import Keys
from sqlalchemy import select

from clauses.actions.demonstration import PASSWORD
from clauses.extensions import db
from clauses.models.people import User
from tests import stage_hours
from tests.browser.window import TOO_WIDE, Window
from tests.portal import Portal
from tests.stage_hours import AI, Site

pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)
SEPTEMBER = date(2026, 9, 1)


@pytest.fixture
def site(portal: Portal) -> Site:
    found = stage_hours.begun(portal)
    portal.day("2026-10-05")
    return found


def narrow_enough(window: Window) -> None:
    assert window.driver.execute_script(TOO_WIDE) == [], window.path


def sign_in(window: Window, start: str) -> None:
    """The page of sign-in, by keyboard."""
    window.sign_out()
    window.open("/connexion")
    narrow_enough(window)
    window.tab_to(name="email")
    db.session.rollback()
    window.key(db.session.scalars(select(User.email).where(User.email.startswith(start))).one())
    window.tab_to(name="password")
    window.key(PASSWORD)
    window.key(Keys.ENTER)
    window.must_see("Tableau de bord")
    narrow_enough(window)


def go(window: Window, address: str, pixels: int) -> None:
    """Through the menu, which a narrow window folds."""
    if pixels < 600:
        window.tab_to(text="Menu")
        window.key(Keys.ENTER)
    window.tab_to(href=address)
    window.key(Keys.ENTER)


@pytest.mark.parametrize("pixels", [1280, 320])
def test_a_month_goes_from_the_sign_in_to_transmitted_by_keyboard(
    window: Window, site: Site, pixels: int
) -> None:
    window.width(pixels)
    first, second = (f"h_worked-{site.contracts[who, AI]}" for who in ("P2", "P1"))

    sign_in(window, "nadege.brunel")
    go(window, "/heures", pixels)
    window.must_see("Heures de septembre 2026")
    narrow_enough(window)
    window.tab_to(name=first)
    window.key("1e3")
    window.tab_to(text="Enregistrer les heures")
    window.key(Keys.ENTER)
    window.must_see("Saisissez un nombre d'heures, par exemple 35 ou 35,5.")
    held = window.focus()
    assert "error-summary" in f"{held.get('cls')} {held.get('id')}", (
        f"the summary does not hold the focus: {held}"
    )
    narrow_enough(window)
    window.key(Keys.TAB, Keys.ENTER)  # the summary leads to the field
    assert window.focus()["name"] == first
    window.key(Keys.END, *[Keys.BACKSPACE] * 3, "63")
    window.key(Keys.ARROW_DOWN)
    assert window.focus()["name"] == second, "the arrow goes to the next person"
    window.key("70")
    window.tab_to(text="Enregistrer les heures")
    window.key(Keys.ENTER)
    window.must_see("Heures enregistrées : 133 h")

    sign_in(window, "mickael.roussel")
    go(window, "/releves", pixels)
    window.must_see("Relevés du mois")
    narrow_enough(window)
    window.tab_to(href=f"/releves/{site.lot_id}/2026-09")
    window.key(Keys.ENTER)
    window.must_see("Personnes et heures")
    narrow_enough(window)
    window.tab_to(name="r_honour")
    window.key(Keys.SPACE)
    window.tab_to(text="Transmettre le relevé")
    window.key(Keys.ENTER)
    window.must_see("Transmis : Claire Delattre relit")
    narrow_enough(window)
    assert window.console() == []
