"""Where does the journal stand today? Its last line, kept apart and told outside each day."""

from datetime import datetime

from sqlalchemy import select

from clauses.actions.base import action, civil_day, record, take_turn
from clauses.domain.events import AuditHeadPublished
from clauses.extensions import db
from clauses.models.administration import AuditHead
from clauses.queries import audit


@action
def publish_head(*, now: datetime) -> AuditHead | None:
    """Keep the last line of the chain for this day, once, and have it sent; None where it is already told.

    It writes no line of the journal: the head would otherwise never be the last one.
    """
    on = civil_day(now)
    take_turn("audit:head")
    if db.session.scalar(select(AuditHead.id).where(AuditHead.day == on)) is not None:
        return None
    seq, last = audit.head()
    head = AuditHead(day=on, seq=seq, hash=last, published_at=now)
    db.session.add(head)
    db.session.flush()
    record(AuditHeadPublished(head_id=head.id), now=now)
    return head
