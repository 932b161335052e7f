"""Which states do invitations and requests for an account go through, and what may a link in a letter do?"""

from enum import StrEnum


class LinkPurpose(StrEnum):
    """What a link sent by letter does; it is worth nothing anywhere else."""

    RESET = "reset"  # choose a new password
    EMAIL_CHANGE = "email_change"  # confirm a new address
    INVITATION = "invitation"  # join an organization
    SIGN_UP = "sign_up"  # confirm the address of a request for an account
    CALENDAR = "calendar"  # read a calendar from a diary outside, again and again; it changes nothing
    MONTH = "month"  # confirm one month of one lot, as it stood when the letter left


class InvitationState(StrEnum):
    SENT = "sent"
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"


class SignUpState(StrEnum):
    """A request for an account: nothing exists of it but this request until the address is confirmed."""

    UNCONFIRMED = "unconfirmed"
    WAITING_MANAGERS = "waiting_managers"  # the managers of the organization accept or refuse
    WAITING_COORDINATION = "waiting_coordination"  # the coordination or the administration checks
    OPENED = "opened"
    REFUSED = "refused"


class Counted(StrEnum):
    """What is counted from one place, or about one name, to slow down those who try."""

    RESET = "reset"
    SIGN_UP = "sign_up"
    CONFIRMATION = "confirmation"  # one's own password typed again
    LINK = "link"  # a link that opens nothing
    PROVIDER = "provider"  # an answer of the identity provider that opens nothing
    INVITATION = "invitation"
    DATA_REQUEST = "data_request"  # a right used on one's data, from the public page
