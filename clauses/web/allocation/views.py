"""How does a company commit, a resource person plan and a structure answer? The screens, one file by kind of work."""

from clauses.web.allocation import screens_answers, screens_assistant, screens_commitments, screens_plan
from clauses.web.allocation.door import bp

__all__ = ["bp", "screens_answers", "screens_assistant", "screens_commitments", "screens_plan"]
