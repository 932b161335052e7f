"""Does a buyer read, take away and keep the four pieces of a clause, and is a kept text the same for ever?"""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from clauses.extensions import db
from clauses.models.journal import AuditEvent
from clauses.models.markets import Lot
from clauses.models.texts import ClauseText
from clauses.queries.markets.texts import content_hash
from clauses.reports.clause_document import MEDIA_TYPE, Cover, plain, write
from tests import stage
from tests.portal import Portal

PIECES = {
    "avis": "Cette condition s'impose à tout candidat",
    "reglement": "Une offre comportant une réserve sur cette condition est irrégulière.",
    "ccap": "réserve au moins",
    "annexe": "Signature et cachet de l'entreprise",
}


@pytest.fixture
def market(portal: Portal) -> str:
    return f"/marches/{stage.filed(portal).id}"


def test_the_four_pieces_are_read_one_at_a_time(portal: Portal, market: str) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    for code, said in PIECES.items():
        page = buyer.get(f"{market}/texte?piece={code}")
        assert said in page, code
        assert "Claire Delattre" in page
    assert "réserve au moins" in buyer.get(f"{market}/texte?piece=inconnue"), (
        "the article of the CCAP by default"
    )
    assert "Travaux de bâtiment : pourquoi une clause, points de vigilance" in buyer.get(f"{market}/texte")
    assert "À faire relire" in buyer.get(f"{market}/texte")


def test_another_lever_may_be_read_without_changing_anything(portal: Portal, market: str) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    page = buyer.get(f"{market}/texte?levier=reserved_integration&piece=avis")
    assert "L.2113-13" in page and "1 190 heures" not in page
    assert "L.2112-2 du code" in buyer.get(f"{market}/texte?levier=rien")


def test_the_document_opens_and_holds_no_macro(portal: Portal, market: str) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    answer = buyer.client.get(f"{market}/texte.docx")
    assert answer.mimetype == MEDIA_TYPE
    assert answer.headers["Content-Disposition"] == 'attachment; filename="clause-2026-VB-014.docx"'
    document = Document(BytesIO(answer.data))
    titles = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert titles == [
        "Avis de publicité", "Règlement de la consultation", "Article du CCAP", "Annexe à l'acte d'engagement",
    ]  # fmt: skip
    assert len([p for p in document.paragraphs if p.style.name == "Heading 2"]) == 4 * 5
    known = document.core_properties
    assert known.author == "Portail des clauses sociales d'insertion" and known.language == "fr-FR"
    assert known.created.date() == date(2026, 3, 2) and known.comments == ""
    names = ZipFile(BytesIO(answer.data)).namelist()
    assert not [n for n in names if "vba" in n.lower() or n.endswith(".bin")]
    words = " ".join(p.text for p in document.paragraphs)
    assert "1\u202f190 heures" in words and "Lot 6" not in words


def test_the_plain_text_holds_the_four_pieces(portal: Portal, market: str) -> None:
    answer = portal.sign_in("sandrine.lemaire").client.get(f"{market}/texte.txt")
    for said in PIECES.values():
        assert answer.text.count(said) == 5, said
    assert answer.text.index("AVIS DE PUBLICITÉ") < answer.text.index("ARTICLE DU CCAP")


def test_a_hostile_title_breaks_neither_the_text_nor_the_document(portal: Portal, market: str) -> None:
    lot = stage.lot(1)
    lot.title = "Gros {oeuvre} <b> {0.__class__}"
    db.session.commit()
    buyer = portal.sign_in("sandrine.lemaire")
    assert "Gros {oeuvre}" in buyer.get(f"{market}/texte")
    assert "Gros {oeuvre} <b>" in " ".join(
        p.text for p in Document(BytesIO(buyer.client.get(f"{market}/texte.docx").data)).paragraphs
    )


