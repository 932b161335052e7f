"""S16: who can see what and do what on lot 1 of the story, asked over HTTP by ten people of the demonstration.

A thing outside one's scope answers 404 and is not revealed; an act that is not one's own, on a thing one sees,
answers 403.
"""

import io
import secrets
from datetime import date

from sqlalchemy import select, update
from werkzeug.test import TestResponse

from clauses.actions import compliance
from clauses.domain.kinds import EligibilityState, ReportState
from clauses.extensions import db, write_transaction
from clauses.models.compliance import ReportRequest
from clauses.models.hours import Eligibility, HoursEntry, LedgerLine, MonthlyReport, Participant
from clauses.models.pathways import PathwayEmployee
from tests import stage, stage_hours
from tests.portal import Portal
from tests.stage_hours import AI, NAMES

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
WHO = (
    "sandrine.lemaire",  # the buyer of the market, Beauvais
    "yann.morel",  # another buyer, Creil
    "mickael.roussel",  # the company that holds the lot
    "aurelie.ravon",  # another company
    "nadege.brunel",  # the structure that employs the people
    "fatou.diop",  # another structure
    "claire.delattre",  # who follows the territory of the lot
    "karim.benali",  # who follows another one
    "helene.vasseur",  # the coordination
    "maxime.ollier",  # the administration
)
# The screens of S16 that are still to come, by what their address or their permission will hold. The day one of
# them is there, its line of the scenario is to be added to this journey.
TO_COME = {"job offers": "offres-d-emploi"}

LOT = (200, 404, 200, 404, 200, 404, 200, 404, 200, 200)
NAMES_OF_THE_LOT = (404, 404, 200, 404, 200, 404, 200, 404, 404, 404)
PROOF = (404, 404, 404, 404, 200, 404, 200, 404, 404, 404)
VALIDATE = (403, 404, 403, 404, 403, 404, 303, 404, 403, 403)
HOURS = (403, 404, 303, 404, 303, 404, 303, 404, 403, 403)
HOURS_OF_THE_AI = (403, 404, 403, 404, 303, 404, 303, 404, 403, 403)
PENALTY = (303, 404, 403, 404, 403, 404, 403, 404, 403, 403)
PORTFOLIO = (404, 404, 404, 404, 200, 404, 200, 404, 404, 404)
REPORT_FILE = (200, 404, 404, 404, 404, 404, 200, 404, 200, 404)


def asked(
    portal: Portal, expected: tuple[int, ...], url: str, data: dict[str, str] | None = None
) -> dict[str, TestResponse]:
    """What each of the ten is answered. Those who are refused ask first: a refusal must have changed nothing."""
    wrong, answers = [], {}
    for who, status in sorted(zip(WHO, expected, strict=True), key=lambda pair: pair[1] in (200, 303)):
        browser = portal.sign_in(who)
        if data is None:
            answer = browser.client.get(url)
        else:
            sent = {"csrf_token": browser.token(), "idem_key": secrets.token_hex(16), **data}
            answer = browser.client.post(url, data=sent)
        if answer.status_code != status:
            wrong.append(f"{who}: {answer.status_code} instead of {status}")
        if answer.status_code in (403, 404) and any(name in answer.text for name in NAMES):
            wrong.append(f"{who} reads a name in a refusal")
        answers[who] = answer
    assert not wrong, f"{url}: {'; '.join(wrong)}"
    return answers


def test_the_lot_is_seen_by_its_parties(portal: Portal) -> None:
    stage_hours.submitted_month(portal)
    asked(portal, LOT, f"/marches/{stage.lot(1).market_id}/lots/1")


def test_names_are_for_those_who_employ_or_accompany(portal: Portal) -> None:
    site = stage_hours.submitted_month(portal)
    url = f"/lots/{site.lot_id}/participants"
    answers = asked(portal, NAMES_OF_THE_LOT, url)
    for who, answer in answers.items():
        assert any(name in answer.text for name in NAMES) is (answer.status_code == 200), who
    # A structure reads its own people: the one that has hired nobody yet reads nobody's name.
    others = portal.sign_in("elodie.petit", "agence de Beauvais").get(url)
    assert not any(name in others for name in NAMES)


