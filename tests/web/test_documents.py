"""The documents of a market: each reads what is open to it, what is withdrawn stays written, and nothing runs."""

import io
import os
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DatabaseError

from clauses import stores
from clauses.actions import files as kept_files
from clauses.config import clock
from clauses.domain import files as limits
from clauses.domain.kinds_files import Readership, ScanState
from clauses.extensions import db, write_transaction
from clauses.jobs import files as jobs
from clauses.models.files import MarketDocument, MessageFile, StoredFile
from clauses.models.journal import AuditEvent
from clauses.models.markets import Lot
from clauses.queries.files import antivirus
from tests import stage_hours
from tests.portal import Browser, Page, Portal
from tests.sendable import pdf, photograph, text_document

SENT = pdf(b"(un cahier des clauses)")
ALL = (
    "sandrine.lemaire",
    "mickael.roussel",
    "nadege.brunel",
    "olivier.lambert",
    "claire.delattre",
    "helene.vasseur",
)


@pytest.fixture
def lot(portal: Portal) -> str:
    """The address of lot 1 of 2026-VB-014, under way with the people of three structures."""
    site = stage_hours.played(portal, 1)
    found = db.session.get_one(Lot, site.lot_id)
    return f"/marches/{found.market_id}/lots/{found.number}"


def market_of(lot: str) -> str:
    return lot.partition("/lots")[0]


def put(
    portal: Portal, where: str, who: str, content: bytes = SENT, name: str = "CCAP définitif.pdf", *,
    readership: str = "everyone", status: int = 303,
) -> Page:  # fmt: skip
    browser = portal.sign_in(who)
    typed = {"document_kind": "special_conditions", "document_readership": readership}
    sent = {**typed, "e_file": (io.BytesIO(content), name)}
    return browser.post(f"{where}/pieces", sent, status=status, content_type="multipart/form-data")


def fresh(question: object) -> list:
    db.session.rollback()
    return list(db.session.scalars(question))


def only() -> MarketDocument:
    (found,) = fresh(select(MarketDocument))
    return found


def download(browser: Browser, lot: str, document: MarketDocument, status: int = 200) -> Page:
    return browser.get(f"{market_of(lot)}/pieces/{document.id}/fichier", status=status)


def test_a_document_of_a_lot_is_read_by_those_who_follow_it_and_by_nobody_else(
    portal: Portal, lot: str
) -> None:
    put(portal, lot, "mickael.roussel")
    for who in ALL:
        browser = portal.sign_in(who)
        page = browser.get(f"{lot}/pieces")
        assert "CCAP définitif.pdf" in page and "Mickaël Roussel" in page and "Non analysé" in page, who
        answer = browser.client.get(f"{market_of(lot)}/pieces/{only().id}/fichier")
        assert answer.data == SENT
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert "filename*=UTF-8''CCAP%20d%C3%A9finitif.pdf" in answer.headers["Content-Disposition"]
        assert answer.headers["Cache-Control"] == "no-store"
    for who, status in (("maxime.ollier", 403), ("isabelle.caudron", 404)):
        portal.sign_in(who).get(f"{lot}/pieces", status=status)
        download(portal.sign_in(who), lot, only(), 404)
    other = lot.replace("/lots/1", "/lots/2")
    portal.sign_in("nadege.brunel").get(f"{other}/pieces", status=404)
    put(portal, other, "nadege.brunel", status=404)
    portal.visitor().get(f"{lot}/pieces", status=302)


@pytest.mark.parametrize(
    ("readership", "readers"),
    [
        ("holder", {"sandrine.lemaire", "mickael.roussel", "claire.delattre", "helene.vasseur"}),
        ("buyer", {"sandrine.lemaire", "claire.delattre", "helene.vasseur"}),
    ],
)
def test_a_document_may_be_kept_from_some(
    portal: Portal, lot: str, readership: str, readers: set[str]
) -> None:
    put(portal, lot, "claire.delattre", readership=readership)
    for who in ALL:
        browser = portal.sign_in(who)
        assert ("CCAP définitif.pdf" in browser.get(f"{lot}/pieces")) == (who in readers), who
        download(browser, lot, only(), 200 if who in readers else 404)
        listed = "Pièce déposée" in browser.get(f"{lot}?onglet=historique")
        assert listed == (who in {"sandrine.lemaire", "claire.delattre", "helene.vasseur"}), who


