"""Is a message that comes back believed when it is ours, and only then; and does its reader's address get mended?"""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage as Message
from pathlib import Path

import pytest
from sqlalchemy import select

from clauses.domain.kinds import MailState
from clauses.domain.kinds_notices import MailFault
from clauses.extensions import db, write_transaction
from clauses.jobs import bounces, refusals
from clauses.jobs.bounces import Taken
from clauses.jobs.envelope import to_message
from clauses.jobs.letters_months import remind_of_months
from clauses.models.journal import EmailMessage
from clauses.models.notices import RefusedAddress
from tests import stage_hours
from tests.portal import Portal

AT = datetime(2026, 10, 6, 9, 0, tzinfo=UTC)
COMPANY = "mickael.roussel@batisseurs-therain.example"


@pytest.fixture
def sent(portal: Portal) -> EmailMessage:
    """The reminder of the 5th left for the company; its server took it."""
    stage_hours.begun(portal)
    portal.day("2026-10-05")
    remind_of_months(portal.now)
    [row] = portal.mails("M11", "mickael.roussel")
    with write_transaction():
        db.session.get_one(EmailMessage, row.id).state = MailState.SENT
        db.session.commit()
    return db.session.get_one(EmailMessage, row.id)


def notice(
    message: Message, *, status: str = "5.1.1", action: str = "failed", to: str = COMPANY, whole: bool = True,
    message_id: str | None = None,
) -> bytes:  # fmt: skip
    """What a mail server writes when it gives up on a message."""
    if message_id is not None:
        del message["Message-ID"]
        message["Message-ID"] = message_id
    report = (
        "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; relais.example\r\n\r\n"
        f"Final-Recipient: rfc822; {to}\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 user unknown\r\n"
    )
    quoted = message.as_string()
    kind = "message/rfc822" if whole else "text/rfc822-headers"
    original = f"Content-Type: {kind}\r\n\r\n{quoted if whole else quoted.partition(chr(10) * 2)[0]}"
    head = (
        "From: MAILER-DAEMON@relais.example\r\nTo: clauses@localhost\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="B0"\r\n\r\n'
    )
    parts = ["Content-Type: text/plain\r\n\r\nI could not deliver it.\r\n", report, original]
    return (head + "".join(f"--B0\r\n{part}\r\n" for part in parts) + "--B0--\r\n").encode()


def test_a_returned_message_marks_the_address_and_the_reminder_was_not_received(
    portal: Portal, sent: EmailMessage
) -> None:
    raw = notice(to_message(sent))
    assert bounces.take(raw, AT) is Taken.MARKED
    assert bounces.take(raw, AT) is Taken.KNOWN, "the same notice twice"
    db.session.rollback()
    row = db.session.get_one(EmailMessage, sent.id)
    assert (row.state, row.fault, row.said) == (MailState.REFUSED, MailFault.ADDRESS, "5.1.1")
    assert [one.address for one in db.session.scalars(select(RefusedAddress))] == [COMPANY]
    assert [m.template for m in portal.mails("M70")] == ["M70"], "whoever answers for its owner is told"
    claire = portal.sign_in("claire.delattre")
    assert "Vérifier l'adresse de Mickaël Roussel" in claire.get("/tableau-de-bord")
    assert "Non remise" in claire.get("/relances") or "Non remise" in claire.get(
        f"/relances/{stage_hours.stage.lot(1).id}/2026-09"
    )
    portal.day("2026-10-11")
    remind_of_months(portal.now)
    [_, second] = portal.mails("M11", "mickael.roussel")
    assert refusals.is_spared(second, AT), (
        "the next reminder does not leave for an address that takes nothing"
    )


@pytest.mark.parametrize("whole", [True, False])
def test_the_original_may_be_quoted_whole_or_by_its_headers(
    portal: Portal, sent: EmailMessage, whole: bool
) -> None:
    assert bounces.take(notice(to_message(sent), whole=whole), AT) is Taken.MARKED


@pytest.mark.parametrize(
    ("status", "action", "expected"),
    [
        ("4.4.1", "delayed", Taken.LEFT), ("5.1.1", "delayed", Taken.LEFT), ("5.2.2", "failed", Taken.FAILED),
        ("5.7.1", "failed", Taken.FAILED), ("5.2.1", "failed", Taken.MARKED),
    ],
)  # fmt: skip
def test_a_delay_a_full_mailbox_and_a_policy_do_not_mark_the_address(
    portal: Portal, sent: EmailMessage, status: str, action: str, expected: Taken
) -> None:
    assert bounces.take(notice(to_message(sent), status=status, action=action), AT) is expected
    db.session.rollback()
    assert bool(db.session.scalars(select(RefusedAddress)).all()) is (expected is Taken.MARKED)


def test_a_forged_notice_changes_nothing(portal: Portal, sent: EmailMessage) -> None:
    """A guessed Message-ID, the address of somebody else, or no notice at all."""
    guessed = f"<{sent.event_key}.{sent.recipient_id}.0123456789abcdef@clauses.example>"
    assert bounces.take(notice(to_message(sent), message_id=guessed), AT) is Taken.LEFT
    assert (
        bounces.take(notice(to_message(sent), message_id=f"<{sent.event_key}.{sent.recipient_id}@x>"), AT)
        is Taken.LEFT
    )
    assert bounces.take(notice(to_message(sent), to="autre@ailleurs.example"), AT) is Taken.LEFT
    for raw in (b"", b"\x00\xff" * 500, b"Subject: bonjour\r\n\r\nMerci !", b"x" * (bounces.MOST_BYTES + 1)):
        assert bounces.take(raw, AT) is Taken.LEFT
    db.session.rollback()
    assert db.session.get_one(EmailMessage, sent.id).state is MailState.SENT
    assert not db.session.scalars(select(RefusedAddress)).all()


def test_a_server_that_takes_before_it_sends_back_is_not_believed_at_once(
    portal: Portal, sent: EmailMessage
) -> None:
    bounces.take(notice(to_message(sent)), AT)
    with write_transaction():
        row = db.session.get_one(EmailMessage, sent.id)
        refusals.unmark(row, AT + timedelta(days=1))
        db.session.commit()
    assert db.session.scalars(select(RefusedAddress)).all(), (
        "an urgent message was taken: that proves nothing"
    )
    with write_transaction():
        refusals.unmark(db.session.get_one(EmailMessage, sent.id), AT + timedelta(days=8))
        db.session.commit()
    assert not db.session.scalars(select(RefusedAddress)).all()


def test_the_command_reads_files_and_says_what_it_did(
    portal: Portal, sent: EmailMessage, tmp_path: Path
) -> None:
    (tmp_path / "one.eml").write_bytes(notice(to_message(sent)))
    (tmp_path / "two.eml").write_bytes(b"Subject: bonjour\r\n\r\nMerci !")
    db.session.rollback()
    told = portal.app.test_cli_runner().invoke(
        args=["bounces", str(tmp_path / "one.eml"), str(tmp_path / "two.eml")]
    )
    assert told.exit_code == 0 and "2 message(s) lu(s) : 1 adresse(s) marquée(s)" in told.output
    assert "1 sans suite" in told.output
