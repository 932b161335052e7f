"""What did the holder of a lot say against a line of a month, and what did its structure answer?

The hours of both moments stay beside the words, so that the exchange is read without the journal.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.domain.kinds_months import ContestState
from clauses.extensions import Base
from clauses.models.hours import HoursEntry
from clauses.models.people import Organization
from clauses.models.types import Hours, Instant, Kind, Versioned


class LineContest(Versioned, Base):
    """One contest of one line. A line contested again after an answer gets another one; none is ever removed."""

    __tablename__ = "line_contest"
    __table_args__ = (
        CheckConstraint("(state = 'open') = (answered_at IS NULL)", name="answered"),
        CheckConstraint("(answered_at IS NULL) = (hours_after IS NULL)", name="after"),
        Index("ix_line_contest_entry_id_id", "entry_id", "id"),
    )

    entry_id: Mapped[int] = mapped_column(ForeignKey("hours_entry.id"))
    state: Mapped[ContestState] = mapped_column(Kind(ContestState), default=ContestState.OPEN)
    reason: Mapped[str] = mapped_column(String(300))
    raised_by_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    raised_at: Mapped[datetime] = mapped_column(Instant)
    hours_before: Mapped[int] = mapped_column(Hours)  # worked and training, as contested
    answer: Mapped[str | None] = mapped_column(String(300))
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    hours_after: Mapped[int | None] = mapped_column(Hours)

    entry: Mapped[HoursEntry] = relationship()
    raised_by: Mapped[Organization] = relationship()