def test_a_company_hides_nothing_from_the_holder(portal: Portal, lot: str) -> None:
    page = portal.sign_in("nadege.brunel").get(f"{lot}/pieces")
    assert "L&#39;acheteur et la personne ressource" not in page.response.text
    refused = put(portal, lot, "nadege.brunel", readership="buyer", status=422)
    assert "Choisissez une des réponses proposées." in refused
    put(portal, lot, "nadege.brunel", readership="holder")
    assert "CCAP définitif.pdf" in portal.sign_in("nadege.brunel").get(f"{lot}/pieces")
    assert "CCAP définitif.pdf" not in portal.sign_in("olivier.lambert").get(f"{lot}/pieces")


def test_only_the_buyer_puts_for_the_whole_market(portal: Portal, lot: str) -> None:
    market = market_of(lot)
    put(portal, market, "sandrine.lemaire")
    assert only().lot_id is None
    for who in ALL:
        browser = portal.sign_in(who)
        assert "CCAP définitif.pdf" in browser.get(f"{lot}/pieces") and "Tout le marché" in browser.get(
            f"{market}/pieces"
        )
    for who in ALL[1:]:
        put(portal, market, who, status=403)
    assert "Pièce déposée" in portal.sign_in("claire.delattre").get(f"{market}?onglet=historique")


def test_the_tabs_lead_to_the_documents(portal: Portal, lot: str) -> None:
    for who in ALL:
        browser = portal.sign_in(who)
        assert f'href="{lot}/pieces"' in browser.get(lot).response.text
        assert f'href="{market_of(lot)}/pieces"' in browser.get(market_of(lot)).response.text
    admin = portal.sign_in("maxime.ollier").get(lot)
    assert "/pieces" not in admin.response.text and "/echanges" not in admin.response.text


def test_a_withdrawn_document_stays_written_with_its_reason(portal: Portal, lot: str) -> None:
    put(portal, lot, "mickael.roussel")
    document = only()
    url = f"{market_of(lot)}/pieces/{document.id}/retrait"
    for who in ("sandrine.lemaire", "nadege.brunel", "helene.vasseur"):
        portal.sign_in(who).get(url, status=403)
        portal.sign_in(who).post(url, {"withdraw_reason": "Non"}, status=403)
    mickael = portal.sign_in("mickael.roussel")
    blank = mickael.submit(mickael.get(url), {"withdraw_reason": "  "}, form=url, status=422)
    assert "Indiquez le motif du retrait" in blank
    named = mickael.submit(mickael.get(url), {"withdraw_reason": "Cite Aubrespin"}, form=url, status=422)
    assert "semble citer une personne (Aubrespin)" in named
    mickael.submit(mickael.get(url), {"withdraw_reason": "Version périmée"}, form=url)
    page = portal.sign_in("sandrine.lemaire").get(f"{lot}/pieces")
    assert "Pièces retirées" in page and "Version périmée" in page and "Mickaël Roussel" in page
    download(portal.sign_in("sandrine.lemaire"), lot, document, 409)
    download(mickael, lot, document, 409)
    mickael.post(url, {"withdraw_reason": "Encore"}, status=409)
    mickael.get(url, status=409)
    assert "Pièce retirée" in mickael.get(f"{lot}?onglet=historique")
    assert len(fresh(select(StoredFile))) == 1


def test_whoever_follows_the_lot_stops_what_should_not_have_come(portal: Portal, lot: str) -> None:
    put(portal, lot, "mickael.roussel")
    claire = portal.sign_in("claire.delattre")
    url = f"{market_of(lot)}/pieces/{only().id}/retrait"
    claire.submit(claire.get(url), {"withdraw_reason": "Cite une situation personnelle"}, form=url)
    assert only().withdrawn_at is not None


def test_a_document_is_never_removed(portal: Portal, lot: str) -> None:
    put(portal, lot, "mickael.roussel")
    with pytest.raises(DatabaseError, match="market_document is kept"), write_transaction():
        db.session.execute(text("DELETE FROM market_document"))
    db.session.rollback()


