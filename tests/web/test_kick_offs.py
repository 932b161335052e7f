"""Is the meeting that opens a lot planned, announced, then written down without naming a participant?"""

import pytest

from tests import stage
from tests.portal import Browser, Portal
from tests.reading import Page

BUYER, HOLDER, FOLLOWER = "sandrine.lemaire", "mickael.roussel", "claire.delattre"
PLANNED = {
    "kick_off_date": "25/08/2026", "kick_off_time": "14h30", "kick_off_place": "Hôtel de ville, salle 2",
    "kick_off_agenda": "Clause, calendrier, pièces",
}  # fmt: skip
WRITTEN = {
    "held_date": "25/08/2026",
    "held_present": "Ville de Beauvais ; cheffe de projet\nBâtisseurs du Thérain ; conducteur de travaux\n\nMaison de l'emploi",
    "held_contact": "Mickaël Roussel, conducteur de travaux",
    "held_reach": "03 53 01 00 02",
    "held_decisions": "Premier relevé en octobre.\nDeux équipes dès septembre.",
}


def held(portal: Portal, day: str = "2026-08-03") -> str:
    commitment = stage.awarded(portal)
    portal.day(day)
    return f"/marches/{commitment.lot.market_id}/lots/1/reunion-de-lancement"


def plan(who: Browser, address: str, status: int = 303, **values: str) -> Page:
    return who.submit(who.get(address), {**PLANNED, **values}, form="meeting-form", status=status)


def write(who: Browser, address: str, status: int = 303, **values: str) -> Page:
    return who.submit(who.get(address), {**WRITTEN, **values}, form="minutes-form", status=status)


def test_the_meeting_is_planned_then_written_and_leaves_the_list_of_the_buyer(portal: Portal) -> None:
    address, buyer = held(portal), portal.sign_in(BUYER)
    assert "Une réunion de lancement à fixer" in buyer.get("/tableau-de-bord")
    page = buyer.follow(plan(buyer, address))
    assert "25 août 2026 à 14 h 30" in page and "Hôtel de ville, salle 2" in page
    assert "réunion de lancement" not in buyer.get("/tableau-de-bord").text.lower()
    portal.day("2026-08-26")
    assert "Un compte rendu à écrire" in buyer.get("/tableau-de-bord")
    page = buyer.follow(write(buyer, address))
    assert "Maison de l'emploi" in page and "Deux équipes dès septembre." in page
    assert "Un compte rendu à écrire" not in buyer.get("/tableau-de-bord")
    holder = portal.sign_in(HOLDER)
    assert "Mickaël Roussel, conducteur de travaux" in holder.get(address)
    lot = holder.get(address.removesuffix("/reunion-de-lancement"))
    assert "Réunion de lancement tenue le 25 août 2026" in lot


def test_those_concerned_are_invited_and_invited_again_when_it_moves(portal: Portal) -> None:
    address, buyer = held(portal), portal.sign_in(BUYER)
    portal.run_jobs()
    plan(buyer, address)
    portal.run_jobs()
    invited = [m.recipient.email.split("@")[0] for m in portal.mails("M43")]
    assert invited == [HOLDER, FOLLOWER, BUYER]
    plan(portal.sign_in(FOLLOWER), address, kick_off_date="27/08/2026")
    portal.run_jobs()
    assert len(portal.mails("M43")) == 6
    assert "27/08/2026" in portal.mails("M43")[-1].subject


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"kick_off_date": ""}, "Indiquez la date de la réunion."),
        (
            {"kick_off_date": "14/06/2026"},
            "La réunion ne peut pas précéder la notification du marché (15/06/2026).",
        ),
        ({"kick_off_time": "25h"}, "Écrivez l'heure ainsi : 14 h 30."),
        ({"kick_off_place": " "}, "Indiquez le lieu de la réunion."),
    ],
)
def test_a_meeting_that_cannot_be_is_refused_at_its_field(
    portal: Portal, wrong: dict[str, str], told: str
) -> None:
    address = held(portal)
    assert plan(portal.sign_in(BUYER), address, 422, **wrong).problems == [told]
    assert not portal.mails("M43")


def test_a_meeting_of_the_past_is_recorded_without_inviting_anyone(portal: Portal) -> None:
    address, buyer = held(portal), portal.sign_in(BUYER)
    page = buyer.follow(plan(buyer, address, kick_off_date="20/07/2026"))
    assert "personne n'est invité" in page
    portal.run_jobs()
    assert not portal.mails("M43")
    write(buyer, address, held_date="20/07/2026")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"held_date": ""}, "Indiquez le jour où la réunion s'est tenue."),
        (
            {"held_date": "27/08/2026"},
            "Cette date est à venir : écrivez le compte rendu une fois la réunion tenue.",
        ),
        (
            {"held_date": "14/06/2026"},
            "La réunion ne peut pas précéder la notification du marché (15/06/2026).",
        ),
        ({"held_present": " \n ; "}, "Indiquez au moins une organisation présente."),
        ({"held_contact": ""}, "Indiquez l'interlocuteur insertion que l'entreprise désigne."),
    ],
)
def test_minutes_that_cannot_be_are_refused_at_their_field(
    portal: Portal, wrong: dict[str, str], told: str
) -> None:
    address, buyer = held(portal), portal.sign_in(BUYER)
    plan(buyer, address)
    portal.day("2026-08-26")
    assert write(buyer, address, 422, **wrong).problems == [told]


def test_the_company_and_the_structures_read_the_meeting_and_do_not_plan_it(portal: Portal) -> None:
    address = held(portal)
    holder = portal.sign_in(HOLDER)
    assert "Aucune réunion de lancement n'est prévue" in holder.get(address)
    holder.post(address, PLANNED, status=403)
    holder.post(f"{address}/compte-rendu", WRITTEN, status=403)
    portal.sign_in("nadege.brunel").get(address, status=404)


def test_no_meeting_is_planned_before_the_lot_is_awarded(portal: Portal) -> None:
    market = stage.published(portal)
    address = f"/marches/{market.id}/lots/1/reunion-de-lancement"
    buyer = portal.sign_in(BUYER)
    buyer.get(address)
    buyer.post(address, PLANNED, status=409)
