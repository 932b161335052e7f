"""Who was reminded of a month, when, by the portal or by hand; who was called; and which months wait by agreement?"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.domain.kinds_follow_up import ReminderKind
from clauses.extensions import Base
from clauses.models.markets import Lot
from clauses.models.people import Organization, User
from clauses.models.types import Instant, Kind, Numbered, Versioned


class Reminder(Numbered, Base):
    """One reminder to one organization about one lot and one month; append-only (triggers on both databases).

    `rank` is the rung of the ladder it stands for, 0 where there is none. Nobody is reminded twice of the same thing on
    one day, and each rung leaves by itself once at most: the table refuses it, whoever asks.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("lot_id", "month", "organization_id", "kind", "told_on"),
        Index(
            "uq_reminder_rung", "lot_id", "month", "organization_id", "kind", "rank", unique=True,
            sqlite_where=text("asked_by_id IS NULL"), postgresql_where=text("asked_by_id IS NULL"),
        ),
        Index("ix_reminder_event_key", "event_key"),
        CheckConstraint("rank >= 0", name="rank"),
    )  # fmt: skip

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    month: Mapped[date]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    kind: Mapped[ReminderKind] = mapped_column(Kind(ReminderKind))
    rank: Mapped[int]
    told_on: Mapped[date]
    told_at: Mapped[datetime] = mapped_column(Instant)
    event_key: Mapped[str] = mapped_column(String(80))  # of its letters
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))  # by hand

    lot: Mapped[Lot] = relationship()
    organization: Mapped[Organization] = relationship()
    asked_by: Mapped[User | None] = relationship()


class ReminderCall(Numbered, Base):
    """A telephone call about a month that is missing, as it was noted; append-only, and it names no participant."""

    __tablename__ = "reminder_call"
    __table_args__ = (Index("ix_reminder_call_lot_id_month", "lot_id", "month"),)

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    month: Mapped[date]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    noted_at: Mapped[datetime] = mapped_column(Instant)
    called_on: Mapped[date]
    text: Mapped[str] = mapped_column(Text)

    organization: Mapped[Organization] = relationship()
    noted_by: Mapped[User] = relationship()


class ReminderPause(Versioned, Base):
    """Until which day nothing leaves by itself about the month of a lot (ux/4.1)."""

    __tablename__ = "reminder_pause"
    __table_args__ = (UniqueConstraint("lot_id", "month"),)

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    month: Mapped[date]
    until: Mapped[date]
    set_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    set_at: Mapped[datetime] = mapped_column(Instant)

    set_by: Mapped[User] = relationship()
