"""Does a member of a group that answers for its own part read, answer and get told its part of a decision, and no more?"""

import io
import re
import zipfile

from pypdf import PdfReader

from clauses.actions.markets.consortium import GroupFields, MemberFields
from clauses.actions.markets.operators import Named
from clauses.domain.kinds import GroupForm
from clauses.domain.kinds_awards import ShareUnit
from clauses.queries import invariants
from tests import stage, stage_alert
from tests.journeys.test_s09_alert_and_penalty import send_report
from tests.portal import Browser, Portal
from tests.reading import plain
from tests.stage_alert import Pool
from tests.web.test_boards import kpis, rows

THIRD = "Bâtisseurs du Thérain"
WHY = "Les heures n'ont pas été réalisées malgré les relances et l'aide proposée par la facilitatrice."


def of_three(form: GroupForm = GroupForm.SEVERAL) -> GroupFields:
    """Thermi'Nord 30 %, 192 h; Plomberie Hénin 60 %, 384 h; Bâtisseurs du Thérain 10 %, 64 h."""
    others = [stage.organization("Plomberie Hénin"), stage.organization(THIRD)]
    return GroupFields(
        form, ShareUnit.PERCENT, 3000,
        (MemberFields(2, Named(others[0].siret), 6000), MemberFields(3, Named(others[1].siret), 1000)),
    )  # fmt: skip


def held(portal: Portal, form: GroupForm = GroupForm.SEVERAL) -> Pool:
    """All is done by people of Thermi'Nord: 280 h, 88 more than its own part."""
    pool = stage_alert.played(portal, of_three(form))
    stage_alert.colleague()
    return pool


def decide(browser: Browser, pool: Pool, kind: str, data: dict[str, str]) -> str:
    page = browser.get(f"{pool.url}/decision?decision={kind}")
    answer = browser.submit(page, {**data, "do": "save"}, form="decision-form")
    return answer.response.headers["Location"]


def case_file_of(portal: Portal, pool: Pool) -> str:
    """The words of the file that the buyer makes of its lot."""
    florence = portal.sign_in("florence.hubert")
    florence.post(f"{pool.url}/dossier-contentieux", {})
    portal.run_jobs()
    held_files = zipfile.ZipFile(io.BytesIO(florence.client.get("/dossiers-contentieux/1.zip").data))
    return "".join(one.extract_text() for one in PdfReader(io.BytesIO(held_files.read("dossier.pdf"))).pages)


def links_open(portal: Portal, who: str) -> None:
    """Every message to this person leads to a page that this person may open."""
    browser = portal.sign_in(who)
    mails = [mail for mail in portal.mails() if mail.goes_to.startswith(who)]
    assert mails
    for mail in mails:
        for path in re.findall(r"https?://[^/\s]+(/\S*)", mail.body):
            browser.get(path)


