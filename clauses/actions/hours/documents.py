"""How is a document kept so that it is neither lost nor found by chance?

Outside the web folder, under a random name, written to the disk before the row that names it is committed.
"""

import hashlib
import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from clauses.domain.errors import Refused
from clauses.domain.proofs import MAX_SIZE, media_type
from clauses.extensions import db
from clauses.models.hours import StoredFile
from clauses.wording import formats


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent: its name is only shown again, never trusted nor used on the disk."""

    name: str
    content: bytes


def keep(upload: Upload, folder: Path, owner_id: int, field: str, now: datetime) -> StoredFile:
    """Write the document and its row; refuses an empty, a too heavy or an unknown file at its field."""
    kind = media_type(upload.content)
    if not upload.content:
        raise Refused("file_empty", field=field)
    if len(upload.content) > MAX_SIZE:
        raise Refused("file_size", field=field, size=formats.size(len(upload.content)))
    if kind is None:
        raise Refused("file_type", field=field)
    key = secrets.token_hex(24)
    write_file(folder / key[:2], key, upload.content)
    stored = StoredFile(
        key=key, name=upload.name[:200], media_type=kind, size=len(upload.content),
        sha256=hashlib.sha256(upload.content).hexdigest(), owner_id=owner_id, added_at=now,
    )  # fmt: skip
    db.session.add(stored)
    db.session.flush()
    return stored


def write_file(folder: Path, name: str, content: bytes) -> None:
    """Write a document so that it is there whole, on the disk, or not at all."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = folder / f"{name}.part"
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.rename(folder / name)
    directory = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
