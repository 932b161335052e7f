"""What kind of file is this by its content, under which name is it shown, and how much may be kept?"""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath

from clauses.domain.kinds_files import FileKind, ScanState

MAX_SIZE = 10 * 1000 * 1000  # bytes of one file
MOST_OF_LOT = 200 * 1000 * 1000  # bytes of the documents of one lot, or of a market outside its lots
MOST_OF_ORGANIZATION = 2 * 1000 * 1000 * 1000  # bytes of everything one organization has put
LONGEST_NAME = 120  # characters, end of the name included

PROOFS = frozenset({FileKind.PDF, FileKind.JPEG, FileKind.PNG})
EVIDENCE = PROOFS | {FileKind.XLSX, FileKind.CSV}  # a signed timesheet is often a spreadsheet
EVERY_KIND = frozenset(FileKind)
MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.CSV: "text/csv",
}
SUFFIXES = {media: kind.value for kind, media in MEDIA_TYPES.items()}
_KNOWN_ENDS = {kind.value for kind in FileKind} | {"jpeg", "jpe", "txt", "xlsm", "docm", "ods", "xls", "doc"}
_FORBIDDEN = frozenset('\\/:*?"<>|')
_SPACES = " \u00a0\u202f\u2007"
PDF_HEAD = b"%PDF-"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # the container of .doc and .xls, and of an office file locked by a password


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent: its name is only shown again, never trusted nor used on the disk."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be kept: its content, cleaned, and the random key of its place on the disk.

    The key is drawn with the check, before any act: an act that begins again writes the same file, not a second one.
    """

    key: str
    name: str
    kind: FileKind
    content: bytes
    sha256: str
    scan: ScanState

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.kind]


def begins_as(content: bytes) -> str | None:
    """What the first bytes announce: pdf, jpg, png, an archive (zip) or an old office file (old); else None."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if content.startswith(b"PK\x03\x04"):
        return "zip"
    if content.startswith(OLD_OFFICE):
        return "old"
    if content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\0").startswith(PDF_HEAD):
        return "pdf"
    return None


def shown_name(name: str, kind: FileKind) -> str:
    """The name a file is shown and given back under: no folder, nothing invisible, the end of what it really is.

    « C:\\fakepath\\avis\\u202efdp.exe » becomes « avisfdp.exe.pdf ».
    """
    plain = unicodedata.normalize("NFC", name).replace("\\", "/")
    last = PurePosixPath(plain).name
    seen = "".join(_visible(letter) for letter in last)
    stem, dot, end = " ".join(seen.split()).rpartition(".")
    if not dot or end.casefold() not in _KNOWN_ENDS:
        stem = " ".join(seen.split())
    stem = stem.strip(" .-")[: LONGEST_NAME - len(kind.value) - 1].strip(" .-")
    return f"{stem or 'document'}.{kind.value}"


def _visible(letter: str) -> str:
    if letter in _SPACES or letter in "\t\r\n":
        return " "
    if unicodedata.category(letter)[0] in "CZ":  # controls, marks of direction, private letters, odd spaces
        return ""
    return "-" if letter in _FORBIDDEN else letter


def fits(size: int, kept: int, most: int) -> bool:
    """Is there still room for so many bytes?"""
    return kept + size <= most


def listed(kinds: Collection[FileKind]) -> list[FileKind]:
    """The kinds in the order in which they are named to people."""
    return [kind for kind in FileKind if kind in kinds]
