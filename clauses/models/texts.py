"""Which text of the clause was used for a market? The pieces as they were taken, kept as they were."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.extensions import Base
from clauses.models.markets import Market
from clauses.models.people import User
from clauses.models.types import Numbered


class ClauseText(Numbered, Base):
    """The four pieces of each lot on a day, with the version of the library and their hash; append-only."""

    __tablename__ = "clause_text"
    __table_args__ = (UniqueConstraint("market_id", "number"),)

    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    number: Mapped[int]
    edition: Mapped[str] = mapped_column(String(40))
    pieces: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # one entry a lot, its pieces by their code
    taken_on: Mapped[date]
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at_publication: Mapped[bool] = mapped_column(default=False)
    hash: Mapped[str] = mapped_column(String(64))  # SHA-256 of the pieces

    market: Mapped[Market] = relationship()
    taken_by: Mapped[User | None] = relationship()
