"""Which appointments did the people of an organization write in their calendar? What is to come; what was is elsewhere."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.domain.kinds import Role
from clauses.extensions import Base
from clauses.models.people import Organization, User
from clauses.models.types import Instant, Kind, Versioned


class Appointment(Versioned, Base):
    """A day that an organization keeps, in the role it was written in; it names no participant (E11)."""

    __tablename__ = "appointment"
    __table_args__ = (Index("ix_appointment_organization_id_day", "organization_id", "day"),)

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    role: Mapped[Role] = mapped_column(Kind(Role))
    day: Mapped[date]
    at: Mapped[str | None] = mapped_column(String(5))  # « 14:30 », in Paris
    title: Mapped[str] = mapped_column(String(120))
    place: Mapped[str | None] = mapped_column(String(160))
    written_at: Mapped[datetime] = mapped_column(Instant)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    removed_on: Mapped[date | None]

    organization: Mapped[Organization] = relationship()
    written_by: Mapped[User] = relationship()
