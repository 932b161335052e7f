"""Are markets taken in by our own model, workbook or CSV: checked cell by cell, whole or not at all, once each?"""

import io
import resource
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from clauses.domain.kinds import ClauseType, MarketForm, MarketType, Procedure
from clauses.extensions import db
from clauses.models.markets import Market
from clauses.wording import decp as words
from tests.journeys.test_s01_filing import MARKET
from tests.portal import Browser, Page, Portal
from tests.queries.test_sheets import PLAIN, SHEET, part, rebuilt

BEAUVAIS = "99900101900010"
HOLDER = "99900201700013"
TITLES = words.MODEL_TITLES
ROW: dict[str, Any] = {
    "reference": "2026-VB-900", "lot": 1, "objet": "Construction d'un groupe scolaire", "intitule_lot": "Gros œuvre",
    "acheteur_siret": "", "type": "Travaux", "forme": "Ordinaire", "procedure": "Procédure adaptée",
    "cpv": "45223220-4", "montant_ht": 575_000, "commune_insee": "Beauvais", "date_notification": date(2026, 2, 2),
    "duree_mois": 18, "considerations_sociales": "Clause sociale", "titulaire_siret": HOLDER,
    "titulaire_nom": "Bâtisseurs du Thérain",
}  # fmt: skip


def row(**changes: Any) -> dict[str, Any]:
    return {**ROW, **changes}


def workbook(*rows: dict[str, Any], change: Any = None) -> bytes:
    made = Workbook()
    made.active.append([TITLES[key] for key in ROW])
    for one in rows:
        made.active.append([one[key] for key in ROW])
    if change:
        change(made)
    kept = BytesIO()
    made.save(kept)
    return kept.getvalue()


def send(buyer: Browser, content: bytes, name: str = "marches.xlsx", *, status: int = 303) -> Page:
    return buyer.submit(
        buyer.get("/marches/importer"), {"import_file": (io.BytesIO(content), name)}, form="import-form",
        status=status, content_type="multipart/form-data",
    )  # fmt: skip


def checked(buyer: Browser, content: bytes, name: str = "marches.xlsx") -> Page:
    return buyer.follow(send(buyer, content, name))


def brought() -> list[Market]:
    db.session.rollback()
    return db.session.query(Market).filter(Market.source == "decp").order_by(Market.id).all()


@pytest.fixture
def buyer(portal: Portal) -> Browser:
    return portal.sign_in("sandrine.lemaire")


def test_the_model_is_downloaded_explained_and_taken_back(portal: Portal, buyer: Browser):
    response = buyer.get("/marches/importer/modele.xlsx").response
    assert response.headers["Content-Disposition"] == 'attachment; filename="modele-marches.xlsx"'
    book = load_workbook(BytesIO(response.data))
    assert book.sheetnames == ["Marchés", "Exemple", "Colonnes", "Listes", "Méthode"]
    assert [cell.value for cell in book["Marchés"][1]] == list(TITLES.values())
    assert book["Marchés"].max_row == 1
    explained = {line[0].value for line in book["Colonnes"].iter_rows(min_row=2)}
    assert explained == set(TITLES.values())
    # As delivered, it has no market to take; its own example, moved to the first sheet, is read whole.
    assert send(buyer, response.data, status=422).problems == ["Ce fichier ne décrit aucun marché."]
    del book["Marchés"]
    filled = BytesIO()
    book.save(filled)
    page = checked(buyer, filled.getvalue())
    assert "confirm-form" in page.response.text and "2026-014, lot 2" in page and "Refusées" not in page
    again = checked(buyer, buyer.get("/marches/importer/modele.csv").response.data, "modele.csv")
    assert "2026-014, lot 1" in again


