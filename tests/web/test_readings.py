"""Is every page that shows who somebody is written in the journal, once in a while, and no other page?"""

import io
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update

from clauses.config import clock
from clauses.domain.kinds import EligibilityState
from clauses.extensions import db, write_transaction
from clauses.models.allocation import AllocationLine, Commitment
from clauses.models.hours import Eligibility, Relay
from clauses.models.journal import AuditEvent
from clauses.queries import audit
from clauses.web import readings
from tests import stage, stage_hours
from tests.moments import moment
from tests.portal import Portal
from tests.stage_hours import EI, ETTI, MONTHS, NAMES

WHO = (
    ("sandrine.lemaire", None), ("mickael.roussel", None), ("nadege.brunel", None),
    ("elodie.petit", "agence de Beauvais"), ("olivier.lambert", None), ("claire.delattre", None),
    ("helene.vasseur", None), ("maxime.ollier", None),
)  # fmt: skip
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
SAID_BY_THE_VIEW = {"people.dashboard"}  # names only where people of one's own are near the relay


@moment
def five_months(portal: Portal) -> Portal:
    """Four months validated, a fifth sent, people of three structures, one of them not proven yet."""
    site = stage_hours.played(portal, 4)
    portal.day("2027-02-08")
    month, hours = MONTHS[4]
    site.hire("P2", ETTI, date(2027, 1, 1))
    site.hire("P3", EI, date(2027, 1, 1))
    site.hire("P4", EI, date(2027, 1, 1), proven_on=None)
    site.enter(month, hours)
    site.submit(month)
    portal.run_jobs()
    return portal


@pytest.fixture
def at_work(portal: Portal) -> Portal:
    return five_months(portal)


def addresses(portal: Portal) -> list[tuple[str, str]]:
    """Every address that reads, filled with what the story holds: (endpoint, url)."""
    lot = stage.lot(1)
    known = {
        "market_id": lot.market_id, "lot_id": lot.id, "number": 1, "month": "2027-01",
        "commitment_id": db.session.scalar(select(Commitment.id).where(Commitment.lot_id == lot.id)),
        "eligibility_id": db.session.scalar(select(func.max(Eligibility.id))),
        "relay_id": db.session.scalar(select(func.max(Relay.id))) or 1,
        "line_id": db.session.scalar(select(func.min(AllocationLine.id))),
        "organization_id": stage.organization("Coup d'Main Beauvaisis").id, "slug": "fiche", "code": "T1",
    }  # fmt: skip
    adapter = portal.app.url_map.bind("localhost")
    return [
        (rule.endpoint, adapter.build(rule.endpoint, {n: known.get(n, 1) for n in rule.arguments}))
        for rule in portal.app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.endpoint != "static" and "token" not in rule.arguments
    ]


def read_lines(verb: str = readings.NAMES) -> list[AuditEvent]:
    db.session.rollback()
    return list(
        db.session.scalars(select(AuditEvent).where(AuditEvent.action == verb).order_by(AuditEvent.seq))
    )


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)  # what a page prints is the same on both
def test_no_page_prints_a_name_without_saying_so_to_the_journal(at_work: Portal) -> None:
    """Every page of every role is opened; those that show a participant are those that are traced."""
    untold, told = set(), set()
    for email, organization in WHO:
        browser = at_work.sign_in(email, organization)
        for endpoint, url in addresses(at_work):
            view = at_work.app.view_functions[endpoint]
            response = browser.client.get(url)
            if response.status_code != 200 or response.mimetype != "text/html":
                continue
            if any(name in response.text for name in NAMES):
                user_id = stage.actor(email, organization).user_id
                written = any(line.actor_id == user_id for line in read_lines())
                traced = getattr(view, "traced", None) in readings.OF_PERSONS
                said = traced or endpoint in SAID_BY_THE_VIEW
                (told if said and written else untold).add(endpoint)
    assert not untold, f"these pages show names: mark them @traced(NAMES): {sorted(untold)}"
    assert len(told) >= 6, f"the story shows hardly anybody: this test looks at nothing ({told})"
    assert audit.verify().broken is None


def test_reading_the_people_of_a_lot_is_written_once_in_fifteen_minutes(
    at_work: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    lot = stage.lot(1)
    claire = at_work.sign_in("claire.delattre")
    for _ in range(3):
        claire.get(f"/lots/{lot.id}/participants")
    one = read_lines()
    assert [(e.object_type, e.object_id, e.facts) for e in one] == [
        ("Lot", lot.id, {"screen": "hours.participant_list"})
    ]
    assert one[0].actor_id == stage.actor("claire.delattre").user_id
    assert one[0].request_id and one[0].place, "who, when, on what and from where"
    later = clock.now() + timedelta(minutes=16)
    monkeypatch.setattr(type(clock), "now", lambda self: later)
    claire.get(f"/lots/{lot.id}/participants")
    assert len(read_lines()) == 2
    assert audit.verify().broken is None


def test_what_is_refused_and_what_shows_nobody_is_not_a_reading(at_work: Portal) -> None:
    lot = stage.lot(1)
    buyer = at_work.sign_in("sandrine.lemaire")
    buyer.get(f"/lots/{lot.id}/participants", status=404)
    buyer.get(f"/releves/{lot.id}/2027-01")  # totals alone
    at_work.visitor().get("/annuaire")
    assert not read_lines()


def test_opening_a_proof_is_a_reading_of_its_own(at_work: Portal) -> None:
    proof = db.session.scalars(select(Eligibility.id).order_by(Eligibility.id)).first()
    with write_transaction():
        asked = {"state": EligibilityState.TO_COMPLETE}
        db.session.execute(update(Eligibility).where(Eligibility.id == proof).values(asked))
        db.session.commit()
    url = f"/participants/eligibilite/{proof}/justificatif"
    sent = {"lot_id": str(stage.lot(1).id), "p_proof": (io.BytesIO(PDF), "attestation.pdf")}
    at_work.sign_in("nadege.brunel").post(url, sent, content_type="multipart/form-data")
    assert not read_lines(readings.PROOF)
    claire = at_work.sign_in("claire.delattre")
    assert claire.client.get(url).data == PDF
    assert [(e.object_type, e.object_id) for e in read_lines(readings.PROOF)] == [("Eligibility", proof)]


def test_two_places_are_told_apart_and_none_can_be_found_again(at_work: Portal) -> None:
    lot = stage.lot(1)
    for address in ("192.0.2.10", "192.0.2.77"):
        browser = at_work.sign_in("claire.delattre" if address.endswith("10") else "nadege.brunel")
        browser.get(f"/lots/{lot.id}/participants", environ_base={"REMOTE_ADDR": address})
    places = {e.place for e in read_lines()}
    assert len(places) == 2
    assert not any("192.0.2" in (p or "") for p in places)