def test_the_buyer_never_sees_the_proofs_of_the_participants(portal: Portal, lot: str) -> None:
    for where in (lot, market_of(lot)):
        page = portal.sign_in("sandrine.lemaire").get(f"{where}/pieces")
        assert "Aucune pièce" in page and not any(name in page for name in stage_hours.NAMES)


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"MZ\x90", "avis.pdf", "Ce format n'est pas accepté. Déposez un fichier PDF, JPG, PNG, XLSX, DOCX, ODT ou CSV."),
        (b"", "avis.pdf", "Ce fichier est vide."),
        (pdf(b"<</S/JavaScript/JS(1)>>"), "avis.pdf", "Ce PDF contient un programme"),
        (SENT, "compte rendu Aubrespin.pdf", "Le nom de ce fichier semble citer une personne (Aubrespin)."),
        (SENT, "CR_zephyrin-03.pdf", "Le nom de ce fichier semble citer une personne (zephyrin)."),
    ],
)  # fmt: skip
def test_a_refused_file_leaves_no_trace(
    portal: Portal, lot: str, content: bytes, name: str, said: str
) -> None:
    page = put(portal, lot, "mickael.roussel", content, name, status=422)
    assert said in page
    assert fresh(select(MarketDocument)) == fresh(select(StoredFile)) == []
    assert not [
        path for path in portal.app.config["SETTINGS"].files.rglob("*") if path.name.endswith(".part")
    ]


def test_a_document_needs_its_kind_and_its_file(portal: Portal, lot: str) -> None:
    page = portal.sign_in("mickael.roussel").post(
        f"{lot}/pieces", {"document_readership": "everyone"}, status=422
    )
    assert "Choisissez la nature de la pièce." in page, page.problems
    typed = {"document_readership": "everyone", "document_kind": "minutes"}
    page = portal.sign_in("mickael.roussel").post(f"{lot}/pieces", typed, status=422)
    assert "Choisissez un fichier." in page


