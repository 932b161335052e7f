"""From how many persons on does this reader read a count of them as it is? (R21, table of rights, line « Participant »)"""

from datetime import date

from clauses.access.policy import Actor
from clauses.domain.kinds import Role
from clauses.reference import rulebook


def least_read(actor: Actor, on: date) -> int:
    """The minimum of that day for the coordination, which follows no lot and counts people of every territory; 0, each
    count as it is, for those whose work the lot is. A count below is said « < 5 », none is said 0."""
    return rulebook.small_cell(on).minimum if actor.role is Role.REGIONAL_COORDINATOR else 0
