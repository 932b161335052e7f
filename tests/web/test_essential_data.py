"""Do contracts leave as valid essential data, whole when they came in, exact when they were awarded here?"""

import csv
import io
import json
from datetime import date
from typing import Any

import jsonschema
import pytest
from sqlalchemy import select

from clauses.actions import decp as actions
from clauses.config import clock
from clauses.domain import decp
from clauses.domain.kinds import ChangeKind
from clauses.extensions import db, write_transaction
from clauses.models.markets import ContractChange, Lot, Market
from clauses.queries import decp as imports
from clauses.queries import decp_export as exports
from clauses.reference import procurement
from clauses.reports import decp as report
from tests import stage
from tests.domain.decp_reading import DATA
from tests.portal import Portal

SCHEMA = json.loads((DATA / "schema_decp_v2.0.3.json").read_text("utf-8"))
EXAMPLES = sorted((DATA / "exemples").glob("*.json"))
ANSWERS = {
    "contract_id": "2026-VB-014-01", "cpv": "45214200", "amount": "1 400 000", "published_on": "20/06/2026",
    "offers": "4", "ccag": "Travaux", "price_form": "Forfaitaire", "price_types": ["Définitif révisable"],
    "techniques": ["Sans objet"], "environmental": ["Clause environnementale"], "innovative": "no",
    "subcontracting": "yes", "advance": "yes", "advance_rate": "10", "group_form": "Pas de groupement", "partners": "",
}  # fmt: skip


def taken_in(content: bytes) -> int:
    check = imports.check(content, "decp.json", today=clock.today())
    assert check.refusals == []
    return actions.import_contracts(None, check.to_create, now=clock.now())


def sent_out(**kept: Any) -> tuple[str, str]:
    """The JSON and the CSV of the contracts imported."""
    found = report.publication(
        [one for one in exports.contracts(None, **kept) if one.market.source == "decp"]
    )
    assert found.waiting == []
    return report.json_text(found.ready), report.csv_text(found.ready)


def ordered(document: dict[str, Any]) -> dict[str, list[Any]]:
    return {kind: sorted(held, key=str) for kind, held in document["marches"].items()}


def understood(content: bytes) -> list[Any]:
    found = decp.read(content, "decp", is_siret=imports.is_siret, today=clock.today())
    return sorted(
        (c.uid, c.amount, c.social, c.modifications, c.holders, c.current_duration) for c in found.contracts
    )


def test_the_schema_of_the_portal_is_the_official_one():
    assert procurement.schema() == SCHEMA


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_official_examples_in_out_and_in_again(portal: Portal, example):
    original = example.read_bytes()
    assert taken_in(original) == len(understood(original))
    text, _ = sent_out()
    jsonschema.Draft7Validator(SCHEMA).validate(json.loads(text))
    assert ordered(json.loads(text)) == ordered(json.loads(original))
    assert understood(text.encode()) == understood(original)
    assert taken_in(text.encode()) == 0


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_what_leaves_as_json_comes_back_the_same_in_an_empty_portal(portal: Portal, example):
    taken_in(example.read_bytes())
    text, table = sent_out()
    with write_transaction():
        for market in db.session.scalars(select(Market).where(Market.source == "decp")):
            market.source_uid, market.reference = f"away{market.id}", f"away{market.id}"
            market.source_record, market.source = None, "away"
        db.session.commit()
    taken_in(text.encode())
    again, same_table = sent_out()
    assert ordered(json.loads(again)) == ordered(json.loads(text)) and same_table == table


@pytest.mark.parametrize(
    "example", [e for e in EXAMPLES if e.stem.startswith("marches_")], ids=lambda path: path.stem
)
def test_the_table_says_the_same_contracts(portal: Portal, example):
    taken_in(example.read_bytes())
    text, table = sent_out()
    rows = list(csv.DictReader(io.StringIO(table), delimiter=";"))
    assert {row["modification_id"] for row in rows if row["nature"] == "Marché"} == {"0", "1"}
    assert {row["considerationsSociales"] for row in rows} == {"Clause sociale, Critère social"}
    table_says = [one[:4] for one in understood(table.encode())]
    assert table_says == [one[:4] for one in understood(text.encode())]


