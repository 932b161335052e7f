"""S01: a buyer files a market with six lots, the resource person gives her opinion, the consultation opens."""

import pytest

from clauses.domain.kinds import MarketState
from clauses.extensions import db
from clauses.models.journal import OutboxEvent
from clauses.models.markets import Market
from tests.portal import Browser, Page, Portal

LOTS = [
    ("Gros œuvre", "1 420 000", "gros_oeuvre", "7"),
    ("Charpente-couverture", "460 000", "couverture", "5"),
    ("Menuiseries", "610 000", "menuiseries", "5"),
    ("Électricité", "395 000", "electricite", "5"),
    ("Peinture-sols", "280 000", "peinture_sols", "10"),
    ("Ascenseur", "62 000", "ascenseur", None),
]
MARKET = {
    "market_ref": "2026-VB-014",
    "market_title": "Construction du groupe scolaire Simone-Signoret, quartier Argentine",
    "market_type": "works",
    "market_form": "ordinary",
    "procedure": "adapted",
    "market_amount": "3 227 000",
    "places": "Beauvais",
    "programme": "npnru",
    "publication_date": "16/03/2026",
    "offers_deadline": "24/04/2026",
    "exec_start": "01/09/2026",
    "exec_months": "12",
}


def lot_lines(reason: str = "technical") -> dict[str, str]:
    lines: dict[str, str] = {}
    for row, (title, amount, trade, rate) in enumerate(LOTS):
        lines |= {
            f"lot_number-{row}": str(row + 1),
            f"lot_title-{row}": title,
            f"lot_amount-{row}": amount,
            f"lot_places-{row}": "",
            f"trade-{row}": trade,
            f"has_clause-{row}": "yes" if rate else "no",
            f"no_clause_reason-{row}": "" if rate else reason,
        }
    return lines


def rates() -> dict[str, str]:
    return {f"integration_rate-{n}": rate for n, (_, _, _, rate) in enumerate(LOTS, 1) if rate}


def file_to_hours(buyer: Browser) -> tuple[str, Page]:
    """Steps 1 and 2; the address of the market and the page of the hours."""
    page = buyer.submit(buyer.get("/marches/nouveau/marche"), MARKET)
    lots = buyer.follow(page)
    base = page.response.headers["Location"].removesuffix("/lots")
    return base, buyer.follow(buyer.submit(lots, lot_lines(), form="lots-form"))


def file_to_text(buyer: Browser) -> str:
    base, hours = file_to_hours(buyer)
    buyer.submit(hours, rates(), form="hours-form")
    return base


def facts(name: str) -> int:
    db.session.rollback()
    return db.session.query(OutboxEvent).filter_by(name=name).count()


def test_s01_from_the_market_to_the_consultation(portal: Portal) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    page = buyer.submit(buyer.get("/marches/nouveau/marche"), MARKET)
    base = page.response.headers["Location"].removesuffix("/lots")
    lots = buyer.follow(page)
    assert "Claire Delattre, Maison de l'emploi du Beauvaisis, suivra cette clause." in lots
    assert "Brouillon enregistré à" in lots

    refused = buyer.submit(lots, lot_lines(reason=""), form="lots-form", status=422)
    assert refused.problems == ["Choisissez une raison : elle figurera dans votre bilan annuel."]
    hours = buyer.follow(buyer.submit(refused, lot_lines(), form="lots-form"))
    assert "s'écarte du montant du marché" not in hours

    _, values = hours.form("hours-form")
    assert [values[f"labour_share-{n}"] for n in range(1, 6)] == ["45", "40", "35", "40", "60"]
    assert {values[f"hourly_cost-{n}"] for n in range(1, 6)} == {"38"}
    asked = {**rates(), **{f"target_hours-{n}": "" for n in range(1, 6)}, "do": "calculate"}
    hours = buyer.submit(hours, asked, form="hours-form", status=200)
    for computed in ("1 177,11 h", "242,11 h", "280,92 h", "207,89 h", "442,11 h"):
        assert computed in hours
    _, values = hours.form("hours-form")
    retained = [values[f"target_hours-{n}"].replace("\u202f", " ") for n in range(1, 6)]
    assert retained == ["1 190", "245", "280", "210", "455"]
    assert "2 380 h" in hours
    assert "1,48 ETP" in hours
    assert "base 1 607 h par an" in hours
    assert "0,752 h" in hours
    assert "sur 3 165 000 € HT" in hours

    refused = buyer.submit(hours, {"target_hours-2": "300"}, form="hours-form", status=422)
    assert refused.problems == ["Le volume retenu s'écarte de plus de 20 % du calcul. Indiquez pourquoi."]
    refused = buyer.submit(
        refused, {"target_hours-2": "245", "modalities-4": ["ai_placement"]}, form="hours-form", status=422
    )
    assert refused.problems == [
        "Laissez au moins deux modalités : l'entreprise doit rester libre de son choix."
    ]
    both = ["ai_placement", "etti_placement", "subcontract_ei", "direct_hire"]
    text = buyer.follow(buyer.submit(refused, {"modalities-4": both}, form="hours-form"))

    for volume in ("1 190 heures", "245 heures", "280 heures", "210 heures", "455 heures"):
        assert volume in text
    assert "Lot 6" not in text
    assert "Claire Delattre, personne ressource du territoire" in text
    assert "À relire par l'acheteur" in text
    plain = buyer.client.get(f"{base}/texte.txt")
    assert plain.mimetype == "text/plain"
    assert plain.text.count("réserve au moins") == 5

    asked_page = buyer.get(f"{base}/avis")
    answer = buyer.follow(buyer.submit(asked_page, form="ask-form"))
    assert "Avis demandé" in answer
    assert "lundi 9 mars" in answer
    assert facts("OpinionRequested") == 1
    portal.run_jobs()
    assert len(portal.mails("M01", to="claire.delattre")) == 1

    portal.day("2026-03-05")
    claire = portal.sign_in("claire.delattre")
    queue = claire.get("/tableau-de-bord")
    assert "2026-VB-014" in queue
    assert "9 mars" in queue
    review = claire.get(f"{base}/instruction")
    given = {f"op_result-{n}": "favourable" for n in range(1, 5)} | {"op_result-5": "favourable_with_change"}
    refused = claire.submit(review, given, form="opinion-form", status=422)
    assert refused.problems == ["Précisez votre avis : l'acheteur doit savoir quoi modifier."]
    said = "un seul EI peinture dans 30 km ; gardez 455 h, admettez l'ACI"
    claire.submit(refused, {"op_text-5": said}, form="opinion-form")
    assert facts("OpinionGiven") == 1
    portal.run_jobs()
    assert len(portal.mails("M02", to="sandrine.lemaire")) == 1

    portal.day("2026-03-16")
    read = buyer.get(f"{base}/avis")
    assert "Favorable avec modification" in read
    assert said in read
    published = buyer.follow(buyer.submit(read, form="publish-form"))
    assert "En consultation" in published
    assert "Publié sans avis" not in published

    company = portal.sign_in("mickael.roussel")
    shown = company.get("/consultations")
    assert "5 lots, 2 380 h." in shown
    assert "Remise des offres le 24 avril 2026, dans 39 jours." in shown
    assert "Ne formulez pas de réserve sur la clause" in shown
    assert "€" not in shown
    assert "1 420 000" not in shown
    company.get(base, status=404)


