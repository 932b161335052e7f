"""What do people ask about their data, how is it answered, and what does a purge take away?"""

from enum import StrEnum


class DataRequestKind(StrEnum):
    """The rights of articles 15, 16, 17 and 21 of the GDPR that the portal answers."""

    ACCESS = "access"
    CORRECTION = "correction"
    ERASURE = "erasure"
    OBJECTION = "objection"


class DataRequestState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    REFUSED = "refused"


class IdentityCheck(StrEnum):
    """How whoever answers made sure of who asks; no copy of a document is kept."""

    ACCOUNT = "account"  # the person answered from the address of their account
    DOCUMENT = "document"  # an identity document was seen, and not copied
    EMPLOYER = "employer"  # the person's employer knows them and confirms


class RefusalGround(StrEnum):
    """Why an erasure or an objection may be refused, or must wait."""

    PROOF_OF_HOURS = "proof_of_hours"  # public-interest task and legal claims while the clause is carried out
    DISPUTE = "dispute"  # a dispute suspends every erasure
    UNIDENTIFIED = "unidentified"  # nobody was found, or the identity could not be checked
    EXCESSIVE = "excessive"  # the same request again and again


class PurgeKind(StrEnum):
    """What a purge takes away, each with its own duration."""

    DOCUMENTS = "documents"  # proofs of eligibility: the file is deleted
    IDENTITIES = "identities"  # people become a number; their hours stay
    ACCOUNTS = "accounts"  # accounts asleep are closed
    TRACES = "traces"  # sessions, failed sign-ins, received forms, texts of messages
    SIGN_UPS = "sign_ups"  # requests for an account that came to nothing
    PARTNER_REQUESTS = "partner_requests"  # requests to structures that came to nothing
    HOURS_FILES = "hours_files"  # tables that hours were read from, or were not
    HIRING_DRAFTS = "hiring_drafts"  # what was typed of people who were never added
    EVIDENCE = "evidence"  # documents of months: taken back, or of a lot that ended long ago
    REQUESTS = "requests"  # who asked what about their data
    REPORTS = "reports"  # reports asked long ago, with their files