def test_one_row_is_one_lot_and_nothing_is_written_before_a_yes(buyer: Browser):
    rows = row(), row(lot="Lot 02", intitule_lot="Peinture", montant_ht="84 500,50 € HT", commune_insee=60159,
                      considerations_sociales="", titulaire_siret="", titulaire_nom="")  # fmt: skip
    page = checked(buyer, workbook(*rows))
    assert brought() == []
    assert "2026-VB-900, lot 1" in page and "Peinture" in page
    buyer.submit(page, form="confirm-form")
    (market,) = brought()
    assert (market.reference, market.title) == ("2026-VB-900", "Construction d'un groupe scolaire")
    assert market.amount == 575_000_00 + 84_500_50 and market.places == ["60057", "60159"]
    kinds = (market.market_type, market.market_form, market.procedure, market.cpv)
    assert kinds == (MarketType.WORKS, MarketForm.ORDINARY, Procedure.ADAPTED, "45223220-4")
    first, second = market.lots
    assert (first.number, first.title, first.amount) == (1, "Gros œuvre", 575_000_00)
    assert first.clause.clause_type is ClauseType.EXECUTION_CONDITION and first.award.awardee.siret == HOLDER
    assert (second.number, second.title, second.amount, second.has_clause) == (
        2,
        "Peinture",
        84_500_50,
        False,
    )
    assert second.award is None and second.places == ["60159"]
    assert market.buyer.siret == BEAUVAIS


def test_the_same_file_creates_nothing_twice(buyer: Browser):
    content = workbook(row(reference="2026-1"), row(reference="2026-1", lot=2, intitule_lot="Peinture"))
    page = checked(buyer, content)
    buyer.submit(page, form="confirm-form")
    again = checked(buyer, content)
    assert again.text.count("Le marché 2026-1 existe déjà") == 1
    assert "Rien à créer dans ce fichier." in again
    buyer.post(page.response.request.path, {})
    assert [(m.reference, len(m.lots)) for m in brought()] == [("2026-1", 2)]


def test_a_file_is_taken_whole_or_not_at_all(buyer: Browser):
    page = checked(buyer, workbook(row(), row(lot=2, duree_mois="dix-huit")))
    assert "Ligne 3 : Durée en mois n'est pas un nombre entier de mois (« dix-huit »)." in page
    assert "Rien ne sera créé pour l'instant" in page and "confirm-form" not in page.response.text
    buyer.post(page.response.request.path, {}, status=422)
    assert brought() == []


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("montant_ht", "575 000 € TTC", "Montant HT du lot est toutes taxes comprises"),
        ("montant_ht", "beaucoup", "Montant HT du lot n'est pas un montant en euros (« beaucoup »)."),
        ("montant_ht", -12, "Montant HT du lot doit être d'au moins 1 €"),
        ("montant_ht", 10**12, "dépasse le plafond accepté"),
        ("montant_ht", True, "Montant HT du lot n'est pas un montant en euros"),
        ("montant_ht", None, "Montant HT du lot manque."),
        ("date_notification", "31/02/2026", "Date de notification n'est pas une date"),
        ("date_notification", 46_000, "Date de notification n'est pas une date"),
        ("date_notification", date(1905, 1, 1), "sort des années 1990 à 2100"),
        ("duree_mois", 0, "Durée en mois doit être compris entre 1 et"),
        ("duree_mois", 1.5, "Durée en mois n'est pas un nombre entier"),
        ("lot", "A", "Numéro du lot n'est pas un numéro de lot (« A »)"),
        ("lot", 0, "Numéro du lot n'est pas un numéro de lot"),
        ("type", "Chantier", "Type de marché ne connaît pas « Chantier ». Choisissez parmi"),
        (
            "procedure",
            "au jugé",
            "Procédure ne connaît pas « au jugé ». Choisissez parmi : Procédure adaptée,",
        ),
        ("considerations_sociales", "Peut-être", "Considérations sociales ne connaît pas « Peut-être »"),
        ("commune_insee", "Atlantide", "Commune d'exécution n'est pas un code INSEE"),
        ("acheteur_siret", "99900104300010", "n'est pas votre organisation"),
        ("titulaire_siret", "9990020170001", "un SIRET comporte 14 chiffres, celui-ci en a 13"),
        ("titulaire_siret", "99900201700014", "comporte une faute de frappe"),
        ("reference", "x" * 41, "Référence du marché compte plus de 40 caractères"),
        ("objet", "", "Objet du marché manque."),
    ],
)
def test_what_cannot_be_read_is_said_at_its_line_and_column(
    buyer: Browser, column: str, value: Any, said: str
):
    page = checked(buyer, workbook(row(), row(**{"lot": 2, column: value})))
    assert "Ligne 3" in page and said in page, page.text[:3000]
    assert "confirm-form" not in page.response.text


