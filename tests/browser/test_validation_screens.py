"""Are the screens around a decision on hours readable by everyone, and do the letters of the keyboard do as they say?"""

import pytest
from sqlalchemy import select

from clauses.access.policy import Permission
from clauses.actions.hours import claims, control, doubles
from clauses.extensions import db
from clauses.models.validation import HoursMatch
from tests import stage, stage_hours
from tests.browser.test_every_screen import faults_of
from tests.browser.window import Window


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_the_screens_of_hours_declared_twice_checked_and_corrected(window: Window) -> None:
    """A double, asked then decided; a line drawn for a check; a line corrected, with its three entries."""
    portal, faults = window.portal, []
    site = stage_hours.begun(portal)
    month = stage_hours.MONTHS[0][0]
    site.hire("P1", stage_hours.ETTI, month)
    portal.day("2026-10-08")
    site.enter(month, {("P1", stage_hours.AI): 42, ("P1", stage_hours.ETTI): 42, ("P2", stage_hours.AI): 63})
    site.submit(month)

    def seen(step: str, email: str, *paths: str) -> None:
        window.sign_in(email, None)
        for path in paths:
            faults.extend(
                faults_of(window, path, f"twice-{step}-{email}-{path.strip('/').replace('/', '_')}")
            )

    match = db.session.scalars(select(HoursMatch.id)).one()
    sheet = f"/releves/{site.lot_id}/2026-09"
    seen("asked", "nadege.brunel", f"/doublons/{match}", sheet, "/tableau-de-bord")
    seen("asked", "claire.delattre", "/validation/2026-09")
    kept, lost = site.entry(month, "P1", stage_hours.AI), site.entry(month, "P1", stage_hours.ETTI)
    claire = stage.actor("claire.delattre")
    doubles.settle_match(
        claire, site.lot_id, month, kept.id, lost.id, kept_id=kept.id, reason=None, now=portal.now
    )
    site.put_documents(month)
    control.draw_control(claire, month, seed=7, now=portal.now)
    seen(
        "drawn", "claire.delattre", "/validation/2026-09", "/validation/2026-09/sondage", f"/doublons/{match}"
    )
    site.validate(month)
    portal.day("2027-02-04")
    claim = claims.ask_claim(claire, site.lot_id, month, kept.id, 4000, "Pointage corrigé", now=portal.now).id
    seen("claimed", "nadege.brunel", f"/reclamations/{claim}")
    claims.decide_claim(
        stage.actor("nadege.brunel"), claim, Permission.HOURS_ENTER, True, None, now=portal.now
    )
    seen("corrected", "nadege.brunel", f"/reclamations/{claim}", sheet)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_one_letter_goes_through_the_reports_and_may_be_switched_off(window: Window) -> None:
    """j reaches the report, v chooses « Valider », ? opens the help; nothing once switched off, nothing while typing."""
    stage_hours.submitted_month(window.portal)
    window.sign_in("claire.delattre", None)
    window.open("/validation/2026-09")
    chosen = "return document.querySelector('[data-key=v]').checked"
    window.key("j")
    assert window.focus()["tag"] == "a"
    window.key("?")
    assert window.driver.execute_script("return document.querySelector('[data-keys] details').open")
    window.key("v")
    assert window.driver.execute_script(chosen)
    window.driver.execute_script("document.body.dataset.shortcuts = 'off'")
    window.key("r")
    assert window.driver.execute_script(chosen)
