"""Is a month typed as fast as in a spreadsheet, and is nothing typed lost when the network is?"""

from datetime import date

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from sqlalchemy import select

from clauses.extensions import db
from clauses.models.hours import HoursEntry, MonthlyReport
from tests import stage_hours
from tests.bench.many_hours import STRUCTURE, fill
from tests.browser.window import Window
from tests.portal import Portal
from tests.stage_hours import AI, Site

pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)
SEPTEMBER = date(2026, 9, 1)
PASTE = """
const data = new DataTransfer();
data.setData('text/plain', arguments[1]);
arguments[0].dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
"""


@pytest.fixture
def site(portal: Portal) -> Site:
    found = stage_hours.begun(portal)
    portal.day("2026-10-08")
    return found


def names_of(site: Site) -> list[str]:
    return [f"h_worked-{site.contracts[who, AI]}" for who in ("P1", "P2")]


def kept() -> list[int]:
    db.session.rollback()
    found = select(HoursEntry.worked).join(MonthlyReport).where(MonthlyReport.month == SEPTEMBER)
    return sorted(db.session.scalars(found))


def test_a_column_is_pasted_and_nothing_typed_is_lost_without_network(window: Window, site: Site):
    first, second = names_of(site)
    window.sign_in("nadege.brunel")
    window.open("/heures?month=2026-09")
    shown = [
        one.get_attribute("name")
        for one in window.driver.find_elements(By.CSS_SELECTOR, "input[name^=h_worked]")
    ]
    window.driver.execute_script(PASTE, window.field(shown[0]), "70\n63\n12\n")
    assert [window.field(name).get_attribute("value") for name in shown] == ["70", "63"]
    window.must_see("Valeurs collées : 2. Sans case pour elles : 1.")
    window.field(shown[0]).click()
    window.key(Keys.ARROW_DOWN)
    assert window.focus()["name"] == shown[1]

    window.open("/heures?month=2026-09")  # the page is left before anything was sent
    window.must_see("n'ont pas été enregistrées")
    window.press("Les reprendre")
    assert {window.field(name).get_attribute("value") for name in (first, second)} == {"70", "63"}

    window.offline(True)
    window.press("Enregistrer les heures")
    window.must_see("Pas de réseau.")
    assert kept() == []
    window.offline(False)
    window.must_see("Heures enregistrées : 133 h")
    assert kept() == [6300, 7000]
    window.open("/heures?month=2026-09")
    assert "n'ont pas été enregistrées" not in window.text


def test_a_block_of_a_spreadsheet_fills_people_and_lots(window: Window, portal: Portal):
    """Two people on two lots: rows are people, columns are lots, and the arrows stay in a lot."""
    _, contracts = fill(portal, people=2, lots=2)
    first, below, right, across = (f"h_worked-{number}" for number in contracts)
    window.sign_in(*STRUCTURE)
    window.open("/heures?month=2026-09&vue=tableau")
    shown = [
        one.get_attribute("name")
        for one in window.driver.find_elements(By.CSS_SELECTOR, "input[name^=h_worked]")
    ]
    assert shown == [first, right, below, across]
    window.driver.execute_script(PASTE, window.field(first), "70\t12,5\t3\n63\t20\n")
    assert [window.field(name).get_attribute("value") for name in shown] == ["70", "12,5", "63", "20"]
    window.must_see("Valeurs collées : 4. Sans case pour elles : 1.")
    window.field(right).click()
    window.key(Keys.ARROW_DOWN)
    assert window.focus()["name"] == across
    window.press("Enregistrer les heures")
    window.must_see("Heures enregistrées : 165,5 h")
    assert kept() == [1250, 2000, 6300, 7000]
