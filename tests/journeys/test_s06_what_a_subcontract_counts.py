"""S06: an EI under the holder; its people in insertion count once the DC4 is here, its supervisor never does."""

import io
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from clauses.actions import markets
from clauses.actions.markets import operators
from clauses.actions.people import purge
from clauses.domain.kinds import Modality
from clauses.domain.kinds_evidence import EvidenceState
from clauses.extensions import db
from clauses.jobs import purge as jobs
from clauses.models.evidence import Evidence
from clauses.models.hours import LedgerLine, StaffHours
from clauses.models.markets import Market
from clauses.stores import path_of
from tests import stage, stage_hours, stage_site
from tests.journeys.test_s02_s03_commitment_and_plan import typed
from tests.moments import moment
from tests.portal import Browser, Portal
from tests.sendable import photograph

HOLDER, EI = "Peinture Ravon et Fille", "Bâti Solidaire Picardie"
AURELIE, OLIVIER, KARIM, AMELIE = "aurelie.ravon", "olivier.lambert", "karim.benali", "amelie.charpentier"
PEOPLE = (
    ("Wandrille", "Xanthopoulos", date(1990, 5, 2)), ("Yolaine", "Zwarthoed", date(1985, 8, 14)),
    ("Quitterie", "Lhuillery", date(1992, 1, 30)), ("Gonzague", "Mervelet", date(1979, 9, 9)),
)  # fmt: skip


@moment
def subcontracted(portal: Portal) -> stage_site.Hiring:
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


@pytest.fixture
def site(portal: Portal) -> stage_site.Hiring:
    return subcontracted(portal)


def declare(portal: Portal, site: stage_site.Hiring, each: str, staff: str) -> None:
    portal.day("2026-05-08")
    olivier = portal.sign_in(OLIVIER)
    page = olivier.get("/heures?month=2026-04")
    hours = {f"h_worked-{key}": each for key in site.contracts.values()}
    olivier.submit(page, {**hours, f"staff-{site.lot_id}": staff}, form="/heures")
    aurelie = portal.sign_in(AURELIE)
    page = aurelie.get(f"/releves/{site.lot_id}/2026-04")
    aurelie.submit(page, {"r_honour": "y"}, form="/releves/", press="Transmettre le relevé")


def put_deed(
    portal: Portal, site: stage_site.Hiring, who: str = AURELIE, content: bytes | None = None
) -> Browser:
    """A photo of the DC4, taken with a phone, put for the whole team of Bâti Solidaire."""
    browser = portal.sign_in(who)
    photo = (io.BytesIO(content or photograph()), "IMG_2041.jpg")
    typed = {"e_kind": "subcontracting_deed", "e_covers": f"{stage.organization(EI).id}-", "e_file": photo}
    where = f"/releves/{site.lot_id}/2026-04/pieces"
    browser.post(where, typed, status=303, content_type="multipart/form-data")
    db.session.rollback()
    return browser


def counted(site: stage_site.Hiring) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.sum(LedgerLine.hours)).where(LedgerLine.lot_id == site.lot_id)) or 0


def decide(portal: Portal, site: stage_site.Hiring) -> None:
    karim = portal.sign_in(KARIM)
    page = karim.get(f"/validation/2026-04?lot={site.lot_id}")
    karim.submit(page, {"v_decision": "validate"}, form=f"/{site.lot_id}/decision")


