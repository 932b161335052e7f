"""Who keeps, outside the portal, the head of its journal of each day (M79), and who tries the words of a message? (J08)"""

from datetime import datetime

from clauses.domain.events import AuditHeadPublished, EmailTrialAsked
from clauses.extensions import db
from clauses.jobs import mail
from clauses.jobs.letters import Post, Side, admins, link, send
from clauses.models.administration import AuditHead
from clauses.models.people import User
from clauses.queries.email_models import specimen
from clauses.queries.email_models.originals import Words
from clauses.queries.people.followers import coordinator_membership


def head_published(fact: AuditHeadPublished, *, event_key: str, now: datetime) -> None:
    """M79 to the administrators and the coordination: a day, a number and a fingerprint, nothing about anybody."""
    head = db.session.get_one(AuditHead, fact.head_id)
    coordinator = coordinator_membership()
    sides = [admins()]
    if coordinator is not None:
        sides.append(Side("region", [coordinator.user], coordinator.organization.name))
    send("M79", sides, Post(event_key, now), territory=None, url=link("people.heads"), head=head)


def trial_asked(fact: EmailTrialAsked, *, event_key: str, now: datetime) -> None:
    """The first case of the words typed, to whoever typed them, marked as a trial; it tells nobody anything else."""
    user = db.session.get_one(User, fact.user_id)
    first = specimen.specimens(fact.kind, Words(fact.subject, fact.text))[0]
    mail.compose_trial(user, first.subject, first.text, event_key=event_key, now=now)
