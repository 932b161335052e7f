"""S07: the holder hires directly, the proof comes late: hours wait, then count in their own months, or never do."""

import io
from datetime import date

import pytest
from sqlalchemy import func, select

from clauses.domain.kinds import EligibilityState, EntryState, ReportState
from clauses.domain.kinds_eligibility import JobseekerDefinition
from clauses.extensions import db, write_transaction
from clauses.models.hours import (
    Eligibility,
    EmploymentContract,
    HoursEntry,
    LedgerLine,
    MonthlyReport,
    Participant,
)
from clauses.models.journal import AuditEvent, EmailMessage
from clauses.models.markets import Clause
from clauses.models.participants import HiringDraft
from clauses.queries import invariants
from tests import stage
from tests.portal import Browser, Portal

KEVIN, CLAIRE, SANDRINE = "kevin.baudry", "claire.delattre", "sandrine.lemaire"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
P7 = {"p_last_name": "Eustachon", "p_first_name": "Wilfrid", "p_birth": "05/05/1990", "p_gender": "man"}
LATE = "Ce document prend effet le 15/11/2026, après l'embauche du 01/10/2026 : il ne permet pas de compter les heures."


@pytest.fixture
def lot_id(portal: Portal) -> int:
    stage.awarded(portal, 4, "Élec'Oise Réseaux")
    found = stage.lot(4).id
    portal.day("2026-10-01")
    return found


def one(question):  # type: ignore[no-untyped-def]
    db.session.rollback()
    return db.session.scalars(question).one()


def total() -> int:
    return one(select(func.coalesce(func.sum(LedgerLine.hours), 0)))


def hire(portal: Portal, lot_id: int) -> int:
    """The three steps, no document; the second one is taken up again the next morning. Returns the contract."""
    url = f"/lots/{lot_id}/participants/nouveau"
    kevin = portal.sign_in(KEVIN)
    page = kevin.get(url)
    assert "Étape 1 sur 3" in page and "Situation à l'embauche" not in page
    blank = kevin.submit(page, {}, form="/nouveau", status=422)
    assert "Indiquez le nom de la personne." in blank
    page = kevin.follow(kevin.submit(blank, P7, form="/nouveau"))
    assert "Étape 2 sur 3" in page
    kevin = portal.sign_in(KEVIN)  # another day, another session
    page = kevin.get(url)
    assert "Étape 2 sur 3" in page and "Vous seul(e) le voyez." in page
    assert "Eustachon" in kevin.get(f"{url}?etape=1").response.text
    none = kevin.submit(page, {"p_informed": "y"}, form="/nouveau", status=422)
    assert "Choisissez au moins une situation. En cas de doute, demandez l'avis de Claire Delattre." in none
    page = kevin.follow(kevin.submit(none, {"p_category": "DELD", "p_informed": "y"}, form="/nouveau"))
    assert "Étape 3 sur 3" in page and "Désignez un tuteur avant le premier jour." in page
    contract = {"k_type": "CDD", "k_start": "01/10/2026", "k_tutor": "Nadia Roy, cheffe d'équipe",
                "k_reception": ["tutor", "safety", "guide"]}  # fmt: skip
    page = kevin.follow(kevin.submit(page, contract, form="/nouveau"))
    assert "Wilfrid Eustachon est enregistré(e)." in page
    db.session.rollback()
    assert db.session.scalars(select(HiringDraft)).all() == []
    found = one(select(EmploymentContract))
    assert found.reception == ["tutor", "safety", "guide"]
    return found.id


def work(portal: Portal, lot_id: int, contract: int, month: str, hours: str, day: str) -> None:
    """One month typed, sent and looked at by the resource person."""
    portal.day(day)
    kevin = portal.sign_in(KEVIN)
    page = kevin.get(f"/releves/{lot_id}/{month}")
    typed = {f"h_worked-{contract}": hours, "r_honour": "y"}
    kevin.submit(page, typed, form="/releves/", press="Transmettre le relevé")
    claire = portal.sign_in(CLAIRE)
    page = claire.get(f"/validation/{month}?lot={lot_id}")
    claire.submit(page, {"v_decision": "validate"}, form=f"/{lot_id}/decision")
    portal.run_jobs()


def put_document(kevin: Browser, lot_id: int) -> None:
    proof = one(select(Eligibility.id))
    kevin.post(
        f"/participants/eligibilite/{proof}/justificatif",
        {"lot_id": str(lot_id), "p_proof": (io.BytesIO(PDF), "avis.pdf")},
        content_type="multipart/form-data",
    )


