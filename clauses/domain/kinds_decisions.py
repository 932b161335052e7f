"""Which kinds does a decision on a lot know: what is decided, its state, its cause, how a contract prices a penalty?"""

from enum import StrEnum


class DecisionKind(StrEnum):
    """What a buyer decides on a lot (C11)."""

    NEUTRALISATION = "neutralisation"  # R18
    RECOVERY = "recovery"  # the company says how it will catch up
    FORMAL_NOTICE = "formal_notice"
    PENALTY = "penalty"  # R17
    WAIVER = "waiver"


class DecisionState(StrEnum):
    """Where a decision stands; a waiver is born waived; a notice, a plan asked for and a neutralisation, decided."""

    PROPOSED = "proposed"
    DECIDED = "decided"
    CONTESTED = "contested"
    WAIVED = "waived"


ASKING = frozenset({DecisionKind.RECOVERY, DecisionKind.FORMAL_NOTICE})  # the company does something by a day


class DecisionCause(StrEnum):
    """Why hours are neutralised: a cause that is not the company's."""

    CLIENT_DELAY = "client_delay"
    PROGRAMME_CHANGED = "programme_changed"
    SITE_STOPPED = "site_stopped"
    WEATHER = "weather"
    NO_CANDIDATE = "no_candidate"
    ECONOMIC = "economic"
    OTHER = "other"


class NoticeDemand(StrEnum):
    """What a formal notice asks for."""

    REPORTS = "reports"
    HOURS = "hours"
    EVIDENCE = "evidence"
    RECOVERY = "recovery"  # what it will do to catch up


class HoursPrice(StrEnum):
    """How a contract prices an hour that is neither done nor justified."""

    NONE = "none"
    PER_HOUR = "per_hour"
    TIMES_SMIC = "times_smic"
    TIMES_CEILING = "times_ceiling"  # multiples of the hourly ceiling of social security


class PriceUnit(StrEnum):
    """A dated value that the law fixes."""

    SMIC = "smic"
    CEILING = "ceiling"


class PriceDay(StrEnum):
    """The day whose value a multiple takes, as the contract fixes it."""

    NOTIFICATION = "notification"
    END = "end"  # the last day of execution
    FIXED = "fixed"


class PenaltyBase(StrEnum):
    """What a penalty is counted on; bases are separate and never mixed."""

    HOURS = "hours"
    DOCUMENTS = "documents"
    ABSENCES = "absences"


class NoPenalty(StrEnum):
    """Why no amount is proposed on a base, or why a base was left out."""

    NOT_WRITTEN = "not_written"  # the contract prices nothing of the kind
    NOT_ENDED = "not_ended"
    NO_ORDER = "no_order"
    NOT_ATTRIBUTABLE = "not_attributable"
    NOTHING_MISSING = "nothing_missing"
    SAME_PROOF = "same_proof"
    UNKNOWN_VALUE = "unknown_value"
    NOTICE_FIRST = "notice_first"


class Attribution(StrEnum):
    """Whether hours are missing because of the company, as the resource person sees it: a finding, not a sanction."""

    COMPANY = "company"
    PARTLY = "partly"
    NOT_COMPANY = "not_company"
    NOTHING_MISSING = "none_missing"
