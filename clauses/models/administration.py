"""Which values has the administration dated, which organizations has it joined, and which heads were published?"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.extensions import Base
from clauses.models.people import Organization, User
from clauses.models.types import Instant, Numbered, Versioned


class AuditHead(Numbered, Base):
    """The last line of the audit chain as it was told outside on a day: whoever cuts the tail contradicts it.

    Append-only; `hash` is the hash of line `seq`.
    """

    __tablename__ = "audit_head"

    day: Mapped[date] = mapped_column(unique=True)
    seq: Mapped[int] = mapped_column(Integer)
    hash: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime] = mapped_column(Instant)


class ParameterValue(Numbered, Base):
    """One value of one rule from a day on, never before the day after it was recorded; append-only."""

    __tablename__ = "parameter_value"
    __table_args__ = (
        CheckConstraint("effective_from > recorded_on", name="never_past"),
        Index("ix_parameter_value_rule_name", "rule", "name"),
    )

    rule: Mapped[str] = mapped_column(String(40))  # a key of rulebook.KINDS
    name: Mapped[str] = mapped_column(String(40))  # a field of that rule
    value: Mapped[int]  # in the unit of the field: hundredths, cents, basis points, days…
    effective_from: Mapped[date]
    reason: Mapped[str] = mapped_column(String(500))
    recorded_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    recorded_by: Mapped[User] = relationship()


class OrganizationMerge(Versioned, Base):
    """Two organizations that were one: what moved to the one that stays, so that it can all be put back.

    `moved` is {"rows": {"table.column": [row ids]}, "memberships_ended": [ids], "closed_before": day or None}.
    """

    __tablename__ = "organization_merge"
    __table_args__ = (CheckConstraint("survivor_id <> merged_id", name="two"),)

    survivor_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    merged_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    reason: Mapped[str] = mapped_column(String(500))
    merged_on: Mapped[date]
    merged_at: Mapped[datetime] = mapped_column(Instant)
    merged_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    moved: Mapped[dict[str, Any]] = mapped_column(JSON)
    undone_at: Mapped[datetime | None] = mapped_column(Instant)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    survivor: Mapped[Organization] = relationship(foreign_keys=[survivor_id])
    merged: Mapped[Organization] = relationship(foreign_keys=[merged_id])
    merged_by: Mapped[User] = relationship(foreign_keys=[merged_by_id])
    undone_by: Mapped[User | None] = relationship(foreign_keys=[undone_by_id])
