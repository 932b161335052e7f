"""Are the rows that cannot be taken refused one by one, each with its line, its field and its reason?"""

from datetime import date

import pytest

from clauses.domain.decp import Holder
from tests.domain.decp_reading import BUYER, HOLDER, OTHER, envelope, one, read, read_file, reasons, record

DIRTY_2022 = [
    # line, line of the text, field, code, value
    (1, 4, "dureeMois", "decp_months", "NC"),
    (2, 101, "modifications[1].titulaires[1]", "decp_holder", "typeIdentifiant"),
    (2, 101, "modifications[1].titulaires[2]", "decp_holder", "id"),
    (2, 101, "montant", "decp_amount_high", "1.0E+17"),
    (3, 227, "marcheInnovant", "decp_boolean", "non"),
    (3, 227, "concessionnaires", "decp_number", "NaN"),
    (4, 353, "modifications[1].titulaires[1]", "decp_holder", "typeIdentifiant"),
    (4, 353, "modifications[1].titulaires[2]", "decp_holder", "id"),
]
ALSO_2022 = [
    (1, "offresRecues", "decp_offers", "0"),
    (1, "actesSousTraitance[1].sousTraitant.id", "decp_siret", "214356"),
    (1, "titulaires[1].id", "decp_siret_check", "12345678900023"),
    (2, "modifications[3].dateNotificationModification", "decp_day_future", "2026-04-01"),
    (2, "modifications[3].titulaires[1].id", "decp_siret_check", "12345678900022"),
    (2, "modifications[4].dateNotificationModification", "decp_day_future", "2027-04-01"),
    (3, "datePublicationDonnees", "decp_published_early", "2003-11-24"),
    (3, "modifications[1].titulaires[1].id", "decp_siret_check", "81223513300026"),
    (3, "modifications[1].titulaires[2].id", "decp_siret_check", "98756638100011"),
]


def test_the_dirty_file_of_2022_row_by_row():
    reading = read_file("decp_test_2022.json")
    assert (reading.shape, reading.read, reading.refused_lines) == ("regulation", 5, (1, 2, 3, 4))
    assert [
        (r.line, r.text_line, r.field, r.code, r.value) for r in reading.refusals if r.blocking
    ] == DIRTY_2022
    assert [(r.line, r.field, r.code, r.value) for r in reading.refusals if not r.blocking] == ALSO_2022
    assert {r.ref for r in reading.refusals} == {"2022VI2022.242", "2020F00075", "202401L04", "2019K1209"}
    assert [(c.line, c.id, [w.code for w in c.warnings]) for c in reading.contracts] == [
        (5, "202207LOT03", ["decp_offers"])
    ]


