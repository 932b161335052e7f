"""How is it kept that somebody read what concerns persons? One line of the journal, and not one at each look."""

from datetime import datetime, timedelta
from typing import Any

from clauses.access.policy import Actor
from clauses.actions.base import Of, action, journal, take_turn
from clauses.queries import audit

AGAIN = timedelta(minutes=15)  # a page looked at again meanwhile is the same reading


@action
def note_reading(
    actor: Actor, verb: str, of: Of, screen: str, *, once: bool, now: datetime, **facts: Any
) -> bool:
    """Write that this person read this; whether a line was written. `once`: none within the last fifteen minutes."""
    if once:
        take_turn(f"reading:{actor.user_id}")
        if audit.has_read(actor, verb, of.kind, of.id, now - AGAIN):
            return False
    journal(actor, verb, of, now=now, screen=screen, **facts)
    return True
