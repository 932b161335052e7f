"""What do people do with their own account, their organization and their territory? One file by subject."""

from clauses.actions.people.passkeys import add_passkey, ask_passkey, prove_passkey, remove_passkey
from clauses.actions.people.second_factor import (
    begin_authenticator,
    confirm_authenticator,
    prove,
    remove_authenticator,
    renew_codes,
)
from clauses.actions.people.sessions import (
    choose_organization,
    close_session,
    note_failure,
    open_session,
    touch_session,
)

__all__ = [
    "add_passkey",
    "ask_passkey",
    "prove_passkey",
    "remove_passkey",
    "begin_authenticator",
    "choose_organization",
    "close_session",
    "confirm_authenticator",
    "note_failure",
    "open_session",
    "prove",
    "remove_authenticator",
    "renew_codes",
    "touch_session",
]
