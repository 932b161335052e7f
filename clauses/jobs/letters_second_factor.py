"""Who is told that a second factor of an account changed, was used in place of another, or is being guessed?"""

from datetime import datetime

from clauses.domain.events import Event
from clauses.extensions import db
from clauses.jobs.letters import Post, Side, link, send
from clauses.models.people import User


def changed(fact: Event, *, event_key: str, now: datetime) -> None:
    """M50: the person, at once; whoever did it has the address of the portal to call."""
    _tell(fact, "people.second_factor", event_key, now)


def identity_changed(fact: Event, *, event_key: str, now: datetime) -> None:
    """M50 again: an identity of ProConnect now opens the account, or does not any more."""
    _tell(fact, "people.proconnect", event_key, now)


def _tell(fact: Event, endpoint: str, event_key: str, now: datetime) -> None:
    user = db.session.get(User, fact.user_id)  # type: ignore[attr-defined]
    if user is None or not user.active:
        return
    send(
        "M50",
        [Side("account", [user], "")],
        Post(event_key, now),
        territory=None,
        url=link(endpoint),
        what=fact.name,
    )
