"""Which values has the region set for the calculation of hours, from when, by whom and why?"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.domain.references import ReferenceKind
from clauses.extensions import Base
from clauses.models.people import User
from clauses.models.types import Instant, Kind, Numbered


class ReferenceValue(Numbered, Base):
    """One value of a labour share (basis points) or an hourly cost (cents), from a day on; append-only."""

    __tablename__ = "reference_value"
    __table_args__ = (
        CheckConstraint("value > 0", name="value"),
        CheckConstraint("effective_from >= recorded_on", name="never_past"),
        Index("ix_reference_value_kind_trade", "kind", "trade"),
    )

    kind: Mapped[ReferenceKind] = mapped_column(Kind(ReferenceKind))
    trade: Mapped[str | None] = mapped_column(String(40))  # None: every trade without a value of its own
    value: Mapped[int]
    effective_from: Mapped[date]
    reason: Mapped[str] = mapped_column(String(500))
    recorded_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    recorded_by: Mapped[User] = relationship()
