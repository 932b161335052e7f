"""May this PDF be kept? Nothing in it may run, start a program, hide a file or need a password.

How it is looked at, without drawing it: every name written in the file is read, its escapes (`/J#61vaScript`)
undone, wherever it stands, streams included; streams that may hold objects are inflated, in bounded memory, and their
names are read too. A stream that may hold objects and is packed otherwise than by Flate alone is refused: it could
not be looked into. Short names that chance may write in a picture (`/JS`, `/EF`) count outside streams only; a script
or a hidden file needs a long one as well.
"""

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import is_zipfile

from clauses.queries.archives import Unsafe

MOST_INFLATED = 50_000_000  # bytes, of all streams that may hold objects
LARGEST_OBJECTS = 20_000_000  # bytes of one of them
_FIRST = 4_096  # bytes of a stream that are enough to see numbers at its head
_END = 2_048  # the end of the file must be marked there
_NAME = re.compile(rb"/((?:[^\x00\t\n\x0c\r ()<>\[\]{}/%#]|#[0-9A-Fa-f]{2})+)")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"(?<!end)stream\r?\n?")
_NUMBERS = re.compile(rb"(?:\s|%[^\r\n]*[\r\n])*\d+\s+\d+")
_RUNS = frozenset(
    {
        b"JavaScript",
        b"Launch",
        b"RichMedia",
        b"XFA",
        b"Rendition",
        b"ImportData",
        b"SubmitForm",
        b"GoToE",
        b"Movie",
        b"3D",
    }
)
_RUNS_ANYWHERE = _RUNS - {b"3D"}
_HIDES = frozenset({b"EmbeddedFile", b"EmbeddedFiles", b"FileAttachment"})
_SHORT_RUNS = _RUNS | {b"JS"}
_SHORT_HIDES = _HIDES | {b"EF"}


def check(content: bytes) -> None:
    """Let a PDF pass; raises Unsafe (damaged, locked, active, attached, bomb, doubled)."""
    if b"%%EOF" not in content[-_END:] or not re.search(rb"\d+\s+\d+\s+obj\b", content):
        raise Unsafe("damaged")
    if is_zipfile(BytesIO(content)):
        raise Unsafe("doubled")
    outside, bodies = _parted(content)
    _judge(outside, _SHORT_RUNS, _SHORT_HIDES)
    _judge(content, _RUNS_ANYWHERE, _HIDES)
    if b"Encrypt" in _names(content):
        raise Unsafe("locked")
    room = MOST_INFLATED
    for words, body in bodies:
        sure = b"ObjStm" in words or {b"First", b"N"} <= words
        objects = _objects(words, body, sure, min(LARGEST_OBJECTS, room))
        room -= len(objects)
        _judge(objects, _SHORT_RUNS if sure else _RUNS_ANYWHERE, _SHORT_HIDES if sure else _HIDES)


def _judge(text: bytes, runs: frozenset[bytes], hides: frozenset[bytes]) -> None:
    names = _names(text)
    if names & runs:
        raise Unsafe("active")
    if names & hides:
        raise Unsafe("attached")


def _names(text: bytes) -> set[bytes]:
    return {_plain(found) for found in set(_NAME.findall(text))}


def _plain(name: bytes) -> bytes:
    return _ESCAPE.sub(lambda one: bytes([int(one[1], 16)]), name)


def _parted(content: bytes) -> tuple[bytes, list[tuple[set[bytes], bytes]]]:
    """What stands outside the streams, and each stream with the names of the dictionary before it."""
    outside, bodies, at = [], [], 0
    for begin, end in _streams(content):
        head = content[at:begin]
        outside.append(head)
        words = _names(head[head.rfind(b" obj") :] if b" obj" in head else head)
        bodies.append((words, content[begin:end]))
        at = end
    outside.append(content[at:])
    return b"\n".join(outside), bodies


def _streams(content: bytes) -> Iterator[tuple[int, int]]:
    at = 0
    while found := _STREAM.search(content, at):
        end = content.find(b"endstream", found.end())
        if end < 0:
            return
        yield found.end(), end
        at = end + len(b"endstream")


def _objects(words: set[bytes], body: bytes, sure: bool, room: int) -> bytes:
    """The objects that a stream may hold, inflated; nothing for a picture, a font or the drawing of a page."""
    filters = {
        one
        for one in words
        if one.endswith(b"Decode") or one in (b"Fl", b"LZW", b"RL", b"AHx", b"A85", b"Crypt")
    }
    if sure and (filters - {b"FlateDecode", b"Fl"} or b"Predictor" in words):
        raise Unsafe("unread")
    if not filters & {b"FlateDecode", b"Fl"} or (b"Image" in words and not sure):
        return b""
    engine = zlib.decompressobj()
    try:
        first = engine.decompress(body, _FIRST)
        if not sure and not _NUMBERS.match(first):
            return b""
        rest = (
            engine.decompress(engine.unconsumed_tail, max(room - len(first), 1))
            if engine.unconsumed_tail
            else b""
        )
    except zlib.error:
        if sure:
            raise Unsafe("unread") from None
        return b""
    if engine.unconsumed_tail and not engine.eof:
        raise Unsafe("bomb")
    return first + rest
