"""The markets' door: the list, the grid of lots, the calculation, the import and who sees what."""

import io
import json
from typing import Any

import pytest

from clauses.actions import markets
from clauses.domain.kinds import ClauseType, MarketState
from clauses.extensions import db
from clauses.models.journal import AuditEvent
from clauses.models.markets import Lot, Market
from tests import stage
from tests.journeys.test_s01_filing import LOTS, MARKET, file_to_hours, file_to_text, lot_lines, rates
from tests.portal import Browser, Page, Portal

BEAUVAIS = "99900101900010"
COMPANY = "99900201700013"


def contract(**changes: Any) -> dict[str, Any]:
    record = {
        "id": "2025VB0041",
        "acheteur": {"id": BEAUVAIS},
        "nature": "Marché",
        "objet": "Réfection de la toiture du gymnase Pierre-de-Coubertin",
        "codeCPV": "45261910-6",
        "techniques": {"technique": ["Sans objet"]},
        "modalitesExecution": {"modaliteExecution": ["Sans objet"]},
        "marcheInnovant": False,
        "ccag": "Travaux",
        "offresRecues": 3,
        "attributionAvance": False,
        "typeGroupementOperateurs": "Pas de groupement",
        "sousTraitanceDeclaree": False,
        "procedure": "Procédure adaptée",
        "lieuExecution": {"code": "60057", "typeCode": "Code commune"},
        "dureeMois": 8,
        "dateNotification": "2025-11-03",
        "datePublicationDonnees": "2025-11-20",
        "montant": 412000.0,
        "typesPrix": {"typePrix": ["Définitif ferme"]},
        "formePrix": "Forfaitaire",
        "titulaires": [{"titulaire": {"typeIdentifiant": "SIRET", "id": COMPANY}}],
        "considerationsSociales": {"considerationSociale": ["Clause sociale"]},
        "considerationsEnvironnementales": {
            "considerationEnvironnementale": ["Pas de considération environnementale"]
        },
    }
    return {**record, **changes}


def upload(buyer: Browser, records: list[dict[str, Any]], *, status: int = 303) -> Page:
    content = json.dumps({"marches": {"marche": records}}).encode()
    return upload_bytes(buyer, content, "decp.json", status=status)


def upload_bytes(buyer: Browser, content: bytes, name: str, *, status: int = 303) -> Page:
    return buyer.submit(
        buyer.get("/marches/importer"), {"import_file": (io.BytesIO(content), name)}, form="import-form", status=status,
        content_type="multipart/form-data",
    )  # fmt: skip


def imported() -> list[Market]:
    db.session.rollback()
    return db.session.query(Market).filter_by(source="decp").order_by(Market.id).all()


# Step 1


def test_everything_wrong_in_step_1_is_said_in_one_go(portal: Portal) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    typed = {
        **MARKET, "market_ref": "", "market_title": "École", "market_amount": "beaucoup", "cpv": "4521420",
        "places": "Atlantide", "offers_deadline": "31/02/2026", "exec_months": "120",
    }  # fmt: skip
    page = buyer.submit(buyer.get("/marches/nouveau/marche"), typed, status=422)
    assert page.problems == [
        "Indiquez la référence du marché.",
        "Décrivez l'objet en 10 caractères au moins.",
        "Saisissez un code CPV de 8 chiffres comme 45214200, avec ou sans sa clé, ou laissez vide.",
        "Indiquez un montant en euros, par exemple 3 227 000.",
        "Choisissez une commune dans la liste proposée : « Atlantide » n'y figure pas.",
        "Cette date n'existe pas dans le calendrier. Vérifiez le jour, le mois et l'année.",
        "Saisissez une valeur comprise entre 1 et 96.",
    ]
    _, kept = page.form("market-form")
    assert kept["market_amount"] == "beaucoup"
    assert kept["places"] == "Atlantide"


def test_a_reference_is_taken_once_a_buyer_and_the_deadline_follows_the_publication(portal: Portal) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    buyer.submit(buyer.get("/marches/nouveau/marche"), MARKET)
    page = buyer.submit(
        buyer.get("/marches/nouveau/marche"), {**MARKET, "offers_deadline": "16/03/2026"}, status=422
    )
    assert page.problems == [
        "Vous avez déjà déposé un marché sous la référence 2026-VB-014.",
        "La remise des offres doit être postérieure à la publication.",
    ]