def test_each_member_reads_and_answers_its_own_part_of_a_penalty(portal: Portal) -> None:
    pool = held(portal)
    florence = portal.sign_in("florence.hubert")
    # the group says for whom the 280 h were done: Thermi'Nord lacks nothing, Hénin 344 h, the third 16 h
    typed = {"dec_member_1": "192", "dec_member_2": "40", "dec_member_3": "48"}
    url = decide(
        florence, pool, "penalty", {**typed, "dec_amount": "9 000", "dec_reason": WHY, "dec_delay": "15"}
    )
    portal.run_jobs()
    whole = plain(florence.get(url).text)
    assert "18 000 €" in whole and "8 600 €" in whole and "400 €" in whole, (
        "9 000 € by the calculation of each"
    )
    assert "Plomberie Hénin et Bâtisseurs du Thérain peuvent répondre" in whole
    [told] = [mail for mail in portal.mails("M73") if mail.goes_to.startswith("sabrina.henin")]
    assert "une pénalité de 8 600 €" in plain(told.body) and "= 344 h, x 50 € = 17 200 €" in plain(told.body)
    assert "est membre du groupement titulaire" in plain(told.body)
    assert "18 000" not in plain(told.body) and "chaque membre" not in plain(told.body)

    sabrina = portal.sign_in("sabrina.henin")
    assert "Répondre : 8 600 € envisagés, lot 4" in plain(sabrina.get("/tableau-de-bord").text)
    page = sabrina.get(url)
    own = plain(page.text)
    for words in ("8 600 €", "344 h", "384 h", "17 200 €", "vous lisez ici la part de votre organisation",
                  "Plomberie Hénin peut répondre jusqu'au 29 septembre 2026"):  # fmt: skip
        assert words in own, words
    for words in ("9 000 €", "18 000 €", "800 €", "400 €", "Bâtisseurs", "360 h"):
        assert not re.search(rf"(?<![\d ]){words}", own), words
    listed = plain(sabrina.get("/decisions").text)
    assert "8 600 €" in listed and "9 000 €" not in listed
    lot = sabrina.get(pool.url)
    assert "384 h" in lot and "64 h" not in plain(lot.text) and 'href="/decisions"' in lot.response.text
    sabrina.get(f"{pool.url}/cloture", status=403)
    assert "n'est confiée à votre organisation" in plain(sabrina.get(f"/lots/{pool.lot_id}/rattrapage").text)
    sabrina.get(f"{pool.url}/decision", status=403)

    mickael = portal.sign_in("mickael.roussel")
    opened_before = mickael.get(url)
    sabrina.submit(
        page,
        {"dec_answer": "Notre équipe n'a pas eu accès au chantier.", "dec_contests": "y"},
        form="answer-form",
    )
    portal.run_jobs()
    assert "answer-form" not in sabrina.get(url).response.text
    twice = sabrina.post(f"{url}/reponse", {"dec_answer": "Encore une fois."}, status=422)
    assert "déjà répondu" in plain(twice.text)
    gilles = portal.sign_in("gilles.second")
    assert "Décider ou non" not in plain(gilles.get("/tableau-de-bord").text), (
        "one member is still to be heard"
    )
    early = gilles.post(f"{url}/decider", {}, status=422)
    assert "L'entreprise peut répondre jusqu'au 29 septembre 2026" in plain(early.text)
    assert f'href="{url}"' in mickael.get("/calendrier?mois=2026-09").response.text, (
        "its day stays in its calendar"
    )
    seen = plain(mickael.get(url).text)
    assert (
        "accès au chantier" not in seen
        and "Contestée" not in seen
        and "Bâtisseurs du Thérain peut répondre" in seen
    )
    mickael.submit(opened_before, {"dec_answer": "Nous payerons notre part."}, form="answer-form")
    assert "Décider ou non 9 000 €" in plain(gilles.get("/tableau-de-bord").text)
    assert "Plomberie Hénin conteste : c'est à l'acheteur" in plain(gilles.get(url).text)
    assert "accès au chantier" in portal.sign_in("celine.aubert").get(url), (
        "the holder leads the group and reads it whole"
    )

    # heard, the buyer moves hours from one to the other: whoever owes more is heard again, though the total is the same
    page = gilles.get(url)
    gilles.submit(
        page, {"dec_member_1": "192", "dec_member_2": "88", "dec_member_3": "0", "dec_amount": "9 000"},
        form="revision-form",
    )  # fmt: skip
    portal.run_jobs()
    assert "Bâtisseurs du Thérain peut répondre jusqu'au" in plain(mickael.get(url).text)
    assert "1 600 €" in plain(mickael.get(url).text)
    portal.day("2026-09-30")
    florence = portal.sign_in("florence.hubert")
    florence.submit(florence.get(url), {}, form="decide-form")
    portal.run_jobs()
    last = [mail for mail in portal.mails("M24") if mail.goes_to.startswith("mickael.roussel")][-1]
    assert "pénalité de 1 600 €" in plain(last.body)
    told = plain(case_file_of(portal, pool))
    for words in (
        "Part de chaque membre du groupement, décision 1",
        "Nous payerons notre part.",
        "1 600 €",
        "7 400 €",
    ):
        assert words in told, words
    assert not invariants.breaches()
    for who in ("sabrina.henin", "mickael.roussel", "celine.aubert"):
        links_open(portal, who)