def test_the_file_of_2019():
    reading = read_file("decp_test_2019.json")
    assert (reading.shape, reading.read) == ("regulation_old", 2)
    assert reasons(reading) == [(2, "dureeMois", "decp_months")]
    assert reading.refusals[0].text_line == 49
    market = reading.contracts[0]
    assert (market.buyer_siret, market.id) == ("21500222100012", "2019_83935401")
    assert market.holders == (Holder("SIRET", "12345678900022", "AMC FOLLIOT"),)
    assert [(m.id, m.notified_on, m.amount, m.duration_months) for m in market.modifications] == [
        (1, date(2022, 11, 23), 7_923_700, 1)
    ]
    assert market.modifications[0].holders == market.holders  # lists inside lists


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"id": ...}, "id", "decp_missing"),
        ({"id": ""}, "id", "decp_missing"),
        ({"id": ["2026"]}, "id", "decp_text"),
        ({"id": "x" * 41}, "id", "decp_id_long"),
        ({"acheteur": ...}, "acheteur.id", "decp_missing"),
        ({"acheteur": {"id": "123"}}, "acheteur.id", "decp_siret"),
        ({"objet": "  "}, "objet", "decp_missing"),
        ({"montant": None}, "montant", "decp_missing"),
        ({"montant": "NC"}, "montant", "decp_amount"),
        ({"montant": True}, "montant", "decp_amount"),
        ({"montant": 0}, "montant", "decp_amount_low"),
        ({"montant": -5}, "montant", "decp_amount_low"),
        ({"montant": 10_000_000_001}, "montant", "decp_amount_high"),
        ({"dureeMois": ...}, "dureeMois", "decp_missing"),
        ({"dureeMois": 0}, "dureeMois", "decp_months_range"),
        ({"dureeMois": 1201}, "dureeMois", "decp_months_range"),
        ({"dureeMois": 1.5}, "dureeMois", "decp_months"),
        ({"dateNotification": ...}, "dateNotification", "decp_missing"),
        ({"dateNotification": "2026-02-30"}, "dateNotification", "decp_day"),
        ({"dateNotification": 20260215}, "dateNotification", "decp_day"),
        ({"dateNotification": "0202-02-28"}, "dateNotification", "decp_day_range"),
        ({"titulaires": []}, "titulaires", "decp_missing"),
        ({"titulaires": "SIRET"}, "titulaires", "decp_list"),
        ({"titulaires": [{"titulaire": "id"}]}, "titulaires[1]", "decp_holder"),
        ({"titulaires": [{"titulaire": {"typeIdentifiant": "SIRET"}}]}, "titulaires[1].id", "decp_missing"),
        ({"titulaires": [{"typeIdentifiant": "SIRET", "id": "12"}]}, "titulaires[1].id", "decp_siret"),
        ({"modifications": 3}, "modifications", "decp_list"),
        ({"modifications": ["x"]}, "modifications[1]", "decp_object"),
        (
            {"modifications": [{"modification": {"id": 1}}]},
            "modifications[1].dateNotificationModification",
            "decp_missing",
        ),
        ({"attributionAvance": "oui"}, "attributionAvance", "decp_boolean"),
    ],
)
def test_what_the_portal_needs_refuses(changes, field, code):
    assert reasons(read(envelope(record(**changes)))) == [(1, field, code)]


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"id": "2026-REHABILITATION"}, "id", "decp_id_over"),
        ({"acheteur": {"id": "21500222100013"}}, "acheteur.id", "decp_siret_check"),
        ({"codeCPV": "INX 28213700-5"}, "codeCPV", "decp_cpv"),
        ({"codeCPV": "", "ccag": "Travaux"}, "codeCPV", "decp_cpv_absent"),
        ({"procedure": "Concours"}, "procedure", "decp_procedure"),
        ({"dateNotification": "2026-12-01", "datePublicationDonnees": ...}, "dateNotification", "decp_day_future"),
        ({"datePublicationDonnees": "2026-01-01"}, "datePublicationDonnees", "decp_published_early"),
        ({"datePublicationDonnees": "bientôt"}, "datePublicationDonnees", "decp_day"),
        ({"offresRecues": 0}, "offresRecues", "decp_offers"),
        ({"considerationsSociales": "Clause d'essai"}, "considerationsSociales", "decp_social"),
        ({"objet": "x" * 1001}, "objet", "decp_title_cut"),
        ({"titulaires": [{"typeIdentifiant": "DUNS", "id": "12"}]}, "titulaires[1].id", "decp_id_type"),
    ],
)  # fmt: skip
def test_the_rest_only_warns(changes, field, code):
    assert [(w.field, w.code) for w in one(**changes).warnings] == [(field, code)]


def test_all_reasons_of_a_row_are_gathered():
    reading = read(envelope(record(dureeMois="NC", montant=None, objet=..., offresRecues=0)))
    assert reasons(reading) == [
        (1, "objet", "decp_missing"),
        (1, "montant", "decp_missing"),
        (1, "dureeMois", "decp_months"),
    ]
    assert [r.code for r in reading.refusals if not r.blocking] == ["decp_offers"]


def test_the_second_of_two_ids_is_refused_but_not_after_a_refused_first():
    reading = read(envelope(record(dureeMois="NC"), record(), record(objet="Autre"), record(acheteur={"id": "21690123100011"})))  # fmt: skip
    assert reasons(reading) == [(1, "dureeMois", "decp_months"), (3, "id", "decp_duplicate")]
    assert reading.refusals[1].facts["first"] == 2
    assert [c.line for c in reading.contracts] == [2, 4]


def test_a_record_that_is_no_object():
    assert reasons(read(envelope("marché", None, record()))) == [
        (1, "", "decp_object"),
        (2, "", "decp_object"),
    ]


def test_leading_zeros_eaten_by_a_spreadsheet_are_given_back():
    market = one(titulaires=[{"typeIdentifiant": "SIRET", "id": 735020000049}])
    assert market.holders[0].id == "00735020000049"
    assert [w.code for w in market.warnings] == ["decp_siret_padded"]


def test_texts_hold_nothing_that_a_database_refuses():
    content = envelope(record(objet="?Gymnase")).replace("?", "A\\u0000\\ud800\\u001b \\u00a0 ")
    title = read(content).contracts[0].title
    assert title == "A \N{REPLACEMENT CHARACTER} Gymnase"
    title.encode("utf-8")


def test_the_same_holder_twice_counts_once():
    holder = {"titulaire": {"typeIdentifiant": "SIRET", "id": HOLDER}}
    other = {"titulaire": {"typeIdentifiant": "SIRET", "id": f" {OTHER[:3]} {OTHER[3:]} "}}
    assert [h.id for h in one(titulaires=[holder, other, holder]).holders] == [HOLDER, OTHER]
    assert one().buyer_siret == BUYER
