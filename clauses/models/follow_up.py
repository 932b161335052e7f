"""What goes wrong on a lot, who is told and what was answered; and which visits were made?

No name is written in the texts: a difficulty points at the person it is about, so that the person may become a number.
"""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.domain.kinds_follow_up import DifficultyKind, DifficultyState, VisitKind
from clauses.extensions import Base
from clauses.models.hours import Participant
from clauses.models.markets import Lot
from clauses.models.people import Organization, User
from clauses.models.types import Instant, Kind, Numbered, Versioned


class Difficulty(Versioned, Base):
    """A difficulty that a company or a structure signals to whoever follows the lot (D12)."""

    __tablename__ = "difficulty"
    __table_args__ = (
        CheckConstraint("(state = 'answered') = (answered_at IS NOT NULL)", name="answered"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answer"),
        Index("ix_difficulty_lot_id_state", "lot_id", "state"),
    )

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    signalled_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    signalled_at: Mapped[datetime] = mapped_column(Instant)
    kind: Mapped[DifficultyKind] = mapped_column(Kind(DifficultyKind))
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    call_back: Mapped[bool] = mapped_column(default=False)
    state: Mapped[DifficultyState] = mapped_column(Kind(DifficultyState), default=DifficultyState.OPEN)
    answer: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    lot: Mapped[Lot] = relationship()
    organization: Mapped[Organization] = relationship()
    signalled_by: Mapped[User] = relationship(foreign_keys=[signalled_by_id])
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id])
    participant: Mapped[Participant | None] = relationship()


class Visit(Numbered, Base):
    """A visit that was made, as it was noted; append-only (triggers on both databases)."""

    __tablename__ = "visit"
    __table_args__ = (Index("ix_visit_lot_id_held_on", "lot_id", "held_on"),)

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    noted_at: Mapped[datetime] = mapped_column(Instant)
    kind: Mapped[VisitKind] = mapped_column(Kind(VisitKind))
    held_on: Mapped[date]
    met: Mapped[str] = mapped_column(String(300))  # functions, never names
    points: Mapped[list[str]] = mapped_column(JSON, default=list)
    needs: Mapped[str | None] = mapped_column(Text)
    following: Mapped[str | None] = mapped_column(Text)

    lot: Mapped[Lot] = relationship()
    organization: Mapped[Organization] = relationship()
    noted_by: Mapped[User] = relationship()
