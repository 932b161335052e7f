"""A lot takes delay: its buyer asks how the company will catch up, the company answers by a day, all of it is kept."""

import re

from clauses.extensions import db
from clauses.models.follow_up import RecoveryAction
from tests import stage, stage_alert
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


def told(portal: Portal) -> set[str]:
    """Who received what, of the messages that tell of actions: « sophie.marchand proposed »; each leads to its page."""
    found = set()
    for mail in portal.mails("M84"):
        who = mail.goes_to.split("@")[0]
        [path] = re.findall(r"https?://[^/\s]+(/rattrapage/\S*)", mail.body)
        portal.sign_in(who).get(path)
        found.add(f"{who} {next(word for word in WORDS if word in plain(mail.body))}")
    return found


WORDS = ("propose", "est retenue", "est abandonnée", "est faite")


def test_the_actions_a_company_proposes_answer_the_request_of_its_buyer(portal: Portal) -> None:
    pool, site = stage_alert.opened(portal)
    for month in range(3):
        stage_alert.month_done(portal, site, month)
    portal.day("2026-04-20")
    florence, celine = portal.sign_in("florence.hubert"), portal.sign_in("celine.aubert")
    url = decide(florence, pool, "recovery", {"dec_delay": "20", "dec_reason": WHY})
    portal.run_jobs()
    again = decide(florence, pool, "recovery", {"dec_delay": "20", "dec_reason": WHY}, status=422)
    assert "Un plan de rattrapage est déjà demandé, jusqu'au 10 mai 2026" in plain(again)
    at = f"/lots/{pool.lot_id}/rattrapage"
    page = celine.get(at)
    assert "L'acheteur demande un plan de rattrapage pour le 10 mai 2026" in plain(page.text)
    assert "Aucune action n'est encore proposée" in celine.get(url)
    typed = {"recovery_text": "Deux contrats de plus en juillet.", "recovery_due": "15/07/2026", "recovery_hours": "120",
             "recovery_who": str(stage.organization("Thermi'Nord").id)}  # fmt: skip
    portal.day("2026-04-24")
    page = celine.get(at)
    celine.submit(page, typed, form="recovery-form")
    celine.submit(celine.get(at), {**typed, "recovery_text": "Chercher un tuteur."}, form="recovery-form")
    portal.run_jobs()
    assert told(portal) == {"florence.hubert propose", "sophie.marchand propose"}
    assert "Dire comment rattraper" not in celine.get("/tableau-de-bord"), "it is answered"
    for browser in (celine, florence):
        seen = plain(browser.get(url).text)
        assert (
            "Thermi'Nord a répondu le 24 avril 2026 par 2 actions de rattrapage : c'est à Sophie Marchand"
            in seen
        )
        assert "Deux contrats de plus en juillet." in seen

    sophie = portal.sign_in("sophie.marchand")
    first, second = db.session.query(RecoveryAction).order_by(RecoveryAction.number)
    assert first.decision_id == second.decision_id is not None
    sophie.submit(sophie.get(f"/rattrapage/{first.id}"), {}, form="keep-form")
    reason = {"recovery_reason": "Un tuteur est déjà nommé."}
    sophie.submit(sophie.get(f"/rattrapage/{second.id}"), reason, form="drop-form")
    portal.run_jobs()
    assert {
        "celine.aubert est retenue",
        "florence.hubert est abandonnée",
        "celine.aubert est abandonnée",
    } <= told(portal)
    assert "par 2 actions de rattrapage : c'est à Thermi'Nord d'agir" in plain(florence.get(url).text)
    portal.day("2026-07-16")
    celine = portal.sign_in("celine.aubert")
    celine.submit(celine.get(f"/rattrapage/{first.id}"), {"recovery_done": "10/07/2026"}, form="finish-form")
    portal.run_jobs()
    assert {"sophie.marchand est faite", "florence.hubert est faite"} <= told(portal)
    assert "celine.aubert est faite" not in told(portal), "she said it herself"
    florence = portal.sign_in("florence.hubert")
    assert "faites ou abandonnées depuis : c'est à l'acheteur de dire la suite" in plain(
        florence.get(url).text
    )
    # words may be added once, and what is proposed long after the request answers it no more
    page = celine.get(url)
    celine.submit(
        page, {"dec_answer": "Deux personnes sont au travail depuis le 10 juillet."}, form="answer-form"
    )
    celine.post(f"{url}/reponse", {"dec_answer": "Encore."}, status=422)
    celine.submit(celine.get(at), {**typed, "recovery_due": "20/08/2026"}, form="recovery-form")
    db.session.rollback()
    last = db.session.query(RecoveryAction).order_by(RecoveryAction.number.desc()).first()
    assert last is not None and last.number == 3 and last.decision_id is None
