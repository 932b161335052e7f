"""Which words describe a request of a company to a structure: what is sought, where it stands, what happened to it?"""

from enum import StrEnum


class RequestKind(StrEnum):
    """What a company looks for; the ways of doing the hours, and advice."""

    PLACEMENT = "placement"
    SUBCONTRACTING = "subcontracting"
    CO_CONTRACTING = "co_contracting"
    DIRECT_HIRE = "direct_hire"
    ADVICE = "advice"


class RequestState(StrEnum):
    """What is written on a request; that nobody answered in time is read from the day, never written."""

    SENT = "sent"
    ACCEPTED = "accepted"
    COUNTERED = "countered"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class RequestStanding(StrEnum):
    """Where a request stands on a day, as people read it."""

    SENT = "sent"
    SEEN = "seen"
    ACCEPTED = "accepted"
    COUNTERED = "countered"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class RequestStepKind(StrEnum):
    """What happened to a request, one line each."""

    SENT = "sent"
    SEEN = "seen"
    REMINDED = "reminded"
    ACCEPTED = "accepted"
    COUNTERED = "countered"
    DECLINED = "declined"
    AGREED = "agreed"  # the company accepts the counter-proposal
    WITHDRAWN = "withdrawn"