def test_an_amount_is_read_as_people_write_it_and_never_with_taxes(portal: Portal) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    taxed = buyer.submit(
        buyer.get("/marches/nouveau/marche"), {**MARKET, "market_amount": "3 227 000 € TTC"}, status=422
    )
    assert taxed.problems == ["Indiquez le montant hors taxes."]
    for n, (typed, cents) in enumerate(
        (("3,227 M€", 322700000), ("420 k€ HT", 42000000), ("1'420'000", 142000000))
    ):
        typed_market = {**MARKET, "market_amount": typed, "market_ref": f"2026-T-{n}", "cpv": "45214200"}
        buyer.submit(buyer.get("/marches/nouveau/marche"), typed_market)
        market = db.session.query(Market).filter_by(reference=f"2026-T-{n}").one()
        assert (market.amount, market.cpv) == (cents, "45214200")


def test_characters_that_nobody_sees_are_not_kept(portal: Portal) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    title = "Réfection de la \u202etoiture\u200b du gymnase"
    buyer.submit(
        buyer.get("/marches/nouveau/marche"),
        {**MARKET, "market_title": title, "market_ref": "2026\u200b-VB-9"},
    )
    market = db.session.query(Market).filter_by(reference="2026-VB-9").one()
    assert market.title == "Réfection de la toiture du gymnase"


def test_dates_the_wrong_way_round_are_said_at_their_field(portal: Portal) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    typed = {
        **MARKET,
        "publication_date": "24/04/2026",
        "offers_deadline": "16/03/2026",
        "exec_start": "01/03/2026",
    }
    page = buyer.submit(buyer.get("/marches/nouveau/marche"), typed, status=422)
    assert page.problems == [
        "La remise des offres doit être postérieure à la publication.",
        "Le début d'exécution doit être postérieur à la remise des offres.",
    ]


def test_an_unknown_commune_comes_with_those_that_look_like_it(portal: Portal) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    page = buyer.submit(
        buyer.get("/marches/nouveau/marche"), {**MARKET, "places": "Beauvais; Beauv"}, status=422
    )
    assert len(page.problems) == 1
    assert "Vouliez-vous dire" in page and "Beauvais (60057)" in page


def test_three_hundred_pasted_lines_are_refused_at_once_and_kept(portal: Portal) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    _, lots = start(buyer)
    lines = "\n".join(f"{n}\tLot {n}\t10 000" for n in range(1, 301))
    page = buyer.submit(lots, {"pasted": lines, "do": "paste"}, form="lots-form", status=200)
    assert "Un marché compte 60 lots au plus ; vous en avez saisi 300" in page
    assert "Lot 300" in page.response.text


def test_two_tabs_on_the_same_market_do_not_overwrite_each_other(portal: Portal) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    base, _ = file_to_hours(buyer)
    first, second = buyer.get(f"{base}/marche"), buyer.get(f"{base}/marche")
    buyer.submit(first, {"market_amount": "3 300 000"}, form="market-form")
    late = buyer.submit(second, {"market_amount": "1"}, form="market-form", status=409)
    assert "Sandrine Lemaire" in late


# Step 2


def start(buyer: Browser) -> tuple[str, Page]:
    page = buyer.submit(buyer.get("/marches/nouveau/marche"), MARKET)
    return page.response.headers["Location"].removesuffix("/lots"), buyer.follow(page)


def test_lines_are_added_and_removed_without_a_script(portal: Portal) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    _, lots = start(buyer)
    more = buyer.submit(lots, {"lot_title-0": "Gros œuvre", "do": "add"}, form="lots-form", status=200)
    _, values = more.form("lots-form")
    assert values["lot_title-0"] == "Gros œuvre"
    assert values["lot_number-1"] == "2"
    less = buyer.submit(more, {"remove": "0"}, form="lots-form", status=200)
    _, values = less.form("lots-form")
    assert "lot_title-0" not in values
    one = buyer.submit(less, {"do": "single"}, form="lots-form", status=200)
    _, values = one.form("lots-form")
    assert values["lot_title-0"] == MARKET["market_title"]
    assert "Brouillon enregistré" not in one


