"""Do concessions leave as the regulation wants them, and does an amendment made on screen become a modification?"""

import json
from typing import Any

import jsonschema
import pytest

from clauses.domain.kinds import ClauseType, MarketForm
from clauses.extensions import db, write_transaction
from clauses.models.markets import Market
from tests import stage
from tests.journeys.test_s10_amendment import amend
from tests.portal import Browser, Portal
from tests.web.test_essential_data import ANSWERS, SCHEMA

CONCESSION = {
    "contract_id": "2026-VB-014-01", "nature": "Concession de travaux", "procedure": "Procédure négociée ouverte",
    "signed_on": "10/06/2026", "published_on": "20/06/2026", "amount": "1 400 000", "subsidy": "0", "partners": "",
    "environmental": ["Clause environnementale"],
}  # fmt: skip


@pytest.fixture
def address(portal: Portal) -> str:
    """Lot 1 of the story, filed as a concession and awarded."""
    stage.awarded(portal)
    portal.day("2026-06-20")
    with write_transaction():
        market = db.session.get_one(Market, stage.lot(1).market_id)
        market.market_form = MarketForm.CONCESSION
        db.session.commit()
    return f"/marches/{stage.lot(1).market_id}/lots/1/donnees-essentielles"


def published(buyer: Browser) -> dict[str, Any]:
    document = json.loads(buyer.get("/marches/donnees-essentielles.json?annee=2026").response.text)
    jsonschema.Draft7Validator(SCHEMA).validate(document)
    found: dict[str, Any] = document["marches"]
    return found


def test_a_concession_is_asked_in_its_own_words_and_published(portal: Portal, address: str):
    buyer = portal.sign_in("sandrine.lemaire")
    waiting = buyer.get("/marches/donnees-essentielles")
    assert "lot 1 (concession)" in waiting and "Nature, procédure, signature" in waiting
    form = buyer.get(address)
    assert "Offres reçues" not in form
    refused = buyer.submit(form, {**CONCESSION, "nature": "", "subsidy": "", "procedure": "Autre"},
                           form="essential-form", status=422)  # fmt: skip
    assert len(refused.problems) == 3
    buyer.submit(form, CONCESSION, form="essential-form")
    held = published(buyer)
    assert "marche" not in held
    (record,) = held["contrat-concession"]
    assert record["nature"] == "Concession de travaux" and record["valeurGlobale"] == 1_400_000
    assert (record["montantSubventionPublique"], record["dateSignature"]) == (0, "2026-06-10")
    assert record["considerationsSociales"] == {"considerationSociale": ["Clause sociale"]}
    table = buyer.get("/marches/donnees-essentielles.csv?annee=2026").response.text
    assert '"Concession de travaux"' in table and "modification_id" in table


def test_a_reserved_concession_is_called_so(portal: Portal, address: str):
    with write_transaction():
        stage.lot(1).clause.clause_type = ClauseType.RESERVED_BOTH
        db.session.commit()
    buyer = portal.sign_in("sandrine.lemaire")
    buyer.submit(buyer.get(address), CONCESSION, form="essential-form")
    (record,) = published(buyer)["contrat-concession"]
    assert record["considerationsSociales"] == {"considerationSociale": ["Concession réservée"]}


def test_a_concession_published_is_never_edited_and_its_number_is_its_own(portal: Portal, address: str):
    buyer = portal.sign_in("sandrine.lemaire")
    form = buyer.get(address)
    early = buyer.submit(
        form, {**CONCESSION, "published_on": "09/06/2026"}, form="essential-form", status=422
    )
    assert early.problems == ["La publication ne peut pas précéder la signature du 10 juin 2026."]
    buyer.submit(form, CONCESSION, form="essential-form")
    portal.day("2026-06-21")
    later = buyer.get(address)
    assert "ne se modifient plus" in later
    buyer.submit(later, {"subsidy": "10"}, form="essential-form", status=422)
    assert published(buyer)["contrat-concession"][0]["montantSubventionPublique"] == 0


def test_only_the_grantor_completes_a_concession(portal: Portal, address: str):
    for who in ("mickael.roussel", "claire.delattre"):
        portal.sign_in(who).get(address, status=403)


def test_an_amendment_made_on_screen_is_added_and_the_initial_data_stay(portal: Portal):
    market = stage.published(portal)
    stage.awarded(portal, 3, "Menuiseries Verbrugghe", amount=61_000_000, market=market)
    portal.day("2026-06-20")
    buyer = portal.sign_in("sandrine.lemaire")
    lot = f"/marches/{market.id}/lots/3"
    answers = {**ANSWERS, "contract_id": "2026-VB-014-03", "amount": "610 000"}
    buyer.submit(buyer.get(f"{lot}/donnees-essentielles"), answers, form="essential-form")
    (before,) = published(buyer)["marche"]
    assert "modifications" not in before
    portal.day("2027-02-01")
    amend(buyer, lot)
    (after,) = published(buyer)["marche"]
    assert after.pop("modifications") == [
        {
            "modification": {
                "id": 1,
                "dateNotificationModification": "2027-02-01",
                "datePublicationDonneesModification": "2027-02-01",
                "dureeMois": 14,
                "montant": 719800,
            }
        }
    ]
    assert after == before
    table = buyer.get("/marches/donnees-essentielles.csv?annee=2026").response.text.splitlines()
    assert len(table) == 3  # the heading, the initial state and the state after the amendment
