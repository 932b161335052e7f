"""Who shares a lot with its holder, who works under it, and what was said when it began?"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.domain.kinds_awards import SubcontractState
from clauses.extensions import Base
from clauses.models.markets import Award, Lot
from clauses.models.people import Organization, User
from clauses.models.types import Euros, Hours, Instant, Numbered, Versioned


class GroupMember(Numbered, Base):
    """A member of the group that holds a lot, with its share; the lead is the holder of the award."""

    __tablename__ = "group_member"
    __table_args__ = (
        UniqueConstraint("award_id", "organization_id"),
        CheckConstraint("share > 0", name="share"),
    )

    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)  # the lead is first
    share: Mapped[int] = mapped_column(Integer)  # basis points, or hundredths of an hour: `Award.share_unit`
    lead: Mapped[bool] = mapped_column(default=False)

    award: Mapped[Award] = relationship(back_populates="members")
    organization: Mapped[Organization] = relationship()
    default: Mapped["MemberDefault | None"] = relationship(back_populates="member")


class MemberDefault(Numbered, Base):
    """A member of a group has failed: it keeps what was validated for it, the others take the rest (R16); append-only."""

    __tablename__ = "member_default"
    __table_args__ = (CheckConstraint("kept_hours >= 0", name="kept_hours"),)

    member_id: Mapped[int] = mapped_column(ForeignKey("group_member.id"), unique=True)
    since: Mapped[date]
    kept_hours: Mapped[int] = mapped_column(Hours)
    reason: Mapped[str] = mapped_column(String(500))
    recorded_on: Mapped[date]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    member: Mapped[GroupMember] = relationship(back_populates="default")
    recorded_by: Mapped[User] = relationship()


class Subcontract(Versioned, Base):
    """A part of a lot given to a subcontractor: declared, then accepted or refused by the buyer, one day ended."""

    __tablename__ = "subcontract"
    __table_args__ = (
        UniqueConstraint("lot_id", "number"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("hours IS NULL OR hours > 0", name="hours"),
    )

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    number: Mapped[int] = mapped_column(Integer)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    part: Mapped[str] = mapped_column(String(300))
    amount: Mapped[int] = mapped_column(Euros)
    hours: Mapped[int | None] = mapped_column(Hours)  # insertion hours expected of it, when known
    declared_on: Mapped[date]
    declared_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    accepted_on: Mapped[date | None]
    refused_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    reason: Mapped[str | None] = mapped_column(String(500))  # why it was refused or ended

    lot: Mapped[Lot] = relationship()
    organization: Mapped[Organization] = relationship()
    declared_by: Mapped[User] = relationship()

    @property
    def state(self) -> SubcontractState:
        """Where it stands, by its dates."""
        if self.ended_on:
            return SubcontractState.ENDED
        if self.refused_on:
            return SubcontractState.REFUSED
        return SubcontractState.ACCEPTED if self.accepted_on else SubcontractState.PROPOSED


class KickOff(Versioned, Base):
    """The meeting that opens the execution of a lot: planned, then held, with what was decided."""

    __tablename__ = "kick_off"

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), unique=True)
    planned_on: Mapped[date]
    planned_at: Mapped[str | None] = mapped_column(String(5))  # « 14:30 », in Paris
    place: Mapped[str] = mapped_column(String(300))
    agenda: Mapped[str | None] = mapped_column(Text)
    planned_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    held_on: Mapped[date | None]
    present: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # [{organization, function}]
    contact: Mapped[str | None] = mapped_column(String(200))  # whom the company names for the insertion hours
    contact_reach: Mapped[str | None] = mapped_column(String(200))  # a telephone number or an address
    decisions: Mapped[str | None] = mapped_column(Text)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    lot: Mapped[Lot] = relationship()


class OpinionComment(Numbered, Base):
    """What the resource person of an associated territory says of a lot, beside the opinion; append-only."""

    __tablename__ = "opinion_comment"

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(Instant)

    lot: Mapped[Lot] = relationship(back_populates="comments")
    author: Mapped[User] = relationship()
    organization: Mapped[Organization] = relationship()
