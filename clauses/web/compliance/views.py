"""The screens of reports, decisions and letters, one file a subject, all on the blueprint of the door."""

from clauses.web.compliance import (
    screens_alerts,
    screens_closing,
    screens_decisions,
    screens_letters,
    screens_quarters,
    screens_reconciliation,
    screens_recovery,
    screens_reports,
    screens_schedules,
)
from clauses.web.compliance.door import bp

__all__ = [
    "bp",
    "screens_alerts",
    "screens_closing",
    "screens_decisions",
    "screens_letters",
    "screens_quarters",
    "screens_reconciliation",
    "screens_recovery",
    "screens_reports",
    "screens_schedules",
]