def waiting(portal: Portal, lot_id: int) -> int:
    """Steps 1: 133 h wait, and the company was told each month that a document is missing."""
    contract = hire(portal, lot_id)
    work(portal, lot_id, contract, "2026-10", "70", "2026-11-05")
    work(portal, lot_id, contract, "2026-11", "63", "2026-12-05")
    assert total() == 0
    db.session.rollback()
    assert {e.state for e in db.session.scalars(select(HoursEntry))} == {EntryState.PENDING_ELIGIBILITY}
    told = [
        m for m in db.session.scalars(select(EmailMessage).order_by(EmailMessage.id)) if m.template == "M12"
    ]
    assert [m.recipient.email.split("@")[0] for m in told] == [KEVIN, KEVIN]
    assert [m.subject for m in told] == [
        "1 pièce à ajouter : relevé d'octobre 2026, lot 4", "1 pièce à ajouter : relevé de novembre 2026, lot 4",
    ]  # fmt: skip
    assert [m.body.replace("\u202f", " ").split(" du relevé")[0][-4:] for m in told] == ["70 h", "63 h"]
    assert not any("Eustachon" in m.body + m.subject for m in told)
    return contract


def test_hours_wait_for_the_proof_then_count_in_their_own_months_to_100_percent(
    portal: Portal, lot_id: int
) -> None:
    contract = waiting(portal, lot_id)
    portal.day("2026-12-12")
    put_document(portal.sign_in(KEVIN), lot_id)
    claire = portal.sign_in(CLAIRE)
    page = claire.get("/participants/eligibilite")
    assert "133 h" in page and "1er octobre 2026" in page
    assert "avis de situation ou historique d'inscription France Travail, de moins de 3 mois" in page
    decided = {"elig_decision": "validate", "elig_from": "28/09/2026"}
    page = claire.follow(claire.submit(page, decided, form="/eligibilite/"))
    assert "Éligible à partir du 28/09/2026 : 133 h en attente sont comptées dans leurs mois." in page
    db.session.rollback()
    lines = {line.month: (line.hours, line.recorded_on) for line in db.session.scalars(select(LedgerLine))}
    told = date(2026, 12, 12)
    assert lines == {date(2026, 10, 1): (7000, told), date(2026, 11, 1): (6300, told)}
    assert {r.state for r in db.session.scalars(select(MonthlyReport))} == {ReportState.VALIDATED}
    late = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "report:count_late")).all()
    assert [(one.facts["month"], one.facts["hours"]) for one in late] == [
        ("2026-10-01", 7000), ("2026-11-01", 6300),
    ]  # fmt: skip

    work(portal, lot_id, contract, "2026-12", "77", "2027-01-05")
    assert total() == 21_000
    market = stage.lot(4).market_id
    assert "100,0 %" in portal.sign_in(SANDRINE).get(f"/marches/{market}/lots/4")
    assert invariants.breaches() == []


def test_a_document_that_takes_effect_after_hiring_never_makes_the_hours_count(
    portal: Portal, lot_id: int
) -> None:
    contract = waiting(portal, lot_id)
    work(portal, lot_id, contract, "2026-12", "77", "2027-01-05")
    portal.day("2027-01-06")
    put_document(portal.sign_in(KEVIN), lot_id)
    claire = portal.sign_in(CLAIRE)
    page = claire.get("/participants/eligibilite")
    refused = claire.submit(
        page, {"elig_decision": "validate", "elig_from": "15/11/2026"}, form="/eligibilite/", status=422
    )
    assert LATE in refused
    reason = {
        "elig_decision": "refuse",
        "elig_from": "15/11/2026",
        "elig_reason": "Document postérieur à l'embauche",
    }
    claire.submit(refused, reason, form="/eligibilite/")
    assert total() == 0
    db.session.rollback()
    assert sum(db.session.scalars(select(HoursEntry.worked))) == 21_000
    assert {e.state for e in db.session.scalars(select(HoursEntry))} == {EntryState.REFUSED}
    assert invariants.breaches() == []


def test_a_proof_once_decided_is_a_picture_of_the_day_of_hiring(portal: Portal, lot_id: int) -> None:
    """Trap 19: a long-term jobseeker stops being one by being hired; nothing is asked again month after month."""
    contract = hire(portal, lot_id)
    portal.day("2026-10-02")
    put_document(portal.sign_in(KEVIN), lot_id)
    claire = portal.sign_in(CLAIRE)
    claire.submit(
        claire.get("/participants/eligibilite"), {"elig_decision": "validate", "elig_from": "28/09/2026"},
        form="/eligibilite/",
    )  # fmt: skip
    found = one(select(Eligibility))
    assert (found.state, found.ground, found.valid_until) == (
        EligibilityState.VALIDATED, "DELD", date(2028, 9, 30),
    )  # fmt: skip
    claire.post(
        f"/participants/eligibilite/{found.id}",
        {"elig_decision": "refuse", "elig_reason": "il travaille"},
        status=409,
    )
    work(portal, lot_id, contract, "2027-08", "70", "2027-09-05")
    assert total() == 7000, "ten months later, the same picture"
    assert "Aucune éligibilité à examiner." in portal.sign_in(CLAIRE).get("/participants/eligibilite")


