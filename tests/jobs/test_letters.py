"""Do the messages of the journey say what they must, to whom they must, and once?

The texts are held by golden files that people read: tests/jobs/golden. To write them again after a wanted change,
run with GOLDEN=write.
"""

import os
import re
from pathlib import Path

import pytest
from sqlalchemy import select, update

from clauses.actions import allocation
from clauses.actions.hours import validation
from clauses.config import PARIS
from clauses.domain.accounts import LINK_MARK
from clauses.domain.kinds import ReturnReason
from clauses.extensions import db, write_transaction
from clauses.jobs import dispatch
from clauses.jobs.letters_hours import _words
from clauses.models.hours import Participant
from clauses.models.journal import BackgroundJob, EmailMessage, OutboxEvent
from tests.jobs.journey import AI, ETTI, PERSON, Journey, at, by, organization
from tests.portal import Browser, Portal

GOLDEN = Path(__file__).parent / "golden"
TEMPLATES = {
    "M01", "M02", "M04", "M07", "M08", "M09", "M10", "M11", "M12", "M14", "M15", "M20", "M25", "M26", "M33", "M37",
    "M48",
}  # fmt: skip


@pytest.fixture
def journey(portal: Portal, tmp_path: Path) -> Journey:
    return Journey(tmp_path, portal.run_jobs)


def _side(message: EmailMessage) -> str:
    return f"{message.template}-{message.recipient.email.split('@')[0]}"


def test_each_message_of_the_journey(
    portal: Portal, journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every message of a whole journey is as the golden file says, and keeps the rules of all messages."""
    journey.work()
    journey.report()
    journey.fail_report(monkeypatch)
    messages = portal.mails()
    assert {m.template for m in messages} == TEMPLATES
    names = {word for person in db.session.scalars(select(Participant)) for word in _words(person.name)}
    assert _words(PERSON[1]) <= names
    seen: dict[str, int] = {}
    for message in messages:
        assert len(message.subject) <= 70, message.subject
        assert "…" not in message.subject, "a subject was cut"
        body = re.sub(r"http\S+", "", message.body)
        assert len(re.findall(r"\w+(?:['’-]\w+)*", body)) <= 120, message.body
        assert not names & _words(message.subject + body), message.body
        act, _, settings = message.body.rstrip().rpartition("\n")
        assert settings == "Régler vos envois\u00a0: http://clauses.example/mon-compte/envois"
        assert len(re.findall(f"http|{re.escape(LINK_MARK)}", act)) == 1, "one link, the act"
        if message.link_id is None:  # a secret one serves once: its own tests open it
            _link_opens(portal, message)
        key = _side(message)
        seen[key] = seen.get(key, 0) + 1
        name = key if seen[key] == 1 else f"{key}-{seen[key]}"
        if message.template == "M48" and name != "M48-nadege.brunel":
            continue  # the same reminder to every structure: read once
        _same_as_golden(name, f"À : {message.recipient.email}\nObjet : {message.subject}\n\n{message.body}")


def _link_opens(portal: Portal, message: EmailMessage) -> None:
    """The page is there for the person who receives the message, even read much later."""
    found = re.search(r"http://clauses\.example(\S+)", message.body)
    assert found is not None
    browser = _membership_browser(portal, message)
    status = browser.client.get(found.group(1)).status_code
    assert status == 200, f"{_side(message)}: {found.group(1)} answers {status}"


def _membership_browser(portal: Portal, message: EmailMessage) -> Browser:
    """A browser of the recipient, for the organization the message names."""
    for membership in message.recipient.memberships:
        if membership.organization.name in message.body:
            return portal.sign_in(message.recipient.email, membership.organization.name)
    return portal.sign_in(message.recipient.email)


def _same_as_golden(name: str, text: str) -> None:
    text = re.sub(r"/\d+(?=[/\s])", "/N", text)
    text = re.sub(r"numéro \d+", "numéro N", text)
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    assert path.exists(), f"{name} has no golden file:\n{text}"
    assert text == path.read_text(encoding="utf-8")


def test_draining_twice_writes_once(portal: Portal, journey: Journey) -> None:
    journey.plan()
    before = [(m.event_key, m.recipient_id) for m in portal.mails()]
    with write_transaction():
        db.session.execute(update(OutboxEvent).values(drained_at=None))
        db.session.commit()
    portal.run_jobs()
    assert [(m.event_key, m.recipient_id) for m in portal.mails()] == before


def test_a_report_asked_twice_is_one_piece_of_work(portal: Portal, journey: Journey) -> None:
    journey.plan()
    journey.after = dispatch.drain
    journey.report()
    with write_transaction():
        db.session.execute(update(OutboxEvent).values(drained_at=None))
        db.session.commit()
    dispatch.drain()
    assert len(db.session.scalars(select(BackgroundJob).where(BackgroundJob.kind == "report")).all()) == 1


def test_a_vacant_territory_writes_to_the_coordination(portal: Portal, journey: Journey) -> None:
    journey.file(place="60395")  # Méru, where nobody holds the mandate
    journey.ask_opinion()
    [message] = portal.mails("M01")
    assert message.recipient.email.startswith("helene.vasseur")
    assert "n'a pas de personne ressource" in message.body


def test_a_late_opinion_is_reminded_of_once(portal: Portal, journey: Journey) -> None:
    journey.file()
    journey.ask_opinion()
    for day in ("2026-03-09", "2026-03-10", "2026-03-11"):
        at(day)
        portal.run_jobs()
    messages = portal.mails("M03")
    assert [_side(m) for m in messages] == ["M03-claire.delattre", "M03-helene.vasseur"]
    assert messages[0].created_at.astimezone(PARIS).date().isoformat() == "2026-03-10"
    for message in messages:
        _link_opens(portal, message)
        _same_as_golden(
            _side(message), f"À : {message.recipient.email}\nObjet : {message.subject}\n\n{message.body}"
        )


def test_a_person_with_several_structures_is_written_to_for_each_line(
    portal: Portal, journey: Journey
) -> None:
    for step in (journey.file, journey.ask_opinion, journey.give_opinion, journey.award, journey.commit):
        step()
    lines = [
        allocation.Line(ETTI, organization(f"agence de {town}"), 30000, 2) for town in ("Beauvais", "Creil")
    ]
    allocation.propose_plan(by("claire.delattre"), journey.commitment_id, lines, reason=None, difference_confirmed=False,
                            version=None, now=at("2026-05-13"))  # fmt: skip
    portal.run_jobs()
    assert len(portal.mails("M09", to="elodie.petit")) == 2


def test_a_message_of_a_returned_report_never_names_a_person(portal: Portal, journey: Journey) -> None:
    journey.plan()
    contract = journey.hire(PERSON, "nadege.brunel", AI)
    journey.enter("2026-06", ("nadege.brunel", contract, 100))
    journey.decide("2026-06", validation.Decision.RETURN, reason=ReturnReason.OTHER,
                   message="Où étaient les outils de Yanis le 12 ?")  # fmt: skip
    messages = portal.mails("M33")
    assert {_side(m) for m in messages} == {"M33-mickael.roussel", "M33-nadege.brunel"}
    for message in messages:
        assert "Yanis" not in message.body
        assert "Son message se lit dans le relevé." in message.body
