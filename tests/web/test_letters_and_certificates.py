"""Is a letter made from its model by a job, kept with its checksum, sent once; and is a certificate checked by anybody?"""

import hashlib
import io
import re
import zipfile

import pytest
from pypdf import PdfReader
from sqlalchemy import select, update

from clauses.domain.chain import line_hash
from clauses.domain.kinds import Rank, Role
from clauses.domain.kinds_letters import LetterModel
from clauses.extensions import db, write_transaction
from clauses.models.letters import CaseFile, Certificate, Letter
from clauses.models.people import Membership, User
from clauses.reference import letter_models
from clauses.reports.letters import facts_of
from tests import stage, stage_alert
from tests.journeys.test_s09_alert_and_penalty import decide
from tests.portal import Browser, Portal
from tests.reading import plain
from tests.reports.accessible import faults
from tests.stage_alert import Pool

REASON = (
    "Le chantier a été arrêté en mars par le maître d'ouvrage, hors de toute responsabilité de l'entreprise."
)


@pytest.fixture
def pool(portal: Portal) -> Pool:
    return stage_alert.played(portal)


def written(portal: Portal, pool: Pool, model: str, **more: str) -> tuple[Browser, str]:
    """The resource person asks for a letter, and the job makes it; returns its page."""
    sophie = portal.sign_in("sophie.marchand")
    page = sophie.get(f"/courriers/nouveau?lot={pool.lot_id}")
    answer = sophie.submit(page, {"letter_model": model, **more}, form="letter-form")
    portal.run_jobs()
    return sophie, answer.response.headers["Location"]


def text_of(browser: Browser, url: str) -> tuple[str, PdfReader, bytes]:
    answer = browser.client.get(f"{url}.pdf")
    assert answer.status_code == 200 and answer.mimetype == "application/pdf"
    assert faults(answer.data) == [], "read by somebody else than its writer"
    reader = PdfReader(io.BytesIO(answer.data))
    return plain(" ".join(page.extract_text() for page in reader.pages)), reader, answer.data


def test_each_model_asks_only_for_what_the_portal_knows():
    known = set(facts_of.__code__.co_consts) | {
        name for const in facts_of.__code__.co_consts if isinstance(const, tuple) for name in const
    }
    for kind in LetterModel:
        assert letter_models.model(kind).asked <= known, kind
        assert letter_models.model(kind).version