def test_variant_1a_published_without_opinion_is_flagged(portal: Portal) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    base = file_to_text(buyer)
    buyer.submit(buyer.get(f"{base}/avis"), form="ask-form")
    early = buyer.submit(buyer.get(f"{base}/avis"), form="publish-form", status=422)
    assert "L'avis de la personne ressource n'est pas rendu" in early
    portal.day("2026-03-16")
    page = buyer.follow(buyer.submit(buyer.get(f"{base}/avis"), form="publish-form"))
    assert "Publié sans avis" in page
    assert "Publié sans avis" in buyer.get("/marches?sans_avis=1")


def test_s02_step_5_the_award_opens_the_commitment(portal: Portal) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    base = file_to_text(buyer)
    portal.day("2026-03-16")
    buyer.submit(buyer.get(f"{base}/avis"), {"without_opinion": "y"}, form="publish-form")
    portal.day("2026-06-15")
    form = {
        "award_result": "awarded",
        "awardee_siret": "999 002 017 00013",
        "award_amount": "1 398 000",
        "notification_date": "15/06/2026",
    }
    early = buyer.submit(
        buyer.get(f"{base}/lots/1/attribution"),
        {**form, "notification_date": "20/04/2026"},
        form="award-form",
        status=422,
    )
    assert early.problems == ["La notification ne peut pas précéder la remise des offres (24/04/2026)."]
    ahead = buyer.submit(early, {**form, "notification_date": "01/07/2026"}, form="award-form", status=422)
    assert ahead.problems == [
        "La notification est à venir : déclarez l'attribution une fois le marché notifié."
    ]
    lot = buyer.follow(buyer.submit(early, form, form="award-form"))
    assert "Bâtisseurs du Thérain" in lot
    assert "1 190 h" in lot
    assert facts("LotAwarded") == 1
    portal.run_jobs()
    for who in ("mickael.roussel", "claire.delattre"):
        assert len(portal.mails("M07", to=who)) == 1

    market = db.session.query(Market).one()
    assert market.state is MarketState.AWARDED
    [target] = market.lots[0].targets
    assert (target.number, target.hours, target.reason) == (1, 119000, "Attribution")
    company = portal.sign_in("mickael.roussel")
    mine = company.get(f"{base}/lots/1")
    assert "1 398 000" not in mine
    assert "Préparer la déclaration" in mine
    assert "Favorable" not in mine
    assert "Clause enregistrée" not in company.get(f"{base}/lots/1?onglet=historique")
    company.get(f"{base}/lots/2", status=404)
    company.get(f"{base}/lots/1/attribution", status=403)

    twice = buyer.post(f"{base}/lots/1/attribution", form, status=422)
    assert "déjà déclaré" in twice


@pytest.mark.parametrize("amount", ["1 300 000", "1 600 000"])
def test_an_amount_far_from_the_estimate_is_confirmed(portal: Portal, amount: str) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    base = file_to_text(buyer)
    buyer.submit(buyer.get(f"{base}/avis"), {"without_opinion": "y"}, form="publish-form")
    portal.day("2026-06-15")
    form = {
        "award_result": "awarded",
        "awardee_siret": "99900307200017",
        "award_amount": amount,
        "notification_date": "15/06/2026",
    }
    asked = buyer.submit(buyer.get(f"{base}/lots/1/attribution"), form, form="award-form", status=200)
    assert "s'écarte de" in asked
    assert "reste 1 190 h" in asked
    lot = buyer.follow(buyer.submit(asked, form="award-form"))
    assert "seules les heures de ses salariés en insertion comptent" in lot
