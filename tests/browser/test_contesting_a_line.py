"""Is a line contested, maintained and settled on a telephone, without JavaScript, and readable by everybody?"""

from datetime import date

import pytest

from tests import stage_hours
from tests.browser.window import TOO_WIDE, Window
from tests.portal import Portal
from tests.stage_hours import AI

pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)
SEPTEMBER = date(2026, 9, 1)
ABSENT = "La personne était absente la dernière semaine"
SIGNED = "Les feuilles de pointage sont signées"


def test_a_line_is_contested_and_answered_on_a_telephone(window: Window, portal: Portal) -> None:
    site = stage_hours.begun(portal)
    portal.day("2026-10-05")
    site.enter(SEPTEMBER, {("P1", AI): 70, ("P2", AI): 63})
    entry = site.entry(SEPTEMBER, "P1", AI).id
    url = f"/releves/{site.lot_id}/2026-09"
    window.scripts(False)
    window.width(360)

    window.sign_in("mickael.roussel")
    window.open(url)
    window.driver.find_element("xpath", f'//details[.//*[@name="contest-{entry}"]]/summary').click()
    window.fill(f"contest-{entry}", ABSENT)
    window.press("Envoyer la contestation", nth=1)  # of the second card
    window.must_see("Ligne contestée : Coup d'Main Beauvaisis est prévenue")

    window.sign_in("nadege.brunel")
    window.open("/heures?month=2026-09")
    window.follow("Répondre à Bâtisseurs du Thérain")
    window.must_see(ABSENT)
    window.fill(f"answer-{entry}", SIGNED)
    window.press("Maintenir ces heures")
    window.must_see("Heures maintenues : Bâtisseurs du Thérain est prévenue")

    window.sign_in("mickael.roussel")
    window.open(url)
    window.must_see(f"maintient 70 h : « {SIGNED} »")
    window.scripts(True)
    window.open(url)
    assert window.axe() == []
    assert window.driver.execute_script(TOO_WIDE) == []
    for pixels in (1280, 360):
        window.shot("contest", pixels)
    window.width(360)
    window.press("Cette réponse me convient")
    window.must_see("Contestation close")
