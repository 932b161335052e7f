"""Are the tabular consolidation, its extracts and our own CSV model read?"""

import json
from datetime import date

import pytest

from clauses.domain.decp import Holder, SocialConsideration
from clauses.domain.kinds import MarketForm, MarketType, Procedure
from clauses.wording import decp as words
from tests.domain.decp_reading import BUYER, HOLDER, OTHER, read, read_file, reasons, row, table


def test_the_old_extract_is_read_whole():
    reading = read_file("decp-marches-2023-2024-extrait-objet.csv")
    assert (reading.shape, reading.read, len(reading.contracts), reading.refusals) == (
        "tabular_old",
        34,
        34,
        (),
    )
    by_line = {c.line: c for c in reading.contracts}
    noyon = by_line[12]
    assert noyon.uid == "21600465500017202361012200"
    assert (noyon.amount, noyon.duration_months) == (288_000_000, 48)
    assert (noyon.market_type, noyon.market_form) == (MarketType.WORKS, MarketForm.ORDERS)
    assert noyon.holders == (Holder("SIRET", "92702032100059", "ENTDEGAUCHY DIDIER"),)
    assert noyon.social == (SocialConsideration.NONE,)
    assert [(c.line, w.field, w.code) for c in reading.contracts for w in c.warnings] == [
        (6, "codecpv", "decp_cpv")
    ]
    assert by_line[6].cpv == "28213700-5"
    assert by_line[30].procedure == Procedure.WITHOUT_NOTICE


def test_the_extract_with_names_puts_the_holders_of_a_contract_together():
    reading = read_file("decp-travaux-4521-2024H2-extrait-noms.csv")
    assert (reading.shape, reading.read, len(reading.contracts), reading.refusals) == ("tabular", 27, 24, ())
    shared = [c for c in reading.contracts if len(c.holders) > 1]
    assert [(c.line, c.id) for c in shared] == [(7, "202309L19"), (9, "20242024CISL01"), (16, "202220190390")]
    assert [h.name for h in shared[1].holders] == ["ENTREPRISE MINETTO", "SOCIETE ROUTIERE DU MIDI"]
    assert shared[1].holders[0].id == "00735020000049"
    assert {w.code for c in reading.contracts for w in c.warnings} == {"decp_title_absent"}
    assert reading.contracts[0].title == "Travaux 45211000 2024-765"
    assert (
        reading.contracts[0].buyer_name == "FLANDRE OPALE HABITAT SOCIETE ANONYME D HABITATION A LOYER MODERE"
    )


def as_api(*rows):
    typed = [
        {k: (None if v == "" else v == "true" if v in ("true", "false") else v) for k, v in r.items()}
        for r in rows
    ]
    return json.dumps({"data": typed, "meta": {"total": len(typed)}}, indent=1)  # fmt: skip


