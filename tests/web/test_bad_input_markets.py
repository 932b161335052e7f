"""What does the portal answer to what people really type when they file a market? A sentence at the field, nothing lost."""

from typing import Any

import pytest

from clauses.extensions import db
from clauses.models.markets import Market
from tests import stage
from tests.journeys.test_s01_filing import MARKET, file_to_hours, lot_lines
from tests.portal import Browser, Page, Portal

STEP_1 = "/marches/nouveau/marche"
AMOUNT = "Indiquez un montant en euros, par exemple 3 227 000."
TAXED = "Indiquez le montant hors taxes."
HIGHEST = "Saisissez une valeur comprise entre 1 € et 10 000 000 000 €."


@pytest.fixture
def buyer(portal: Portal) -> Browser:
    return portal.sign_in("sandrine.lemaire")


def kept(page: Page, form: str, name: str) -> Any:
    return page.form(form)[1][name]


def error_at(page: Page, name: str) -> str:
    """The sentence under a field."""
    return "".join(page.by_id(f"{name}-error").itertext())


# The market


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("market_amount", "3 227 000 € TTC", TAXED),
        ("market_amount", "3 227 000 euros toutes taxes comprises", TAXED),
        ("market_amount", "-5", AMOUNT),
        ("market_amount", "−5 000", AMOUNT),
        ("market_amount", "0", AMOUNT),
        ("market_amount", "1,234", AMOUNT),
        ("market_amount", "un million", AMOUNT),
        ("market_amount", "12 000 000 000", HIGHEST),
        ("market_amount", "9" * 40, AMOUNT),
        ("market_ref", "AB", "Référence du marché : 3 caractères au moins"),
        ("market_ref", "x" * 41, "Référence du marché : 40 caractères au plus ; vous en avez saisi 41."),
        ("market_title", "\N{SCHOOL}", "Décrivez l'objet en 10 caractères au moins."),
        ("market_title", "x" * 1_000, "Objet du marché : 300 caractères au plus ; vous en avez saisi 1"),
        ("cpv", "4521420", "Saisissez un code CPV de 8 chiffres"),
        ("cpv", "45214200-3", "La clé 3 n'est pas celle attendue pour 45214200 (2)."),
        ("cpv", "46000000", "Aucun code CPV ne commence par 46."),
        ("places", "Atlantide", "« Atlantide » n'y figure pas"),
        ("places", "Beauvais; 99999", "« 99999 » n'y figure pas"),
        ("publication_date", "16/13/2026", "Cette date n'existe pas dans le calendrier."),
        ("publication_date", "demain", "Saisissez une date sous la forme jj/mm/aaaa"),
        ("exec_months", "0", "Saisissez une valeur comprise entre 1 et 96."),
        ("exec_months", "12,5", "nombre entier"),
        ("market_type", "autre", "Choisissez"),
        ("programme", "autre", "Choisissez"),
    ],
)
def test_step_1_says_it_at_the_field_and_loses_nothing(buyer: Browser, field: str, typed: str, said: str):
    page = buyer.submit(buyer.get(STEP_1), {**MARKET, field: typed}, status=422)
    assert len(page.problems) == 1 and said in page.problems[0], page.problems
    for name, value in MARKET.items():
        if name != field:
            assert kept(page, "market-form", name) == value
    if field not in ("market_type", "programme"):
        assert kept(page, "market-form", field) == typed
        assert page.by_id(field).get("aria-invalid") == "true"
    assert db.session.query(Market).filter_by(reference=MARKET["market_ref"]).count() == 0


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("3227000", 322_700_000), ("3\u00a0227\u00a0000", 322_700_000), ("3\u202f227\u202f000 € HT", 322_700_000),
        ("3227000,5", 322_700_050), ("3227000.50", 322_700_050), ("420 k€", 42_000_000), ("1,4 M€", 140_000_000),
    ],
)  # fmt: skip
def test_amounts_are_read_as_people_write_them(buyer: Browser, typed: str, cents: int):
    buyer.submit(buyer.get(STEP_1), {**MARKET, "market_amount": typed})
    assert db.session.query(Market).filter_by(reference=MARKET["market_ref"]).one().amount == cents


