"""How is a file kept so that it is neither lost nor found by chance, nor left behind by an act that was refused?

Outside the web folder, under a random name, sealed, written whole to the disk before the row that names it is committed. The
name is drawn with the check, so an act that begins again writes nothing more; what a refused act left behind has no
row, and `sweep` takes it away a day later.
"""

import os
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from clauses.actions.base import action, journal
from clauses.domain.errors import Refused
from clauses.domain.files import MOST_OF_ORGANIZATION, CheckedFile, fits
from clauses.domain.kinds_files import ScanState
from clauses.extensions import db
from clauses.models.files import StoredFile
from clauses.queries.files.storage import path_of, place_of
from clauses.sealing import seals
from clauses.wording import formats

LEFT_BEHIND = timedelta(days=1)  # an act lasts seconds: what has no row by then never will
_SWEPT = ".swept"
_AT_ONCE = 400  # names asked of the database in one question


def keep(checked: CheckedFile, folder: Path, owner_id: int, field: str, now: datetime) -> StoredFile:
    """Write a checked file and its row, inside an act; refused on `field` when the organization's share is full."""
    kept = db.session.scalar(select(func.sum(StoredFile.size)).where(StoredFile.owner_id == owner_id)) or 0
    if not fits(len(checked.content), kept, MOST_OF_ORGANIZATION):
        raise Refused(
            "file_organization_full",
            field=field,
            kept=formats.size(kept),
            most=formats.size(MOST_OF_ORGANIZATION),
        )
    if not path_of(folder, checked.key).is_file():
        write_sealed(folder, checked.key, checked.content)
    stored = StoredFile(
        key=checked.key, name=checked.name, media_type=checked.media_type, size=len(checked.content),
        sha256=checked.sha256, owner_id=owner_id, added_at=now, scan=checked.scan,
        scanned_at=now if checked.scan is ScanState.CLEAN else None,
    )  # fmt: skip
    db.session.add(stored)
    db.session.flush()
    return stored


def erase(stored: StoredFile, now: datetime) -> None:
    """Nothing of the document is held any more: its name, its digest, its weight. Its file follows, after the act."""
    stored.erased_at, stored.name, stored.sha256, stored.size = now, "", "", 0


def write_sealed(folder: Path, key: str, content: bytes) -> None:
    """Write a file under its key, closed with the current secret."""
    write_file(path_of(folder, key).parent, key, seals.seal_bytes(content, place=place_of(key)))


def write_file(folder: Path, name: str, content: bytes) -> None:
    """Write a file so that it is there whole, on the disk, or not at all."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = folder / f"{name}.part"
    part.unlink(missing_ok=True)  # of the same act, stopped in the middle
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.rename(folder / name)
    except OSError:  # the disk is full: nothing is left of it
        part.unlink(missing_ok=True)
        raise
    directory = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


@action
def note_scan(file_id: int, found: ScanState, *, now: datetime) -> None:
    """What the antivirus says of a file that waited for it, or that came in before there was one."""
    stored = db.session.get(StoredFile, file_id, with_for_update=True)
    if stored is not None and stored.scan is not ScanState.INFECTED:
        stored.scan, stored.scanned_at = found, now
        if found is ScanState.INFECTED:
            journal(None, "file:infected", stored, now=now)


def sweep(folder: Path, now: datetime) -> int:
    """Once a day, take away what has been on the disk for a day without a row, and what carries a virus.

    Returns how many files went. Two processes at once do no harm: a file already gone is none of anybody's.
    """
    mark = folder / _SWEPT
    if not folder.is_dir() or (mark.exists() and _age(mark, now) < LEFT_BEHIND):
        return 0
    mark.touch()
    os.utime(mark, (now.timestamp(), now.timestamp()))
    old = [
        path for shelf in folder.iterdir() if shelf.is_dir() and len(shelf.name) == 2
        for path in shelf.iterdir() if path.is_file() and _age(path, now) >= LEFT_BEHIND
    ]  # fmt: skip
    gone = 0
    for start in range(0, len(old), _AT_ONCE):
        some = old[start : start + _AT_ONCE]
        named = set(
            db.session.scalars(
                select(StoredFile.key).where(
                    StoredFile.key.in_({path.name for path in some}), StoredFile.scan != ScanState.INFECTED
                )
            )
        )
        db.session.rollback()
        for path in some:
            if path.name not in named:
                path.unlink(missing_ok=True)
                gone += 1
    return gone


def _age(path: Path, now: datetime) -> timedelta:
    try:
        return timedelta(seconds=now.timestamp() - path.stat().st_mtime)
    except FileNotFoundError:
        return timedelta(0)
