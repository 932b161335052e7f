"""A lot takes delay: its buyer asks how the company will catch up, the company answers by a day, all of it is kept."""

from tests import stage_alert
from tests.journeys.test_s09_alert_and_penalty import WHY, decide
from tests.portal import Portal
from tests.reading import plain


def test_a_company_is_asked_how_it_will_catch_up_and_answers_by_a_day(portal: Portal) -> None:
    """In February the lot is on track and nothing is asked; at the end of March it takes delay; over, it is too late."""
    pool, site = stage_alert.opened(portal)
    stage_alert.month_done(portal, site, 0)
    stage_alert.month_done(portal, site, 1)
    portal.day("2026-03-20")
    florence, celine = portal.sign_in("florence.hubert"), portal.sign_in("celine.aubert")
    asked = {"dec_delay": "20", "dec_reason": WHY}
    refused = decide(florence, pool, "recovery", asked, status=422)
    assert "Ce lot ne prend pas de retard aujourd'hui : il n'y a rien à rattraper." in plain(refused)
    stage_alert.month_done(portal, site, 2)
    portal.day("2026-04-20")
    assert "ce qu'elle fera pour le rattraper" in plain(florence.get(f"{pool.url}/decision").text)
    short = decide(florence, pool, "recovery", {"dec_delay": "2", "dec_reason": "court"}, status=422)
    assert "Saisissez une valeur comprise entre 5 et 90." in plain(short) and "Motivez la décision" in plain(
        short
    )
    url = decide(florence, pool, "recovery", asked)
    portal.run_jobs()
    [mail] = [m for m in portal.mails("M24") if m.goes_to.startswith("celine.aubert")]
    assert (
        "plan de rattrapage demandé pour le 10 mai 2026" in plain(mail.body) and "pénalité" not in mail.body
    )
    home = plain(celine.get("/tableau-de-bord").text)
    assert "Dire comment rattraper le lot 4, marché 2026-ARC-07" in home and "Avant le 10 mai 2026" in home
    page = celine.get(url)
    assert (
        "C'est à Thermi'Nord d'agir au plus tard le 10 mai 2026 : proposer un plan de rattrapage."
        in plain(page.text)
    )
    [actions] = [
        e.get("href") for e in page.find_all(lambda e: e.tag == "a" and "rattrapage" in (e.get("href") or ""))
    ]
    assert "Proposer" in celine.get(actions), "each one is then followed there"
    plan = "48 h par mois de mai à août avec Relais Emploi, une embauche directe au 1er juin."
    celine.submit(page, {"dec_answer": plan}, form="answer-form")
    assert "Dire comment rattraper" not in celine.get("/tableau-de-bord")
    portal.run_jobs()
    assert [m for m in portal.mails("M74") if m.goes_to.startswith("florence.hubert")]
    page = plain(florence.get(url).text)
    assert plan in page and "Thermi'Nord a répondu : c'est à l'acheteur de dire la suite." in page
    assert "Proposition : 0" not in page and "Calcul" not in page, "nothing is priced"
    portal.day("2026-09-02")
    over = decide(florence, pool, "recovery", asked, status=422)
    assert "L'exécution de ce lot est terminée" in plain(over)