def test_a_text_is_kept_once_and_read_again_word_for_word(portal: Portal, market: str) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    page = buyer.follow(buyer.submit(buyer.get(f"{market}/texte"), form="keep-form"))
    assert "Texte conservé avec le marché, version 1." in page
    buyer.submit(buyer.get(f"{market}/texte"), form="keep-form")
    kept = db.session.scalars(select(ClauseText)).one()
    assert kept.taken_on == date(2026, 3, 2) and kept.hash == content_hash(kept.pieces)
    assert kept.edition == "2026-11" and not kept.at_publication
    before = stage.lot(1).clause
    before.target_hours = 70000
    db.session.commit()
    assert "700 heures" in buyer.get(f"{market}/texte")
    assert "1 190 heures" in buyer.get(f"{market}/texte/1")
    assert "Claire Delattre" in buyer.get(f"{market}/texte/1?piece=avis")
    again = buyer.client.get(f"{market}/texte/1.docx")
    assert "1\u202f190 heures" in " ".join(p.text for p in Document(BytesIO(again.data)).paragraphs)
    buyer.submit(buyer.get(f"{market}/texte"), form="keep-form")
    assert [one.number for one in db.session.scalars(select(ClauseText).order_by(ClauseText.number))] == [
        1,
        2,
    ]
    facts = db.session.scalars(select(AuditEvent.facts).where(AuditEvent.action == "market:text")).all()
    assert [one["number"] for one in facts] == [1, 2]
    assert buyer.client.get(f"{market}/texte/9").status_code == 404


def test_a_kept_text_cannot_be_rewritten(portal: Portal, market: str) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    buyer.submit(buyer.get(f"{market}/texte"), form="keep-form")
    for order in ("UPDATE clause_text SET hash = 'x'", "DELETE FROM clause_text"):
        with pytest.raises(DBAPIError, match="append-only"):
            db.session.execute(text(order))
        db.session.rollback()


def test_publishing_keeps_the_text_of_the_consultation(portal: Portal) -> None:
    market = stage.published(portal)
    kept = db.session.scalars(select(ClauseText)).one()
    assert kept.at_publication and kept.market_id == market.id and len(kept.pieces) == 5
    company = portal.sign_in("mickael.roussel")
    assert company.client.get(f"/marches/{market.id}/texte/1").status_code == 404, "not a party yet"


def test_a_company_reads_the_published_text_of_its_own_lot_alone(portal: Portal) -> None:
    market = stage.filed(portal)
    buyer = portal.sign_in("sandrine.lemaire")
    buyer.submit(buyer.get(f"/marches/{market.id}/texte"), form="keep-form")
    stage.lot(1).clause.penalty_hour = 6000
    db.session.commit()
    published = stage.published(portal, "2026-VB-015")
    stage.awarded(portal, market=published)
    base = f"/marches/{published.id}/texte"
    company = portal.sign_in("mickael.roussel")
    page = company.get(f"{base}/1")
    assert "Gros œuvre" in page and "Menuiseries" not in page
    assert company.client.get(f"/marches/{market.id}/texte/1").status_code == 404
    company.post(base, {}, status=403)
    assert "Conserver ce texte" not in company.get(base)


def test_a_document_holds_no_character_that_its_format_cannot() -> None:
    cover = Cover("Ville", "R-1", "Titre \x0b {x}", "", date(2026, 3, 2))
    assert Document(BytesIO(write(cover, []))).paragraphs
    assert "\r\n" in plain(cover, [])


def test_a_market_without_a_clause_has_no_text_to_keep(portal: Portal, market: str) -> None:
    for lot in db.session.scalars(select(Lot)):
        if lot.clause is not None:
            db.session.delete(lot.clause)
    db.session.commit()
    buyer = portal.sign_in("sandrine.lemaire")
    page = buyer.get(f"{market}/texte")
    assert "Aucun lot n'a encore de clause enregistrée." in page and "keep-form" not in page
    refused = buyer.post(f"{market}/texte", {}, status=422)
    assert "il n'y a pas de texte à conserver" in refused
