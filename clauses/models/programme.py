"""What does a buyer plan to buy this year? The lines of its own table, and how it names its columns."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.extensions import Base
from clauses.models.markets import Market
from clauses.models.people import Organization, User
from clauses.models.types import Euros, Instant, Numbered, Versioned


class YearlyProgramme(Versioned, Base):
    """One table of projects, as an organization gave it."""

    __tablename__ = "yearly_programme"
    __table_args__ = (Index("ix_yearly_programme_organization_id_year", "organization_id", "year"),)

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    year: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(Instant)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    organization: Mapped[Organization] = relationship()
    created_by: Mapped[User] = relationship()
    lines: Mapped[list["ProgrammeLine"]] = relationship(
        back_populates="programme", order_by="ProgrammeLine.row"
    )


class ProgrammeLine(Versioned, Base):
    """One project; what the table does not say is None, and its other columns are kept as written."""

    __tablename__ = "programme_line"
    __table_args__ = (
        UniqueConstraint("programme_id", "row"),
        CheckConstraint("amount IS NULL OR amount > 0", name="amount"),
        CheckConstraint("months IS NULL OR months > 0", name="months"),
    )

    programme_id: Mapped[int] = mapped_column(ForeignKey("yearly_programme.id"))
    row: Mapped[int]  # its number in the spreadsheet
    reference: Mapped[str | None] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(1000))
    amount: Mapped[int | None] = mapped_column(Euros)  # before tax
    starts_on: Mapped[date | None]
    months: Mapped[int | None]
    commune_code: Mapped[str | None] = mapped_column(String(5))
    trade: Mapped[str | None] = mapped_column(String(40))
    trade_guessed: Mapped[bool] = mapped_column(default=False)  # read in the title, no column says it
    free: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    market_id: Mapped[int | None] = mapped_column(ForeignKey("market.id"), index=True)

    programme: Mapped[YearlyProgramme] = relationship(back_populates="lines")
    market: Mapped[Market | None] = relationship()


class ColumnMapping(Numbered, Base):
    """What an organization means by the name of a column, as it last said."""

    __tablename__ = "column_mapping"
    __table_args__ = (UniqueConstraint("organization_id", "heading"),)

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    heading: Mapped[str] = mapped_column(String(120))  # folded: no case, no accent
    meaning: Mapped[str] = mapped_column(String(20))
    said_at: Mapped[datetime] = mapped_column(Instant)
