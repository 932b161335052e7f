"""Does the page of the hours, and the public calculation, say what a volume means and what is unusual about it?"""

import pytest

from tests.journeys.test_s01_filing import MARKET, file_to_hours, rates
from tests.portal import Browser, Page, Portal


def calculated(visitor: Browser, query: str) -> Page:
    return visitor.get(f"/calculer?hourly_cost=38&{query}")


def plain(page: Page) -> str:
    return page.text.replace("\u202f", " ").replace("\u00a0", " ")


def test_a_calculation_is_told_in_days_weeks_people_and_etp(portal: Portal) -> None:
    page = plain(
        calculated(portal.visitor(), "lot_amount=1420000&trade=gros_oeuvre&integration_rate=7&exec_months=12")
    )
    # 1 190 h: 170 days, 34 weeks, 0.65 person over 12 months, 0.74 ETP of 1 607 h; 838 h for a million is usual.
    for words in (
        "Jours de 7 h",
        "170",
        "Semaines de 35 h",
        "34",
        "pendant 12 mois",
        "0,7",
        "0,74 ETP",
        "base 1 607 h par an",
    ):
        assert words in page
    assert "la plupart des marchés de travaux" not in page and "toutes les opérations relevées" not in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("lot_amount=1000000&labour_share=10&integration_rate=2", "c'est moins que dans toutes les opérations"),
        ("lot_amount=1000000&labour_share=85&integration_rate=15", "c'est plus que dans toutes les opérations"),
        ("lot_amount=1000000&trade=charpente_metallique&integration_rate=2,5", "demandent de 0,2 à 0,9 h"),
        ("lot_amount=20000&labour_share=40&integration_rate=5", "Moins de 35 h, soit une semaine"),
        ("lot_amount=280000&trade=peinture_sols&integration_rate=5&exec_months=2", "Travaux de moins de 3 mois"),
    ],
)  # fmt: skip
def test_what_is_unusual_is_said_and_never_refused(portal: Portal, query: str, said: str) -> None:
    page = calculated(portal.visitor(), query)
    assert page.problems == []
    assert said in plain(page)
    assert page.find_all(lambda e: e.get("name") == "proposed_hours")


def test_a_calculation_is_set_against_the_hours_of_its_territory(portal: Portal) -> None:
    portal.day("2026-03-02")
    query = "lot_amount=280000&trade=peinture_sols&integration_rate=25&exec_months=2&search_city=Beauvais"
    page = plain(calculated(portal.visitor(), query))
    # 1 120 h in two months, of 1 100 h a month announced in painting: 1 120 / 2 200 is 51 %.
    assert "ce volume prendrait 51 % des heures encore disponibles en « Peinture, sols souples »" in page
    assert "avril 2026" in page and "560 h" in page
    rare = "lot_amount=1000000&trade=ascenseur&integration_rate=7&exec_months=12&search_city=60057"
    assert "n'annonce d'heures en « Ascenseurs »" in plain(calculated(portal.visitor(), rare))


def test_a_place_or_a_length_that_means_nothing_is_said_at_its_field(portal: Portal) -> None:
    page = calculated(
        portal.visitor(), "lot_amount=280000&labour_share=60&search_city=Atlantide&exec_months=0"
    )
    assert len(page.problems) == 2
    assert "Atlantide" in page.problems[1] or "Atlantide" in page.problems[0]


def test_the_page_of_the_hours_puts_each_lot_in_proportion(portal: Portal) -> None:
    portal.day("2026-03-02")
    buyer = portal.sign_in("sandrine.lemaire")
    _, hours = file_to_hours(buyer)
    shown = plain(buyer.submit(hours, {**rates(), "do": "calculate"}, form="hours-form", status=200))
    assert shown.count("Ce que ce volume représente") == 5
    # Painting, 455 h over 12 months from September, of 1 100 h a month: 455 / 13 200 is 3 %.
    assert "prendrait 3 % des heures encore disponibles en « Peinture, sols souples »" in shown
    assert "septembre 2026" in shown
    # No structure of the territory says hours in joinery.
    assert "n'annonce d'heures en « Menuiseries »" in shown


def test_a_market_without_dates_asks_for_them_before_comparing(portal: Portal) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    page = buyer.submit(buyer.get("/marches/nouveau/marche"), {**MARKET, "exec_start": "", "exec_months": ""})
    lots = buyer.follow(page)
    line = {"lot_number-0": "1", "lot_title-0": "Peinture", "lot_amount-0": "280000", "lot_places-0": "",
            "trade-0": "peinture_sols", "has_clause-0": "yes", "no_clause_reason-0": ""}  # fmt: skip
    buyer.submit(lots, line, form="lots-form")
    hours = plain(buyer.get(page.response.headers["Location"].replace("/lots", "/clauses")))
    assert "Indiquez le début et la durée du marché à l'étape 1" in hours
