"""Do messages leave at their hours, together, once, whatever the mood of the mail server?

A real SMTP server where manners are good; a socket that misbehaves where they are not.
"""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from sqlalchemy import select, update

from clauses.config import PARIS
from clauses.domain.kinds import MailState, Rank
from clauses.domain.kinds_notices import Delivery, MailFault
from clauses.domain.notices import leaves_at
from clauses.extensions import db, write_transaction
from clauses.jobs import dispatch, notices, sending, smtp
from clauses.jobs.envelope import named_by
from clauses.jobs.notices import About
from clauses.models.accounts import SecretLink
from clauses.models.journal import EmailMessage
from clauses.models.notices import DeliveryChoice, Notification, RefusedAddress
from clauses.models.people import Membership, User
from clauses.queries import service
from tests.jobs.journey import Journey
from tests.portal import Portal

OPENS, CLOSES = clock_time(7, 30), clock_time(19)
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=PARIS)


@pytest.fixture
def journey(portal: Portal, tmp_path: Path) -> Journey:
    """Acts whose facts are drained, and nothing sent."""
    return Journey(tmp_path, dispatch.drain)


@pytest.fixture(autouse=True)
def _mornings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Facts are handled at ten in the morning of the pretended day, whenever the tests run."""
    from clauses.config import clock

    monkeypatch.setattr(
        type(clock), "now",
        lambda self: datetime.combine(self.pretended or date(2026, 3, 2), clock_time(10), PARIS).astimezone(UTC),
    )  # fmt: skip


@contextmanager
def mailed(portal: Portal, url: str) -> Iterator[None]:
    settings = portal.app.config["SETTINGS"]
    portal.app.config["SETTINGS"] = replace(settings, mail_url=url)
    try:
        yield
    finally:
        portal.app.config["SETTINGS"] = settings


class Inbox:
    """What an SMTP server received, and what it answers."""

    def __init__(self, rcpt: str = "250 OK", data: str = "250 OK", mail: str = "250 OK") -> None:
        self.rcpt, self.data, self.mail = rcpt, data, mail
        self.received: list[Any] = []

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        envelope.mail_from = address
        return self.mail

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.data.startswith("250"):
            self.received.append(envelope)
        return self.data


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def server(
    portal: Portal, inbox: Inbox, scheme: str = "smtp", login: str = "", **options: Any
) -> Iterator[Inbox]:
    controller = Controller(inbox, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        with mailed(portal, f"{scheme}://{login}127.0.0.1:{controller.port}"):
            yield inbox
    finally:
        controller.stop()


@contextmanager
def raw(portal: Portal, behave: Callable[[socket.socket], None], scheme: str = "smtp") -> Iterator[None]:
    """A server that does as it pleases with each connection."""
    door = socket.create_server(("127.0.0.1", 0))
    door.settimeout(0.2)
    over = threading.Event()

    def welcome() -> None:
        while not over.is_set():
            try:
                line, _ = door.accept()
            except OSError:
                continue
            line.settimeout(5)
            try:
                behave(line)
            except OSError:
                pass
            finally:
                line.close()

    thread = threading.Thread(target=welcome, daemon=True)
    thread.start()
    try:
        with mailed(portal, f"{scheme}://127.0.0.1:{door.getsockname()[1]}"):
            yield
    finally:
        over.set()
        thread.join(3)
        door.close()


def polite(line: socket.socket, until: str = "QUIT") -> None:
    """Answers well, up to a command."""
    line.sendall(b"220 hello\r\n")
    stream = line.makefile("rb")
    for said in stream:
        verb = said.split()[0].upper().decode()
        if verb == until:
            return
        if verb == "DATA":
            line.sendall(b"354 go\r\n")
            for text in stream:
                if text == b".\r\n":
                    break
            if until == "DOT":
                return
            line.sendall(b"250 taken\r\n")
        else:
            line.sendall(b"250 fine\r\n")


def letter(start: str = "claire.delattre", kind: str = "M42", key: str = "fact", **more: Any) -> int:
    """A letter of a kind in the queue; returns its number."""
    with write_transaction():
        user = db.session.scalars(select(User).where(User.email.startswith(f"{start}@"))).one()
        row = EmailMessage(event_key=key, template=kind, recipient_id=user.id, subject=f"Objet {key}", body="Texte\n",
                           created_at=MONDAY, **more)  # fmt: skip
        db.session.add(row)
        db.session.commit()
        return row.id


def row_of(id: int) -> EmailMessage:
    db.session.rollback()
    return db.session.get_one(EmailMessage, id)


# The hours


@pytest.mark.parametrize(
    ("written", "morning", "leaves"),
    [
        ("2026-03-02T10:00", False, "2026-03-02T10:00"),
        ("2026-03-02T06:59", False, "2026-03-02T07:30"),
        ("2026-03-02T19:00", False, "2026-03-03T07:30"),
        ("2026-03-06T19:30", False, "2026-03-09T07:30"),  # a Friday evening
        ("2026-04-03T20:00", False, "2026-04-07T07:30"),  # Easter Monday
        ("2026-05-01T11:00", False, "2026-05-04T07:30"),  # the first of May
        ("2026-03-02T10:00", True, "2026-03-03T07:30"),
        ("2026-03-02T05:00", True, "2026-03-02T07:30"),
        ("2026-03-28T12:00", False, "2026-03-30T07:30"),  # over the night the clocks go forward
        ("2026-10-23T19:00", False, "2026-10-26T07:30"),  # over the night they go back
    ],
)
def test_letters_leave_at_the_hours_of_the_rule(written: str, morning: bool, leaves: str) -> None:
    found = leaves_at(datetime.fromisoformat(written).replace(tzinfo=PARIS), OPENS, CLOSES, morning=morning)
    assert found == datetime.fromisoformat(leaves).replace(tzinfo=PARIS)
    assert (found.astimezone(PARIS).hour, found.astimezone(PARIS).minute) == tuple(
        int(part) for part in leaves[-5:].split(":")
    )


def test_half_past_seven_is_on_the_wall_in_winter_and_in_summer() -> None:
    winter = leaves_at(
        datetime(2026, 3, 27, 20, tzinfo=PARIS) - timedelta(days=7), OPENS, CLOSES, morning=False
    )
    summer = leaves_at(datetime(2026, 3, 27, 20, tzinfo=PARIS), OPENS, CLOSES, morning=False)
    assert winter.astimezone(UTC).time() == clock_time(6, 30)
    assert summer.astimezone(UTC).time() == clock_time(5, 30)


def test_an_ordinary_letter_waits_for_the_morning_and_an_urgent_one_does_not(portal: Portal) -> None:
    night = datetime(2026, 3, 2, 22, tzinfo=PARIS)
    usual, urgent = letter(), letter(kind="M39", key="password")
    with server(portal, Inbox()) as inbox:
        assert sending.send_waiting(night) == 1
        assert row_of(urgent).state == "sent" and row_of(usual).state == "queued"
        assert row_of(usual).not_before == datetime(2026, 3, 3, 7, 30, tzinfo=PARIS)
        assert sending.send_waiting(datetime(2026, 3, 3, 7, 29, tzinfo=PARIS)) == 0
        assert sending.send_waiting(datetime(2026, 3, 3, 7, 30, tzinfo=PARIS)) == 1
        assert len(inbox.received) == 2


# Together, and not too often


def test_several_of_a_kind_make_one_mail(portal: Portal) -> None:
    ids = [letter(kind="M08", key=f"fact{n}") for n in range(4)]
    alone = letter("sandrine.lemaire", kind="M08", key="other")
    with server(portal, Inbox()) as inbox:
        assert sending.send_waiting(MONDAY) == 2
        assert sending.send_waiting(MONDAY) == 0
    by_address = {envelope.rcpt_tos[0].split("@")[0]: envelope for envelope in inbox.received}
    sent = message_from_bytes(by_address["claire.delattre"].content, policy=default)
    assert sent["Subject"] == "4 engagements à instruire vous attendent"
    text = sent.get_body(("plain",)).get_content()
    assert all(f"Objet fact{n}" in text for n in range(4)) and "/notifications" in text
    rows = [row_of(id) for id in ids]
    assert {row.state for row in rows} == {"carried"} and len({row.carried_by_id for row in rows}) == 1
    assert row_of(alone).state == "sent" and row_of(alone).carried_by_id is None


def test_what_the_rule_keeps_alone_is_never_put_with_others(portal: Portal) -> None:
    for n in range(2):
        letter("mickael.roussel", kind="M11", key=f"month{n}")
        letter("mickael.roussel", kind="M10", key=f"plan{n}")
    with server(portal, Inbox()) as inbox:
        assert sending.send_waiting(MONDAY) == 4
    assert len(inbox.received) == 4


def test_the_summary_of_the_morning_carries_every_kind(portal: Portal) -> None:
    at = datetime(2026, 3, 3, 7, 30, tzinfo=PARIS)
    for n, kind in enumerate(("M42", "M20", "M25")):
        letter(kind=kind, key=f"fact{n}", delivery=Delivery.MORNING, not_before=at)
    with server(portal, Inbox()) as inbox:
        assert sending.send_waiting(at - timedelta(minutes=1)) == 0
        assert sending.send_waiting(at) == 1
    assert message_from_bytes(inbox.received[0].content, policy=default)["Subject"] == (
        "Votre résumé du matin\u00a0: 3 messages"
    ).replace("\u00a0", " ")


def test_the_same_kind_about_the_same_thing_waits_for_a_day(portal: Portal) -> None:
    claire = db.session.scalars(select(User).where(User.email.startswith("claire.delattre"))).one()
    with write_transaction():
        db.session.add(Notification(user_id=claire.id, event_key="first", kind="M42", title="t", path="/x", thing_id=7,
                                    written_at=MONDAY))  # fmt: skip
        db.session.commit()
    letter(key="first")

    def planned(key: str, thing: int, now: datetime) -> datetime | None:
        with write_transaction():
            told = notices.tell(
                claire, "M42", "t", "http://clauses.example/x", event_key=key, now=now, about=About(thing)
            )
            found = notices.planned_at("M42", Delivery.AT_ONCE, told, now)
            db.session.commit()
        return found

    assert planned("second", 7, MONDAY + timedelta(hours=2)) == MONDAY + timedelta(days=1)
    assert planned("other thing", 8, MONDAY + timedelta(hours=2)) is None
    assert planned("a day later", 7, MONDAY + timedelta(days=1)) is None


def test_a_reminder_whose_act_is_done_is_dropped(portal: Portal, journey: Journey) -> None:
    journey.file()
    journey.ask_opinion()
    [asked] = portal.mails("M01")
    journey.give_opinion()
    with server(portal, Inbox()) as inbox:
        sending.send_waiting(datetime(2026, 3, 6, 10, tzinfo=PARIS))
    assert row_of(asked.id).state == "useless"
    assert [e.rcpt_tos[0].split("@")[0] for e in inbox.received] == ["sandrine.lemaire"]


# What leaves


def test_a_message_leaves_with_its_headers_and_the_same_words_twice(portal: Portal, journey: Journey) -> None:
    journey.file()
    journey.ask_opinion()
    with server(portal, Inbox()) as inbox:
        assert sending.send_waiting(MONDAY) == 1
    [row] = portal.mails("M01")
    sent = message_from_bytes(inbox.received[0].content, policy=default)
    assert sent["Message-ID"].startswith(f"<{row.event_key}.{row.recipient_id}.")
    assert sent["Message-ID"].endswith("@clauses.example>")
    assert named_by(sent["Message-ID"]) == (row.event_key, row.recipient_id)
    assert sent["To"] == "claire.delattre@mde-beauvaisis.example" and sent["Subject"] == row.subject
    assert sent["From"].addresses[0].display_name.startswith("Clauses d'insertion - ")
    assert sent["From"].addresses[0].addr_spec == "clauses@localhost"
    assert sent["Reply-To"] == "helene.vasseur@clauses-hautsdefrance.example"  # hers is the one to call
    assert sent["Auto-Submitted"] == "auto-generated" and sent["Date"]
    assert sent.get_body(("plain",)).get_content().replace("\r\n", "\n") == row.body
    page = sent.get_body(("html",)).get_content()
    assert "<script" not in page and "style=" not in page and "Rendre l'avis" in page.replace("&#39;", "'")
    assert (row.state, row.fault) == ("sent", None)


@pytest.mark.parametrize("field", ["subject", "sender_name", "reply_to", "address"])
def test_a_line_feed_never_becomes_a_header(portal: Portal, field: str) -> None:
    values = {"sender_name": "Beauvais", "reply_to": "a@b.example"}
    id = letter(
        **{**values, field: "x@y.example\r\nBcc: stolen@evil.example"} if field != "subject" else values
    )
    if field == "subject":
        with write_transaction():
            db.session.execute(update(EmailMessage).values(subject="Objet\nBcc: stolen@evil.example"))
            db.session.commit()
    behind = letter("sandrine.lemaire", key="behind")
    with server(portal, Inbox()) as inbox:
        sending.send_waiting(MONDAY)
    assert not any(b"\nBcc:" in envelope.content for envelope in inbox.received)
    assert not any("evil" in to for envelope in inbox.received for to in envelope.rcpt_tos)
    assert row_of(behind).state == "sent"
    if field != "sender_name":
        assert (row_of(id).state, row_of(id).fault) == ("queued", MailFault.UNWRITTEN)


# Bad moods


def test_an_address_that_does_not_exist_is_marked_and_the_manager_is_told_once(portal: Portal) -> None:
    user = db.session.scalars(select(User).where(User.email.startswith("mickael.roussel@"))).one()
    host = db.session.scalars(select(Membership).where(Membership.user_id == user.id)).first()
    with write_transaction():
        manager = db.session.scalars(select(User).where(User.email.startswith("sandrine.lemaire@"))).one()
        db.session.add(Membership(user_id=manager.id, organization_id=host.organization_id, role=host.role,
                                  rank=Rank.MANAGER))  # fmt: skip
        db.session.commit()
    first, second = letter("mickael.roussel", key="a"), letter("mickael.roussel", kind="M20", key="b")
    with server(portal, Inbox(rcpt="550 5.1.1 no such user")):
        assert sending.send_waiting(MONDAY) == 0
    assert (row_of(first).state, row_of(first).fault) == ("refused", MailFault.ADDRESS)
    assert row_of(first).said.startswith("550")
    assert row_of(second).state == "refused" and row_of(second).attempts == 0, "not even tried"
    [warning] = portal.mails("M70")
    assert warning.recipient.email.startswith("sandrine.lemaire") and "Mickaël Roussel" in warning.body
    assert "Mickaël" not in warning.subject
    # Urgent ones are tried, and the mark goes with the first that is taken.
    urgent = letter("mickael.roussel", kind="M39", key="c")
    with server(portal, Inbox()):
        sending.send_waiting(MONDAY + timedelta(hours=1))
    assert row_of(urgent).state == "sent"
    assert not db.session.scalars(select(RefusedAddress)).all()


def test_a_policy_refusal_is_not_the_fault_of_the_address(portal: Portal) -> None:
    id = letter()
    with server(portal, Inbox(rcpt="550 5.7.1 blocked by policy")):
        sending.send_waiting(MONDAY)
    assert (row_of(id).state, row_of(id).fault) == ("failed", MailFault.CONTENT)
    assert not db.session.scalars(select(RefusedAddress)).all()


def test_come_back_later_is_obeyed_with_longer_and_longer_waits(portal: Portal) -> None:
    id, behind = letter(kind="M39", key="a"), letter("sandrine.lemaire", kind="M39", key="b")
    at, waits = MONDAY, []
    with server(portal, Inbox(rcpt="451 4.7.1 greylisted")):
        for _ in range(6):
            sending.send_waiting(at)
            waits.append(int((row_of(id).not_before - at).total_seconds()) // 60)
            at = row_of(id).not_before
    assert waits == [1, 5, 15, 60, 240, 240]
    assert row_of(behind).attempts > 0, "one reader's wait is not the others'"
    with server(portal, Inbox(rcpt="451 4.7.1 greylisted")):
        for _ in range(sending.TRIES):
            sending.send_waiting(row_of(id).not_before or at)
    assert (row_of(id).state, row_of(id).fault) == ("failed", MailFault.TEMPORARY)


def test_a_server_that_is_down_never_loses_a_message(portal: Portal) -> None:
    ids = [letter(kind="M39", key=f"fact{n}") for n in range(3)]
    with mailed(portal, f"smtp://127.0.0.1:{free_port()}"):
        at = MONDAY
        for _ in range(40):
            assert sending.send_waiting(at) == 0
            assert sending.send_waiting(at) == 0, "it rests"
            at = row_of(ids[0]).not_before
        assert row_of(ids[0]).state == "queued" and row_of(ids[0]).fault is MailFault.SERVER
        assert [row_of(id).attempts for id in ids[1:]] == [0, 0], "those behind it do not pay for it"
        assert service.mail_server_fault() is MailFault.SERVER
        page = portal.sign_in("maxime.ollier").get("/admin/etat").text
        assert "Le serveur de messagerie ne répond pas" in page
        assert portal.visitor().client.get("/pret").status_code == 200, "the portal itself is well"
    with server(portal, Inbox()) as inbox:
        assert sending.send_waiting(at) == 3
    assert len(inbox.received) == 3 and service.mail_server_fault() is None


@pytest.mark.parametrize("drip", [False, True])
def test_a_slow_server_is_left_in_time(portal: Portal, monkeypatch: pytest.MonkeyPatch, drip: bool) -> None:
    monkeypatch.setattr(smtp, "STEP", 0.4)
    monkeypatch.setattr(smtp, "WHOLE", 1.0)
    left = threading.Event()
    waited: list[int] = []

    def slow(line: socket.socket) -> None:
        for turn in range(150):  # a letter at a time, each in time
            waited.append(turn)
            if left.wait(0.1):
                break
            line.sendall(b"2" if drip else b"")

    id = letter(kind="M39")
    with raw(portal, slow):
        assert sending.send_waiting(MONDAY) == 0
        left.set()
    assert len(waited) < 150, "the server gave up first"
    assert (row_of(id).state, row_of(id).fault) == ("queued", MailFault.SERVER)


def test_a_server_silent_after_the_text_leaves_a_doubt_and_the_copy_is_recognisable(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "STEP", 0.4)
    id = letter(kind="M39")
    ids: list[str] = []
    honest = sending.to_message

    def noted(row: EmailMessage, at: datetime) -> Any:
        message = honest(row, at)
        ids.append(message["Message-ID"])
        return message

    monkeypatch.setattr(sending, "to_message", noted)
    with raw(portal, lambda line: polite(line, "DOT")):
        assert sending.send_waiting(MONDAY) == 0
        assert (row_of(id).state, row_of(id).fault) == ("queued", MailFault.UNSURE)
    with server(portal, Inbox()) as inbox:
        assert sending.send_waiting(row_of(id).not_before) == 1
    assert len(ids) == 2 and ids[0] == ids[1]
    assert len(inbox.received) == 1 and row_of(id).state == "sent"


def test_a_doubt_is_not_sent_for_days(portal: Portal) -> None:
    id = letter(kind="M39")
    with raw(portal, lambda line: polite(line, "DOT")):
        at = MONDAY
        for _ in range(sending.DOUBTS):
            sending.send_waiting(at)
            at = row_of(id).not_before or at
    assert (row_of(id).state, row_of(id).fault, row_of(id).attempts) == (
        "failed",
        MailFault.UNSURE,
        sending.DOUBTS,
    )


def test_a_line_cut_at_the_goodbye_is_not_sent_again(portal: Portal) -> None:
    id = letter(kind="M39")
    with raw(portal, lambda line: polite(line, "QUIT")):
        assert sending.send_waiting(MONDAY) == 1
    assert row_of(id).state == "sent"


def test_a_process_that_dies_after_the_text_sends_it_again_under_the_same_name(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = letter(kind="M39")
    with server(portal, Inbox()) as inbox:
        with monkeypatch.context() as killed:

            def die(*_: Any) -> None:
                raise SystemExit

            killed.setattr(sending, "_settle", die)
            with pytest.raises(SystemExit):
                sending.send_waiting(MONDAY)
        assert row_of(id).state == "queued"
        assert sending.send_waiting(MONDAY + timedelta(seconds=30)) == 0, "its turn is not over"
        assert sending.send_waiting(MONDAY + sending.TURN) == 1
        assert sending.send_waiting(MONDAY + timedelta(hours=1)) == 0
    names = [message_from_bytes(e.content, policy=default)["Message-ID"] for e in inbox.received]
    assert len(names) == 2 and len(set(names)) == 1


def test_a_wrong_password_keeps_everything_and_the_administration_sees_it(
    portal: Portal, tmp_path: Path
) -> None:
    id = letter(kind="M39")
    context = _certificate(tmp_path)
    with server(
        portal, Inbox(), login="clauses:wrong%40@", tls_context=context, auth_required=True,
        authenticator=lambda *_: AuthResult(success=False, handled=False),
    ):  # fmt: skip
        assert sending.send_waiting(MONDAY) == 0
    # Before the password is said, the certificate is checked: nobody signed this one.
    assert row_of(id).fault is MailFault.SECURITY
    with raw(portal, polite):
        settings = portal.app.config["SETTINGS"]
        with mailed(portal, settings.mail_url.replace("smtp://", "smtp://clauses:wrong@")):
            sending.send_waiting(row_of(id).not_before)
    assert (row_of(id).state, row_of(id).fault) == ("queued", MailFault.SECURITY), "no password in clear"


def test_a_refused_sign_in_is_told_apart(
    portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = _certificate(tmp_path)
    trusting = ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))
    monkeypatch.setattr(smtp.ssl, "create_default_context", lambda: trusting)
    id = letter(kind="M39")
    seen: list[Any] = []

    def judge(server_: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        seen.append(data.password)
        return AuthResult(success=data.password == b"right@", handled=False)

    options = {"tls_context": context, "auth_required": True, "authenticator": judge}
    with server(portal, Inbox(), login="clauses:wrong%40@", **options):
        sending.send_waiting(MONDAY)
        assert (row_of(id).state, row_of(id).fault) == ("queued", MailFault.SIGN_IN)
        page = portal.sign_in("maxime.ollier").get("/admin/etat").text
        assert "refuse l'identifiant ou le mot de passe" in page
    with server(portal, Inbox(), login="clauses:right%40@", **options) as inbox:
        assert sending.send_waiting(row_of(id).not_before) == 1
    assert len(inbox.received) == 1 and seen[0] == b"wrong@"


def test_a_server_that_closes_the_door_at_the_sender_blames_no_message(portal: Portal) -> None:
    id = letter(kind="M39")
    with server(portal, Inbox(mail="550 5.7.1 who are you")):
        sending.send_waiting(MONDAY)
    assert (row_of(id).state, row_of(id).fault) == ("queued", MailFault.SERVER)


def test_a_text_that_is_refused_is_not_insisted_upon(portal: Portal) -> None:
    id = letter(kind="M39")
    with server(portal, Inbox(data="554 5.6.0 no")):
        sending.send_waiting(MONDAY)
    assert (row_of(id).state, row_of(id).fault) == ("failed", MailFault.CONTENT)


def test_lines_that_begin_with_a_dot_arrive_as_they_were(portal: Portal) -> None:
    id = letter(kind="M39")
    with write_transaction():
        db.session.execute(update(EmailMessage).values(body="Avant\n.\n.. deux points\nAprès é\n"))
        db.session.commit()
    with server(portal, Inbox()) as inbox:
        assert sending.send_waiting(MONDAY) == 1
    sent = message_from_bytes(inbox.received[0].content, policy=default)
    assert sent.get_body(("plain",)).get_content().replace("\r\n", "\n") == row_of(id).body


def test_without_a_mail_server_everything_is_kept_and_shown_at_once_with_its_hour(
    portal: Portal, journey: Journey
) -> None:
    with write_transaction():
        user = db.session.scalar(select(User.id).where(User.email.startswith("claire.delattre@")))
        db.session.add(DeliveryChoice(user_id=user, kind="M01", delivery=Delivery.MORNING))
        db.session.commit()
    journey.file()
    journey.ask_opinion()
    sending.send_waiting(MONDAY)
    [row] = portal.mails("M01")
    assert row.state is MailState.KEPT and row.planned_at == datetime(2026, 3, 3, 7, 30, tzinfo=PARIS)
    page = portal.sign_in("maxime.ollier").get(f"/admin/courriels/{row.id}").text
    assert "Départ prévu" in page and "Résumé du matin" in page


def test_the_secret_of_a_dropped_letter_is_forgotten(portal: Portal) -> None:
    with write_transaction():
        from clauses.actions.people import links
        from clauses.domain.kinds_accounts import LinkPurpose

        made = links.make(LinkPurpose.RESET, 1, at=MONDAY)
        db.session.flush()
        number = made.id
        db.session.commit()
    letter(kind="M39", link_id=number)
    with server(portal, Inbox(rcpt="550 5.1.1 nobody")):
        sending.send_waiting(MONDAY)
    assert db.session.get(SecretLink, number).sealed is None


def _certificate(folder: Path) -> ssl.SSLContext:
    """A certificate for 127.0.0.1 that nobody has signed."""
    import ipaddress

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    start = datetime.now(UTC) - timedelta(days=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
        .not_valid_before(start).not_valid_after(start + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context
