"""Why do two reports differ, and how else may a report be read?"""

from enum import StrEnum


class Reason(StrEnum):
    """Why a line of the ledger counts in one report and not in the other; one line has one reason, the first that holds."""

    RESERVED = "reserved"  # reserved hours added in one, beside in the other (R7-5)
    PLACE = "place"  # where the person lived, not where the lot is carried out (R7-3)
    SHARED = "shared"  # a lot of several territories counts once, in that of its first place
    PERIMETER = "perimeter"  # a lot that one of them is not about
    MONTH = "month"  # the month of validation, not the month worked (R7-2)
    PERIOD = "period"  # a month that one of them does not count
    PROVISIONAL = "provisional"  # written before the settling time of the report was over
    LATER = "later"  # written between the two days of knowledge


class MonthRead(StrEnum):
    """In which month does an hour count?"""

    WORKED = "worked"
    VALIDATED = "validated"


class PlaceRead(StrEnum):
    """In which territory does an hour count?"""

    MARKET = "market"
    PERSON = "person"


class SharedRead(StrEnum):
    """How many times does a lot of several territories count?"""

    ONCE = "once"
    EACH = "each"
