"""How does somebody want to be told, what became of a message on its way, and what are messages about?"""

from enum import StrEnum


class Delivery(StrEnum):
    """When a message about one kind of event leaves for one person."""

    AT_ONCE = "at_once"
    MORNING = "morning"  # in one summary, the next working morning
    NEVER = "never"  # read in the portal alone


class MailFault(StrEnum):
    """Why a message has not left yet, or never will."""

    SERVER = "server"  # it does not answer, too slowly, or hangs up
    SECURITY = "security"  # the channel cannot be made safe
    SIGN_IN = "sign_in"  # it refuses our account
    UNSURE = "unsure"  # the line broke after the text was given: it may have been taken
    TEMPORARY = "temporary"  # it asks to come back later
    ADDRESS = "address"  # the address does not exist or takes nothing
    CONTENT = "content"  # this message itself is refused
    UNWRITTEN = "unwritten"  # the portal could not write it


class Topic(StrEnum):
    MARKETS = "markets"
    PLANS = "plans"
    HOURS = "hours"
    REPORTS = "reports"
    NETWORK = "network"
    ACCOUNT = "account"


class Duty(StrEnum):
    """Why a message cannot be switched off."""

    DEADLINE = "deadline"
    AGREEMENT = "agreement"
    ASKED = "asked"
    SECURITY = "security"
    JOURNAL = "journal"
