"""Does the coordination see what has waited too long, whose turn it is, since when, and whom to call?"""

import pytest
from sqlalchemy import update

from clauses.actions import markets
from clauses.domain.kinds import Rank, Role
from clauses.extensions import db, write_transaction
from clauses.models.people import Membership
from tests import stage, stage_alert, stage_hours
from tests.portal import Portal
from tests.reading import plain


def test_a_portal_where_nothing_waits_says_who_is_vacant_only(portal: Portal) -> None:
    page = portal.sign_in("helene.vasseur").get("/alertes")
    assert "Territoires sans personne ressource (1)" in page and "C'est à vous d'agir" in page
    assert "Lots en alerte" not in page and "Relevés en retard" not in page


def test_a_late_report_climbs_the_ladder_to_the_resource_person(portal: Portal) -> None:
    stage_alert.opened(portal)
    portal.day("2026-03-10")
    page = portal.sign_in("helene.vasseur").get("/alertes")
    assert "Relevé de janvier 2026" not in page, "not yet thirty days after its day"
    portal.day("2026-03-14")
    page = portal.sign_in("helene.vasseur").get("/alertes")
    assert "Relevé de janvier 2026, lot 4, marché 2026-ARC-07" in page and "Attendu de Thermi'Nord." in page
    assert (
        "C'est à Sophie Marchand, personne ressource, d'agir. En attente depuis le 10 février 2026, soit 32 jours."
        in page
    )
    assert "personne ressource (en cours)" in page and "puis acheteur, puis coordination." in page
    assert "Contacter la personne ressource" in page
    [link] = list(page.find_all(lambda e: (e.get("href") or "").startswith("mailto:sophie.marchand")))[:1]
    assert "2026-ARC-07" in (link.get("href") or "")


def test_a_lot_in_alert_for_two_months_is_the_buyers_to_decide(portal: Portal) -> None:
    pool = stage_alert.played(portal)
    portal.day("2026-08-20")
    page = portal.sign_in("helene.vasseur").get("/alertes")
    assert "Lots en alerte depuis plus de deux mois (1)" in page
    assert (
        "Lot 4, marché 2026-ARC-07 : en alerte" in page
        and "C'est à l'acheteur de décider. En attente depuis le" in page
    )
    assert pool.url in [e.get("href") for e in page.find_all(lambda e: e.tag == "a")]


def test_each_home_page_says_what_goes_astray_and_what_to_do(portal: Portal) -> None:
    """S09: the buyer decides, the company calls whoever follows the lot, the coordination sees it last."""
    stage_alert.played(portal)

    def home(who: str) -> str:
        return plain(portal.sign_in(who).get("/tableau-de-bord").text)

    buyer = home("florence.hubert")
    for words in (
        "Un lot en alerte depuis deux mois", "Prendre une décision sur le lot 4, marché 2026-ARC-07",
        "Thermi'Nord : 280 h validées sur 640 h.", "Depuis le 30 avril 2026",
        "Mettre Thermi'Nord en demeure : relevés du lot 4, marché 2026-ARC-07", "Le relevé d'avril 2026 manque.", "Depuis le 11 mai 2026",
    ):  # fmt: skip
        assert words in buyer, words
    assert "Rien à faire aujourd'hui" not in buyer and "Vaubrigny" not in buyer
    company = home("celine.aubert")
    assert "Appeler la personne ressource : lot 4, marché 2026-ARC-07" in company
    assert "sans engagement déclaré" not in home("sophie.marchand"), "hours came: the company has begun"
    assert "Saisir le relevé d'avril 2026" in company, "the oldest month first, not the last one"
    assert "aucun autre relevé n'est attendu" in company
    assert "/alertes" in portal.sign_in("helene.vasseur").get("/tableau-de-bord").response.text
    assert "Voir où en est le lot 4, marché 2026-ARC-07" in home("helene.vasseur")
    portal.day("2026-07-20")
    assert "Faire le point avec Thermi'Nord : lot 4, marché 2026-ARC-07, fin le 31 août 2026" in home(
        "florence.hubert"
    )
    portal.day("2026-09-14")
    florence = portal.sign_in("florence.hubert")
    [lot] = {
        href
        for e in florence.get("/tableau-de-bord").find_all(lambda e: e.tag == "a")
        if (href := e.get("href") or "").endswith("decision=formal_notice")
    }
    reason = "Le relevé d'avril 2026 manque toujours, malgré les relances."
    typed = {"dec_demand": "reports", "dec_delay": "10", "dec_reason": reason}
    florence.submit(florence.get(lot), {**typed, "do": "save"}, form="decision-form")
    waiting = home("florence.hubert")
    assert "Prendre une décision sur le lot 4" not in waiting, "its delay runs"
    assert "en demeure : relevés" not in waiting
    portal.day("2026-09-25")
    assert "Prendre une décision sur le lot 4" in home("florence.hubert")
    with write_transaction():
        db.session.execute(update(Membership).where(Membership.role == Role.BUYER).values(rank=Rank.READER))
        db.session.commit()
    assert "Prendre une décision" not in home("florence.hubert"), "who may not decide is not asked to"


