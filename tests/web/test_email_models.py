"""Does an administrator, and nobody else, change the words of a message, try them, and put earlier ones back?"""

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from clauses.domain.kinds import Role
from clauses.domain.notices import NOTICES
from clauses.extensions import db, write_transaction
from clauses.models.journal import AuditEvent, EmailMessage
from clauses.models.notices import EmailModel
from clauses.queries.email_models.originals import original
from tests.portal import Portal
from tests.reading import Page

PAGE = "/admin/modeles/M42"
TYPED = {
    "model_subject": "Lot {{ lot.number }} : on vous écrit",
    "model_text": original("M42").text.replace("a écrit à ceux", "s'adresse à ceux"),
    "model_reason": "Demande du comité de pilotage",
}


def kept(page: Page) -> dict[str, str]:
    """What the form of the page holds of what was typed."""
    values = page.form("M42")[1]
    return {name: values[name].replace("\r\n", "\n").strip() for name in TYPED}


def test_an_administrator_changes_the_words_of_a_message_and_loses_nothing(portal: Portal) -> None:
    maxime = portal.sign_in("maxime.ollier")
    assert "D'origine" in maxime.get("/admin/modeles").text
    sheet = maxime.get(PAGE)
    assert "[nom de l'auteur]" in sheet.text and "Cas le plus complet" in sheet.text

    # what is refused is told at its field, and everything typed is still there
    wrong = {**TYPED, "model_text": TYPED["model_text"] + "\n{{ author.phone }}", "model_reason": ""}
    refused = maxime.submit(sheet, wrong, form="M42", status=422)
    assert kept(refused) == wrong
    assert maxime.submit(
        sheet, {**TYPED, "model_text": wrong["model_text"]}, form="M42", status=422
    ).text.count("n'est pas une valeur de ce message")
    preview = maxime.post(f"{PAGE}/apercu", {**TYPED, "version": "0"}, status=200)
    assert "Lot [numéro du lot]" in preview.text and kept(preview) == TYPED
    assert not db.session.scalar(select(func.count()).select_from(EmailModel))
    assert "se lit pas" in maxime.post(f"{PAGE}/apercu", {**TYPED, "model_text": "{% if %}"}, status=422).text

    trial = maxime.post(f"{PAGE}/essai", {**TYPED, "version": "0"}, status=200)
    assert "L'essai est demandé" in trial.text and kept(trial) == TYPED
    portal.run_jobs()
    [sent] = portal.mails("ESSAI")
    assert sent.subject == "[Essai] Lot [numéro du lot] : on vous écrit"
    assert sent.recipient.email.startswith("maxime.ollier") and "s'adresse à ceux" in sent.body

    maxime.submit(maxime.get(PAGE), TYPED, form="M42")
    row = db.session.scalars(select(EmailModel)).one()
    assert (row.kind, row.number, row.subject) == ("M42", 1, TYPED["model_subject"])
    assert "Version 1" in maxime.get("/admin/modeles").text
    assert TYPED["model_reason"] in maxime.get(f"{PAGE}/versions/1").text
    again = maxime.submit(maxime.get(PAGE), TYPED, form="M42", status=422)
    assert "déjà celui en vigueur" in again.text

    # another administrator had the page open: told so, and what they typed is kept
    late = maxime.post(PAGE, {**TYPED, "model_subject": "Autre objet", "version": "0"}, status=409)
    assert "Autre objet" in late.text
    back = {"version": "1", "model_back": "0", "model_back_reason": "Le premier texte était plus clair"}
    maxime.post(f"{PAGE}/retour", {**back, "model_back_reason": ""}, status=422)
    maxime.post(f"{PAGE}/retour", {**back, "model_back": "9"}, status=422)
    maxime.post(f"{PAGE}/retour", back, status=303)
    maxime.post(f"{PAGE}/retour", {**back, "version": "2", "model_back": "1"}, status=303)
    found = db.session.execute(select(EmailModel.number, EmailModel.put_back).order_by(EmailModel.id)).all()
    assert [tuple(one) for one in found] == [(1, None), (2, 0), (3, 1)]
    verbs = select(AuditEvent.action).where(AuditEvent.action.like("email_model:%")).order_by(AuditEvent.seq)
    assert db.session.scalars(verbs).all() == [
        "email_model:try", "email_model:record", "email_model:put_back", "email_model:put_back",
    ]  # fmt: skip
    for statement in ("UPDATE email_model SET reason = 'x'", "DELETE FROM email_model"):
        with pytest.raises(DBAPIError), write_transaction():
            db.session.execute(text(statement))
        db.session.rollback()
    for missing in ("/admin/modeles/M00", f"{PAGE}/versions/9"):
        maxime.get(missing, status=404)


def test_nobody_but_an_administrator_reads_or_changes_the_words(portal: Portal) -> None:
    for who in ("helene.vasseur", "claire.delattre", "sandrine.lemaire"):
        browser = portal.sign_in(who)
        for page in ("/admin/modeles", PAGE, f"{PAGE}/versions/0"):
            browser.get(page, status=403)
        for page in (PAGE, f"{PAGE}/apercu", f"{PAGE}/essai", f"{PAGE}/retour"):
            browser.post(page, TYPED, status=403)
    assert not db.session.scalar(select(func.count()).select_from(EmailModel))
    assert not db.session.scalar(
        select(func.count()).select_from(EmailMessage).where(EmailMessage.template == "ESSAI")
    )


def test_a_message_is_found_by_its_words_its_reader_and_its_state(portal: Portal) -> None:
    maxime = portal.sign_in("maxime.ollier")

    def found(**asked: str) -> set[str]:
        page = maxime.get("/admin/modeles?" + "&".join(f"{name}={value}" for name, value in asked.items()))
        links = page.find_all(lambda e: e.tag == "a" and (e.get("href") or "").startswith("/admin/modeles/"))
        return {(e.get("href") or "").rpartition("/")[2] for e in links}

    everything = found()
    assert everything == set(NOTICES) and found(q="", profil="personne", etat="autre") == everything
    assert (
        found(q="piece manque") == {"M12"}
        and found(q="RELEVÉ mensuel") == {"M11"}
        and found(q="m42") == {"M42"}
    )
    assert (
        found(profil="buyer")
        == {kind for kind, one in NOTICES.items() if Role.BUYER in one.roles}
        < everything
    )
    assert found(etat="changed") == found(etat="failing") == set() and found(etat="original") == everything
    assert "Aucun message ne correspond" in maxime.get("/admin/modeles?etat=changed")
    maxime.submit(maxime.get(PAGE), TYPED, form="M42")
    assert found(etat="changed") == found(q="on vous ecrit") == {"M42"}
    assert found(etat="original") == everything - {"M42"} and found(etat="changed", profil="admin") == set()
    page = maxime.get("/admin/modeles?etat=changed")
    assert "1 message." in page and "Voir tous les messages" in page
    assert not page.find_all(lambda e: "data-fold" in e.attrib), "what was asked for is not folded"
