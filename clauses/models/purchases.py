"""How much does a buyer spend in a year? What it said, as often as it said it; the last word stands."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.extensions import Base
from clauses.models.people import Organization, User
from clauses.models.types import Euros, Instant, Numbered


class BuyerPurchases(Numbered, Base):
    """The total of purchases of a year, before tax, as a buyer declared it; append-only."""

    __tablename__ = "buyer_purchases"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("year BETWEEN 2000 AND 2100", name="year"),
        Index("ix_buyer_purchases_organization_id_year", "organization_id", "year"),
    )

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    year: Mapped[int]
    amount: Mapped[int] = mapped_column(Euros)
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    organization: Mapped[Organization] = relationship()
    recorded_by: Mapped[User] = relationship()
