"""What does the contract say of penalties: recorded as written, in versions; and nothing is proposed beyond it?"""

import pytest
from sqlalchemy import select

from clauses.extensions import db
from clauses.models.decisions import ContractPenalty
from tests import stage_alert
from tests.portal import Portal
from tests.reading import plain
from tests.stage_alert import Pool

WHY = "Les heures n'ont pas été réalisées malgré les relances et l'aide proposée par la facilitatrice."


@pytest.fixture
def pool(portal: Portal) -> Pool:
    pool = stage_alert.played(portal)
    stage_alert.colleague()
    return pool


def test_the_price_of_the_clause_is_kept_at_the_award(portal: Portal, pool: Pool) -> None:
    first = db.session.scalars(select(ContractPenalty)).one()
    assert (first.number, first.per_hour, first.recorded_on.isoformat()) == (1, 5000, "2025-12-15")


def test_multiples_of_the_smic_at_the_day_of_the_notification(portal: Portal, pool: Pool) -> None:
    """Trap 56, on screen: the lot was notified on 15 December 2025, when the SMIC was 11,88 €."""
    florence = portal.sign_in("florence.hubert")
    page = florence.get(f"{pool.url}/penalites")
    florence.submit(page, {"pen_price": "times_smic", "pen_multiple": "2"}, form="terms-form")
    shown = plain(florence.get(f"{pool.url}/decision?decision=penalty").text)
    assert "2 × SMIC horaire au 15/12/2025 (11,88 €)" in shown
    assert "Proposition : 360 h × 23,76 € = 8 553,60 €." in shown
    page = florence.get(f"{pool.url}/penalites")
    assert "Version 2, enregistrée le 14 septembre 2026" in plain(page.text)


def test_a_contract_that_prices_nothing_proposes_nothing(portal: Portal, pool: Pool) -> None:
    """Trap 53, on screen."""
    florence = portal.sign_in("florence.hubert")
    florence.submit(florence.get(f"{pool.url}/penalites"), {"pen_price": "none"}, form="terms-form")
    shown = plain(florence.get(f"{pool.url}/decision?decision=penalty").text)
    assert "Le contrat ne fixe aucun prix pour les heures non réalisées : rien n'est proposé." in shown
    assert "Le contrat ne mène à aucun montant aujourd'hui." in shown


def test_late_documents_and_absences_are_bases_apart(portal: Portal, pool: Pool) -> None:
    """Trap 55, on screen: 7 working days at 50 €, unless they are the proof of hours already missing."""
    florence = portal.sign_in("florence.hubert")
    terms = {
        "pen_price": "per_hour",
        "pen_per_hour": "50",
        "pen_per_day_late": "50",
        "pen_per_absence": "500",
    }
    florence.submit(florence.get(f"{pool.url}/penalites"), terms, form="terms-form")
    page = florence.get(f"{pool.url}/decision?decision=penalty")
    typed = {"dec_days_late": "7", "dec_absences": "1", "dec_reason": WHY, "dec_amount": "18850"}
    counted = florence.submit(page, {**typed, "do": "count"}, form="decision-form", status=200)
    said = plain(counted.text)
    assert "Proposition : 18 850 €." in said and "7 j ouvrés" in said and "350 €" in said and "500 €" in said
    same = florence.submit(
        page, {**typed, "dec_same_proof": "y", "do": "count"}, form="decision-form", status=200
    )
    assert "une seule base s'applique" in plain(same.text) and "Proposition : 18 500 €." in plain(same.text)
    florence.submit(page, {**typed, "do": "save"}, form="decision-form")


def test_a_formal_notice_comes_first_where_the_contract_asks_for_it(portal: Portal, pool: Pool) -> None:
    florence = portal.sign_in("florence.hubert")
    terms = {"pen_price": "per_hour", "pen_per_hour": "50", "pen_prior_notice": "y"}
    florence.submit(florence.get(f"{pool.url}/penalites"), terms, form="terms-form")
    url = f"{pool.url}/decision?decision=penalty"
    assert "Le contrat demande une mise en demeure préalable" in plain(florence.get(url).text)
    page = florence.get(f"{pool.url}/decision?decision=formal_notice")
    florence.submit(
        page,
        {"dec_demand": "hours", "dec_delay": "10", "dec_reason": WHY, "do": "save"},
        form="decision-form",
    )
    portal.day("2026-09-25")
    assert "Proposition : 360 h × 50 € = 18 000 €." in plain(florence.get(url).text)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"pen_price": ""}, "Choisissez"),
        ({"pen_price": "per_hour", "pen_per_hour": ""}, "Indiquez le prix de l'heure non réalisée"),
        ({"pen_price": "times_smic", "pen_multiple": ""}, "Indiquez le multiple écrit au contrat"),
        (
            {"pen_price": "times_ceiling", "pen_multiple": "4", "pen_day": "fixed"},
            "Indiquez le jour dont la valeur s'applique.",
        ),
    ],
)
def test_what_is_missing_is_said_at_its_field(portal: Portal, typed: dict[str, str], sentence: str) -> None:
    pool, _ = stage_alert.opened(portal)
    portal.day("2026-01-20")
    florence = portal.sign_in("florence.hubert")
    page = florence.get(f"{pool.url}/penalites")
    refused = florence.submit(page, typed, form="terms-form", status=422)
    assert sentence in plain(refused.text)
