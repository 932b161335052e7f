"""A lot behind catches up: the company proposes, the resource person keeps, it is done or given up, and all of it is told.

The swimming pool of Compiègne after five months: 148 h of 640, in alert.
"""

import io
import zipfile
from datetime import date

import openpyxl
import pytest
from pypdf import PdfReader
from sqlalchemy import text, update
from sqlalchemy.exc import DatabaseError

from clauses.actions.hours import recovery
from clauses.domain.errors import IllegalMove, Several
from clauses.domain.kinds_follow_up import RecoveryState
from clauses.extensions import db, write_transaction
from clauses.models.compliance import ReportRequest
from clauses.models.follow_up import RecoveryAction
from clauses.models.journal import AuditEvent
from tests import stage, stage_alert
from tests.moments import moment
from tests.portal import Browser, Portal
from tests.reading import plain
from tests.stage_alert import PERSON, Pool

HOME = "/tableau-de-bord"
AGREE = "Convenir d'actions de rattrapage, lot 4, marché 2026-ARC-07"
TYPED = {
    "recovery_text": "Deux contrats de plus en juillet.", "recovery_due": "15/07/2026", "recovery_hours": "120",
}  # fmt: skip


@moment
def five_months(portal: Portal) -> Pool:
    """Five months are told; it is 15 June 2026."""
    pool, site = stage_alert.opened(portal)
    for n in range(5):
        stage_alert.month_done(portal, site, n)
    portal.day("2026-06-15")
    portal.run_jobs()
    return pool


@pytest.fixture
def late(portal: Portal) -> Pool:
    return five_months(portal)


def home(browser: Browser) -> str:
    return plain(browser.get(HOME).text)


def number_of(name: str) -> str:
    db.session.rollback()
    return str(stage.organization(name).id)


def only() -> RecoveryAction:
    db.session.rollback()
    db.session.expire_all()
    return db.session.query(RecoveryAction).one()


def test_a_lot_behind_catches_up_and_its_file_keeps_every_step(portal: Portal, late: Pool) -> None:
    sophie, celine = portal.sign_in("sophie.marchand"), portal.sign_in("celine.aubert")
    florence = portal.sign_in("florence.hubert")
    assert AGREE in home(sophie) and "148 h validées sur 640 h" in home(sophie)
    url = f"/lots/{late.lot_id}/rattrapage"
    assert url in celine.get(late.url).response.text, "the page of the lot leads there"

    # What is not right is said at its field, nothing is kept and what was typed stays.
    page = celine.get(url)
    assert "Aucune action de rattrapage n'est convenue sur ce lot." in page
    first, last, _ = PERSON
    bad = {
        "recovery_text": f"Prolonger {first} {last}.", "recovery_who": "0", "recovery_due": "01/06/2026",
        "recovery_hours": "500",
    }  # fmt: skip
    refused = celine.submit(page, bad, form="recovery-form", status=422)
    for told in (
        "semble citer une personne", "Choisissez qui s'en charge.", "Choisissez un jour à venir",
        "Il reste 492 h à faire sur ce lot", "Prolonger",
    ):  # fmt: skip
        assert told in plain(refused.text), told
    who = number_of("Thermi'Nord")
    beyond = celine.submit(
        refused,
        {**TYPED, "recovery_who": who, "recovery_due": "01/09/2026"},
        form="recovery-form",
        status=422,
    )
    assert "L'exécution du lot se termine le 31 août 2026" in plain(beyond.text)
    assert db.session.query(RecoveryAction).count() == 0
    celine.submit(beyond, {**TYPED, "recovery_who": who}, form="recovery-form")
    one = only()
    assert (one.number, one.hours, one.due_on, one.proposed_on) == (
        1,
        12000,
        date(2026, 7, 15),
        date(2026, 6, 15),
    )

    # It is the resource person's turn: the lot is not said to be without anything any more.
    at = f"/rattrapage/{one.id}"
    told = home(sophie)
    assert "Retenir ou abandonner l'action de rattrapage 1" in told and AGREE not in told
    assert "Faire l'action" not in home(celine)
    assert "doit la retenir ou l'abandonner" in plain(florence.get(at).text)
    celine.post(f"{at}/retenir", {"version": "1"}, status=403)
    florence.post(f"{at}/faite", {"version": "1"}, status=403)
    portal.sign_in("nadege.brunel").get(at, status=404)
    portal.sign_in("mickael.roussel").get(at, status=404)
    portal.sign_in("helene.vasseur").get(at)

    # Kept, it is the company's; past its day, both are told.
    portal.day("2026-06-20")
    sophie = portal.sign_in("sophie.marchand")
    sophie.submit(sophie.get(at), {}, form="keep-form")
    celine = portal.sign_in("celine.aubert")
    assert "Faire l'action de rattrapage 1" in home(celine)
    assert "Retenir ou abandonner" not in home(sophie)
    for who in (celine, sophie):
        july = plain(who.get("/calendrier?mois=2026-07").text)
        assert "Dernier jour d'une action de rattrapage : marché 2026-ARC-07, lot 4" in july
    celine.post(f"{at}/faite", {"version": "1", "recovery_done": "20/06/2026"}, status=409)
    assert only().state is RecoveryState.KEPT, "she had not seen that it was kept"
    portal.day("2026-07-16")
    sophie, celine = portal.sign_in("sophie.marchand"), portal.sign_in("celine.aubert")
    assert "Demander à Thermi'Nord où en est l'action de rattrapage 1" in home(sophie)
    early = celine.submit(celine.get(at), {"recovery_done": "17/07/2026"}, form="finish-form", status=422)
    assert "Ce jour est à venir" in early
    before = celine.submit(early, {"recovery_done": "14/06/2026"}, form="finish-form", status=422)
    assert "proposée le 15 juin 2026" in plain(before.text)
    celine.submit(before, {"recovery_done": "10/07/2026"}, form="finish-form")
    one = only()
    assert (one.state, one.done_on, one.settled_on) == (
        RecoveryState.DONE,
        date(2026, 7, 10),
        date(2026, 7, 16),
    )
    assert AGREE not in home(sophie), "what it brings is not validated yet"
    with pytest.raises(IllegalMove):
        recovery.drop_recovery(
            stage.actor("sophie.marchand"), one.id, "Trop tard", version=None, now=portal.now
        )

    # Every day is known for ever, and no one says it otherwise.
    states = [one.state_on(date(2026, 6, day)) for day in (14, 15, 20)] + [one.state_on(date(2026, 7, 16))]
    assert states == [None, RecoveryState.PROPOSED, RecoveryState.KEPT, RecoveryState.DONE]
    for change in (
        update(RecoveryAction).values(text="Autre chose"), update(RecoveryAction).values(due_on=date(2026, 8, 1)),
        text("DELETE FROM recovery_action"),
    ):  # fmt: skip
        with pytest.raises(DatabaseError, match="recovery_action is never"), write_transaction():
            db.session.execute(change)
        db.session.rollback()
    acts = [
        row.action
        for row in db.session.query(AuditEvent).filter_by(lot_id=late.lot_id)
        if row.action.startswith("recovery")
    ]
    assert acts == ["recovery:propose", "recovery:keep", "recovery:finish"]


