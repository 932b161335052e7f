"""How does one message reach a mail server, and what went wrong when it does not?

Every wait is bounded, a server that answers a letter at a time included. What the server said of a message, what it said
of its address and what is wrong with the server itself are told apart: they are not mended in the same way.
"""

import re
import smtplib
import socket
import ssl
from contextlib import suppress
from email.message import EmailMessage as Message
from threading import Timer
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from clauses.domain.kinds_notices import MailFault

STEP = 10.0  # seconds for one answer
WHOLE = 45.0  # seconds for one message: less than the turn that a process takes on it
GOODBYE = 2.0
NO_SUCH_ADDRESS = frozenset({550, 551, 553})
ENHANCED = re.compile(r"^\s*([245]\.\d{1,3}\.\d{1,3})\b")


class Undelivered(Exception):
    """The message did not leave; `code` and `said` are the server's, where it said something."""

    def __init__(self, fault: MailFault, code: int = 0, said: bytes | str = "") -> None:
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        self.fault, self.code, self.said = fault, code, " ".join(text.split())[:200]
        super().__init__(f"{fault}: {code} {self.said}")


def deliver(message: Message, url: str, name: str) -> None:
    """Give one message to the server of `url`; raises Undelivered. `name` is how this machine presents itself.

    Returning means that the server answered for it. A line that breaks after the whole text was given leaves a doubt:
    the same message, with the same Message-ID, is then sent again.
    """
    parts = urlsplit(url)
    secure = parts.scheme == "smtps"
    # Reading what the system trusts takes longer than the message: only where a line is made safe.
    context = ssl.create_default_context() if secure or parts.username else None
    server: Any = (
        smtplib.SMTP_SSL(local_hostname=name, timeout=STEP, context=context)
        if secure
        else smtplib.SMTP(local_hostname=name, timeout=STEP)
    )
    bell = Timer(WHOLE, _hang_up, [server])
    bell.daemon = True
    bell.start()
    given = False
    try:
        _greet(server, parts, secure, context)
        _ask(server, message)
        server.send(_stuffed(message.as_bytes()))
        given = True
        _expect(server.getreply(), MailFault.CONTENT, 250)
        given = False
        with suppress(Exception):  # it answered for the message: what follows is politeness
            server.sock.settimeout(GOODBYE)
            server.quit()
    except Undelivered:
        raise
    except smtplib.SMTPAuthenticationError as error:
        raise Undelivered(MailFault.SIGN_IN, error.smtp_code, error.smtp_error) from error
    except ssl.SSLError as error:
        raise Undelivered(MailFault.SECURITY, said=str(error)) from error
    except smtplib.SMTPResponseException as error:
        raise Undelivered(MailFault.SERVER, error.smtp_code, error.smtp_error) from error
    except (OSError, smtplib.SMTPException) as error:
        raise Undelivered(MailFault.UNSURE if given else MailFault.SERVER, said=str(error)) from error
    finally:
        bell.cancel()
        server.close()


def _greet(server: Any, parts: SplitResult, secure: bool, context: ssl.SSLContext | None) -> None:
    """Connect, make the line safe where there is a password to say, sign in."""
    server._host = parts.hostname or "localhost"  # the name that the certificate must bear
    code, said = server.connect(server._host, parts.port or 0)
    if code != 220:
        raise Undelivered(MailFault.SERVER, code, said)
    server.ehlo_or_helo_if_needed()
    if not parts.username:
        return
    if not secure:
        if not server.has_extn("starttls"):
            raise Undelivered(MailFault.SECURITY, said="STARTTLS")
        server.starttls(context=context)
        server.ehlo_or_helo_if_needed()
    try:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    except smtplib.SMTPNotSupportedError as error:
        raise Undelivered(MailFault.SIGN_IN, said=str(error)) from error


def _ask(server: Any, message: Message) -> None:
    """Say from whom and to whom; the server answers whether it takes the text."""
    code, said = server.mail(message["From"].addresses[0].addr_spec)
    if code != 250:  # it takes nothing from us: no message is to blame
        raise Undelivered(
            MailFault.TEMPORARY if 400 <= code < 500 and code != 421 else MailFault.SERVER, code, said
        )
    for one in message["To"].addresses:
        code, said = server.rcpt(one.addr_spec)
        if code not in (250, 251):
            raise Undelivered(_fault_of_address(code, said), code, said)
    code, said = server.docmd("data")
    _expect((code, said), MailFault.CONTENT, 354)


def _fault_of_address(code: int, said: bytes) -> MailFault:
    """A mailbox that does not exist, or a server that takes nothing from us? The second is not the reader's doing."""
    if code < 500:
        return MailFault.SERVER if code == 421 else MailFault.TEMPORARY
    enhanced = ENHANCED.match(said.decode("utf-8", "replace"))
    if enhanced:
        return MailFault.ADDRESS if is_no_such_address(enhanced[1]) else MailFault.CONTENT
    return MailFault.ADDRESS if code in NO_SUCH_ADDRESS else MailFault.CONTENT


def is_no_such_address(status: str) -> bool:
    """Does a status (RFC 3463) say that the mailbox does not exist, moved or is closed? A full one is not."""
    return status.startswith("5.1.") or status == "5.2.1"


def _expect(answer: tuple[int, bytes], refused: MailFault, wanted: int) -> None:
    code, said = answer
    if code == wanted:
        return
    if code == 421:
        raise Undelivered(MailFault.SERVER, code, said)
    raise Undelivered(MailFault.TEMPORARY if 400 <= code < 500 else refused, code, said)


def _stuffed(content: bytes) -> bytes:
    """The text as the wire wants it: lines that begin with a dot get another, a dot alone ends it."""
    text = re.sub(rb"(?m)^\.", b"..", content)
    return text + (b"" if text.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def _hang_up(server: Any) -> None:
    if server.sock is not None:
        with suppress(OSError):
            server.sock.shutdown(socket.SHUT_RDWR)
