"""Are the examples of the regulation read whole, and its values understood?"""

import json
from datetime import date

import jsonschema
import pytest

from clauses.domain.decp import EnvironmentalConsideration, Holder, Modification, SocialConsideration
from clauses.domain.kinds import MarketForm, MarketType, Procedure
from tests.domain.decp_reading import (
    BUYER,
    DATA,
    HOLDER,
    OTHER,
    envelope,
    one,
    read,
    read_file,
    reasons,
    record,
)

CLAUSE, CRITERION = SocialConsideration.CLAUSE, SocialConsideration.CRITERION
RESERVED, NONE = SocialConsideration.RESERVED, SocialConsideration.NONE

EXAMPLES = [
    # file, concessions, markets, modifications of each
    ("concessions.json", 2, 0, 0),
    ("concessions_avec_modifications.json", 2, 0, 1),
    ("marches_avec_modifications.json", 0, 2, 1),
    ("marches_concessions.json", 2, 2, 1),
]


@pytest.mark.parametrize(("name", "concessions", "markets", "changes"), EXAMPLES)
def test_official_examples_are_read_whole(name, concessions, markets, changes):
    reading = read_file(f"exemples/{name}")
    assert reading.shape == "regulation"
    assert reading.read == concessions + markets
    assert reading.refusals == ()
    assert [c.is_concession for c in reading.contracts] == [True] * concessions + [False] * markets
    assert all(c.social == (CLAUSE, CRITERION) for c in reading.contracts)
    assert all(len(c.modifications) == changes for c in reading.contracts)


@pytest.mark.parametrize("name", [name for name, *_ in EXAMPLES])
def test_official_examples_follow_the_official_schema(name):
    schema = json.loads((DATA / "schema_decp_v2.0.3.json").read_text("utf-8"))
    jsonschema.Draft7Validator(schema).validate(json.loads((DATA / "exemples" / name).read_text("utf-8")))


def test_a_market_of_the_examples_in_full():
    market = read_file("exemples/marches_avec_modifications.json").contracts[0]
    assert (market.line, market.id, market.uid) == (1, "TEST2022", "21750001630066TEST2022")
    assert (market.buyer_siret, market.buyer_name) == ("21750001630066", None)
    assert (market.title, market.nature) == ("envoi pour Json test 1", "Marché")
    assert (market.market_type, market.market_form) == (MarketType.WORKS, MarketForm.TRANCHES)
    assert (market.procedure, market.cpv) == (Procedure.OPEN, "45000000-7")
    assert (market.amount, market.duration_months) == (57_500_000, 48)
    assert (market.notified_on, market.published_on) == (date(2024, 5, 15), date(2024, 5, 25))
    assert (market.place_code, market.place_type) == ("75000", "Code postal")
    assert market.holders == (Holder("SIRET", "55204599900869"),)
    assert market.group_form is None
    assert market.environmental == (EnvironmentalConsideration.CLAUSE,)
    assert market.subcontracting
    assert market.modifications == (
        Modification(1, date(2022, 10, 18), 12_345_787, 12, (Holder("SIRET", "868768687576575"),)),
    )
    assert (market.current_amount, market.current_duration) == (12_345_787, 12)
    assert {(w.field, w.code) for w in market.warnings} == {
        ("acheteur.id", "decp_siret_check"),
        ("actesSousTraitance[1].sousTraitant.id", "decp_siret"),
        ("modifications[1].titulaires[1].id", "decp_siret"),
        ("modifications[1].dateNotificationModification", "decp_modification_early"),
    }


def test_a_concession_of_the_examples():
    concession = read_file("exemples/concessions_avec_modifications.json").contracts[0]
    assert concession.market_form == MarketForm.CONCESSION
    assert concession.market_type == MarketType.WORKS
    assert (concession.amount, concession.current_amount) == (1030, 2500)
    assert (concession.duration_months, concession.current_duration) == (12, 14)
    assert concession.notified_on == date(2024, 4, 2)
    assert [h.id for h in concession.holders] == ["38103128500491", "38103128500574"]


