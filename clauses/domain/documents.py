"""Whom may one open a document to, according to the side one stands on?"""

from clauses.domain.kinds import Role
from clauses.domain.kinds_files import Readership

LONGEST_REASON = 300
_OUTSIDE = (Role.COMPANY, Role.SIAE)


def readerships_for(role: Role) -> tuple[Readership, ...]:
    """From the widest to the narrowest; a company or a structure hides nothing from the holder's side."""
    if role in _OUTSIDE:
        return (Readership.EVERYONE, Readership.HOLDER)
    return tuple(Readership)
