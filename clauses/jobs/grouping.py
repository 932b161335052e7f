"""Which letters leave together? Several of one kind for one person, and the morning's summary of each. (ux/4.1)

The letter that carries the others is written in the transaction that marks them: they leave in it or not at all.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from flask import current_app, render_template
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from clauses.actions.base import civil_day
from clauses.domain.kinds import MailState
from clauses.domain.kinds_notices import Delivery
from clauses.domain.notices import notice_of
from clauses.extensions import db, write_transaction
from clauses.models.journal import EmailMessage
from clauses.models.notices import Notification
from clauses.queries.people.notices import is_done
from clauses.wording import notices as words

SHOWN = 6
SUMMARY = "M00"
_KEY = "Together-"


def gather(at: datetime) -> int:
    """Put together what waits for the same person. Returns how many letters now carry others."""
    found = (
        select(EmailMessage.id, EmailMessage.recipient_id, EmailMessage.template, EmailMessage.delivery)
        .outerjoin(
            Notification,
            and_(
                Notification.event_key == EmailMessage.event_key,
                Notification.user_id == EmailMessage.recipient_id,
            ),
        )
        .where(
            EmailMessage.state == MailState.QUEUED,
            EmailMessage.attempts == 0,
            EmailMessage.recipient_id.is_not(None),
            EmailMessage.address.is_(None),
            EmailMessage.link_id.is_(None),
            or_(EmailMessage.not_before.is_(None), EmailMessage.not_before <= at),
            EmailMessage.event_key.not_like(f"{_KEY}%"),
            or_(Notification.id.is_(None), Notification.asks.is_(False), ~is_done(civil_day(at))),
        )
        .order_by(EmailMessage.id)
    )
    mornings, kinds = defaultdict(list), defaultdict(list)
    for id, recipient_id, kind, delivery in db.session.execute(found):
        if notice_of(kind).alone:
            continue
        if delivery is Delivery.MORNING:
            mornings[recipient_id].append(id)
        else:
            kinds[recipient_id, kind].append(id)
    db.session.rollback()
    made = sum(_carry(ids, SUMMARY, at) for ids in mornings.values() if len(ids) > 1)
    return made + sum(_carry(ids, kind, at) for (_, kind), ids in kinds.items() if len(ids) > 1)


def _carry(ids: Sequence[int], kind: str, at: datetime) -> int:
    with write_transaction():
        rows = db.session.scalars(
            select(EmailMessage)
            .where(
                EmailMessage.id.in_(ids), EmailMessage.state == MailState.QUEUED, EmailMessage.attempts == 0
            )
            .order_by(EmailMessage.id)
            .options(joinedload(EmailMessage.recipient, innerjoin=True))
            .with_for_update(skip_locked=True, of=EmailMessage)
        ).all()
        if len(rows) < 2:
            db.session.rollback()
            return 0
        first = rows[0]
        base_url = current_app.config["SETTINGS"].base_url
        body = render_template(
            "emails/several.txt", recipient=first.recipient, subjects=[row.subject for row in rows[:SHOWN]],
            more=max(0, len(rows) - SHOWN), base_url=base_url,
        )  # fmt: skip
        subject = words.summary(len(rows)) if kind == SUMMARY else words.several(kind, len(rows))
        carrier = EmailMessage(
            event_key=f"{_KEY}{kind}-{first.id}", template=kind, recipient_id=first.recipient_id, subject=subject,
            body=render_template("emails/foot.txt", body=body.strip(), base_url=base_url).strip() + "\n",
            sender_name=_same([row.sender_name for row in rows]), reply_to=_same([row.reply_to for row in rows]),
            created_at=max(row.created_at for row in rows), planned_at=first.planned_at, not_before=at,
        )  # fmt: skip
        db.session.add(carrier)
        db.session.flush()
        for row in rows:
            row.state, row.carried_by_id, row.not_before = MailState.CARRIED, carrier.id, None
        db.session.commit()
    return 1


def _same(values: list[str | None]) -> str | None:
    return values[0] if len(set(values)) == 1 else None