def test_the_hours_of_a_subcontractor_wait_for_its_deed_then_count_whole(
    portal: Portal, site: stage_site.Hiring
) -> None:
    """Trap 48: 700 h declared, 0 h validated without the DC4, 520 h waiting; the photo comes, 520 count = 104,0 %."""
    declare(portal, site, "130", "180")
    aurelie = portal.sign_in(AURELIE)
    page = aurelie.get(f"/releves/{site.lot_id}/2026-04")
    assert "180 h de Bâti Solidaire Picardie ne comptent pas : encadrement." in page and "520 h" in page
    karim = portal.sign_in(KARIM)
    page = karim.get(f"/validation/2026-04?lot={site.lot_id}")
    assert "Encadrant : 180 h ne comptent pas." in page
    assert "Facture de sous-traitance absente." in page
    assert "ce prix est inférieur" not in page.text  # 24 000 € / 700 h = 34,29 €/h
    absent = "Bâti Solidaire Picardie, pièce absente : Acte de sous-traitance (DC4)."
    assert absent in page
    decide(portal, site)
    assert counted(site) == 0
    for who in (AURELIE, OLIVIER, KARIM):
        page = portal.sign_in(who).get(f"/releves/{site.lot_id}/2026-04/pieces")
        assert "520 h en attente de pièce." in page, who
        assert (
            "Il manque : acte de sous-traitance (DC4), attestation d'heures, facture de sous-traitance."
            in page
        )
    put_deed(portal, site)
    assert counted(site) == 0  # a photo is looked at before hours count on it
    karim = portal.sign_in(KARIM)
    assert "Vérifier une pièce : Acte de sous-traitance (DC4), lot 3, marché 2026-HDC-084" in karim.get(
        "/tableau-de-bord"
    )
    page = karim.get(f"/releves/{site.lot_id}/2026-04/pieces")
    done = karim.submit(page, {"e_verdict": "accepted"}, form="/decision", press="Enregistrer")
    assert counted(site) == 52_000
    assert "520 h en attente sont comptées dans leurs mois." in karim.follow(done)
    assert "104,0 %" in portal.sign_in(AMELIE).get(f"/marches/{stage_site.market_of(site.lot_id)}/lots/3")
    line = db.session.scalars(select(LedgerLine).where(LedgerLine.lot_id == site.lot_id)).first()
    assert line is not None and line.month == date(2026, 4, 1)


def test_a_deed_that_came_before_the_validation_is_accepted_with_it(
    portal: Portal, site: stage_site.Hiring
) -> None:
    declare(portal, site, "130", "180")
    put_deed(portal, site)
    page = portal.sign_in(KARIM).get(f"/validation/2026-04?lot={site.lot_id}")
    assert (
        "Bâti Solidaire Picardie, pièce à vérifier avant de valider : Acte de sous-traitance (DC4)." in page
    )
    decide(portal, site)
    assert counted(site) == 52_000
    assert db.session.scalars(select(Evidence.state)).one() is EvidenceState.ACCEPTED


def test_an_unreadable_deed_is_missing_again_and_says_why(portal: Portal, site: stage_site.Hiring) -> None:
    declare(portal, site, "130", "180")
    decide(portal, site)
    put_deed(portal, site)
    karim = portal.sign_in(KARIM)
    where = f"/releves/{site.lot_id}/2026-04/pieces"
    page = karim.get(where)
    again = karim.submit(page, {"e_verdict": "unreadable"}, form="/decision", press="Enregistrer", status=422)
    assert "Dites ce qui ne va pas" in again
    typed = {"e_verdict": "unreadable", "e_message": "La signature de l'acheteur est coupée."}
    karim.submit(again, typed, form="/decision", press="Enregistrer")
    page = portal.sign_in(AURELIE).get(where)
    assert "Illisible : La signature de l'acheteur est coupée." in page
    assert "520 h en attente de pièce." in page and "Il manque : acte de sous-traitance (DC4)" in page
    assert counted(site) == 0
    put_deed(portal, site, content=photograph("PNG"))
    page = karim.get(where)
    karim.submit(page, {"e_verdict": "accepted"}, form="/decision", press="Enregistrer")
    assert counted(site) == 52_000


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


def test_a_deed_taken_back_leaves_the_disk_after_its_month_and_stays_written(
    portal: Portal, site: stage_site.Hiring
) -> None:
    aurelie, folder = put_deed(portal, site), portal.app.config["SETTINGS"].files
    page = aurelie.get(f"/releves/{site.lot_id}/2026-04/pieces")
    aurelie.submit(page, {"withdraw_reason": "Ce n'est pas la bonne page."}, form="/retrait")
    db.session.rollback()
    key = db.session.scalars(select(Evidence)).one().file.key
    on = portal.today
    assert purge.erase_evidence(on + timedelta(days=20), now=portal.now) == 0
    assert purge.erase_evidence(on + timedelta(days=40), now=portal.now) == 1
    jobs.take_away_erased(folder, portal.now)
    assert not path_of(folder, key).exists()
    assert "Ce n'est pas la bonne page." in aurelie.get(f"/releves/{site.lot_id}/2026-04/pieces")
