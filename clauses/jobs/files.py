"""What do the files that are kept still wait for? The antivirus that did not answer, and the daily sweep."""

import contextlib
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import or_, select

from clauses.actions import files as actions
from clauses.domain.kinds_files import ScanState
from clauses.extensions import db
from clauses.models.files import StoredFile
from clauses.queries.files import antivirus, storage
from clauses.sealing import Unsealable
from clauses.stores import Away

AT_ONCE = 20
AGAIN = timedelta(minutes=1)


def look_after(now: datetime) -> None:
    """Ask the antivirus again, then take away what nothing names; `now` is the real instant."""
    settings = current_app.config["SETTINGS"]
    if settings.clamd_url:
        scan_waiting(settings.clamd_url, now)
    with contextlib.suppress(Away):  # noted already; asked again at the next round
        actions.sweep(settings.files, now)


def scan_waiting(url: str, now: datetime) -> int:
    """Files that wait for the antivirus, and those that came in before there was one. Returns how many were judged.

    An antivirus that is away is asked once; a file that it cannot judge goes to the end of the line.
    """
    waiting = db.session.execute(
        select(StoredFile.id, StoredFile.key, StoredFile.sha256)
        .where(
            StoredFile.scan.in_([ScanState.WAITING, ScanState.UNSCANNED]),
            or_(StoredFile.scanned_at.is_(None), StoredFile.scanned_at < now - AGAIN),
        )
        .order_by(StoredFile.scanned_at.is_not(None), StoredFile.scanned_at, StoredFile.id)
        .limit(AT_ONCE)
    ).all()
    db.session.rollback()
    judged = 0
    for file_id, key, sha256 in waiting:
        try:
            content = storage.content_of(current_app.config["SETTINGS"].files, key, sha256)
        except Away:
            break
        except (storage.Gone, Unsealable):  # the pages say so when it is asked for
            actions.note_scan(file_id, ScanState.WAITING, now=now)
            continue
        try:
            found = antivirus.asked(content, url)
        except antivirus.Silent:
            break
        actions.note_scan(file_id, found, now=now)
        judged += found is not ScanState.WAITING
    return judged
