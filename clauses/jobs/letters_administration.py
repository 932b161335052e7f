"""Who keeps, outside the portal, the head of its journal of each day? (M79)"""

from datetime import datetime

from clauses.domain.events import AuditHeadPublished
from clauses.extensions import db
from clauses.jobs.letters import Post, Side, admins, link, send
from clauses.models.administration import AuditHead
from clauses.queries.people.followers import coordinator_membership


def head_published(fact: AuditHeadPublished, *, event_key: str, now: datetime) -> None:
    """M79 to the administrators and the coordination: a day, a number and a fingerprint, nothing about anybody."""
    head = db.session.get_one(AuditHead, fact.head_id)
    coordinator = coordinator_membership()
    sides = [admins()]
    if coordinator is not None:
        sides.append(Side("region", [coordinator.user], coordinator.organization.name))
    send("M79", sides, Post(event_key, now), territory=None, url=link("people.heads"), head=head)
