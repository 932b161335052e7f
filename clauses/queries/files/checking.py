"""May this file be kept? One check for every file that people put: by its content, and never by its name."""

import hashlib
import secrets
from collections.abc import Collection

from clauses.domain.errors import Refused
from clauses.domain.files import EVERY_KIND, MAX_SIZE, CheckedFile, Upload, begins_as, shown_name
from clauses.domain.kinds_files import FileKind, ScanState
from clauses.queries import archives
from clauses.queries.files import antivirus, looking, pictures
from clauses.wording import files


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
        case "old":
            return None
    return looking.kind_apart(content)
