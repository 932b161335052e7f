"""Who is told that a second factor of an account changed, was used in place of another, or is being guessed?"""

from datetime import datetime

from clauses.domain.events import Event
from clauses.extensions import db
from clauses.jobs.letters import Post, Side, link, send
from clauses.models.people import User


def changed(fact: Event, *, event_key: str, now: datetime) -> None:
    """M50: the person, at once; whoever did it has the address of the portal to call."""
    user = db.session.get(User, fact.user_id)  # type: ignore[attr-defined]
    if user is None or not user.active:
        return
    send(
        "M50", [Side("account", [user], "")], Post(event_key, now), territory=None, url=link("people.second_factor"),
        what=fact.name,
    )  # fmt: skip
