"""What must this person do now, and where does this person stand?"""

from clauses.queries.worklist.listing import Group, Task, alerts, worklist
from clauses.queries.worklist.service import of_service
from clauses.queries.worklist.standing import Counter, Standing, standing

__all__ = ["Counter", "Group", "Standing", "Task", "alerts", "of_service", "standing", "worklist"]