def sheet_of(portal: Portal, browser: Browser, pool: Pool, as_of: str) -> list[tuple[object, ...]]:
    """The actions in the report of the market at a date, or nothing where it has no such sheet."""
    form = {"rep_kind": "market_compliance", "rep_scope": str(pool.market_id), "rep_date": as_of}
    browser.post("/rapports/nouveau", form)
    portal.run_jobs()
    db.session.rollback()
    asked = db.session.query(ReportRequest).order_by(ReportRequest.id.desc()).first()
    assert asked is not None and asked.snapshot is not None
    book = openpyxl.load_workbook(io.BytesIO(asked.snapshot.content))
    return (
        [row for row in book["Rattrapage"].values if row[0] == 4] if "Rattrapage" in book.sheetnames else []
    )


def test_the_report_and_the_file_of_the_lot_say_what_was_known(portal: Portal, late: Pool) -> None:
    sophie, company = stage.actor("sophie.marchand"), stage.organization("Thermi'Nord").id
    said = recovery.Proposal("Deux contrats de plus en juillet.", company, date(2026, 7, 15), 12000)
    made = recovery.propose_recovery(sophie, late.lot_id, said, now=portal.now)
    portal.day("2026-06-20")
    recovery.keep_recovery(sophie, made.id, version=None, now=portal.now)
    portal.day("2026-08-10")
    recovery.finish_recovery(sophie, made.id, date(2026, 7, 10), version=None, now=portal.now)
    florence = portal.sign_in("florence.hubert")
    assert sheet_of(portal, florence, late, "31/05/2026") == [], "nothing was proposed then"
    (row,) = sheet_of(portal, florence, late, "30/06/2026")
    assert row[1:4] == (1, "Deux contrats de plus en juillet.", "Thermi'Nord") and row[6] == "Retenue"
    (row,) = sheet_of(portal, florence, late, "31/07/2026")
    assert row[6] == "Faite"

    florence.post(f"{late.url}/dossier-contentieux", {})
    portal.run_jobs()
    held = io.BytesIO(florence.client.get("/dossiers-contentieux/1.zip").data)
    told = "".join(
        one.extract_text() for one in PdfReader(io.BytesIO(zipfile.ZipFile(held).read("dossier.pdf"))).pages
    )
    assert "Actions de rattrapage" in told and "Deux contrats de plus" in plain(told)
    bilan = portal.sign_in("sophie.marchand").get(f"/engagements/{late.commitment_id}/bilan")
    for page in (bilan, florence.get(f"{late.url}/cloture")):
        assert "Deux contrats de plus en juillet." in page


def test_an_action_is_given_up_with_its_reason_and_nothing_is_proposed_once_all_is_done(
    portal: Portal, late: Pool
) -> None:
    sophie, company = stage.actor("sophie.marchand"), stage.organization("Thermi'Nord").id
    said = recovery.Proposal("Chercher deux candidats.", company, date(2026, 7, 31))
    for _ in range(2):
        recovery.propose_recovery(sophie, late.lot_id, said, now=portal.now)
    first, second = db.session.query(RecoveryAction).order_by(RecoveryAction.number)
    assert (first.number, second.number, first.hours) == (1, 2, None)
    at = f"/rattrapage/{first.id}"
    browser = portal.sign_in("sophie.marchand")
    empty = browser.submit(browser.get(at), {"recovery_reason": " "}, form="drop-form", status=422)
    assert "pourquoi l'action est abandonnée" in empty
    named = browser.submit(
        empty, {"recovery_reason": f"{PERSON[0]} {PERSON[1]} refuse."}, form="drop-form", status=422
    )
    assert "semble citer une personne" in named
    browser.submit(named, {"recovery_reason": "Le chantier est arrêté en juillet."}, form="drop-form")
    assert "Le chantier est arrêté en juillet." in portal.sign_in("florence.hubert").get(at)
    outside = recovery.Proposal(
        "Autre chose.", stage.organization("Bâtisseurs du Thérain").id, date(2026, 7, 31)
    )
    with pytest.raises(Several):
        recovery.propose_recovery(sophie, late.lot_id, outside, now=portal.now)
    listed = plain(browser.get("/rattrapage").text)
    assert listed.index("Proposée") < listed.index("Abandonnée")
