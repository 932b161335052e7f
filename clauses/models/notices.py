"""What was each person told in the portal, in which words, how do they want to be written to, and which addresses fail?"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.domain.kinds_notices import Delivery
from clauses.extensions import Base
from clauses.models.people import User
from clauses.models.types import Instant, Kind, Numbered


class Notification(Numbered, Base):
    """One person was told of one fact: written with the letter of the same fact, or instead of it.

    `thing_id`, `part` and `month` say what it is about, as its kind reads them; `asks` that this person has to act.
    """

    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint("event_key", "user_id"),
        Index("ix_notification_user_id_id", "user_id", "id"),
        Index(
            "ix_notification_unread", "user_id", sqlite_where=text("read_at IS NULL"),
            postgresql_where=text("read_at IS NULL"),
        ),
        Index("ix_notification_written_at", "written_at"),
    )  # fmt: skip

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    event_key: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(10))  # M01…
    title: Mapped[str] = mapped_column(String(120))
    path: Mapped[str] = mapped_column(String(300))  # of the act, inside the portal
    asks: Mapped[bool] = mapped_column(default=False)
    thing_id: Mapped[int | None]
    part: Mapped[int] = mapped_column(default=0)
    month: Mapped[date | None]
    written_at: Mapped[datetime] = mapped_column(Instant)
    read_at: Mapped[datetime | None] = mapped_column(Instant)

    user: Mapped[User] = relationship()


class DeliveryChoice(Numbered, Base):
    """How one person wants one kind of message; a row only where it differs from the usual."""

    __tablename__ = "delivery_choice"
    __table_args__ = (UniqueConstraint("user_id", "kind"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    kind: Mapped[str] = mapped_column(String(10))
    delivery: Mapped[Delivery] = mapped_column(Kind(Delivery))


class RefusedAddress(Numbered, Base):
    """An address that its server refused for good: nothing ordinary leaves for it until it takes a message again."""

    __tablename__ = "refused_address"

    address: Mapped[str] = mapped_column(String(254), unique=True)  # lower case
    refused_at: Mapped[datetime] = mapped_column(Instant)
    code: Mapped[int]


class EmailModel(Numbered, Base):
    """One version of the words of one kind of message; append-only, the last one is in force.

    Without words, it is the return to those of the product.
    """

    __tablename__ = "email_model"
    __table_args__ = (
        UniqueConstraint("kind", "number"),
        CheckConstraint("(subject IS NULL) = (body IS NULL)", name="whole"),
    )

    kind: Mapped[str] = mapped_column(String(10))  # M01…
    number: Mapped[int]
    subject: Mapped[str | None] = mapped_column(String(1000))
    body: Mapped[str | None] = mapped_column(Text)
    put_back: Mapped[
        int | None
    ]  # the number of the earlier version that it repeats; 0 for the product's words
    reason: Mapped[str] = mapped_column(String(500))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    recorded_by: Mapped[User] = relationship()