@pytest.mark.parametrize(
    ("dates", "problems"),
    [
        ({"publication_date": "24/04/2026", "offers_deadline": "16/03/2026"},
         ["La remise des offres doit être postérieure à la publication."]),
        ({"publication_date": "24/04/2026", "offers_deadline": "24/04/2026"},
         ["La remise des offres doit être postérieure à la publication."]),
        ({"exec_start": "01/04/2026"}, ["Le début d'exécution doit être postérieur à la remise des offres."]),
    ],
)  # fmt: skip
def test_dates_the_wrong_way_round(buyer: Browser, dates: dict[str, str], problems: list[str]):
    page = buyer.submit(buyer.get(STEP_1), {**MARKET, **dates}, status=422)
    assert page.problems == problems
    assert all(kept(page, "market-form", name) == typed for name, typed in dates.items())


def test_an_emoji_stays_and_what_nobody_sees_goes(buyer: Browser):
    title = "École \N{SCHOOL} du \x07quartier\u200b Argentine <b>& fils</b>"
    shown = buyer.follow(buyer.submit(buyer.get(STEP_1), {**MARKET, "market_title": title}))
    market = db.session.query(Market).filter_by(reference=MARKET["market_ref"]).one()
    assert market.title == "École \N{SCHOOL} du quartier Argentine <b>& fils</b>"
    assert "<b>" not in shown.response.text and "<b>& fils</b>" in shown


def test_a_place_of_no_territory_is_told_at_the_next_step(buyer: Browser):
    page = buyer.follow(buyer.submit(buyer.get(STEP_1), {**MARKET, "places": "Beauvais; Amiens"}))
    assert "Aucun territoire ne suit Amiens" in page
    lines = {**lot_lines(), "lot_places-1": "Lille"}
    base = page.response.request.path
    buyer.submit(page, lines, form="lots-form")
    assert "Aucun territoire ne suit Amiens, Lille." in buyer.get(base)


# The lots


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("lot_amount-1", "460 000 TTC", TAXED),
        ("lot_amount-1", "-1", AMOUNT),
        ("lot_amount-1", "0", AMOUNT),
        ("lot_amount-1", "99 000 000 000", "Saisissez une valeur comprise entre"),
        ("lot_number-1", "1", "Le lot 1 existe déjà dans ce marché."),
        ("lot_number-1", "deux", "nombre entier"),
        ("lot_number-1", "1000", "Saisissez une valeur comprise entre 1 et 999."),
        ("lot_title-1", "x" * 1_000, "300 caractères au plus ; vous en avez saisi 1"),
        ("lot_places-1", "Beauv", "« Beauv » n'y figure pas"),
        ("has_clause-1", "", "Répondez par oui ou non pour chaque lot."),
        ("no_clause_reason-5", "", "Choisissez une raison"),
    ],
)
def test_step_2_says_it_at_its_line(buyer: Browser, field: str, typed: str, said: str):
    page = buyer.follow(buyer.submit(buyer.get(STEP_1), MARKET))
    refused = buyer.submit(page, {**lot_lines(), field: typed}, form="lots-form", status=422)
    assert len(refused.problems) == 1 and said in refused.problems[0], refused.problems
    assert said in error_at(refused, field)
    values = refused.form("lots-form")[1]
    for name, value in lot_lines().items():
        if name != field and value:
            assert values[name] == value
    if not field.startswith(("has_clause", "no_clause")):
        assert values[field] == typed


def test_an_unknown_commune_of_a_lot_comes_with_those_that_look_like_it(buyer: Browser):
    page = buyer.follow(buyer.submit(buyer.get(STEP_1), MARKET))
    refused = buyer.submit(page, {**lot_lines(), "lot_places-1": "Beauv"}, form="lots-form", status=422)
    assert "Vouliez-vous dire" in refused and "Beauvais (60057)" in refused


def test_a_sum_that_differs_is_told_with_both_amounts_and_the_difference(buyer: Browser):
    page = buyer.follow(buyer.submit(buyer.get(STEP_1), MARKET))
    shown = buyer.follow(buyer.submit(page, {**lot_lines(), "lot_amount-0": "420 k€"}, form="lots-form"))
    assert "La somme des lots (2 227 000 €) s'écarte du montant du marché (3 227 000 €)" in shown
    assert "L'écart est de 1 000 000 € de moins." in shown
    assert buyer.submit(shown, form="lots-form").response.headers["Location"].endswith("/clauses")


