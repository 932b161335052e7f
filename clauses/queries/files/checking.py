"""May this file be kept? One check for every file that people put: by its content, and never by its name."""

import csv
import hashlib
import re
import secrets
from collections.abc import Collection
from io import BytesIO
from zipfile import is_zipfile

from clauses.domain.errors import Refused
from clauses.domain.files import EVERY_KIND, MAX_SIZE, CheckedFile, Upload, begins_as, shown_name
from clauses.domain.kinds_files import FileKind, ScanState
from clauses.queries import archives
from clauses.queries.files import antivirus, office, pdf, pictures
from clauses.queries.sheets import text
from clauses.wording import files

_MARKUP = re.compile(rb"<\s*(!doctype|html|script|svg|iframe|object|embed|\?xml|\?php)", re.I)
_FORMULA = re.compile(r"[\s\ufeff]*(=|@|\+|-|＝|＋|－|＠|\t|\r)")
_NUMBER = re.compile(r"[+-]?[\d\s\u00a0\u202f.,]+\s*(%|€|h)?|-+")
MOST_ROWS, MOST_COLUMNS = 100_000, 256


def check(
    upload: Upload, *, field: str, accepted: Collection[FileKind] = EVERY_KIND, clamd_url: str | None = None
) -> CheckedFile:
    """The file, cleaned and ready to be kept; raises Refused on `field`, with one sentence that says what to do.

    A photograph is drawn again. What the antivirus finds is refused here; when it does not answer the file comes in
    and waits, and nobody downloads it meanwhile.
    """
    content = upload.content
    if not content:
        raise Refused("file_empty", field=field)
    if len(content) > MAX_SIZE:
        raise Refused("file_size", field=field, size=files.over(MAX_SIZE))
    try:
        kind = _kind(content)
        if kind is None or kind not in accepted:
            if begins_as(content) == "old" and FileKind.DOCX in accepted:
                raise Refused("file_old", field=field)
            raise Refused(_wanted(accepted), field=field)
        if kind is FileKind.PDF:
            pdf.check(content)
        if kind in (FileKind.JPEG, FileKind.PNG):
            content = pictures.redrawn(content, kind)
    except archives.Unsafe as unsafe:
        raise Refused(f"file_{unsafe.reason}", field=field) from None
    scanned = antivirus.scan(content, clamd_url)
    if scanned is ScanState.INFECTED:
        raise Refused("file_infected", field=field)
    return CheckedFile(
        secrets.token_hex(24),
        shown_name(upload.name, kind),
        kind,
        content,
        hashlib.sha256(content).hexdigest(),
        scanned,
    )


def _wanted(accepted: Collection[FileKind]) -> str:
    """The sentence that names what may be put."""
    if len(accepted) == len(FileKind):
        return "file_type_any"
    return "file_type_sheet" if FileKind.XLSX in accepted else "file_type"


def _kind(content: bytes) -> FileKind | None:
    match begins_as(content):
        case "png":
            return FileKind.PNG
        case "jpg":
            return FileKind.JPEG
        case "pdf":
            return FileKind.PDF
        case "zip":
            return office.kind_of(archives.opened(content, most_entries=office.MOST_ENTRIES))
        case "old":
            return None
    return FileKind.CSV if _is_table(content) else None


def _is_table(content: bytes) -> bool:
    """A text of lines and columns: no page, no program, no archive behind it. Raises Unsafe for a formula."""
    if _MARKUP.search(content) or is_zipfile(BytesIO(content)) or not _is_text(content):
        return False
    try:
        rows = text.lines(content, field="file", rows=MOST_ROWS, columns=MOST_COLUMNS)
    except (Refused, csv.Error):
        return False
    if len(rows) < 2 or len(rows[0][1]) < 2:
        return False
    if any(_FORMULA.match(cell) and not _NUMBER.fullmatch(cell) for _, cells in rows for cell in cells):
        raise archives.Unsafe("formulas")
    return True


def _is_text(content: bytes) -> bool:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True  # UTF-16, decoded strictly by the reading
    return not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", content)
