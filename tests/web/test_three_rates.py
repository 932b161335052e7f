"""The three rates of a lot: of its target, of what is due to date, and with the hours that wait (domain rules 6.3)."""

from datetime import date

from clauses.actions.hours import months
from tests import stage, stage_alert
from tests.portal import Portal
from tests.reading import plain
from tests.web.test_paces import changed


def test_a_lot_says_its_three_rates_and_what_waits(portal: Portal) -> None:
    """At the end of March 100 h of 640 are validated, 240 are due; May's 48 h are then sent, and wait."""
    pool, site = stage_alert.opened(portal)
    florence = portal.sign_in("florence.hubert")
    portal.day("2026-01-20")
    assert "rien n'est encore dû au 20 janvier 2026" in plain(florence.get(pool.url).text)
    for n in range(3):
        stage_alert.month_done(portal, site, n)
    portal.day("2026-03-31")
    page = plain(florence.get(pool.url).text)
    assert "15,6 % il reste 540 h" in page, "of the target"
    assert "41,7 % sur 240 h dues au 31 mars 2026" in page, "of what is due"
    assert "Avec les heures en attente 41,7 % aucune heure transmise n'attend" in page

    portal.day("2026-06-08")
    celine, contract = stage.actor("celine.aubert"), next(iter(site.contracts.values()))
    may = date(2026, 5, 1)
    months.enter_hours(celine, site.lot_id, may, [months.Typed(contract, 4800)], now=portal.now)
    assert "aucune heure transmise n'attend" in plain(florence.get(pool.url).text), "typed is not sent"
    months.submit_report(celine, site.lot_id, may, honour=True, nil=False, nil_comment=None, now=portal.now)
    page = plain(florence.get(pool.url).text)
    assert "25,0 % sur 400 h dues au 8 juin 2026" in page
    assert "37,0 % 48 h transmises, pas encore validées" in page


def test_a_curve_and_what_is_at_stake_go_at_one_pace_and_months_without_hours_slow_it(portal: Portal) -> None:
    """S09 on 20 June: nothing in March nor in April. At the pace of February to April, 20 h a month, 180 h at the end."""
    pool, site = stage_alert.opened(portal)
    for n in range(3):
        stage_alert.month_done(portal, site, n)
    portal.day("2026-06-20")
    celine = portal.sign_in("celine.aubert")
    page = plain(celine.get(pool.url).text)
    assert "À ce rythme : 180 h à la fin" in page, "not 400 h, the pace of January and February alone"
    assert "avr. 26 100 h 320 h 640 h mai 26 pas encore validé 400 h" in page, (
        "two months without hours are flat, May is not known"
    )
    assert "Pénalité encourue 23 000 €" in plain(celine.get("/tableau-de-bord").text), (
        "640 - 180 = 460 h at 50 €"
    )


def test_a_curve_reaches_the_end_of_works_that_had_stopped(portal: Portal) -> None:
    """Stopped from 1 March to 30 April: the eight months end in October, and all is asked by then, not by August."""
    pool, site = stage_alert.opened(portal)
    for n in range(2):
        stage_alert.month_done(portal, site, n)
    portal.day("2026-05-04")
    florence = portal.sign_in("florence.hubert")
    changed(florence, pool, "suspension", {"amend_date": "01/03/2026"})
    changed(florence, pool, "resumption", {"amend_date": "01/05/2026"})
    page = plain(florence.get(pool.url).text)
    assert "oct. 26 à venir 640 h 640 h" in page and "août 26 à venir 480 h" in page
