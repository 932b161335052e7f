"""What does an archive really hold, part by part, before anything reads it? For workbooks, documents, and texts.

What an archive says of itself is never believed: each part is inflated here and its bytes are counted. Whatever a
parser could be led astray with (doubled names, declared entities, links) stops the reading, in bounded memory.
"""

import stat
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

MOST_ENTRIES = 200
MOST_INFLATED = 50_000_000  # bytes, all parts together
LARGEST_PART = 30_000_000
HIGHEST_RATIO = 200  # inflated over stored; a text of figures stays below 60
_RATIO_FROM = 100_000  # bytes: below, a small part of spaces is no danger
_CHUNK = 1 << 16
LONGEST_XML = 1_000_000  # of a part that is parsed here
_NEEDLES = tuple(
    mark.encode(encoding) for mark in ("<!DOCTYPE", "<!ENTITY") for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)  # fmt: skip
_OVERLAP = max(map(len, _NEEDLES)) - 1
BROKEN = (
    BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    ValueError,
    NotImplementedError,
    KeyError,
    RuntimeError,
)


class Unsafe(Exception):
    """Not to be opened: `reason` is bomb, doubled, locked, declaration or damaged."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive whose every part was counted; names as they are written in it."""

    zipped: ZipFile
    names: tuple[str, ...]

    def read(self, name: str) -> bytes:
        """The content of a part that was counted; raises Unsafe."""
        try:
            return self.zipped.read(name)
        except BROKEN:
            raise Unsafe("damaged") from None

    def xml(self, name: str) -> Element | None:
        """The root of a part, None when the archive has no such part; raises Unsafe."""
        if name not in self.names:
            return None
        if self.zipped.getinfo(name).file_size > LONGEST_XML:
            raise Unsafe("bomb")
        try:
            root: Element = fromstring(self.read(name))
        except (ParseError, DefusedXmlException, ValueError, LookupError):
            raise Unsafe("damaged") from None
        return root


def opened(content: bytes, *, most_entries: int = MOST_ENTRIES) -> Archive:
    """The archive, once everything in it was counted and searched. Inflates at most 50 MB; raises Unsafe."""
    try:
        zipped = ZipFile(BytesIO(content))
        parts = zipped.infolist()
        _count(content, parts, most_entries)
    except BROKEN:
        raise Unsafe("damaged") from None
    return Archive(zipped, tuple(part.filename for part in parts))


def _count(content: bytes, parts: list[ZipInfo], most_entries: int) -> None:
    if len(parts) > most_entries:
        raise Unsafe("bomb")
    names = [part.filename.replace("\\", "/").casefold() for part in parts]
    if len(set(names)) != len(names):
        raise Unsafe("doubled")
    total = 0
    for part, name in zip(parts, names, strict=True):
        if part.flag_bits & 0x1:
            raise Unsafe("locked")
        odd = name.startswith("/") or ".." in name.split("/") or stat.S_ISLNK(part.external_attr >> 16)
        if odd or part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise Unsafe("damaged")
        total += _counted(content, part, MOST_INFLATED - total)


def _counted(content: bytes, part: ZipInfo, room: int) -> int:
    """The bytes of one part once inflated, searched for declarations on the way."""
    size, crc, tail = 0, 0, b""
    for chunk in _inflated(content, part):
        size += len(chunk)
        much = size > _RATIO_FROM and size > HIGHEST_RATIO * max(part.compress_size, 1)
        if size > min(LARGEST_PART, room) or much:
            raise Unsafe("bomb")
        seen = tail + chunk
        if any(needle in seen for needle in _NEEDLES):
            raise Unsafe("declaration")
        crc, tail = zlib.crc32(chunk, crc), seen[-_OVERLAP:]
    if size != part.file_size or crc != part.CRC:
        raise Unsafe("damaged")
    return size


def _inflated(content: bytes, part: ZipInfo) -> Iterator[bytes]:
    """The part as it really is, a little at a time, whatever its declared size."""
    lengths = struct.unpack_from("<HH", content, part.header_offset + 26)
    start = part.header_offset + 30 + sum(lengths)
    waiting = memoryview(content)[start : start + part.compress_size]
    if part.compress_type == ZIP_STORED:
        for begin in range(0, len(waiting), _CHUNK):
            yield bytes(waiting[begin : begin + _CHUNK])
        return
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    rest: bytes | memoryview = waiting
    while not engine.eof:
        chunk = engine.decompress(rest, _CHUNK)
        rest = engine.unconsumed_tail
        if not chunk and not rest:
            break
        yield chunk
    if not engine.eof or engine.unused_data:
        raise Unsafe("damaged")
