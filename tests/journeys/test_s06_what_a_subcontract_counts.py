"""S06, first half: an EI under the holder; its people in insertion count, its supervisor does not, the price is looked at."""

from datetime import date

import pytest
from sqlalchemy import func, select

from clauses.actions import markets
from clauses.actions.markets import operators
from clauses.domain.kinds import Modality
from clauses.extensions import db
from clauses.models.hours import LedgerLine, StaffHours
from clauses.models.markets import Market
from tests import stage, stage_hours, stage_site
from tests.journeys.test_s02_s03_commitment_and_plan import typed
from tests.portal import Portal

HOLDER, EI = "Peinture Ravon et Fille", "Bâti Solidaire Picardie"
AURELIE, OLIVIER, KARIM, AMELIE = "aurelie.ravon", "olivier.lambert", "karim.benali", "amelie.charpentier"
PEOPLE = (
    ("Wandrille", "Xanthopoulos", date(1990, 5, 2)), ("Yolaine", "Zwarthoed", date(1985, 8, 14)),
    ("Quitterie", "Lhuillery", date(1992, 1, 30)), ("Gonzague", "Mervelet", date(1979, 9, 9)),
)  # fmt: skip


@pytest.fixture
def site(portal: Portal) -> stage_site.Hiring:
    """500 h of painting at Montataire, 24 000 € of it under Bâti Solidaire; four people hired and proven in March."""
    market: Market = stage_site.published_lot(
        portal, AMELIE, reference="2026-HDC-084", title="Réhabilitation de 84 logements, résidence des Martinets",
        number=3, lot_title="Peinture", trade="peinture_sols", commune="60414", hours=500, start=date(2026, 4, 1),
        months=6,
    )  # fmt: skip
    commitment = stage_site.awarded_lot(portal, AMELIE, market, HOLDER)
    named = operators.Named(siret=stage.organization(EI).siret, name=EI)
    fields = markets.SubcontractFields(named, "Peinture des cages", 2_400_000, accepted_on=date(2026, 3, 15))
    markets.declare_subcontract(stage.actor(AMELIE), market.id, 3, fields, now=portal.now)
    aurelie = portal.sign_in(AURELIE)
    page = aurelie.get(f"/engagements/{commitment.id}/declaration")
    line = typed((("subcontract_ei", f"{EI} (EI)"), "900", "4"))
    dear = aurelie.submit(page, line, press="compute", status=200)
    assert "24 000 € pour 900 h, soit 26,67 €/h : ce prix est inférieur à 30 €/h." in dear
    line = typed((("subcontract_ei", f"{EI} (EI)"), "500", "4"))
    assert "ce prix est inférieur" not in aurelie.submit(page, line, press="compute", status=200).text
    sent = {**line, "company_contact": "Aurélie Ravon, 03 44 00 00 00", "signatory": "y"}
    aurelie.submit(page, sent, press="send")
    karim = portal.sign_in(KARIM)
    karim.submit(karim.get(f"/engagements/{commitment.id}/affectation"), press="propose")
    olivier = portal.sign_in(OLIVIER)
    olivier.submit(olivier.get("/demandes"), {"answer": "accepted"})
    db.session.rollback()
    hiring = stage_site.Hiring(portal, commitment.lot_id, KARIM)
    portal.day("2026-04-30")
    for person in PEOPLE:
        hiring.hire(stage.actor(OLIVIER), person, Modality.SUBCONTRACT_EI, date(2026, 4, 1))
    return hiring


def declare(portal: Portal, site: stage_site.Hiring, each: str, staff: str) -> None:
    portal.day("2026-05-08")
    olivier = portal.sign_in(OLIVIER)
    page = olivier.get("/heures?month=2026-04")
    hours = {f"h_worked-{key}": each for key in site.contracts.values()}
    olivier.submit(page, {**hours, f"staff-{site.lot_id}": staff}, form="/heures")
    aurelie = portal.sign_in(AURELIE)
    page = aurelie.get(f"/releves/{site.lot_id}/2026-04")
    aurelie.submit(page, {"r_honour": "y"}, form="/releves/", press="Transmettre le relevé")


def test_520_hours_in_insertion_count_and_180_of_a_supervisor_do_not(
    portal: Portal, site: stage_site.Hiring
) -> None:
    declare(portal, site, "130", "180")
    aurelie = portal.sign_in(AURELIE)
    page = aurelie.get(f"/releves/{site.lot_id}/2026-04")
    assert "180 h de Bâti Solidaire Picardie ne comptent pas : encadrement." in page and "520 h" in page
    karim = portal.sign_in(KARIM)
    page = karim.get(f"/validation/2026-04?lot={site.lot_id}")
    assert "Encadrant : 180 h ne comptent pas." in page
    assert "ce prix est inférieur" not in page.text  # 24 000 € / 700 h = 34,29 €/h
    karim.submit(page, {"v_decision": "validate"}, form=f"/{site.lot_id}/decision")
    db.session.rollback()
    counted = select(func.sum(LedgerLine.hours)).where(LedgerLine.lot_id == site.lot_id)
    assert db.session.scalar(counted) == 52_000
    assert "104,0 %" in portal.sign_in(AMELIE).get(f"/marches/{stage_site.market_of(site.lot_id)}/lots/3")


def test_900_hours_for_24_000_euros_ask_a_look(portal: Portal, site: stage_site.Hiring) -> None:
    declare(portal, site, "130", "380")
    page = portal.sign_in(KARIM).get(f"/validation/2026-04?lot={site.lot_id}")
    assert "24 000 € pour 900 h, soit 26,67 €/h : ce prix est inférieur à 30 €/h." in page
    olivier = portal.sign_in(OLIVIER)
    assert "380 h d'encadrement" in olivier.get("/heures?month=2026-04")  # sent: no field any more
    olivier.post("/heures", {"month": "2026-04", f"staff-{site.lot_id}": "10"}, status=422)
    db.session.rollback()
    assert db.session.scalar(select(StaffHours.hours)) == 38_000  # a report sent is not rewritten


def test_a_structure_that_lends_its_people_is_asked_no_supervision(portal: Portal) -> None:
    stage_hours.begun(portal)
    portal.day("2026-10-08")
    assert "Encadrement" not in portal.sign_in("nadege.brunel").get("/heures?month=2026-09").text
