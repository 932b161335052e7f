"""What did each structure say it could do in a month, and which photos does it show?"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.extensions import Base
from clauses.models.files import StoredFile
from clauses.models.people import Organization, User
from clauses.models.types import Hours, Instant, Numbered, Versioned


class MonthlyCapacity(Numbered, Base):
    """What a structure said one day of its hours in one trade for one month; append-only.

    The last one said (the highest number) is the one that counts. A month about which nothing was said follows the
    usual rhythm of the trade, `Capability.monthly_hours`.
    """

    __tablename__ = "monthly_capacity"
    __table_args__ = (
        CheckConstraint("hours BETWEEN 0 AND 2000000", name="hours"),
        Index("ix_monthly_capacity_organization_id_month", "organization_id", "month"),
    )

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    trade: Mapped[str] = mapped_column(String(40))
    month: Mapped[date]  # its first day
    hours: Mapped[int] = mapped_column(Hours)
    stated_on: Mapped[date]
    stated_at: Mapped[datetime] = mapped_column(Instant)
    stated_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("user_account.id")
    )  # none: a source, not a person

    organization: Mapped[Organization] = relationship()
    stated_by: Mapped[User | None] = relationship()


class StructurePhoto(Versioned, Base):
    """A photo on the public sheet of a structure: what it does, never a person's face without consent."""

    __tablename__ = "structure_photo"

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    caption: Mapped[str] = mapped_column(String(120))  # said in its place to whoever does not see it
    put_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    put_at: Mapped[datetime] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)

    organization: Mapped[Organization] = relationship()
    file: Mapped[StoredFile] = relationship()
    put_by: Mapped[User] = relationship()
