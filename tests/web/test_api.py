"""Do programs get the figures of the page, refusals they can read, and a description that is true?"""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from clauses.domain.values import half_up
from tests.portal import Portal

_FILE = Path(__file__).parents[1] / "data" / "worked-examples.json"
SIZED = [
    case
    for case in json.loads(_FILE.read_text("utf-8"), parse_float=Decimal)["examples"]
    if case["family"] == "sizing_amount"
]


def asked(portal: Portal, query: str, status: int = 200) -> dict[str, Any]:
    response = portal.visitor().client.get(f"/api/v1/calcul?{query}")
    assert response.status_code == status, response.text
    kind = "application/json" if status == 200 else "application/problem+json"
    assert response.mimetype == kind
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    return response.get_json(force=True)


@pytest.mark.parametrize(
    ("query", "computed", "proposed"),
    [
        # 1 420 000 x 45 % = 639 000 €; / 38 € = 16 815.79 h; x 7 % = 1 177.11 h, that is 34 weeks of 35 h.
        ("lot_amount=1420000&labour_share=45&integration_rate=7&hourly_cost=38", 1177.11, 1190),
        ("lot_amount=1%20420%20000,00%20€&trade=gros_oeuvre&integration_rate=7", 1177.11, 1190),
        # 1 000 000 x 50 % / 30 x 5 % = 833.33 h, that is 24 weeks.
        ("lot_amount=1000000&labour_share=50&integration_rate=5&hourly_cost=30", 833.33, 840),
        # 20 000 x 40 % / 38 x 7.5 % = 15.79 h: below a week, the nearest hour.
        ("lot_amount=20000&labour_share=40&integration_rate=7,5&hourly_cost=38", 15.79, 16),
        ("lot_amount=20000&labour_share=40&integration_rate=7.5&hourly_cost=38", 15.79, 16),
    ],
)
def test_the_same_values_give_the_figures_of_the_page(
    portal: Portal, query: str, computed: float, proposed: int
) -> None:
    found = asked(portal, query)
    assert (found["computed_hours"], found["proposed_hours"]) == (computed, proposed)
    page = portal.visitor().get(f"/calculer?{query}")
    outputs = {e.get("name"): e.get("data-value") for e in page.find_all(lambda e: e.tag == "output")}
    assert outputs == {"computed_hours": str(computed), "proposed_hours": str(proposed)}


def test_the_whole_answer_is_checked_by_hand(portal: Portal) -> None:
    portal.day("2026-03-02")
    found = asked(
        portal, "lot_amount=1420000&trade=gros_oeuvre&integration_rate=7&hourly_cost=38&exec_months=12"
    )
    rule = found.pop("rule")
    assert rule["effective_from"] == "2008-07-01" and "38" in rule["source"]
    assert found == {
        "lot_amount": 1420000, "trade": "gros_oeuvre", "labour_share": 45, "hourly_cost": 38, "integration_rate": 7,
        "exec_months": 12, "labour_amount": 639000, "labour_hours": 16815.79, "computed_hours": 1177.11,
        "proposed_hours": 1190, "hours_per_1000_eur": 0.838, "days": 170, "weeks": 34, "people": 0.7, "fte": 0.74,
        "fte_base_hours": 1607, "warnings": [],
    }  # fmt: skip


@pytest.mark.parametrize("case", SIZED, ids=[case["id"] for case in SIZED])
def test_published_examples_come_out_of_the_api(portal: Portal, case: dict[str, Any]) -> None:
    inputs = case["inputs"]
    query = (
        f"lot_amount={inputs['amount_eur_ht']}&labour_share={inputs['labour_share'] * 100}"
        f"&integration_rate={inputs['insertion_rate'] * 100}&hourly_cost={inputs['hourly_cost_eur']}"
    )
    found = asked(portal, query)
    hundredths = round(found["computed_hours"] * 100)
    assert half_up(Decimal(hundredths) / 100) == case["expected"]["hours"]


def test_what_is_unusual_is_told_and_never_refused(portal: Portal) -> None:
    found = asked(
        portal, "lot_amount=280000&labour_share=60&integration_rate=25&exec_months=2&trade=peinture_sols"
    )
    assert [one["code"] for one in found["warnings"]] == ["high_rate", "above_band", "short_works"]
    assert found["warnings"][0]["detail"].startswith("Au-delà de 20 %, précisez la raison")