def test_a_proof_too_old_for_its_situation_is_refused_with_the_day_that_would_do(
    portal: Portal, lot_id: int
) -> None:
    """Trap 20: 4 months before the first day is too old for a jobseeker; its real day of issue may be in time."""
    hire(portal, lot_id)
    put_document(portal.sign_in(KEVIN), lot_id)
    claire = portal.sign_in(CLAIRE)
    page = claire.get("/participants/eligibilite")
    old = {"elig_decision": "validate", "elig_from": "01/06/2026"}
    refused = claire.submit(page, old, form="/eligibilite/", status=422)
    assert "il doit avoir moins de 3 mois au premier jour de travail (01/10/2026)" in refused
    assert "dater du 02/07/2026 au plus tôt" in refused
    claire.submit(refused, {**old, "elig_issued": "20/09/2026"}, form="/eligibilite/")
    assert one(select(Eligibility.issued_on)) == date(2026, 9, 20)


def test_no_service_of_the_state_certifies_a_jobseeker(portal: Portal, lot_id: int) -> None:
    hire(portal, lot_id)
    claire = portal.sign_in(CLAIRE)
    page = claire.get("/participants/eligibilite")
    typed = {"elig_decision": "validate", "elig_from": "28/09/2026", "elig_basis": "certified"}
    refused = claire.submit(page, typed, form="/eligibilite/", status=422)
    assert "Aucun service de l'État ne certifie cette situation : demandez un document." in refused
    substitute = {**typed, "elig_basis": "substitute"}
    asked = claire.submit(refused, substitute, form="/eligibilite/", status=422)
    assert "Indiquez pourquoi une attestation remplace le document prévu." in asked
    claire.submit(
        asked, {**substitute, "elig_reason": "Agence fermée, attestation du PLIE"}, form="/eligibilite/"
    )
    assert one(select(Eligibility.basis)) == "substitute"


def _means(lot_id: int, definition: JobseekerDefinition) -> None:
    db.session.rollback()
    with write_transaction():
        one(select(Clause).where(Clause.lot_id == lot_id)).jobseeker_definition = definition
        db.session.commit()


def test_what_long_term_means_is_that_of_the_clause_and_is_kept_with_the_decision(
    portal: Portal, lot_id: int
) -> None:
    """Trap 21: « 12 mois » or « 12 mois dans les 18 derniers », by the clause; a later change judges nobody again."""
    hire(portal, lot_id)
    _means(lot_id, JobseekerDefinition.WITHIN_18)
    claire = portal.sign_in(CLAIRE)
    page = claire.get("/participants/eligibilite")
    assert "La clause entend par longue durée : Inscrit 12 mois dans les 18 derniers mois." in page
    claire.submit(page, {"elig_decision": "validate", "elig_from": "28/09/2026"}, form="/eligibilite/")
    _means(lot_id, JobseekerDefinition.RUNNING)
    assert one(select(Eligibility.definition)) is JobseekerDefinition.WITHIN_18


def test_the_district_is_that_of_the_address_and_the_map_of_the_day_of_hiring(
    portal: Portal, lot_id: int
) -> None:
    """Trap 24: a person who moves afterwards stays judged by where they lived when they were hired."""
    hire(portal, lot_id)
    kept = one(select(Eligibility)).residence
    assert kept == {"commune": None, "district": False, "map": "2024"}
    person = one(select(Participant))
    person.priority_district = True
    db.session.flush()
    assert one(select(Eligibility)).residence["district"] is False


def test_a_saisie_may_be_wiped_and_belongs_to_who_began_it(portal: Portal, lot_id: int) -> None:
    url = f"/lots/{lot_id}/participants/nouveau"
    kevin = portal.sign_in(KEVIN)
    kevin.submit(kevin.get(url), P7, form="/nouveau")
    page = kevin.get(url)
    again = kevin.follow(kevin.submit(page, {}, form="/recommencer"))
    assert "Étape 1 sur 3" in again and "Eustachon" not in again.response.text
    db.session.rollback()
    assert db.session.scalars(select(HiringDraft)).all() == []
