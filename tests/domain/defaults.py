"""Which rules do the examples of the trade stand on? Those of R1-R26, with their default values."""

from datetime import date

from clauses.domain import rules
from clauses.domain.advice import AdviceRule

_ALWAYS = (date(2000, 1, 1), None, "R1-R26")

SIZING = rules.SizingRule(*_ALWAYS)
RELAY = rules.RelayRule(*_ALWAYS)
CEILING = rules.CeilingRule(*_ALWAYS)
PLAUSIBILITY = rules.PlausibilityRule(*_ALWAYS)
COMPLIANCE = rules.ComplianceRule(*_ALWAYS)
ADVICE = AdviceRule(*_ALWAYS)
ELIGIBILITY = rules.EligibilityRule(*_ALWAYS)


def h(hours: float) -> int:
    """Hours as people say them, in the hundredths that the portal keeps."""
    return round(hours * 100)


def month(year: int, number: int) -> date:
    return date(year, number, 1)