# The hours


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("labour_share-1", "0", "Saisissez une valeur comprise entre 1 % et 100 %."),
        ("labour_share-1", "140", "Saisissez une valeur comprise entre 1 % et 100 %."),
        ("hourly_cost-1", "3 500", "Saisissez une valeur comprise entre 15 € et 120 €."),
        ("hourly_cost-1", "35 € TTC", TAXED),
        ("integration_rate-1", "sept", "pourcentage"),
        ("integration_rate-1", "-7", "pourcentage"),
        ("target_hours-1", "35h20", "Saisissez un nombre d'heures"),
        ("target_hours-1", "-35", "supérieur à 0"),
        ("target_hours-1", "99 999 999 999", "Saisissez un nombre d'heures"),
        ("penalty_hour-1", "301", "Saisissez une valeur comprise entre 0 € et 300 €."),
    ],
)
def test_step_3_says_it_at_its_card(buyer: Browser, field: str, typed: str, said: str):
    _, hours = file_to_hours(buyer)
    refused = buyer.submit(hours, {field: typed}, form="hours-form", status=422)
    told = [one for one in refused.problems if said in one]
    assert len(told) == 1, refused.problems
    assert kept(refused, "hours-form", field) == typed


def test_step_3_without_any_lever_is_a_sentence_and_no_breakdown(buyer: Browser):
    _, hours = file_to_hours(buyer)
    refused = buyer.submit(
        hours, {"clause_type-1": "troc", "hours_basis-1": ""}, form="hours-form", status=422
    )
    assert any("hoisissez une des réponses proposées" in one for one in refused.problems), refused.problems


# The award


def _award(portal: Portal) -> tuple[Browser, Page]:
    market = stage.published(portal)
    portal.day("2026-06-15")
    buyer = portal.sign_in("sandrine.lemaire")
    return buyer, buyer.get(f"/marches/{market.id}/lots/1/attribution")


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("awardee_siret", "123", "Le SIRET comporte 14 chiffres ; vous en avez saisi 3."),
        ("awardee_siret", "99900201700014", "Ce numéro comporte une faute de frappe"),
        ("award_amount", "1 400 000 TTC", TAXED),
        ("award_amount", "-1", AMOUNT),
        ("award_amount", "0", AMOUNT),
        ("notification_date", "01/01/2026", "La notification ne peut pas précéder"),
        ("notification_date", "31/06/2026", "Cette date n'existe pas"),
        ("exec_months", "97", "Saisissez une valeur comprise entre 1 et 96."),
    ],
)
def test_an_award_says_it_at_its_field(portal: Portal, field: str, typed: str, said: str):
    buyer, page = _award(portal)
    values = {"award_result": "awarded", "awardee_siret": "99900201700013", "award_amount": "1 400 000",
              "notification_date": "15/06/2026", "exec_start": "01/09/2026", "exec_months": "12"}  # fmt: skip
    refused = buyer.submit(page, {**values, field: typed}, form="award-form", status=422)
    assert len(refused.problems) == 1 and said in refused.problems[0], refused.problems
    for name, value in {**values, field: typed}.items():
        assert kept(refused, "award-form", name) == value


def test_the_siret_of_la_poste_is_a_siret(portal: Portal):
    buyer, page = _award(portal)
    values = {"award_result": "awarded", "awardee_siret": "356 000 000 49837", "awardee_name": "La Poste",
              "awardee_city": "Beauvais", "award_amount": "1 400 000", "notification_date": "15/06/2026",
              "exec_start": "01/09/2026", "exec_months": "12"}  # fmt: skip
    buyer.submit(page, values, form="award-form")
    assert stage.lot(1).award.awardee.siret == "35600000049837"


def test_an_unknown_commune_of_the_holder_comes_with_those_that_look_like_it(portal: Portal):
    buyer, page = _award(portal)
    values = {"award_result": "awarded", "awardee_siret": "356 000 000 49837", "awardee_name": "La Poste",
              "awardee_city": "Beauv", "award_amount": "1 400 000", "notification_date": "15/06/2026",
              "exec_start": "01/09/2026", "exec_months": "12"}  # fmt: skip
    refused = buyer.submit(page, values, form="award-form", status=422)
    assert "Vouliez-vous dire" in refused and "Beauvais (60057)" in refused
