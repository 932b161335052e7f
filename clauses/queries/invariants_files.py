"""Is every file that was put still in its store, byte for byte, and nothing there that nobody put?"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select

from clauses.config import FilesPlace
from clauses.extensions import db
from clauses.models.files import StoredFile
from clauses.queries.files.storage import Gone, content_of
from clauses.sealing import Unsealable
from clauses.stores import opened
from clauses.wording.invariants import broken

# A refused act leaves its file without a row until the daily sweep has seen it a whole day: two days at most.
SWEPT_WITHIN = timedelta(days=2)


def whole(files: FilesPlace, now: datetime) -> Iterator[str]:
    """Reads, opens and digests every file kept: some 200 MB a second, one in memory at a time."""
    known, store = set(), opened(files)
    rows = db.session.execute(
        select(StoredFile.id, StoredFile.key, StoredFile.sha256, StoredFile.erased_at, StoredFile.gone_at)
        .order_by(StoredFile.id)
    )  # fmt: skip
    for number, key, digest, erased_at, gone_at in rows:
        known.add(key)
        if gone_at is not None:
            if store.holds(key):
                yield broken("file_left", file=number)
        elif erased_at is None and not _is_there(files, key, digest):
            yield broken("file_missing", file=number)
    for lying in store.all():
        if lying.key not in known and now - lying.since > SWEPT_WITHIN:
            yield broken("file_orphan", key=lying.key)


def _is_there(files: FilesPlace, key: str, digest: str) -> bool:
    try:
        content_of(files, key, digest)
    except (Gone, Unsealable):
        return False
    return True
