"""Who stands in for whom, when did a territory change hands, and which host organizations have closed?"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.extensions import Base
from clauses.models.people import Organization, User
from clauses.models.territory import Mandate, Territory
from clauses.models.types import Instant, Numbered, Versioned


class Absence(Versioned, Base):
    """A resource person is away from a day to a day; without a deputy the coordination answers."""

    __tablename__ = "absence"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="order"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    declared_at: Mapped[datetime] = mapped_column(Instant)
    declared_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    user: Mapped[User] = relationship(foreign_keys=user_id)
    deputy: Mapped[User | None] = relationship(foreign_keys=deputy_id)


class Handover(Numbered, Base):
    """A territory changed hands on a day; append-only, once a day and a territory. No person: the coordination."""

    __tablename__ = "handover"
    __table_args__ = (UniqueConstraint("territory_id", "day"),)

    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id"))
    day: Mapped[date]
    mandate_id: Mapped[int | None] = mapped_column(ForeignKey("mandate.id"))
    from_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    to_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    coordinator_id: Mapped[int | None] = mapped_column(
        ForeignKey("user_account.id")
    )  # who stood for it that day
    reason: Mapped[str | None] = mapped_column(String(300))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    territory: Mapped[Territory] = relationship()
    mandate: Mapped[Mandate | None] = relationship()


class HostClosing(Numbered, Base):
    """A host organization closes on a day: its mandates pass to a person, or to the coordination."""

    __tablename__ = "host_closing"

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), unique=True)
    closes_on: Mapped[date]
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    reason: Mapped[str] = mapped_column(String(300))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    organization: Mapped[Organization] = relationship()
    successor: Mapped[User | None] = relationship(foreign_keys=successor_id)