def test_lots_are_pasted_from_a_spreadsheet(portal: Portal) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    base, lots = start(buyer)
    lines = ["N°\tIntitulé\tMontant\tCorps d'état\tClause\tRaison"]
    lines += [f"{n}\t{title}\t{amount} €\t{trade}\t{'oui' if rate else 'non'}\t{'' if rate else 'Technicité ou habilitation'}"
              for n, (title, amount, trade, rate) in enumerate(LOTS, 1)]  # fmt: skip
    pasted = buyer.submit(lots, {"pasted": "\n".join(lines), "do": "paste"}, form="lots-form", status=200)
    assert "Somme des lots : 3 227 000 €" in pasted
    buyer.submit(pasted, form="lots-form")
    market = db.session.query(Market).filter_by(reference="2026-VB-014").one()
    assert [(lot.number, lot.amount, lot.trade, lot.has_clause) for lot in market.lots] == [
        (n, int(amount.replace(" ", "")) * 100, trade, rate is not None)
        for n, (_, amount, trade, rate) in enumerate(LOTS, 1)
    ]
    assert market.lots[0].territory.code == "T1"
    again = buyer.submit(
        buyer.get(f"{base}/lots"), {"pasted": " ", "do": "paste"}, form="lots-form", status=200
    )
    assert "Collez au moins une ligne" in again


def test_numbers_are_unique_and_may_be_exchanged(portal: Portal) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    base, lots = start(buyer)
    typed = {**lot_lines(), "lot_number-1": "1", "has_clause-2": ""}
    page = buyer.submit(lots, typed, form="lots-form", status=422)
    assert page.problems == [
        "Le lot 1 existe déjà dans ce marché.",
        "Répondez par oui ou non pour chaque lot.",
    ]
    buyer.submit(page, lot_lines(), form="lots-form")
    swapped = {"lot_number-0": "2", "lot_number-1": "1", "remove": None}
    buyer.submit(buyer.get(f"{base}/lots"), swapped, form="lots-form")
    market = db.session.query(Market).filter_by(reference="2026-VB-014").one()
    assert [lot.title for lot in market.lots][:2] == ["Charpente-couverture", "Gros œuvre"]


def test_a_sum_far_from_the_market_is_checked_once(portal: Portal) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    _, lots = start(buyer)
    asked = buyer.follow(buyer.submit(lots, {**lot_lines(), "lot_amount-0": "1 900 000"}, form="lots-form"))
    assert (
        "La somme des lots (3 707 000 €) s'écarte du montant du marché (3 227 000 €). L'écart est de 480 000 € de plus."
        in asked
    )
    on = buyer.submit(asked, form="lots-form")
    assert on.response.headers["Location"].endswith("/clauses")


def test_a_lot_of_another_territory_is_followed_there(portal: Portal) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    base, lots = start(buyer)
    buyer.submit(lots, {**lot_lines(), "lot_places-1": "Creil"}, form="lots-form")
    page = buyer.get(base)
    assert "Claire Delattre" in page
    assert "Karim Benali" in page


# Step 3


def test_a_volume_left_alone_follows_the_calculation(portal: Portal) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    base, hours = file_to_hours(buyer)
    buyer.submit(hours, {**rates(), "target_hours-2": "260"}, form="hours-form")
    market = db.session.query(Market).filter_by(reference="2026-VB-014").one()
    kept = [lot.clause.target_hours for lot in market.lots if lot.clause]
    assert kept == [119000, 26000, 28000, 21000, 45500]
    assert market.lots[0].clause.computed_hours == 117711