def test_the_proof_of_eligibility_is_for_the_employer_and_the_resource_person(portal: Portal) -> None:
    site = stage_hours.begun(portal)
    proof = db.session.scalars(select(Eligibility.id).order_by(Eligibility.id)).first()
    with write_transaction():
        db.session.execute(
            update(Eligibility).where(Eligibility.id == proof).values(state=EligibilityState.TO_COMPLETE)
        )
        db.session.commit()
    url = f"/participants/eligibilite/{proof}/justificatif"
    portal.sign_in("nadege.brunel").get(url, status=404)  # no document yet
    portal.sign_in("mickael.roussel").post(
        url, {"lot_id": str(site.lot_id), "p_proof": (io.BytesIO(PDF), "a.pdf")}, status=404
    )
    sent = {"lot_id": str(site.lot_id), "p_proof": (io.BytesIO(PDF), "attestation de Zéphyrin.pdf")}
    portal.sign_in("nadege.brunel").post(url, sent, content_type="multipart/form-data")
    for answer in asked(portal, PROOF, url).values():
        if answer.status_code == 200:
            assert answer.data == PDF and answer.headers["Content-Disposition"].startswith("attachment")
            assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert not any(name in str(answer.headers) for name in NAMES)


def test_a_portfolio_is_for_the_employer_alone_then_for_the_territory_once_the_person_agrees(
    portal: Portal,
) -> None:
    stage_hours.begun(portal)
    portal.day("2026-10-08")
    nadege = portal.sign_in("nadege.brunel")
    person = db.session.scalars(select(Participant.id).order_by(Participant.id)).first()
    nadege.post("/parcours/suivre", {"person": str(person)}, status=303)
    db.session.rollback()
    number = db.session.scalars(select(PathwayEmployee.id)).one()
    url = f"/portefeuilles/{number}"
    asked(portal, tuple(200 if who == "nadege.brunel" else 404 for who in WHO), url)
    nadege.post(f"/parcours/{number}/accord", {"s_consent": "y", "consent_day": "07/10/2026"}, status=303)
    for who, answer in asked(portal, PORTFOLIO, url).items():
        assert any(name in answer.text for name in NAMES) is (answer.status_code == 200), who


def test_a_decision_is_for_the_resource_person_of_the_territory(portal: Portal) -> None:
    site = stage_hours.submitted_month(portal)
    url = f"/validation/2026-09/{site.lot_id}/decision"
    asked(portal, VALIDATE, url, {"v_decision": "validate"})
    db.session.rollback()
    assert db.session.scalars(select(MonthlyReport.state)).one() is ReportState.VALIDATED
    assert sum(db.session.scalars(select(LedgerLine.hours))) == 13300
    portal.sign_in("claire.delattre").post(url, {"v_decision": "validate"}, status=409)


def test_a_penalty_is_the_buyer_s_alone(portal: Portal) -> None:
    stage_hours.submitted_month(portal)
    url = f"/marches/{stage.lot(1).market_id}/lots/1"
    asked(portal, PENALTY, f"{url}/penalites", {"pen_price": "per_hour", "pen_per_hour": "50"})
    waived = {"dec_kind": "formal_notice", "dec_demand": "reports", "dec_delay": "15",
              "dec_reason": "Le relevé du mois de septembre n'a pas été transmis.", "do": "save"}  # fmt: skip
    asked(portal, PENALTY, f"{url}/decision", waived)


def _october(portal: Portal) -> tuple[str, str]:
    """September is to be typed: the address, and the field of the first person."""
    site = stage_hours.begun(portal)
    portal.day("2026-10-05")
    return f"/releves/{site.lot_id}/2026-09", f"h_worked-{site.contracts['P1', AI]}"


def test_hours_not_typed_yet_are_typed_by_whoever_knows_them(portal: Portal) -> None:
    url, field = _october(portal)
    asked(portal, HOURS, url, {field: "12"})
    db.session.rollback()
    assert db.session.scalars(select(HoursEntry.worked)).all() == [1200]


def test_hours_that_the_structure_typed_are_no_longer_the_company_s(portal: Portal) -> None:
    url, field = _october(portal)
    portal.sign_in("nadege.brunel").post(url, {field: "70"})
    asked(portal, HOURS_OF_THE_AI, url, {field: "12"})


def test_the_file_of_a_report_is_for_the_buyer_the_resource_person_and_the_coordination(
    portal: Portal,
) -> None:
    stage_hours.played(portal, 1)
    market = stage.lot(1).market_id
    sandrine = stage.actor("sandrine.lemaire")
    compliance.request_report(sandrine, market, as_of=date(2026, 9, 30), now=portal.now)
    portal.run_jobs()
    request = db.session.scalars(select(ReportRequest.id).order_by(ReportRequest.id.desc())).first()
    answers = asked(portal, REPORT_FILE, f"/rapports/{request}.xlsx")
    assert {answer.data[:2] for answer in answers.values() if answer.status_code == 200} == {b"PK"}


def test_the_screens_still_to_come_are_named_here(portal: Portal) -> None:
    there = {
        screen
        for screen, word in TO_COME.items()
        for rule in portal.app.url_map.iter_rules()
        if word in rule.rule and not rule.rule.startswith("/static")
    }
    assert not there, f"add the line of S16 for {there} to this journey, then take it out of TO_COME"
