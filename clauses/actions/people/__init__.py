"""What do people do with their own account, their organization and their territory? One file by subject."""

from clauses.actions.people.sessions import (
    choose_organization,
    close_session,
    note_failure,
    open_session,
    touch_session,
)

__all__ = ["choose_organization", "close_session", "note_failure", "open_session", "touch_session"]
