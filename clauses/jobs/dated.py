"""How is the work of a day or of a week written once for the whole portal, whichever process looks at the calendar?"""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from clauses.actions.base import action
from clauses.config import clock
from clauses.domain.kinds import JobState
from clauses.extensions import db
from clauses.models.journal import BackgroundJob


def is_planned(kind: str, day: date) -> bool:
    """Whether this work is written already: done, waiting or failed. Its subject is the number of the day."""
    known = select(BackgroundJob.id).where(
        BackgroundJob.kind == kind, BackgroundJob.subject_id == day.toordinal()
    )
    there = db.session.scalar(known)
    db.session.rollback()
    return there is not None


def plan(kind: str, day: date, *, due: bool = True) -> None:
    """Write this work once; `due` false: there is nothing to do, it is done at once and only says that it was looked at."""
    if is_planned(kind, day):
        return
    try:
        _write(kind, day, due, now=clock.real())
    except IntegrityError:  # another process has just written it
        db.session.rollback()


@action
def _write(kind: str, day: date, due: bool, *, now: datetime) -> None:
    db.session.add(
        BackgroundJob(
            kind=kind, subject_id=day.toordinal(), not_before=now, created_at=now,
            state=JobState.QUEUED if due else JobState.DONE, ended_at=None if due else now,
        )
    )  # fmt: skip
