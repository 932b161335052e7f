"""Is every file that was put still on the disk, byte for byte, and nothing there that nobody put?"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from clauses.extensions import db
from clauses.models.files import StoredFile
from clauses.queries.files.storage import Gone, content_of, path_of
from clauses.sealing import Unsealable
from clauses.wording.invariants import broken

# A refused act leaves its file without a row until the daily sweep has seen it a whole day: two days at most.
SWEPT_WITHIN = timedelta(days=2)


def whole(folder: Path, now: datetime) -> Iterator[str]:
    """Reads, opens and digests every file kept: some 200 MB a second, one in memory at a time."""
    known = set()
    rows = db.session.execute(
        select(StoredFile.id, StoredFile.key, StoredFile.sha256, StoredFile.erased_at, StoredFile.gone_at)
        .order_by(StoredFile.id)
    )  # fmt: skip
    for number, key, digest, erased_at, gone_at in rows:
        known.add(key)
        if gone_at is not None:
            if path_of(folder, key).exists():
                yield broken("file_left", file=number)
        elif erased_at is None and not _is_there(folder, key, digest):
            yield broken("file_missing", file=number)
    for shelf in sorted(folder.iterdir()) if folder.is_dir() else ():
        for path in sorted(shelf.iterdir()) if shelf.is_dir() and len(shelf.name) == 2 else ():
            if (
                path.name not in known
                and now.timestamp() - path.stat().st_mtime > SWEPT_WITHIN.total_seconds()
            ):
                yield broken("file_orphan", key=path.name)


def _is_there(folder: Path, key: str, digest: str) -> bool:
    try:
        content_of(folder, key, digest)
    except (Gone, Unsealable):
        return False
    return True