@pytest.mark.parametrize(
    ("value", "cents"),
    [
        ("575 000", 57_500_000), ("575\u00a0000,50 €", 57_500_050), ("575\u202f000 € HT", 57_500_000),
        ("1'420'000", 142_000_000), ("420 k€", 42_000_000), ("1,4 M€ HT", 140_000_000), ("575000.5", 57_500_050),
        (0.1 + 574_999.9, 57_500_000),
    ],
)  # fmt: skip
def test_amounts_are_read_as_offices_write_them(buyer: Browser, value: Any, cents: int):
    buyer.submit(checked(buyer, workbook(row(montant_ht=value))), form="confirm-form")
    assert brought()[0].amount == cents


@pytest.mark.parametrize("written", ["02/02/2026", "2026-02-02", date(2026, 2, 2)])
def test_days_are_read_as_dates_or_as_texts(buyer: Browser, written: Any):
    buyer.submit(checked(buyer, workbook(row(date_notification=written))), form="confirm-form")
    assert brought()[0].exec_start == date(2026, 2, 2)


def test_the_days_of_a_macintosh_are_the_same_days(buyer: Browser):
    def epoch(made: Workbook) -> None:
        made.epoch = CALENDAR_MAC_1904

    buyer.submit(checked(buyer, workbook(row(), change=epoch)), form="confirm-form")
    assert brought()[0].exec_start == date(2026, 2, 2)


def test_a_formula_is_its_value_and_without_one_it_is_missing(buyer: Browser):
    content = workbook(row())
    xml = part(content, SHEET)
    computed = xml.replace(b"<v>575000</v>", b"<f>500000+75000</f><v>575000</v>")
    bare = xml.replace(b"<v>575000</v>", b"<f>500000+75000</f>")
    assert xml not in (computed, bare)
    said = checked(buyer, rebuilt(content, replace={SHEET: bare}))
    assert "Ligne 2 : Montant HT du lot manque." in said
    buyer.submit(checked(buyer, rebuilt(content, replace={SHEET: computed})), form="confirm-form")
    assert brought()[0].amount == 57_500_000


def test_merged_cells_hold_their_value_once_and_the_other_row_is_told(buyer: Browser):
    content = workbook(row(), row(lot=2), change=lambda made: made.active.merge_cells("C2:C3"))
    assert "Ligne 3 : Objet du marché manque." in checked(buyer, content)


def test_hidden_sheets_are_ignored(buyer: Browser):
    def hide(made: Workbook) -> None:
        away = made.create_sheet("Caché", 0)
        away.append(["Référence du marché", "Objet du marché", "Montant HT du lot"])
        away.append(["X", "Y", 1])
        away.sheet_state = "hidden"

    assert "2026-VB-900, lot 1" in checked(buyer, workbook(row(), change=hide))


def test_columns_stand_in_any_order_and_a_title_line_may_come_first(buyer: Browser):
    made = Workbook()
    made.active.append(["Nos marchés 2026"])
    keys = list(reversed(ROW))
    made.active.append([TITLES[key].upper() for key in keys])
    made.active.append([ROW[key] for key in keys])
    kept = BytesIO()
    made.save(kept)
    assert "2026-VB-900, lot 1" in checked(buyer, kept.getvalue())


def test_the_same_columns_in_csv(buyer: Browser):
    lines = [
        ";".join(TITLES.values()),
        ";".join(str(value) for value in row(date_notification="02/02/2026").values()),
    ]
    page = checked(buyer, "\r\n".join(lines).encode("cp1252", "replace"), "marches.csv")
    buyer.submit(page, form="confirm-form")
    assert brought()[0].lots[0].amount == 57_500_000


def test_rows_of_one_market_that_differ_are_told(buyer: Browser):
    page = checked(buyer, workbook(row(), row(lot=2, procedure="Appel d'offres ouvert")))
    assert "Procédure diffère de la ligne 2 du même marché" in page and "confirm-form" in page.response.text


