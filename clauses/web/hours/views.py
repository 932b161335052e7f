"""How do hours come in, get decided and count? The screens of the room, one file by kind of work."""

from clauses.web.hours import (
    screens_claims,
    screens_control,
    screens_evidence,
    screens_fiches,
    screens_follow_up,
    screens_hiring,
    screens_imports,
    screens_missions,
    screens_months,
    screens_pathways,
    screens_people,
    screens_person,
    screens_pooled,
    screens_pools,
    screens_relays,
    screens_reminders,
    screens_validation,
)
from clauses.web.hours.door import bp

__all__ = [
    "bp",
    "screens_claims",
    "screens_control",
    "screens_evidence",
    "screens_fiches",
    "screens_follow_up",
    "screens_hiring",
    "screens_imports",
    "screens_missions",
    "screens_months",
    "screens_pathways",
    "screens_people",
    "screens_pooled",
    "screens_pools",
    "screens_person",
    "screens_relays",
    "screens_reminders",
    "screens_validation",
]