def test_a_sound_record_raises_no_question():
    assert one().warnings == ()
    assert one().uid == BUYER + "2026M001"
    assert one().amount == 25_000_050


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"considerationSociale": ["Pas de considération sociale"]}, (NONE,)),
        ({"considerationSociale": ["Sans objet"]}, (NONE,)),
        ({"considerationSociale": []}, (NONE,)),
        (None, (NONE,)),
        (..., (NONE,)),
        ("Critère social, Clause sociale", (CLAUSE, CRITERION)),
        (["Clause sociale"], (CLAUSE,)),
        ({"considerationSociale": "MARCHE RESERVE"}, (RESERVED,)),
        ({"considerationSociale": ["Concession réservée"]}, (RESERVED,)),
    ],
)
def test_social_considerations(written, expected):
    assert one(considerationsSociales=written).social == expected


@pytest.mark.parametrize("written", [7, {"autre": ["Clause sociale"]}, [1], [["Clause sociale"]], True])
def test_a_list_that_is_none_refuses(written):
    reading = read(envelope(record(considerationsSociales=written)))
    assert reasons(reading) == [(1, "considerationsSociales", "decp_list")]


def test_something_and_nothing_at_once_is_worth_a_look():
    market = one(
        considerationsSociales={"considerationSociale": ["Clause sociale", "Pas de considération sociale"]}
    )
    assert market.social == (CLAUSE,)
    assert [w.code for w in market.warnings] == ["decp_social_and_none"]


@pytest.mark.parametrize(
    ("changes", "form"),
    [
        ({}, MarketForm.ORDINARY),
        ({"modalitesExecution": {"modaliteExecution": ["Tranches"]}}, MarketForm.TRANCHES),
        ({"modalitesExecution": {"modaliteExecution": ["Tranches", "Bons de commande"]}}, MarketForm.ORDERS),
        ({"modalitesExecution": ["Marchés subséquents"]}, MarketForm.SUBSEQUENT),
        ({"techniques": {"technique": ["Accord-cadre"]}}, MarketForm.ORDERS),
        ({"techniques": {"technique": ["Accord-cadre"]}, "idAccordCadre": "2025AC1"}, MarketForm.ORDINARY),
        ({"nature": "Accord-cadre", "techniques": ...}, MarketForm.ORDERS),
    ],
)
def test_forms(changes, form):
    assert one(**changes).market_form == form


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"codeCPV": "90911200-8"}, MarketType.SERVICES),
        ({"codeCPV": "15810000"}, MarketType.SUPPLIES),
        ({"codeCPV": "71240000-2"}, MarketType.INTELLECTUAL),
        ({"codeCPV": "79411000", "ccag": "Prestations intellectuelles"}, MarketType.INTELLECTUAL),
        ({"codeCPV": "45000000", "ccag": "Maitrise d'œuvre"}, MarketType.INTELLECTUAL),
        ({"codeCPV": None, "ccag": "Travaux"}, MarketType.WORKS),
    ],
)
def test_types(changes, kind):
    assert one(**changes).market_type == kind


@pytest.mark.parametrize(
    ("written", "procedure"),
    [
        ("Appel d’offres restreint", Procedure.RESTRICTED),
        ("Procédure avec négociation", Procedure.NEGOTIATED),
        ("Procédure concurrentielle avec négociation", Procedure.NEGOTIATED),
        ("Marché négocié sans publicité ni mise en concurrence préalable", Procedure.WITHOUT_NOTICE),
        ("Marché passé sans publicité ni mise en concurrence préalable", Procedure.WITHOUT_NOTICE),
        ("Dialogue compétitif", Procedure.DIALOGUE),
    ],
)
def test_procedures(written, procedure):
    assert one(procedure=written).procedure == procedure
    assert one(procedure=written).warnings == ()


def test_modifications_are_put_in_order_and_the_last_that_says_something_counts():
    def change(number, **values):
        return {"modification": {"id": number, "dateNotificationModification": f"2026-02-0{number}",
                                 "datePublicationDonneesModification": "2026-03-01", **values}}  # fmt: skip

    market = one(
        modifications=[
            change(2, montant=300000),
            change(1, montant=260000, dureeMois=14),
            change(3, titulaires=[{"titulaire": {"typeIdentifiant": "SIRET", "id": OTHER}}]),
        ]
    )
    assert [m.id for m in market.modifications] == [1, 2, 3]
    assert (market.amount, market.current_amount) == (25_000_050, 30_000_000)
    assert (market.duration_months, market.current_duration) == (12, 14)
    assert [h.id for h in market.holders] == [HOLDER]
    assert [h.id for h in market.current_holders] == [OTHER]
    assert [w.code for w in market.warnings] == ["decp_modification_order"]