def awarded(portal: Portal) -> Lot:
    """Lot 1 of the story, awarded on 1 June and notified on 15 June 2026."""
    stage.awarded(portal)
    portal.day("2026-06-20")
    return stage.lot(1)


def test_an_award_of_the_portal_is_asked_for_what_is_missing_then_published(portal: Portal):
    lot = awarded(portal)
    market_id, notified = lot.market_id, lot.award.notified_on
    buyer = portal.sign_in("sandrine.lemaire")
    page = buyer.get("/marches/donnees-essentielles")
    assert "À compléter" in page and "2026-VB-014, lot 1" in page and "Télécharger" not in page
    address = f"/marches/{market_id}/lots/1/donnees-essentielles"
    form = buyer.get(address)
    refused = buyer.submit(form, {"offers": "", "ccag": ""}, form="essential-form", status=422)
    assert len(refused.problems) >= 5
    buyer.submit(form, ANSWERS, form="essential-form")
    page = buyer.get("/marches/donnees-essentielles?annee=2026")
    assert "2026-VB-014-01" in page and "Clause sociale" in page
    response = buyer.get("/marches/donnees-essentielles.json?annee=2026").response
    assert response.headers["Content-Disposition"].endswith('-2026.json"')
    document = json.loads(response.text)
    jsonschema.Draft7Validator(SCHEMA).validate(document)
    (record,) = document["marches"]["marche"]
    assert record["objet"].endswith("lot 1 : Gros œuvre")
    assert (record["montant"], record["tauxAvance"], record["dureeMois"]) == (1_400_000, 0.1, 12)
    assert record["considerationsSociales"] == {"considerationSociale": ["Clause sociale"]}
    assert record["dateNotification"] == notified.isoformat() and "modifications" not in record
    (read,) = understood(response.data)
    assert read[1] == 140_000_000
    table = buyer.get("/marches/donnees-essentielles.csv?annee=2026").response
    assert table.data.startswith('\ufeff"uid";'.encode())
    assert [one[:3] for one in understood(table.data)] == [read[:3]]


def test_what_was_published_is_never_edited_and_changes_are_added(portal: Portal):
    lot = awarded(portal)
    buyer = portal.sign_in("sandrine.lemaire")
    address = f"/marches/{lot.market_id}/lots/1/donnees-essentielles"
    buyer.submit(buyer.get(address), ANSWERS, form="essential-form")
    before = json.loads(buyer.get("/marches/donnees-essentielles.json").response.text)["marches"]["marche"][0]
    portal.day("2026-06-21")
    page = buyer.get(address)
    assert "ne se modifient plus" in page
    assert "ne se modifient plus" in buyer.submit(page, {"offers": "5"}, form="essential-form", status=422)
    former, heir = (
        stage.organization("Bâtisseurs du Thérain"),
        stage.organization("Couverture Picarde Lenoir"),
    )
    with write_transaction():
        for number, (kind, facts) in enumerate([
            (ChangeKind.AMENDMENT, {"hours_before": 119000, "hours_after": 120000, "months_before": 12, "months_after": 12}),
            (ChangeKind.AMENDMENT, {"amount_before": 139_800_000, "amount_after": 150_000_050, "months_before": 12,
                                    "months_after": 15}),
            (ChangeKind.TRANSFER, {"holder_before_id": former.id, "holder_after_id": heir.id}),
        ], 1):  # fmt: skip
            db.session.add(
                ContractChange(lot_id=lot.id, number=number, kind=kind, label="Acte", effective_on=date(2026, 10, number),
                               recorded_on=date(2026, 10, 5), recorded_at=clock.now(), **facts)
            )  # fmt: skip
        db.session.get_one(Lot, lot.id).award.awardee_id = heir.id
        db.session.commit()
    after = json.loads(buyer.get("/marches/donnees-essentielles.json").response.text)["marches"]["marche"][0]
    amended, handed_over = [one["modification"] for one in after.pop("modifications")]
    assert amended == {
        "id": 1, "dateNotificationModification": "2026-10-02", "datePublicationDonneesModification": "2026-10-05",
        "dureeMois": 15, "montant": 1500000.5,
    }  # fmt: skip
    assert handed_over["id"] == 2
    assert handed_over["titulaires"] == [{"titulaire": {"typeIdentifiant": "SIRET", "id": heir.siret}}]
    assert after == before


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"contract_id": "avec espace"}, "1 à 16 caractères"),
        ({"cpv": "452"}, "8 chiffres"),
        ({"published_on": "01/01/2026"}, "ne peut pas précéder"),
        ({"techniques": ["Sans objet", "Concours"]}, "ne se combine pas"),
        ({"group_form": "Conjoint"}, "cotraitants"),
        ({"ccag": "Autre"}, "Choisissez"),
        ({"price_types": ["Gratuit"]}, "Choisissez"),
    ],
)
def test_answers_are_those_of_the_regulation(portal: Portal, changes: dict[str, Any], said: str):
    lot = awarded(portal)
    buyer = portal.sign_in("sandrine.lemaire")
    form = buyer.get(f"/marches/{lot.market_id}/lots/1/donnees-essentielles")
    refused = buyer.submit(form, {**ANSWERS, **changes}, form="essential-form", status=422)
    assert any(said in problem for problem in refused.problems), refused.problems


