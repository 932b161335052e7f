"""What goes wrong on a lot, who is told and what was answered; which visits were made, and what is done to catch up?

No name is written in the texts: a difficulty points at the person it is about, so that the person may become a number.
"""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.domain.kinds_follow_up import DifficultyKind, DifficultyState, RecoveryState, VisitKind
from clauses.extensions import Base
from clauses.models.hours import Participant
from clauses.models.markets import Lot
from clauses.models.people import Organization, User
from clauses.models.types import Hours, Instant, Kind, Numbered, Versioned


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


class RecoveryAction(Versioned, Base):
    """What is done on a lot that is behind so that its hours are done in time (domain rules 1.2, step 17).

    Each day is written once: what was proposed, kept, done or dropped by a given day is read from them for ever, and the
    database refuses that what was said be said otherwise (triggers on both databases).
    """

    __tablename__ = "recovery_action"
    __table_args__ = (
        UniqueConstraint("lot_id", "number"),
        CheckConstraint("hours IS NULL OR hours > 0", name="hours"),
        CheckConstraint("state NOT IN ('kept', 'done') OR decided_on IS NOT NULL", name="decided"),
        CheckConstraint("(state IN ('done', 'dropped')) = (settled_on IS NOT NULL)", name="settled"),
        CheckConstraint("(state = 'done') = (done_on IS NOT NULL)", name="done"),
        CheckConstraint("(state = 'dropped') = (reason IS NOT NULL)", name="dropped"),
    )

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)  # names nobody
    who_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)  # does it
    due_on: Mapped[date]
    hours: Mapped[int | None] = mapped_column(Hours)  # expected of it
    state: Mapped[RecoveryState] = mapped_column(Kind(RecoveryState), default=RecoveryState.PROPOSED)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)  # proposed it
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    proposed_on: Mapped[date]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_on: Mapped[date | None]  # kept
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    settled_on: Mapped[date | None]  # said done, or dropped
    done_on: Mapped[date | None]
    reason: Mapped[str | None] = mapped_column(Text)  # why it was dropped
    decision_id: Mapped[int | None] = mapped_column(
        ForeignKey("lot_decision.id"), index=True
    )  # the request of the buyer that it answers

    lot: Mapped[Lot] = relationship()
    who: Mapped[Organization] = relationship(foreign_keys=[who_id])
    organization: Mapped[Organization] = relationship(foreign_keys=[organization_id])
    proposed_by: Mapped[User] = relationship(foreign_keys=[proposed_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
    settled_by: Mapped[User | None] = relationship(foreign_keys=[settled_by_id])

    def state_on(self, day: date) -> RecoveryState | None:
        """Where it stood at the end of a day, by what was known then; None before it was proposed."""
        if self.proposed_on > day:
            return None
        if self.settled_on is not None and self.settled_on <= day:
            return self.state
        kept = self.decided_on is not None and self.decided_on <= day
        return RecoveryState.KEPT if kept else RecoveryState.PROPOSED
