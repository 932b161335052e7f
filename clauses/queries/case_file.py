"""What does a dispute on a lot need? Each fact as it is kept: notices and their delivery, requests, months, the journal.

Read for the buyer: no participant appears, and the structures that the holder asked are counted, never named.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload, selectinload, undefer

from clauses.domain.kinds import MailState
from clauses.extensions import db
from clauses.models.decisions import ContractPenalty, Decision, DecisionAnswer, DecisionStep
from clauses.models.follow_up import RecoveryAction
from clauses.models.hours import MonthlyReport
from clauses.models.journal import AuditEvent, EmailMessage
from clauses.models.letters import Letter
from clauses.models.markets import ContractChange, Lot
from clauses.models.notices import Notification
from clauses.models.people import Membership, User
from clauses.queries import compliance, decisions, recovery
from clauses.queries.decisions import FOR_A_CASE, Case
from clauses.queries.partner_requests import Request, efforts_of_party

# The messages about a lot, by what their notification is about.
OF_THE_LOT = ("M11", "M13", "M20", "M23", "M24", "M34", "M43", "M46", "M73", "M75")
OF_A_MONTH = ("M12", "M33")


@dataclass(frozen=True, slots=True)
class Sent:
    """A message to the holder: when it was written, when it left, what the mail server said."""

    kind: str
    subject: str
    written_at: datetime
    sent_at: datetime | None
    state: MailState
    organization: str


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """All that the archive holds, before it is laid out."""

    case: Case
    changes: Sequence[ContractChange]
    terms: Sequence[ContractPenalty]
    months: list[Any]
    reports: Sequence[MonthlyReport]
    sent: list[Sent]
    requests: list[Request]
    recovering: Sequence[RecoveryAction]
    decisions: Sequence[Decision]
    closings: Sequence[Any]
    letters: Sequence[Letter]
    journal: Sequence[AuditEvent]


def facts_of_case(lot_id: int, on: date) -> CaseFacts | None:
    """Everything on a lot whose reader was asked for already; None while it owes nothing."""
    lot = db.session.scalars(select(Lot).where(Lot.id == lot_id).options(*FOR_A_CASE)).unique().one()
    case = decisions.case_of(lot, on)
    if case is None or lot.award is None:
        return None
    reports = db.session.scalars(
        select(MonthlyReport).where(MonthlyReport.lot_id == lot.id).order_by(MonthlyReport.month)
    ).all()
    return CaseFacts(
        case=case,
        changes=db.session.scalars(
            select(ContractChange).where(ContractChange.lot_id == lot.id).order_by(ContractChange.number)
        ).all(),
        terms=db.session.scalars(
            select(ContractPenalty).where(ContractPenalty.lot_id == lot.id).order_by(ContractPenalty.number)
        ).all(),
        months=compliance.monthly([lot.id]),
        reports=reports,
        sent=_sent(lot.id, [one.id for one in reports], lot.award.awardee_id),
        requests=efforts_of_party(lot.award.awardee_id, lot.id, on),
        recovering=recovery.of_lots([lot.id]),
        decisions=db.session.scalars(
            select(Decision)
            .where(Decision.lot_id == lot.id)
            .order_by(Decision.number)
            .options(selectinload(Decision.answers).joinedload(DecisionAnswer.organization), joinedload(Decision.terms),
                     selectinload(Decision.steps).joinedload(DecisionStep.by))
        ).unique().all(),
        closings=decisions.closings_of(lot.id),
        letters=db.session.scalars(
            select(Letter)
            .where(Letter.lot_id == lot.id, Letter.sent_on.is_not(None))
            .order_by(Letter.id)
            .options(undefer(Letter.content), joinedload(Letter.recipient))
        ).all(),
        journal=db.session.scalars(
            select(AuditEvent).where(AuditEvent.lot_id == lot.id).order_by(AuditEvent.seq)
        ).all(),
    )  # fmt: skip


def _sent(lot_id: int, report_ids: list[int], holder_id: int) -> list[Sent]:
    """The messages about the lot to the members of its holder, oldest first."""
    about = or_(
        and_(Notification.kind.in_(OF_THE_LOT), Notification.thing_id == lot_id),
        and_(Notification.kind.in_(OF_A_MONTH), Notification.thing_id.in_(report_ids or [0])),
    )
    rows = db.session.scalars(
        select(EmailMessage)
        .join(
            Notification,
            and_(
                Notification.event_key == EmailMessage.event_key,
                Notification.user_id == EmailMessage.recipient_id,
            ),
        )
        .join(Membership, Membership.user_id == EmailMessage.recipient_id)
        .where(about, Membership.organization_id == holder_id)
        .options(
            joinedload(EmailMessage.recipient)
            .selectinload(User.memberships)
            .joinedload(Membership.organization)
        )
        .order_by(EmailMessage.created_at, EmailMessage.id)
    ).unique()
    found = []
    for one in rows:
        names = [
            m.organization.name
            for m in (one.recipient.memberships if one.recipient else [])
            if m.organization_id == holder_id
        ]
        found.append(
            Sent(one.template, one.subject, one.created_at, one.sent_at, one.state, names[0] if names else "")
        )
    return found
