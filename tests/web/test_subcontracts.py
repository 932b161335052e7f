"""Is a subcontractor declared by the holder, accepted by the buyer, and only then on the lot? (DC4, R23)"""

import pytest
from sqlalchemy import select

from clauses.domain.kinds import PartyCapacity
from clauses.extensions import db
from clauses.models.awards import Subcontract
from clauses.models.markets import LotParty
from tests import stage
from tests.portal import Browser, Portal
from tests.reading import Page

EI, LENOIR = "99900307200017", "99900202500016"
BUYER, HOLDER, STRUCTURE = "sandrine.lemaire", "mickael.roussel", "olivier.lambert"
TYPED = {
    "sub_siret": EI, "sub_part": "Peinture des logements", "sub_amount": "24 000", "sub_hours": "700",
}  # fmt: skip


def held(portal: Portal) -> str:
    """The first lot, held by a company since 15 June; it is now 1 September 2026."""
    commitment = stage.awarded(portal)
    portal.day("2026-09-01")
    return f"/marches/{commitment.lot.market_id}/lots/1"


def declare(who: Browser, address: str, status: int = 303, **values: str) -> Page:
    page = who.get(f"{address}/sous-traitants")
    return who.submit(page, {**TYPED, **values}, form="subcontract-form", status=status)


def accepted(portal: Portal, **values: str) -> tuple[Browser, str]:
    address = held(portal)
    declare(portal.sign_in(HOLDER), address, **values)
    buyer = portal.sign_in(BUYER)
    page = buyer.get(f"{address}/sous-traitants")
    buyer.submit(page, {"sub_date-1": "25/08/2026"}, form="decision-1", press="Accepter ce sous-traitant")
    return buyer, address


def capacities() -> set[PartyCapacity]:
    lot = stage.lot(1)
    return set(db.session.scalars(select(LotParty.capacity).where(LotParty.lot_id == lot.id)))


def test_the_holder_declares_and_the_lot_opens_once_the_buyer_accepts(portal: Portal) -> None:
    address = held(portal)
    declare(portal.sign_in(HOLDER), address)
    structure, buyer = portal.sign_in(STRUCTURE), portal.sign_in(BUYER)
    structure.get(address, status=404)
    assert "Un sous-traitant à accepter" in buyer.get("/tableau-de-bord")
    page = buyer.get(f"{address}/sous-traitants")
    buyer.submit(page, {"sub_date-1": "25/08/2026"}, form="decision-1", press="Accepter ce sous-traitant")
    assert PartyCapacity.SUBCONTRACTOR in capacities()
    assert "Accepté le 25 août 2026" in structure.get(f"{address}/sous-traitants")
    structure.get(address)
    assert "Un sous-traitant à accepter" not in buyer.get("/tableau-de-bord")
    assert "Sous-traitant accepté" in buyer.get(f"{address}?onglet=historique")


def test_a_refusal_says_why_and_opens_nothing(portal: Portal) -> None:
    address = held(portal)
    holder, buyer = portal.sign_in(HOLDER), portal.sign_in(BUYER)
    declare(holder, address)
    page = buyer.get(f"{address}/sous-traitants")
    asked = buyer.submit(page, form="decision-1", press="Refuser", status=422)
    assert asked.problems == ["Indiquez pourquoi vous refusez ce sous-traitant."]
    buyer.submit(asked, {"sub_reason-1": "Qualification absente"}, form="decision-1", press="Refuser")
    assert "Qualification absente" in holder.get(f"{address}/sous-traitants")
    assert PartyCapacity.SUBCONTRACTOR not in capacities()
    declare(holder, address)  # a refused subcontractor may be declared again


def test_a_subcontract_ends_and_the_lot_closes_to_it(portal: Portal) -> None:
    buyer, address = accepted(portal)
    page = buyer.get(f"{address}/sous-traitants")
    for day, told in (
        ("24/08/2026", "La fin ne peut pas précéder l'acceptation (25/08/2026)."),
        ("02/09/2026", "Cette date est à venir : enregistrez-la quand elle sera passée."),
        ("", "Indiquez le dernier jour de la sous-traitance."),
    ):
        assert buyer.submit(page, {"sub_date-1": day}, form="end-1", status=422).problems == [told]
    buyer.submit(page, {"sub_date-1": "31/08/2026"}, form="end-1")
    assert "Terminé le 31 août 2026" in buyer.get(f"{address}/sous-traitants")
    portal.sign_in(STRUCTURE).get(address, status=404)
    buyer.post(f"{address}/sous-traitants/1/fin", {"sub_date-1": "31/08/2026"}, status=409)