def test_a_reminder_names_the_months_that_were_not_sent_and_no_person(portal: Portal, pool: Pool) -> None:
    sophie, url = written(portal, pool, "reminder")
    said, reader, data = text_of(sophie, url)
    assert "les relevés suivants n'ont pas été transmis : avril 2026" in said
    assert "280 h sont validées sur 640 h" in said
    assert "Vaubrigny" not in said
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "fr-FR" and root["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None and "2026-ARC-07" in (reader.metadata.title or "")
    kept = db.session.scalars(select(Letter)).one()
    assert kept.sha256 == hashlib.sha256(data).hexdigest() and kept.model_version == "2026-1"


def test_a_draft_of_a_formal_notice_says_that_it_is_one_and_is_not_signed(portal: Portal, pool: Pool) -> None:
    sophie, url = written(portal, pool, "notice_draft", letter_delay="10")
    said, _, _ = text_of(sophie, url)
    assert "Seul l'acheteur met en demeure" in said and "dans un délai de 10 jours" in said
    assert "il reste 360 h à réaliser" in said


def test_a_meeting_needs_its_day_and_its_place(portal: Portal, pool: Pool) -> None:
    sophie = portal.sign_in("sophie.marchand")
    page = sophie.get(f"/courriers/nouveau?lot={pool.lot_id}")
    refused = sophie.submit(page, {"letter_model": "meeting"}, form="letter-form", status=422)
    assert "Indiquez la date et le lieu du rendez-vous." in refused.text


def test_a_letter_is_read_by_its_recipient_once_it_is_sent_and_is_sent_once(
    portal: Portal, pool: Pool
) -> None:
    sophie, url = written(portal, pool, "start")
    celine = portal.sign_in("celine.aubert")
    celine.get(url, status=404)
    sophie.post(f"{url}/envoi", {})
    portal.run_jobs()
    [mail] = portal.mails("M76")
    assert (
        mail.goes_to.startswith("celine.aubert") and "Démarrage : marché 2026-ARC-07, lot 4" in mail.subject
    )
    assert "640 h d'insertion" in text_of(celine, url)[0]
    twice = sophie.post(f"{url}/envoi", {}, status=422)
    assert "Ce courrier a déjà été envoyé le 14 septembre 2026." in plain(twice.text)
    portal.sign_in("aurelie.ravon").get(url, status=404)


def test_a_certificate_is_checked_by_anybody_and_replaced_by_the_next_one(portal: Portal, pool: Pool) -> None:
    sophie, url = written(portal, pool, "certificate")
    said, _, _ = text_of(sophie, url)
    code = db.session.scalars(select(Certificate.code)).one()
    assert re.fullmatch(r"([2-9A-HJ-NP-Z]{5}-){3}[2-9A-HJ-NP-Z]{5}", code) and code in said
    assert "moins de 5 personnes" in said and "280 h" in said and "Vaubrigny" not in said
    visitor = portal.visitor()
    page = plain(visitor.get("/attestations", query_string={"code": code.lower()}).text)
    for words in ("Cette attestation est valide.", "Thermi'Nord", "280 h", "640 h", "2026-ARC-07"):
        assert words in page, words
    assert "Vaubrigny" not in page and "celine" not in page
    spaced = visitor.get("/attestations", query_string={"code": f" {code.replace('-', ' ').lower()} "})
    assert "Cette attestation est valide." in spaced, "dashes and capitals are nobody's trouble"
    assert "Indiquez le code de vérification." in visitor.get("/attestations?code="), "at its field"
    assert "Indiquez le code" not in visitor.get("/attestations") and "facultatif" not in visitor.get(
        "/attestations"
    )
    wrong = plain(
        visitor.get(
            "/attestations", query_string={"code": code[:-1] + ("2" if code[-1] != "2" else "3")}
        ).text
    )
    assert "Aucune attestation ne porte ce code." in wrong
    portal.day("2026-10-02")
    written(portal, pool, "certificate")
    replaced = plain(visitor.get("/attestations", query_string={"code": code}).text)
    assert "Cette attestation a été remplacée le 2 octobre 2026" in replaced


def test_nothing_is_certified_where_no_hour_is_validated(portal: Portal) -> None:
    pool, _ = stage_alert.opened(portal)
    portal.day("2026-01-20")
    sophie = portal.sign_in("sophie.marchand")
    page = sophie.get(f"/courriers/nouveau?lot={pool.lot_id}")
    refused = sophie.submit(page, {"letter_model": "certificate"}, form="letter-form", status=422)
    assert "Aucune heure n'est validée sur ce lot" in plain(refused.text)


def test_the_case_file_holds_everything_in_one_click_and_names_nobody(portal: Portal, pool: Pool) -> None:
    florence = portal.sign_in("florence.hubert")
    page = florence.get(f"{pool.url}/decision?decision=neutralisation")
    florence.submit(
        page,
        {"dec_hours": "80", "dec_cause": "site_stopped", "dec_reason": REASON, "do": "save"},
        form="decision-form",
    )
    portal.run_jobs()
    florence.post(f"{pool.url}/dossier-contentieux", {})
    portal.run_jobs()
    db.session.rollback()
    kept = db.session.scalars(select(CaseFile)).one()
    answer = florence.client.get(f"/dossiers-contentieux/{kept.id}.zip")
    assert answer.status_code == 200 and kept.sha256 == hashlib.sha256(answer.data).hexdigest()
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    names = set(archive.namelist())
    assert {"dossier.pdf", "heures.csv", "journal.csv", "empreintes.txt"} <= names
    for line in archive.read("empreintes.txt").decode().splitlines():
        seal, name = line.split("  ")
        assert hashlib.sha256(archive.read(name)).hexdigest() == seal
    reader = PdfReader(io.BytesIO(archive.read("dossier.pdf")))
    said = plain(" ".join(page.extract_text() for page in reader.pages))
    for words in (
        "Thermi'Nord", "Neutralisation de 80 h", "Messages adressés au titulaire", "Demandes de candidats du titulaire",
        "Chaîne du journal", "Pénalités écrites au contrat", "50 €",
    ):  # fmt: skip
        assert words in said, words
    everything = b"".join(archive.read(name) for name in names).decode("utf-8", "ignore") + said
    assert "Vaubrigny" not in everything and "Melchior" not in everything
    portal.sign_in("celine.aubert").get(f"/dossiers-contentieux/{kept.id}.zip", status=404)
    portal.sign_in("sophie.marchand").get(f"{pool.url}/dossier-contentieux", status=403)


def test_the_case_file_says_how_the_volume_was_sized_who_decided_and_what_the_resource_person_thought(
    portal: Portal,
) -> None:
    """Each value of the calculation, the two persons of a penalty and its contest, the opinion with its causes."""
    plan = stage.settled(portal)
    lot = stage.lot(1)
    pool = Pool(lot.market_id, 1, lot.id, plan.commitment_id)
    portal.day("2027-09-15")
    claire, sandrine = portal.sign_in("claire.delattre"), portal.sign_in("sandrine.lemaire")
    page = claire.get(f"/engagements/{pool.commitment_id}/bilan")
    said = "Aucune heure n'a été transmise par l'entreprise malgré cinq relances."
    claire.submit(
        page, {"bilan_text": said, "bilan_causes": "economic", "op_attribution": "company", "op_neutral": "35"},
        form="closing-report-form",
    )  # fmt: skip
    second_buyer()
    url = decide(sandrine, pool, "penalty", {"dec_amount": "1000", "dec_reason": REASON, "dec_delay": "15"})
    portal.day("2027-10-15")
    denis = portal.sign_in("denis.second")
    denis.submit(denis.get(url), {}, form="decide-form")
    sandrine.post(f"{pool.url}/dossier-contentieux", {})
    portal.run_jobs()
    db.session.rollback()
    kept = db.session.scalars(select(CaseFile.id)).one()
    archive = zipfile.ZipFile(io.BytesIO(sandrine.client.get(f"/dossiers-contentieux/{kept}.zip").data))
    reader = PdfReader(io.BytesIO(archive.read("dossier.pdf")))
    assert faults(archive.read("dossier.pdf")) == []
    text = plain(" ".join(page.extract_text() for page in reader.pages))
    for words in (
        "Comment le volume a été calculé", "Part de main-d'œuvre", "45 %", "38 €", "Volume retenu", "1 190 h",
        "qui a préparé, qui a décidé", "Denis Second", "Avis de la personne ressource", "Difficulté économique justifiée",
        "35 h", "À l'entreprise",
    ):  # fmt: skip
        assert words in text, words
    assert re.search(r"[0-9 ]+ € × 45 % ÷ 38 € × [0-9,]+ % = [0-9 ,]+ h", text), "its arithmetic, in one line"


def second_buyer() -> None:
    """A second account of the town, that may decide."""
    with write_transaction():
        user = User(email="denis.second@beauvais.example", first_name="Denis", last_name="Second",
                    created_at=stage.clock.now())  # fmt: skip
        town = stage.organization("Ville de Beauvais")
        db.session.add(Membership(user=user, organization=town, role=Role.BUYER, rank=Rank.MEMBER))
        db.session.commit()


def test_every_line_of_the_journal_in_the_case_file_can_be_recomputed(portal: Portal, pool: Pool) -> None:
    import csv
    import json

    florence = portal.sign_in("florence.hubert")
    florence.post(f"{pool.url}/dossier-contentieux", {})
    portal.run_jobs()
    db.session.rollback()
    kept = db.session.scalars(select(CaseFile.id)).one()
    archive = zipfile.ZipFile(io.BytesIO(florence.client.get(f"/dossiers-contentieux/{kept}.zip").data))
    rows = list(csv.reader(io.StringIO(archive.read("journal.csv").decode("utf-8-sig")), delimiter=";"))[1:]
    assert len(rows) > 10
    for _, before, seal, content in rows:
        assert line_hash(before, json.loads(content)) == seal


def test_a_letter_that_cannot_be_made_says_so(
    portal: Portal, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    sophie, url = written(portal, pool, "start")
    from clauses.extensions import write_transaction

    with write_transaction():
        db.session.execute(update(Letter).values(state="failed", content=None, sha256=None))
        db.session.commit()
    assert "Ce courrier n'a pas pu être produit" in sophie.get(url)
    sophie.get(f"{url}.pdf", status=404)