def test_a_member_that_lacks_nothing_is_not_told_what_the_others_owe(portal: Portal) -> None:
    pool = held(portal)
    florence = portal.sign_in("florence.hubert")
    typed = {"dec_member_1": "192", "dec_member_2": "24", "dec_member_3": "64"}
    url = decide(florence, pool, "penalty", {**typed, "dec_amount": "18 000", "dec_reason": WHY})
    portal.run_jobs()
    portal.sign_in("mickael.roussel").get(url, status=404)
    assert not [mail for mail in portal.mails("M73") if mail.goes_to.startswith("mickael.roussel")]
    notice = decide(
        florence, pool, "formal_notice", {"dec_demand": "hours", "dec_delay": "10", "dec_reason": WHY}
    )
    portal.run_jobs()
    mickael = portal.sign_in("mickael.roussel")
    assert "C'est à Thermi'Nord d'agir" in plain(mickael.get(notice).text)
    assert "mise en demeure" not in plain(mickael.get("/tableau-de-bord").text), (
        "its holder acts for the group"
    )
    links_open(portal, "mickael.roussel")


def test_the_home_page_of_a_member_counts_the_penalty_of_its_own_part(portal: Portal) -> None:
    """At the end of June: 200 h of the lot are validated, all done by the holder, at the pace of 36 h a month."""
    pool, site = stage_alert.opened(portal, of_three())
    for month in range(6):
        stage_alert.month_done(portal, site, month)
    portal.day("2026-07-20")
    found = {}
    for who in ("celine.aubert", "sabrina.henin", "mickael.roussel"):
        page = portal.sign_in(who).get("/tableau-de-bord")
        figures = kpis(page)
        found[who] = figures.get("Pénalité encourue")
    assert found["sabrina.henin"] and found["mickael.roussel"]
    assert found["sabrina.henin"][0] == "19 200 €", "384 h x 50 €: nothing was done for it"
    assert found["mickael.roussel"][0] == "3 200 €"
    assert found["sabrina.henin"][1].endswith("Groupement conjoint : votre part seule est comptée")
    for who, share, amount in (
        ("sabrina.henin", "384 h", "19 200 €"),
        ("mickael.roussel", "64 h", "3 200 €"),
    ):
        browser = portal.sign_in(who)
        assert found[who][2] == "/decisions#encourue"
        opened = browser.get(found[who][2])
        assert opened.by_id("encourue") is not None
        [_, line] = rows(opened, "Attendues à la fin")
        assert line[0].endswith("lot 4Votre part seule") and line[3] == share and line[-1] == amount, line
        assert line[4] == "50 €" and f"{amount} si rien ne change" in plain(opened.text)
        others = {"Thermi'Nord", "Plomberie Hénin", THIRD} - {stage.actor(who).organization_name}
        assert not [name for name in others if name in plain(opened.text)], "nothing of the other members"
    assert found["celine.aubert"] is None, "the holder did more than its own 192 h"


def test_members_who_answer_together_are_led_by_the_holder_alone(portal: Portal) -> None:
    pool = held(portal, GroupForm.JOINT_AND_SEVERAL)
    florence = portal.sign_in("florence.hubert")
    url = decide(florence, pool, "penalty", {"dec_amount": "9 000", "dec_reason": WHY})
    portal.run_jobs()
    portal.sign_in("sabrina.henin").get(url, status=404)
    assert {mail.goes_to.split("@")[0] for mail in portal.mails("M73")} == {
        "celine.aubert",
        "sophie.marchand",
    }
    # the end of the lot is told to every member of its group
    florence.submit(florence.get(url), {"waiver_reason": WHY}, form="waiver-form")
    send_report(portal, pool)
    florence.submit(florence.get(f"{pool.url}/cloture"), {}, form="closing-form")
    portal.run_jobs()
    told = {mail.goes_to.split("@")[0] for mail in portal.mails("M75")}
    assert told == {"celine.aubert", "sophie.marchand", "sabrina.henin", "mickael.roussel"}
    links_open(portal, "sabrina.henin")
