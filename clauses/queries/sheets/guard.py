"""May this workbook be opened? Its archive is counted and searched, part by part, before anything reads it.

What an archive says of itself is never believed: each part is inflated here and its bytes are counted. Whatever a
parser could be led astray with (doubled names, declared entities, macros, links to other files) is refused.
"""

import stat
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from xml.etree.ElementTree import ParseError
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from clauses.domain.errors import Refused

MOST_BYTES = 10_000_000
MOST_ENTRIES = 200
MOST_INFLATED = 50_000_000  # bytes, all parts together
LARGEST_PART = 30_000_000
HIGHEST_RATIO = 200  # inflated over stored; a text of figures stays below 60
_RATIO_FROM = 100_000  # bytes: below, a small part of spaces is no danger
_CHUNK = 1 << 16
_TYPES = "[Content_Types].xml"
_LONGEST_TYPES = 1_000_000
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_NEEDLES = tuple(
    mark.encode(encoding) for mark in ("<!DOCTYPE", "<!ENTITY") for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)  # fmt: skip
_OVERLAP = max(map(len, _NEEDLES)) - 1


class _Damaged(Exception):
    """The archive contradicts itself."""


def check(content: bytes, field: str) -> None:
    """Let a workbook pass, or say in one sentence why not (`Refused` on `field`). Inflates at most 50 MB."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            _parts(content, archive.infolist(), field)
            _kind(archive, field)
    except (BadZipFile, _Damaged, zlib.error, struct.error, OSError, ValueError, NotImplementedError):
        raise Refused("sheet_damaged", field=field) from None


def _parts(content: bytes, parts: list[ZipInfo], field: str) -> None:
    if len(parts) > MOST_ENTRIES:
        raise Refused("sheet_bomb", field=field)
    names = [part.filename.replace("\\", "/").casefold() for part in parts]
    if len(set(names)) != len(names):
        raise Refused("sheet_doubled", field=field)
    total = 0
    for part, name in zip(parts, names, strict=True):
        _entry(part, name, field)
        total += _counted(content, part, MOST_INFLATED - total, field)


def _entry(part: ZipInfo, name: str, field: str) -> None:
    if part.flag_bits & 0x1:
        raise Refused("sheet_locked", field=field)
    if "vbaproject" in name or "/macrosheets/" in name:
        raise Refused("sheet_macros", field=field)
    if "externallink" in name:
        raise Refused("sheet_links", field=field)
    odd = name.startswith("/") or ".." in name.split("/") or stat.S_ISLNK(part.external_attr >> 16)
    if odd or part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise Refused("sheet_damaged", field=field)


def _counted(content: bytes, part: ZipInfo, room: int, field: str) -> int:
    """The bytes of one part once inflated, searched for declarations on the way."""
    size, crc, tail = 0, 0, b""
    for chunk in _inflated(content, part):
        size += len(chunk)
        much = size > _RATIO_FROM and size > HIGHEST_RATIO * max(part.compress_size, 1)
        if size > min(LARGEST_PART, room) or much:
            raise Refused("sheet_bomb", field=field)
        seen = tail + chunk
        if any(needle in seen for needle in _NEEDLES):
            raise Refused("sheet_declaration", field=field)
        crc, tail = zlib.crc32(chunk, crc), seen[-_OVERLAP:]
    if size != part.file_size or crc != part.CRC:
        raise _Damaged
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
        raise _Damaged


def _kind(archive: ZipFile, field: str) -> None:
    """The archive is a workbook without macros, and says so exactly."""
    try:
        types = archive.getinfo(_TYPES)
    except KeyError:
        raise Refused("sheet_kind", field=field) from None
    if types.file_size > _LONGEST_TYPES:
        raise Refused("sheet_bomb", field=field)
    try:
        declared = [one.get("ContentType", "") for one in fromstring(archive.read(types))]
    except (ParseError, DefusedXmlException, ValueError):
        raise _Damaged from None
    if any("macroEnabled" in one for one in declared):
        raise Refused("sheet_macros", field=field)
    if declared.count(_WORKBOOK) != 1:
        raise Refused("sheet_kind", field=field)
