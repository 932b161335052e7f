"""What happened, what must still leave, and which forms were already received?

The audit log is append-only and chained; facts waiting to leave, jobs, e-mails and the keys of received forms are
written in the same transaction as the act itself.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.domain.kinds import JobState, MailState
from clauses.domain.kinds_notices import Delivery, MailFault
from clauses.extensions import Base
from clauses.models.people import Organization, User
from clauses.models.types import Instant, Kind, Numbered


class AuditEvent(Base):
    """Who did what, to what, before and after; hash = SHA-256(previous hash + canonical content)."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_object", "object_type", "object_id"),
        Index("ix_audit_event_actor_id_seq", "actor_id", "seq"),
        Index("ix_audit_event_organization_id_seq", "organization_id", "seq"),
        Index("ix_audit_event_action_seq", "action", "seq"),
        Index("ix_audit_event_at", "at"),
    )

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    at: Mapped[datetime] = mapped_column(Instant)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    action: Mapped[str] = mapped_column(String(60))
    object_type: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[int]
    lot_id: Mapped[int | None] = mapped_column(Integer, index=True)  # whose history shows it
    facts: Mapped[dict[str, Any]] = mapped_column(
        JSON
    )  # before, after, reason: identifiers and figures, never names
    request_id: Mapped[str | None] = mapped_column(String(40))
    place: Mapped[str | None] = mapped_column(String(16))  # a keyed fingerprint of the network address

    actor: Mapped[User | None] = relationship()
    organization: Mapped[Organization | None] = relationship()

    def content(self) -> list[Any]:
        """Everything the hash of this line covers, in its order; a line without a place is as long as the oldest."""
        return [
            self.seq, self.at, self.actor_id, self.organization_id, self.action, self.object_type,
            self.object_id, self.lot_id, self.facts, self.request_id, *([self.place] if self.place else []),
        ]  # fmt: skip


class OutboxEvent(Numbered, Base):
    """A fact that waits to leave; written by the act, drained by the back door."""

    __tablename__ = "outbox_event"
    __table_args__ = (Index("ix_outbox_event_drained_at_id", "drained_at", "id"),)

    name: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(Instant)
    drained_at: Mapped[datetime | None] = mapped_column(Instant)
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None] = mapped_column(Instant)
    last_error: Mapped[str | None] = mapped_column(Text)


class BackgroundJob(Numbered, Base):
    """A piece of heavy work. This row is the truth; Redis only rings the bell."""

    __tablename__ = "background_job"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id"),
        CheckConstraint("(state = 'running') = (lease_until IS NOT NULL)", name="lease"),
        Index("ix_background_job_state_not_before", "state", "not_before"),
    )

    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    state: Mapped[JobState] = mapped_column(Kind(JobState), default=JobState.QUEUED)
    attempt: Mapped[int] = mapped_column(default=0)  # fencing: an older attempt may not publish
    lease_until: Mapped[datetime | None] = mapped_column(Instant)
    not_before: Mapped[datetime] = mapped_column(Instant)
    rung_at: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    last_error: Mapped[str | None] = mapped_column(Text)


class EmailMessage(Numbered, Base):
    """One message to one person about one fact; the same fact never writes twice to the same person.

    `address` is where it goes when that is not the address of an account: somebody invited, a new or a former address.
    """

    __tablename__ = "email_message"
    __table_args__ = (
        UniqueConstraint("event_key", "recipient_id"),
        CheckConstraint("recipient_id IS NOT NULL OR address IS NOT NULL", name="somewhere"),
        Index("ix_email_message_state_id", "state", "id"),
        Index(
            "ix_email_message_model_failed",
            "template",
            "model",
            sqlite_where=text("model_failed"),
            postgresql_where=text("model_failed"),
        ),
    )

    event_key: Mapped[str] = mapped_column(String(80))
    template: Mapped[str] = mapped_column(String(10))  # M01…
    model: Mapped[int | None]  # the version of its words, where they are not the product's
    model_failed: Mapped[bool] = mapped_column(
        default=False, server_default=false()
    )  # the product's were used instead
    recipient_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    address: Mapped[str | None] = mapped_column(String(254))
    link_id: Mapped[int | None] = mapped_column(
        ForeignKey("secret_link.id")
    )  # whose secret goes into the text
    subject: Mapped[str] = mapped_column(String(120))
    body: Mapped[str] = mapped_column(Text)
    sender_name: Mapped[str | None] = mapped_column(String(160))  # the territory that it is about
    reply_to: Mapped[str | None] = mapped_column(String(254))  # the person in charge
    state: Mapped[MailState] = mapped_column(Kind(MailState), default=MailState.QUEUED)
    delivery: Mapped[Delivery] = mapped_column(
        Kind(Delivery), default=Delivery.AT_ONCE, server_default="at_once"
    )
    planned_at: Mapped[datetime | None] = mapped_column(Instant)  # when the hours of sending let it leave
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    fault: Mapped[MailFault | None] = mapped_column(Kind(MailFault))  # of the last try
    said: Mapped[str | None] = mapped_column(String(200))  # by the mail server, at the last try
    carried_by_id: Mapped[int | None] = mapped_column(ForeignKey("email_message.id"))  # with others

    recipient: Mapped[User | None] = relationship()

    @property
    def goes_to(self) -> str:
        """The address that it leaves for."""
        return self.address or (self.recipient.email if self.recipient else "")

    @property
    def addressee(self) -> str:
        """Whom a person reads that it goes to."""
        return self.recipient.name if self.recipient else self.goes_to


class ReceivedForm(Base):
    """The key of a form already received: a double click, a retry or a replay changes nothing more."""

    __tablename__ = "received_form"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    route: Mapped[str] = mapped_column(String(200))
    body_hash: Mapped[str] = mapped_column(String(64))
    answer: Mapped[str | None] = mapped_column(String(500))  # where the first answer led
    at: Mapped[datetime] = mapped_column(Instant)
