"""Is the work done whole in a browser whose owner has switched JavaScript off, and whole too on a phone that folds it?"""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from selenium.webdriver.common.by import By

from clauses.extensions import db
from tests import servers, stage_alert
from tests.browser.conftest import served
from tests.browser.window import TOO_WIDE, Window
from tests.conftest import Store
from tests.portal import Portal

pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)
NO_SCRIPTS = {"profile.managed_default_content_settings.javascript": 2}
FOLDS = "return [...document.querySelectorAll('details.fold')].map((one) => one.open)"
TALL = "return document.documentElement.scrollHeight"
PRINTED = """
dispatchEvent(new Event('beforeprint'));
const open = [...document.querySelectorAll('details.fold')].every((one) => one.open);
dispatchEvent(new Event('afterprint'));
return open;
"""


@pytest.fixture
def bare(portal: Portal, store: Store) -> Iterator[Window]:
    """A window of a browser of its own, which runs no script of any page."""
    try:
        with servers.chromium(preferences=NO_SCRIPTS) as driver, served(store.app) as address:
            yield Window(driver, address, portal)
    except servers.Missing as missing:
        servers.skip(str(missing))


def downloaded(folder: Path, seconds: float = 10) -> Path:
    """The file that the browser has finished taking."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for one in folder.glob("*.xlsx"):
            return one
        time.sleep(0.05)
    raise AssertionError(f"nothing came: {list(folder.iterdir())}")


def test_a_month_is_declared_validated_reported_and_followed_by_a_penalty_without_a_script(
    bare: Window, portal: Portal, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """S09 and S17: the report of April comes late, counts in the report of the buyer, who then proposes a penalty."""
    pool = stage_alert.played(portal)
    stage_alert.colleague()
    bare.downloads(tmp_path)
    bare.open("/connexion")
    assert "js" not in (bare.driver.find_element(By.TAG_NAME, "html").get_attribute("class") or "").split()

    bare.sign_in("celine.aubert")
    bare.open("/tableau-de-bord")
    bare.follow("Transmettre le relevé d'avril 2026")
    bare.open(f"/releves/{pool.lot_id}/2026-04")
    [hours] = bare.driver.find_elements(By.CSS_SELECTOR, "main input[name^=h_worked]")
    hours.send_keys("40")
    bare.press("Enregistrer les heures")
    bare.must_see("40 h")
    bare.tick("r_honour")
    bare.press("Transmettre le relevé")
    bare.must_see("Transmis")

    bare.sign_in("sophie.marchand")
    bare.open("/tableau-de-bord")
    bare.follow("Valider le relevé d'avril 2026, lot 4")
    bare.open(f"/validation/2026-04?lot={pool.lot_id}")
    bare.driver.find_element(By.CSS_SELECTOR, "label[for=v_decision-0]").click()
    bare.press("Enregistrer la décision")
    bare.must_see("Validé")

    bare.sign_in("florence.hubert")
    bare.open("/rapports")
    bare.follow("Produire un rapport")
    market = '//select[@name="rep_scope"]//option[contains(., "2026-ARC-07")]'
    bare.driver.find_element(By.XPATH, market).click()
    bare.fill("rep_date", "31/08/2026")
    bare.press("Produire le rapport")
    bare.must_see("Le rapport attend son tour")
    waiting = bare.path
    portal.run_jobs()
    db.session.rollback()  # what was read here is of before the rest
    # The page asks again by itself.
    bare.must_see("Télécharger le tableur (.xlsx)", "Dans ce rapport", "Méthode")
    assert bare.path == waiting
    bare.follow("Télécharger le tableur (.xlsx)")
    assert "Lots" in load_workbook(downloaded(tmp_path), read_only=True).sheetnames
    bare.follow("320")
    bare.must_see("avril 2026", "320 h")

    bare.open(f"{pool.url}/decision")
    bare.follow("Appliquer une pénalité")
    bare.must_see("Ce à quoi mène le contrat", "16 000 €")
    bare.fill("dec_amount", "7000")
    bare.press("Proposer la pénalité")  # without its reason
    bare.must_see("Motif")
    assert bare.field("dec_amount").get_attribute("value") == "7000"
    bare.fill("dec_reason", "Le chantier est livré avec la moitié des heures.")
    bare.press("Proposer la pénalité")
    bare.must_see("Proposée", "7 000 €")

    window: Window = request.getfixturevalue("window")
    window.sign_in("florence.hubert")
    window.width(360)
    window.open(waiting)
    first, *others = window.driver.execute_script(FOLDS)
    assert first and len(others) > 4 and not any(others), "on a phone, the summary and the names of the rest"
    assert window.driver.execute_script(TALL) < 4000
    assert window.driver.execute_script(PRINTED) and not any(window.driver.execute_script(FOLDS)[1:])
    window.open(f"{waiting}#method")
    assert window.driver.execute_script(FOLDS)[-1], "an address that points into a section opens it"
    window.unfold()
    assert window.driver.execute_script(TOO_WIDE) == [] and window.axe() == []
