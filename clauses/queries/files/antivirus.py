"""Does the antivirus find something in this file? Asked of clamd, by its socket, with its INSTREAM command."""

import logging
import socket
import struct
from urllib.parse import urlsplit

from clauses.domain.kinds_files import ScanState

log = logging.getLogger(__name__)
CHUNK = 1 << 18
PATIENCE = 8  # seconds for each exchange
_LONGEST_ANSWER = 4_096


class Silent(Exception):
    """The antivirus cannot be reached, or does not answer."""


def scan(content: bytes, url: str | None) -> ScanState:
    """What the antivirus says; WAITING when it does not say, UNSCANNED when there is none (`url` empty)."""
    if not url:
        return ScanState.UNSCANNED
    try:
        return asked(content, url)
    except Silent:
        log.warning("antivirus_silent")
        return ScanState.WAITING


def asked(content: bytes, url: str) -> ScanState:
    """The same; raises Silent when it cannot be reached. An answer that is no verdict gives WAITING."""
    try:
        with _connected(url) as peer:
            peer.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), CHUNK):
                piece = content[start : start + CHUNK]
                peer.sendall(struct.pack("!I", len(piece)) + piece)
            peer.sendall(struct.pack("!I", 0))
            answer = _answer(peer)
    except (OSError, ValueError) as error:
        raise Silent from error
    if answer.endswith(" FOUND"):
        return ScanState.INFECTED
    if answer == "stream: OK":
        return ScanState.CLEAN
    if not answer:
        raise Silent
    log.warning("antivirus_gave_no_verdict")
    return ScanState.WAITING


def _connected(url: str) -> socket.socket:
    """`tcp://host:3310`, or `unix:///run/clamav/clamd.ctl`."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        peer = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        peer.settimeout(PATIENCE)
        try:
            peer.connect(parts.path)
        except OSError:
            peer.close()
            raise
        return peer
    return socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 3310), PATIENCE)


def _answer(peer: socket.socket) -> str:
    received = b""
    while len(received) < _LONGEST_ANSWER and b"\0" not in received:
        piece = peer.recv(_LONGEST_ANSWER)
        if not piece:
            break
        received += piece
    return received.split(b"\0")[0].decode("utf-8", "replace").strip()
