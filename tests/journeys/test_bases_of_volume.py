"""A volume by tranche, by year, by order, by percentage or from the offer, from its card to the page of the lot."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from clauses.actions import markets
from clauses.domain.kinds import HoursBasis, LotResult
from clauses.models.markets import Lot
from tests import stage
from tests.journeys.test_s10_amendment import amend, look
from tests.portal import Portal

LOTS = (stage.LOTS[0],)
Basis = HoursBasis


def tendered(portal: Portal, **terms: Any) -> Lot:
    """One lot whose volume is expressed so, published; 2026-07-01 is past its offers."""
    market = stage.filed(portal, lots=LOTS)
    card = markets.ClauseFields(
        lot_id=market.lots[0].id, labour_share=4500, hourly_cost=3800, integration_rate=700, publics=stage.PUBLICS,
        modalities=stage.ADMITTED, penalty_hour=5000, deviation_reason="Volume arrêté avec la maîtrise d'œuvre",
    )  # fmt: skip
    sandrine = stage.actor("sandrine.lemaire")
    markets.save_clauses(sandrine, market.id, [replace(card, **terms)], seen_version=None, now=portal.now)
    markets.publish(
        sandrine, market.id, visible=True, without_opinion=True, seen_version=None, now=portal.now
    )
    return stage.lot(1)


def held(portal: Portal, months: int = 12, **terms: Any) -> str:
    """The same, notified on 15 June for an execution from 1 July 2026; returns its address."""
    lot = tendered(portal, **terms)
    portal.day("2026-06-15")
    markets.award_lot(
        stage.actor("sandrine.lemaire"), lot.id,
        markets.AwardFields(
            result=LotResult.AWARDED, awardee_id=stage.organization("Bâtisseurs du Thérain").id, amount=140_000_000,
            notified_on=date(2026, 6, 15), exec_start=date(2026, 7, 1), exec_months=months,
            offer_hours=90000 if terms["hours_basis"] is Basis.CANDIDATE_FILLED else None,
        ),
        seen_version=None, now=portal.now,
    )  # fmt: skip
    portal.day("2026-07-02")
    return f"/marches/{lot.market_id}/lots/1"


def test_only_confirmed_tranches_count(portal: Portal) -> None:
    address = held(
        portal, hours_basis=Basis.PER_TRANCHE, firm_hours=29500,
        optional=(("Tranche optionnelle 1", 56000), ("Tranche optionnelle 2", 30000)),
    )  # fmt: skip
    buyer = portal.sign_in("sandrine.lemaire")
    text = buyer.get(f"{address.split('/lots')[0]}/texte")
    assert "295 heures (tranche ferme), 560 heures (tranche optionnelle 1, si elle est affermie)" in text
    page = buyer.get(address)
    assert "Tranche ferme : 295 h ; Tranche optionnelle 1 : 560 h, si elle est affermie" in page
    assert "sur 295 h" in page
    [tranche] = [one.id for one in stage.lot(1).tranches if one.hours == 56000]
    undated = look(buyer, address, {"tranche": str(tranche)}, "tranche_confirmed", status=422)
    assert undated.problems == [
        "La date d'affermissement est nécessaire pour compter les heures de cette tranche."
    ]
    amend(buyer, address, {"tranche": str(tranche), "amend_date": "02/07/2026"}, "tranche_confirmed")
    shown = look(buyer, address, {"amend_date": "02/07/2026", "lot_amount": "1 540 000"}, "amendment")
    assert (
        "940,5 h" in shown
    )  # 855 h in proportion of the amounts: a tranche waits, the calculation was that of all
    page = buyer.get(address)
    assert "Tranche optionnelle 1 affermie" in page and "sur 855 h" in page


def test_orders_make_the_volume(portal: Portal) -> None:
    address = held(portal, hours_basis=Basis.PER_AMOUNT, slice_amount=5_000_000, slice_hours=3500)
    buyer = portal.sign_in("sandrine.lemaire")
    page = buyer.get(address)
    assert "Aucune commande" in page and "35 h par tranche entière de 50 000 € HT commandés" in page
    assert "En alerte" not in page and "À surveiller" not in page
    amend(buyer, address, {"order_amount": "49 999", "amend_date": "02/07/2026"}, "order")
    assert "sur 0 h" in buyer.get(address)
    portal.day("2026-08-03")
    amend(buyer, address, {"order_amount": "60 000", "amend_date": "03/08/2026"}, "order")
    page = buyer.get(address)
    assert "Commande n° 2" in page and "sur 70 h" in page
    assert "En alerte" not in page  # nothing is due before the end of September
    portal.day("2026-09-30")
    assert "En alerte" in buyer.get(address)
    [second] = [one.id for one in stage.lot(1).orders if one.number == 2]
    amend(buyer, address, {"order": str(second), "amend_date": "30/09/2026"}, "order_cancelled")
    page = buyer.get(address)
    assert "Commande n° 2 annulée" in page and "sur 70 h" in page  # it was due already


def test_a_yearly_volume_is_converted_into_a_total(portal: Portal) -> None:
    address = held(portal, months=48, hours_basis=Basis.PER_YEAR, target_hours=35000)
    page = portal.sign_in("sandrine.lemaire").get(address)
    assert "350 h par an" in page and "sur 1 400 h" in page
    text = portal.sign_in("sandrine.lemaire").get(f"{address.split('/lots')[0]}/texte")
    assert "350 heures par année d'exécution" in text


def test_a_percentage_waits_for_the_hours_worked(portal: Portal) -> None:
    address = held(portal, hours_basis=Basis.PCT_OF_HOURS, integration_rate=500)
    buyer = portal.sign_in("sandrine.lemaire")
    page = buyer.get(address)
    assert "Incalculable" in page and "5 % des heures travaillées" in page
    portal.day("2026-08-03")
    told = {
        "worked_from": "01/07/2026",
        "amend_date": "31/07/2026",
        "worked_hours": "2 000",
        "taken_over": "400",
    }
    amend(buyer, address, told, "hours_worked")
    assert "sur 80 h" in buyer.get(address)
    again = look(buyer, address, told, "hours_worked", status=422)
    assert again.problems == ["Des heures sont déjà déclarées pour cette période, jusqu'au 31/07/2026."]


def test_the_hours_of_the_offer_are_the_target(portal: Portal) -> None:
    address = held(portal, hours_basis=Basis.CANDIDATE_FILLED)
    page = portal.sign_in("sandrine.lemaire").get(address)
    assert "900 h, inscrites par le titulaire dans son offre" in page and "sur 900 h" in page


def test_a_first_period_says_its_length(portal: Portal) -> None:
    address = held(
        portal, months=24, hours_basis=Basis.PER_FIRST_PERIOD, target_hours=504300, period_months=12
    )
    page = portal.sign_in("sandrine.lemaire").get(address)
    assert "5 043 h pour la première période (12 mois)" in page


RECTIFIED = {
    "rectified_hours-1": "600", "offers_deadline": "15/05/2026", "rectify_reason": "Volume revu avec le maître d'œuvre",
}  # fmt: skip


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        ({"hours_basis": Basis.FIXED, "target_hours": 100000}, "600 h"),
        ({"hours_basis": Basis.PER_YEAR, "target_hours": 100000}, "600 h par an"),
        ({"hours_basis": Basis.PER_FIRST_PERIOD, "target_hours": 100000, "period_months": 12},
         "600 h pour la première période"),
    ],
)  # fmt: skip
def test_before_the_offers_a_volume_is_rectified_for_all_and_no_contract_is_changed(
    portal: Portal, terms: dict[str, Any], told: str
) -> None:
    lot = tendered(portal, **terms)
    portal.day("2026-04-02")
    market = f"/marches/{lot.market_id}"
    buyer = portal.sign_in("sandrine.lemaire")
    assert "Rectifier le volume avant la remise des offres" in buyer.get(f"{market}/lots/1")
    nothing = buyer.get(f"{market}/lots/1/modifications/nouvelle?motif=correction")
    assert "Aucune modification n'est possible sur ce lot aujourd'hui." in nothing
    buyer.submit(buyer.get(f"{market}/rectification"), RECTIFIED, form="rectification-form")
    assert told in buyer.get(f"{market}/lots/1")
    assert "1 000 h" in buyer.get(market) and not stage.lot(1).changes


CARDS = [
    ({"hours_basis": "per_tranche"}, "Indiquez le volume de la tranche ferme, ou d'une tranche optionnelle au moins."),
    ({"hours_basis": "per_amount"}, "Indiquez le montant d'une tranche et les heures dues pour chacune."),
    ({"hours_basis": "per_first_period"}, "Indiquez la durée de la première période, en mois."),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "told"), CARDS)
def test_a_card_asks_for_what_its_basis_needs(portal: Portal, typed: dict[str, str], told: str) -> None:
    market = stage.filed(portal, lots=LOTS)
    buyer = portal.sign_in("sandrine.lemaire")
    page = buyer.get(f"/marches/{market.id}/clauses")
    values = {f"{name}-1": value for name, value in typed.items()}
    refused = buyer.submit(page, {**values, "do": "save"}, form="hours-form", status=422)
    assert told in refused.problems


def test_a_card_keeps_the_tranches_typed(portal: Portal) -> None:
    market = stage.filed(portal, lots=LOTS)
    buyer = portal.sign_in("sandrine.lemaire")
    page = buyer.get(f"/marches/{market.id}/clauses")
    page = buyer.submit(
        page, {"hours_basis-1": "per_tranche", "do": "calculate"}, form="hours-form", status=200
    )
    values = {
        "tranche_firm-1": "295",
        "tranches-1": "TO 1 ; 560\nTO 2 ; 300",
        "deviation_reason-1": "Choix de la commune",
    }
    buyer.submit(page, {**values, "do": "save"}, form="hours-form")
    assert [(one.label, one.hours) for one in stage.lot(1).tranches] == [
        ("Tranche ferme", 29500), ("TO 1", 56000), ("TO 2", 30000),
    ]  # fmt: skip
    again = buyer.get(f"/marches/{market.id}/clauses")
    assert "TO 1 ; 560" in again
