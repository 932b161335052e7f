"""How does a new secret replace the older one? Everything that is sealed is opened and closed again, a few at a time.

Each batch is its own transaction and begins where the last one left off: what the current key has closed is done.
Stopped in the middle, the command is simply run again; the older secret leaves `DATA_KEYS` when nothing needs it.
"""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Text, column, select, table, type_coerce, update

from clauses.actions.base import action
from clauses.actions.people import links, second_factor
from clauses.config import FilesPlace
from clauses.extensions import Base, db
from clauses.models.accounts import SecretLink
from clauses.models.files import StoredFile
from clauses.models.people import WebSession
from clauses.models.sealed import Sealed
from clauses.models.second_factor import Authenticator
from clauses.queries.files import storage
from clauses.sealing import FORM, is_sealed_file, seals
from clauses.stores import Missing, opened

BATCH = 200
_Place = Callable[[Any], str]


def sealed_columns() -> Iterator[tuple[str, str, list[str], _Place]]:
    """(table, column, other columns that say the place, place) of everything sealed in the database."""
    for one in Base.metadata.sorted_tables:
        for found in one.columns:
            if isinstance(found.type, Sealed):
                place = found.type.place
                yield one.name, found.name, [], _always(place)
    yield Authenticator.__tablename__, "sealed", ["user_id"], lambda row: second_factor.place(row.user_id)
    yield (
        SecretLink.__tablename__,
        "sealed",
        ["purpose", "subject_id"],
        lambda row: links.place_of(row.purpose, row.subject_id),
    )
    yield WebSession.__tablename__, "provider_token", ["user_id"], lambda row: f"provider_token:{row.user_id}"


def _always(place: str) -> _Place:
    return lambda row: place


@action
def reseal_rows(name: str, closed: str, others: list[str], place: _Place) -> int:
    """Close again, with the current key, up to a batch of the values of one column. Returns how many were."""
    where = table(name, column("id"), column(closed, Text), *map(column, others))
    raw = where.c[closed]
    rows = db.session.execute(
        select(where.c.id, type_coerce(raw, Text).label("raw"), *(where.c[other] for other in others))
        .where(raw.is_not(None), raw.not_like(f"{FORM}.{seals.current}.%"))
        .order_by(where.c.id)
        .limit(BATCH)
    ).all()
    for row in rows:
        again = seals.seal(seals.open(row.raw, place=place(row)), place=place(row))
        db.session.execute(update(where).where(where.c.id == row.id, raw == row.raw).values({closed: again}))
    return len(rows)


def reseal_files(files: FilesPlace) -> Iterator[int]:
    """Close again each file that another key closed, or that no key did; yields what each pass changed."""
    last, store = 0, opened(files)
    while True:
        some = db.session.execute(
            select(StoredFile.id, StoredFile.key, StoredFile.sha256)
            .where(StoredFile.id > last)
            .order_by(StoredFile.id)
            .limit(BATCH)
        ).all()
        db.session.rollback()
        if not some:
            return
        changed = 0
        last = some[-1].id
        for _, key, sha256 in some:
            try:
                start = store.read(key)[:16]
            except Missing:
                continue
            if is_sealed_file(start) and start.startswith(f"{FORM}.{seals.current}.".encode()):
                continue
            content = storage.content_of(files, key, sha256)
            store.write(key, seals.seal_bytes(content, place=storage.place_of(key)))
            changed += 1
        if changed:
            yield changed
