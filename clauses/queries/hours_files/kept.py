"""Which file of hours waits for its check, and what did the organization last say of one alike?"""

import hashlib

from sqlalchemy import select

from clauses.access.gate import OutOfReach
from clauses.access.policy import Actor
from clauses.config import FilesPlace
from clauses.domain.errors import Refused
from clauses.extensions import db
from clauses.models.files import StoredFile
from clauses.models.hours_files import HoursFile, HoursFileShape
from clauses.queries.files import storage
from clauses.queries.hours_files.reading import FIELD
from clauses.queries.sheets.columns import Table


def content_of(actor: Actor, key: str, folder: FilesPlace) -> tuple[HoursFile, bytes]:
    """The file of this key and what it holds, for the organization that sent it: nobody else's exists."""
    found = db.session.execute(
        select(HoursFile, StoredFile)
        .join(StoredFile, StoredFile.id == HoursFile.file_id)
        .where(StoredFile.key == key, HoursFile.organization_id == actor.organization_id)
    ).one_or_none()
    if found is None:
        raise OutOfReach
    kept, stored = found
    if stored.erased_at is not None:
        raise Refused("import_gone", field=FIELD)
    try:
        return kept, storage.content_of(folder, stored.key, stored.sha256)
    except storage.Gone:
        raise Refused("import_gone", field=FIELD) from None


def headings_of(table: Table) -> str:
    """The digest of the headings of a file, in their order: two exports of one program have the same."""
    return hashlib.sha256("\n".join(column.key for column in table.columns).encode()).hexdigest()


def shape_of(actor: Actor, table: Table) -> HoursFileShape | None:
    return db.session.scalars(
        select(HoursFileShape).where(
            HoursFileShape.organization_id == actor.organization_id,
            HoursFileShape.headings == headings_of(table),
        )
    ).one_or_none()
