"""Which kinds does the follow-up of a lot know: difficulties signalled, visits noted, actions to catch up?"""

from enum import StrEnum


class DifficultyKind(StrEnum):
    """What a difficulty is about (D12)."""

    ABSENCE = "absence"
    NO_CANDIDATE = "no_candidate"
    SITE_STOPPED = "site_stopped"
    HOURS = "hours"
    INVOICE = "invoice"
    SAFETY = "safety"
    OTHER = "other"


class DifficultyState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"


class VisitKind(StrEnum):
    """Why somebody went to see a site (E08; convention of 2008, C13 and C21)."""

    KICK_OFF = "kick_off"
    WELCOME = "welcome"
    FIRST_MONTH = "first_month"
    COMPANY_NEEDS = "company_needs"
    OTHER = "other"


class VisitPoint(StrEnum):
    """What is looked at during a visit."""

    TUTOR = "tutor"
    SAFETY = "safety"
    TASKS = "tasks"
    TIMETABLE = "timetable"
    TRANSPORT = "transport"


class RecoveryState(StrEnum):
    """Where an action to catch up a lot that is behind stands; nothing of it is erased."""

    PROPOSED = "proposed"
    KEPT = "kept"
    DONE = "done"
    DROPPED = "dropped"


class ReminderKind(StrEnum):
    """What somebody is reminded of: the report of a month, the hours of one's own people, a proof; or who is told of it."""

    REPORT = "report"  # the holder sends the report of the month
    LINES = "lines"  # a structure types the hours of its people
    PROOFS = "proofs"  # whoever typed hours joins what is missing to them
    BUYER = "buyer"  # the buyer is told that the report is missing (M13)


class ReminderTone(StrEnum):
    """How a reminder speaks: before the day it is due, after it, for the last time."""

    DUE = "due"
    LATE = "late"
    LAST = "last"
