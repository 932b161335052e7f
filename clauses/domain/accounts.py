"""How long do links and proofs of identity hold, how many tries are allowed, and when is access reviewed again?

Sources: OWASP ASVS 5.0, V6.3.1 (limits), V6.4.1 (links), V7.5.1 (a fresh proof of identity).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from clauses.domain.kinds import OrganizationKind, Role
from clauses.domain.kinds_accounts import Counted, LinkPurpose
from clauses.domain.values import add_months

FRESH = timedelta(minutes=5)  # the password typed less than this ago needs not be typed again
LIFETIMES: dict[LinkPurpose, timedelta] = {
    LinkPurpose.RESET: timedelta(minutes=60),
    LinkPurpose.EMAIL_CHANGE: timedelta(hours=24),
    LinkPurpose.INVITATION: timedelta(hours=24),
    LinkPurpose.SIGN_UP: timedelta(hours=24),
    LinkPurpose.MONTH: timedelta(days=7),
    LinkPurpose.CALENDAR: timedelta(days=365),
}
LINK_MARK = "[lien personnel]"  # in the text that is kept of a letter, in the place of its link
LINK_PATHS: dict[LinkPurpose, str] = {
    LinkPurpose.RESET: "/connexion/nouveau-mot-de-passe/{token}",
    LinkPurpose.EMAIL_CHANGE: "/connexion/nouvelle-adresse/{token}",
    LinkPurpose.INVITATION: "/invitation/{token}",
    LinkPurpose.SIGN_UP: "/inscription/verification/{token}",
    LinkPurpose.MONTH: "/releve-du-mois/{token}",
    LinkPurpose.CALENDAR: "/calendrier/{token}.ics",
}
REVIEW_MONTHS = 6
KIND_OF_ROLE: dict[Role, OrganizationKind] = {
    Role.BUYER: OrganizationKind.BUYER,
    Role.COMPANY: OrganizationKind.COMPANY,
    Role.SIAE: OrganizationKind.EMPLOYER,
    Role.RESOURCE_PERSON: OrganizationKind.HOST,
    Role.REGIONAL_COORDINATOR: OrganizationKind.COORDINATION,
    Role.ADMIN: OrganizationKind.OPERATOR,
}
# Roles that open nothing on a person's own word: the coordination or the administration checks first.
CHECKED_ROLES = frozenset({Role.RESOURCE_PERSON, Role.REGIONAL_COORDINATOR, Role.ADMIN})


@dataclass(frozen=True, slots=True)
class Limit:
    """`most` tries within `window`."""

    most: int
    window: timedelta


# From one place (a network address), then about one name (an e-mail address, a SIRET, an account).
PLACE_LIMITS: dict[Counted, Limit] = {
    Counted.RESET: Limit(20, timedelta(hours=1)),
    Counted.SIGN_UP: Limit(10, timedelta(hours=1)),
    Counted.DATA_REQUEST: Limit(5, timedelta(hours=1)),
    Counted.LINK: Limit(30, timedelta(minutes=15)),
    Counted.PROVIDER: Limit(30, timedelta(minutes=15)),
}
NAME_LIMITS: dict[Counted, Limit] = {
    Counted.RESET: Limit(3, timedelta(hours=1)),
    Counted.SIGN_UP: Limit(5, timedelta(hours=24)),
    Counted.CONFIRMATION: Limit(10, timedelta(minutes=15)),
    Counted.DATA_REQUEST: Limit(3, timedelta(hours=24)),
    Counted.INVITATION: Limit(30, timedelta(hours=24)),
}


def is_fresh(opened_at: datetime, confirmed_at: datetime | None, at: datetime) -> bool:
    """Whether the person proved who they are less than five minutes ago, by signing in or since."""
    return at - max(opened_at, confirmed_at or opened_at) <= FRESH


def minutes_to_wait(count: int, first: datetime | None, limit: Limit, at: datetime) -> int:
    """Minutes before another try, 0 when it is allowed now; `first` is the oldest of the `count` tries."""
    if count < limit.most or first is None:
        return 0
    return max(1, -(-int((first + limit.window - at).total_seconds()) // 60))


def review_due(last: date | None, since: date) -> date:
    """The day by which the members are confirmed again: six months after the last time, or after the beginning."""
    return add_months(last or since, REVIEW_MONTHS)