def test_only_the_buyer_of_a_market_publishes_it(portal: Portal):
    lot = awarded(portal)
    address = f"/marches/{lot.market_id}/lots/1/donnees-essentielles"
    for who, status in (("mickael.roussel", 403), ("claire.delattre", 403)):
        browser = portal.sign_in(who)
        browser.get("/marches/donnees-essentielles", status=403)
        browser.get(address, status=status)
    portal.sign_in("sandrine.lemaire").get(
        f"/marches/{lot.market_id}/lots/2/donnees-essentielles", status=404
    )


def test_a_record_of_another_shape_waits_and_says_why(portal: Portal):
    record = {
        "id": "A1", "acheteur": {"id": "21600057400012"}, "nature": "Marché", "objet": "=Entretien", "codeCPV": "77310000",
        "procedure": "Procédure adaptée", "dureeMois": 12, "dateNotification": "2025-01-15", "montant": 50000,
        "titulaires": [{"titulaire": {"typeIdentifiant": "SIRET", "id": "91824625700011"}}],
    }  # fmt: skip
    taken_in(json.dumps({"marches": {"marche": [record]}}).encode())
    found = report.publication(
        [one for one in exports.contracts(None, year=2025) if one.market.source == "decp"]
    )
    assert found.ready == [] and "techniques" in found.waiting[0].reason and not found.waiting[0].completable


def test_a_text_that_a_spreadsheet_would_compute_is_disarmed(portal: Portal):
    content = json.loads(EXAMPLES[2].read_bytes())
    content["marches"]["marche"][0]["objet"] = "=HYPERLINK(1)"
    taken_in(json.dumps(content).encode())
    text, table = sent_out()
    assert '"=HYPERLINK(1)"' in text and '"\'=HYPERLINK(1)"' in table and ';"=' not in table


def test_the_shell_writes_the_same_file(portal: Portal, tmp_path):
    taken_in(EXAMPLES[3].read_bytes())
    runner = portal.app.test_cli_runner()
    for shape in ("json", "csv"):
        out = tmp_path / f"decp.{shape}"
        result = runner.invoke(args=["export-decp", "--format", shape, "--out", str(out)])
        assert result.exit_code == 0, result.output
        assert "4 contrats écrits" in result.output
    assert ordered(json.loads((tmp_path / "decp.json").read_text("utf-8"))) == ordered(
        json.loads(EXAMPLES[3].read_bytes())
    )