def test_a_company_that_says_nothing_of_its_hours_is_called(portal: Portal) -> None:
    """Fifteen days after the notification of 15 December 2025, on the home page of whoever follows the lot."""
    stage_alert.opened(portal)
    said = {}
    for day in ("2025-12-30", "2025-12-31"):
        portal.day(day)
        page = plain(portal.sign_in("sophie.marchand").get("/tableau-de-bord").text)
        said[day] = "Appeler Thermi'Nord : lot 4, marché 2026-ARC-07" in page
    assert said == {"2025-12-30": False, "2025-12-31": True}


def test_how_the_hours_will_be_done_is_asked_no_more_once_the_time_of_the_lot_is_over(portal: Portal) -> None:
    stage_alert.opened(portal)
    asked = {}
    for day in ("2026-08-31", "2026-09-01"):
        portal.day(day)
        asked[day] = "Déclarer comment vous réaliserez" in portal.sign_in("celine.aubert").get(
            "/tableau-de-bord"
        )
    assert asked == {"2026-08-31": True, "2026-09-01": False}


def test_an_opinion_is_late_after_its_working_days(portal: Portal) -> None:
    market = stage.filed(portal)
    asked = stage.actor("sandrine.lemaire")
    markets.request_opinion(asked, market.id, None, seen_version=None, now=portal.now)
    days = {}
    for day in ("2026-03-06", "2026-04-30"):
        portal.day(day)
        days[day] = "Avis attendu sur le marché 2026-VB-014" in portal.sign_in("helene.vasseur").get(
            "/alertes"
        )
    assert days == {"2026-03-06": False, "2026-04-30": True}


def test_a_relay_waits_without_the_name_of_the_person(portal: Portal) -> None:
    stage_hours.played(portal)
    portal.day("2027-08-30")
    page = portal.sign_in("helene.vasseur").get("/alertes")
    if "Relais à organiser" in page:
        assert "Employeur :" in page
    assert not any(name in page for name in ("Yanis", "Ottilie", "Zéphyrin")), (
        "a participant is never named here"
    )


@pytest.mark.parametrize("who", ["claire.delattre", "sandrine.lemaire", "mickael.roussel", "maxime.ollier"])
def test_alerts_are_the_coordinations(portal: Portal, who: str) -> None:
    portal.sign_in(who).get("/alertes", status=403)


def test_alerts_are_read_territory_by_territory(portal: Portal) -> None:
    """Each line says its territory; one territory is asked alone, and a code that is none shows the whole region."""
    stage_alert.played(portal)
    helene = portal.sign_in("helene.vasseur")
    page = helene.get("/alertes")
    assert "T3 Compiégnois - Noyonnais." in page and "Thelle - Sablons - Vexin : aucune" in page
    page = helene.get("/alertes?territoire=T3")
    assert "Lots en alerte depuis plus de deux mois (1)" in page and "Territoires sans personne" not in page
    page = helene.get("/alertes?territoire=T6")
    assert "Territoires sans personne ressource (1)" in page and "2026-ARC-07" not in page
    assert "rien n'attend depuis trop longtemps sur ce territoire" in helene.get("/alertes?territoire=T1")
    page = helene.get("/alertes?territoire=T99%27")
    assert "2026-ARC-07" in page and "Territoires sans personne ressource (1)" in page