def test_values_out_of_bounds_are_named(portal: Portal) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    _, hours = file_to_hours(buyer)
    typed = {"labour_share-1": "0", "hourly_cost-2": "9", "integration_rate-3": "abc", "target_hours-4": "0",
             "publics-5": ["RSA", "AAH"]}  # fmt: skip
    page = buyer.submit(hours, typed, form="hours-form", status=422)
    assert page.problems[:3] == [
        "Saisissez une valeur comprise entre 1 % et 100 %.",
        "Saisissez une valeur comprise entre 15 € et 120 €.",
        "Saisissez un pourcentage, par exemple 5 ou 7,5.",
    ]
    page = buyer.submit(hours, {"publics-5": ["RSA", "AAH"]}, form="hours-form", status=422)
    assert page.problems == [
        "Gardez au moins trois catégories : une liste trop étroite expose au contentieux."
    ]


def test_a_reason_opens_the_way_to_another_volume(portal: Portal) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    base, hours = file_to_hours(buyer)
    typed = {**rates(), "target_hours-2": "300", "deviation_reason-2": "Chantier long, deux apprentis prévus"}
    text = buyer.follow(buyer.submit(hours, typed, form="hours-form"))
    assert "300 heures" in text
    assert "300 h, Chantier long, deux apprentis prévus" in buyer.get(f"{base}/lots/2?onglet=historique")


# Doors


@pytest.mark.parametrize("step", ["marche", "lots", "clauses", "avis", "instruction", "texte", ""])
def test_a_draft_is_seen_by_its_own_organization_alone(portal: Portal, step: str) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    base = file_to_text(buyer)
    for other in ("claire.delattre", "mickael.roussel", "nadege.brunel", "helene.vasseur", "karim.benali"):
        page = portal.sign_in(other)
        assert page.client.get(f"{base}/{step}".rstrip("/")).status_code in (403, 404)


def test_an_opinion_is_given_by_the_territory_and_by_nobody_else(portal: Portal) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    base = file_to_text(buyer)
    buyer.submit(buyer.get(f"{base}/avis"), form="ask-form")
    portal.sign_in("karim.benali").get(f"{base}/instruction", status=404)
    portal.sign_in("helene.vasseur").get(f"{base}/instruction", status=403)
    buyer.get(f"{base}/instruction", status=403)
    claire = portal.sign_in("claire.delattre")
    claire.get(f"{base}/lots", status=403)
    given = {f"op_result-{n}": "favourable" for n in range(1, 6)}
    review = claire.get(f"{base}/instruction")
    claire.submit(review, given, form="opinion-form")
    claire.submit(review, {**given, "idem_key": "another"}, form="opinion-form", status=409)


def test_what_is_published_is_not_changed(portal: Portal) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    base = file_to_text(buyer)
    form = buyer.get(f"{base}/clauses")
    buyer.submit(buyer.get(f"{base}/avis"), {"without_opinion": "y"}, form="publish-form")
    buyer.get(f"{base}/lots", status=302)
    buyer.submit(form, {"version": None}, form="hours-form", status=409)


def test_a_market_is_not_sent_before_it_is_complete(portal: Portal) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    base, _ = file_to_hours(buyer)
    page = buyer.submit(buyer.get(f"{base}/avis"), form="ask-form", status=422)
    assert page.problems == [f"Enregistrez les heures du lot {n}, à l'étape 3." for n in range(1, 6)]


def test_an_unsuccessful_consultation_ends_without_a_holder(portal: Portal) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    base = file_to_text(buyer)
    buyer.submit(buyer.get(f"{base}/avis"), {"without_opinion": "y"}, form="publish-form")
    portal.day("2026-04-27")  # the offers were due on the 24th
    for number in range(1, 7):
        buyer.submit(
            buyer.get(f"{base}/lots/{number}/attribution"),
            {"award_result": "no_bid", "result_reason": "Aucune offre reçue"},
            form="award-form",
        )
    assert db.session.query(Market).filter_by(reference="2026-VB-014").one().state is MarketState.CANCELLED


