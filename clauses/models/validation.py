"""What was asked after a decision on hours, which lines two sides declared, and which ones were drawn for a check?"""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.domain.kinds_validation import (
    ClaimKind,
    ClaimState,
    MatchAnswer,
    MatchState,
    PickResult,
    PickWay,
    Risk,
)
from clauses.extensions import Base
from clauses.models.hours import HoursEntry
from clauses.models.markets import Lot
from clauses.models.people import Organization, User
from clauses.models.types import Hours, Kind, Numbered, Rate, Versioned


class HoursClaim(Versioned, Base):
    """A declarer contests what was refused, or somebody asks that what counted be corrected; another person answers."""

    __tablename__ = "hours_claim"
    __table_args__ = (
        CheckConstraint("before >= 0 AND after >= 0 AND before <> after", name="hours"),
        CheckConstraint("(state = 'open') = (decided_on IS NULL)", name="decided"),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> asked_by_id", name="four_eyes"),
        Index(
            "uq_hours_claim_open",
            "entry_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_hours_claim_lot_id_state", "lot_id", "state"),
        Index("ix_hours_claim_entry_id", "entry_id"),
    )

    entry_id: Mapped[int] = mapped_column(ForeignKey("hours_entry.id"))
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    kind: Mapped[ClaimKind] = mapped_column(Kind(ClaimKind))
    before: Mapped[int] = mapped_column(Hours)  # what counted when it was asked
    after: Mapped[int] = mapped_column(Hours)  # what should count
    motive: Mapped[str] = mapped_column(String(300))
    asked_on: Mapped[date]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))  # for which it was asked
    state: Mapped[ClaimState] = mapped_column(Kind(ClaimState), default=ClaimState.OPEN)
    answer: Mapped[str | None] = mapped_column(String(300))
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    entry: Mapped[HoursEntry] = relationship()
    lot: Mapped[Lot] = relationship()
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
    organization: Mapped[Organization] = relationship()


class HoursMatch(Versioned, Base):
    """Two lines that may be the same hours: what each side says of it, and which line is kept (R5-3, R13)."""

    __tablename__ = "hours_match"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        CheckConstraint("first_id < second_id", name="order"),
        CheckConstraint("(state = 'settled') = (kept_id IS NOT NULL)", name="kept"),
        Index("ix_hours_match_lot_id_state", "lot_id", "state"),
        Index("ix_hours_match_second_id", "second_id"),
    )

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    first_id: Mapped[int] = mapped_column(ForeignKey("hours_entry.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("hours_entry.id"))
    state: Mapped[MatchState] = mapped_column(Kind(MatchState), default=MatchState.ASKED)
    asked_on: Mapped[date]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    first_answer: Mapped[MatchAnswer | None] = mapped_column(Kind(MatchAnswer))
    first_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    second_answer: Mapped[MatchAnswer | None] = mapped_column(Kind(MatchAnswer))
    second_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    kept_id: Mapped[int | None] = mapped_column(ForeignKey("hours_entry.id"))
    settled_on: Mapped[date | None]
    settled_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("user_account.id")
    )  # none: both sides agreed
    reason: Mapped[str | None] = mapped_column(String(300))

    lot: Mapped[Lot] = relationship()
    first: Mapped[HoursEntry] = relationship(foreign_keys=[first_id])
    second: Mapped[HoursEntry] = relationship(foreign_keys=[second_id])


class ControlDraw(Numbered, Base):
    """One draw of the lines to check in a month; its seed and its rate make it again, line for line."""

    __tablename__ = "control_draw"

    month: Mapped[date]
    seed: Mapped[int]
    rate_bp: Mapped[int] = mapped_column(Rate)
    lines: Mapped[int]  # among how many clean lines
    hours: Mapped[int] = mapped_column(Hours)  # and how many hours
    # The entries among which the last part was drawn by hour, and their hours then; none in draws older than 0053.
    among: Mapped[list[Any]] = mapped_column(JSON, default=list)
    among_hours: Mapped[int] = mapped_column(Hours, default=0)
    drawn_on: Mapped[date]
    drawn_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    picks: Mapped[list["ControlPick"]] = relationship(back_populates="draw", order_by="ControlPick.id")


class ControlPick(Versioned, Base):
    """A line to check, why it was picked, and what the check found."""

    __tablename__ = "control_pick"
    __table_args__ = (
        CheckConstraint("(result IS NULL) = (checked_on IS NULL)", name="checked"),
        CheckConstraint("result IS NULL OR (result = 'gap') = (right_hours IS NOT NULL)", name="gap"),
        Index("ix_control_pick_lot_id", "lot_id"),
        Index("ix_control_pick_draw_id", "draw_id"),
    )

    draw_id: Mapped[int] = mapped_column(ForeignKey("control_draw.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("hours_entry.id"), unique=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    way: Mapped[PickWay] = mapped_column(Kind(PickWay))
    reasons: Mapped[list[Any]] = mapped_column(JSON, default=list)  # codes of Risk
    hours: Mapped[int] = mapped_column(Hours)  # declared when it was drawn
    result: Mapped[PickResult | None] = mapped_column(Kind(PickResult))
    right_hours: Mapped[int | None] = mapped_column(Hours)  # found by the check
    note: Mapped[str | None] = mapped_column(String(300))
    checked_on: Mapped[date | None]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    draw: Mapped[ControlDraw] = relationship(back_populates="picks")
    entry: Mapped[HoursEntry] = relationship()
    lot: Mapped[Lot] = relationship()

    @property
    def risks(self) -> list[Risk]:
        return [Risk(code) for code in self.reasons]
