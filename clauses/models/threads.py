"""What is asked, answered and changed while a consultation is open, and written on a lot?"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.extensions import Base
from clauses.models.markets import Market
from clauses.models.people import Organization, User
from clauses.models.types import Instant, Numbered, Versioned


class Question(Versioned, Base):
    """A question on an open consultation; who asked is known to the asker's own organization alone."""

    __tablename__ = "question"
    __table_args__ = (UniqueConstraint("market_id", "number"),)

    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    number: Mapped[int] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(Text)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    draft: Mapped[str | None] = mapped_column(
        Text
    )  # proposed by the resource person, read by the buyer alone
    drafted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    drafted_at: Mapped[datetime | None] = mapped_column(Instant)

    market: Mapped[Market] = relationship()
    drafted_by: Mapped[User | None] = relationship(foreign_keys=[drafted_by_id])
    answers: Mapped[list["Answer"]] = relationship(back_populates="question", order_by="Answer.id")


class Answer(Numbered, Base):
    """What the buyer answered, to every reader at once; append-only, a correction is a second answer."""

    __tablename__ = "answer"

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime] = mapped_column(Instant)
    published_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    question: Mapped[Question] = relationship(back_populates="answers")


class Rectification(Numbered, Base):
    """A change of a published market before its offers, with what it was and what it is; append-only."""

    __tablename__ = "rectification"
    __table_args__ = (UniqueConstraint("market_id", "number"),)

    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    number: Mapped[int] = mapped_column(Integer)
    rectified_on: Mapped[date]
    rectified_at: Mapped[datetime] = mapped_column(Instant)
    rectified_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    reason: Mapped[str] = mapped_column(String(500))
    # [{what, lot, before, after}]: hours in hundredths, days as ISO dates, months as numbers
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)

    market: Mapped[Market] = relationship()


class LotMessage(Numbered, Base):
    """A message read by everybody who sees the lot; append-only, and it names no participant."""

    __tablename__ = "lot_message"

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    text: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime] = mapped_column(Instant)

    organization: Mapped[Organization] = relationship()
    author: Mapped[User] = relationship()


class MessageMark(Numbered, Base):
    """Up to which message a person has read the thread of a lot."""

    __tablename__ = "message_mark"
    __table_args__ = (UniqueConstraint("user_id", "lot_id"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    message_id: Mapped[int] = mapped_column(ForeignKey("lot_message.id"))