def test_an_unknown_holder_is_opened_by_its_name(portal: Portal) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    base = file_to_text(buyer)
    buyer.submit(buyer.get(f"{base}/avis"), {"without_opinion": "y"}, form="publish-form")
    portal.day("2026-06-15")
    form = {"award_result": "awarded", "awardee_siret": "35600000000048", "notification_date": "15/06/2026"}
    asked = buyer.submit(buyer.get(f"{base}/lots/1/attribution"), form, form="award-form", status=422)
    assert asked.problems == [
        "Ce SIRET n'est pas encore connu du portail : indiquez le nom et la commune de l'entreprise."
    ]
    more = {"awardee_name": "Maçonnerie O'Connor-N'Guyen", "awardee_city": "Beauvais"}
    lot = buyer.follow(buyer.submit(asked, more, form="award-form"))
    assert "Maçonnerie O'Connor-N'Guyen" in lot


# The list


def test_the_list_filters_by_its_address(portal: Portal) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    file_to_text(buyer)
    assert "2026-VB-014" in buyer.get("/marches?statut=draft&programme=npnru&annee=2026")
    assert "Aucun marché ne correspond à ces filtres." in buyer.get("/marches?q=%25_introuvable")
    assert "2026-VB-014" in buyer.get("/marches?statut=nimporte&apres=abc&territoire=9999999999999")
    assert "2026-VB-014" not in portal.sign_in("claire.delattre").get("/marches")


# The public calculation


@pytest.mark.parametrize(
    ("query", "computed", "proposed"),
    [
        ("lot_amount=1420000&labour_share=45&integration_rate=7&hourly_cost=38", "1177.11", "1190"),
        ("lot_amount=1%20420%20000,00%20€&trade=gros_oeuvre&integration_rate=7", "1177.11", "1190"),
        ("lot_amount=1000000&labour_share=50&integration_rate=5&hourly_cost=30", "833.33", "840"),
        ("lot_amount=20000&labour_share=40&integration_rate=7,5&hourly_cost=38", "15.79", "16"),
    ],
)
def test_the_calculation_is_public_and_kept_nowhere(
    portal: Portal, query: str, computed: str, proposed: str
) -> None:
    page = portal.visitor().get(f"/calculer?{query}")
    outputs = {e.get("name"): e.get("data-value") for e in page.find_all(lambda e: e.tag == "output")}
    assert outputs == {"computed_hours": computed, "proposed_hours": proposed}


def test_a_calculation_without_an_amount_asks_for_one(portal: Portal) -> None:
    visitor = portal.visitor()
    assert "Indiquez un montant pour obtenir un volume d'heures." in visitor.get("/calculer")
    wrong = visitor.get("/calculer?lot_amount=-1&labour_share=300&hourly_cost=0")
    assert len(wrong.problems) == 3


# The import


def test_a_file_is_checked_before_anything_is_written(portal: Portal) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    other = contract(id="2025CREIL7", acheteur={"id": "99900104300010"})
    broken = contract(id="2025VB0043", dureeMois=None)
    plain = contract(id="2025VB0042", considerationsSociales={"considerationSociale": ["Pas de considération sociale"]},
                     titulaires=[{"titulaire": {"typeIdentifiant": "SIRET", "id": "99900211600013"}}])  # fmt: skip
    check = buyer.follow(upload(buyer, [contract(), plain, other, broken]))
    assert "2025VB0041" in check
    assert "n'est pas votre organisation" in check
    assert "dureeMois" in check
    assert imported() == []

    buyer.follow(buyer.submit(check, form="confirm-form"))
    first, second = imported()
    assert (first.reference, first.amount, first.state) == ("2025VB0041", 41200000, MarketState.AWARDED)
    [lot] = first.lots
    assert lot.clause.clause_type is ClauseType.EXECUTION_CONDITION
    assert (lot.clause.target_hours, lot.targets) == (None, [])
    assert lot.award.awardee.siret == COMPANY
    assert first.source_record["id"] == "2025VB0041"
    assert second.lots[0].has_clause is False

    again = buyer.follow(upload(buyer, [contract(), plain]))
    assert "Le marché 2025VB0041 existe déjà : il ne sera pas modifié." in again
    assert "Rien à créer dans ce fichier." in again
    buyer.post(check.response.request.path, {})
    assert len(imported()) == 2


