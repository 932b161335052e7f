"""Who asked what about their data, what must wait for the end of a dispute, and what was taken away, for ever provable?"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.domain.kinds_personal_data import (
    DataRequestKind,
    DataRequestState,
    IdentityCheck,
    PurgeKind,
    RefusalGround,
)
from clauses.extensions import Base
from clauses.models.hours import Participant
from clauses.models.markets import Lot
from clauses.models.people import User
from clauses.models.sealed import SealedText
from clauses.models.types import Instant, Kind, Numbered, Versioned


class DataRequest(Versioned, Base):
    """Somebody uses a right on their data. Who and what is sealed: a message may name a ground."""

    __tablename__ = "data_request"
    __table_args__ = (
        CheckConstraint("(state = 'open') = (answered_on IS NULL)", name="answered"),
        CheckConstraint("participant_id IS NULL OR user_id IS NULL", name="one_person"),
        Index("ix_data_request_state_due_on", "state", "due_on"),
    )

    kind: Mapped[DataRequestKind] = mapped_column(Kind(DataRequestKind))
    state: Mapped[DataRequestState] = mapped_column(Kind(DataRequestState), default=DataRequestState.OPEN)
    name: Mapped[str | None] = mapped_column(SealedText("data_request.name"))
    email: Mapped[str | None] = mapped_column(SealedText("data_request.email"))
    message: Mapped[str | None] = mapped_column(SealedText("data_request.message"))
    received_on: Mapped[date]
    due_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))  # none: the public page
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    identity_check: Mapped[IdentityCheck | None] = mapped_column(Kind(IdentityCheck))
    identified_on: Mapped[date | None]
    identified_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    answer: Mapped[str | None] = mapped_column(SealedText("data_request.answer"))
    ground: Mapped[RefusalGround | None] = mapped_column(Kind(RefusalGround))
    answered_on: Mapped[date | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    participant: Mapped[Participant | None] = relationship()
    user: Mapped[User | None] = relationship(foreign_keys=[user_id])
    recorded_by: Mapped[User | None] = relationship(foreign_keys=[recorded_by_id])
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id])


class RetentionHold(Numbered, Base):
    """A dispute on a lot or about a person: nothing of it is taken away until it is lifted."""

    __tablename__ = "retention_hold"
    __table_args__ = (CheckConstraint("(lot_id IS NULL) <> (participant_id IS NULL)", name="one_thing"),)

    lot_id: Mapped[int | None] = mapped_column(ForeignKey("lot.id"), index=True)
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"), index=True)
    reason: Mapped[str] = mapped_column(SealedText("retention_hold.reason"))
    since: Mapped[date]
    placed_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    lifted_on: Mapped[date | None]
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    lot: Mapped[Lot | None] = relationship()
    placed_by: Mapped[User] = relationship(foreign_keys=[placed_by_id])


class PurgeOrder(Versioned, Base):
    """A purge of many people at once: it waits until two persons have confirmed it."""

    __tablename__ = "purge_order"
    __table_args__ = (
        CheckConstraint("second_by_id IS NULL OR second_by_id <> first_by_id", name="two_persons"),
    )

    until: Mapped[date]  # covers what was due on this day or before
    people: Mapped[int]
    documents: Mapped[int]
    proposed_at: Mapped[datetime] = mapped_column(Instant)
    first_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    first_at: Mapped[datetime | None] = mapped_column(Instant)
    second_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    second_at: Mapped[datetime | None] = mapped_column(Instant)
    done_at: Mapped[datetime | None] = mapped_column(Instant)

    first_by: Mapped[User | None] = relationship(foreign_keys=[first_by_id])
    second_by: Mapped[User | None] = relationship(foreign_keys=[second_by_id])


class PurgeProof(Base):
    """What a purge took away: when, of which kind, how many, and a digest of their numbers. Append-only."""

    __tablename__ = "purge_proof"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(Instant)
    purged_on: Mapped[date] = mapped_column(index=True)
    kind: Mapped[PurgeKind] = mapped_column(Kind(PurgeKind))
    count: Mapped[int]
    ids_hash: Mapped[str] = mapped_column(String(64))  # SHA-256 of « table:number », sorted, one a line
    months: Mapped[int]  # how long the rule of the day kept it; 0 at the request of the person
    order_id: Mapped[int | None] = mapped_column(ForeignKey("purge_order.id"))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("data_request.id"))
