"""What can each structure do, and how many hours a month can it offer?"""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.extensions import Base
from clauses.models.people import Organization
from clauses.models.types import Hours, Numbered


class Capability(Numbered, Base):
    """A trade that a structure really covers today, with the hours it can offer in a month."""

    __tablename__ = "capability"
    __table_args__ = (UniqueConstraint("organization_id", "trade"),)

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    trade: Mapped[str] = mapped_column(String(40), index=True)
    monthly_hours: Mapped[int | None] = mapped_column(Hours)
    stated_on: Mapped[date]

    organization: Mapped[Organization] = relationship()


class PrefectWaiver(Numbered, Base):
    """A prefect's decision letting an AI go beyond the legal ceiling (C. trav. L5132-9 2°, D5132-18-1)."""

    __tablename__ = "prefect_waiver"

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    number: Mapped[str] = mapped_column(String(60))
    starts_on: Mapped[date]
    ends_on: Mapped[date]

    organization: Mapped[Organization] = relationship()
