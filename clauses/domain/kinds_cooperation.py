"""Which words describe what the structures of a territory do together?"""

from enum import StrEnum


class CooperationAxis(StrEnum):
    """The five axes of the index, in the order in which they are printed (G05)."""

    OFFERS = "offers"
    RELAYS = "relays"
    PORTFOLIOS = "portfolios"
    EXITS = "exits"
    LOTS = "lots"


class Beside(StrEnum):
    """What is measured beside the index, and does not count in it."""

    SESSIONS = "sessions"
    MEETINGS = "meetings"
    DYNAMIC = "dynamic"


class ExitType(StrEnum):
    """How somebody left a structure; one that is withdrawn is left out of every rate."""

    LASTING = "lasting"
    TRANSITION = "transition"
    POSITIVE = "positive"
    OTHER = "other"
    WITHDRAWN = "withdrawn"


class ExitStep(StrEnum):
    """What is done before somebody leaves (F11)."""

    INTERVIEW = "interview"
    PORTFOLIO = "portfolio"
    RESUME = "resume"
    COMPANY = "company"
    STRUCTURE = "structure"
    RIGHTS = "rights"


class MeetingKind(StrEnum):
    """Whom a meeting of a territory brings together (G03; convention of 2008, S3 and N9)."""

    SIAE_SPE = "siae_spe"
    BUSINESS = "business"
    NETWORK = "network"


class NoSession(StrEnum):
    """Why several posts are offered without a joint information session (R25)."""

    TOO_SOON = "too_soon"
    SESSION_HELD = "session_held"
    CANDIDATES_KNOWN = "candidates_known"
    OTHER = "other"


class OfferAnswer(StrEnum):
    """What a structure says of an offer that it was sent (F09)."""

    SOMEBODY = "somebody"
    ASKING = "asking"
    NOBODY = "nobody"


class OfferContract(StrEnum):
    """By which contract a structure recruits."""

    CDDI = "CDDI"
    CDDU = "CDDU"
    MISSION = "mission"
    CDI = "CDI"
