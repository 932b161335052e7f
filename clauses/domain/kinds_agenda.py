"""What can be written in a calendar? Kept apart: nothing else asks for it."""

from enum import StrEnum


class AgendaKind(StrEnum):
    """Why a day is in somebody's calendar."""

    REPORT = "report"  # a monthly statement is due
    OPINION = "opinion"
    KICK_OFF = "kick_off"
    END = "end"  # the execution of a lot ends
    RELAY = "relay"
    EXIT = "exit"
    DECISION = "decision"
    RECOVERY = "recovery"  # the last day of an action to catch up a lot
    REQUEST = "request"
    SESSION = "session"
    MEETING = "meeting"
    QUARTER = "quarter"
    APPOINTMENT = "appointment"
