"""The three rates of a lot: of its target, of what is due to date, and with the hours that wait (domain rules 6.3)."""

from datetime import date

from clauses.actions.hours import months
from tests import stage, stage_alert
from tests.portal import Portal
from tests.reading import plain


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