def test_the_documents_of_a_lot_have_a_limit(
    portal: Portal, lot: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(portal, lot, "mickael.roussel")
    monkeypatch.setattr("clauses.actions.markets.documents.MOST_OF_LOT", len(SENT) + 10)
    page = put(portal, lot, "sandrine.lemaire", status=422)
    assert "Les pièces de ce dossier occupent déjà" in page
    put(portal, market_of(lot), "sandrine.lemaire")  # the whole market has its own share
    monkeypatch.setattr(kept_files, "MOST_OF_ORGANIZATION", 10)
    assert "Les fichiers de votre organisation occupent déjà" in put(
        portal, lot.replace("/lots/1", "/lots/2"), "sandrine.lemaire", status=422
    )


def test_the_name_of_a_file_is_in_no_audit_line(portal: Portal, lot: str) -> None:
    put(portal, lot, "mickael.roussel", name="nom du fichier.pdf")
    assert not any("nom du fichier" in str(line.facts) for line in fresh(select(AuditEvent)))


def test_a_photograph_is_kept_without_its_place(portal: Portal, lot: str) -> None:
    from PIL import Image

    said = Image.Exif()
    said[0x010F] = "Marque du telephone"
    put(portal, lot, "mickael.roussel", photograph(exif=said), "IMG_1.jpeg")
    answer = portal.sign_in("sandrine.lemaire").client.get(f"{market_of(lot)}/pieces/{only().id}/fichier")
    assert answer.data.startswith(b"\xff\xd8\xff") and b"Marque" not in answer.data


# -- the folder ----------------------------------------------------------------------------------------------------------


def age(path: object, days: int) -> None:
    then = clock.real().timestamp() - days * 86_400
    os.utime(path, (then, then))


def test_what_a_refused_act_left_is_swept_a_day_later(portal: Portal, lot: str) -> None:
    put(portal, lot, "mickael.roussel")
    folder = portal.app.config["SETTINGS"].files
    named = stores.path_of(folder, only().file.key)
    assert named.stat().st_mode & 0o077 == 0
    stores.opened(folder).write("ab" + "0" * 46, b"left behind")
    stores.opened(folder).write("ab" + "1" * 46, b"of an act under way")
    left, young = folder / "ab" / ("ab" + "0" * 46), folder / "ab" / ("ab" + "1" * 46)
    age(named, 3)
    age(left, 2)
    (folder / ".swept").unlink(missing_ok=True)
    assert kept_files.sweep(folder, clock.real()) >= 1
    assert named.is_file() and young.is_file() and not left.exists()
    age(young, 2)
    assert kept_files.sweep(folder, clock.real()) == 0 and young.is_file()  # once a day
    assert kept_files.sweep(folder, clock.real() + timedelta(days=1, seconds=5)) >= 1
    assert not young.exists() and named.is_file()


def test_a_disk_that_is_full_keeps_neither_row_nor_file(
    portal: Portal, lot: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    folder = portal.app.config["SETTINGS"].files
    before = {path for path in folder.rglob("*") if path.is_file()}
    monkeypatch.setattr(stores.os, "fsync", full)
    assert "Rien n'a été enregistré" in put(portal, lot, "mickael.roussel", status=422)
    assert fresh(select(StoredFile)) == []
    assert {path for path in folder.rglob("*") if path.is_file()} == before


def test_an_act_that_begins_again_writes_one_file(portal: Portal, lot: str) -> None:
    from clauses.actions import markets
    from clauses.domain.kinds_files import DocumentKind
    from clauses.queries import files
    from tests import stage

    folder = portal.app.config["SETTINGS"].files
    before = len([path for path in folder.rglob("*") if path.is_file()])
    sent = files.check(limits.Upload("a.pdf", SENT), field="e_file")
    stores.opened(folder).write(sent.key, sent.content)  # the first attempt, whose row was undone
    market_id = int(market_of(lot).rpartition("/")[2])
    fields = markets.DocumentFields(DocumentKind.MINUTES, Readership.EVERYONE)
    markets.put_document(
        stage.actor("mickael.roussel"), market_id, 1, fields, sent, files=folder, now=portal.now
    )
    assert len([path for path in folder.rglob("*") if path.is_file()]) == before + 1


# -- the antivirus ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def silent(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """A portal whose antivirus is away."""
    from dataclasses import replace

    settings = replace(portal.app.config["SETTINGS"], clamd_url="tcp://127.0.0.1:9")
    monkeypatch.setitem(portal.app.config, "SETTINGS", settings)


@pytest.mark.usefixtures("silent")
def test_a_file_waits_for_the_antivirus(portal: Portal, lot: str, monkeypatch: pytest.MonkeyPatch) -> None:
    put(portal, lot, "mickael.roussel")
    sandrine = portal.sign_in("sandrine.lemaire")
    assert "En attente de l'antivirus" in sandrine.get(f"{lot}/pieces")
    assert "/fichier" not in sandrine.get(f"{lot}/pieces").response.text
    download(sandrine, lot, only(), 409)
    jobs.look_after(clock.real())  # still away
    assert fresh(select(StoredFile.scan)) == [ScanState.WAITING]
    monkeypatch.setattr(antivirus, "asked", lambda content, url: ScanState.CLEAN)
    assert jobs.scan_waiting("tcp://127.0.0.1:9", clock.real()) == 1
    assert "En attente" not in sandrine.get(f"{lot}/pieces")
    download(sandrine, lot, only())
    assert jobs.scan_waiting("tcp://127.0.0.1:9", clock.real()) == 0


@pytest.mark.usefixtures("silent")
def test_what_the_antivirus_finds_later_is_blocked_and_its_bytes_swept(
    portal: Portal, lot: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(portal, lot, "mickael.roussel")
    monkeypatch.setattr(antivirus, "asked", lambda content, url: ScanState.INFECTED)
    jobs.scan_waiting("tcp://127.0.0.1:9", clock.real())
    sandrine = portal.sign_in("sandrine.lemaire")
    assert "Bloqué par l'antivirus" in sandrine.get(f"{lot}/pieces")
    download(sandrine, lot, only(), 409)
    assert "file:infected" in fresh(select(AuditEvent.action))
    folder = portal.app.config["SETTINGS"].files
    path = stores.path_of(folder, only().file.key)
    age(path, 2)
    (folder / ".swept").unlink(missing_ok=True)
    kept_files.sweep(folder, clock.real())
    assert not path.exists()


def test_a_file_that_no_verdict_is_given_on_holds_nobody_up(
    portal: Portal, lot: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(portal, lot, "mickael.roussel")
    put(portal, lot, "mickael.roussel", text_document(), "second.docx")
    verdicts = iter([ScanState.WAITING, ScanState.CLEAN])
    monkeypatch.setattr(antivirus, "asked", lambda content, url: next(verdicts))
    assert jobs.scan_waiting("tcp://127.0.0.1:9", clock.real()) == 1
    states = fresh(select(StoredFile.scan).order_by(StoredFile.id))
    assert states == [ScanState.WAITING, ScanState.CLEAN]


def test_a_proof_waits_for_the_antivirus_too(portal: Portal) -> None:
    from clauses.domain.kinds import EligibilityState
    from clauses.models.hours import Eligibility

    site = stage_hours.begun(portal)
    proof = fresh(select(Eligibility).order_by(Eligibility.id))[0]
    with write_transaction():
        db.session.execute(update(Eligibility).values(state=EligibilityState.TO_COMPLETE))
        db.session.commit()
    nadege = portal.sign_in("nadege.brunel")
    url = f"/participants/eligibilite/{proof.id}/justificatif"
    sent = {"p_proof": (io.BytesIO(SENT), "a.pdf"), "lot_id": str(site.lot_id)}
    nadege.post(url, sent, content_type="multipart/form-data")
    claire = portal.sign_in("claire.delattre")
    claire.get(url)
    with write_transaction():
        db.session.execute(update(StoredFile).values(scan=ScanState.WAITING))
        db.session.commit()
    claire.get(url, status=409)


# -- messages --------------------------------------------------------------------------------------------------------------


def join(
    portal: Portal, lot: str, who: str, content: bytes, name: str, words: str = "", status: int = 303
) -> Page:
    sent = {"message": words, "e_file": (io.BytesIO(content), name)}
    return portal.sign_in(who).post(
        f"{lot}/echanges", sent, status=status, content_type="multipart/form-data"
    )


def test_a_file_is_joined_to_a_message_and_read_by_those_who_read_the_thread(
    portal: Portal, lot: str
) -> None:
    join(portal, lot, "mickael.roussel", SENT, "planning.pdf")
    (joined,) = fresh(select(MessageFile))
    url = f"{lot}/echanges/{joined.message_id}/fichier"
    for who in ALL:
        browser = portal.sign_in(who)
        assert "planning.pdf" in browser.get(f"{lot}/echanges"), who
        answer = browser.client.get(url)
        assert (
            answer.data == SENT and answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        )
    portal.sign_in("maxime.ollier").get(url, status=403)
    portal.sign_in("isabelle.caudron").get(url, status=404)
    portal.sign_in("sandrine.lemaire").get(url.replace("/lots/1/", "/lots/2/"), status=404)
    portal.sign_in("sandrine.lemaire").get(url.replace(str(joined.message_id), "99999"), status=404)


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"MZ\x90", "planning.pdf", "Ce format n'est pas accepté."),
        (SENT, "planning_Aubrespin.pdf", "Le nom de ce fichier semble citer une personne (Aubrespin)."),
    ],
)
def test_the_same_check_holds_for_a_message(
    portal: Portal, lot: str, content: bytes, name: str, said: str
) -> None:
    page = join(portal, lot, "mickael.roussel", content, name, "Voici le planning.", status=422)
    assert said in page and "Voici le planning." in page
    assert fresh(select(MessageFile)) == fresh(select(StoredFile)) == []


def test_a_message_needs_words_or_a_file(portal: Portal, lot: str) -> None:
    mickael = portal.sign_in("mickael.roussel")
    page = mickael.submit(mickael.get(f"{lot}/echanges"), {"message": " "}, form="message-form", status=422)
    assert "Écrivez un message ou joignez un fichier." in page


def test_what_is_joined_is_kept(portal: Portal, lot: str) -> None:
    join(portal, lot, "mickael.roussel", SENT, "planning.pdf")
    for act in ("UPDATE message_file SET file_id = file_id", "DELETE FROM message_file"):
        with pytest.raises(DatabaseError, match="message_file is kept"), write_transaction():
            db.session.execute(text(act))
        db.session.rollback()


# -- K06 -------------------------------------------------------------------------------------------------------------------


def test_all_the_threads_are_on_one_page_those_with_something_new_first(portal: Portal, lot: str) -> None:
    for who in ALL:
        page = portal.sign_in(who).get("/echanges")
        assert "Aucun échange." in page, who
        assert 'href="/echanges"' in portal.sign_in(who).get(f"{lot}/echanges").response.text, who
    second = lot.replace("/lots/1", "/lots/2")
    join(portal, lot, "mickael.roussel", SENT, "planning.pdf", "Le ferraillage est en avance.")
    sandrine = portal.sign_in("sandrine.lemaire")
    sandrine.submit(sandrine.get(f"{second}/echanges"), {"message": "Bonjour."}, form="message-form")
    text_of = sandrine.get("/echanges").response.text
    assert text_of.index(f"{lot}/echanges") < text_of.index(
        f"{second}/echanges"
    )  # the older, but it is not read
    assert "1 nouveau message" in sandrine.get("/echanges")
    assert "Mickaël Roussel" in sandrine.get("/echanges")
    nadege = portal.sign_in("nadege.brunel").get("/echanges")
    assert f"{lot}/echanges" in nadege.response.text and f"{second}/echanges" not in nadege.response.text
    sandrine.submit(sandrine.get(f"{lot}/echanges"), form="read-form")
    assert "nouveau message" not in sandrine.get("/echanges")
    assert "nouveau message" not in portal.sign_in("mickael.roussel").get("/echanges")
    portal.sign_in("maxime.ollier").get("/echanges", status=403)
    portal.visitor().get("/echanges", status=302)


def test_threads_are_found_by_their_market_and_by_what_is_not_read(portal: Portal, lot: str) -> None:
    second = lot.replace("/lots/1", "/lots/2")
    sandrine = portal.sign_in("sandrine.lemaire")
    for where in (lot, second):
        sandrine.submit(sandrine.get(f"{where}/echanges"), {"message": "Bonjour."}, form="message-form")
    mickael = portal.sign_in("mickael.roussel")
    page = mickael.get("/echanges?q=gros")
    assert f"{lot}/echanges" in page.response.text and f'href="{second}/echanges"' not in page.response.text
    assert f'href="{lot}/echanges"' in mickael.get("/echanges?q=vb-014").response.text, (
        "by the reference, any case"
    )
    assert "Aucun échange ne correspond à ces filtres." in mickael.get("/echanges?q=rien-de-tel%25")
    mickael.submit(mickael.get(f"{lot}/echanges"), form="read-form")
    page = mickael.get("/echanges?non_lus=1")
    assert f'href="{lot}/echanges"' not in page.response.text
    assert "Aucun échange ne correspond" in sandrine.get("/echanges?non_lus=1"), (
        "what one wrote oneself is read"
    )
    other = portal.sign_in("isabelle.caudron").get("/echanges?q=gros").response.text
    assert f"{lot}/echanges" not in other, "the filter never widens what one may read"


def test_one_chooses_the_lot_to_write_on(portal: Portal, lot: str) -> None:
    market_id, number = lot.split("/")[2], lot.split("/")[4]
    id = fresh(select(Lot.id).where(Lot.market_id == int(market_id), Lot.number == int(number)))[0]
    answer = portal.sign_in("nadege.brunel").get(f"/echanges/ecrire?lot={id}", status=302)
    assert answer.response.headers["Location"] == f"{lot}/echanges"
    portal.sign_in("nadege.brunel").get("/echanges/ecrire?lot=x", status=302)
    portal.sign_in("isabelle.caudron").get(f"/echanges/ecrire?lot={id}", status=404)
    portal.sign_in("helene.vasseur").get(f"/echanges/ecrire?lot={id}", status=403)
    assert "Écrire sur un lot" not in portal.sign_in("helene.vasseur").get("/echanges")


def test_the_number_of_statements_does_not_follow_the_number_of_threads(portal: Portal, lot: str) -> None:
    from sqlalchemy import event

    def counted() -> int:
        asked: list[str] = []
        event.listen(db.engine, "before_cursor_execute", listen := lambda *a: asked.append(a[2]))
        portal.sign_in("sandrine.lemaire").get("/echanges")
        event.remove(db.engine, "before_cursor_execute", listen)
        return len(asked)

    sandrine = portal.sign_in("sandrine.lemaire")
    sandrine.submit(sandrine.get(f"{lot}/echanges"), {"message": "Bonjour."}, form="message-form")
    one = counted()
    for number in (2, 3, 4):
        url = lot.replace("/lots/1", f"/lots/{number}") + "/echanges"
        sandrine.submit(sandrine.get(url), {"message": "Bonjour."}, form="message-form")
    assert counted() == one
