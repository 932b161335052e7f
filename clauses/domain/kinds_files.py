"""Which kinds of files come in, what does the antivirus say of one, and what is a document of a market?"""

from enum import StrEnum


class FileKind(StrEnum):
    """What a file is by its content; the value is the end of the name it is given back under."""

    PDF = "pdf"
    JPEG = "jpg"
    PNG = "png"
    XLSX = "xlsx"
    DOCX = "docx"
    ODT = "odt"
    CSV = "csv"


class ScanState(StrEnum):
    """What the antivirus said of a file."""

    UNSCANNED = "unscanned"  # this portal has no antivirus: whoever downloads is told
    WAITING = "waiting"  # it did not answer: nobody downloads before it does
    CLEAN = "clean"
    INFECTED = "infected"  # found later: nobody downloads any more


class DocumentKind(StrEnum):
    """What a document of a market or of a lot is (ux/7: avis, DCE, CCAP, RC, acte d'engagement)."""

    NOTICE = "notice"
    TENDER_RULES = "tender_rules"
    SPECIAL_CONDITIONS = "special_conditions"
    DEED_OF_UNDERTAKING = "deed_of_undertaking"
    UNDERTAKING_ANNEX = "undertaking_annex"
    SUBCONTRACTING_DEED = "subcontracting_deed"  # DC4
    MINUTES = "minutes"
    LETTER = "letter"
    OTHER = "other"


class Readership(StrEnum):
    """Who among those that see the lot reads a document."""

    EVERYONE = "everyone"
    HOLDER = "holder"  # the buyer, the holder and whoever follows the lot; not the structures
    BUYER = "buyer"  # the buyer and whoever follows the lot