@pytest.mark.parametrize(
    ("query", "field", "code", "sentence"),
    [
        ("", "lot_amount", "amount_missing", "Indiquez un montant pour obtenir un volume d'heures."),
        ("labour_share=40", "lot_amount", "amount_missing", "Indiquez un montant pour obtenir un volume d'heures."),
        ("lot_amount=1000", "labour_share", "share_missing", "Choisissez un corps d'état, ou indiquez une part"),
        ("lot_amount=1000&labour_share=40&hourly_cost=", "hourly_cost", "value_missing", "Indiquez une valeur"),
        ("lot_amount=beaucoup&labour_share=40", "lot_amount", "euros_format", "Indiquez un montant en euros"),
        ("lot_amount=1000%20TTC&labour_share=40", "lot_amount", "euros_ttc", "Indiquez le montant hors taxes."),
        ("lot_amount=-5&labour_share=40", "lot_amount", "euros_format", "Indiquez un montant en euros"),
        ("lot_amount=100000000000&labour_share=40", "lot_amount", "number_range", "Saisissez une valeur comprise"),
        (f"lot_amount={'9' * 5000}&labour_share=40", "lot_amount", "euros_format", "Indiquez un montant en euros"),
        ("lot_amount=1000&labour_share=300", "labour_share", "number_range", "Saisissez une valeur comprise entre 1 %"),
        ("lot_amount=1000&labour_share=40&hourly_cost=0", "hourly_cost", "number_range", "Saisissez une valeur"),
        ("lot_amount=1000&trade=alchimie", "trade", "trade_unknown", "Choisissez un corps d'état dans la liste."),
        ("lot_amount=1000&labour_share=40&exec_months=0", "exec_months", "number_range", "Saisissez une valeur"),
    ],
)  # fmt: skip
def test_a_refusal_names_the_value_the_code_and_what_to_do(
    portal: Portal, query: str, field: str, code: str, sentence: str
) -> None:
    problem = asked(portal, query, 422)
    assert (problem["status"], problem["code"]) == (422, code)
    [wrong] = problem["errors"]
    assert (wrong["field"], wrong["code"]) == (field, code)
    assert wrong["detail"].replace("\u202f", " ").startswith(sentence)
    assert problem["detail"] == wrong["detail"]


def test_everything_wrong_is_said_in_one_go(portal: Portal) -> None:
    problem = asked(portal, "lot_amount=x&labour_share=300&hourly_cost=0&integration_rate=", 422)
    assert {one["field"] for one in problem["errors"]} == {"lot_amount", "labour_share", "hourly_cost"}
    assert problem["detail"] == "3 valeurs sont à corriger."


def test_an_address_that_is_not_there_is_refused_as_programs_read_it(portal: Portal) -> None:
    visitor = portal.visitor()
    for method, url, status, code in (
        ("GET", "/api/v1/rien", 404, "not_found"),
        ("POST", "/api/v1/calcul", 405, "method_not_allowed"),
        ("GET", "/api/v1/calcul?lot_amount=%00", 400, "bad_request"),
    ):
        response = visitor.client.open(url, method=method)
        assert (response.status_code, response.mimetype) == (status, "application/problem+json")
        problem = response.get_json(force=True)
        assert problem["code"] == code and problem["detail"].endswith(".") and problem["request_id"]
    assert response.headers["Content-Security-Policy"]
    assert visitor.client.get("/rien").mimetype == "text/html"


def test_the_description_is_true(portal: Portal) -> None:
    portal.day("2026-03-02")
    client = portal.visitor().client
    described = client.get("/api/v1/openapi.json").get_json()
    assert described["openapi"].startswith("3.1")
    schemas = described["components"]["schemas"]
    get = described["paths"]["/api/v1/calcul"]["get"]
    assert [one["name"] for one in get["parameters"]] == [
        "lot_amount", "trade", "labour_share", "hourly_cost", "integration_rate", "exec_months"
    ]  # fmt: skip
    assert "gros_oeuvre" in get["parameters"][1]["schema"]["enum"]
    for query in ("lot_amount=1420000&trade=gros_oeuvre", "lot_amount=20000&labour_share=40&exec_months=2"):
        jsonschema.validate(client.get(f"/api/v1/calcul?{query}").get_json(), schemas["Calculation"])
    for url in ("/api/v1/calcul", "/api/v1/calcul?lot_amount=x&hourly_cost=1", "/api/v1/rien"):
        jsonschema.validate(client.get(url).get_json(force=True), schemas["Problem"])
    for path in described["paths"]:
        assert client.get(f"{path}?lot_amount=1000&labour_share=50").status_code == 200


def test_a_program_reads_the_structures_of_the_page_in_the_same_order(portal: Portal) -> None:
    portal.day("2026-03-02")
    client = portal.visitor().client
    described = client.get("/api/v1/openapi.json").get_json()
    get = described["paths"]["/api/v1/annuaire"]["get"]
    assert [one["name"] for one in get["parameters"]][:3] == ["search_trade", "search_city", "search_km"]
    query = "search_trade=maçon&search_city=Beauvais&search_km=60&search_kinds=AI&search_kinds=ETTI"
    found = client.get(f"/api/v1/annuaire?{query}").get_json()
    jsonschema.validate(found, described["components"]["schemas"]["Directory"])
    page = portal.visitor().get(f"/annuaire?{query}")
    names = [
        e.text
        for e in page.by_id("results").iter()
        if e.tag == "a" and re.match("/annuaire/[0-9]", e.get("href"))
    ]
    assert [one["name"] for one in found["structures"]] == names and found["total"] == len(names)
    assert (found["city"], found["months"]) == (
        {"code": "60057", "name": "Beauvais"},
        ["2026-04", "2026-05", "2026-06"],
    )
    assert {"AI", "ETTI", "EI"} <= set(found["kinds"]) and {one["kind"] for one in found["structures"]} == {
        "AI",
        "ETTI",
    }
    table = client.get(f"/annuaire.csv?{query}").text.splitlines()
    assert [line.split(";")[0] for line in table[1:]] == names
    assert not re.search("@|0[1-9]( ?[0-9]{2}){4}", "".join(line.partition(";")[0] for line in table))
    refused = client.get("/api/v1/annuaire?search_city=Nulle-Part&search_km=x")
    assert refused.status_code == 422
    problem = refused.get_json(force=True)
    jsonschema.validate(problem, described["components"]["schemas"]["Problem"])
    assert [one["field"] for one in problem["errors"]] == ["search_city", "search_km"]
