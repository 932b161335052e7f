"""Which documents prove the hours of a month, and what became of one that was put?"""

from enum import StrEnum


class EvidenceKind(StrEnum):
    """What a document of a month is (`e_kind`)."""

    EMPLOYMENT_CONTRACT = "employment_contract"
    PLACEMENT_CONTRACT = "placement_contract"
    PAYSLIP = "payslip"
    SIGNED_TIMESHEET = "signed_timesheet"
    SUBCONTRACT_INVOICE = "subcontract_invoice"
    SUBCONTRACTING_DEED = "subcontracting_deed"  # DC4
    HOURS_STATEMENT = "hours_statement"
    SITUATION_PROOF = "situation_proof"
    OTHER = "other"


class EvidenceState(StrEnum):
    """Where an expected document stands; `expected` is computed, never kept."""

    EXPECTED = "expected"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    UNREADABLE = "unreadable"
    REFUSED = "refused"


class EvidenceVerdict(StrEnum):
    """What the resource person says of a document."""

    ACCEPT = "accepted"
    UNREADABLE = "unreadable"
    REFUSE = "refused"
