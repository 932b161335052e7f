"""Does the map of the offer add what structures say and lots ask, and show what is short where it is?"""

import csv
import io
from datetime import date

from clauses.actions import markets
from clauses.config import clock
from clauses.extensions import db
from clauses.models.capacity import MonthlyCapacity
from tests import stage
from tests.portal import Browser, Portal

PAGE = "/cartographie"


def opened(portal: Portal) -> None:
    """The five lots of the school are published: 1 190 h of structural work and 280 h of joinery from September on."""
    market = stage.filed(portal)
    markets.publish(stage.actor("sandrine.lemaire"), market.id, visible=True, without_opinion=True, seen_version=None,
                    now=portal.now)  # fmt: skip
    portal.day("2026-08-20")


def only(portal: Portal, month: date, **hours: int) -> None:
    """In that month the three structures of Beauvais offer these hours of structural work."""
    names = {"etti": "agence de Beauvais", "ei": "Bâti Solidaire Picardie", "geiq": "GEIQ BTP Oise"}
    for key, name in names.items():
        db.session.add(
            MonthlyCapacity(organization=stage.organization(name), trade="gros_oeuvre", month=month, hours=hours[key],
                            stated_on=clock.today(), stated_at=portal.now)
        )  # fmt: skip
    db.session.commit()


def rows(browser: Browser, url: str) -> list[dict[str, str]]:
    response = browser.client.get(url)
    assert response.status_code == 200 and response.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(response.text.lstrip("\ufeff")), delimiter=";"))


def test_what_is_asked_and_nobody_offers_is_short(portal: Portal) -> None:
    opened(portal)
    claire = portal.sign_in("claire.delattre")
    page = claire.get(f"{PAGE}?manques=1")
    assert {row["Métier"] for row in rows(claire, f"{PAGE}.csv?manques=1")} == {"Menuiseries"}
    assert "Manque 46,66 h" in page.text, "280 h over twelve months, September and October"
    whole = {row["Métier"]: row for row in rows(claire, f"{PAGE}.csv") if row["Type"] == "Tous les types"}
    work = whole["Gros œuvre"]
    assert (work["Structures"], work["Heures indiquées"], work["Heures demandées"], work["Heures manquantes"]) == (
        "3", "5250", "198,33", "0",
    )  # fmt: skip


def test_a_month_with_room_does_not_make_up_for_one_without(portal: Portal) -> None:
    opened(portal)
    only(portal, date(2026, 9, 1), etti=0, ei=0, geiq=5_000)
    claire = portal.sign_in("claire.delattre")
    page = claire.get(f"{PAGE}/prevision?metier=gros_oeuvre")
    assert "Gros œuvre : il manque 49,16 h en septembre 2026, l'offre suffit les autres mois." in page.text
    line = next(
        row for row in rows(claire, f"{PAGE}/prevision.csv?metier=gros_oeuvre") if row["Mois"] == "09/2026"
    )
    assert list(line.values())[2:] == ["50", "99,16", "49,16"]
    listed = claire.get(f"{PAGE}/structures?metier=gros_oeuvre&mois=3")
    assert (
        "GEIQ BTP Oise" in listed.text and "2026-VB-014, lot 1" in listed.text and "198,33 h" in listed.text
    )


def test_the_coordination_reads_the_territories_side_by_side(portal: Portal) -> None:
    opened(portal)
    helene = portal.sign_in("helene.vasseur")
    line = [row for row in rows(helene, f"{PAGE}.csv") if row["Métier"] == "Menuiseries"]
    assert [(row["Heures indiquées"], row["Heures manquantes"]) for row in line] == [
        ("0", "46,66"), ("750", "0"), ("0", "0"), ("0", "0"), ("0", "0"), ("450", "0"), ("1200", "46,66"),
    ]  # fmt: skip
    assert "Manque 46,66 h" in helene.get(PAGE).text, (
        "the joiners of Creil do not make up for those of Beauvais"
    )
    kinds = helene.get(f"{PAGE}?territoire=T1&type=etti&metier=gros_oeuvre")
    assert "2 700 h" in kinds.text.replace("\u202f", " ").replace("\u00a0", " ")
    helene.get(f"{PAGE}?territoire=T99&type=x&metier=zz&mois=9999999999")
    helene.get(f"{PAGE}/structures?mois=-1")


def test_a_resource_person_sees_the_own_territory_and_a_buyer_nothing(portal: Portal) -> None:
    opened(portal)
    other = portal.sign_in("claire.delattre")
    assert {row["Territoire"] for row in rows(other, f"{PAGE}.csv?territoire=T2")} == {
        "Beauvaisis - Bray - Picardie Verte"
    }
    for who in ("sandrine.lemaire", "nadege.brunel"):
        browser = portal.sign_in(who)
        for url in (PAGE, f"{PAGE}.csv", f"{PAGE}/structures", f"{PAGE}/prevision"):
            browser.get(url, status=403)