def test_the_volume_of_an_imported_lot_is_completed(portal: Portal) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    check = buyer.follow(upload(buyer, [contract()]))
    buyer.submit(check, form="confirm-form")
    base = f"/marches/{imported()[0].id}"
    lot = buyer.get(f"{base}/lots/1")
    assert "Volume à compléter" in lot
    page = buyer.submit(
        buyer.get(f"{base}/lots/1/volume"), {"target_hours": ""}, form="target-form", status=422
    )
    done = buyer.follow(buyer.submit(page, {"target_hours": "245"}, form="target-form"))
    assert "245 h" in done
    market = imported()[0]
    assert [t.hours for t in market.lots[0].targets] == [24500]
    buyer.post(
        f"{base}/lots/1/volume",
        {"target_hours": "9", "exec_start": "03/11/2025", "exec_months": "8"},
        status=422,
    )


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "vide.json"), (b"{", "casse.json"), (b"%PDF-1.7", "photo.json"), (b"a;b\n1;2\n", "autre.csv"),
     (b'{"marches": {"marche": []}}', "rien.json"), (b"\xff\xfe\x00", "x.json")],
)  # fmt: skip
def test_a_file_of_something_else_is_refused_in_words(portal: Portal, content: bytes, name: str) -> None:
    page = upload_bytes(portal.sign_in("sandrine.lemaire"), content, name, status=422)
    assert len(page.problems) == 1


def test_a_checked_file_belongs_to_its_organization(portal: Portal) -> None:
    page = upload(portal.sign_in("sandrine.lemaire"), [contract()])
    there = page.response.headers["Location"]
    for other in ("claire.delattre", "mickael.roussel"):
        portal.sign_in(other).get(there, status=403)
    portal.sign_in("sandrine.lemaire").get("/marches/importer/0123456789", status=404)


def test_every_act_is_in_the_journal_without_a_name(portal: Portal) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    file_to_text(buyer)
    acts = [row.action for row in db.session.query(AuditEvent).order_by(AuditEvent.seq)]
    for verb in ("market:create", "market:lots", "clause:save"):
        assert verb in acts
    lots = db.session.query(Lot).join(Market).filter(Market.reference == "2026-VB-014").count()
    assert lots == 6


def test_a_volume_is_looked_at_beside_comparable_lots_of_the_territory(portal: Portal) -> None:
    """E02: lot 1 of 2026-VB-014, 1 190 h for 1 420 000 €, is 0,84 h for 1 000 €."""
    stage.published(portal)
    market = stage.filed(portal, "2026-VB-099")
    markets.request_opinion(
        stage.actor("sandrine.lemaire"), market.id, None, seen_version=None, now=portal.now
    )
    page = portal.sign_in("claire.delattre").get(f"/marches/{market.id}/instruction")
    assert "Lots comparables du territoire" in page and "2026-VB-014, lot 1" in page and "0,84 h" in page


def test_a_result_is_not_asked_for_before_the_offers_are_in(portal: Portal) -> None:
    market = stage.published(portal)
    sandrine = portal.sign_in("sandrine.lemaire")
    portal.day("2026-04-24")
    for page in (sandrine.get(f"/marches/{market.id}"), sandrine.get(f"/marches/{market.id}/lots/1")):
        assert "Déclarer l'attribution" not in page.text
    early = {"award_result": "no_bid", "result_reason": "Aucune offre"}
    form = sandrine.get(f"/marches/{market.id}/lots/1/attribution")
    assert "qu'après la remise des offres" in sandrine.submit(form, early, form="award-form", status=422)
    portal.day("2026-04-25")
    assert "Déclarer l'attribution" in sandrine.get(f"/marches/{market.id}/lots/1")


def test_a_page_that_has_a_next_step_keeps_the_links_of_the_account(portal: Portal) -> None:
    """What is next on a market or a lot is no sign-in left unfinished."""
    market = stage.published(portal)
    portal.day("2026-06-15")
    sandrine = portal.sign_in("sandrine.lemaire")
    for path in (f"/marches/{market.id}", f"/marches/{market.id}/lots/1"):
        page = sandrine.get(path)
        assert "Déclarer l'attribution" in page
        assert {"/notifications", "/mon-compte"} <= {
            link.replace("http://clauses.example", "") for link in page.links()
        }, path
