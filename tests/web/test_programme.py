"""Does a buyer's own table become answers line by line, and a line a draft market?"""

import io
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from clauses.domain.kinds import MarketState, MarketType
from clauses.domain.programme import Answer
from clauses.extensions import db
from clauses.models.markets import Market
from clauses.models.programme import YearlyProgramme
from clauses.queries import programme as queries
from tests import stage
from tests.portal import Browser, Page, Portal

HEAD = (
    "N°",
    "Intitulé de l'opération",
    "Estimation HT",
    "Date de début",
    "Durée",
    "Ville",
    "Métier",
    "Direction",
    "Financement",
)
ROWS = (
    (1, "Réfection de la toiture de la mairie", 460_000, date(2026, 9, 1), 12, "Beauvais", "Couverture", "Bâtiments", "Prêt"),
    (2, "Entretien des espaces verts du parc", "60 000 €", "09/2026", "12 mois", "60000", None, "Espaces verts", None),
    (3, "Peinture de l'école A", 15_000, "T3 2026", 4, "Beauvais", "peinture", "Écoles", None),
    (4, "Peinture de l'école B", 18_000, "01/09/2026", 4, "Beauvais", "peinture", "Écoles", None),
    (5, "Peinture de la gare", 15_000, date(2027, 9, 1), 4, "Beauvais", "peinture", None, None),
    (6, "Étude indéfinie", None, None, None, "Nulle Part", None, None, "=1+1"),
    (7, None, 1000, None, None, None, None, None, None),
)  # fmt: skip


def workbook(*rows: tuple[Any, ...]) -> bytes:
    book = Workbook()
    book.active.append(("Programme prévisionnel",))
    for row in rows:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def sent(buyer: Browser, content: bytes, name: str = "programme.xlsx", status: int = 303) -> Page:
    page = buyer.get("/programmes/importer")
    return buyer.submit(
        page, {"programme_file": (io.BytesIO(content), name)}, form="programme-file-form", status=status,
        content_type="multipart/form-data",
    )  # fmt: skip


def taken(buyer: Browser, content: bytes) -> Page:
    """From the file to the answers, with the columns as they are proposed."""
    columns = buyer.follow(sent(buyer, content))
    check = buyer.follow(buyer.submit(columns, form="columns-form"))
    return buyer.follow(buyer.submit(check, form="programme-confirm"))


@pytest.fixture
def buyer(portal: Portal) -> Browser:
    return portal.sign_in("sandrine.lemaire")


def test_a_table_is_answered_line_by_line(buyer: Browser):
    page = taken(buyer, workbook(HEAD, *ROWS))
    (programme,) = db.session.query(YearlyProgramme).all()
    file = queries.programme_file(stage.actor("sandrine.lemaire"), programme.id, date(2026, 3, 2))
    found = {one.line.reference: (one.judged.answer, one.judged.hours) for one in file.lines}
    # 460 000 x 40 % / 38 x 5 % = 242.1 h, that is 245 h; 60 000 x 60 % / 38 x 5 % = 47.4 h, that is 35 h.
    assert found == {
        "1": (Answer.CLAUSE, 24500), "2": (Answer.RESERVE, 3500), "3": (Answer.TOO_SMALL, 1200),
        "4": (Answer.TOO_SMALL, 1400), "5": (Answer.TOO_SMALL, 1200), "6": (Answer.INCOMPLETE, 0),
    }  # fmt: skip
    assert "Clause utile" in page and "À réserver" in page and "lu dans l'intitulé" in page
    line = file.lines[1].line
    assert (line.amount, line.starts_on, line.months, line.commune_code) == (
        6_000_000,
        date(2026, 9, 1),
        12,
        "60057",
    )
    assert file.lines[0].line.free == {"Direction": "Bâtiments", "Financement": "Prêt"}
    assert sum(one.clause for one in file.load) == 24500 and sum(one.reserved for one in file.load) == 3500
    assert len(file.load) == 12 and {one.clause for one in file.load} == {2041, 2042}
    assert "septembre 2026" in page


def test_small_projects_are_grouped_when_together_they_bear_a_clause(buyer: Browser):
    small = [
        (n, f"Peinture {n}", 40_000, "09/2026", 4, "Beauvais", "peinture", None, None) for n in range(1, 4)
    ]
    taken(
        buyer, workbook(HEAD, *small, (9, "Peinture", 40_000, "09/2026", 4, "Creil", "peinture", None, None))
    )
    programme = db.session.query(YearlyProgramme).one()
    file = queries.programme_file(stage.actor("sandrine.lemaire"), programme.id, date(2026, 3, 2))
    assert [one.judged.answer for one in file.lines] == [Answer.GROUP] * 3 + [Answer.TOO_SMALL]
    assert file.lines[0].judged.group == (3, 4, 5)


