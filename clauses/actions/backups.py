"""When was the portal copied, and when was a copy put back to see that it serves? Noted by whoever runs the machine."""

from datetime import datetime

from clauses.actions.base import Of, action, journal

THE_SERVICE = Of("Service", 0)


@action
def note_backup(*, now: datetime) -> None:
    """A copy of the database and of the documents is whole: the journal keeps when."""
    journal(None, "backup:done", THE_SERVICE, now=now)


@action
def note_restore(*, now: datetime) -> None:
    """A copy was put back somewhere, and the portal worked on it: the journal keeps when."""
    journal(None, "backup:restored", THE_SERVICE, now=now)
