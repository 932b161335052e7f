"""The verbs of decisions: the penalties of a contract, what a buyer decides, what a company answers, the end of a lot."""

from clauses.actions.decisions.closing import (
    ReportFields,
    close_lot,
    reopen_lot,
    send_closing_report,
)
from clauses.actions.decisions.deciding import (
    DecisionFields,
    answer_decision,
    decide_penalty,
    prepare_decision,
    revise_penalty,
    waive_penalty,
)
from clauses.actions.decisions.terms import TermsFields, record_terms

__all__ = [
    "DecisionFields",
    "ReportFields",
    "TermsFields",
    "answer_decision",
    "close_lot",
    "decide_penalty",
    "prepare_decision",
    "record_terms",
    "reopen_lot",
    "revise_penalty",
    "send_closing_report",
    "waive_penalty",
]