def test_the_same_lot_twice_is_refused(buyer: Browser):
    assert "déjà décrit à la ligne 2" in checked(buyer, workbook(row(), row()))


def test_a_place_that_nobody_follows_is_told(buyer: Browser):
    page = checked(buyer, workbook(row(commune_insee="75056"), row(lot=2, commune_insee="80021")))
    assert "la commune « 75056 » n'est pas connue du portail" in page
    assert "Amiens n'est dans aucun des territoires suivis" in page


def test_texts_of_any_length_and_kind_are_kept_clean(buyer: Browser):
    title = "École \N{SCHOOL} neuve " + "x" * 1_200
    page = checked(buyer, workbook(row(objet=title, intitule_lot="Gros\u200bœuvre")))
    assert "dépasse 1000 caractères" in page
    buyer.submit(page, form="confirm-form")
    (market,) = brought()
    assert market.title.startswith("École \N{SCHOOL} neuve xxx") and len(market.title) == 1_000


def _empty_rows(content: bytes) -> bytes:
    rows = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(3, 100_003))
    return rebuilt(
        content, replace={SHEET: part(content, SHEET).replace(b"</sheetData>", rows + b"</sheetData>")}
    )


def test_a_hundred_thousand_empty_rows_and_a_lying_dimension_hide_nothing(buyer: Browser):
    content = workbook(row(), row(lot=2))
    lying = part(content, SHEET).replace(b'ref="A1:P3"', b'ref="A1:A1"')
    assert lying != part(content, SHEET)
    assert "2026-VB-900, lot 2" in checked(buyer, rebuilt(content, replace={SHEET: lying}))
    assert "2026-VB-900, lot 1" in checked(buyer, _empty_rows(workbook(row())))


def test_a_workbook_that_would_harm_is_refused_in_a_sentence_and_at_little_cost(buyer: Browser):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    strings = b"<sst>" + b"<si><t/></si>" * 2_000_000 + b"</sst>"
    hostile = {
        "bomb": rebuilt(PLAIN, add=[("xl/sharedStrings2.xml", b" " * 31_000_000)]),
        "strings": rebuilt(PLAIN, replace={"xl/sharedStrings.xml": strings}),
        "doctype": rebuilt(PLAIN, replace={SHEET: b"<!DOCTYPE a><a/>"}),
        "macros": rebuilt(PLAIN, add=[("xl/vbaProject.bin", b"x")]),
        "cut": PLAIN[: len(PLAIN) // 2],
        "old": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "other": PLAIN,
        "rows": workbook(*[row(lot=None, reference=f"R{n}") for n in range(5_002)]),
    }
    for name, content in hostile.items():
        page = send(buyer, content, status=422)
        assert len(page.problems) == 1 and page.problems[0].endswith("."), name
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300 * 1024
    assert brought() == []


def test_only_a_buyer_imports(portal: Portal):
    for who in ("mickael.roussel", "claire.delattre", "nadege.brunel"):
        portal.sign_in(who).get("/marches/importer/modele.xlsx", status=403)


def test_an_odd_cpv_code_is_told_in_the_check(buyer: Browser):
    page = checked(buyer, workbook(row(cpv="45223220-5"), row(lot=2, cpv="46000000")))
    assert "la clé n'est pas celle attendue (4)" in page and "aucun code CPV ne commence par 46" in page
    assert "confirm-form" in page.response.text


def test_a_cpv_code_is_checked_and_named_on_screen(buyer: Browser):
    page = buyer.get("/marches/nouveau/marche")
    for typed, said in (
        ("45214200-3", "La clé 3 n'est pas celle attendue pour 45214200 (2)."),
        ("46000000", "Aucun code CPV ne commence par 46."),
    ):
        refused = buyer.submit(page, {**MARKET, "cpv": typed}, status=422)
        assert len(refused.problems) == 1 and refused.problems[0].startswith(said)
        assert refused.form("market-form")[1]["cpv"] == typed
    named = buyer.submit(page, {**MARKET, "cpv": "45214200-2", "market_ref": ""}, status=422)
    assert "Division 45 : Travaux de construction" in named
