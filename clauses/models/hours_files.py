"""Which files of hours were taken, and how does each organization's own export name its columns?"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.domain.hours_files import Writing
from clauses.extensions import Base
from clauses.models.files import StoredFile
from clauses.models.types import Instant, Kind, Numbered


class HoursFile(Numbered, Base):
    """A file of hours kept for its check; once its hours are taken, their source. Only its organization opens it."""

    __tablename__ = "hours_file"
    __table_args__ = (
        CheckConstraint("(taken_at IS NULL) = (lines IS NULL)", name="taken"),
        Index("ix_hours_file_organization_id", "organization_id"),
    )

    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    sent_at: Mapped[datetime] = mapped_column(Instant)
    taken_at: Mapped[datetime | None] = mapped_column(Instant)
    lines: Mapped[int | None]  # months of people that it changed

    file: Mapped[StoredFile] = relationship()


class HoursFileShape(Numbered, Base):
    """What an organization last said of an export with these headings: its columns and how it writes hours."""

    __tablename__ = "hours_file_shape"
    __table_args__ = (UniqueConstraint("organization_id", "headings"),)

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    headings: Mapped[str] = mapped_column(String(64))  # the digest of the folded headings, in their order
    meanings: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # by folded heading
    writing: Mapped[Writing] = mapped_column(Kind(Writing))
    said_at: Mapped[datetime] = mapped_column(Instant)
