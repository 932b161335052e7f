"""What must this person do now, and where does this person stand?"""

from clauses.queries.worklist.found import Found
from clauses.queries.worklist.listing import WHOLE, Group, Task, alerts, worklist
from clauses.queries.worklist.presence import unseen
from clauses.queries.worklist.recovery import catching_up
from clauses.queries.worklist.service import of_service
from clauses.queries.worklist.standing import Counter, Standing, standing

__all__ = [
    "WHOLE",
    "Counter",
    "Found",
    "Group",
    "Standing",
    "Task",
    "alerts",
    "catching_up",
    "of_service",
    "standing",
    "unseen",
    "worklist",
]