@pytest.mark.parametrize(
    ("hours", "told"),
    [
        ("700", None),  # 34.29 € an hour
        ("800", None),  # 30 € exactly
        ("900", "24 000 € pour 900 h, soit 26,67 €/h : ce prix est inférieur à 30 €/h. Vérifiez les heures ou le montant."),
        ("", None),
    ],
)  # fmt: skip
def test_a_price_below_thirty_euros_an_hour_asks_a_look(portal: Portal, hours: str, told: str | None) -> None:
    """S06, variant 4."""
    address = held(portal)
    holder = portal.sign_in(HOLDER)
    page = holder.follow(declare(holder, address, sub_hours=hours))
    assert (told in page) if told else ("Vérifiez les heures" not in page)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"sub_siret": "99900201700013"}, "Cette organisation est titulaire du lot : elle ne peut pas en être aussi la sous-traitante."),
        ({"sub_siret": "99900307200018"}, None),
        ({"sub_siret": ""}, "Indiquez le SIRET de l'entreprise ou de la structure."),
        ({"sub_siret": "35600000000048"}, "Ce SIRET n'est pas encore connu du portail : indiquez le nom et la commune de l'entreprise."),
        ({"sub_part": ""}, "Indiquez les prestations sous-traitées."),
        ({"sub_amount": ""}, "Indiquez le montant sous-traité, supérieur à 0."),
        ({"sub_amount": "1 398 000,01"}, "Les montants sous-traités totalisent 1 398 000,01 € : c'est plus que le montant du lot (1 398 000 €)."),
    ],
)  # fmt: skip
def test_a_subcontractor_that_cannot_be_is_refused_at_its_field(
    portal: Portal, wrong: dict[str, str], told: str | None
) -> None:
    address = held(portal)
    page = declare(portal.sign_in(HOLDER), address, 422, **wrong)
    assert len(page.problems) == 1 and (told is None or page.problems == [told])
    assert db.session.scalars(select(Subcontract)).all() == []


def test_the_same_subcontractor_is_declared_once_at_a_time(portal: Portal) -> None:
    address = held(portal)
    holder = portal.sign_in(HOLDER)
    declare(holder, address)
    assert declare(holder, address, 422).problems == [
        "Cette organisation est déjà déclarée sur ce lot. Terminez d'abord sa sous-traitance en cours."
    ]


def test_what_the_buyer_records_is_accepted_at_once_on_the_day_it_gives(portal: Portal) -> None:
    address, buyer = held(portal), portal.sign_in(BUYER)
    for day, told in (
        ("", "Indiquez la date d'acceptation du sous-traitant."),
        ("14/06/2026", "L'acceptation ne peut pas précéder la notification du marché (15/06/2026)."),
        ("02/09/2026", "Cette date est à venir : enregistrez-la quand elle sera passée."),
    ):
        assert declare(buyer, address, 422, sub_date=day).problems == [told]
    page = buyer.follow(declare(buyer, address, sub_siret=LENOIR, sub_date="15/06/2026"))
    assert "Couverture Picarde Lenoir" in page and "Accepté le 15 juin 2026" in page


def test_each_subcontractor_reads_its_own_contract_alone(portal: Portal) -> None:
    buyer, address = accepted(portal)
    declare(buyer, address, sub_siret=LENOIR, sub_amount="9 999", sub_date="15/06/2026")
    page = portal.sign_in(STRUCTURE).get(f"{address}/sous-traitants")
    assert "24 000" in page and "9 999" not in page and "Couverture Picarde" not in page
    assert "Déclarer un sous-traitant" not in page
    assert "9 999" in portal.sign_in("claire.delattre").get(f"{address}/sous-traitants")


def test_nobody_else_declares_nor_decides(portal: Portal) -> None:
    buyer, address = accepted(portal)
    for who in (STRUCTURE, "claire.delattre"):
        portal.sign_in(who).post(f"{address}/sous-traitants", TYPED, status=403)
    for who in (HOLDER, STRUCTURE):
        portal.sign_in(who).post(f"{address}/sous-traitants/1/fin", {"sub_date-1": "31/08/2026"}, status=403)
    portal.sign_in("nadege.brunel").get(f"{address}/sous-traitants", status=404)
    buyer.post(f"{address}/sous-traitants/9/fin", {"sub_date-9": "31/08/2026"}, status=404)


def test_nothing_is_declared_on_a_lot_that_nobody_holds(portal: Portal) -> None:
    market = stage.published(portal)
    buyer = portal.sign_in(BUYER)
    page = buyer.get(f"/marches/{market.id}/lots/1/sous-traitants")
    assert "Aucun sous-traitant déclaré" in page and "Déclarer un sous-traitant" not in page
    buyer.post(f"/marches/{market.id}/lots/1/sous-traitants", TYPED, status=409)
