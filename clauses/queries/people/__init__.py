"""Who is signed in, who follows a territory, and whom does an act concern?"""

from clauses.queries.people.followers import Follower, follower_of, followers_of, territory_of
from clauses.queries.people.members import members_of, memberships_of
from clauses.queries.people.second_factor import factors_of, factors_of_user
from clauses.queries.people.sessions import OpenSession, account, open_session, pause_minutes

__all__ = [
    "Follower",
    "OpenSession",
    "account",
    "factors_of",
    "factors_of_user",
    "follower_of",
    "followers_of",
    "members_of",
    "memberships_of",
    "open_session",
    "pause_minutes",
    "territory_of",
]
