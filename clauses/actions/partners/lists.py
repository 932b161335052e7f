"""How does a list of structures enter the directory? Whole or not at all, in one act that says what it did."""

import hashlib
import secrets
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clauses.access.gate import Forbidden
from clauses.access.policy import Actor, Permission, reach_of
from clauses.actions.base import action, journal, take_turn
from clauses.actions.files import write_sealed
from clauses.actions.partners.directory_rows import create, rewrite
from clauses.config import PARIS, FilesPlace
from clauses.extensions import db
from clauses.models.directory import DirectoryImport
from clauses.models.files import StoredFile
from clauses.models.people import Organization
from clauses.queries import directory_lists

_MOST_REFUSALS = 1_000  # told one by one in the record of an import; the count says the rest


@action
def keep_list(actor: Actor, name: str, content: bytes, *, files: FilesPlace, now: datetime) -> str:
    """Keep a list that was checked, until it is confirmed; its key is random and only its organization may use it."""
    _may(actor)
    key = secrets.token_hex(24)
    write_sealed(files, key, content)
    db.session.add(
        StoredFile(key=key, name=name[:200], media_type="application/octet-stream", size=len(content),
                   sha256=hashlib.sha256(content).hexdigest(), owner_id=actor.organization_id, added_at=now)
    )  # fmt: skip
    return key


@action
def import_list(
    actor: Actor | None, name: str, content: bytes, *, listed_on: date | None = None, now: datetime
) -> DirectoryImport:
    """Write what a list adds and changes, and the record of it. Without an actor: from the shell.

    The list is read and compared again inside the act, one list at a time: what was shown before is what is written,
    unless the directory changed since. Rows refused are left out; nothing is written when anything fails.
    """
    if actor is not None:
        _may(actor)
    take_turn("directory")
    check = directory_lists.check(content, today=now.astimezone(PARIS).date(), listed_on=listed_on)
    for found in check.created:
        db.session.add_all(create(found))
    for start in range(0, len(check.changed), 400):
        some = {change.organization_id: change for change in check.changed[start : start + 400]}
        known = select(Organization).options(joinedload(Organization.profile))
        for one in db.session.scalars(known.where(Organization.id.in_(some))):
            db.session.add_all(rewrite(one, some[one.id]))
    done = DirectoryImport(
        imported_at=now, imported_by_id=actor.user_id if actor else None, file_name=name[:200],
        sha256=hashlib.sha256(content).hexdigest(), size=len(content), shape=check.shape, listed_on=check.listed_on,
        read=check.read, created=len(check.created), changed=len(check.changed), unchanged=check.unchanged,
        kept=check.kept, refused=check.refused,
        refusals=[{"line": one.line, "siret": one.ref, "column": one.field, "code": one.code}
                  for one in check.refusals[:_MOST_REFUSALS]],
    )  # fmt: skip
    db.session.add(done)
    db.session.flush()
    journal(actor, "directory:import", done, now=now, shape=check.shape, read=check.read, created=done.created,
            changed=done.changed, kept=done.kept, refused=done.refused)  # fmt: skip
    return done


def _may(actor: Actor) -> None:
    if reach_of(actor, Permission.ORGANIZATION_EDIT) is None:
        raise Forbidden
