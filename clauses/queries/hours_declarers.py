"""Did this person declare the hours that the same person is about to decide on? Four eyes, read from the journal.

Whoever typed, imported or sent the hours of a report does not validate it. Hours corrected by whoever follows the lot
are declared by the holder again as soon as the holder sends the report once more.
"""

from collections.abc import Collection

from sqlalchemy import select

from clauses.access.policy import Actor
from clauses.extensions import db
from clauses.models.hours import MonthlyReport
from clauses.models.journal import AuditEvent

SENDING = ("report:submit", "report:by_link")
DECLARING = ("hours:enter", "hours:import", "pool:enter", *SENDING)


def declared_by(actor: Actor, report_ids: Collection[int]) -> set[int]:
    """Those of these reports that hold hours declared by this very person, whatever the organization then."""
    if not report_ids:
        return set()
    rows = db.session.execute(
        select(
            AuditEvent.object_id,
            AuditEvent.seq,
            AuditEvent.action,
            AuditEvent.actor_id,
            AuditEvent.organization_id,
        )
        .where(
            AuditEvent.object_type == MonthlyReport.__name__,
            AuditEvent.object_id.in_(set(report_ids)),
            AuditEvent.action.in_(DECLARING),
        )
        .order_by(AuditEvent.seq)
    ).all()
    sent = {report_id: seq for report_id, seq, act, who, _ in rows if act in SENDING and who != actor.user_id}
    return {
        report_id
        for report_id, seq, _, who, organization_id in rows
        if who == actor.user_id and (organization_id != actor.organization_id or seq > sent.get(report_id, 0))
    }
