"""Does a buyer read its share of responsible purchases, with the lots behind each figure, and say what it spends?"""

import csv
import io

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from clauses.extensions import db
from clauses.models.purchases import BuyerPurchases
from tests.portal import Browser, Portal
from tests.web.test_markets import contract, imported, upload

ADDRESS = "/marches/indicateurs?annee=2025"
NONE = {"considerationSociale": ["Pas de considération sociale"]}


@pytest.fixture
def buyer(portal: Portal) -> Browser:
    """Three contracts of 2025 taken in from open data: a clause, a reserved lot, nothing."""
    found = portal.sign_in("sandrine.lemaire")
    records = [
        contract(),
        contract(id="2025VB0042", montant=188000, considerationsSociales={"considerationSociale": ["Marché réservé"]}),
        contract(id="2025VB0043", montant=400000.5, considerationsSociales=NONE),
    ]  # fmt: skip
    found.submit(found.follow(upload(found, records)), form="confirm-form")
    assert len(imported()) == 3
    return found


def test_the_figures_of_a_year_are_exact_and_lead_to_their_lots(buyer: Browser):
    page = buyer.get(ADDRESS)
    assert "66,7 % de vos contrats portent une considération sociale" in page
    assert "l'objectif national est de 30 %" in page
    assert "1 000 000,50 €" in page and "600 000 €" in page and "60,0 %" in page
    lots = buyer.get(f"{ADDRESS}&lots=reserved_integration")
    assert "2025VB0042, lot 1" in lots and "2025VB0041, lot 1" not in lots
    everything = buyer.get(f"{ADDRESS}&lots=all")
    assert all(f"2025VB004{n}, lot 1" in everything for n in (1, 2, 3))
    buyer.get(f"{ADDRESS}&lots=autre")


def test_after_the_plan_ended_its_objective_is_only_a_mark(buyer: Browser):
    with_mark = contract(id="2026VB0001", dateNotification="2026-01-05", datePublicationDonnees="2026-01-06")
    buyer.submit(buyer.follow(upload(buyer, [with_mark])), form="confirm-form")
    page = buyer.get("/marches/indicateurs?annee=2026")
    assert "le repère est de 30 %" in page and "à faire relire" in page


def test_the_figures_and_the_lots_are_taken_away_as_tables(buyer: Browser):
    response = buyer.get("/marches/indicateurs.csv?annee=2025").response
    assert response.headers["Content-Disposition"].endswith('-2025.csv"')
    rows = list(csv.reader(io.StringIO(response.data.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Indicateur", "Contrats", "Montant HT", "Part en nombre", "Part en montant"]
    assert rows[1] == ["Contrats notifiés dans l'année", "3", "1000000,50", "100,0", "100,0"]
    assert rows[2] == ["Avec une considération sociale", "2", "600000,00", "66,7", "60,0"]
    lots = buyer.get("/marches/indicateurs-lots.csv?annee=2025").response.data.decode("utf-8-sig")
    assert len(lots.splitlines()) == 4 and "03/11/2025" in lots


@pytest.mark.parametrize(
    ("typed", "said"),
    [("62 M€", "Au-dessus du seuil"), ("50 000 000", "n'est pas obligatoire"), ("12 400 k€ HT", "n'est pas obligatoire")],
)  # fmt: skip
def test_a_buyer_above_the_threshold_owes_a_plan(buyer: Browser, typed: str, said: str):
    page = buyer.get(ADDRESS)
    assert "Indiquez le total de vos achats de 2025" in page
    shown = buyer.follow(buyer.submit(page, {"purchases_amount": typed}, form="purchases-form"))
    assert said in shown and "D.2111-3" in shown


def test_what_was_said_is_kept_and_the_last_word_stands(buyer: Browser):
    for typed in ("62 M€", "48 M€"):
        buyer.submit(buyer.get(ADDRESS), {"purchases_amount": typed}, form="purchases-form")
    page = buyer.get(ADDRESS)
    assert (
        "48 000 000 € HT (en vigueur)" in page
        and "62 000 000 € HT" in page
        and "n'est pas obligatoire" in page
    )
    assert len(db.session.scalars(select(BuyerPurchases)).all()) == 2
    db.session.rollback()
    with pytest.raises(DatabaseError):
        db.session.execute(text("UPDATE buyer_purchases SET amount = 1"))
    db.session.rollback()


@pytest.mark.parametrize(
    ("field", "typed"),
    [("purchases_amount", ""), ("purchases_amount", "62 M€ TTC"), ("purchases_amount", "-3"), ("purchases_amount", "0"),
     ("purchases_amount", "1e99"), ("purchases_year", "26"), ("purchases_year", "bientôt")],
)  # fmt: skip
def test_what_cannot_be_read_is_said_at_its_field_and_kept(buyer: Browser, field: str, typed: str):
    values = {"purchases_amount": "62 M€", field: typed}
    refused = buyer.submit(buyer.get(ADDRESS), values, form="purchases-form", status=422)
    assert len(refused.problems) == 1
    assert refused.form("purchases-form")[1][field] == typed


def test_the_year_of_another_buyer_is_its_own(portal: Portal, buyer: Browser):
    buyer.submit(buyer.get(ADDRESS), {"purchases_amount": "62 M€"}, form="purchases-form")
    for who in ("mickael.roussel", "claire.delattre", "nadege.brunel"):
        for address in ("/marches/indicateurs", "/marches/indicateurs.csv", "/marches/indicateurs-lots.csv"):
            portal.sign_in(who).get(address, status=403)


def test_an_empty_year_says_so(buyer: Browser):
    assert "Aucun contrat notifié en 2019" in buyer.get("/marches/indicateurs?annee=2019")
    buyer.get("/marches/indicateurs?annee=n'importe")