def test_the_meaning_of_columns_is_remembered(buyer: Browser):
    content = workbook(HEAD, *ROWS)
    columns = buyer.follow(sent(buyer, content))
    select = {"meaning-7": "ignored", "meaning-6": "free"}
    assert columns.form("columns-form")[1]["meaning-1"] == "title"
    assert columns.form("columns-form")[1]["meaning-8"] == "free"
    buyer.submit(columns, select, form="columns-form")
    again = buyer.follow(sent(buyer, content))
    values = again.form("columns-form")[1]
    assert {name: values[name] for name in select} == select


def test_columns_must_make_sense(buyer: Browser):
    columns = buyer.follow(sent(buyer, workbook(HEAD, *ROWS)))
    refused = buyer.submit(columns, {"meaning-1": "free"}, form="columns-form", status=422)
    assert "quelle colonne donne l'objet" in refused
    refused = buyer.submit(columns, {"meaning-7": "amount"}, form="columns-form", status=422)
    assert "donné par deux colonnes" in refused
    buyer.submit(columns, {"meaning-7": "rien"}, form="columns-form", status=422)
    buyer.submit(columns, {"programme_year": "26"}, form="columns-form", status=422)


def test_what_is_odd_is_said_before_anything_is_kept(buyer: Browser):
    columns = buyer.follow(sent(buyer, workbook(HEAD, *ROWS)))
    check = buyer.follow(buyer.submit(columns, form="columns-form"))
    assert "commune inconnue (« Nulle Part »)" in check and "sans intitulé" in check
    assert db.session.query(YearlyProgramme).count() == 0


def test_a_file_that_cannot_be_read_says_why(buyer: Browser):
    for content, said in (
        (b"PK\x03\x04", "abîmé"), (b"%PDF-1", "n'est pas un classeur"), (b"", "aucune ligne"),
        (b"seul\n", "pas de ligne"), (b"\xd0\xcf\x11\xe0", "ancien format"),
    ):  # fmt: skip
        assert said in sent(buyer, content, status=422), said


def test_a_csv_is_taken_too(buyer: Browser):
    content = "Objet;Montant k€;Début;Fin\nToiture et couverture;460;01/09/2026;31/08/2027\n".encode("cp1252")
    taken(buyer, content)
    line = db.session.query(YearlyProgramme).one().lines[0]
    assert (line.amount, line.months, line.trade, line.trade_guessed) == (46_000_000, 12, "couverture", True)


def test_a_line_becomes_a_draft_in_one_click(buyer: Browser):
    page = taken(buyer, workbook(HEAD, *ROWS))
    step = buyer.follow(buyer.submit(page, form="/lignes/"))
    assert (
        "Brouillon ouvert" in step
        and "Réfection de la toiture" in step.form("market-form")[1]["market_title"]
    )
    market = db.session.query(Market).order_by(Market.id.desc()).first()
    assert (market.state, market.amount, market.places) == (MarketState.DRAFT, 46_000_000, ["60057"])
    assert market.market_type is MarketType.WORKS and market.lots[0].trade == "couverture"
    again = buyer.get(page.response.request.path)
    assert market.reference in again
    assert "déjà son brouillon" in buyer.post(page.form("/lignes/")[0], status=422)


def test_the_workbook_holds_answers_reasons_and_load(buyer: Browser):
    page = taken(buyer, workbook(HEAD, *ROWS))
    address = next(link for link in page.links() if link.endswith("reponses.xlsx"))
    book = load_workbook(io.BytesIO(buyer.get(address).response.data))
    assert book.sheetnames == ["Réponses", "Charge par mois", "Méthode"]
    rows = list(book["Réponses"].iter_rows(values_only=True))
    assert (
        rows[1][2] == "Réfection de la toiture de la mairie"
        and rows[1][8] == "Clause utile"
        and rows[1][9] == 245
    )
    assert "Direction" in rows[0]
    assert "ANRU" in str([cell for row in book["Méthode"].iter_rows(values_only=True) for cell in row])
    assert all(cell.data_type != "f" for row in book["Réponses"].iter_rows() for cell in row)


def test_a_programme_is_its_organization_s_alone(buyer: Browser, portal: Portal):
    page = taken(buyer, workbook(HEAD, *ROWS))
    path = page.response.request.path
    for who in ("mickael.roussel", "claire.delattre", "helene.vasseur"):
        other = portal.sign_in(who)
        other.get("/programmes", status=403)
        other.get(path, status=404)
    portal.sign_in("sandrine.lemaire").get("/programmes/importer/0123456789", status=404)
