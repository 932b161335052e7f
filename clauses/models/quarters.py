"""What did each territory confirm of a quarter, and which figures was it closed with?"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.extensions import Base
from clauses.models.people import User
from clauses.models.territory import Territory
from clauses.models.types import Hours, Instant, Numbered


class QuarterConfirmation(Numbered, Base):
    """A territory says that its figures of a quarter are right, as they are then; append-only, the last one stands."""

    __tablename__ = "quarter_confirmation"
    __table_args__ = (UniqueConstraint("quarter", "territory_id", "number"),)

    quarter: Mapped[date]
    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id"), index=True)
    number: Mapped[int]
    hours: Mapped[int] = mapped_column(Hours)  # of the clauses, in the months of the quarter
    persons: Mapped[int]
    comment: Mapped[str | None] = mapped_column(String(500))
    confirmed_on: Mapped[date]
    confirmed_at: Mapped[datetime] = mapped_column(Instant)
    confirmed_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    territory: Mapped[Territory] = relationship()
    confirmed_by: Mapped[User] = relationship()


class QuarterConsolidation(Numbered, Base):
    """A quarter closed, with its figures; append-only: a later correction belongs to the quarter that follows."""

    __tablename__ = "quarter_consolidation"
    __table_args__ = (UniqueConstraint("quarter"),)

    quarter: Mapped[date]
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[str | None] = mapped_column(String(500))  # why it was closed without every confirmation
    closed_on: Mapped[date]
    closed_at: Mapped[datetime] = mapped_column(Instant)
    closed_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    closed_by: Mapped[User] = relationship()
