"""What must the buyer say of an award, besides what the portal knows, for its essential data to be published?"""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.extensions import Base
from clauses.models.markets import Award
from clauses.models.types import Euros, JsonList, Rate, Versioned


class EssentialData(Versioned, Base):
    """The answers of one award, in the words of the regulation; fixed from the day of their publication."""

    __tablename__ = "essential_data"
    __table_args__ = (
        CheckConstraint("offers >= 1", name="offers"),
        CheckConstraint("amount >= 100", name="amount"),
    )

    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), unique=True)
    contract_id: Mapped[str] = mapped_column(String(16))
    cpv: Mapped[str] = mapped_column(String(10))
    amount: Mapped[int] = mapped_column(Euros)
    published_on: Mapped[date]
    offers: Mapped[int]
    ccag: Mapped[str] = mapped_column(String(60))
    price_form: Mapped[str] = mapped_column(String(20))
    price_types: Mapped[list[str]] = mapped_column(JsonList)
    techniques: Mapped[list[str]] = mapped_column(JsonList)
    environmental: Mapped[list[str]] = mapped_column(JsonList)
    innovative: Mapped[bool]
    subcontracting: Mapped[bool]
    advance: Mapped[bool]
    advance_rate: Mapped[int | None] = mapped_column(Rate)
    group_form: Mapped[str] = mapped_column(String(20))
    partners: Mapped[list[str]] = mapped_column(JSON, default=list)  # SIRET of the other members of the group

    award: Mapped[Award] = relationship()

    def as_facts(self) -> dict[str, Any]:
        """The answers by their names."""
        return {column.key: getattr(self, column.key) for column in self.__table__.columns}


class ConcessionData(Versioned, Base):
    """The same for a concession, which the regulation describes otherwise; fixed from the same day."""

    __tablename__ = "concession_data"
    __table_args__ = (
        CheckConstraint("amount >= 100", name="amount"),
        CheckConstraint("subsidy >= 0", name="subsidy"),
    )

    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), unique=True)
    contract_id: Mapped[str] = mapped_column(String(16))
    nature: Mapped[str] = mapped_column(String(60))
    procedure: Mapped[str] = mapped_column(String(60))
    signed_on: Mapped[date]
    amount: Mapped[int] = mapped_column(Euros)  # valeurGlobale
    subsidy: Mapped[int] = mapped_column(Euros)
    published_on: Mapped[date]
    environmental: Mapped[list[str]] = mapped_column(JsonList)
    partners: Mapped[list[str]] = mapped_column(JSON, default=list)

    award: Mapped[Award] = relationship()

    def as_facts(self) -> dict[str, Any]:
        """The answers by their names."""
        return {column.key: getattr(self, column.key) for column in self.__table__.columns}
