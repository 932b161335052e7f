"""Which words describe what the structures of a territory do together?"""

from enum import StrEnum


class CooperationAxis(StrEnum):
    """The five axes of the index, in the order in which they are printed (G05)."""

    OFFERS = "offers"
    RELAYS = "relays"
    PORTFOLIOS = "portfolios"
    EXITS = "exits"
    LOTS = "lots"


class ExitType(StrEnum):
    """How somebody left a structure; one that is withdrawn is left out of every rate."""

    LASTING = "lasting"
    TRANSITION = "transition"
    POSITIVE = "positive"
    OTHER = "other"
    WITHDRAWN = "withdrawn"
