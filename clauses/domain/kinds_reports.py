"""Which reports are there, what is each about, over which time, and in which formats does it leave?"""

from enum import StrEnum


class ReportKind(StrEnum):
    MARKET_COMPLIANCE = "market_compliance"
    BUYER_YEAR = "buyer_year"
    COMPANY_CERTIFICATE = "company_certificate"
    TERRITORY_REVIEW = "territory_review"
    REGION_QUARTER = "region_quarter"
    DECP_ANNEX = "decp_annex"
    SPASER = "spaser"
    NATIONAL = "national"  # what the national alliance of facilitators consolidates each year
    ANRU = "anru"
    FSE = "fse"
    CDIAE = "cdiae"  # the departmental council for insertion by economic activity
    COOPERATION = "cooperation"


class ReportScope(StrEnum):
    """What a report is about; a report is asked on one of them."""

    MARKET = "market"
    BUYER = "buyer"
    COMPANY = "company"
    TERRITORY = "territory"
    REGION = "region"


class ReportSpan(StrEnum):
    """Which months a report counts, up to the last one that its closing date ends."""

    BEGINNING = "beginning"
    YEAR = "year"
    QUARTER = "quarter"


class ReportFormat(StrEnum):
    """The files of a report; its page is there besides."""

    XLSX = "xlsx"
    CSV = "csv"  # one file a table, in one archive
    PDF = "pdf"


class QuarterState(StrEnum):
    """Where the figures of a quarter stand, for a territory or for the region."""

    TO_CONFIRM = "to_confirm"
    CONFIRMED = "confirmed"
    CLOSED = "closed"


class Frequency(StrEnum):
    """How often a planned report is made."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
