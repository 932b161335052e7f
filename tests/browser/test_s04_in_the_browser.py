"""S04 in a real browser: seven months of hours on lot 1, from the first to the objective reached.

September is typed as people do; October with JavaScript off; November with the keyboard alone, the focus always seen;
December meets the relay at 240 h; in March the plan is made again. The journeys over HTTP post plain forms: they too
are journeys without JavaScript.
"""

from datetime import date

import pytest
from selenium.webdriver.common.keys import Keys

from clauses.domain.values import add_months
from clauses.extensions import db
from tests import stage_hours
from tests.browser.window import Window
from tests.portal import Portal
from tests.reading import plain
from tests.stage_hours import AI, EI, ETTI, MONTHS, Site

pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)

EMPLOYERS = {
    AI: ("nadege.brunel", None),
    ETTI: ("elodie.petit", "agence de Beauvais"),
    EI: ("olivier.lambert", None),
}
TOTALS = ["133 h", "161 h", "154 h", "86 h", "315 h", "325 h", "17 h"]


@pytest.fixture
def site(portal: Portal) -> Site:
    return stage_hours.begun(portal)


def name_of(site: Site, who: str, modality: object) -> str:
    return f"h_worked-{site.contracts[who, modality]}"


def day_in_the_next(site: Site, month: date, day: int) -> None:
    site.portal.day(add_months(month, 1).replace(day=day).isoformat())


def sheet_of(site: Site, month: date) -> str:
    return f"/releves/{site.lot_id}/{month:%Y-%m}"


def typed(window: Window, site: Site, month: date, hours: dict[tuple[str, object], int]) -> None:
    """Each structure opens its hours of the month that has ended, types them and keeps them."""
    for modality in dict.fromkeys(m for _, m in hours):
        window.sign_in(*EMPLOYERS[modality])
        window.open("/heures")
        for (who, m), worked in hours.items():
            if m is modality:
                window.fill(name_of(site, who, m), str(worked))
        window.press("Enregistrer les heures")
        total = sum(h for (_, m), h in hours.items() if m is modality)
        window.must_see(f"Heures enregistrées : {total} h")


def confirmed(window: Window, site: Site, month: date, total: str) -> None:
    """The company checks the month and sends it."""
    window.sign_in("mickael.roussel")
    window.open(sheet_of(site, month))
    window.must_see(total)
    window.tick("r_honour")
    window.press("Transmettre le relevé")
    window.must_see("Transmis : Claire Delattre relit")


def validated(window: Window, site: Site, month: date, total: str) -> None:
    """The resource person opens the report and keeps every hour."""
    day_in_the_next(site, month, 12)
    window.sign_in("claire.delattre")
    window.open(f"/validation/{month:%Y-%m}")
    window.must_see(total)
    window.driver.find_element("css selector", 'label[for="v_decision-0"]').click()
    window.press("Enregistrer la décision")
    window.must_see(f"Validé : {total} comptées")


def by_keyboard(
    window: Window, site: Site, month: date, hours: dict[tuple[str, object], int], total: str
) -> None:
    """A month without a mouse: every stop of Tab is seen, and each act is Space or Enter."""
    window.sign_in("nadege.brunel")
    window.open("/heures")
    for (who, modality), worked in hours.items():
        window.tab_to(name=name_of(site, who, modality))
        window.key(str(worked))
    window.tab_to(text="Enregistrer les heures")
    window.key(Keys.ENTER)
    window.must_see(f"Heures enregistrées : {total}")

    window.sign_in("mickael.roussel")
    window.open("/releves")
    window.tab_to(href=sheet_of(site, month))
    window.key(Keys.ENTER)
    window.must_see("Personnes et heures")
    window.tab_to(name="r_honour")
    window.key(Keys.SPACE)
    window.tab_to(text="Transmettre le relevé")
    window.key(Keys.ENTER)
    window.must_see("Transmis : Claire Delattre relit")

    day_in_the_next(site, month, 8)
    window.sign_in("claire.delattre")
    window.open(f"/validation/{month:%Y-%m}")
    window.tab_to(name="v_decision")
    window.key(Keys.SPACE, Keys.ARROW_DOWN, Keys.ARROW_UP)
    window.tab_to(text="Enregistrer la décision")
    window.key(Keys.ENTER)
    window.must_see(f"Validé : {total} comptées")


def relayed(window: Window, site: Site, month: date) -> None:
    """December: 56 h for a person who has 238; « Répartir automatiquement » leaves 2 h and hands 54 h to the ETTI."""
    window.sign_in("nadege.brunel")
    window.open(sheet_of(site, month))
    window.fill(name_of(site, "P1", AI), "56")
    window.fill(name_of(site, "P2", AI), "30")
    window.press("Enregistrer les heures")
    window.must_see(
        "a déjà 238 h en association intermédiaire sur 12 mois",
        "2 h peuvent rester en AI ; 54 h sont à déclarer par une ETTI.",
    )
    window.press("Répartir automatiquement")
    window.must_see("2 h restent en association intermédiaire ; 54 h sont déclarées par Tremplin Intérim 60")
    window.sign_in("elodie.petit", "agence de Beauvais")
    window.open(f"/heures?month={month:%Y-%m}")
    window.must_see("Zéphyrin Aubrespin")
    assert "54" in {
        box.get_attribute("value") for box in window.driver.find_elements("css selector", "main input")
    }


def planned_again(window: Window, site: Site) -> None:
    """The ETTI has done 446 h of 400: a second version of the plan says 480 / 453 / 257."""
    window.sign_in("claire.delattre")
    window.open(f"/engagements/{site.plan.commitment_id}/affectation")
    window.must_see("446 h", "+46 h")
    window.fill("line_hours-1", "453")
    window.fill("line_hours-2", "257")
    window.press("Calculer le total")
    window.must_see("Total : 1 190 h sur 1 190 h.")
    window.fill("plan_reason", "suite de parcours en ETTI")
    window.press("Proposer le plan")
    window.must_see("Plan d'affectation (version 2)")


def test_the_seven_months(window: Window, portal: Portal, site: Site) -> None:
    for number, (month, hours) in enumerate(MONTHS):
        total = TOTALS[number]
        day_in_the_next(site, month, 7)
        if number == 4:
            db.session.rollback()
            for who, modality in (("P2", ETTI), ("P3", EI), ("P4", EI)):
                site.hire(who, modality, date(2027, 1, 1))
        window.scripts(number != 1)
        if number == 2:
            by_keyboard(window, site, month, dict(hours), total)
        elif number == 3:
            relayed(window, site, month)
            db.session.rollback()
            site.contracts["P1", ETTI] = site.contract_of("P1", ETTI)
        else:
            typed(window, site, month, dict(hours))
        if number != 2:
            confirmed(window, site, month, total)
            validated(window, site, month, total)
        if number == 5:
            planned_again(window, site)
        portal.run_jobs()
        assert window.console() == [], f"{month:%Y-%m}"
        if number == 2:
            window.open("/relais")
            window.must_see("Zéphyrin Aubrespin", "Ottilie Brancaleu", "238 h", "210 h")

    market_id = site.plan.commitment.lot.market_id
    window.sign_in("sandrine.lemaire")
    window.open(f"/marches/{market_id}/lots/1")
    window.must_see("Objectif atteint", "100,1 %", "1 191 h")
    assert not [name for name in stage_hours.NAMES if plain(name) in window.text]
