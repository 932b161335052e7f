"""Does the list of lots followed say where each stands and the one thing that is awaited?"""

import csv
import io

from clauses.config import clock
from clauses.domain.kinds import CommitmentState
from clauses.queries import followed as queries
from clauses.queries.followed import View
from tests import stage, stage_hours
from tests.portal import Portal
from tests.reading import plain


def awaited(who: str, portal: Portal, **view: object) -> list[tuple[int, str, str]]:
    found = queries.followed(stage.actor(who), View(**view), clock.today())  # type: ignore[arg-type]
    return [
        (one.lot.number, one.next.value, f"{one.month:%Y-%m}" if one.month else "") for one in found.lines
    ]


def test_each_step_of_a_lot_says_what_is_awaited(portal: Portal) -> None:
    commitment = stage.awarded(portal)
    assert commitment.state is CommitmentState.DRAFT
    assert awaited("claire.delattre", portal) == [(1, "declare", "")]
    stage.submitted(portal, commitment)
    assert awaited("claire.delattre", portal, mine=True) == [(1, "instruct", "")]
    page = portal.sign_in("claire.delattre").get("/lots?vue=a-moi")
    assert "Engagement à instruire" in page and "2026-VB-014, lot 1" in page
    assert awaited("claire.delattre", portal, late=True) == []


def test_months_are_awaited_oldest_first(portal: Portal) -> None:
    stage.settled(portal)
    portal.day("2026-09-20")
    assert awaited("claire.delattre", portal) == [(1, "nothing", "")]
    portal.day("2026-10-05")
    assert awaited("claire.delattre", portal) == [(1, "report", "2026-09")]
    portal.day("2026-11-12")
    assert awaited("claire.delattre", portal, late=True) == [(1, "report_late", "2026-09")]
    assert "Relevé de septembre 2026 en retard" in portal.sign_in("helene.vasseur").get("/lots?vue=retard")


def test_the_list_is_filtered_by_address_and_leaves_as_a_table(portal: Portal) -> None:
    stage_hours.played(portal, 2)
    claire = portal.sign_in("claire.delattre")
    assert "2026-VB-014, lot 1" in claire.get("/lots?q=therain&statut=&territoire=")
    assert "Aucun lot ne répond" in claire.get("/lots?q=rien-de-tel")
    assert "Aucun lot ne répond" in claire.get("/lots?vue=termines&page=-3&statut=zz&territoire=x")
    response = claire.client.get("/lots.csv")
    [row] = csv.DictReader(io.StringIO(response.text.lstrip("\ufeff")), delimiter=";")
    assert (row["Marché"], row["Lot"], row["Titulaire"]) == ("2026-VB-014", "1", "Bâtisseurs du Thérain")
    assert row["Heures dues"] == "1190" and int(row["Personnes"]) > 0
    names = [one.lower() for one in ("Yanis", "Ottilie", "Zéphyrin")]
    assert not any(name in response.text.lower() for name in names), "persons are counted, never named"


def test_a_buyer_follows_its_own_lots_and_those_who_do_the_hours_have_lists_of_theirs(portal: Portal) -> None:
    stage.awarded(portal)
    mine = portal.sign_in("sandrine.lemaire").get("/lots")
    assert "1 lot en cours" in mine and "2026-VB-014, lot 1" in mine and "HT attribués" in mine
    other = portal.sign_in("florence.hubert").get("/lots")
    assert "Aucun lot en cours" in other and "2026-VB-014" not in other
    for who in ("mickael.roussel", "nadege.brunel"):
        browser = portal.sign_in(who)
        browser.get("/lots", status=403)
        browser.get("/lots.csv", status=403)


def test_a_lot_whose_company_declared_nothing_is_late_too_once_its_reports_are(portal: Portal) -> None:
    """The declaration comes first, and the reports that were due are late all the same: the reminders say so."""
    stage.awarded(portal)
    portal.day("2026-11-12")
    assert awaited("claire.delattre", portal, late=True) == [(1, "declare", "")]
    page = portal.sign_in("sandrine.lemaire").get("/lots?vue=retard")
    assert (
        "Relevés en retard (1)" in page
        and "1 lot dans cette vue ; 1 lot en cours" in page
        and "En retard" in page
    )


def test_the_page_of_a_lot_says_whose_turn_it_is_and_since_when(portal: Portal) -> None:
    commitment = stage.awarded(portal)
    lot = f"/marches/{commitment.lot.market_id}/lots/1"
    sandrine, mickael = portal.sign_in("sandrine.lemaire"), portal.sign_in("mickael.roussel")
    for who in (sandrine, mickael):
        page = plain(who.get(lot).text)
        assert (
            "C'est à Bâtisseurs du Thérain de dire comment les heures seront faites, depuis la notification du"
            in page
        )
    stage.submitted(portal, commitment)
    assert "C'est à Claire Delattre d'examiner l'engagement de Bâtisseurs du Thérain." in plain(
        sandrine.get(lot).text
    )


def test_a_month_on_the_page_of_a_lot_has_its_day(portal: Portal) -> None:
    commitment = stage.settled(portal).commitment
    lot = f"/marches/{commitment.lot.market_id}/lots/1"
    portal.day("2026-10-05")
    sandrine = portal.sign_in("sandrine.lemaire")
    assert "transmettre le relevé de septembre 2026 avant le 10 octobre 2026." in plain(
        sandrine.get(lot).text
    )
    portal.day("2026-11-12")
    assert "le relevé de septembre 2026, en retard depuis le 10 octobre 2026." in plain(
        sandrine.get(lot).text
    )
