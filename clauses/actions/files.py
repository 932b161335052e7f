"""How is a file kept so that it is neither lost nor found by chance, nor left behind by an act that was refused?

Outside the web folder, under a random name, sealed, put whole in its store before the row that names it is committed.
The name is drawn with the check, so an act that begins again writes the same file; what a refused act or a killed
process left behind has no row, and `sweep` takes it away a day later.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from clauses.actions.base import action, journal
from clauses.config import FilesPlace
from clauses.domain.errors import Refused
from clauses.domain.files import MOST_OF_ORGANIZATION, CheckedFile, fits
from clauses.domain.kinds_files import ScanState
from clauses.extensions import db
from clauses.models.files import StoredFile
from clauses.queries.files.storage import place_of
from clauses.sealing import seals
from clauses.stores import Away, opened
from clauses.wording import formats

LEFT_BEHIND = timedelta(days=1)  # an act lasts seconds: what has no row by then never will
_AT_ONCE = 400  # names asked of the database in one question


def keep(checked: CheckedFile, files: FilesPlace, owner_id: int, field: str, now: datetime) -> StoredFile:
    """Write a checked file and its row, inside an act; refused on `field` when the organization's share is full."""
    kept = db.session.scalar(select(func.sum(StoredFile.size)).where(StoredFile.owner_id == owner_id)) or 0
    if not fits(len(checked.content), kept, MOST_OF_ORGANIZATION):
        raise Refused(
            "file_organization_full",
            field=field,
            kept=formats.size(kept),
            most=formats.size(MOST_OF_ORGANIZATION),
        )
    write_sealed(files, checked.key, checked.content, field=field)
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


def write_sealed(files: FilesPlace, key: str, content: bytes, *, field: str | None = None) -> None:
    """Write a file under its key, closed with the current secret; refused on `field` when its place is away."""
    try:
        opened(files).write(key, seals.seal_bytes(content, place=place_of(key)))
    except Away:
        raise Refused("files_away", field=field) from None


@action
def note_scan(file_id: int, found: ScanState, *, now: datetime) -> None:
    """What the antivirus says of a file that waited for it, or that came in before there was one."""
    stored = db.session.get(StoredFile, file_id, with_for_update=True)
    if stored is not None and stored.scan is not ScanState.INFECTED:
        stored.scan, stored.scanned_at = found, now
        if found is ScanState.INFECTED:
            journal(None, "file:infected", stored, now=now)


def sweep(files: FilesPlace, now: datetime) -> int:
    """Once a day, take away what has lain in the store for a day without a row, and what carries a virus.

    Returns how many files went. Two processes at once do no harm: a file already gone is none of anybody's.
    """
    store = opened(files)
    before = store.swept_at()
    if before is not None and now - before < LEFT_BEHIND:
        return 0
    store.note_swept(now)
    old = [lying.key for lying in store.all() if now - lying.since >= LEFT_BEHIND]
    gone = 0
    for start in range(0, len(old), _AT_ONCE):
        some = old[start : start + _AT_ONCE]
        named = set(
            db.session.scalars(
                select(StoredFile.key).where(StoredFile.key.in_(some), StoredFile.scan != ScanState.INFECTED)
            )
        )
        db.session.rollback()
        for key in some:
            if key not in named:
                store.remove(key)
                gone += 1
    return gone
