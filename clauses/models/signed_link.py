"""Which act may be done from a letter, without signing in? One act, on one thing as it was, once, for a few days."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.extensions import Base
from clauses.models.markets import Lot
from clauses.models.people import Membership
from clauses.models.types import Instant, Numbered


class SignedLink(Numbered, Base):
    """A link written in a letter; only a hash of its secret is kept."""

    __tablename__ = "signed_link"
    __table_args__ = (Index("ix_signed_link_lot_id_month", "lot_id", "month"),)

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(40))
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    month: Mapped[date]
    report_version: Mapped[
        int | None
    ]  # the report as it was when the letter left; None where there was none yet
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)

    membership: Mapped[Membership] = relationship()
    lot: Mapped[Lot] = relationship()
