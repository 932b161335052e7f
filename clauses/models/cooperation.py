"""Which structures worked together, about whom and when? The journal of the convention's cooperations."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.extensions import Base
from clauses.models.markets import Lot
from clauses.models.people import Organization
from clauses.models.types import Numbered


class CooperationEvent(Numbered, Base):
    """A cooperation between structures, logged by itself or by hand (convention, N1)."""

    __tablename__ = "cooperation_event"
    __table_args__ = (UniqueConstraint("kind", "lot_id", "participant_id"),)

    kind: Mapped[str] = mapped_column(String(20))  # ai_etti, ai_ei
    lot_id: Mapped[int | None] = mapped_column(ForeignKey("lot.id"))
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"))
    first_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    happened_on: Mapped[date]

    lot: Mapped[Lot | None] = relationship()
    first: Mapped[Organization] = relationship(foreign_keys=[first_id])
    second: Mapped[Organization] = relationship(foreign_keys=[second_id])
