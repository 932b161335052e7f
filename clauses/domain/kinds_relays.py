"""Which words describe the way of a person from an association intermédiaire to the employer that takes over?"""

from enum import StrEnum


class RelayStepKind(StrEnum):
    """What happened to a relay; written once, never changed."""

    ALERTED = "alerted"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CONSENTED = "consented"
    CONSENT_REFUSED = "consent_refused"
    CANCELLED = "cancelled"
    HANDED_OVER = "handed_over"
    TAKEN_OVER = "taken_over"  # hours counted in the ETTI, before anybody said that the relay was done
    OVERRIDDEN = "overridden"
    STOPPED = "stopped"  # the hours came back under the alert


class Ceiling(StrEnum):
    """Which of the two counters of a person in an AI; never merged."""

    RELAY = "relay"
    LEGAL = "legal"


class AlertLevel(StrEnum):
    """At which point of a counter people are told."""

    NEAR = "near"  # 80 %
    LIMIT = "limit"


class PlacedWith(StrEnum):
    """For whom hours declared from before the portal were done; the values of the users that the law leaves out."""

    COMPANY = "company"
    INDIVIDUAL = "individual"
    NON_PROFIT = "non_profit"
    LOCAL_AUTHORITY = "local_authority"


class HeldState(StrEnum):
    """What became of hours worked beyond the legal ceiling."""

    PENDING = "pending"
    MOVED = "moved"  # to the ETTI
    COUNTED = "counted"  # in the AI after all: a waiver of the prefect was recorded
    REFUSED = "refused"
