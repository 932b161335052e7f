"""Which lists of structures were read, when, by whom, and what did each change? Append-only."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.domain.kinds_partners import DirectoryShape
from clauses.extensions import Base
from clauses.models.people import User
from clauses.models.types import Instant, Kind, Numbered


class DirectoryImport(Numbered, Base):
    """One list taken into the directory. Every row read is in one of the counts.

    `refusals` is a list of {"line", "siret", "column", "code"}: never what the row held.
    """

    __tablename__ = "directory_import"

    imported_at: Mapped[datetime] = mapped_column(Instant)
    imported_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))  # None: from the shell
    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    shape: Mapped[DirectoryShape] = mapped_column(Kind(DirectoryShape))
    listed_on: Mapped[date]  # the latest day the list gives itself
    read: Mapped[int]
    created: Mapped[int]
    changed: Mapped[int]
    unchanged: Mapped[int]
    kept: Mapped[int]  # left as they are: published by the structure, closed, or known by a newer list
    refused: Mapped[int]
    refusals: Mapped[list[dict[str, Any]]] = mapped_column(JSON)

    imported_by: Mapped[User | None] = relationship()
