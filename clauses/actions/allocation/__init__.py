"""How are the hours of a lot shared out? The holder commits, the resource person plans, each structure answers.

Commitment: draft → submitted → under review → planned; sent back to complete, it is declared again.
"""

from clauses.actions.allocation.answers import answer_line
from clauses.actions.allocation.commitments import ask_completion, save_commitment, submit_commitment
from clauses.actions.allocation.lines import Line
from clauses.actions.allocation.plans import propose_plan

__all__ = [
    "Line", "answer_line", "ask_completion", "propose_plan", "save_commitment", "submit_commitment",
]  # fmt: skip
