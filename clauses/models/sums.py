"""How many hours count on each lot, by month and structure, and for each person, without reading the ledger again?

Written by the database itself each time it takes a line of the ledger (triggers, on both databases): no writer can
forget them. They hold nothing that the ledger does not: an invariant compares them, a command makes them anew.
"""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from clauses.domain.kinds import Modality
from clauses.extensions import Base
from clauses.models.types import Hours, Kind


class LotMonthSum(Base):
    """Hours that count on a lot, in a month, by structure and modality (hundredths); zero once all is taken back."""

    __tablename__ = "lot_month_sum"
    __table_args__ = (
        Index("ix_lot_month_sum_employer_id", "employer_id"),
        Index("ix_lot_month_sum_month_lot_id", "month", "lot_id"),  # a quarter, a year of the whole region
    )

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    employer_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), primary_key=True)
    modality: Mapped[Modality] = mapped_column(Kind(Modality), primary_key=True)
    hours: Mapped[int] = mapped_column(Hours)


class LotPersonSum(Base):
    """Hours that count for a person on a lot, by employer (hundredths); who has more than zero is counted once."""

    __tablename__ = "lot_person_sum"
    __table_args__ = (Index("ix_lot_person_sum_employer_id", "employer_id"),)

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    employer_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), primary_key=True)
    hours: Mapped[int] = mapped_column(Hours)