SHAPES = {
    "comma": table,
    "semicolon": lambda *rows: table(*rows, delimiter=";"),
    "bom": lambda *rows: "\N{ZERO WIDTH NO-BREAK SPACE}" + table(*rows),
    "rows": lambda *rows: json.dumps(rows),
    "api": as_api,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_versions_and_holders_of_one_contract(shape):
    rows = [
        row(modification_id="1", donneesActuelles="true", montant="300000", dateNotification="2026-02-10"),
        row(modification_id="1", donneesActuelles="true", montant="300000", dateNotification="2026-02-10",
            titulaire_id=OTHER),
        row(donneesActuelles="false"),
        row(id="2026M002", uid=f"{BUYER}2026M002", modalitesExecution="Bons de commande, Tranches"),
    ]  # fmt: skip
    reading = read(SHAPES[shape](*rows))
    assert (reading.shape, reading.read, reading.refusals) == ("tabular", 4, ())
    first, second = reading.contracts
    assert first.warnings == second.warnings == ()
    assert (first.amount, first.current_amount) == (25_000_050, 30_000_000)
    assert [h.id for h in first.holders] == [HOLDER]
    assert [h.id for h in first.current_holders] == [HOLDER, OTHER]
    assert [(m.id, m.notified_on, m.duration_months) for m in first.modifications] == [
        (1, date(2026, 2, 10), None)
    ]
    assert first.social == (SocialConsideration.CLAUSE, SocialConsideration.CRITERION)
    assert second.market_form == MarketForm.ORDERS


def test_one_bad_row_refuses_its_whole_contract_with_its_own_line():
    reading = read(table(row(), row(titulaire_id="12"), row(id="2026M002", uid=f"{BUYER}2026M002")))
    assert reasons(reading) == [(2, "titulaire_id", "decp_siret")]
    assert reading.refusals[0].text_line == 3
    assert [c.id for c in reading.contracts] == ["2026M002"]


def test_a_row_given_twice_names_its_holder_once():
    assert [h.id for h in read(table(row(), row(), row(titulaire_id=OTHER))).contracts[0].holders] == [
        HOLDER,
        OTHER,
    ]


def test_a_bad_modification_is_refused_on_its_own_row():
    reading = read(table(row(), row(modification_id="1", montant="NC", dateNotification="2026-02-10")))
    assert reasons(reading) == [(2, "montant", "decp_amount")]


def test_rows_that_disagree_are_worth_a_look():
    reading = read(table(row(), row(titulaire_id=OTHER, montant="1")))
    assert [(w.code, w.facts["line"], w.facts["first"]) for w in reading.contracts[0].warnings] == [
        ("decp_rows_differ", 2, 1)
    ]
    assert reading.contracts[0].amount == 25_000_050


def test_only_the_current_state_is_in_the_file():
    market = read(table(row(modification_id="3"))).contracts[0]
    assert [w.code for w in market.warnings] == ["decp_initial_absent"]


def test_missing_cells_and_wrong_uid():
    reading = read(table(row(dureeMois=""), row(id="2026M002")))
    assert reasons(reading) == [(1, "dureeMois", "decp_missing")]
    assert [w.code for w in reading.contracts[0].warnings] == ["decp_uid"]


def test_several_holders_in_numbered_columns():
    old = {"id": "1", "acheteur.id": BUYER, "objet": "Voirie", "montant": "1 000,50 €", "codecpv": "45233140",
           "procedure": "Procédure adaptée", "datenotification": "15/01/2026", "dureemois": "3.0",
           "titulaire_id_1": HOLDER, "titulaire_denominationsociale_1": "Un", "titulaire_id_2": OTHER}  # fmt: skip
    reading = read(table(old).encode("cp1252"))
    assert reading.shape == "tabular_old"
    market = reading.contracts[0]
    assert [(h.id, h.name) for h in market.holders] == [(HOLDER, "Un"), (OTHER, None)]
    assert (market.notified_on, market.duration_months) == (date(2026, 1, 15), 3)


def model_row(**changes):
    return {"reference": "2026-014", "lot": "", "objet": "Gros œuvre", "acheteur_siret": BUYER, "type": "Travaux",
            "forme": "Ordinaire", "procedure": "Procédure adaptée", "cpv": "45223220-4", "montant_ht": "575 000",
            "commune_insee": "60057", "date_notification": "25/05/2025", "duree_mois": "18",
            "considerations_sociales": "Clause sociale", "titulaire_siret": HOLDER, "titulaire_nom": "Entreprise",
            **changes}  # fmt: skip


def test_our_model_says_how_to_fill_it_and_reads_its_own_example():
    assert list(words.MODEL_COLUMNS) == words.model_csv().splitlines()[0].split(";")
    reading = read(words.model_csv().encode("utf-8-sig"), "modele.csv")
    assert (reading.shape, reading.read, reading.refusals) == ("model", 1, ())
    market = reading.contracts[0]
    assert (market.id, market.lot, market.amount, market.holders) == ("2026-014", "1", 57_500_000, ())
    assert [w.code for w in market.warnings] == ["decp_day_future"]


def test_the_lots_of_a_market_share_its_reference():
    lots = [model_row(lot="1"), model_row(lot="2", titulaire_siret=f"{HOLDER}, {OTHER}"), model_row(lot="1")]
    reading = read(table(*lots, delimiter=";").encode("cp1252"), "modele.csv")
    assert [(c.uid, c.lot, len(c.holders)) for c in reading.contracts] == [
        (f"{BUYER}2026-014", "1", 1),
        (f"{BUYER}2026-014", "2", 2),
    ]
    assert reasons(reading) == [(3, "reference", "decp_duplicate")]


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"acheteur_siret": ""}, "acheteur_siret", "decp_missing"),
        ({"duree_mois": ""}, "duree_mois", "decp_missing"),
        ({"date_notification": "hier"}, "date_notification", "decp_day"),
        ({"type": "Autre"}, "type", "decp_choice"),
        ({"forme": "Autre"}, "forme", "decp_choice"),
        ({"procedure": "Autre"}, "procedure", "decp_choice"),
        ({"considerations_sociales": "Autre"}, "considerations_sociales", "decp_social"),
        ({"commune_insee": "Beauvais"}, "commune_insee", "decp_place"),
        ({"titulaire_siret": "12"}, "titulaire_siret", "decp_siret"),
    ],
)
def test_our_model_is_strict(changes, field, code):
    assert reasons(read(table(model_row(**changes)))) == [(1, field, code)]


def test_our_model_as_it_is_typed():
    market = read(table(model_row(forme="MARCHES SUBSEQUENTS", procedure="adaptée", type=""))).contracts[0]
    assert (market.market_form, market.procedure) == (MarketForm.SUBSEQUENT, Procedure.ADAPTED)
    assert (market.market_type, market.place_code) == (MarketType.WORKS, "60057")
    assert market.warnings == ()
    assert read(table(model_row(forme="Concession"))).contracts[0].is_concession


def test_a_row_longer_than_its_header():
    content = table(row()).rstrip() + ",de trop\r\n"
    assert reasons(read(content)) == [(1, "", "decp_cells")]
